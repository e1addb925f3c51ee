"""The list of rows, on a month small enough to be added up by hand."""

import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from journal import Journal, rows

STATEMENT = "parks/p/months/2026-10/statements/s1"
EVENTS = (
    ("e1", "StatementClosed", {"statement": {
        "name": STATEMENT, "family": "parks/p/families/f1", "centre": "parks/p/centres/c1", "shares": [
            {"payer": "AUTHORITY", "form": "COLLECTED", "amount_minor": "30000"},
            {"payer": "FIRM", "form": "INVOICED", "firm": "parks/p/firms/91a", "amount_minor": "50000"},
            {"payer": "FIRM", "form": "ALLOWANCE", "firm": "parks/p/firms/91b", "amount_minor": "7000"},
            {"payer": "FAMILY", "form": "DEDUCT", "amount_minor": "20000"}]}}),
    ("e2", "PayRunReconciled", {"firm": "parks/p/firms/91a", "month": "2026-10", "pay_run": "r", "deductions": [
        {"family": "parks/p/families/f1", "amount_minor": "15000", "seen_minor": "15500"}]}),
    ("e3", "BankLineRecorded", {"subject": "l1", "amount_minor": "31000", "inward": True, "date": "2026-11-20"}),
    ("e4", "BankLineMatched", {"subject": "l1", "amount_minor": "31000", "inward": True, "date": "2026-11-21",
                               "account": "receivable-authority", "surplus_minor": "1000",
                               "unapplied_account": "unapplied-authority"}),
    ("e5", "MonthClosed", {}),
    ("e6", "PayoutReleased", {"subject": "p1", "amount_minor": "80000", "account": "payable-c1", "date": "2026-11-22"}),
    ("e7", "PayoutRejected", {"subject": "p1", "amount_minor": "80000", "account": "payable-c1", "date": "2026-11-23"}),
)


class JournalTest(unittest.TestCase):
    def setUp(self):
        made = []
        for position, (event, kind, payload) in enumerate(EVENTS, 1):
            made += rows({"id": event, "kind": kind, "payload": payload}, position)
        self.journal = Journal(made)

    def test_each_entry_sums_to_zero(self):
        for event, *_ in EVENTS:
            self.assertEqual(sum(row.amount for row in self.journal.rows if row.entry == event), 0, event)

    def test_adds_up_what_was_known_and_effective(self):
        balance = {account: debits - credits for account, (debits, credits) in self.journal.balances(7).items()}
        self.assertEqual(balance, {
            "bank": 31000, "clearing-payout": 0, "clearing-payroll-91a": 15500, "direct-due-c1": -7000,
            "direct-family-f1": 7000, "payable-c1": -100000, "receivable-authority": 0, "receivable-family-f1": 5000,
            "receivable-firm-91a": 50000, "suspense-bank": 0, "unapplied-authority": -1000, "unapplied-family-f1": -500})
        self.assertEqual(self.journal.balances(7, "bank", effective_by="2026-11-19"), {})
        self.assertEqual(self.journal.balances(1, "receivable-family"), {"receivable-family-f1": (20000, 0)})
        self.assertEqual(set(self.journal.balances(7, month="2026-10")) & {"bank", "suspense-bank"}, set())

    def test_lists_entries_by_what_they_touch(self):
        self.assertEqual(self.journal.entries(7, account="payable-c1"), ["e1", "e6", "e7"])
        self.assertEqual(self.journal.entries(7, cause="l1", effective_from="2026-11-21"), ["e4"])
        self.assertEqual(self.journal.entries(3, kind="match"), [])

    def test_runs_a_balance_through_an_account(self):
        self.assertEqual(self.journal.statement(7, "payable-c1", "2026-11-01", "2026-11-23"),
                         (-100000, 80000, 0, -20000, [("e6", 80000, -20000)]))


if __name__ == "__main__":
    unittest.main()
