"""A closed month that comes to something else is corrected with the next one, and books, payroll and firms hear of it: on
both stores."""

import tempfile
import unittest
from pathlib import Path

from job_change_test import JobChange
from running import STORES, Installation, make_sample


class CorrectionTest(unittest.TestCase):
    def test_everybody_hears_what_a_month_came_to_since_and_hears_it_once(self):
        with tempfile.TemporaryDirectory(prefix="tuoqiao-test.") as folder:
            sample = make_sample(Path(folder) / "sample")
            seen = {}
            for store in STORES:
                with self.subTest(store=store), Installation(store) as installation:
                    installation.start().live(sample)
                    seen[store] = self.correct(JobChange(installation, sample))
            self.assertEqual(seen["sqlite"], seen["postgres"])

    def correct(self, job):
        lived, correcting, later = job.months[:3]
        self.assertEqual(self.preview(job, correcting).get("corrections", 0), 0, "nothing has changed yet")
        statement, share, _ = job.choose()
        case_number, firm = statement["case_number"], share["firm"]

        # The guardian had left before the month began, says HR now: what the firm bore the family bears.
        employee = job.call("FIRM_HR", "Directory.GetEmployee", {"name": share["employee"]}, firm)
        sent = {key: employee[key] for key in ("employee_no", "display_name", "id_type", "id_number", "hire_date",
                                               "work_site", "weekly_hours") if key in employee}
        left = job.change("FIRM_HR", "Directory.BatchApplyEmployees", {
            "parent": firm, "employees": [{**sent, "leave_date": f"{lived[:5]}09-30"}]}, firm)
        self.assertEqual(left["results"][0]["outcome"], "UPDATED", left)
        # And the centre says of another child that it was there on a day of which it had said nothing, or otherwise.
        late = self.say_a_day_late(job, lived, case_number)

        self.assertGreaterEqual(self.preview(job, correcting)["corrections"], 1)
        job.bill(correcting, {"programme": job.programme})
        month = job.call("PARK_FINANCE", "Billing.GetMonth", {"name": f"{job.park}/months/{correcting}"})
        statements = job.statements(correcting)
        corrections = [each for each in statements if each["kind"] != "ORIGINAL"]
        self.assertEqual(len(corrections), month["corrections"])
        self.assertLessEqual({each["case_number"] for each in corrections}, {case_number, late})
        moved, = [each for each in corrections if each["case_number"] == case_number]
        self.assertEqual((moved["kind"], moved["billed_month"], moved["corrects"]), ("CORRECTION", lived, statement["name"]))
        self.assertEqual(int(moved.get("total_minor", 0)), 0)
        amounts = {each["payer"]: int(each["amount_minor"]) for each in moved["shares"]}
        self.assertEqual(amounts, {"FIRM": -int(share["amount_minor"]), "FAMILY": int(share["amount_minor"])})

        # The books: each fen of the month is booked, and none is unexplained.
        booked = job.until(lambda: self.booked(job, correcting), "the close")
        self.assertEqual((booked["statements"], int(booked["total_minor"])), (month["statements"], int(month["total_minor"])))
        self.assertEqual(sum(int(each["total_minor"]) for each in statements if "total_minor" in each),
                         int(month["total_minor"]))
        trial = job.call("PARK_FINANCE", "Ledger.GetTrialBalance", {"name": job.park})
        self.assertEqual((trial.get("difference_minor", 0), trial.get("unexplained_minor", 0)), (0, 0), trial)
        owed = self.balances(job, correcting, "receivable-firm")
        borne = sum(int(each["amount_minor"]) for one in statements for each in one["shares"]
                    if each["payer"] == "FIRM" and each["form"] != "ALLOWANCE")
        self.assertEqual(sum(owed.values()), borne)

        # The firm reads it, and payroll can plan with it.
        shares = job.firm_shares(firm, correcting)
        self.assertEqual(shares.get(sent["employee_no"], 0), -int(share["amount_minor"]) + self.own_shares(statements, share))
        plan = job.until(lambda: self.plan(job, firm, correcting), "payroll's hearing")
        self.assertIn("digest", plan)

        # Once is enough.
        self.assertEqual(self.preview(job, later).get("corrections", 0), 0)
        return case_number, late, month["digest"], sorted(owed.items())

    @staticmethod
    def own_shares(statements, share):
        """What the employee's firm bears of the month itself."""
        return sum(int(each["amount_minor"]) for one in statements if one["kind"] == "ORIGINAL"
                   for each in one["shares"] if each.get("employee") == share["employee"] and each["payer"] == "FIRM")

    @staticmethod
    def preview(job, month):
        name = f"{job.park}/months/{month}"
        job.wait("PARK_FINANCE", "Billing.PreviewMonth", {"name": name, "programme": job.programme})
        return job.call("PARK_FINANCE", "Billing.GetMonth", {"name": name})

    def say_a_day_late(self, job, month, but):
        """Turns an attended day of somebody else into one of illness."""
        found = job.serve("billing", "Places.ListEnrolmentMonths", {"parent": job.park, "month": month, "page_size": 1000})
        for enrolment in found["enrolment_months"]:
            attended = [each["date"] for each in enrolment.get("days", []) if each.get("status") == "PRESENT"]
            if enrolment["case_number"] == but or len(attended) < 5:
                continue
            said = job.change("CENTRE_MANAGER", "Places.BatchRecordAttendance", {"parent": enrolment["centre"], "days": [
                {"case_number": enrolment["case_number"], "date": attended[0], "status": "ABSENT", "reason": "SICK",
                 "correction_reason": "补记"}]}, enrolment["centre"])
            self.assertEqual(said["results"][0]["outcome"], "UPDATED", said)
            return enrolment["case_number"]
        raise AssertionError("nobody of the sample came on five days")

    @staticmethod
    def booked(job, month):
        try:
            return job.call("PARK_FINANCE", "Ledger.GetMonthBooking", {"name": f"{job.park}/months/{month}"})
        except Exception as error:  # pylint: disable=broad-except
            if "MONTH_NOT_BOOKED" in str(error) or "not booked" in str(error):
                return None
            raise

    @staticmethod
    def plan(job, firm, month):
        try:
            return job.change("FIRM_PAYROLL", "Payroll.PlanPayRun", {"parent": firm, "month": month, "validate_only": True},
                              firm)
        except Exception as error:  # pylint: disable=broad-except
            if "not heard" in str(error) or "MONTH_NOT_HEARD" in str(error):
                return None
            raise

    @staticmethod
    def balances(job, month, prefix):
        reply = job.call("PARK_FINANCE", "Ledger.ListBalances", {
            "parent": job.park, "month": month, "prefix": prefix, "page_size": 1000})
        return {each["name"]: int(each["balance_minor"]) for each in reply.get("balances", [])}


if __name__ == "__main__":
    unittest.main()
