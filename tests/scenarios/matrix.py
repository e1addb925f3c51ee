"""tests/access.csv as a table, and what the annotations say in the same words."""

import csv

from contract import OPERATIONS, ROOT

CSV = ROOT / "tests/access.csv"
SERVICES = ("directory", "eligibility", "places", "billing", "payroll", "ledger", "settlement", "exchange")
# What the scope of a role is. The others' is the whole park.
KINDS = {"FIRM_HR": "firms", "FIRM_PAYROLL": "firms", "CENTRE_MANAGER": "centres", "PARENT": "families"}
WORDS = ("park", "own", "all", "-")


def read():
    """{rpc: {role: word, "SERVICE": services}}, and the same for the rows of contents, {(rpc, content): …}."""
    with open(CSV, encoding="utf-8") as file:
        rows = [[cell.strip() for cell in row] for row in csv.reader(file) if row and not row[0].startswith("#")]
    head, expected, contents = rows[0], {}, {}
    for row in rows[1:]:
        assert len(row) == len(head), f"access.csv: {row[0]} has {len(row)} cells, not {len(head)}"
        cells = dict(zip(head[1:], row[1:]))
        cells["SERVICE"] = frozenset(() if cells["SERVICE"] == "-" else cells["SERVICE"].split())
        rpc, _, content = row[0].rstrip("]").partition("[")
        table, key = (contents, (rpc, content)) if content else (expected, rpc)
        assert key not in table, f"access.csv has {row[0]} twice"
        table[key] = cells
    return head[1:-1], expected, contents


def faults(roles, expected, contract):
    """What is wrong with the table itself: an RPC or role that is missing or unknown, a word that is none."""
    every_role = [name for name in contract.role_names.values() if name not in ("ROLE_UNSPECIFIED", "SERVICE")]
    found = [f"no column {role}" for role in every_role if role not in roles]
    found += [f"column {role} is no role" for role in roles if role not in every_role]
    known = [rpc for rpc in contract.methods if contract.full_names[rpc] != OPERATIONS]
    known += ["Operations.GetOperation", "Operations.CancelOperation"]  # The others of it are not implemented.
    found += [f"{rpc} is missing" for rpc in known if rpc not in expected]
    found += [f"{rpc} is no RPC" for rpc in expected if rpc not in known]
    for rpc, cells in expected.items():
        for role in roles:
            if cells[role] not in WORDS or (cells[role] == "own" and role not in KINDS):
                found.append(f"{rpc} {role}: {cells[role]!r} is no word for it")
        found += [f"{rpc}: {service} is no service" for service in cells["SERVICE"] - {*SERVICES, "gateway"}]
    return found


def _reaches(kind, pattern):
    """Whether a scope `parks/*/{kind}/*` can be a prefix of a name like the pattern."""
    steps = pattern.split("/")
    return "**" in steps or (len(steps) >= 4 and steps[2] == kind)


def annotated(contract, rpc, role):
    """The annotation's word for a role; `dead` where the role is named but its scope covers no such resource."""
    access = contract.access(rpc)
    if role not in (contract.role_names[number] for number in access.roles):
        return "-"
    if access.across_parks:
        return "all"
    if role not in KINDS or getattr(access, "park_wide", False):
        return "park"
    patterns = contract.patterns(rpc)
    return "own" if not patterns or any(_reaches(KINDS[role], each) for each in patterns) else "dead"


def differences(roles, expected, contract, rpcs=None):
    """Every cell in which annotation and table say different things, of all RPCs or of some."""
    found = []
    for rpc in rpcs or contract.annotated():
        cells = expected[rpc]
        for role in roles:
            word = annotated(contract, rpc, role)
            if word != cells[role]:
                found.append(f"{rpc} {role}: access.csv says {cells[role]}, the annotation {word}")
        access = contract.access(rpc)
        if getattr(access, "park_wide", False) and not park_wide(cells):
            found.append(f"{rpc}: the annotation is park_wide, access.csv has no firm, centre or family for that")
        services = frozenset(access.services)
        found += [f"{rpc} SERVICE: access.csv says {name}, the annotation -" for name in cells["SERVICE"] - services]
        found += [f"{rpc} SERVICE: access.csv says -, the annotation {name}" for name in services - cells["SERVICE"]]
    return found


def park_wide(cells):
    """Whether a firm, centre or family may call it for its whole park."""
    return any(cells[role] == "park" for role in KINDS)
