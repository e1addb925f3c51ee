"""Who changed in directory is decided again without being asked for, on both stores, also over a server that was killed."""

import json
import tempfile
import time
import unittest
from datetime import date, timedelta
from pathlib import Path

from running import STORES, Installation, make_sample, park_of


class AgainTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="tuoqiao-test.")
        cls.addClassCleanup(cls.folder.cleanup)
        cls.sample = make_sample(Path(cls.folder.name) / "sample")
        facts = json.loads((cls.sample / "park.json").read_text("utf-8"))
        cls.park = f"parks/{park_of(cls.sample)}"
        cls.programme = f"{cls.park}/programmes/{facts['programme']}"
        cls.installations, cls.states = {}, {}
        for store in STORES:
            installation = cls.installations[store] = Installation(store)
            cls.addClassCleanup(installation.close)
            _, state = installation.start().live(cls.sample)
            cls.states[store] = [json.loads(line) for line in state.read_text("utf-8").splitlines()]

    def test_1_a_month_is_heard_and_leaves_nothing_to_decide(self):
        for store in STORES:
            with self.subTest(store=store):
                self.until_heard(store)
                installation = self.installations[store]
                # Nobody was decided twice by what was heard while the month began.
                self.assertEqual(installation.number("eligibility", "SELECT COUNT(*) FROM decision WHERE revision > 1"), 0)
                self.assertEqual(self.decide(store)["changed"], 0)

    def test_2_a_withdrawn_consent_is_heard_by_a_server_that_was_killed(self):
        for store in STORES:
            with self.subTest(store=store):
                installation = self.installations[store]
                decision = self.eligible(store)[0]
                family = decision["child"].split("/children/")[0]
                installation.call("PARENT", family, "Directory.SetConsent", {
                    "name": family, "child": decision["child"], "purpose": "PROGRAMME", "granted": False,
                    "request_id": f"withdraw-{store}"})
                installation.kill()
                installation.start()
                self.until_heard(store)
                after = self.decision_of(store, decision["child"])
                self.assertEqual((after["revision"], after["slices"][0]["outcome"]), (2, "PENDING"))
                self.assertEqual(self.decide(store)["changed"], 0)

    def test_3_a_leaver_is_decided_again_from_the_day_after(self):
        for store in STORES:
            with self.subTest(store=store):
                installation = self.installations[store]
                decision, employee = self.with_one_employee(store)
                # Within the days that the decision is about.
                last = date.fromisoformat(decision["slices"][-1]["until_date"]) - timedelta(days=20)
                firm = employee["name"].split("/employees/")[0]
                record = {key: value for key, value in employee.items() if key != "name"}
                installation.call("FIRM_HR", firm, "Directory.BatchApplyEmployees", {
                    "parent": firm, "employees": [{**record, "leaveDate": str(last)}], "request_id": f"leaver-{store}"})
                self.until_heard(store)
                after = self.decision_of(store, decision["child"])
                self.assertEqual(after["revision"], 2)
                self.assertEqual([each["outcome"] for each in after["slices"]][-1], "INELIGIBLE")
                self.assertEqual(after["slices"][-1]["from_date"], str(last + timedelta(days=1)))

    # ---- What is there.

    def until_heard(self, store):
        """How far directory's log goes, and until eligibility has heard it."""
        installation, until = self.installations[store], time.time() + 60
        head = int(installation.call("PARK_ADMIN", self.park, "Directory.ListEvents",
                                     {"parent": self.park, "page_size": 1})["head"])
        while installation.number("eligibility", "SELECT COALESCE(MAX(position), 0) FROM cursor") < head:
            self.assertLess(time.time(), until, "eligibility does not hear directory")
            time.sleep(0.05)

    def decide(self, store):
        """All children once more, over the days of the decisions in force."""
        installation = self.installations[store]
        from_date, until_date = installation.rows("eligibility", "SELECT MIN(from_date), MAX(until_date) FROM decision")[0]
        operation = installation.call("PARK_ADMIN", self.park, "Eligibility.DecideChildren", {
            "name": self.programme, "from_date": from_date, "until_date": until_date,
            "request_id": f"decide-{time.time_ns()}"})
        until = time.time() + 60
        while not operation.get("done"):
            self.assertLess(time.time(), until)
            time.sleep(0.05)
            operation = installation.call("PARK_ADMIN", self.park, "Operations.GetOperation", {"name": operation["name"]})
        self.assertIn("response", operation)
        return {"changed": 0, **operation["response"]}

    def decisions(self, store):
        page = self.installations[store].call("PARK_ADMIN", self.park, "Eligibility.ListDecisions", {"parent": self.programme})
        return page["decisions"]

    def decision_of(self, store, child):
        return next(each for each in self.decisions(store) if each["child"] == child)

    def eligible(self, store):
        return [each for each in self.decisions(store)
                if each["revision"] == 1 and {slice["outcome"] for slice in each["slices"]} == {"ELIGIBLE"}]

    def with_one_employee(self, store):
        """An eligible child whose only confirmed guardian has one employment."""
        resources = {each["name"]: each["resource"] for each in self.states[store]}
        by_number = {}
        for name, each in resources.items():
            if "/employees/" in name and each.get("idNumber"):
                by_number.setdefault(each["idNumber"], []).append({**each, "name": name})
        for decision in self.eligible(store):
            family = resources[decision["child"].split("/children/")[0]]
            employed = [employee for guardian in family["guardians"] for employee in by_number.get(guardian["idNumber"], [])]
            if len(employed) == 1 and "leaveDate" not in employed[0]:
                return decision, employed[0]
        self.fail("no such child")


if __name__ == "__main__":
    unittest.main(verbosity=2)
