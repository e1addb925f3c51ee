"""Reads the folder of a sample: every row is either taken or a fault with file, line and reason."""

import json
from datetime import date

import columns
import tables
from days import parse_month
from records import (Application, Authorisation, Centre, Child, ChildDay, Employee, Fault, Firm,
                     Group, Guardian, Layer, Park, PayFigure, Sample, Tariff)


def _layer(layer):
    return Layer(payer=layer.get("payer", "FIRM"), kind=layer["kind"],
                 amount_minor=layer.get("amount_minor") or 0, share_bp=layer.get("share_bp") or 0,
                 cap_minor=layer.get("cap_minor") or 0, lines=frozenset(layer.get("lines") or ()),
                 condition=layer.get("condition") or "",
                 decided_by=layer.get("decided_by") or "", amount=layer.get("amount") or "")


def read_park(text):
    """1: park.json."""
    park = json.loads(text)
    return Park(park=park["park"], month=parse_month(park["month"]),
                today=date.fromisoformat(park["today"]),
                layers=tuple(_layer(layer) for layer in park["funding_plan"]["layers"]),
                plans={code: _layer(plan) for code, plan in park["plans"].items()},
                protected_pay_minor=park["protected_pay_minor"],
                deduction_cap_bp=park["deduction_cap_bp"],
                closed_dates=frozenset(map(date.fromisoformat, park["closed_dates"])),
                working_weekends=frozenset(map(date.fromisoformat, park["working_weekends"])))


def leave_before_hire(row):
    return row["leave_date"] is not None and row["leave_date"] < row["hire_date"]


def until_before_from(row):
    return row["until_date"] < row["from_date"]


class _Reader:
    """Walks the folder file by file and keeps the faults."""

    def __init__(self, folder):
        self.folder = folder
        self.sample = Sample(read_park((folder / "park.json").read_text("utf-8")))

    def rows(self, path, table):
        content = path.read_bytes()
        if path.suffix == ".834":
            return tables.x12_rows(content)
        return tables.csv_rows(content, [column.name for column in table], path)

    def take(self, path, table, key, order_wrong=lambda row: False, unknown=lambda row: None):
        """1: the values of the good rows. `key` is what may not come twice in the file, a rejected
        row having used up none; `unknown` names the reason, if any, that only other files give."""
        place = path.relative_to(self.folder).as_posix()
        seen = set()
        for row in self.rows(path, table):
            self.sample.rows_read += 1
            reason = columns.first_fault(table, row.cells, self.sample.park.plans,
                                         self.sample.centres, order_wrong)
            if reason is None:
                values = columns.values(table, row.cells)
                reason = "DUPLICATE_IN_FILE" if key(values) in seen else unknown(values)
            if reason is None:
                seen.add(key(values))
                yield values
            else:
                self.sample.faults.append(Fault(place, row.line, reason))

    def read_centres(self):
        wrong = lambda row: row["filing_until"] < row["filing_from"]
        for row in self.take(self.folder / "centres.csv", columns.CENTRES,
                             lambda row: row["centre"], wrong):
            self.sample.centres[row["centre"]] = Centre(row["centre"], row["billing"])
        for row in self.take(self.folder / "groups.csv", columns.GROUPS,
                             lambda row: (row["centre"], row["group"])):
            self.sample.groups.append(
                Group(row["centre"], row["group"], row["kind"], row["capacity"]))
        for row in self.take(self.folder / "tariffs.csv", columns.TARIFFS,
                             lambda row: (row["centre"], row["kind"], row["from_date"])):
            self.sample.tariffs.append(Tariff(
                row["centre"], row["kind"], row["from_date"], row["monthly_fee"], row["spread"],
                row["meal_fee"], row["supplement"],
                (10000, row["coefficient_1"], row["coefficient_2"]), row["sibling_reduction"],
                row["refund_threshold_days"], row["refund_share"]))

    def read_firms(self):
        for row in self.take(self.folder / "firms.csv", columns.FIRMS, lambda row: row["uscc"]):
            self.sample.firms[row["uscc"]] = Firm(
                row["uscc"], row["pay_day"], row["plan"], row["share_form"], row["legal_basis"],
                row["tax_advice"] == "Y", row["union"] == "Y")

    def unknown_firm(self, uscc):
        return None if uscc in self.sample.firms else "UNKNOWN_FIRM"

    def unknown_employee(self, uscc, employee_no):
        known = (uscc, employee_no) in self.sample.employees
        return self.unknown_firm(uscc) or (None if known else "UNKNOWN_EMPLOYEE")

    def read_rosters(self):
        for path in sorted((self.folder / "rosters").iterdir()):
            table = columns.ROSTER_834 if path.suffix == ".834" else columns.ROSTER
            for row in self.take(path, table, lambda row: row["employee_no"], leave_before_hire,
                                 lambda row: self.unknown_firm(path.stem)):
                self.sample.employees[path.stem, row["employee_no"]] = Employee(
                    path.stem, row["employee_no"], row.get("id_type", ""),
                    row.get("id_number", ""), row["hire_date"], row["leave_date"])

    def read_families(self):
        today = self.sample.park.today
        for row in self.take(self.folder / "families.csv", columns.FAMILIES,
                             lambda row: row["case_number"],
                             lambda row: row["birth_date"] > today):
            self.sample.children[row["case_number"]] = Child(
                row["family_no"], row["case_number"], row["birth_date"], int(row["needs_level"]),
                (Guardian(row["guardian1_id_type"], row["guardian1_id_number"], True),
                 second_guardian(row)),
                row["consent_programme"] == "Y", row["consent_centre"] == "Y",
                int(row["deduct_from"] or 0), row["arrears_mode"])

    def read_applications(self):
        children = self.sample.children
        for row in self.take(
                self.folder / "applications.csv", columns.APPLICATIONS,
                lambda row: row["case_number"],
                unknown=lambda row: None if row["case_number"] in children else "UNKNOWN_CHILD"):
            self.sample.applications.append(Application(
                row["case_number"], row["choices"], row["desired_start_date"],
                row["submitted_time"]))

    def read_payroll(self):
        for row in self.take(
                self.folder / "authorisations.csv", columns.AUTHORISATIONS,
                lambda row: (row["uscc"], row["employee_no"], row["signature_reference"]),
                until_before_from,
                lambda row: self.unknown_employee(row["uscc"], row["employee_no"])):
            self.sample.authorisations.append(Authorisation(
                row["uscc"], row["employee_no"], row["from_date"], row["until_date"],
                row["maximum"]))
        for path in sorted((self.folder / "pay_figures").glob("*.csv")):
            for row in self.take(path, columns.PAY_FIGURES,
                                 lambda row: (row["employee_no"], row["period"]),
                                 unknown=lambda row: self.unknown_employee(
                                     path.stem, row["employee_no"])):
                self.sample.pay_figures.append(PayFigure(
                    path.stem, row["employee_no"], row["period"], row["gross"], row["net"]))

    def read_world(self):
        """1: the world is no input of the services, so its rows are not counted."""
        for name, table, into in (
                ("payroll.csv", columns.WORLD_PAYROLL, self.sample.world_payroll),
                ("bank.csv", columns.WORLD_BANK, self.sample.world_bank)):
            path = self.folder / "world" / name
            for row in self.rows(path, table):
                cells = columns.values(table, row.cells)
                who = tuple(cells[column.name] for column in table[:2])
                if cells["behaviour"] != "UNKNOWN_LINE":
                    into[who] = (cells["behaviour"], cells["amount"] or 0)

    def read_attendance(self, enrolments):
        """1: attendance stands for a child that holds a seat at that centre, on an opening day
        inside its enrolment."""
        by_child = {(each.case_number, each.centre): each for each in enrolments}
        park = self.sample.park
        for path in sorted((self.folder / "attendance").glob("*.csv")):
            centre = path.stem[:-len("-YYYY-MM")]

            def unknown(row):
                enrolment = by_child.get((row["case_number"], centre))
                if enrolment is None:
                    return "UNKNOWN_CHILD"
                if not park.is_open(row["date"]):
                    return "NOT_AN_OPENING_DAY"
                if not enrolment.start <= row["date"] < enrolment.until:
                    return "OUTSIDE_ENROLMENT"
                if row["status"] == "ABSENT" and not row["reason"]:
                    return "REASON_MISSING"
                return None

            for row in self.take(path, columns.ATTENDANCE,
                                 lambda row: (row["case_number"], row["date"]), unknown=unknown):
                yield ChildDay(centre, row["case_number"], row["date"], row["status"],
                               row["reason"])


def second_guardian(row):
    """1: there is a second guardian where an id type and number are given."""
    if not row["guardian2_id_type"] or not row["guardian2_id_number"]:
        return None
    return Guardian(row["guardian2_id_type"], row["guardian2_id_number"],
                    row["guardian2_confirmed"] == "Y")


def read(folder):
    """Everything but the attendance; the reader that comes with it reads that later."""
    reader = _Reader(folder)
    reader.read_centres()
    reader.read_firms()
    reader.read_rosters()
    reader.read_families()
    reader.read_applications()
    reader.read_payroll()
    reader.read_world()
    return reader
