"""Rule 10: what firms bore for employees, how it is taxed, and the evidence of care; from closed statements alone.

    borne.py ENTRIES benefits --firm parks/p/firms/91a --year 2026 [--advised 2026-10 ...]
    borne.py ENTRIES evidence --year 2026

ENTRIES holds one JSON object a line, as `Ledger.ListEntries` gives them. A line of benefits is
`MONTH EMPLOYEE FORM TREATMENT FEN TAXABLE`, one of evidence `MONTH FIRM CHILDREN DAYS FEN`, both in their order.
"""

import argparse
import json
from collections import Counter, defaultdict
from dataclasses import dataclass

FEWEST = 5
WITHHELD = ("<5", "-", "-")


@dataclass(frozen=True)
class Leg:
    """What a firm bears of one closed statement."""
    month: str  # In whose close it stands.
    service_month: str  # That it is about.
    child: str
    firm: str
    employee: str
    form: str
    amount: int


@dataclass(frozen=True)
class Days:
    service_month: str
    child: str
    days: int


def _month(name):
    parts = name.split("/")
    return parts[parts.index("months") + 1]


def of_events(events):
    """(legs, days) of what billing's log says: its StatementClosed, `{"kind", "payload"}` each."""
    legs, days = [], []
    for event in events:
        if event["kind"] != "StatementClosed":
            continue
        statement = event["payload"]["statement"]
        month = _month(statement["name"])
        service_month, child = statement.get("billed_month") or month, statement.get("child", "")
        days.append(Days(service_month, child, int(statement.get("attended_days", 0))))
        legs += [Leg(month, service_month, child, share["firm"], share.get("employee", ""), share["form"],
                     int(share["amount_minor"]))
                 for share in statement.get("shares", []) if share["payer"] == "FIRM" and int(share.get("amount_minor", 0))]
    return legs, days


def of_entries(entries):
    """The same of the ledger's entries, as JSON with the names of proto3."""
    legs, days = [], []
    for entry in entries:
        if entry["kind"] != "close":
            continue
        month, child = entry["effectiveDate"][:7], entry.get("child", "")
        service_month = entry.get("serviceMonth", month)
        days.append(Days(service_month, child, int(entry.get("attendedDays", 0))))
        legs += [Leg(month, service_month, child, leg["firm"], leg.get("employee", ""), leg["form"], int(leg["amountMinor"]))
                 for leg in entry.get("firmLegs", [])]
    return legs, days


def treatment(form, advised):
    """(what it is, whether it is taxed) by the pack of 2019, `services/rules/cn/benefit_treatment.textproto`."""
    if form == "ALLOWANCE":
        return "TAXABLE_WAGE", True
    if form == "COLLECTIVE":
        return "WELFARE_IN_KIND", False
    return ("ADVISED_EXEMPT", False) if advised else ("TAXABLE_BENEFIT", True)


def benefits(legs, firm, months, advised):
    """[(month, employee, form, treatment, fen, taxable)] of closes in `months`; `advised` are those in which the firm had
    recorded tax advice. Nobody's is what is borne for a centre as a whole."""
    sums = Counter()
    for leg in legs:
        if leg.firm == firm and leg.month in months:
            what, taxed = treatment(leg.form, leg.month in advised)
            employee = "" if what == "WELFARE_IN_KIND" else leg.employee
            sums[leg.month, employee, leg.form, what, taxed] += leg.amount
    return sorted((month, employee, form, what, fen, fen if taxed else 0)
                  for (month, employee, form, what, taxed), fen in sums.items())


def evidence(legs, days, year):
    """{(month, firm): (children, days, fen)}; of fewer than five children WITHHELD."""
    borne, attended, children = Counter(), Counter(), defaultdict(list)
    for each in days:
        attended[each.service_month, each.child] += each.days
    for leg in legs:
        if leg.child and leg.service_month.startswith(year + "-"):
            borne[leg.service_month, leg.firm, leg.child] += leg.amount
    for (month, firm, child), fen in borne.items():
        if fen:
            children[month, firm].append((attended[month, child], fen))
    return {of: (len(mine), sum(each[0] for each in mine), sum(each[1] for each in mine)) if len(mine) >= FEWEST else WITHHELD
            for of, mine in children.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("entries")
    parser.add_argument("what", choices=("benefits", "evidence"))
    parser.add_argument("--firm", default="")
    parser.add_argument("--year", required=True)
    parser.add_argument("--advised", nargs="*", default=[])
    args = parser.parse_args()
    with open(args.entries, encoding="utf-8") as file:
        legs, days = of_entries(json.loads(line) for line in file)
    if args.what == "benefits":
        months = [f"{args.year}-{number:02d}" for number in range(1, 13)]
        for row in benefits(legs, args.firm, months, args.advised):
            print(*(each if each != "" else "-" for each in row))
    else:
        for of, figures in sorted(evidence(legs, days, args.year).items()):
            print(*of, *figures)


if __name__ == "__main__":
    main()
