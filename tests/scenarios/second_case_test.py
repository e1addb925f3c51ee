"""A child who is taken in twice, an authority that says things twice, and the children for developers: on both stores,
and the same on both."""

import itertools
import time
import unittest

import grpc

from running import STORES, Installation, call, run

PARK = "parks/second-case"
PROGRAMME = f"{PARK}/programmes/care"
TODAY = "2026-10-08"
FIRM = "91990101MHPBX4HX7N"


class Park:
    """A sandbox park with one firm, one employee and one programme."""

    def __init__(self, installation):
        self.installation, self._requests, self._tokens = installation, itertools.count(1), {}

    def must(self, rpc, request, role="PARK_ADMIN", scope=PARK, subject="li"):
        key = role, scope, subject
        if key not in self._tokens:
            purpose = ("--purpose", "test") if role == "OPS" else ()
            self._tokens[key] = run("token", "--config", self.installation.config, "--role", role, "--scope", scope,
                                    "--subject", subject, *purpose).strip()
        if not rpc.split(".")[1].startswith(("List", "Get")):
            request = {**request, "request_id": f"request-{next(self._requests)}"}
        return call(self.installation.address, self._tokens[key], rpc, request)

    def refused(self, rpc, request, **caller):
        try:
            self.must(rpc, request, **caller)
        except grpc.RpcError as error:
            return error.details()
        return "not refused"

    def lay(self):
        self.must("Directory.CreatePark", {"park": {
            "name": PARK, "display_name": "重复登记园区", "time_zone": "Asia/Shanghai", "sandbox": True,
            "current_date": TODAY}}, "OPS")
        self.must("Directory.BatchCreateFirms", {"parent": PARK, "firms": [{
            "uscc": FIRM, "display_name": "样例公司", "set_up": {
                "plan": "A", "share_form": "INVOICED", "pay_day": 10, "cut_off_days": 3,
                "contact_email": "hr@sample.example"}}]})
        employees = self.must("Directory.BatchApplyEmployees", {
            "parent": f"{PARK}/firms/{FIRM.lower()}", "employees": [{
                "employee_no": "E1", "display_name": "周全", "id_type": "PASSPORT", "id_number": "EB0000001",
                "hire_date": "2024-01-01"}]})
        assert employees["results"][0]["outcome"] == "CREATED", employees
        self.must("Eligibility.CreateProgramme", {"parent": PARK, "programme_id": "care", "programme": {
            "display_name": "托育福利", "scheme": "cn.sample_city.childcare", "funding_plan": "plan",
            "from_date": "2026-10-01"}})

    def take_in(self, family, case_number, name, document, birth_date="2025-03-01"):
        applied = self.must("Directory.BatchApplyFamilies", {"parent": PARK, "records": [{
            "family_no": family, "arrears_mode": "TAKE_WHAT_FITS",
            "guardians": [{"display_name": "周全", "id_type": "PASSPORT", "id_number": "EB0000001"}],
            "child": {"case_number": case_number, "display_name": name, "id_type": "BIRTH_CERTIFICATE",
                      "id_number": document, "birth_date": birth_date,
                      "consents": [{"purpose": "PROGRAMME", "version": "2026-1", "grant_date": "2026-09-01"}]}}]})
        assert applied["results"][0]["outcome"] == "CREATED", applied
        return applied["results"][0]["resource"]

    def decide(self):
        """What is in force afterwards, by case number, and the case numbers of faults with their reasons."""
        operation = self.must("Eligibility.DecideChildren", {
            "name": PROGRAMME, "from_date": TODAY, "until_date": "2026-12-01"})
        until = time.time() + 60
        while not operation.get("done"):
            assert time.time() < until, operation
            time.sleep(0.02)
            operation = self.must("Operations.GetOperation", {"name": operation["name"]})
        decisions = self.must("Eligibility.ListDecisions", {"parent": PROGRAMME}).get("decisions", [])
        faults = self.must("Eligibility.ListDecisionFaults", {"parent": PROGRAMME}).get("faults", [])
        return ({each["case_number"]: [slice["outcome"] for slice in each["slices"]] for each in decisions},
                {each["case_number"]: each["reason"] for each in faults})

    def review(self, pair, **verdict):
        for subject in ("li", "wang"):
            pair = self.must("Directory.ReviewChildDuplicate", {"name": pair["name"], **verdict}, subject=subject)
        assert pair["review_date"] == TODAY, pair

    def unreviewed(self):
        listed = self.must("Directory.ListChildDuplicates", {"parent": PARK, "unreviewed": True})
        return {each["case_number"]: each for each in listed.get("child_duplicates", [])}


class SecondCaseTest(unittest.TestCase):
    def test_both_stores_say_the_same(self):
        states = {}
        for store in STORES:
            with self.subTest(store), Installation(store) as installation:
                park = Park(installation.start())
                park.lay()
                self.children_for_developers(park)
                self.a_second_case_gets_no_right(park)
                self.an_authority_is_heard_once(park)
                states[store] = installation.state_sha256(PARK.split("/")[1])
        self.assertEqual(len(set(states.values())), 1, states)

    def children_for_developers(self, park):
        """As the table of directory's README says."""
        expected = {"HR-1-TEST-18M": ["ELIGIBLE"], "HR-2-TEST-6M+10": ["ELIGIBLE_LATER", "ELIGIBLE"],
                    "HR-3-TEST-36M+10": ["ELIGIBLE", "INELIGIBLE"], "HR-4-TEST-36M-10": ["INELIGIBLE"],
                    "HR-5-TEST-18M-NOCONSENT": ["PENDING"]}
        for number, case_number in enumerate(expected, 1):
            park.take_in(f"D{number}", case_number, f"试{number}", f"Z99100000{number}", "2020-01-01")
        self.assertEqual(park.decide(), (expected, {}))

    def a_second_case_gets_no_right(self, park):
        park.take_in("F1", "C1", "小满", "Z992000001")
        park.take_in("F1", "C2", "小寒", "Z992000002")  # The twin.
        park.take_in("F2", "C3", "小 满", "Z992000003")
        park.take_in("F3", "C4", "大寒", "Z992000002")
        park.take_in("F4", "C5", "小满", "Z992000005")
        pairs = park.unreviewed()
        self.assertEqual({case: each["earlier_case_number"] for case, each in pairs.items()},
                         {"C3": "C1", "C4": "C2", "C5": "C1"})
        decided, faults = park.decide()
        self.assertEqual(faults, {case: "CHILD_DUPLICATE" for case in ("C3", "C4", "C5")})
        self.assertEqual([case for case in decided if case.startswith("C")], ["C1", "C2"])

        park.review(pairs["C3"], verdict="DIFFERENT")
        park.review(pairs["C4"], verdict="SAME", kept_case_number="C4")
        decided, faults = park.decide()
        self.assertEqual(faults, {"C2": "CHILD_DUPLICATE", "C5": "CHILD_DUPLICATE"})
        self.assertEqual([decided[case] for case in ("C1", "C2", "C3", "C4")],
                         [["ELIGIBLE"], ["INELIGIBLE"], ["ELIGIBLE"], ["ELIGIBLE"]])
        self.assertNotIn("C5", decided)
        park.review(park.unreviewed()["C5"], verdict="DIFFERENT")
        self.assertEqual(park.unreviewed()["C5"]["earlier_case_number"], "C3")  # The next of that name.
        self.assertIn("final", park.refused("Directory.ReviewChildDuplicate", {
            "name": pairs["C3"]["name"], "verdict": "SAME", "kept_case_number": "C1"}))

    def an_authority_is_heard_once(self, park):
        child = park.take_in("F9", "C9", "白露", "Z992000009")
        fact = {"fact": "income_not_disclosed", "value": "true", "from_date": TODAY}

        def record(role="PARK_ADMIN", scope=PARK, **more):
            return park.must("Eligibility.RecordFacts", {"child": child, "facts": [{**fact, **more}]}, role, scope)

        family = child.split("/children/")[0]
        by_parent = record("PARENT", family)["facts"][0]
        self.assertEqual(by_parent["attested_by"], "GUARDIAN")
        by_authority = record(attested_by="AUTHORITY", event_id="TAX-1", value="false")["facts"]
        self.assertEqual(record(attested_by="AUTHORITY", event_id="TAX-1", value="false")["facts"], by_authority)
        self.assertTrue(record("PARENT", family)["facts"][0]["superseded"])
        for sentence, more in (("other content", {"event_id": "TAX-1"}), ("says otherwise", {"event_id": "TAX-2"}),
                               ("No event TAX-0", {"event_id": "TAX-2", "corrected_event_id": "TAX-0"})):
            request = {"child": child, "facts": [{**fact, "attested_by": "AUTHORITY", **more}]}
            self.assertIn(sentence, park.refused("Eligibility.RecordFacts", request))
        record(attested_by="AUTHORITY", event_id="TAX-2", corrected_event_id="TAX-1")
        listed = park.must("Eligibility.ListRecordedFacts", {"parent": child})["facts"]
        self.assertEqual([each.get("superseded", False) for each in listed], [True, True, True, False])


if __name__ == "__main__":
    unittest.main()
