"""How full a park that has lived its month is, and what is to come: numbers are those of other answers, the same on both
stores, and none is of fewer than five children."""

import calendar
import json
import tempfile
import unittest
from collections import Counter
from pathlib import Path

from running import Installation, make_sample

ANSWERS = {}
COUNTS = ("children", "joined", "left", "firms_counted", "low", "expected", "high")


def counts_in(value):
    """Every number of children in an answer."""
    if isinstance(value, dict):
        for key, each in value.items():
            if key in COUNTS:
                yield int(each)
            else:
                yield from counts_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from counts_in(each)


def last_day(month):
    year, number = map(int, month.split("-"))
    return f"{month}-{calendar.monthrange(year, number)[1]:02d}"


class ViabilityCase:
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
        cls.month = cls.facts["month"]
        year, number = map(int, cls.month.split("-"))
        cls.until = f"{year + (number + 2) // 12}-{(number + 2) % 12 + 1:02d}"

    def admin(self, rpc, request):
        return self.installation.call("PARK_ADMIN", self.park, rpc, request)

    def client(self, *words):
        return json.loads(self.installation.client("places", *words, "--park", self.facts["park"], "--json"))

    def same_on_both_stores(self, what, answer):
        answer.pop("as_of_time", None)
        self.assertEqual(ANSWERS.setdefault(what, answer), answer, "the stores differ")

    def check_counts(self, answer):
        self.assertEqual([each for each in counts_in(answer) if 0 < each < 5], [])
        text = json.dumps(answer)
        enrolments = self.admin("Places.ListEnrolments", {"parent": self.park, "page_size": 1000})["enrolments"]
        self.assertEqual([each["case_number"] for each in enrolments if each["case_number"] in text], [])

    def test_places_are_counted_as_they_are_listed(self):
        before = self.installation.state_sha256(self.facts["park"])
        answer = self.client("occupancy", "--from", self.month, "--until", self.until)
        enrolments = self.admin("Places.ListEnrolments", {"parent": self.park, "page_size": 1000})["enrolments"]
        self.assertLess(len(enrolments), 1000)
        confirmed = Counter((each["group"], month["month"])
                            for each in enrolments for month in answer["occupancies"][0]["months"]
                            if each["start_date"] <= min(self.today, last_day(month["month"])) and
                            last_day(month["month"]) < each["end_date"])
        self.assertTrue(confirmed)
        said = Counter()
        for each in answer["occupancies"]:
            for month in each["months"]:
                count = month.get("confirmed", {})
                if "group" in each:
                    right = confirmed[each["group"], month["month"]]
                    self.assertEqual(count.get("children", 0), right if right >= 5 else 0, each["group"])
                    self.assertEqual(count.get("few", False), 0 < right < 5)
                    said[month["month"]] += count.get("children", 0)
        for month in answer["occupancies"][0]["months"]:
            self.assertEqual(month.get("confirmed", {}).get("children", 0), said[month["month"]])
        self.assertTrue(any("realised" in month and month["realised"].get("children")
                            for month in answer["occupancies"][0]["months"]))
        self.check_counts(answer)
        self.assertEqual(self.installation.state_sha256(self.facts["park"]), before)
        self.same_on_both_stores("occupancy", answer)

    def test_a_centre_confirms_its_vacancies_and_a_firm_counts(self):
        centre = self.admin("Places.ListCentres", {"parent": self.park})["centres"][0]
        vacancies = [{"group": each["name"], "free": each["capacity"] - each.get("taken", 0)} for each in centre["groups"]]
        request = {"name": centre["name"], "vacancies": vacancies, "request_id": "vacancy-0001"}
        confirmed = self.installation.call("CENTRE_MANAGER", centre["name"], "Places.ConfirmVacancy", request)
        self.assertEqual(confirmed["confirm_date"], self.today)
        answer = self.client("occupancy", "--from", self.month, "--until", self.until, "--centre", centre["code"])
        self.assertEqual(answer["occupancies"][0]["vacancy_confirmed_date"], self.today)
        firm = self.admin("Directory.ListFirms", {"parent": self.park})["firms"][0]["name"]
        said = self.installation.call("FIRM_HR", firm, "Places.SubmitHeadCount", {
            "parent": firm, "request_id": "head-count-0001",
            "head_count": {"survey_month": self.today[:7], "staff": 320, "newborn": 3, "infant": 14, "small": 11, "large": 2}})
        self.assertNotIn("infant", said)
        hashes = self.installation.state_sha256(self.facts["park"])
        self.same_on_both_stores("state", {"sha256": hashes})
        forecast = self.client("forecast", "--months", "24")
        self.assertEqual(len(forecast["months"]), 24)
        self.assertTrue(all(each.get("children", 0) % 5 == 0 for each in forecast["counts"]))
        self.check_counts(forecast)
        self.same_on_both_stores("forecast", forecast)
        preview = self.client("forecast", "--centre", centre["code"], "--kind", "SMALL", "--seats", "15")
        self.assertEqual(len(preview["months"]), 24)
        self.check_counts(preview)
        self.same_on_both_stores("preview", preview)

    def test_a_person_reads_where_it_is_under_the_floor(self):
        # Three years on all children of today have grown out of it.
        text = self.installation.client("places", "occupancy", "--park", self.facts["park"], "--from", self.month,
                                        "--until", f"{int(self.month[:4]) + 3}{self.month[4:]}")
        self.assertIn("UNDER 50.0 %", text)
        text = self.installation.client("places", "forecast", "--park", self.facts["park"], "--months", "3")
        self.assertIn("Each range holds what comes 80.0 % of the time", text)


class SqliteViabilityTest(ViabilityCase, unittest.TestCase):
    store = "sqlite"


class PostgresViabilityTest(ViabilityCase, unittest.TestCase):
    store = "postgres"


if __name__ == "__main__":
    unittest.main(verbosity=2)
