"""One whole month from files to bank, worked out by hand.

Family M1 has guardian 1 at firm A (invoiced, with a legal basis) and guardian 2 at firm B
(allowance). C1 goes to centre K1, which bills in arrears; its younger sibling C2 starts on
12 October at K2, which bills in advance. C3 finds no seat, C4 has no consent.
"""

import contextlib
import io
import json
import sys
import tempfile
import unittest
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import compare
import oracle
from month import Recomputed
from oracle_test import EDI

A, B, CENTRE = "91990101MA0000015C", "91990101MA00000237", "91990101MA00000312"
EDI_FIRM = "91990101MA000004XR"
ID_1, ID_2, ID_3 = "990101198803112012", "990101199007221028", "990101198509303037"

CARE_LINES = ["CARE", "COEFFICIENT", "SIBLING", "REFUND"]
PARK = {
    "park": "north", "display_name": "North", "time_zone": "Asia/Shanghai", "month": "2026-10",
    "today": "2026-09-15", "seed": 1, "size": "S", "programme": "p", "scheme": "s",
    "protected_pay_minor": 200000, "deduction_cap_bp": 2000,
    "closed_dates": ["2026-09-25", "2026-10-01", "2026-10-02", "2026-10-03", "2026-10-04",
                     "2026-10-05", "2026-10-06", "2026-10-07"],
    "working_weekends": ["2026-09-20", "2026-10-10"],
    "funding_plan": {"id": "f", "layers": [
        {"payer": "AUTHORITY", "kind": "FIXED", "amount_minor": 30000, "lines": CARE_LINES,
         "condition": "ATTENDED_HALF", "bearer_if_lost": "FAMILY"},
        {"payer": "PARK", "kind": "PERCENT", "share_bp": 1000, "cap_minor": 10000,
         "lines": CARE_LINES},
        {"payer": "FIRM", "kind": "FIRM_PLAN", "lines": CARE_LINES},
        {"payer": "UNION", "kind": "FIXED", "amount_minor": 5000, "lines": ["MEALS"]},
        {"payer": "FAMILY", "kind": "PERCENT", "share_bp": 10000, "lines": []}]},
    "plans": {"A": {"kind": "UP_TO", "amount_minor": 60000},
              "B": {"kind": "FIXED", "amount_minor": 30000}},
}

CENTRES = f"""\
centre,display_name,provider_type,uscc,filing_number,filing_from,filing_until,latitude,longitude,\
billing,account_name,account_number,bank_code,opening_hours,languages,inclusive
K1,One,PARK,{CENTRE},N1,2026-01-01,2029-01-01,30.25,120.16,IN_ARREARS,One,111,102100099996,1-5 07:30-18:30,zh;en,Y
K2,Two,PUBLIC,{CENTRE},N2,2026-01-01,2029-01-01,30.26,120.17,IN_ADVANCE,Two,222,102100099996,,,
"""
GROUPS = """\
centre,group,kind,capacity,staff
K1,S1,SMALL,1,3
K2,I1,INFANT,9,3
K9,I1,INFANT,9,3
"""
TARIFFS = """\
centre,kind,from_date,monthly_fee,spread,meal_fee,supplement,coefficient_1,coefficient_2,\
sibling_reduction,refund_threshold_days,refund_share
K1,SMALL,2026-01-01,1800.00,OPENING_DAYS,20.00,50.00,12000,15000,1000,3,5000
K2,INFANT,2026-01-01,3100.00,CALENDAR_DAYS,25.00,0.00,12000,15000,1000,3,5000
"""
FIRMS = f"""\
uscc,display_name,contact_email,pay_day,cut_off_days,plan,share_form,legal_basis,tax_advice,union,\
agreement_version,agreement_date,centres
{A},"A
Works",hr@a.example,10,3,A,INVOICED,agreement 7,N,Y,1,2026-01-01,K1;K2
{B},B Works,hr@b.example,15,3,B,ALLOWANCE,,N,N,1,2026-01-01,
{EDI_FIRM},E Works,hr@e.example,15,3,B,COLLECTIVE,,N,N,1,2026-01-01,
{A[:-1]}B,C Works,hr@c.example,15,3,B,COLLECTIVE,,N,N,1,2026-01-01,
91990101MA0000058R,D Works,hr@d.example,15,3,Z,COLLECTIVE,,N,N,1,2026-01-01,
"""
ROSTER_A = f"""\
姓名,工号,证件类型,证件号码,入职日期,离职日期,工作地点,每周工时
林一,0001,居民身份证,{ID_1.lower()},2020-01-01,,北,40
林二,0002,居民身份证,{ID_3[:-1]}4,2020-01-01,,北,40
林三,0001,居民身份证,{ID_3},2020-01-01,,北,40
林四,0004,居民身份证,{ID_3},2020-01-01
"""
ROSTER_B = f"""\
employee_no,name,id_type,id_number,hire_date,leave_date,work_site,weekly_hours
7,Lin Wu,RESIDENT_ID,{ID_2},2021-01-01,2026-10-31,South,40
8,Lin Liu,RESIDENT_ID,{ID_3},2021-01-01,2020-12-31,South,40
9,Lin Liu,RESIDENT_ID,{ID_3},2021-01-01,,South,40
"""
_FAMILY = """family_no,case_number,child_name,child_id_type,child_id_number,birth_date,needs_level,\
guardian1_name,guardian1_id_type,guardian1_id_number,guardian2_name,guardian2_id_type,\
guardian2_id_number,guardian2_confirmed,consent_programme,consent_centre,consent_version,\
consent_date,deduct_from,arrears_mode
"""
_M1 = f"Lin Yi,RESIDENT_ID,{ID_1},Lin Wu,RESIDENT_ID,{ID_2},Y,Y,Y,1,2026-08-01,1,TAKE_WHAT_FITS"
_ALONE = f"Lin Liu,RESIDENT_ID,{ID_3},,,,"
FAMILIES = _FAMILY + f"""\
M1,C1,Bo,BIRTH_CERTIFICATE,M123456781,2024-11-05,0,{_M1}
M1,C2,An,BIRTH_CERTIFICATE,M123456782,2026-01-20,1,{_M1}
M2,C3,Di,BIRTH_CERTIFICATE,M123456783,2024-11-05,0,{_ALONE},Y,Y,1,2026-08-01,,TAKE_ALL
M3,C4,Fu,BIRTH_CERTIFICATE,M123456784,2024-11-05,0,{_ALONE},N,Y,1,2026-08-01,,TAKE_ALL
M4,C5,Gu,BIRTH_CERTIFICATE,M123456785,2026-09-16,0,{_ALONE},Y,Y,1,2026-08-01,,TAKE_ALL
"""
APPLICATIONS = """\
case_number,choices,desired_start_date,submitted_time
C3,K1,2026-09-01,2026-08-02T08:00:00+08:00
C1,K1;K2,2026-09-01,2026-08-01T23:59:00Z
C2,K1;K2,2026-10-12,2026-08-01T00:00:00Z
C4,K1,2026-10-12,2026-08-01T00:00:00Z
C5,K1,2026-10-12,2026-08-01T00:00:00Z
"""
AUTHORISATIONS = f"""\
uscc,employee_no,signature_reference,from_date,until_date,maximum
{A},0001,S1,2026-08-01,2027-08-01,1500.00
{A},0099,S2,2026-08-01,2027-08-01,1500.00
"""
FIGURES = """\
employee_no,period,gross,net
0001,2026-09,9000.00,1.00
0001,2026-10,8000.00,3200.00
0001,2026-10,8000.00,abc
"""
_PRESENT = (8, 9, 10, 12, 13, 14, 15, 16, 19, 20, 21, 22, 23, 26)
ATTENDANCE_K1 = "case_number,date,status,reason\nC1,2026-10-08,ABSENT,\n" + "".join(
    f"C1,2026-10-{number:02d},PRESENT,\n" for number in _PRESENT) + """\
C1,2026-10-27,ABSENT,SICK
C1,2026-10-28,ABSENT,SICK
C1,2026-10-29,ABSENT,SICK
C1,2026-10-29,ABSENT,SICK
C1,2026-10-30,ABSENT,PERSONAL
C1,2026-10-11,PRESENT,
C1,2026-08-31,ABSENT,
C3,2026-10-08,PRESENT,
"""
ATTENDANCE_K2 = "case_number,date,status,reason\nC2,2026-10-12,ABSENT,\n"

FAULTS = [
    ("groups.csv", 4, "CODE_UNKNOWN"),
    ("firms.csv", 6, "USCC_INVALID"), ("firms.csv", 7, "CODE_UNKNOWN"),
    (f"rosters/{A}.csv", 3, "ID_NUMBER_INVALID"), (f"rosters/{A}.csv", 4, "DUPLICATE_IN_FILE"),
    (f"rosters/{A}.csv", 5, "COLUMN_COUNT"), (f"rosters/{B}.csv", 3, "DATE_ORDER"),
    (f"rosters/{EDI_FIRM}.834", 13, "DATE_INVALID"),
    (f"rosters/{EDI_FIRM}.834", 17, "REQUIRED_FIELD_MISSING"),
    ("families.csv", 6, "DATE_ORDER"), ("applications.csv", 6, "UNKNOWN_CHILD"),
    ("authorisations.csv", 3, "UNKNOWN_EMPLOYEE"), (f"pay_figures/{A}.csv", 4, "NUMBER_INVALID"),
    ("attendance/K1-2026-10.csv", 2, "REASON_MISSING"),  # and uses up no key
    ("attendance/K1-2026-10.csv", 20, "DUPLICATE_IN_FILE"),
    ("attendance/K1-2026-10.csv", 22, "NOT_AN_OPENING_DAY"),
    ("attendance/K1-2026-10.csv", 23, "OUTSIDE_ENROLMENT"),
    ("attendance/K1-2026-10.csv", 24, "UNKNOWN_CHILD"),
    ("attendance/K2-2026-10.csv", 2, "REASON_MISSING"),
]
# Rows: 2 centres, 3 groups, 2 tariffs, 5 firms, 4 + 3 + 3 of rosters, 5 children, 5 applications,
# 2 authorisations, 3 pay figures, 23 + 1 of attendance.
ROWS = 61
MANIFEST = {"size": "S", "seed": 1, "firms": 3, "employees": 4, "children": 4, "rows_read": ROWS,
            "rows_rejected": 19, "faults": [dict(zip(("file", "line", "reason"), each))
                                            for each in FAULTS]}

WORLD_PAYROLL = f"""\
uscc,employee_no,behaviour,amount
{A},0001,SHORT,100.00
{A},X999,UNKNOWN_LINE,5.00
"""
WORLD_BANK = """\
kind,party,behaviour,amount
INVOICE,PARK,UNPAID,
INVOICE,UNION,WRONG_REFERENCE,
CLAIM,AUTHORITY,SHORT,10.00
PAYOUT,K1,ACCP,
PAYOUT,K2,RJCT,
"""


def write_sample(folder):
    texts = {"park.json": json.dumps(PARK), "manifest.json": json.dumps(MANIFEST),
             "centres.csv": CENTRES, "groups.csv": GROUPS, "tariffs.csv": TARIFFS,
             "families.csv": FAMILIES, "applications.csv": APPLICATIONS,
             "authorisations.csv": AUTHORISATIONS, f"pay_figures/{A}.csv": FIGURES,
             f"rosters/{B}.csv": ROSTER_B.replace("\n", "\r\n"), f"rosters/{EDI_FIRM}.834": EDI,
             "attendance/K1-2026-10.csv": ATTENDANCE_K1,
             "attendance/K2-2026-10.csv": ATTENDANCE_K2, "world/payroll.csv": WORLD_PAYROLL,
             "world/bank.csv": WORLD_BANK}
    contents = {name: text.encode() for name, text in texts.items()}
    contents["firms.csv"] = FIRMS.encode("utf-8-sig")
    contents[f"rosters/{A}.csv"] = ROSTER_A.encode("gb18030")
    for name, content in contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


class TheMonth(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        write_sample(cls.folder)
        cls.month = Recomputed(cls.folder)
        cls.totals = cls.month.totals()

    def expect(self, **totals):
        self.assertEqual({name: self.totals[name] for name in totals}, totals)

    def test_finds_each_fault_where_it_is(self):
        found = [(each.file, each.line, each.reason) for each in self.month.sample.faults]
        self.assertEqual(sorted(found), sorted(FAULTS))
        self.assertEqual(compare.manifest_differences(self.month, MANIFEST), [])
        self.expect(rows_read=ROWS, rows_rejected=19, firms=3, employees=4, children=4,
                    rejected_by_reason=dict(sorted(Counter(each[2] for each in FAULTS).items())))

    def test_seats_two_children(self):
        # C3 is eligible and comes second for the only seat; C4 is pending.
        self.expect(eligible=3, enrolled=2, waiting=1, refused=1, statements=2)

    def test_prices_the_child_billed_in_arrears(self):
        # 18 opening days at 100.00; 3 days sick: 1800.00 × 3 × 50 % / 18 = 150.00; 14 meals.
        # Base 1650.00: authority 300.00; park 10 % of 1350.00, capped at 100.00; firm A 600.00 and
        # firm B 300.00 of 1250.00; union 50.00 of the meals; 630.00 is left of 1980.00.
        statement = self.month.statements[0]
        self.assertEqual(statement.lines, {"CARE": 180000, "REFUND": -15000, "MEALS": 28000,
                                           "SUPPLEMENT": 5000})
        self.assertEqual([(share.party, share.amount) for share in statement.shares],
                         [("AUTHORITY", 30000), ("PARK", 10000), (A, 60000), (B, 30000),
                          ("UNION", 5000), ("M1", 63000)])

    def test_prices_the_sibling_billed_in_advance(self):
        # 20 days at 100.00, 20 % more for its needs, 10 % less for its sibling; no September.
        statement = self.month.statements[1]
        self.assertEqual(statement.lines, {"CARE": 200000, "COEFFICIENT": 40000,
                                           "SIBLING": -24000})
        self.assertEqual([(share.party, share.amount) for share in statement.shares],
                         [("AUTHORITY", 30000), ("PARK", 10000), (A, 60000), (B, 30000),
                          ("M1", 86000)])
        self.expect(total_minor=414000, share_authority_minor=60000, share_park_minor=20000,
                    share_firm_minor=180000, share_union_minor=5000, share_family_minor=149000)

    def test_sends_one_instruction_for_both_children(self):
        # Asked 1490.00; the least of 1500.00, 20 % of 8000.00 and 3200.00 − 2000.00 is 1200.00.
        # 290.00 is carried; 100.00 is taken short.
        self.assertEqual(
            [(each.uscc, each.employee_no, each.kind, each.amount) for each in self.month.sent],
            [(A, "0001", "DEDUCT", 120000), (A, "0001", "TAXABLE_BENEFIT", 120000),
             (B, "7", "ALLOW", 60000)])
        self.expect(instructions=3, seen_minor=110000, arrears_minor=39000, unapplied_minor=0,
                    direct_minor=60000)

    def test_settles_to_the_last_fen(self):
        # Owed to us: firm A 1200.00, authority 600.00 (10.00 short), remittance 1100.00; the park's
        # 200.00 is not paid, the union's 50.00 comes with a wrong reference: 2940.00 in.
        # Payouts: K1 1980.00 − 300.00, K2 2160.00 − 300.00, 3540.00 together: 600.00 are lacking.
        # K2's payout is rejected, so 1680.00 leaves.
        self.expect(payouts_minor=354000, payouts_confirmed_minor=168000, float_minor=60000,
                    bank_minor=294000 + 60000 - 168000, suspense_minor=5000, invoices=3,
                    invoices_minor=145000, claims_minor=60000, remittances_minor=110000)
        self.assertEqual(self.month.detail()["balances"], {
            "BANK": 186000, "SUSPENSE": -5000, "FLOAT": -60000, "PAYABLE/K2": -186000,
            "DIRECT/M1": 60000, "DIRECT_DUE/K1": -30000, "DIRECT_DUE/K2": -30000,
            "RECEIVABLE/AUTHORITY": 1000, "RECEIVABLE/PARK": 20000, "RECEIVABLE/UNION": 5000,
            "RECEIVABLE/M1": 39000})
        self.assertEqual(sum(self.month.books.balances.values()), 0)

    def test_prints_the_month(self):
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            self.assertEqual(oracle.main([str(self.folder)]), 0)
        totals = json.loads(printed.getvalue())
        self.assertEqual((totals["total_minor"], totals["manifest_differences"]), (414000, 0))
        self.assertEqual(totals["payouts"]["K2"], {"amount_minor": 186000, "outcome": "RJCT"})


if __name__ == "__main__":
    unittest.main()
