"""A family asks for a place in a park that has lived its month: what it is told is what other answers say of the same
centres, and nothing is written."""

import json
import tempfile
import unittest
from pathlib import Path

from running import Installation, make_sample

# At the first centre's door, and at the third's.
HOME, WORK = "30.1000,126.2000", "30.1074,126.2106"
ANSWERS = {}


class SearchCase:
    store = None

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="tuoqiao-test.")
        cls.addClassCleanup(cls.folder.cleanup)
        sample = make_sample(Path(cls.folder.name) / "sample")
        cls.facts = json.loads((sample / "park.json").read_text("utf-8"))
        cls.park = f"parks/{cls.facts['park']}"
        cls.installation = Installation(cls.store).start()
        cls.addClassCleanup(cls.installation.close)
        cls.installation.live(sample)
        cls.today = cls.installation.call("PARK_ADMIN", cls.park, "Directory.GetPark", {"name": cls.park})["current_date"]
        year, month = int(cls.today[:4]), int(cls.today[5:7])
        cls.birth_date = f"{year - 1 - (month < 7)}-{(month - 7) % 12 + 1:02d}-01"  # 18 months old.

    def search(self, *flags):
        return json.loads(self.installation.client(
            "places", "search", "--park", self.facts["park"], "--home", HOME, "--work", WORK, "--birth-date",
            self.birth_date, "--json", *flags))

    def test_seats_and_prices_are_those_of_other_answers(self):
        before = self.installation.state_sha256(self.facts["park"])
        answer = self.search("--mode", "E_BIKE", "--programme", self.facts["programme"], "--limit", "100")
        shown = answer.get("results", []) + answer.get("passed_over", [])
        self.assertEqual(len(shown), answer["near"])
        self.assertEqual(answer["travel"]["engine"], "STRAIGHT_LINE")
        self.assertTrue(answer.get("results"))
        for each in shown:
            centre = self.installation.call("PARK_ADMIN", self.park, "Places.GetCentre", {"name": each["centre"]})
            free = {}
            for group in centre["groups"]:
                if group["kind"] in ("SMALL", "MIXED"):
                    left = group["capacity"] - group.get("taken", 0)
                    free[group["kind"]] = free.get(group["kind"], 0) + left
            said = {vacancy["group_kind"]: vacancy["free"] for vacancy in each.get("vacancies", [])
                    if vacancy["from_date"] == self.today}
            self.assertEqual(said, {kind: left for kind, left in free.items() if left > 0}, each["centre"])
        for each in answer["results"]:
            self.assertEqual(int(each["points"]), sum(int(part.get("points", 0)) for part in each["parts"]))
            if "family_minor" not in each:
                continue
            estimate = json.loads(self.installation.client(
                "what-if", "family", "--park", self.facts["park"], "--programme", self.facts["programme"], "--month",
                each["vacancies"][0]["from_date"][:7], "--birth-date", self.birth_date, "--centre",
                each["centre"].split("/")[-1].upper(), "--json"))["estimate"]
            family = sum(int(share["amount_minor"]) for share in estimate["shares"] if share["payer"] == "FAMILY")
            self.assertEqual(int(each["family_minor"]), family)
        self.assertTrue(any("family_minor" in each for each in answer["results"]))
        self.assertEqual(self.installation.state_sha256(self.facts["park"]), before)
        answer.pop("as_of_time")
        self.assertEqual(ANSWERS.setdefault("priced", answer), answer, "the stores differ")

    def test_hours_are_held_against_the_shift(self):
        answer = self.search("--mode", "CAR", "--shift", "09:00-17:30", "--limit", "100")
        reasons = {each["centre"].split("/")[-1]: [reason["code"] for reason in each["reasons"]]
                   for each in answer.get("results", []) + answer.get("passed_over", [])}
        for place, codes in reasons.items():
            # The fourth of each four closes at 17:00.
            closes_early = int(place[1:]) % 4 == 0
            self.assertEqual("CLOSED_AT_PICK_UP" in codes, closes_early, (place, codes))
        self.assertTrue(any("OPEN_FOR_SHIFT" in codes for codes in reasons.values()))

    def test_a_person_reads_sentences(self):
        text = self.installation.client("places", "search", "--park", self.facts["park"], "--home", HOME, "--age-months",
                                        "20", "--lang", "zh")
        self.assertIn("距家直线", text)


class SqliteSearchTest(SearchCase, unittest.TestCase):
    store = "sqlite"


class PostgresSearchTest(SearchCase, unittest.TestCase):
    store = "postgres"


if __name__ == "__main__":
    unittest.main(verbosity=2)
