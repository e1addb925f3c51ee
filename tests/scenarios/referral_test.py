"""A child is referred to a partner by the command line, on both stores: nothing is shown before the guardian consents, a
withdrawal stops it on the same day, and both stores say the same."""

import json
import unittest

from running import STORES, Installation

PARK = "parks/referral"
TODAY = "2026-10-08"
SAID = 'needs: "NEEDS-WORD" goals: "GOALS-WORD" notes: "NOTES-WORD"\n'


class Referred:
    """One installation with a park of one family, and its desk."""

    def __init__(self, store):
        self.installation = Installation(store).start()
        self.calls = 0
        self.must("Directory.CreatePark", {"park": {
            "name": PARK, "display_name": "转介园区", "time_zone": "Asia/Shanghai", "currency_code": "CNY", "sandbox": True,
            "current_date": TODAY}}, "OPS")
        applied = self.must("Directory.BatchApplyFamilies", {"parent": PARK, "records": [{
            "family_no": "F1", "arrears_mode": "TAKE_ALL",
            "guardians": [{"display_name": "家长", "id_type": "PASSPORT", "id_number": "E90000001"}],
            "child": {"case_number": "R-1", "display_name": "小满", "id_type": "BIRTH_CERTIFICATE",
                      "id_number": "Z990000001", "birth_date": "2025-02-03", "needs_level": 1,
                      "consents": [{"purpose": "PROGRAMME", "version": "1", "grant_date": "2026-09-01"}]}}]})
        self.child = applied["results"][0]["resource"]
        self.said = self.installation.folder / "said.textproto"
        self.said.write_text(SAID, "utf-8")

    def must(self, rpc, request, role="PARK_ADMIN"):
        self.calls += 1
        return self.installation.call(role, PARK, rpc, {**request, "request_id": f"referral-{self.calls:06d}"})

    def verb(self, *words, codes=(0,)):
        text = self.installation.client("places", *words, "--park", "referral", "--json", codes=codes)
        return json.loads(text) if text.startswith("{") else text

    def to_partner(self, *words):
        return self.verb(*words, self.child, "--partner", "hospital", "--purpose", "early-intervention",
                         *(("--said", self.said) if words[-1] == "propose" else ()))

    def view(self):
        return self.verb("partner", "view", "hospital").get("referrals", [])

    def advance(self, today):
        self.must("Directory.AdvanceClock", {"name": PARK, "current_date": today})


class ReferralTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.desks = {}
        for store in STORES:
            cls.desks[store] = desk = Referred(store)
            cls.addClassCleanup(desk.installation.close)

    def life(self, desk):
        """What every step said; each installation lives it once."""
        said = []
        partner = desk.verb("partner", "set", "hospital", "--name", "儿童发育中心", "--contact", "0570-0000000",
                            "--purposes", "early-intervention,rehabilitation")
        said.append(partner)
        proposed = desk.to_partner("referral", "propose")
        name = proposed["name"]
        self.assertEqual((proposed["state"], desk.view()), ("PROPOSED", []))
        desk.verb("referral", "accept", name, codes=(1,))
        desk.to_partner("referral", "consent")
        view = desk.view()
        self.assertEqual([(each["needs"], each["goals"]) for each in view], [("NEEDS-WORD", "GOALS-WORD")])
        self.assertNotIn("NOTES-WORD", json.dumps(view))
        said += [view, desk.verb("referral", "accept", name)]
        said.append(desk.verb("referral", "plan", name, "--from", "2026-10-12", "--until", "2026-12-01", "--weekdays",
                              "1,3", "--time", "10:00-10:45"))
        desk.advance("2026-10-15")
        desk.verb("referral", "record", name, "--date", "2026-10-12")
        desk.verb("referral", "record", name, "--date", "2026-10-14", "--missed", "sick")
        desk.verb("referral", "record", name, "--date", "2026-10-13", codes=(1,))
        month = desk.verb("referral", "month", name, "--month", "2026-10")
        self.assertEqual([month.get(each, 0) for each in ("planned", "attended", "missed", "unrecorded")], [6, 1, 1, 0])
        said.append(month)
        desk.installation.client("places", "referral", "consent", desk.child, "--park", "referral", "--partner",
                                 "hospital", "--purpose", "early-intervention", "--withdraw")
        self.assertEqual(desk.view(), [])
        desk.verb("referral", "record", name, "--date", "2026-10-15", codes=(1,))
        ended = desk.verb("referral", "show", name)
        self.assertEqual((ended["state"], ended["notes"]), ("WITHDRAWN", "NOTES-WORD"))
        self.assertEqual(ended["history"][-1], {"from": "ACTIVE", "to": "WITHDRAWN", "date": "2026-10-15",
                                                "by": "GUARDIAN", "why": "CONSENT_WITHDRAWN"})
        said += [ended, desk.verb("referral", "list")]
        return [json.dumps(each, sort_keys=True).replace(name, "NAME") for each in said]

    def test_both_stores_say_the_same(self):
        said = {store: self.life(desk) for store, desk in self.desks.items()}
        self.assertEqual(*said.values())
        for desk in self.desks.values():
            opened = desk.installation.rows("places", "SELECT subject FROM access_record")
            # The partner's view, the month and the referral itself; the coordinator's steps open nothing.
            self.assertEqual(len(opened), 3, opened)
            log = (desk.installation.folder / "serve.log").read_text("utf-8", "replace")
            self.assertNotIn("-WORD", log)


if __name__ == "__main__":
    unittest.main(verbosity=2)
