"""The export of the month of month_test.py as the services should write it, and what is said of an
export that differs in one place."""

import contextlib
import copy
import io
import json
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import compare
import oracle
from month import Recomputed
from month_test import A, B, write_sample

FIRM_A, FIRM_B = f"parks/north/firms/{A.lower()}", f"parks/north/firms/{B.lower()}"
RUN_A, RUN_B = f"{FIRM_A}/payRuns/2026-10", f"{FIRM_B}/payRuns/2026-10"


def line(of_type, name, /, **resource):
    return {"name": name, "type": of_type, "resource": {"name": name, **resource}}


def decision(case_number, *slices):
    return line("Decision", f"parks/north/programmes/p/decisions/{case_number}",
                caseNumber=case_number, slices=[
                    {"fromDate": start, "untilDate": until, "outcome": outcome}
                    for start, until, outcome in slices])


def enrolment(case_number, centre, group, start, until):
    return line("Enrolment", f"parks/north/centres/{centre}/enrolments/{case_number}",
                caseNumber=case_number, group=f"parks/north/centres/{centre}/groups/{group}",
                startDate=start, endDate=until, state="ACTIVE")


def statement(case_number, centre, total, lines, shares):
    return line("Statement", f"parks/north/months/2026-10/statements/{case_number}",
                caseNumber=case_number, centre=f"parks/north/centres/{centre}",
                totalMinor=total, state="CLOSED",
                lines=[{"kind": kind, "amountMinor": minor} for kind, minor in lines],
                shares=[{"payer": payer, "firm": firm, "form": form, "amountMinor": minor}
                        for payer, firm, form, minor in shares])


def instruction(run, number, employee_no, kind, **amounts):
    return line("Instruction", f"{run}/instructions/{number}", employeeNo=employee_no, kind=kind,
                **amounts)


def receivable(number, kind, party, amount, **paid):
    return line("Receivable", f"parks/north/receivables/{number}", kind=kind, party=party,
                amountMinor=amount, **paid)


def balance(account, minor):
    return line("Balance", f"parks/north/accounts/{account}", balanceMinor=minor)


def export():
    both = [("AUTHORITY", "", "COLLECTED", "30000"), ("PARK", "", "COLLECTED", "10000"),
            ("FIRM", FIRM_A, "INVOICED", "60000"), ("FIRM", FIRM_B, "ALLOWANCE", "30000")]
    return [
        line("Family", "parks/north/families/fam-1", familyNo="M1"),
        line("Employee", f"{FIRM_B}/employees/e7", employeeNo="7"),
        # Guardian 2 leaves after 31 October and guardian 1 stays: one stretch, however it is cut.
        decision("C1", ("2026-09-15", "2026-10-31", "ELIGIBLE"),
                 ("2026-10-31", "2026-11-01", "ELIGIBLE")),
        decision("C2", ("2026-09-15", "2026-11-01", "ELIGIBLE")),
        decision("C3", ("2026-09-15", "2026-11-01", "ELIGIBLE")),
        decision("C4", ("2026-09-15", "2026-11-01", "PENDING")),
        enrolment("C1", "k1", "s1", "2026-09-01", "2027-11-05"),
        enrolment("C2", "k2", "i1", "2026-10-12", "2029-01-20"),
        statement("C1", "k1", "198000", [("CARE", "180000"), ("REFUND", "-15000"),
                                         ("MEALS", "28000"), ("SUPPLEMENT", "5000")],
                  [*both, ("UNION", "", "COLLECTED", "5000"), ("FAMILY", "", "DEDUCT", "63000")]),
        statement("C2", "k2", "216000", [("CARE", "200000"), ("COEFFICIENT", "40000"),
                                         ("SIBLING", "-24000")],
                  [*both, ("FAMILY", "", "DEDUCT", "86000")]),
        instruction(RUN_A, 1, "0001", "DEDUCT", shareMinor="149000", amountMinor="120000",
                    carriedMinor="29000", seenMinor="110000", state="IN_ARREARS"),
        instruction(RUN_A, 2, "0001", "TAXABLE_BENEFIT", shareMinor="120000",
                    amountMinor="120000", seenMinor="120000"),
        instruction(RUN_B, 3, "7", "ALLOW", shareMinor="60000", amountMinor="60000",
                    seenMinor="60000"),
        line("Arrears", f"{FIRM_A}/arrears/1", employeeNo="0001", amountMinor="29000",
             origin="CARRIED"),
        line("Arrears", f"{FIRM_A}/arrears/2", employeeNo="0001", amountMinor="10000",
             origin="SHORT"),
        receivable(1, "INVOICE", A, "120000", paidMinor="120000"),
        receivable(2, "INVOICE", "PARK", "20000"),
        receivable(3, "INVOICE", "UNION", "5000"),
        receivable(4, "CLAIM", "AUTHORITY", "60000", paidMinor="59000"),
        receivable(5, "REMITTANCE", A, "110000", paidMinor="110000"),
        receivable(6, "FLOAT", "PARK", "60000", paidMinor="60000"),
        line("Payout", "parks/north/centres/k1/payouts/1", amountMinor="168000", state="CONFIRMED"),
        line("Payout", "parks/north/centres/k2/payouts/1", amountMinor="186000", state="REJECTED"),
        balance("bank", "186000"), balance("suspense-bank", "-5000"),
        balance("float-park", "-60000"), balance("payable-k1", "0"),
        balance("payable-k2", "-186000"), balance("direct-family-fam-1", "60000"),
        balance("direct-due-k1", "-30000"), balance("direct-due-k2", "-30000"),
        balance("receivable-authority", "1000"), balance("receivable-park", "20000"),
        balance("receivable-union", "5000"), balance("receivable-family-fam-1", "39000"),
    ]


class Compare(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        write_sample(cls.folder)
        cls.month = Recomputed(cls.folder)

    def found(self, change):
        """What is said after `change(resources by name)`."""
        lines = copy.deepcopy(export())
        change({each["name"]: each["resource"] for each in lines})
        return compare.state_differences(self.month, lines)

    def test_finds_nothing_where_both_agree(self):
        self.assertEqual(self.found(lambda by_name: None), [])

    def test_names_each_amount_that_differs(self):
        c1 = "parks/north/months/2026-10/statements/C1"
        for name, field, value, expected in (
                (c1, "totalMinor", "198001",
                 "statement C1 K1 2026-10: total is 198001, by the rules 198000"),
                (f"{RUN_A}/instructions/1", "seenMinor", "0",
                 f"instruction {A} 2026-10 0001 DEDUCT: seen is 0, by the rules 110000"),
                (f"{FIRM_A}/arrears/2", "amountMinor", "1",
                 f"arrears {A} 0001: amount is 29001, by the rules 39000"),
                ("parks/north/receivables/2", "paidMinor", "20000",
                 "receivable INVOICE PARK: paid is 20000, by the rules 0"),
                ("parks/north/centres/k2/payouts/1", "state", "CONFIRMED",
                 "payout K2: state is CONFIRMED, by the rules REJECTED"),
                ("parks/north/accounts/bank", "balanceMinor", "1",
                 "balance bank: minor is 1, by the rules 186000"),
                ("parks/north/accounts/payable-k1", "balanceMinor", "-7",
                 "balance payable-k1: there is none by the rules, found {'minor': -7}"),
                ("parks/north/centres/k1/enrolments/C1", "endDate", "2027-11-06",
                 "enrolment C1 K1: until is 2027-11-06, by the rules 2027-11-05")):
            found = self.found(lambda by_name: by_name[name].update({field: value}))
            self.assertEqual(found, [expected])

    def test_names_a_line_and_a_share_that_differ(self):
        def change(by_name):
            c2 = by_name["parks/north/months/2026-10/statements/C2"]
            c2["lines"][2]["amountMinor"] = "-23999"
            c2["shares"][2]["amountMinor"] = "60001"
            c2["shares"][4]["form"] = "DIRECT"

        self.assertEqual(self.found(change), [
            "statement C2 K2 2026-10: form FAMILY is DIRECT, by the rules DEDUCT",
            "statement C2 K2 2026-10: line SIBLING is -23999, by the rules -24000",
            f"statement C2 K2 2026-10: share FIRM {A} is 60001, by the rules 60000"])

    def test_names_what_is_missing(self):
        lines = [each for each in export() if each["type"] != "Payout"]
        found = compare.state_differences(self.month, lines)
        self.assertEqual([sentence.partition(",")[0] for sentence in found],
                         ["payout K1: missing", "payout K2: missing"])

    def test_ends_with_the_count(self):
        for change, expected in ((False, 0), (True, 1)):
            lines = export()
            if change:
                lines[-1]["resource"]["balanceMinor"] = "1"
            path = self.folder / "state.jsonl"
            path.write_text("".join(json.dumps(each) + "\n" for each in lines), "utf-8")
            printed = io.StringIO()
            with contextlib.redirect_stdout(printed):
                code = oracle.main([str(self.folder), "--state", str(path)])
            self.assertEqual(code, expected)
            self.assertEqual(printed.getvalue().splitlines()[-1],
                             f"oracle_differences {expected}")


if __name__ == "__main__":
    unittest.main()
