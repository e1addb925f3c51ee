"""A plan in the shadow of a lived month: what it would change equals what the oracle recomputes, a wrong plan is not
adopted, and the month stays as it was."""

import json
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

import grpc

from running import ROOT, TUOQIAO, Installation, make_sample

LIVE = "sample-plan-2026"
WIDE = ("--children-max", "10000", "--child-max", "100000", "--family-max", "10000000", "--payer-max", "10000000")
# What a shadow adds to the state.
OF_SHADOWS = {"FundingPlan", "Shadow", "ShadowDifference", "Adoption"}


def borne(sample):
    """What the oracle says that each payer bears: {(case number, payer, party): fen}."""
    with tempfile.TemporaryDirectory(prefix="tuoqiao-test.") as folder:
        out = Path(folder) / "month.json"
        subprocess.run(["/usr/bin/python3", ROOT / "tests/oracle/oracle.py", sample, "--json", out], check=True,
                       capture_output=True)
        sums = {}
        for statement in json.loads(out.read_text("utf-8"))["statement_detail"]:
            for share in statement["shares"]:
                party = share["party"] if share["payer"] == "FIRM" else ""
                key = statement["case_number"], share["payer"], party
                sums[key] = sums.get(key, 0) + share["amount"]
        return sums


def changed(before, after):
    return {key: (before.get(key, 0), after.get(key, 0)) for key in before.keys() | after.keys()
            if before.get(key, 0) != after.get(key, 0)}


def text_of(name, value):
    """A field as a text proto writes it."""
    if isinstance(value, list):
        return " ".join(text_of(name, each) for each in value)
    if isinstance(value, dict):
        return f"{name} {{ {' '.join(text_of(*each) for each in value.items())} }}"
    return f"{name}: {json.dumps(value)}"


class ShadowCase:
    store = None

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="tuoqiao-test.")
        cls.addClassCleanup(cls.folder.cleanup)
        cls.sample = make_sample(Path(cls.folder.name) / "sample")
        cls.facts = json.loads((cls.sample / "park.json").read_text("utf-8"))
        cls.park = f"parks/{cls.facts['park']}"
        cls.installation = Installation(cls.store)
        cls.addClassCleanup(cls.installation.close)
        cls.installation.start().live(cls.sample)
        cls.lived = cls.state_without_shadows()

    @classmethod
    def state_without_shadows(cls):
        out = Path(cls.folder.name) / "state.jsonl"
        cls.installation.client("state", "--park", cls.facts["park"], "--out", out)
        lines = out.read_text("utf-8").splitlines()
        return [line for line in lines if json.loads(line)["type"] not in OF_SHADOWS]

    def sample_with(self, change):
        """The sample with another plan, for the oracle."""
        copy = Path(tempfile.mkdtemp(prefix="tuoqiao-test."))
        self.addCleanup(shutil.rmtree, copy)
        shutil.copytree(self.sample, copy / "sample")
        facts = json.loads((self.sample / "park.json").read_text("utf-8"))
        change(facts)
        (copy / "sample/park.json").write_text(json.dumps(facts, ensure_ascii=False), "utf-8")
        return copy / "sample", facts

    def plan_file(self, name, facts):
        """The plan as a person would write it."""
        plan = {"layers": facts["funding_plan"]["layers"],
                "firm_plans": [{"code": code, **terms} for code, terms in facts["plans"].items()]}
        path = Path(self.folder.name) / f"{name}.textproto"
        path.write_text("\n".join(text_of(*each) for each in plan.items()), "utf-8")
        return path

    def shadow(self, plan, *thresholds, codes=(0,)):
        printed = self.installation.client(
            "shadow", "plan", "--park", self.facts["park"], "--month", self.facts["month"], "--plan", plan,
            "--programme", self.facts["programme"], "--json", "--most", "3", *thresholds, codes=codes)
        printed = json.loads(printed)
        sizes = [abs(int(each["difference_minor"])) for each in printed["differences"]]
        largest = int(printed["shadow"].get("largest_difference_minor", 0))
        self.assertEqual(sizes, sorted(sizes, reverse=True))
        self.assertEqual(max(sizes, default=0), largest)
        self.assertEqual(len(sizes), min(3, printed["shadow"].get("differences", 0)))
        return printed["shadow"]

    def approve(self, shadow, subject, codes=(0,)):
        """What it prints, or what it was refused with."""
        done = subprocess.run(
            [str(TUOQIAO), "shadow", "approve", shadow["name"], "--park", self.facts["park"], "--digest",
             shadow["digest"], "--as", subject, "--server", self.installation.address, "--key",
             self.installation.data / "token.key"], capture_output=True, text=True)
        self.assertIn(done.returncode, codes, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def differences(self, shadow):
        rows, request = {}, {"parent": shadow["name"], "page_size": 7}
        while True:
            page = self.installation.call("PARK_FINANCE", self.park, "Billing.ListShadowDifferences", request)
            for each in page.get("differences", []):
                key = each["case_number"], each["payer"], each.get("firm", "").split("/")[-1].upper()
                before, after = rows.get(key, (0, 0))
                rows[key] = (before + int(each.get("before_minor", 0)), after + int(each.get("after_minor", 0)))
                self.assertTrue(re.match("(AUTHORITY|PARK|FIRM|UNION|FAMILY): .+ -> .+", each["cause"]), each)
            if not page.get("next_page_token"):
                return rows
            request["page_token"] = page["next_page_token"]

    def assert_untouched(self):
        self.assertEqual(set(self.state_without_shadows()) ^ set(self.lived), set())

    def preview(self, month, **plan):
        """The plan by which a month is previewed, or the reason why it is not."""
        name = f"{self.park}/months/{month}"
        try:
            operation = self.installation.call("PARK_FINANCE", self.park, "Billing.PreviewMonth", {
                "name": name, "programme": f"{self.park}/programmes/{self.facts['programme']}",
                "request_id": f"preview-{month}-{plan.get('funding_plan', 'none').split('/')[-1]}", **plan})
        except grpc.RpcError as refused:
            return dict(refused.trailing_metadata())["grpc-status-details-bin"].decode("latin-1")
        while not self.installation.call("PARK_FINANCE", self.park, "Operations.GetOperation",
                                         {"name": operation["name"]}).get("done"):
            pass
        found = self.installation.call("PARK_FINANCE", self.park, "Billing.GetMonth", {"name": name})
        return found["funding_plan"].split("/")[-1]

    # In the order of their names: the last one adopts a plan.

    def test_1_a_changed_cap_gives_exactly_what_the_oracle_recomputes(self):
        sample, facts = self.sample_with(lambda facts: facts["plans"]["A"].update(cap_minor=50000))
        shadow = self.shadow(self.plan_file("cap-of-500", facts), *WIDE)
        before, after = borne(self.sample), borne(sample)
        expected = changed(before, after)
        self.assertGreater(len(expected), 1)
        self.assertEqual(self.differences(shadow), expected)
        self.assertEqual(shadow["changed_children"], len({case_number for case_number, *_ in expected}))
        for each in shadow["payer_changes"]:
            for field, sums in (("before_minor", before), ("after_minor", after)):
                total = sum(amount for (_, payer, _), amount in sums.items() if payer == each["payer"])
                self.assertEqual(int(each.get(field, 0)), total, each)
        self.assert_untouched()

    def test_2_the_live_plan_itself_changes_nothing_and_needs_no_threshold(self):
        shadow = self.shadow(LIVE)
        self.assertNotIn("differences", shadow)
        self.assertNotIn("excesses", shadow)

    def test_3_a_seeded_bug_is_refused_at_approval(self):
        def ten_times(facts):
            for terms in facts["plans"].values():
                for name in ("amount_minor", "cap_minor"):
                    terms[name] *= 10

        def without_authority(facts):
            del facts["funding_plan"]["layers"][0]

        for name, bug in (("ten-times", ten_times), ("no-authority", without_authority)):
            with self.subTest(name):
                _, facts = self.sample_with(bug)
                # Exit code 3: somebody has to look.
                shadow = self.shadow(self.plan_file(name, facts), "--children-max", "10000", "--child-max", "250",
                                     "--family-max", "1000", "--payer-max", "1000", codes=(3,))
                self.assertTrue(shadow["excesses"])
                said = self.approve(shadow, "park-finance-1", codes=(1,))
                self.assertIn("SHADOW_OVER_THRESHOLD", said)
                self.assertIn(shadow["excesses"][0]["figure"], said)
        self.assert_untouched()

    def what_if(self, who, *flags):
        return json.loads(self.installation.client(
            "what-if", who, "--park", self.facts["park"], "--programme", self.facts["programme"], "--month",
            self.facts["month"], "--json", *flags))

    def test_4_a_family_and_a_firm_hear_what_a_place_would_cost(self):
        tariff = next(each for each in self.installation.call(
            "PARK_ADMIN", self.park, "Billing.ListTariffs", {"parent": self.park})["tariffs"]
            if each["group_kind"] == "SMALL" and each["from_date"] <= self.facts["month"])
        centre = tariff["name"].split("/")[3].upper()
        year, month = map(int, self.facts["month"].split("-"))
        birth_date = f"{year - 1 - (month < 7)}-{(month - 7) % 12 + 1:02d}-01"  # 18 months old.
        answer = self.what_if("family", "--birth-date", birth_date, "--centre", centre, "--firm-plan", "B")
        self.assertEqual(answer["eligibility"]["slices"][0]["outcome"], "ELIGIBLE")
        family = answer["estimate"]
        lines = {each["kind"]: int(each["amount_minor"]) for each in family["lines"]}
        shares = {each["payer"]: int(each["amount_minor"]) for each in family["shares"]}
        self.assertEqual(lines["CARE"], int(tariff["monthly_fee_minor"]))
        self.assertEqual(sum(lines.values()), int(family["total_minor"]))
        self.assertEqual(sum(shares.values()), int(family["total_minor"]))
        self.assertEqual(shares["FIRM"], self.facts["plans"]["B"]["amount_minor"])
        uscc = sorted(path.stem for path in (self.sample / "rosters").iterdir())[0]
        firm = self.what_if("firm", "--firm", uscc, "--firm-plan", "B", "--children", "SMALL=2", "--centre", centre)
        self.assertEqual(firm["month_least_minor"], str(2 * shares["FIRM"]))
        self.assertEqual(firm["month_most_minor"], firm["month_least_minor"])
        self.assertEqual(firm["year_most_minor"], str(24 * shares["FIRM"]))
        self.assert_untouched()

    def test_5_two_people_adopt_a_plan_for_the_next_preview_only(self):
        _, facts = self.sample_with(lambda facts: facts["plans"]["A"].update(cap_minor=70000))
        shadow = self.shadow(self.plan_file("cap-of-700", facts), *WIDE)
        self.approve(shadow, "park-finance-1")
        self.assertIn("APPROVED_BY_SAME_PERSON", self.approve(shadow, "park-finance-1", codes=(1,)))
        self.assertIn("adopted", self.approve(shadow, "park-finance-2"))
        self.assert_untouched()
        year, month = map(int, self.facts["month"].split("-"))
        self.assertEqual(shadow["first_month"], f"{year + month // 12}-{month % 12 + 1:02d}")
        self.assertIn("MONTH_CLOSED", self.preview(self.facts["month"]))
        self.assertIn("FUNDING_PLAN_NOT_ADOPTED", self.preview(
            shadow["first_month"], funding_plan=f"{self.park}/fundingPlans/{LIVE}"))
        self.assertEqual(self.preview(shadow["first_month"]), "cap-of-700")


class SqliteShadowTest(ShadowCase, unittest.TestCase):
    store = "sqlite"


class PostgresShadowTest(ShadowCase, unittest.TestCase):
    store = "postgres"


if __name__ == "__main__":
    unittest.main(verbosity=2)
