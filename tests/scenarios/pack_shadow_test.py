"""A scheme in the shadow of a lived park: what it lists equals what an independent count finds between the decisions
before and after it is adopted, a seeded error is listed and refused, and nobody's money changes before."""

import json
import shutil
import subprocess
import tempfile
import time
import unittest
from datetime import date, timedelta
from pathlib import Path

from running import ROOT, TUOQIAO, Installation, make_sample

LIVE, NEXT, WRONG = "cn.sample_city.childcare", "cn.candidate.childcare", "cn.candidate.wrong"
GRANT = 60000
WIDE = ("--children-max", "10000", "--losing-max", "100000", "--payer-max", "10000000", "--child-max", "100000")
# What a shadow adds to the state.
OF_SHADOWS = {"Shadow", "ShadowDifference"}


def candidate(name, grant):
    """The sample's pack with other ages, for guardians who are employed or not, and with an amount."""
    text = (ROOT / "services/rules/cn/sample_city/childcare.textproto").read_text("utf-8")
    for old, new in ((f'"{LIVE}"', f'"{name}"'), ("    value: 6\n", "    value: 3\n"), ("    value: 36\n", "    value: 30\n"),
                     ("    value: 1\n", "    value: 0\n")):
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text + f"""
parameters {{ name: "grant" unit: CNY_MINOR period: MONTH
  values {{ from: "2026-01-01" value: {grant} source {{ title: "tests" }} confidence: SAMPLE }} }}
amounts {{ name: "grant" title {{ en: "Grant" zh: "补助" }} payer: AUTHORITY per: MONTH fixed {{ parameter: "grant" }} }}
"""


def days_of(slices):
    """{day: outcome}."""
    outcomes = {}
    for each in slices:
        day, until = date.fromisoformat(each["from_date"]), date.fromisoformat(each["until_date"])
        while day < until:
            outcomes[day] = each["outcome"]
            day += timedelta(days=1)
    return outcomes


def is_month_end(day):
    return (day + timedelta(days=1)).day == 1


class PackShadowCase:
    store = None

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="tuoqiao-test.")
        cls.addClassCleanup(cls.folder.cleanup)
        folder = Path(cls.folder.name)
        cls.sample = make_sample(folder / "sample")
        cls.facts = json.loads((cls.sample / "park.json").read_text("utf-8"))
        cls.park = f"parks/{cls.facts['park']}"
        cls.programme = f"{cls.park}/programmes/{cls.facts['programme']}"
        rules = folder / "rules"
        shutil.copytree(ROOT / "services/rules", rules)
        (rules / "candidate.textproto").write_text(candidate(NEXT, GRANT), "utf-8")
        (rules / "wrong.textproto").write_text(candidate(WRONG, 10 * GRANT), "utf-8")
        cls.installation = Installation(cls.store)
        cls.addClassCleanup(cls.installation.close)
        config = cls.installation.config
        config.write_text(config.read_text().replace(str(ROOT / "services/rules"), str(rules)))
        cls.installation.start().live(cls.sample)
        cls.today = date.fromisoformat(cls.call("Directory.GetPark", {"name": cls.park})["current_date"])
        # The shadow begins with a month that is still ahead.
        cls.begin = (cls.today.replace(day=1) + timedelta(days=32)).replace(day=1)
        cls.until = cls.begin.replace(year=cls.begin.year + 1)
        cls.decide("decide-before")
        cls.before = cls.decisions()
        cls.lived = cls.settled_state()

    @classmethod
    def call(cls, rpc, request, role="PARK_ADMIN"):
        return cls.installation.call(role, cls.park, rpc, request)

    @classmethod
    def decide(cls, request_id):
        operation = cls.call("Eligibility.DecideChildren", {
            "name": cls.programme, "from_date": str(cls.today), "until_date": str(cls.until), "request_id": request_id})
        while not operation.get("done"):
            operation = cls.call("Operations.GetOperation", {"name": operation["name"]})
        assert "error" not in operation, operation

    @classmethod
    def decisions(cls):
        """{case number: {day: outcome}}."""
        found, request = {}, {"parent": cls.programme, "page_size": 37}
        while True:
            page = cls.call("Eligibility.ListDecisions", request)
            for each in page.get("decisions", []):
                found[each["case_number"]] = days_of(each["slices"])
            if not page.get("next_page_token"):
                return found
            request["page_token"] = page["next_page_token"]

    @classmethod
    def state(cls):
        """The lines of the state without what shadows add."""
        out = Path(cls.folder.name) / "state.jsonl"
        cls.installation.client("state", "--park", cls.facts["park"], "--out", out)
        lines = out.read_text("utf-8").splitlines()
        return {line for line in lines if json.loads(line)["type"] not in OF_SHADOWS}

    @classmethod
    def settled_state(cls):
        """The state once everybody has heard of the last decisions."""
        before, state = None, cls.state()
        while state != before:
            time.sleep(0.5)
            before, state = state, cls.state()
        return state

    def shadow(self, scheme, *thresholds, codes=(0,)):
        printed = json.loads(self.installation.client(
            "rules", "shadow", "start", "--park", self.facts["park"], "--programme", self.facts["programme"],
            "--scheme", scheme, "--from", str(self.begin), "--until", str(self.until), "--json", "--most", "3",
            *thresholds, codes=codes))
        self.assertEqual(len(printed["differences"]), min(3, printed["shadow"].get("differences", 0)))
        return printed["shadow"]

    def verb(self, *verb, codes=(0,)):
        """What a verb prints, or what it was refused with."""
        done = subprocess.run(
            [str(TUOQIAO), "rules", "shadow", *verb, "--park", self.facts["park"], "--server",
             self.installation.address, "--key", self.installation.data / "token.key"], capture_output=True, text=True)
        self.assertIn(done.returncode, codes, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def approve(self, shadow, subject, codes=(0,)):
        return self.verb("approve", shadow["name"], "--digest", shadow["digest"], "--as", subject, codes=codes)

    def differences(self, shadow):
        """The rows of outcomes by child and day, and those of amounts by child."""
        outcomes, amounts, request = {}, {}, {"parent": shadow["name"], "page_size": 7}
        rows = 0
        while True:
            page = self.call("Eligibility.ListShadowDifferences", request)
            for each in page.get("differences", []):
                rows += 1
                self.assertIn(" -> ", each["cause"])
                if each.get("amount"):
                    self.assertEqual((each["amount"], each["payer"]), ("grant", "AUTHORITY"))
                    amounts[each["case_number"]] = int(each.get("before_minor", 0)), int(each.get("after_minor", 0))
                    continue
                for day in days_of([{**each, "outcome": ""}]):
                    self.assertNotIn((each["case_number"], day), outcomes)
                    outcomes[each["case_number"], day] = each["before"], each["after"]
            if not page.get("next_page_token"):
                self.assertEqual(rows, shadow.get("differences", 0))
                return outcomes, amounts
            request["page_token"] = page["next_page_token"]

    def eligible_month_ends(self, decisions):
        """{case number: how many} of the shadow's days."""
        found = {case: sum(1 for day, outcome in days.items()
                           if self.begin <= day < self.until and is_month_end(day) and outcome == "ELIGIBLE")
                 for case, days in decisions.items()}
        return {case: ends for case, ends in found.items() if ends}

    def assert_untouched(self):
        self.assertEqual(self.state() ^ self.lived, set())

    # In the order of their names: the third one adopts a scheme.

    def test_1_the_live_scheme_itself_changes_nothing_and_needs_no_threshold(self):
        shadow = self.shadow(LIVE)
        self.assertNotIn("differences", shadow)
        self.assertNotIn("excesses", shadow)
        self.assertEqual(shadow["children"], len(self.before))
        self.assert_untouched()

    def test_2_a_seeded_error_is_listed_and_refused_before_any_payment(self):
        # What the right one costs is allowed; the wrong one is ten times that. Exit code 3: somebody has to look.
        costs = int(self.payer(self.shadow(NEXT, *WIDE))["after_minor"])
        shadow = self.shadow(WRONG, "--children-max", "10000", "--losing-max", "100000", "--payer-max",
                             str(costs // 100), "--child-max", str(13 * GRANT // 100), codes=(3,))
        figures = {each["figure"] for each in shadow["excesses"]}
        self.assertEqual(figures, {"payer_rise_minor", "child_difference_minor"})
        self.assertEqual(int(self.payer(shadow)["after_minor"]), 10 * costs)
        _, amounts = self.differences(shadow)
        self.assertEqual(sum(after for _, after in amounts.values()), 10 * costs)
        said = self.approve(shadow, "park-admin-1", codes=(1,))
        self.assertIn("SHADOW_OVER_THRESHOLD", said)
        self.assertIn("payer_rise_minor", said)
        self.assert_untouched()

    def payer(self, shadow):
        return next(each for each in shadow["payers"] if each["payer"] == "AUTHORITY")

    def test_3_what_is_listed_is_what_the_next_decisions_change(self):
        shadow = self.shadow(NEXT, *WIDE)
        listed, amounts = self.differences(shadow)
        self.assertGreater(shadow["losing_children"], 0)
        self.assertGreater(shadow["gaining_children"], 0)
        printed = self.verb("differences", shadow["name"])
        self.assertIn(f"{shadow['differences']} differences", printed)
        self.assertIn("age_until: below 36 -> below 30", printed)
        self.assertIn("signed by park-admin-1", self.approve(shadow, "park-admin-1"))
        self.assertIn("APPROVED_BY_SAME_PERSON", self.approve(shadow, "park-admin-1", codes=(1,)))
        self.assert_untouched()
        self.assertIn("adopted", self.approve(shadow, "park-admin-2"))

        # The programme says so, and nothing else does.
        changed = {json.loads(line)["type"] for line in self.state() ^ self.lived}
        self.assertEqual(changed, {"Programme"})
        versions = self.call("Eligibility.GetProgramme", {"name": self.programme})["versions"]
        self.assertEqual([(each["scheme"], each["from_date"]) for each in versions],
                         [(LIVE, versions[0]["from_date"]), (NEXT, str(self.begin))])
        self.assertEqual(versions[1]["shadow"], shadow["name"])

        self.decide("decide-after")
        after = self.decisions()
        self.assertEqual(after.keys(), self.before.keys())
        expected = {}
        for case, days in after.items():
            for day, outcome in days.items():
                if outcome != self.before[case][day]:
                    expected[case, day] = self.before[case][day], outcome
        earlier = {key for key in expected if key[1] < self.begin}
        # Before its first day only whether later days follow may differ.
        self.assertTrue(all(set(expected[key]) == {"ELIGIBLE_LATER", "INELIGIBLE"} for key in earlier))
        expected = {key: found for key, found in expected.items() if key not in earlier}
        self.assertEqual(listed, expected)
        grants = {case: (0, GRANT * ends) for case, ends in self.eligible_month_ends(after).items()}
        self.assertEqual(amounts, grants)
        self.assertEqual(shadow["changed_children"], len({case for case, _ in expected} | grants.keys()))
        lost = {case for (case, _), (before, _) in expected.items() if before == "ELIGIBLE"}
        gained = {case for (case, _), (_, now) in expected.items() if now == "ELIGIBLE"}
        self.assertEqual((shadow["losing_children"], shadow["gaining_children"]), (len(lost), len(gained)))
        self.assertEqual(int(self.payer(shadow)["after_minor"]), sum(each for _, each in grants.values()))

    def test_4_the_next_shadow_compares_with_what_was_adopted(self):
        shadow = self.shadow(WRONG, *WIDE)
        self.assertEqual(shadow["live_scheme"], NEXT)
        outcomes, amounts = self.differences(shadow)
        self.assertEqual(outcomes, {})
        self.assertEqual(amounts, {case: (GRANT * ends, 10 * GRANT * ends)
                                   for case, ends in self.eligible_month_ends(self.decisions()).items()})


class SqlitePackShadowTest(PackShadowCase, unittest.TestCase):
    store = "sqlite"


class PostgresPackShadowTest(PackShadowCase, unittest.TestCase):
    store = "postgres"


if __name__ == "__main__":
    unittest.main(verbosity=2)
