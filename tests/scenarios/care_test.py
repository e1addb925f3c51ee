"""Kinds of care over the sample park on both stores: a back-up day changes nothing of the own statement, a transfer leaves
no gap, places that rest lend their seats, and both stores come to the same."""

import json
import tempfile
import time
import unittest
from pathlib import Path

from callers import Client, Tokens
from contract import Contract, compiled
from running import STORES, Installation, make_sample, park_of

# The sample's month is over; the 30th is a Monday of the next one, which is not closed.
TODAY, MONTH, MOVE = "2026-11-30", "2026-11", "2026-12-14"
CARE = ["FULL_DAY", "HALF_DAY", "HOURLY", "TEMPORARY", "LATE", "BACK_UP"]


class Care:
    """One installation in which the month was lived, with a new centre that offers everything."""

    def __init__(self, store, sample):
        self.installation = Installation(store)
        self.installation.start().live(sample)
        self.park = f"parks/{park_of(sample)}"
        self.tokens = Tokens(self.installation.data / "token.key")
        self.client = Client(self.installation.address, Contract(compiled()))
        self.calls = 0
        facts = json.loads((sample / "park.json").read_text("utf-8"))
        self.programme = f"{self.park}/programmes/{facts['programme']}"
        self.plan = f"{self.park}/fundingPlans/{facts['funding_plan']['id']}"

    def close(self):
        self.client.close()
        self.installation.close()

    def ask(self, rpc, request, role="PARK_ADMIN"):
        if "request_id" in self.client.fields(rpc):
            self.calls += 1  # Reads may be as many as they have to wait; ids follow from those that write.
            request = {**request, "request_id": f"care-{self.calls:06d}"}
        return self.client.call(rpc, request, self.tokens.person(role, self.park))

    def must(self, *asked):
        reply = self.ask(*asked)
        assert reply.ok, f"{asked}: {reply.code} {reply.text}"
        return reply.messages[0]

    def reason(self, *asked):
        return self.client.reason(self.ask(*asked))

    def places(self):
        return self.must("Places.ListEnrolments", {"parent": self.park, "page_size": 1000}).enrolments

    def place(self, name):
        return next(each for each in self.places() if each.name == name)

    def open_a_centre(self):
        kept = self.must("Places.ListCentres", {"parent": self.park}).centres[0]
        groups = [{"code": f"{kind[0]}01", "kind": kind, "capacity": 2, "staff": 1,
                   "pools": [{"kind": "SHARED", "seats": 2}]} for kind in ("INFANT", "SMALL", "LARGE")]
        return self.must("Places.SetCentre", {"centre": {
            "name": f"{self.park}/centres/c910", "code": "C910", "display_name": "备用托育园", "provider_type": "PARK",
            "uscc": kept.uscc, "filing_number": "QL-TY-0910", "filing_from_date": "2025-01-01",
            "filing_until_date": "2028-01-01", "latitude_micro": kept.latitude_micro,
            "longitude_micro": kept.longitude_micro, "care_kinds": CARE, "groups": groups}}).name

    def book(self, place, day, kind):
        family = place.child.split("/children/")[0]
        return ("Places.BookCare", {"parent": family, "booking": {
            "child": place.child, "programme": self.programme, "centre": self.centre, "care_kind": kind, "date": day}})

    def statements(self):
        operation = self.must("Billing.PreviewMonth", {
            "name": f"{self.park}/months/{MONTH}", "funding_plan": self.plan, "programme": self.programme}, "PARK_FINANCE")
        until = time.time() + 60
        while not operation.done and time.time() < until:
            time.sleep(0.02)
            operation = self.must("Operations.GetOperation", {"name": operation.name}, "PARK_FINANCE")
        assert operation.done and not operation.HasField("error"), operation
        listed = self.must("Billing.ListStatements", {
            "parent": f"{self.park}/months/{MONTH}", "page_size": 1000}, "PARK_FINANCE").statements
        return {each.name: each.SerializeToString(deterministic=True) for each in listed}


class CareTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="tuoqiao-test.")
        cls.addClassCleanup(folder.cleanup)
        sample, cls.cares = make_sample(Path(folder.name) / "sample"), {}
        for store in STORES:
            cls.cares[store] = one = Care(store, sample)
            cls.addClassCleanup(one.close)
            one.centre = one.open_a_centre()
            # Two children of whom the new centre has a group, with places that run for months.
            one.own = [each for each in one.places()
                       if each.end_date > "2027-06-01" and each.start_date < TODAY and not each.end_reason][:2]
            one.before = one.statements()

    def each(self):
        for store, one in self.cares.items():
            with self.subTest(store=store):
                yield one

    # In the order of their names: each goes on where the one before it was.

    def test_1_a_day_elsewhere_is_one_use_and_changes_no_statement(self):
        for one in self.each():
            place = one.own[0]
            booked = one.must(*one.book(place, TODAY, "BACK_UP"))
            self.assertTrue(booked.counts_as_use)
            self.assertEqual(booked.centre, one.centre)
            self.assertEqual(one.reason(*one.book(place, TODAY, "BACK_UP")), "BOOKING_EXISTS")
            self.assertEqual(one.reason(*one.book(place, "2026-12-07", "TEMPORARY")), "CHILD_ALREADY_ENROLLED")
            self.assertGreater(len(one.before), 20)
            self.assertEqual(one.statements(), one.before)
            listed = one.must("Places.ListBookings", {"parent": one.centre, "month": MONTH}).bookings
            self.assertEqual([each.name for each in listed], [booked.name])

    def test_2_a_transfer_leaves_no_gap(self):
        for one in self.each():
            place = one.own[0]
            moved = next((reply.messages[0] for reply in (one.ask("Places.TransferEnrolment", {
                "name": place.name, "group": f"{one.centre}/groups/{group}", "transfer_date": MOVE})
                for group in ("i01", "s01", "l01")) if reply.ok), None)
            self.assertIsNotNone(moved)
            former = one.place(place.name)
            self.assertEqual((former.end_date, moved.start_date, moved.end_date), (MOVE, MOVE, place.end_date))
            self.assertEqual((former.end_reason, moved.transferred_from), ("TRANSFERRED", place.name))
            self.assertEqual(moved.entitled_from_date, place.start_date)
            self.assertEqual(one.reason("Places.TransferEnrolment", {
                "name": place.name, "group": f"{one.centre}/groups/s01", "transfer_date": MOVE}), "ENROLMENT_ENDED")

    def test_3_a_place_rests_and_is_taken_up_again(self):
        for one in self.each():
            name = one.own[1].name
            one.must("Places.SuspendEnrolment", {"name": name, "suspension": {
                "from_date": TODAY, "until_date": "2026-12-12", "reason": "FAMILY_ASKED"}})
            self.assertEqual(one.place(name).state, 3)
            one.must("Places.ResumeEnrolment", {"name": name, "resume_date": "2026-12-07"})
            self.assertEqual(one.place(name).suspensions[0].until_date, "2026-12-07")
            self.assertEqual(one.reason("Places.SuspendEnrolment", {"name": name, "suspension": {
                "from_date": "2026-10-12", "until_date": "2026-10-13", "reason": "FAMILY_ASKED"}}), "MONTH_CLOSED")

    def test_4_centres_are_told_who_stays_away_and_who_outgrows_a_group(self):
        for one in self.each():
            warned, moves = 0, 0
            for centre in one.must("Places.ListCentres", {"parent": one.park}).centres:
                warnings = one.must("Places.ListAbsenceWarnings", {"parent": centre.name}).absence_warnings
                warned += len(warnings)
                # Nobody has come since October, which is four weeks and no eight.
                self.assertEqual({each.state for each in warnings if each.last_present_date > "2026-10-20"} - {1}, set())
                moves += len(one.must("Places.ListGroupMoves", {"parent": centre.name}).group_moves)
            self.assertGreater(warned, 20)
            self.assertGreater(moves, 0)
            self.assertEqual(one.reason("Places.EndEnrolment", {
                "name": one.own[1].name, "end_date": TODAY, "reason": "ABSENT"}), "ABSENCE_END_NOT_DUE")

    def test_5_the_verbs_say_the_same(self):
        for one in self.each():
            park = one.park.split("/")[1]
            self.assertIn("BACK_UP", one.installation.client("places", "bookings", "--park", park))
            self.assertIn("WARNED", one.installation.client("places", "absences", "C001", "--park", park))

    def test_6_both_stores_come_to_the_same(self):
        hashes = {one.installation.state_sha256(one.park.split("/")[1]) for one in self.cares.values()}
        self.assertEqual(len(hashes), 1)


if __name__ == "__main__":
    unittest.main()
