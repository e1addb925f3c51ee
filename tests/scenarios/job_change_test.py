"""A guardian leaves one firm of the park on the 10th and joins another on the 20th: the place has no gap, no month is paid by
both firms or for less than its sum, and the centre is told before the payer changes and is not told who."""

import json
import tempfile
import time
import unittest
from pathlib import Path

from callers import Tokens
from running import STORES, Installation, call, make_sample


class JobChange:
    """The two months after the one that was lived, on one store."""

    def __init__(self, installation, sample):
        self.installation = installation
        facts = json.loads((sample / "park.json").read_text("utf-8"))
        self.park = f"parks/{facts['park']}"
        self.plan = f"{self.park}/fundingPlans/{facts['funding_plan']['id']}"
        self.programme = f"{self.park}/programmes/{facts['programme']}"
        year, month = map(int, facts["month"].split("-"))
        # The lived month, the one in which its settlement ended, that of the job change, the next one, and the one behind.
        self.months = [f"{year + (month - 1 + more) // 12}-{(month - 1 + more) % 12 + 1:02d}" for more in range(5)]
        self.requests = 0

    def call(self, role, rpc, request, scope=None, subject=None):
        return self.installation.call(role, scope or self.park, rpc, request, subject=subject)

    def serve(self, service, rpc, request):
        """In the name of a service."""
        token = Tokens(self.installation.data / "token.key").service(service)
        return call(self.installation.address, token, rpc, request)

    def change(self, role, rpc, request, scope=None, subject=None):
        self.requests += 1
        return self.call(role, rpc, {**request, "request_id": f"job-change-{self.requests}"}, scope, subject)

    def wait(self, role, rpc, request):
        operation = self.change(role, rpc, request)
        while not operation.get("done"):
            time.sleep(0.05)
            operation = self.call(role, "Operations.GetOperation", {"name": operation["name"]})
        assert "error" not in operation, operation

    def until(self, found, what):
        end = time.time() + 20
        while time.time() < end:
            result = found()
            if result:
                return result
            time.sleep(0.1)
        raise AssertionError(f"not heard: {what}")

    def today(self, day):
        self.change("PARK_ADMIN", "Directory.AdvanceClock", {"name": self.park, "current_date": day})

    def statements(self, month):
        reply = self.call("PARK_FINANCE", "Billing.ListStatements", {"parent": f"{self.park}/months/{month}",
                                                                    "page_size": 1000})
        return reply.get("statements", [])

    def bill(self, month, by=None):
        """Of a programme, or by the sample's funding plan."""
        name = f"{self.park}/months/{month}"
        self.wait("PARK_FINANCE", "Billing.PreviewMonth", {"name": name, **(by or {"funding_plan": self.plan})})
        checklist = self.call("PARK_FINANCE", "Billing.GetMonthChecklist", {"name": name})
        acknowledged = [each["code"] for each in checklist["items"] if each.get("open") and each["weight"] == "SOFT"]
        for subject in ("park-finance-1", "park-finance-2"):
            self.change("PARK_FINANCE", "Billing.ApproveMonth", {
                "name": name, "digest": checklist["digest"], "acknowledged": acknowledged}, subject=subject)
        self.wait("PARK_FINANCE", "Billing.CloseMonth", {"name": name})

    def choose(self):
        """A child that one firm pays for, and another firm that pays for somebody."""
        def firms_of(statement):
            return [each for each in statement["shares"] if each["payer"] == "FIRM"]

        statements = self.statements(self.months[0])
        paid = [each for each in statements if len(firms_of(each)) == 1]
        cases = [each["case_number"] for each in statements]
        facts = {each["case_number"]: each for each in self.children()}
        for statement in paid:
            share = firms_of(statement)[0]
            employments = facts[statement["case_number"]]["employments"]
            alone = [each["employee"] for each in employments] == [share["employee"]]
            stays = not employments[0].get("leave_date")
            if not (alone and stays) or cases.count(statement["case_number"]) != 1:
                continue
            enrolment = self.enrolment(statement["enrolment"])
            if enrolment["state"] != "ACTIVE" or enrolment["end_date"] <= f"{self.months[4]}-01":
                continue
            other = next(each for found in paid for each in firms_of(found) if each["firm"] != share["firm"])
            return statement, share, other["firm"]
        raise AssertionError("the sample has nobody whom one firm pays for")

    def children(self):
        return self.serve("places", "Directory.ListChildFacts", {"parent": self.park, "page_size": 1000})["children"]

    def enrolment(self, name):
        reply = self.call("PARK_ADMIN", "Places.ListEnrolments", {"parent": self.park, "page_size": 1000})
        return next(each for each in reply["enrolments"] if each["name"] == name)

    def handovers(self, case_number, **wanted):
        reply = self.call("PARK_ADMIN", "Places.ListHandovers", {"parent": self.park, "page_size": 1000})
        return [each for each in reply.get("handovers", []) if each["case_number"] == case_number
                and all(each.get(key) == value for key, value in wanted.items())]

    def advices(self, centre, case_number):
        reply = self.call("CENTRE_MANAGER", "Places.ListPlaceAdvices", {"parent": centre}, centre)
        return [each for each in reply.get("place_advices", []) if each["case_number"] == case_number]

    def firm_shares(self, firm, month):
        reply = self.call("FIRM_PAYROLL", "Billing.ListFirmShares", {"parent": firm, "month": month, "page_size": 1000},
                          firm)
        return {each["employee_no"]: int(each["amount_minor"]) for each in reply.get("shares", [])}

    def attend(self, centre, case_number, month):
        opening = self.serve("billing", "Places.ListEnrolmentMonths", {"parent": self.park, "month": month})
        opening = opening["opening_dates"]
        recorded = self.change("CENTRE_MANAGER", "Places.BatchRecordAttendance", {"parent": centre, "days": [
            {"case_number": case_number, "date": day, "status": "PRESENT"} for day in opening]}, centre)
        assert all(each["outcome"] == "CREATED" for each in recorded["results"]), recorded


class JobChangeTest(unittest.TestCase):
    def test_the_place_has_no_gap_no_month_is_paid_twice_and_the_centre_is_told_first(self):
        with tempfile.TemporaryDirectory(prefix="tuoqiao-test.") as folder:
            sample = make_sample(Path(folder) / "sample")
            seen = {}
            for store in STORES:
                with self.subTest(store=store), Installation(store) as installation:
                    installation.start().live(sample)
                    seen[store] = self.change_job(JobChange(installation, sample))
            self.assertEqual(seen["sqlite"], seen["postgres"])

    def change_job(self, job):
        statement, share, next_firm = job.choose()
        case_number, centre, first_firm = statement["case_number"], statement["centre"], share["firm"]
        before = job.enrolment(statement["enrolment"])
        changed, after = job.months[2], job.months[3]

        job.wait("PARK_ADMIN", "Eligibility.DecideChildren", {
            "name": job.programme, "from_date": f"{changed}-01", "until_date": f"{job.months[4]}-01"})

        # HR of the first firm sends the leaver on the day.
        job.today(f"{changed}-10")
        employee = job.call("FIRM_HR", "Directory.GetEmployee", {"name": share["employee"]}, first_firm)
        sent = {key: employee[key] for key in ("employee_no", "display_name", "id_type", "id_number", "hire_date",
                                               "work_site", "weekly_hours") if key in employee}
        left = job.change("FIRM_HR", "Directory.BatchApplyEmployees", {
            "parent": first_firm, "employees": [{**sent, "leave_date": f"{changed}-10"}]}, first_firm)
        self.assertEqual(left["results"][0]["outcome"], "UPDATED", left)
        handover, = job.until(lambda: job.handovers(case_number, firm=first_firm), "the leaver")
        self.assertEqual([(leg["from_date"], leg["payer"]) for leg in handover["legs"]], [(f"{after}-01", "FAMILY")])
        advice, = job.until(lambda: [each for each in job.advices(centre, case_number) if each.get("goes_on_until_date")],
                            "what the centre is told")
        for secret in (first_firm, first_firm.split("/")[-1], share["employee"].split("/")[-1]):
            self.assertNotIn(secret, json.dumps(advice), "no employer")

        # HR of the second firm sends the joiner on the 20th.
        job.today(f"{changed}-20")
        joiner = {**sent, "employee_no": "JOB-1", "hire_date": f"{changed}-20"}
        joined = job.change("FIRM_HR", "Directory.BatchApplyEmployees", {
            "parent": next_firm, "employees": [joiner]}, next_firm)
        self.assertEqual(joined["results"][0]["outcome"], "CREATED", joined)
        handover, = job.until(lambda: job.handovers(case_number, state="CONTINUED"), "the joiner")
        self.assertEqual([(leg["from_date"], leg.get("firm")) for leg in handover["legs"]], [(f"{after}-01", next_firm)])
        self.assertNotIn("goes_on_until_date", job.advices(centre, case_number)[0])
        self.assertEqual(job.enrolment(before["name"]), {**before}, "the same place, from its first day to its last")

        # The events: the centre first. How many changes there are follows from which log is heard first, what employs or what is
        # decided, and so differs from run to run; what stands at the end does not.
        events = job.call("PARK_ADMIN", "Places.ListEvents", {"parent": job.park, "after": 0, "page_size": 1000})
        kinds, position = [], 0
        while events.get("events"):
            kinds += [each["kind"] for each in events["events"]
                      if each["subject"] in (handover["name"], advice["name"])]
            position = events["events"][-1]["position"]
            events = job.call("PARK_ADMIN", "Places.ListEvents",
                              {"parent": job.park, "after": position, "page_size": 1000})
        self.assertEqual(kinds[0], "CentreAdvised", kinds)
        self.assertEqual(kinds.count("PayerChanged"), handover_changes(kinds), kinds)

        # The month of the change is the first firm's, the next the second's; each sums to its statement.
        job.today(f"{after}-01")
        for month in (job.months[1], changed):  # Whether the centre bills in advance or in arrears.
            job.attend(centre, case_number, month)
        job.bill(changed)
        job.today(f"{job.months[4]}-01")
        job.attend(centre, case_number, after)
        job.bill(after)
        paid = {}
        for month, firm in ((changed, first_firm), (after, next_firm)):
            found, = [each for each in job.statements(month) if each["case_number"] == case_number]
            firms = {each["firm"]: int(each["amount_minor"]) for each in found["shares"] if each["payer"] == "FIRM"}
            self.assertEqual(set(firms), {firm}, f"{month}: one firm, and the right one")
            self.assertEqual(sum(int(each["amount_minor"]) for each in found["shares"]), int(found["total_minor"]))
            paid[month] = firms[firm]
        number = employee["employee_no"]
        self.assertEqual(job.firm_shares(first_firm, changed).get(number), paid[changed])
        self.assertNotIn(number, job.firm_shares(first_firm, after), "nothing of a day that is the other's")
        self.assertNotIn("JOB-1", job.firm_shares(next_firm, changed))
        self.assertEqual(job.firm_shares(next_firm, after).get("JOB-1"), paid[after])
        return case_number, paid, {key: value for key, value in handover.items() if key != "revision"}


def handover_changes(kinds):
    """Of the events of one handover and its advice: as many changes of the payer as stand behind the centre's advice."""
    told = changes = 0
    for kind in kinds:
        told += kind == "CentreAdvised"
        changes += kind == "PayerChanged" and told > 0
    return changes


if __name__ == "__main__":
    unittest.main()
