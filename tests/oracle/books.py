"""Rule 7: double entry. An account is (kind, party) and its balance is debits less credits."""

from collections import Counter
from dataclasses import dataclass

from payroll import DEDUCT
from shares import AUTHORITY

RECEIVABLE, PAYABLE = "RECEIVABLE", "PAYABLE"
DIRECT, DIRECT_DUE = "DIRECT", "DIRECT_DUE"
CLEARING_PAYROLL, CLEARING_PAYOUT = "CLEARING_PAYROLL", "CLEARING_PAYOUT"
BANK, SUSPENSE, UNAPPLIED, FLOAT = "BANK", "SUSPENSE", "UNAPPLIED", "FLOAT"
INVOICE, CLAIM, REMITTANCE = "INVOICE", "CLAIM", "REMITTANCE"


@dataclass
class Bill:
    """An invoice, a claim, or the remittance of a firm's deductions."""
    kind: str
    party: str
    amount: int
    paid: int = 0
    matched: bool = True


@dataclass
class Payout:
    centre: str
    amount: int
    outcome: str

    @property
    def confirmed(self):
        """7: ACSC at once, ACCP by the bank line out that follows; RJCT never."""
        return self.outcome in ("ACSC", "ACCP")


class Books:
    def __init__(self):
        self.balances = Counter()

    def post(self, debit, credit, amount):
        self.balances[debit] += amount
        self.balances[credit] -= amount

    def balance(self, *account):
        return self.balances[account]

    def sum_of(self, kind):
        return sum(balance for account, balance in self.balances.items() if account[0] == kind)


def close_share(books, party, centre, amount, collected):
    """7: collected money is owed to us and by us; direct money passes us by, and is noted."""
    if collected:
        books.post((RECEIVABLE, party), (PAYABLE, centre), amount)
    else:
        books.post((DIRECT, party), (DIRECT_DUE, centre), amount)


def read_deduction(books, instruction):
    """7: deductions seen are with the firm, off the family's debt; an excess is nobody's yet."""
    taken = instruction.seen - instruction.unapplied
    clearing = (CLEARING_PAYROLL, instruction.uscc)
    books.post(clearing, (RECEIVABLE, instruction.family_no), taken)
    books.post(clearing, (UNAPPLIED, instruction.family_no), instruction.unapplied)


def bills(collected, instructions):
    """7: one invoice a firm, the park and the union each, one claim an authority, one remittance a
    firm with deductions seen. `collected` are shares (not the family's)."""
    owed = Counter()
    for share in collected:
        owed[CLAIM if share.payer == AUTHORITY else INVOICE, share.party] += share.amount
    for each in instructions:
        if each.kind == DEDUCT:
            owed[REMITTANCE, each.uscc] += each.seen
    return [Bill(kind, party, amount) for (kind, party), amount in sorted(owed.items()) if amount]


def pay(bill, behaviour, amount):
    """7: (paid, matched) as the payer behaves."""
    if behaviour == "FULL":
        return bill.amount, True
    if behaviour == "UNPAID":
        return 0, True
    if behaviour == "SHORT":
        return max(0, bill.amount - amount), True
    if behaviour == "WRONG_REFERENCE":
        return bill.amount, False
    raise ValueError(f"world/bank.csv: behaviour {behaviour} of {bill.kind}")


def read_line_in(books, bill):
    """7: a bank line in, and what it is matched with; a reference that nobody knows stays open."""
    books.post((BANK, ""), (SUSPENSE, ""), bill.paid)
    if bill.matched:
        kind = CLEARING_PAYROLL if bill.kind == REMITTANCE else RECEIVABLE
        books.post((SUSPENSE, ""), (kind, bill.party), bill.paid)


def payouts(books, behaviours):
    """7: the payout of a centre is its payable; a centre that is owed nothing has none."""
    due = sorted((party, -balance) for (kind, party), balance in books.balances.items()
                 if kind == PAYABLE and balance < 0)
    made = [Payout(centre, amount, behaviours.get(("PAYOUT", centre), ("ACSC", 0))[0])
            for centre, amount in due]
    for payout in made:
        if payout.outcome not in ("ACSC", "ACCP", "RJCT"):
            raise ValueError(f"world/bank.csv: behaviour {payout.outcome} of a payout")
    return made


def advance(payouts_minor, bank_minor):
    """7: the float is what the bank lacks for all payouts."""
    return max(0, payouts_minor - bank_minor)


def settle(books, bill_list, behaviours):
    """7: lines in, float, payouts. The payouts and the float."""
    for bill in bill_list:
        behaviour = behaviours.get((bill.kind, bill.party), ("FULL", 0))
        bill.paid, bill.matched = pay(bill, *behaviour)
        read_line_in(books, bill)
    made = payouts(books, behaviours)
    float_minor = advance(sum(payout.amount for payout in made), books.balance(BANK, ""))
    books.post((BANK, ""), (FLOAT, ""), float_minor)
    for payout in made:
        books.post((PAYABLE, payout.centre), (CLEARING_PAYOUT, ""), payout.amount)
        after = (BANK, "") if payout.confirmed else (PAYABLE, payout.centre)
        books.post((CLEARING_PAYOUT, ""), after, payout.amount)
    return made, float_minor
