"""What all programmes together are worth to a family, by the packs as they are shipped: to the fen of a table that was
worked out by hand, over gRPC and on the command line, on both stores."""

import json
import tempfile
import unittest
from pathlib import Path

import grpc

from running import Installation

PARK = "parks/compare"
FAMILY = f"{PARK}/families/fam-nobody"
SCHEMES = {
    "allowance": "cn.national.child_allowance", "changping": "cn.beijing.changping", "deduction":
    "cn.national.infant_care_deduction", "etown": "cn.beijing.etown", "hangzhou":
    "cn.zhejiang.hangzhou.inclusive_subsidy", "nantong": "cn.jiangsu.nantong.inclusive_fee", "shanghai":
    "cn.shanghai.community_care", "shanxi": "cn.shanxi.childcare_subsidy",
}
# A child of two and a half, asked about from October to December 2026. Its family says what no record can hold: centres
# in several cities, which is what the packs exclude.
FACTS = {
    "nationality_cn": "true", "centre_city": "330100", "centre_province": "310000", "centre_division": "110115",
    "centre_inclusive": "true", "centre_kind": "COMMUNITY", "group_kind": "LARGE", "monthly_fee_minor": "140000",
    "care_kind": "HOURLY", "attended_days": "20", "opening_days": "22", "claim_share_bp": "10000",
}
# By hand, in fen: what each is worth to the family, and whether it is in the best combination.
TABLE = {
    "allowance": (3 * 30000, True),  # 3,600 yuan a year, by months.
    "changping": (0, False),  # Its pilot ended with 2025.
    "deduction": (0, False),  # It lessens taxed income, and nobody pays it.
    "etown": (3 * 100000, True),  # 1,000 yuan a month.
    "hangzhou": (3 * 28000, True),  # A fifth of 1,400 yuan, 300 at most.
    "nantong": (0, False),  # The centre is not in Nantong.
    "shanghai": (72000, False),  # Twelve free visits a year, of which there is one; not beside Hangzhou's.
    "shanxi": (0, False),  # Nor is it in Shanxi.
}
BEST, NEXT = 474000, 462000


def question(**more):
    return {"parent": PARK, "birth_date": "2024-05-10", "on_date": "2026-10-01", "until_date": "2027-01-01",
            "facts": [{"name": name, "value": value} for name, value in FACTS.items()], **more}


class CompareCase:
    store = None

    @classmethod
    def setUpClass(cls):
        cls.installation = Installation(cls.store).start()
        cls.addClassCleanup(cls.installation.close)
        cls.call("OPS", PARK, "Directory.CreatePark", {"park": {
            "name": PARK, "display_name": "比较园区", "time_zone": "Asia/Shanghai", "currency_code": "CNY", "sandbox": True,
            "current_date": "2026-10-01"}, "request_id": "compare-park"})
        for programme, scheme in SCHEMES.items():
            cls.call("PARK_ADMIN", PARK, "Eligibility.CreateProgramme", {
                "parent": PARK, "programme_id": programme, "request_id": f"compare-{programme}", "programme": {
                    "display_name": programme, "scheme": scheme, "funding_plan": "none", "from_date": "2025-06-01"}})

    @classmethod
    def call(cls, role, scope, rpc, request):
        return cls.installation.call(role, scope, rpc, request)

    def test_a_family_learns_what_it_may_have_together_and_what_the_next_best_loses(self):
        answer = self.call("PARENT", FAMILY, "Eligibility.CompareProgrammes", question())
        said = {each["display_name"]: (int(each.get("family_worth_minor", 0)), each.get("in_best", False))
                for each in answer["programmes"]}
        self.assertEqual(said, TABLE)
        self.assertEqual(int(answer["best"]["family_worth_minor"]), BEST)
        self.assertEqual(answer["best"]["programmes"],
                         [f"{PARK}/programmes/{name}" for name, (_, best) in TABLE.items() if best])
        self.assertEqual(int(answer["next"]["family_worth_minor"]), NEXT)
        self.assertEqual(int(answer["loss_minor"]), BEST - NEXT)
        why = {each["display_name"]: each.get("why_not_zh", "") for each in answer["programmes"]}
        self.assertEqual(why["shanghai"], "不得与hangzhou同时享受(样例:同一婴幼儿同一时期只在一地享受托育补贴)")
        self.assertEqual(answer["sentences_en"][-1],
                         "The next best, allowance + etown + shanghai, would be worth CNY 120.00 less.")
        self.assertEqual(len(answer["sentences_en"]), len(answer["sentences_zh"]))

    def test_without_hangzhou_shanghai_is_in_the_best(self):
        named = [f"{PARK}/programmes/{name}" for name in SCHEMES if name != "hangzhou"]
        answer = self.call("PARENT", FAMILY, "Eligibility.CompareProgrammes", question(programmes=named))
        self.assertEqual(int(answer["best"]["family_worth_minor"]), NEXT)
        self.assertEqual(int(answer["loss_minor"]), 72000)

    def test_a_child_whom_nobody_knows_is_not_found(self):
        for role, scope in (("PARENT", FAMILY), ("PARK_ADMIN", PARK)):
            with self.assertRaises(grpc.RpcError) as raised:
                self.call(role, scope, "Eligibility.CompareChildProgrammes", {"child": f"{FAMILY}/children/chd-nobody"})
            self.assertEqual(raised.exception.code(), grpc.StatusCode.NOT_FOUND)

    def test_the_command_line_says_the_same_of_a_year(self):
        flags = ("--park", "compare", "--birth-date", "2024-05-10", "--month", "2026-10", "--facts",
                 ",".join(f"{name}={value}" for name, value in FACTS.items()))
        text = self.installation.client("what-if", "family", *flags)
        answer = json.loads(self.installation.client("what-if", "family", *flags, "--json"))
        # By hand: the day on which it is three is in May 2027, and the allowance, of one born before 2025, counts that
        # month too: 8 times. E-Town ends before: 7 times. Hangzhou has no age: 12 times; Shanghai's visits are
        # due in 2026 and 2027.
        worths = {each["display_name"]: int(each.get("family_worth_minor", 0)) for each in answer["programmes"]}
        self.assertEqual({name: worths[name] for name in ("allowance", "etown", "hangzhou", "shanghai")},
                         {"allowance": 8 * 30000, "etown": 7 * 100000, "hangzhou": 12 * 28000, "shanghai": 144000})
        self.assertIn("* hangzhou", text)
        self.assertIn("  shanghai", text)
        for sentence in (*answer["sentences_en"], *answer["sentences_zh"]):
            self.assertIn(sentence, text)
        self.installation.client("what-if", "family", *flags, "--centre", "C001", codes=(2,))  # With a programme only.

    def test_the_schemes_of_the_packs_are_listed(self):
        text = self.installation.client("rules", "list", "--park", "compare")
        self.assertIn("  NOT_WITH cn.shanghai.community_care, by 样例:同一婴幼儿同一时期只在一地享受托育补贴\n", text)
        for scheme in SCHEMES.values():
            self.assertIn(f"{scheme}  CHILD  ", text)
        schemes = json.loads(self.installation.client("rules", "list", "--park", "compare", "--json"))["schemes"]
        self.assertEqual([each["name"] for each in schemes], sorted(each["name"] for each in schemes))


class SqliteCompareTest(CompareCase, unittest.TestCase):
    store = "sqlite"


class PostgresCompareTest(CompareCase, unittest.TestCase):
    store = "postgres"


if __name__ == "__main__":
    unittest.main(verbosity=2)
