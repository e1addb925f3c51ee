"""A centre's week after the sample month: its kiosks send late, somebody confirms who did not come, the week is locked, and the
three who read the record read one record."""

import json
import tempfile
import unittest
from datetime import date, timedelta
from pathlib import Path

from running import Installation, make_sample

ANSWERS = {}
HEADER = "event_id,device,case_number,event,time,corrects,made_time\n"


def last_workday_before(day):
    day -= timedelta(days=1)
    while day.weekday() > 4:
        day -= timedelta(days=1)
    return day


class AttendanceCase:
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
        today = date.fromisoformat(
            cls.installation.call("PARK_ADMIN", cls.park, "Directory.GetPark", {"name": cls.park})["current_date"])
        cls.day = last_workday_before(today - timedelta(days=today.weekday()))  # Of a week that is over.
        enrolments = cls.installation.call("PARK_ADMIN", cls.park, "Places.ListEnrolments",
                                           {"parent": cls.park, "page_size": 1000})["enrolments"]
        here = {}
        for each in enrolments:
            if each["start_date"] <= str(cls.day) < each["end_date"]:
                here.setdefault(each["name"].split("/")[3], []).append(each["case_number"])
        cls.code = max(here, key=lambda centre: (len(here[centre]), centre)).upper()
        cls.centre = f"{cls.park}/centres/{cls.code.lower()}"
        cls.children = sorted(here[cls.code.lower()])

    def client(self, *verb):
        return self.installation.client("places", *verb, "--park", self.facts["park"])

    def json(self, *verb):
        return json.loads(self.client(*verb, "--json"))

    def send(self, name, *rows):
        path = Path(self.folder.name) / self.store / f"{name}.csv"
        path.parent.mkdir(exist_ok=True)
        path.write_text(HEADER + "".join(f"{row}\n" for row in rows), "utf-8")
        return self.client("attendance", "import", self.code, path)

    def days(self):
        return {each["case_number"]: each for each in
                self.json("attendance", "day", self.code, "--date", self.day)["child_days"]}

    def test_a_week_of_a_centre(self):
        day, (first, second, third) = self.day, self.children[:3]
        proposals = self.json("attendance", "proposals", self.code, "--date", day)["absence_proposals"]
        self.assertEqual([each["case_number"] for each in proposals], self.children)

        # Two kiosks; the later file comes first, and the second twice.
        late = (f"K2-1,K2,{first},OUT,{day} 16:30,,", f"K2-2,K2,{second},OUT,{day} 15:00,,",
                f"K2-3,K2,{second},OUT,{day} 15:20,K2-2,{day} 18:00", f"K2-4,K2,NOBODY,OUT,{day} 15:00,,")
        self.assertIn("4 rows read: 3 new, 0 unchanged, 1 rejected", self.send("late", *late))
        early = (f"K1-1,K1,{first},IN,{day}T08:00:00+08:00,,", f"K1-2,K1,{second},IN,{day} 08:10,,",
                 f"K1-3,K1,{third},IN,{day} 08:20,,")
        self.assertIn("3 new", self.send("early", *early))
        self.assertIn("0 new, 4 unchanged", self.send("again", *early, late[0]))
        found = self.days()
        self.assertEqual((found[first]["state"], found[first]["first_in_minute"], found[first]["last_out_minute"]),
                         ("DEPARTED", 480, 990))
        self.assertEqual(found[second]["last_out_minute"], 920)
        self.assertEqual(found[third]["flags"], ["CHECK_OUT_MISSING"])

        # Everyone else was there but one.
        absent = self.children[3]
        said = self.client("attendance", "confirm", self.code, "--date", day, "--absent", f"{absent}=SICK", "--others",
                           "PRESENT")
        self.assertIn(f"{len(self.children) - 3} days said, 0 rejected", said)
        self.assertEqual(self.days()[absent]["reason"], "SICK")
        self.assertNotIn("absence_proposals", self.json("attendance", "proposals", self.code, "--date", day))

        before = self.views()
        self.client("attendance", "lock", self.code, "--date", day)
        record = {"parent": self.centre, "request_id": "correct-1", "days": [
            {"case_number": absent, "date": str(day), "status": "PRESENT"}]}
        refused = self.installation.call("CENTRE_MANAGER", self.centre, "Places.BatchRecordAttendance", record)
        self.assertEqual(refused["results"][0]["reason"], "ATTENDANCE_LOCKED")
        self.assertEqual(self.views(), before)
        record["request_id"] = "correct-2"
        record["days"][0]["correction_reason"] = "当日下午到园,漏刷"
        self.installation.call("CENTRE_MANAGER", self.centre, "Places.BatchRecordAttendance", record)
        after = self.views()
        self.assertEqual(after["attended"], before["attended"] + 1)
        self.assertEqual(after["children"], before["children"] + 1)
        corrections = self.json("attendance", "corrections", "--month", str(day)[:7], "--centre", self.code)
        self.assertEqual([each["correction_reason"] for each in corrections["attendance_corrections"]],
                         ["当日下午到园,漏刷"])

        # A closure of a month that billing has closed is refused; one to come is not.
        closed = f"{self.facts['month']}-20"
        with self.assertRaisesRegex(AssertionError, "MONTH_CLOSED"):
            self.client("closure", "set", "typhoon", "--dates", closed, "--reason", "台风", "--forced")
        coming = day + timedelta(days=28)
        self.client("closure", "set", "typhoon", "--dates", coming, "--reason", "台风", "--forced")
        answers = {"views": after, "state": self.installation.state_sha256(self.facts["park"])}
        self.assertEqual(ANSWERS.setdefault("week", answers), answers, "the stores differ")

    def views(self):
        """What the authority and the ratio are told; counts only."""
        claims = self.json("attendance", "claims", "--month", str(self.day)[:7])["attendance_claims"]
        hours = self.json("attendance", "ratio", self.code, "--date", self.day, "--all")["hours"]
        shown = json.dumps([claims, hours])
        for each in self.children:
            self.assertNotIn(each, shown)
        return {"attended": sum(each.get("attended_days", 0) for each in claims),
                "children": sum(each.get("children", 0) for each in hours if each.get("hour") == 10)}


class SqliteAttendanceTest(AttendanceCase, unittest.TestCase):
    store = "sqlite"


class PostgresAttendanceTest(AttendanceCase, unittest.TestCase):
    store = "postgres"


if __name__ == "__main__":
    unittest.main(verbosity=2)
