"""Rule 8: the books as a list of rows, made from what the services' logs say happened, and asked by walking through it."""

from calendar import monthrange
from collections import Counter
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """What one entry did to one account: debits positive, credits negative."""
    position: int  # Among the entries, as they were posted.
    entry: str
    kind: str
    cause: str
    month: str  # Empty for what belongs to none.
    effective: str
    account: str  # Empty where the entry moves nothing.
    amount: int


def _last(name):
    return name.rsplit("/", 1)[-1]


def _month(name):
    """The month of a name that has one, or that is one."""
    parts = name.split("/")
    return parts[parts.index("months") + 1] if "months" in parts else name


def _last_day(month):
    year, number = map(int, month.split("-"))
    return f"{month}-{monthrange(year, number)[1]:02d}"


def _minor(message, field):
    return int(message.get(field, 0))


class _Entry:
    """Sums by account, in the order of first mention."""

    def __init__(self):
        self.sums = {}

    def move(self, debit, credit, amount):
        for account, minor in ((debit, amount), (credit, -amount)):
            self.sums[account] = self.sums.get(account, 0) + minor


def _receivable(statement, share):
    if share["payer"] == "FIRM":
        return f"receivable-firm-{_last(share['firm'])}"
    if share["payer"] == "FAMILY":
        return f"receivable-family-{_last(statement['family'])}"
    return f"receivable-{share['payer'].lower()}"


def _closed(event):
    statement, entry = event["statement"], _Entry()
    centre, family = _last(statement["centre"]), _last(statement["family"])
    for share in statement.get("shares", []):
        if share["form"] in ("DIRECT", "ALLOWANCE"):
            entry.move(f"direct-family-{family}", f"direct-due-{centre}", _minor(share, "amount_minor"))
        else:
            entry.move(_receivable(statement, share), f"payable-{centre}", _minor(share, "amount_minor"))
    return "close", _month(statement["name"]), statement["name"], entry


def _made_direct(event):
    entry, centre, family = _Entry(), _last(event["centre"]), _last(event["family"])
    amount = _minor(event, "amount_minor")
    entry.move(f"payable-{centre}", f"receivable-family-{family}", amount)
    entry.move(f"direct-family-{family}", f"direct-due-{centre}", amount)
    return "made_direct", _month(event["statement"]), event["statement"], entry


def _see(entry, event, each, sign):
    """What is seen of a deduction now, less what was seen before; with `sign` -1 of money that was paid back."""
    clearing, family, sent = f"clearing-payroll-{_last(event['firm'])}", _last(each["family"]), _minor(each, "amount_minor")
    for seen, way in ((_minor(each, "seen_minor"), sign), (_minor(each, "seen_before_minor"), -sign)):
        entry.move(clearing, f"receivable-family-{family}", way * min(sent, seen))
        entry.move(clearing, f"unapplied-family-{family}", way * max(0, seen - sent))


def _pay_run(event):
    entry = _Entry()
    for each in event.get("deductions", []):
        _see(entry, event, each, 1)
    for each in event.get("reversals", []):
        _see(entry, event, each, -1)
    return "pay_run", _month(event["month"]), event["pay_run"], entry


def _pay_run_corrected(event):
    entry = _Entry()
    for each in event.get("deductions", []):
        paid_back = _minor(each, "amount_minor") < 0
        whole = {key: abs(int(value)) if key.endswith("_minor") else value for key, value in each.items()}
        _see(entry, event, whole, -1 if paid_back else 1)
    return "pay_run_corrected", _month(event["month"]), event["pay_run"], entry


def _written_off(event):
    entry, bearer = _Entry(), f"payable-{_last(event['centre'])}" if event["bearer"] == "CENTRE" else "write-off-park"
    entry.move(bearer, f"receivable-family-{_last(event['family'])}", _minor(event, "amount_minor"))
    return "write_off", _month(event["statement"]), event["arrears"], entry


def _bank_line(event):
    entry, amount = _Entry(), _minor(event, "amount_minor")
    inward = event.get("inward", False)
    entry.move("bank", "suspense-bank", amount if inward else -amount)
    return "bank_in" if inward else "bank_out", "", event["subject"], entry


def _matched(event, sign):
    entry, surplus, drift = _Entry(), _minor(event, "surplus_minor"), _minor(event, "drift_minor")
    sign = sign if event.get("inward", False) else -sign
    entry.move("suspense-bank", event["account"], sign * (_minor(event, "amount_minor") - surplus - drift))
    entry.move("suspense-bank", event.get("unapplied_account", ""), sign * surplus)
    entry.move("suspense-bank", "drift-bank", sign * drift)
    return entry


def _match(event):
    kind = {"float-park": "float", "fund-park": "fund"}.get(event["account"])
    kind = kind or ("return" if event["account"].startswith("payable-") else "match")
    return kind, "", event["subject"], _matched(event, 1)


def _unmatch(event):
    return "unmatch", "", event["subject"], _matched(event, -1)


def _release(event):
    entry = _Entry()
    entry.move(event["account"], "clearing-payout", _minor(event, "amount_minor"))
    return "release", "", event["subject"], entry


def _cleared(kind):
    def read(event):
        entry = _Entry()
        if event["account"] != "clearing-payout":
            entry.move("clearing-payout", event["account"], _minor(event, "amount_minor"))
        return kind, "", event["subject"], entry
    return read


_READ = {"StatementClosed": _closed, "ShareMadeDirect": _made_direct, "PayRunReconciled": _pay_run,
         "PayResultCorrected": _pay_run_corrected, "ArrearsWrittenOff": _written_off,
         "BankLineRecorded": _bank_line, "BankLineMatched": _match, "BankLineUnmatched": _unmatch, "PayoutReleased": _release,
         "PayoutConfirmed": _cleared("confirm"), "PayoutRejected": _cleared("reject")}


def rows(event, position):
    """The rows of one event, `{"id", "kind", "payload"}`; none where nothing is posted for its kind."""
    if event["kind"] not in _READ:
        return []
    payload = event["payload"]
    kind, month, cause, entry = _READ[event["kind"]](payload)
    effective = _last_day(month) if month else payload["date"]
    moved = {account: minor for account, minor in entry.sums.items() if minor}
    # An entry that moves nothing is one, too; it is of no account.
    return [Row(position, event["id"], kind, cause, month, effective, account, minor)
            for account, minor in (moved or {"": 0}).items()]


class Journal:
    """All rows. A question is answered by looking at each of them."""

    def __init__(self, all_rows):
        self.rows = sorted(all_rows, key=lambda row: row.position)

    def _known(self, known_by, effective_by=""):
        return [row for row in self.rows if row.position <= known_by
                and (not effective_by or row.effective <= effective_by)]

    def balances(self, known_by, prefix="", month="", effective_by=""):
        """{account: (debits, credits)} of accounts with a row."""
        debits, credits = Counter(), Counter()
        for row in self._known(known_by, effective_by):
            if row.account and row.account.startswith(prefix) and month in ("", row.month):
                debits[row.account] += max(0, row.amount)
                credits[row.account] += max(0, -row.amount)
        return {account: (debits[account], credits[account]) for account in sorted({*debits, *credits})}

    def entries(self, known_by, account="", kind="", cause="", month="", effective_from="", effective_by=""):
        """The ids of entries, in the order of posting."""
        return list(dict.fromkeys(
            row.entry for row in self._known(known_by, effective_by)
            if account in ("", row.account) and kind in ("", row.kind) and cause in ("", row.cause)
            and month in ("", row.month) and row.effective >= effective_from))

    def statement(self, known_by, account, from_date, until_date):
        """(opening, debits, credits, closing, lines): lines are (entry, amount, balance after it)."""
        mine = sorted((row for row in self._known(known_by) if row.account == account),
                      key=lambda row: (row.effective, row.position))
        opening = balance = sum(row.amount for row in mine if row.effective < from_date)
        lines = []
        for row in mine:
            if from_date <= row.effective < until_date:
                balance += row.amount
                lines.append((row.entry, row.amount, balance))
        debits = sum(max(0, amount) for _, amount, _ in lines)
        return opening, debits, debits - (balance - opening), balance, lines
