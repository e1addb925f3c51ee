"""What the services say against what was recomputed, one sentence a difference.

Both sides are turned into {key: {field: value}}, with the names that the files use, and compared
field by field. A field that one side does not name is zero there, or empty."""

from collections import defaultdict

import books
import payroll
import shares
from eligibility import ELIGIBLE


def differences(what, ours, theirs):
    """One sentence for each key that only one side has, and for each field that differs."""
    for key in sorted(ours.keys() | theirs.keys()):
        name = " ".join((what, *key))
        if key not in theirs:
            yield f"{name}: missing, by the rules {ours[key]}"
        elif key not in ours:
            yield f"{name}: there is none by the rules, found {theirs[key]}"
        else:
            for field in sorted(ours[key].keys() | theirs[key].keys()):
                mine, found = ours[key].get(field), theirs[key].get(field)
                if (mine or 0) != (found or 0):
                    yield f"{name}: {field} is {found}, by the rules {mine}"


def manifest_differences(month, manifest):
    """1: the faults that the sample knows of, file by file and line by line."""
    ours = {(each.file, str(each.line)): {"reason": each.reason} for each in month.sample.faults}
    theirs = {(each["file"], str(each["line"])): {"reason": each["reason"]}
              for each in manifest["faults"]}
    totals = month.totals()
    counted = ("firms", "employees", "children", "rows_read", "rows_rejected")
    return [*differences("fault", ours, theirs),
            *differences("manifest", {(): {name: totals[name] for name in counted}},
                         {(): {name: manifest[name] for name in counted}})]


def last(name):
    """The last part of a resource name."""
    return name.rpartition("/")[2]


def part(name, collection):
    """The part of a resource name that follows its collection, e.g. the firm of a pay run."""
    parts = name.split("/")
    return parts[parts.index(collection) + 1]


class State:
    """The lines of `tuoqiao state`, by type. In proto3 JSON an int64 is text, zero left out."""

    def __init__(self, lines):
        self._by_type = defaultdict(list)
        for line in lines:
            self._by_type[line["type"]].append({**line["resource"], "name": line["name"]})
        self.family_no = {last(each["name"]): each["familyNo"] for each in self.all("Family")}

    def all(self, kind):
        return self._by_type[kind]


def minor(resource, field):
    return int(resource.get(field, 0))


def _upper(name):
    """Firms and centres are named by their codes in lower case."""
    return last(name).upper()


# Seats.

def our_enrolments(month):
    return {(each.case_number, each.centre): {
        "group": each.group.upper(), "start": str(each.start), "until": str(each.until)}
        for each in month.placement.enrolments}


def their_enrolments(state):
    return {(each["caseNumber"], part(each["name"], "centres").upper()): {
        "group": _upper(each["group"]), "start": each.get("startDate"),
        "until": each.get("endDate")}
        for each in state.all("Enrolment") if each.get("state") != "CANCELLED"}


# Eligibility.

def our_eligible_days(month):
    """2: the stretches on which a child is eligible; why it is not on others moves no money."""
    return {(case_number,): {"eligible": [(str(start), str(until)) for start, until, outcome in cut
                                          if outcome == ELIGIBLE]}
            for case_number, cut in month.decisions.items()}


def their_eligible_days(state):
    found = {}
    for decision in state.all("Decision"):
        spans = []
        for cut in decision.get("slices", []):
            if cut.get("outcome") != "ELIGIBLE":
                continue
            if spans and spans[-1][1] == cut["fromDate"]:
                spans[-1] = (spans[-1][0], cut["untilDate"])
            else:
                spans.append((cut["fromDate"], cut["untilDate"]))
        found[decision["caseNumber"],] = {"eligible": spans}
    return found


# Statements.

def _form(month, statement, share):
    """6: the form of a share. A refused deduction stays DEDUCT on the statement: the close comes
    before the pay run that refuses it."""
    if share.payer == shares.FIRM:
        return month.sample.firms[share.party].share_form
    if share.payer == shares.FAMILY:
        return "DEDUCT" if statement.deducting else "DIRECT"
    return "COLLECTED"


def our_statements(month):
    found = {}
    for each in month.statements:
        fields = {"total": each.total}
        fields.update({f"line {name}": value for name, value in each.lines.items()})
        for share in each.shares:
            party = f"{share.payer} {share.party}" if share.payer == shares.FIRM else share.payer
            fields[f"share {party}"] = share.amount
            fields[f"form {party}"] = _form(month, each, share)
        found[each.child.case_number, each.enrolment.centre, str(each.month)] = fields
    return found


def their_statements(state):
    found = {}
    for each in state.all("Statement"):
        fields = {"total": minor(each, "totalMinor")}
        for line in each.get("lines", []):
            fields[f"line {line['kind']}"] = minor(line, "amountMinor")
        for share in each.get("shares", []):
            if not minor(share, "amountMinor"):
                continue
            party = share["payer"]
            if party == shares.FIRM:
                party += " " + _upper(share["firm"])
            fields[f"share {party}"] = minor(share, "amountMinor")
            fields[f"form {party}"] = share.get("form")
        found[each["caseNumber"], _upper(each["centre"]), part(each["name"], "months")] = fields
    return found


# Payroll.

def our_instructions(month):
    found = {(each.uscc, str(month.park.month), each.employee_no, each.kind): {
        "share": each.asked, "amount": each.amount, "carried": each.carried, "seen": each.seen}
        for each in month.instructions}
    for refused in month.refusals:
        found[refused.uscc, str(month.park.month), refused.employee_no, payroll.DEDUCT] = {
            "share": refused.asked, "reason": refused.reason}
    return found


def their_instructions(state):
    return {(part(each["name"], "firms").upper(), part(each["name"], "payRuns"),
             each["employeeNo"], each["kind"]): {
        "share": minor(each, "shareMinor"), "amount": minor(each, "amountMinor"),
        "carried": minor(each, "carriedMinor"), "seen": minor(each, "seenMinor"),
        "reason": each.get("reason")}
        for each in state.all("Instruction")}


def our_arrears(month):
    return {(each.uscc, each.employee_no): {"amount": each.arrears}
            for each in month.instructions if each.kind == payroll.DEDUCT and each.arrears}


def their_arrears(state):
    found = {}
    for each in state.all("Arrears"):
        key = (part(each["name"], "firms").upper(), each["employeeNo"])
        fields = found.setdefault(key, {"amount": 0})
        fields["amount"] += minor(each, "amountMinor")
    return found


# Settlement.

def our_receivables(month):
    """7: what is asked of each party; money with a wrong reference pays nothing."""
    found = {(each.kind, each.party): {"amount": each.amount,
                                       "paid": each.paid if each.matched else 0}
             for each in month.bills}
    if month.float_minor:
        found["FLOAT", shares.PARK] = {"amount": month.float_minor, "paid": month.float_minor}
    return found


def their_receivables(state):
    return {(each["kind"], each["party"]): {"amount": minor(each, "amountMinor"),
                                            "paid": minor(each, "paidMinor")}
            for each in state.all("Receivable")}


def our_payouts(month):
    return {(each.centre,): {"amount": each.amount,
                             "state": "CONFIRMED" if each.confirmed else "REJECTED"}
            for each in month.payouts}


def their_payouts(state):
    return {(part(each["name"], "centres").upper(),): {"amount": minor(each, "amountMinor"),
                                                       "state": each.get("state")}
            for each in state.all("Payout")}


# The books.

_ACCOUNT_NAMES = {
    books.RECEIVABLE: "receivable-", books.PAYABLE: "payable-", books.DIRECT: "direct-",
    books.DIRECT_DUE: "direct-due-", books.CLEARING_PAYROLL: "clearing-payroll-",
    books.CLEARING_PAYOUT: "clearing-payout", books.BANK: "bank", books.SUSPENSE: "suspense-bank",
    books.UNAPPLIED: "unapplied-", books.FLOAT: "float-park",
}


def _party_name(month, kind, party):
    if kind in (books.RECEIVABLE, books.DIRECT, books.UNAPPLIED):
        if party in month.families:
            return f"family-{party}"
        if party in month.sample.firms:
            return f"firm-{party}"
    return party


def our_balances(month):
    return {((_ACCOUNT_NAMES[kind] + _party_name(month, kind, party)).lower(),): {"minor": balance}
            for (kind, party), balance in month.books.balances.items() if balance}


def their_balances(state):
    found = {}
    for each in state.all("Balance"):
        account = last(each["name"])
        before, family, of_family = account.partition("family-")
        if family:
            account = before + family + state.family_no.get(of_family, of_family).lower()
        if minor(each, "balanceMinor"):
            found[account,] = {"minor": minor(each, "balanceMinor")}
    return found


_COMPARED = (
    ("eligibility", our_eligible_days, their_eligible_days),
    ("enrolment", our_enrolments, their_enrolments),
    ("statement", our_statements, their_statements),
    ("instruction", our_instructions, their_instructions),
    ("arrears", our_arrears, their_arrears),
    ("receivable", our_receivables, their_receivables),
    ("payout", our_payouts, their_payouts),
    ("balance", our_balances, their_balances),
)


def state_differences(month, lines):
    """Everything in which the services and the rules disagree; `lines` are those of the export."""
    state = State(lines)
    return [sentence for what, ours, theirs in _COMPARED
            for sentence in differences(what, ours(month), theirs(state))]
