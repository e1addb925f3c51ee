"""Cases worked out by hand, one for each rule of README.md, and one whole month.

    python3 -m unittest discover -s tests/oracle -p '*_test.py'
"""

import sys
import unittest
from datetime import date, datetime, timezone
from pathlib import Path
from types import SimpleNamespace

sys.path.insert(0, str(Path(__file__).parent))

import books
import columns
import days
import eligibility
import identifiers
import payroll
import seats
import shares
import statement
import tables
from arithmetic import allocate, fen, round_half_up
from days import Month
from records import (Application, Authorisation, Child, ChildDay, Employee, Enrolment, Firm, Group,
                     Guardian, Layer, PayFigure, Tariff)

SEPTEMBER, OCTOBER = Month(2026, 9), Month(2026, 10)
CLOSED = {date(2026, 9, 25), *(date(2026, 10, day) for day in range(1, 8))}
WORKED = {date(2026, 9, 20), date(2026, 10, 10)}


def day(text):
    return date.fromisoformat(text)


def calendar(month):
    return statement.Calendar(tuple(month.days()), tuple(
        each for each in month.days() if days.is_open(each, CLOSED, WORKED)))


class Arithmetic(unittest.TestCase):
    def test_rounds_half_up_and_away_from_zero(self):
        for numerator, expected in ((4, 0), (5, 1), (14, 1), (15, 2), (-4, 0), (-5, -1), (-15, -2)):
            self.assertEqual(round_half_up(numerator, 10), expected)

    def test_gives_the_spare_fen_to_the_first_parts(self):
        self.assertEqual(allocate(10, 4), [3, 3, 2, 2])
        self.assertEqual(allocate(2, 3), [1, 1, 0])

    def test_reads_yuan_exactly(self):
        self.assertEqual([fen(text) for text in ("1200.00", "0.05", "7", "3.5")],
                         [120000, 5, 700, 350])
        for text in ("12.345", "-1.00", "1,200.00", "abc", "", "１２", "1.", ".5", "1e3"):
            self.assertIsNone(fen(text), text)


class Days(unittest.TestCase):
    def test_counts_the_opening_days_that_the_page_names(self):
        self.assertEqual(len(calendar(OCTOBER).opening), 18)
        self.assertEqual(len(calendar(SEPTEMBER).opening), 22)
        self.assertIn(day("2026-10-10"), calendar(OCTOBER).opening)
        self.assertIn(day("2026-09-20"), calendar(SEPTEMBER).opening)

    def test_turns_36_months_on_the_first_of_march_when_born_on_a_leap_day(self):
        self.assertEqual(days.day_of_age(day("2024-02-29"), 36), day("2027-03-01"))
        self.assertEqual(days.age_in_months(day("2024-02-29"), day("2027-02-28")), 35)
        self.assertEqual(days.age_in_months(day("2024-02-29"), day("2027-03-01")), 36)

    def test_moves_a_day_that_the_month_lacks_to_the_next_month(self):
        self.assertEqual(days.day_of_age(day("2026-03-31"), 6), day("2026-10-01"))
        self.assertEqual(days.age_in_months(day("2026-03-31"), day("2026-09-30")), 5)
        self.assertEqual(days.day_of_age(day("2023-10-15"), 36), day("2026-10-15"))

    def test_refuses_what_is_no_date(self):
        for text in ("2026-02-29", "2026-2-01", "2026/02/01", "20260201", "2026-13-01", ""):
            self.assertIsNone(days.parse_day(text), text)
        self.assertEqual(days.parse_day("2028-02-29"), date(2028, 2, 29))
        self.assertIsNone(days.parse_month("2026-13"))


class Identifiers(unittest.TestCase):
    def test_takes_published_codes_with_both_check_digits(self):
        for code in ("91110000600037341L", "91152201078377449P", "121200004013590816"):
            self.assertTrue(identifiers.uscc_valid(code), code)

    def test_refuses_a_wrong_check_digit_of_either_kind(self):
        # The last but one is the organisation's own (MA000001 gives 5), the last the whole code's.
        self.assertTrue(identifiers.uscc_valid("91990101MA0000015C"))
        self.assertFalse(identifiers.uscc_valid("91990101MA0000015B"))
        self.assertFalse(identifiers.uscc_valid("91990101MA0000016C"))
        self.assertFalse(identifiers.uscc_valid("91990101MA000001IC"))  # I is no character of it
        self.assertFalse(identifiers.uscc_valid("91990101MA0000015"))
        self.assertFalse(identifiers.uscc_valid("919901A1MA0000015C"))

    def test_checks_resident_ids(self):
        for number in ("360426199101010071", "44011320141005001X"):
            self.assertTrue(identifiers.resident_id_valid(number))
        self.assertFalse(identifiers.resident_id_valid("360426199101010072"))
        self.assertFalse(identifiers.resident_id_valid("360426199113010071"))  # month 13
        self.assertFalse(identifiers.resident_id_valid("36042619910101007"))
        self.assertEqual(identifiers.normalised(" 440113 20141005 001x"), "44011320141005001X")

    def test_takes_each_type_by_its_own_form(self):
        valid = identifiers.id_number_valid
        self.assertTrue(valid("RESIDENT_ID", "440113 20141005 001x"))
        for number, expected in (("E1234", True), ("E123", False), ("E" * 18, False),
                                 ("E12-45", False)):
            self.assertEqual(valid("PASSPORT", number), expected)
        for number, expected in (("M123456789", True), ("M12345678", False), ("1234567890", False)):
            self.assertEqual(valid("BIRTH_CERTIFICATE", number), expected)


class Tables(unittest.TestCase):
    def test_counts_lines_over_quotes(self):
        text = 'a,b\r\n1,"x\ny"\r\n\r\n2,"say ""hi"", you"\r\n'
        self.assertEqual(list(tables.csv_records(text)),
                         [(1, ["a", "b"]), (2, ["1", "x\ny"]), (5, ["2", 'say "hi", you'])])

    def test_reads_gb18030_and_utf8_with_and_without_bom(self):
        for content in ("工号".encode("gb18030"), "工号".encode("utf-8"),
                        "工号".encode("utf-8-sig")):
            self.assertEqual(tables.decode(content), "工号")

    def test_knows_chinese_headers_in_any_order(self):
        rows = list(tables.csv_rows("姓名,工号\n林一,0007\n".encode("gb18030"),
                                    ["employee_no", "name"], "x.csv"))
        self.assertEqual(rows, [tables.Row(2, {"name": "林一", "employee_no": "0007"})])
        with self.assertRaises(tables.FileUnreadable):
            list(tables.csv_rows(b"name\n", ["employee_no", "name"], "x.csv"))

    def test_reads_subscribers_of_an_834(self):
        rows = tables.x12_rows(EDI.encode())
        self.assertEqual([(row.line, row.cells["employee_no"]) for row in rows],
                         [(7, "E1"), (13, "E2"), (17, "")])
        self.assertEqual(rows[0].cells["hire_date"], "2020-01-31")
        self.assertEqual(rows[1].cells["hire_date"], "2020-02-31")


class Rows(unittest.TestCase):
    def fault(self, **changes):
        cells = {"employee_no": "1", "name": "林一", "id_type": "居民身份证",
                 "id_number": "990101198803112012", "hire_date": "2020-01-01", "leave_date": "",
                 "work_site": "A", "weekly_hours": "40", **changes}
        return columns.first_fault(columns.ROSTER, cells, order_wrong=lambda row: (
            row["leave_date"] is not None and row["leave_date"] < row["hire_date"]))

    def test_names_the_first_reason_in_the_order_of_the_page(self):
        self.assertIsNone(self.fault())
        self.assertEqual(columns.first_fault(columns.ROSTER, None), "COLUMN_COUNT")
        wrong = {"leave_date": "2019-01-01"}
        self.assertEqual(self.fault(**wrong), "DATE_ORDER")
        wrong["id_number"] = "990101198803112018"
        self.assertEqual(self.fault(**wrong), "ID_NUMBER_INVALID")
        wrong["id_type"] = "BIRTH_CERTIFICATE"  # for children only
        self.assertEqual(self.fault(**wrong), "CODE_UNKNOWN")
        wrong["weekly_hours"] = "39.5"
        self.assertEqual(self.fault(**wrong), "NUMBER_INVALID")
        wrong["hire_date"] = "2020-02-30"
        self.assertEqual(self.fault(**wrong), "DATE_INVALID")
        wrong["work_site"] = ""
        self.assertEqual(self.fault(**wrong), "REQUIRED_FIELD_MISSING")

    def test_checks_codes_that_other_files_define(self):
        cells = {"case_number": "C1", "choices": "K1;K9", "desired_start_date": "2026-09-01",
                 "submitted_time": "2026-08-01T00:00:00Z"}
        self.assertEqual(columns.first_fault(columns.APPLICATIONS, cells, centres={"K1"}),
                         "CODE_UNKNOWN")
        self.assertIsNone(columns.first_fault(columns.APPLICATIONS, cells, centres={"K1", "K9"}))
        for text in ("yesterday", "2026-08-01", "2026-08-01T00:00:00", "2026-09-31T08:00:00Z"):
            cells["submitted_time"] = text
            self.assertEqual(columns.first_fault(columns.APPLICATIONS, cells), "DATE_INVALID", text)


ID_1, ID_2 = "990101198803112012", "990101199007221028"


def employee(uscc="F1", number="1", id_number=ID_1, hired="2020-01-01", left=None):
    return Employee(uscc, number, "RESIDENT_ID", id_number, day(hired), day(left) if left else None)


def child(**changes):
    values = dict(family_no="M1", case_number="C1", birth_date=day("2025-01-31"), needs_level=0,
                  guardians=(Guardian("RESIDENT_ID", ID_1, True), None), consent_programme=True,
                  consent_centre=True, deduct_from=0, arrears_mode="TAKE_ALL")
    return Child(**{**values, **changes})


class Eligibility(unittest.TestCase):
    def outcome(self, on, who=None, *employees):
        return eligibility.outcome(who or child(), eligibility.Register(employees), day(on))

    def test_needs_an_age_of_six_to_under_36_months(self):
        worker = employee()
        for on, expected in (("2025-07-30", "INELIGIBLE"), ("2025-07-31", "ELIGIBLE"),
                             ("2028-01-30", "ELIGIBLE"), ("2028-01-31", "INELIGIBLE")):
            self.assertEqual(self.outcome(on, child(), worker), expected, on)
        leap = child(birth_date=day("2024-02-29"))
        self.assertEqual(self.outcome("2027-02-28", leap, worker), "ELIGIBLE")
        self.assertEqual(self.outcome("2027-03-01", leap, worker), "INELIGIBLE")

    def test_counts_the_leave_date_as_employed(self):
        worker = employee(hired="2026-09-02", left="2026-10-14")
        for on, expected in (("2026-09-01", "INELIGIBLE"), ("2026-09-02", "ELIGIBLE"),
                             ("2026-10-14", "ELIGIBLE"), ("2026-10-15", "INELIGIBLE")):
            self.assertEqual(self.outcome(on, child(), worker), expected, on)

    def test_needs_a_linked_and_confirmed_guardian(self):
        stranger = employee(id_number=ID_2)
        self.assertEqual(self.outcome("2026-10-01", child(), stranger), "INELIGIBLE")
        second = lambda confirmed: child(guardians=(
            Guardian("RESIDENT_ID", ID_1, True), Guardian("RESIDENT_ID", ID_2, confirmed)))
        worker = employee(id_number=ID_2)
        self.assertEqual(self.outcome("2026-10-01", second(True), worker), "ELIGIBLE")
        self.assertEqual(self.outcome("2026-10-01", second(False), worker), "INELIGIBLE")
        passport = child(guardians=(Guardian("PASSPORT", ID_1, True), None))
        self.assertEqual(self.outcome("2026-10-01", passport, employee()), "INELIGIBLE")

    def test_is_pending_without_the_consent(self):
        self.assertEqual(self.outcome("2026-10-01", child(consent_programme=False), employee()),
                         "PENDING")

    def test_cuts_the_window_where_the_outcome_changes(self):
        register = eligibility.Register([employee(left="2026-10-14")])
        self.assertEqual(
            eligibility.slices(child(), register, day("2026-09-15"), day("2026-11-01")),
            [(day("2026-09-15"), day("2026-10-15"), "ELIGIBLE"),
             (day("2026-10-15"), day("2026-11-01"), "INELIGIBLE")])
        park = SimpleNamespace(today=day("2026-12-15"))
        self.assertEqual(eligibility.window(park), (day("2026-12-15"), day("2027-02-01")))


class Seats(unittest.TestCase):
    GROUPS = [Group("K1", "B", "MIXED", 1), Group("K1", "A2", "SMALL", 1),
              Group("K1", "A1", "SMALL", 1), Group("K2", "Z", "LARGE", 1)]

    def place(self, *applicants):
        """Each applicant: (case number, minute of applying, choices, changes of the child)."""
        children, applications = {}, []
        for number, minute, choices, changes in applicants:
            children[number] = child(case_number=number, **changes)
            applications.append(Application(number, choices, day("2026-10-01"), datetime(
                2026, 8, 1, 0, minute, tzinfo=timezone.utc)))
        return seats.place(applications, children, self.GROUPS, eligibility.Register([employee()]))

    def test_fills_in_the_order_of_time_then_case_number(self):
        # Born 2025-01-31: 20 months on 1 October, so SMALL, then MIXED.
        made = self.place(("C4", 1, ("K1",), {}), ("C3", 2, ("K1", "K2"), {}),
                          ("C2", 1, ("K1",), {}), ("C1", 3, ("K1", "K2"), {}))
        self.assertEqual([(each.case_number, each.group) for each in made.enrolments],
                         [("C2", "A1"), ("C4", "A2"), ("C3", "B")])
        self.assertEqual(made.waiting, ("C1",))

    def test_keeps_a_place_until_36_months(self):
        made = self.place(("C1", 1, ("K1",), {"birth_date": day("2024-02-29")}))
        self.assertEqual(made.enrolments, (Enrolment(
            "C1", "K1", "B", "MIXED", day("2026-10-01"), day("2027-03-01")),))

    def test_reads_the_age_band_half_open(self):
        self.assertEqual([seats.fits("INFANT", months) for months in (5, 6, 11, 12)],
                         [False, True, True, False])
        self.assertEqual([seats.fits("MIXED", months) for months in (17, 18, 35, 36)],
                         [False, True, True, False])

    def test_refuses_the_ineligible_and_leaves_those_without_consent_waiting(self):
        made = self.place(("C1", 1, ("K1",), {"consent_programme": False}),
                          ("C2", 2, ("K1",), {"consent_centre": False}))
        self.assertEqual((made.enrolments, made.refused, made.waiting), ((), ("C1",), ("C2",)))


def tariff(**changes):
    values = dict(centre="K1", kind="SMALL", from_date=day("2026-01-01"), monthly_fee=310010,
                  spread="CALENDAR_DAYS", meal_fee=2000, supplement=5000,
                  coefficients=(10000, 12500, 8000), sibling_reduction=1000,
                  refund_threshold_days=5, refund_share=5000)
    return Tariff(**{**values, **changes})


def presence(month, start, until, present=0, refundable=0):
    enrolment = Enrolment("C1", "K1", "A", "SMALL", day(start), day(until))
    return statement.Presence(statement.days_inside(calendar(month), enrolment), present,
                              refundable)


def side(month, row, start="2026-01-01", until="2027-01-01", present=0, refundable=0,
         has_older=False):
    return statement.Side(row, calendar(month), presence(month, start, until, present, refundable),
                          has_older)


class Statement(unittest.TestCase):
    def care(self, start, until, **changes):
        return statement.care(tariff(**changes), calendar(OCTOBER),
                              presence(OCTOBER, start, until).days)

    def test_spreads_over_calendar_days(self):
        # 310010 / 31 = 10000, spare 10: days 1 to 10 are 10001. From the 8th: 24 days, 3 with one.
        self.assertEqual(self.care("2026-10-08", "2027-01-01"), 240003)
        self.assertEqual(self.care("2026-01-01", "2027-01-01"), 310010)

    def test_spreads_over_opening_days(self):
        # 100000 / 18 = 5555, spare 10: the first ten opening days (8 to 20 October) are 5556.
        # From the 19th: the 19th and 20th at 5556, eight more at 5555.
        fee = dict(monthly_fee=100000, spread="OPENING_DAYS")
        self.assertEqual(self.care("2026-10-19", "2027-01-01", **fee), 55552)
        self.assertEqual(self.care("2026-01-01", "2026-10-08", **fee), 0)

    def test_spreads_over_half_months(self):
        fee = dict(monthly_fee=100001, spread="HALF_MONTHS")
        self.assertEqual(self.care("2026-10-16", "2027-01-01", **fee), 50000)
        self.assertEqual(self.care("2026-01-01", "2026-10-09", **fee), 50001)
        # Days 1 to 7 are closed, and 31 October is a Saturday: no opening day is the child's.
        self.assertEqual(self.care("2026-01-01", "2026-10-08", **fee), 0)
        self.assertEqual(self.care("2026-10-31", "2027-01-01", **fee), 0)
        self.assertEqual(self.care("2026-10-15", "2027-01-01", **fee), 100001)

    def test_takes_the_latest_tariff_of_the_first_of_the_month(self):
        rows = [tariff(from_date=day(text)) for text in ("2026-01-01", "2026-10-01", "2026-10-02")]
        self.assertIs(statement.tariff_on(rows, OCTOBER.first), rows[1])
        self.assertIsNone(statement.tariff_on(rows, day("2025-12-31")))

    def test_rounds_the_coefficient(self):
        # 33334 × 0.25 = 8333.5 up; 33333 × 0.25 = 8333.25 down; 33334 × −0.2 = −6666.8.
        row = tariff()
        self.assertEqual(statement.coefficient(row, 1, 33334), 8334)
        self.assertEqual(statement.coefficient(row, 1, 33333), 8333)
        self.assertEqual(statement.coefficient(row, 2, 33334), -6667)
        self.assertEqual(statement.coefficient(row, 0, 33334), 0)

    def test_takes_the_sibling_reduction_off_care_and_coefficient(self):
        # (33334 + 8334) × 10 % = 4166.8.
        row = tariff(monthly_fee=33334, meal_fee=0, supplement=0)
        self.assertEqual(statement.lines(1, *[side(OCTOBER, row, has_older=True)] * 2),
                         {"CARE": 33334, "COEFFICIENT": 8334, "SIBLING": -4167})

    def test_refunds_from_the_threshold_on(self):
        # 100000 × 5 × 50 % / 18 = 13888.89; × 4 is under the threshold.
        row = tariff()
        self.assertEqual(statement.refund(row, calendar(OCTOBER), 4, 100000), 0)
        self.assertEqual(statement.refund(row, calendar(OCTOBER), 5, 100000), -13889)

    def test_counts_only_days_away_that_are_refundable(self):
        attendance = [ChildDay("K1", "C1", day(text), status, reason) for text, status, reason in (
            ("2026-10-08", "PRESENT", ""), ("2026-10-09", "ABSENT", "SICK"),
            ("2026-10-12", "ABSENT", "PERSONAL"), ("2026-10-13", "ABSENT", "CENTRE_CLOSED"),
            ("2026-09-30", "PRESENT", ""))]
        found = statement.presence(calendar(OCTOBER), Enrolment(
            "C1", "K1", "A", "SMALL", day("2026-09-01"), day("2027-01-01")), attendance)
        self.assertEqual((found.present, found.refundable), (1, 2))

    def test_bills_in_advance_with_the_month_before(self):
        # October's care 180000. September: 220000 over 22 opening days, 7 of them from the 21st (21
        # to 24, 28 to 30), 70000; 5 days sick: 70000 × 5 × 50 % / 22 = 7954.5, up to 7955.
        october = tariff(monthly_fee=180000, spread="OPENING_DAYS")
        september = tariff(monthly_fee=220000, spread="OPENING_DAYS")
        start = "2026-09-21"
        self.assertEqual(
            statement.lines(0, side(OCTOBER, october, start),
                            side(SEPTEMBER, september, start, present=2, refundable=5)),
            {"CARE": 180000, "REFUND": -7955, "MEALS": 4000, "SUPPLEMENT": 5000})

    def test_leaves_out_refund_and_meals_without_a_day_in_the_month_before(self):
        row = tariff(monthly_fee=180000, spread="OPENING_DAYS")
        start = "2026-10-01"
        self.assertEqual(statement.lines(0, side(OCTOBER, row, start), side(SEPTEMBER, row, start)),
                         {"CARE": 180000, "SUPPLEMENT": 5000})


CARE_LINES = frozenset({"CARE", "COEFFICIENT", "SIBLING", "REFUND"})
MEALS = frozenset({"MEALS"})
LAYERS = (Layer("AUTHORITY", "FIXED", 20000, lines=CARE_LINES, condition="ATTENDED_HALF"),
          Layer("PARK", "PERCENT", 0, 1000, 5000, CARE_LINES),
          Layer("FIRM", "FIRM_PLAN", lines=CARE_LINES),
          Layer("UNION", "FIXED", 10000, lines=MEALS))
PLANS = {"A": Layer("FIRM", "UP_TO", 60000), "B": Layer("FIRM", "PERCENT", 0, 5000)}


def firm(uscc, plan, union=False, form="INVOICED", basis="board 12", advice=False):
    return Firm(uscc, 10, plan, form, basis, advice, union)


class Shares(unittest.TestCase):
    LINES = {"CARE": 100000, "MEALS": 30000}

    def split(self, *firms, present=9, start="2026-01-01", lines=None):
        attended = side(OCTOBER, tariff(), start, present=present)
        cut = shares.split(lines or self.LINES, LAYERS, PLANS, firms, "M1", attended)
        self.assertEqual(sum(share.amount for share in cut), sum((lines or self.LINES).values()))
        return {share.party: share.amount for share in cut}

    def test_goes_through_the_layers_in_order(self):
        # Base 100000: authority 20000; of 80000 the park's 10 % is 8000, capped 5000; of 75000 the
        # firm pays up to 60000; the union 10000 of the meals; the rest of 130000 is the family's.
        self.assertEqual(self.split(firm("F1", "A", union=True)),
                         {"AUTHORITY": 20000, "PARK": 5000, "F1": 60000, "UNION": 10000,
                          "M1": 35000})

    def test_has_no_union_share_without_a_firm_of_the_union(self):
        self.assertEqual(self.split(firm("F1", "A")),
                         {"AUTHORITY": 20000, "PARK": 5000, "F1": 60000, "M1": 45000})

    def test_leaves_a_lost_layer_to_the_family(self):
        # 18 opening days: 9 present days are half, 8 are not. The firm does not take up the loss.
        self.assertEqual(self.split(firm("F1", "A"), present=8),
                         {"PARK": 5000, "F1": 60000, "M1": 65000})
        self.assertEqual(self.split(present=0, start="2026-11-01"),
                         {"AUTHORITY": 20000, "PARK": 5000, "M1": 105000})

    def test_never_funds_more_than_the_lines(self):
        self.assertEqual(self.split(firm("F1", "A"), lines={"CARE": 15000, "REFUND": -5000,
                                                            "SUPPLEMENT": 700}),
                         {"AUTHORITY": 10000, "M1": 700})
        self.assertEqual(self.split(firm("F1", "A"), lines={"CARE": 100, "REFUND": -900}),
                         {"M1": -800})

    def test_cuts_two_firms_in_proportion_with_the_spare_fen_to_the_lower_uscc(self):
        # Base 75000; alone 60000 and 37500, together 97500: 46153.8 and 28846.2, one fen spare.
        self.assertEqual(self.split(firm("F2", "B"), firm("F1", "A")),
                         {"AUTHORITY": 20000, "PARK": 5000, "F1": 46154, "F2": 28846,
                          "M1": 30000})
        self.assertEqual(shares.firm_amounts(75000, {"F2": 60000, "F1": 37500}),
                         {"F1": 28847, "F2": 46153})
        self.assertEqual(shares.firm_amounts(97500, {"F1": 60000, "F2": 37500}),
                         {"F1": 60000, "F2": 37500})

    def test_rounds_caps_and_bounds_amounts(self):
        percent = lambda bp, cap=0: Layer("PARK", "PERCENT", 0, bp, cap)
        self.assertEqual(shares.amount(percent(3333), 10001), 3333)  # 3333.33
        self.assertEqual(shares.amount(percent(5000), 10001), 5001)  # 5000.5
        self.assertEqual(shares.amount(percent(5000, 4000), 10001), 4000)
        self.assertEqual(shares.amount(percent(12000), 10001), 10001)
        self.assertEqual(shares.amount(Layer("PARK", "FIXED", 500), 300), 300)


class Decided(unittest.TestCase):
    """SCHEME_AMOUNT: what a pack decides for the child."""

    GRANT = "programmes/income", "grant"

    def split(self, decided, *firms, payer="AUTHORITY", care=180000, cap=0, present=9):
        layers = [Layer(payer, "SCHEME_AMOUNT", 0, 0, cap, frozenset({"CARE"}), "ATTENDED_HALF", *self.GRANT),
                  Layer("PARK", "PERCENT", 0, 1000, 0, frozenset({"CARE"})), Layer("FAMILY", "REST")]
        attended = side(OCTOBER, tariff(), "2026-01-01", present=present)
        cut = shares.split({"CARE": care}, layers, PLANS, firms, "M1", attended, decided)
        self.assertEqual(sum(share.amount for share in cut), care)
        return {share.party: share.amount for share in cut}

    def test_takes_it_once_over_the_statements_of_a_child(self):
        decided = {self.GRANT: 54000}
        self.assertEqual(self.split(decided, care=40000), {"AUTHORITY": 40000})
        self.assertEqual(self.split(decided), {"AUTHORITY": 14000, "PARK": 16600, "M1": 149400})
        self.assertEqual(self.split(decided), {"PARK": 18000, "M1": 162000})

    def test_counts_what_was_lost_and_keeps_to_the_cap(self):
        decided = {self.GRANT: 54000}
        self.assertEqual(self.split(decided, present=1, cap=30000), {"PARK": 15000, "M1": 165000})
        self.assertEqual(self.split(decided), {"AUTHORITY": 24000, "PARK": 15600, "M1": 140400})

    def test_shares_it_among_the_firms(self):
        self.assertEqual(self.split({self.GRANT: 54001}, firm("F2", "B"), firm("F1", "A"), payer="FIRM"),
                         {"F1": 27001, "F2": 27000, "PARK": 12600, "M1": 113399})
        self.assertEqual(self.split({self.GRANT: 54000}, payer="FIRM"), {"PARK": 18000, "M1": 162000})


class Payroll(unittest.TestCase):
    FIGURE = PayFigure("F1", "1", SEPTEMBER, 800000, 320000)

    def test_pays_on_the_pay_day_of_the_next_month(self):
        self.assertEqual(payroll.pay_date(firm("F1", "A"), Month(2026, 12)), day("2027-01-10"))

    def test_gives_each_share_form_its_item(self):
        for form, advice, expected in (("INVOICED", False, ("TAXABLE_BENEFIT", True)),
                                       ("INVOICED", True, (None, True)),
                                       ("ALLOWANCE", True, ("ALLOW", False)),
                                       ("COLLECTIVE", False, (None, True))):
            self.assertEqual(payroll.firm_item(firm("F1", "A", form=form, advice=advice)), expected)

    def test_refuses_with_the_first_reason(self):
        held = Authorisation("F1", "1", day("2026-01-01"), day("2027-01-01"), 1)
        for basis, authorisation, figure, expected in (
                ("", None, None, "LEGAL_BASIS_MISSING"), ("b", None, None, "AUTHORISATION_MISSING"),
                ("b", held, None, "PAY_FIGURE_MISSING"), ("b", held, self.FIGURE, None)):
            self.assertEqual(payroll.refusal(firm("F1", "A", basis=basis), authorisation, figure),
                             expected)

    def test_wants_an_authorisation_that_holds_on_the_pay_date(self):
        held = Authorisation("F1", "1", day("2026-11-10"), day("2026-11-11"), 1)
        self.assertIs(payroll.authorisation_on([held], day("2026-11-10")), held)
        self.assertIsNone(payroll.authorisation_on([held], day("2026-11-11")))
        self.assertIsNone(payroll.authorisation_on([held], day("2026-11-09")))

    def test_reads_the_last_pay_figure(self):
        later = PayFigure("F1", "1", OCTOBER, 1, 1)
        future = PayFigure("F1", "1", Month(2026, 12), 2, 2)
        self.assertIs(payroll.last_figure([later, future, self.FIGURE], day("2026-11-10")), later)

    def test_fits_the_smallest_of_three_limits(self):
        # Authorised 1500.00; 20 % of 8000.00 = 1600.00; 3200.00 − 2000.00 = 1200.00.
        fit = lambda maximum, mode, cap, protected: payroll.fit(maximum, self.FIGURE, mode, cap,
                                                                protected)
        self.assertEqual(fit(150000, "TAKE_WHAT_FITS", 2000, 200000), 120000)
        self.assertEqual(fit(100000, "TAKE_WHAT_FITS", 2000, 200000), 100000)
        self.assertEqual(fit(150000, "TAKE_WHAT_FITS", 1000, 200000), 80000)
        self.assertEqual(fit(150000, "TAKE_ALL", 1000, 200000), 120000)  # no cap of the gross
        self.assertEqual(fit(150000, "TAKE_ALL", 1000, 400000), 0)
        self.assertEqual(payroll.fit(10 ** 9, PayFigure("F1", "1", OCTOBER, 99999, 10 ** 9),
                                     "ALL_OR_NOTHING", 2000, 0), 19999)  # 19999.8 floored

    def test_deducts_by_mode(self):
        for mode, expected in (("TAKE_ALL", 120000), ("TAKE_WHAT_FITS", 120000),
                               ("ALL_OR_NOTHING", 0)):
            self.assertEqual(payroll.deducted(149000, 120000, mode), expected)
            self.assertEqual(payroll.deducted(120000, 120000, mode), 120000)
            self.assertEqual(payroll.deducted(-5, 120000, mode), 0)

    def test_reads_the_pay_run_back(self):
        for behaviour, amount, seen, arrears, unapplied in (
                ("FULL", 0, 1000, 70, 0), ("SHORT", 300, 700, 370, 0), ("SHORT", 2000, 0, 1070, 0),
                ("OVER", 300, 1300, 70, 300), ("MISSING", 0, 0, 1070, 0)):
            item = payroll.Instruction("F1", "1", "DEDUCT", 1000, 1070, "M1", 70)
            item.seen, _ = payroll.result(item, behaviour, amount)
            self.assertEqual((item.seen, item.arrears, item.unapplied), (seen, arrears, unapplied))
        allow = payroll.Instruction("F1", "1", "ALLOW", 1000, 1000)
        self.assertEqual(payroll.result(allow, "MISSING", 0), (1000, "SEEN"))


class TheBooks(unittest.TestCase):
    def test_pays_bills_as_the_payer_behaves(self):
        for behaviour, amount, expected in (("FULL", 0, (1000, True)), ("UNPAID", 0, (0, True)),
                                            ("SHORT", 300, (700, True)),
                                            ("WRONG_REFERENCE", 0, (1000, False))):
            bill = books.Bill("INVOICE", "F1", 1000)
            self.assertEqual(books.pay(bill, behaviour, amount), expected)

    def test_advances_what_the_bank_lacks(self):
        self.assertEqual(books.advance(354000, 295000), 59000)
        self.assertEqual(books.advance(295000, 354000), 0)

    def test_keeps_an_excess_as_unapplied(self):
        ledger = books.Books()
        ledger.post(("RECEIVABLE", "M1"), ("PAYABLE", "K1"), 1000)
        books.read_deduction(ledger, payroll.Instruction("F1", "1", "DEDUCT", 1000, 1000, "M1",
                                                         seen=1300))
        self.assertEqual(ledger.balance("RECEIVABLE", "M1"), 0)
        self.assertEqual(ledger.balance("UNAPPLIED", "M1"), -300)
        self.assertEqual(ledger.balance("CLEARING_PAYROLL", "F1"), 1300)


EDI = "\n".join((
    "ISA*00*          *00*          *ZZ*FIRM           *ZZ*TUOQIAO        *260801*0900*^*00501"
    "*000000001*0*P*:~", "GS*BE*FIRM*TUOQIAO*20260801*0900*1*X*005010X220A1~",
    "ST*834*0001*005010X220A1~", "BGN*00*1*20260801*0900****4~", "N1*P5*FIRM*FI*1~",
    "N1*IN*TUOQIAO*FI*2~",
    "INS*Y*18*030*XN*A***FT~", "REF*0F*E1~", "REF*1L*G~", "DTP*336*D8*20200131~",
    "NM1*IL*1*Lin*Yi~", "DMG*D8*19900101*F~",
    "INS*Y*18*030*XN*A***FT~", "REF*0F*E2~", "DTP*336*D8*20200231~", "NM1*IL*1*Lin*Er~",
    "INS*Y*18*030*XN*A***FT~", "NM1*IL*1*Lin*San~", "DTP*336*D8*20200101~",
    "INS*N*19*030*XN*A~", "REF*0F*E1~",
    "SE*20*0001~", "GE*1*1~", "IEA*1*000000001~"))


if __name__ == "__main__":
    unittest.main()
