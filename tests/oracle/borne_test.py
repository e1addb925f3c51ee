"""What firms bore, and the months of the tax deduction, on cases small enough to be added up by hand."""

import sys
import unittest
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import borne
import deduction

A, B = "parks/p/firms/91a", "parks/p/firms/91b"


def closed(month, child, shares, days=0, about=""):
    return {"kind": "StatementClosed", "payload": {"statement": {
        "name": f"parks/p/months/{month}/statements/{child}", "child": child, "billed_month": about or month,
        "attended_days": days, "shares": [
            {"payer": "FIRM", "firm": firm, "employee": f"{firm}/employees/{employee}", "form": form, "amount_minor": str(fen)}
            for firm, employee, form, fen in shares]}}}


class BorneTest(unittest.TestCase):
    def test_a_correction_counts_in_the_month_that_brought_it(self):
        legs, _ = borne.of_events([
            closed("2026-12", "c1", [(A, "e1", "INVOICED", 50000)]),
            closed("2026-12", "c2", [(A, "e1", "INVOICED", 20000)]),
            closed("2027-01", "c1", [(A, "e1", "INVOICED", -5000)], about="2026-12")])
        self.assertEqual(borne.benefits(legs, A, ["2026-12"], []), [
            ("2026-12", f"{A}/employees/e1", "INVOICED", "TAXABLE_BENEFIT", 70000, 70000)])
        self.assertEqual(borne.benefits(legs, A, ["2027-01"], ["2027-01"]), [
            ("2027-01", f"{A}/employees/e1", "INVOICED", "ADVISED_EXEMPT", -5000, 0)])

    def test_what_is_borne_for_all_is_nobodys(self):
        legs, _ = borne.of_events([closed("2026-10", "c1", [(A, "e1", "COLLECTIVE", 3)]),
                                   closed("2026-10", "c2", [(A, "e2", "COLLECTIVE", 4), (B, "e9", "ALLOWANCE", 9)])])
        self.assertEqual(borne.benefits(legs, A, ["2026-10"], ["2026-10"]),
                         [("2026-10", "", "COLLECTIVE", "WELFARE_IN_KIND", 7, 0)])
        self.assertEqual(borne.benefits(legs, B, ["2026-10"], ["2026-10"]),
                         [("2026-10", f"{B}/employees/e9", "ALLOWANCE", "TAXABLE_WAGE", 9, 9)])

    def test_evidence_counts_five_and_says_nothing_of_four(self):
        events = [closed("2026-10", f"c{number}", [(A, "e1", "INVOICED", 100)] + [(B, "e2", "INVOICED", 1)] * (number < 4), 18)
                  for number in range(5)]
        legs, days = borne.of_events(events)
        self.assertEqual(borne.evidence(legs, days, "2026"),
                         {("2026-10", A): (5, 90, 500), ("2026-10", B): borne.WITHHELD})
        # One turns out to have had no place: what is given back is of October, too.
        legs, days = borne.of_events(events + [closed("2026-11", "c0", [(A, "e1", "INVOICED", -100)], -18, "2026-10")])
        self.assertEqual(borne.evidence(legs, days, "2026")["2026-10", A], borne.WITHHELD)


class DeductionTest(unittest.TestCase):
    def test_months_of_the_fact_book(self):
        for born, first, last, in_all in ((date(2023, 1, 31), "2023-01", "2025-12", 36), (date(2024, 2, 29), "2024-02", "2027-01", 36),
                                          (date(2023, 12, 31), "2023-12", "2026-11", 36)):
            found = [month for year in range(2022, 2029) for month in deduction.months(born, year)]
            self.assertEqual((found[0], found[-1], len(found)), (first, last, in_all), born)

    def test_shares_of_guardians(self):
        born = date(2024, 2, 29)
        self.assertEqual(deduction.rows(born, 2027, 10000), {(1, "2027-01"): 200000})
        self.assertEqual(deduction.rows(born, 2027, 0), {(2, "2027-01"): 200000})
        self.assertEqual(deduction.rows(born, 2027, 5000), {(1, "2027-01"): 100000, (2, "2027-01"): 100000})
        self.assertEqual(deduction.rows(born, 2027, None), {(0, "2027-01"): 200000})
        self.assertEqual(deduction.rows(date(2022, 12, 1), 2022, 10000), {(1, "2022-12"): 100000})


if __name__ == "__main__":
    unittest.main()
