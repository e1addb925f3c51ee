"""A month whose subsidy a pack decides: by income, 100, 90 or 80 per cent of 600.00 a month, to the fen, from what a
family said to the closed statement."""

import json
import shutil
import tempfile
import time
import unittest
from pathlib import Path

from running import ROOT, STORES, Installation, make_sample

WORDS = """source { title: "tests" } confidence: SAMPLE ask: GUARDIAN
  sentences { holds { en: "yes" zh: "是" } fails { en: "no" zh: "否" } unknown { en: "unknown" zh: "未知" }
    change { en: "ask" zh: "询问" } }"""
# For families of one district; whose income is not known has no amount.
PACK = f"""# proto-message: tuoqiao.rules.v1.RuleFile
scheme: "cn.scenario.income" subject: CHILD title {{ en: "By income" zh: "按收入补助" }} from: "2026-01-01"
tables {{ name: "by_income" by: CNY_MINOR unit: CNY_MINOR values {{ from: "2026-01-01"
  brackets {{ at_least: 0 value: 60000 }} brackets {{ at_least: 10000000 value: 54000 }}
  brackets {{ at_least: 20000000 value: 48000 }} source {{ title: "tests" }} confidence: SAMPLE }} }}
needs {{ name: "programme_consent" predicate {{ equals {{ fact: "programme_consent" value {{ truth: true }} }} }} {WORDS} }}
conditions {{ name: "district" predicate {{ equals {{ fact: "residence_division" value {{ text: "330106" }} }} }} {WORDS} }}
amounts {{ name: "grant" title {{ en: "Grant" zh: "补助" }} payer: AUTHORITY per: MONTH
  by_bracket {{ table: "by_income" fact: "household_income_minor" }} }}
"""
CARE = ["CARE", "COEFFICIENT", "SIBLING", "REFUND"]
# What a family earned in a year, and what it has of the grant; the third says it later.
INCOMES = ((9_999_999, 60000), (10_000_000, 54000), (20_000_000, 48000))
LATE = 2


class Decided:
    """The month after the one that was lived, on one store."""

    def __init__(self, installation, sample):
        self.installation = installation
        facts = json.loads((sample / "park.json").read_text("utf-8"))
        self.park, self.today = f"parks/{facts['park']}", facts["today"]
        self.programme = f"{self.park}/programmes/income"
        self.live_plan = f"{self.park}/fundingPlans/{facts['funding_plan']['id']}"
        year, month = map(int, facts["month"].split("-"))
        self.month = f"{self.park}/months/{year + month // 12}-{month % 12 + 1:02d}"
        later = year * 12 + month + 1
        self.until = f"{later // 12}-{later % 12 + 1:02d}-01"
        self.requests = 0

    def call(self, role, rpc, request, mutates=False):
        if mutates:
            self.requests += 1
            request = {**request, "request_id": f"decided-{self.requests}"}
        return self.installation.call(role, self.park, rpc, request)

    def wait(self, role, rpc, request):
        operation = self.call(role, rpc, request, mutates=True)
        while not operation.get("done"):
            time.sleep(0.05)
            operation = self.call(role, "Operations.GetOperation", {"name": operation["name"]})
        assert "error" not in operation, operation
        return operation

    def preview(self, plan):
        self.wait("PARK_FINANCE", "Billing.PreviewMonth", {"name": self.month, "funding_plan": plan})
        return self.call("PARK_FINANCE", "Billing.GetMonth", {"name": self.month})

    def statements(self):
        """{case number: statement} of those who have one."""
        reply = self.call("PARK_FINANCE", "Billing.ListStatements", {"parent": self.month, "page_size": 1000})
        found = {}
        for each in reply.get("statements", []):
            found.setdefault(each["case_number"], []).append(each)
        return {case_number: group[0] for case_number, group in found.items() if len(group) == 1}

    def record(self, child, **facts):
        self.call("PARK_ADMIN", "Eligibility.RecordFacts", {"child": child, "facts": [
            {"fact": fact, "value": str(value), "from_date": self.today} for fact, value in facts.items()]},
            mutates=True)

    def decide(self):
        self.wait("PARK_ADMIN", "Eligibility.DecideChildren", {
            "name": self.programme, "from_date": self.today, "until_date": self.until})

    def make(self):
        self.call("PARK_ADMIN", "Eligibility.CreateProgramme", {
            "parent": self.park, "programme_id": "income", "programme": {
                "display_name": "按收入补助", "scheme": "cn.scenario.income", "funding_plan": "plan-income",
                "from_date": self.today}}, mutates=True)
        return self.call("PARK_ADMIN", "Billing.CreateFundingPlan", {
            "parent": self.park, "funding_plan_id": "plan-income", "funding_plan": {
                "layers": [
                    {"payer": "AUTHORITY", "kind": "SCHEME_AMOUNT", "decided_by": self.programme, "amount": "grant",
                     "lines": CARE, "programme": "income"},
                    {"payer": "PARK", "kind": "PERCENT", "share_bp": 1000, "cap_minor": 10000, "lines": CARE},
                    {"payer": "FAMILY", "kind": "REST"}],
                "schemes": [{"programme": "income", "scheme": "cn.scenario.income"}]}}, mutates=True)

    def close(self, digest):
        checklist = self.installation.call("PARK_FINANCE", self.park, "Billing.GetMonthChecklist", {"name": self.month})
        acknowledged = [each["code"] for each in checklist["items"] if each.get("open") and each["weight"] == "SOFT"]
        for subject in ("park-finance-1", "park-finance-2"):
            self.requests += 1
            self.installation.call("PARK_FINANCE", self.park, "Billing.ApproveMonth", {
                "name": self.month, "digest": digest, "acknowledged": acknowledged,
                "request_id": f"decided-{self.requests}"}, subject=subject)
        self.wait("PARK_FINANCE", "Billing.CloseMonth", {"name": self.month})


def lines_of(statement):
    return {each["kind"]: int(each["amount_minor"]) for each in statement["lines"]}


def shares_of(statement):
    return {each["payer"]: int(each["amount_minor"]) for each in statement["shares"]}


def by_hand(statement, grant):
    """The grant of the care, a tenth of what it leaves and at most 100.00, and the rest."""
    lines = lines_of(statement)
    care = sum(lines.get(kind, 0) for kind in CARE)
    assert care > grant, statement
    park = min((care - grant + 5) // 10, 10000)
    shares = {"AUTHORITY": grant, "PARK": park, "FAMILY": sum(lines.values()) - grant - park}
    return {payer: minor for payer, minor in shares.items() if minor}


class DecidedTest(unittest.TestCase):
    def test_what_a_family_said_comes_to_its_closed_statement_to_the_fen(self):
        with tempfile.TemporaryDirectory(prefix="tuoqiao-test.") as folder:
            sample = make_sample(Path(folder) / "sample")
            closed = {}
            for store in STORES:
                with self.subTest(store=store), Installation(store) as installation:
                    self.add_pack(installation)
                    installation.start().live(sample)
                    closed[store] = self.bill(Decided(installation, sample))
            self.assertEqual(closed["sqlite"], closed["postgres"])

    def add_pack(self, installation):
        rules = installation.folder / "rules"
        shutil.copytree(ROOT / "services/rules", rules)
        (rules / "income.textproto").write_text(PACK, "utf-8")
        config = installation.config
        config.write_text(config.read_text().replace(str(ROOT / "services/rules"), str(rules)))

    def bill(self, month):
        """The closed statements' shares, by case number."""
        # Whom the month bills whatever the plan: three of different families, and one who says nothing.
        month.preview(month.live_plan)
        families = {}
        for case_number, statement in sorted(month.statements().items()):
            if lines_of(statement).get("CARE", 0) > 60000:
                families.setdefault(statement["family"], (case_number, statement["child"]))
        *known, (silent, _) = list(families.values())[:len(INCOMES) + 1]
        self.assertEqual(len(known), len(INCOMES))

        made = month.make()
        self.assertEqual(made["layers"][0]["amount"], "grant")
        self.assertEqual(made["schemes"], [{"programme": "income", "scheme": "cn.scenario.income"}])
        for place, ((_, child), (income, _)) in enumerate(zip(known, INCOMES)):
            month.record(child, residence_division="330106")
            if place != LATE:
                month.record(child, household_income_minor=income)
        month.decide()
        late = known[LATE][0]
        preview = month.preview(made["name"])
        held = {each["case_number"]: each for each in preview.get("hold_outs", [])}
        self.assertEqual(held[late]["reason"], "SCHEME_AMOUNT_MISSING")
        self.assertEqual(held[late]["missing"], ["income: household_income_minor: GUARDIAN"])
        self.assertGreater(int(preview["log_positions"]["eligibility"]), 0)
        before = month.statements()
        self.assertNotIn(late, before)
        for place, ((case_number, _), (_, grant)) in enumerate(zip(known, INCOMES)):
            if place != LATE:
                self.assertEqual(shares_of(before[case_number]), by_hand(before[case_number], grant))

        month.record(known[LATE][1], household_income_minor=INCOMES[LATE][0])
        month.decide()
        preview = month.preview(made["name"])
        self.assertNotIn(late, [each["case_number"] for each in preview.get("hold_outs", [])])
        month.close(preview["digest"])
        closed = month.statements()
        for (case_number, _), (_, grant) in zip(known, INCOMES):
            self.assertEqual(shares_of(closed[case_number]), by_hand(closed[case_number], grant))
            reason = closed[case_number]["shares"][0]["reason"]
            self.assertTrue(reason.startswith(f"grant of income: {grant // 100}.00 of "), reason)
        # Of whoever is not eligible the authority bears nothing.
        self.assertNotIn("AUTHORITY", shares_of(closed[silent]))
        for statement in closed.values():
            self.assertEqual(sum(shares_of(statement).values()), sum(lines_of(statement).values()))
        return {case_number: shares_of(each) for case_number, each in closed.items()}


if __name__ == "__main__":
    unittest.main(verbosity=2)
