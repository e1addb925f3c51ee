"""A round by deferred acceptance over the sample park on both stores: anybody recomputes it, every family reads why and
nothing of another, no seat is given twice, and both stores come to the same."""

import json
import secrets
import tempfile
import unittest
from collections import Counter
from pathlib import Path

from callers import Client, Tokens
from contract import Contract, compiled
from running import STORES, Installation, make_sample, park_of, run

START = "2027-01-04"
ROUND = "2027-winter"
POINTS = """display_name: "栖澜园区分配办法 2027" source: "园区托育管理委员会, 2026-11-01" from_date: "2026-12-01"
criteria { kind: SIBLING points: 30 reason: "兄弟姐妹同园" }
criteria { kind: SPECIAL_NEEDS points: 25 reason: "特殊需要" }
criteria { kind: BOTH_EMPLOYED points: 20 reason: "双职工" }
criteria { kind: WAITING points: 1 days: 5 points_max: 10 reason: "等待时间" }
"""


class Round:
    """One installation in which the month was lived, three in four places ended, and everybody of those applied anew."""

    def __init__(self, store, sample, master_key, folder):
        self.installation = Installation(store)
        # Seeds and applicants' numbers follow from the park's key: with one key two stores draw alike.
        key = self.installation.data / "master.key"
        key.write_text(master_key + "\n")
        key.chmod(0o600)
        self.installation.start().live(sample)
        self.park = f"parks/{park_of(sample)}"
        self.facts = json.loads((sample / "park.json").read_text("utf-8"))
        self.tokens = Tokens(self.installation.data / "token.key")
        self.client = Client(self.installation.address, Contract(compiled()))
        self.points = Path(folder) / "points.textproto"
        self.points.write_text(POINTS, "utf-8")
        self.log, self.calls = Path(folder) / f"{store}.log", 0

    def close(self):
        self.client.close()
        self.installation.close()

    def ask(self, rpc, request, role="PARK_ADMIN", scope=None):
        self.calls += 1
        if "request_id" in self.client.fields(rpc):
            request = {**request, "request_id": f"allocation-{self.calls:06d}"}
        return self.client.call(rpc, request, self.tokens.person(role, scope or self.park))

    def must(self, *asked):
        reply = self.ask(*asked)
        assert reply.ok, f"{asked}: {reply.code} {reply.text}"
        return reply.messages[0]

    def verb(self, *words, codes=(0,)):
        return json.loads(self.installation.client(
            "places", "allocation", *words, "--park", self.facts["park"], "--json", codes=codes))

    def everybody_applies(self):
        enrolments = self.must("Places.ListEnrolments", {"parent": self.park, "page_size": 1000}).enrolments
        leaving = [each for number, each in enumerate(enrolments) if number % 4 and each.end_date > START]
        for each in leaving:
            self.must("Places.EndEnrolment", {"name": each.name, "end_date": START, "reason": "TRANSFERRED"})
        listed = self.must("Places.ListCentres", {"parent": self.park}).centres
        centres = [each.name for each in listed]
        # Two centres are in the round: far from enough for all.
        self.groups = ",".join("/".join(group.name.split("/")[3::2]) for each in listed[:2] for group in each.groups)
        # The first centre is wanted by most.
        applications = [{
            "case_number": each.case_number, "desired_start_date": START,
            "choices": centres if number % 3 else centres[number % 4:] + centres[:number % 4],
            "submitted_time": f"2026-11-{1 + number % 28:02d}T08:{number % 60:02d}:00Z",
        } for number, each in enumerate(leaving)]
        applied = self.must("Places.BatchCreateApplications", {
            "parent": self.park, "programme": f"{self.park}/programmes/{self.facts['programme']}",
            "applications": applications})
        # Who will be three years old by then is no longer eligible.
        self.rejected = Counter(each.reason for each in applied.results if each.reason)
        assert set(self.rejected) <= {"NOT_ELIGIBLE"}, self.rejected

    def families(self):
        """The results of a round as the park sees them, by family."""
        listed = self.must("Places.ListAllocationResults", {
            "parent": f"{self.park}/allocations/{ROUND}", "page_size": 1000}).allocation_results
        by_family = {}
        for each in listed:
            by_family.setdefault(each.name.split("/allocationResults/")[0], []).append(each)
        return by_family

    def hear(self, rpc, request, family):
        return self.ask(rpc, request, "PARENT", family)


class AllocationTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="tuoqiao-test.")
        cls.addClassCleanup(cls.folder.cleanup)
        sample = make_sample(Path(cls.folder.name) / "sample")
        key, cls.rounds = secrets.token_hex(32), {}
        for store in STORES:
            cls.rounds[store] = one = Round(store, sample, key, cls.folder.name)
            cls.addClassCleanup(one.close)
            one.everybody_applies()
            one.opened = one.verb("open", ROUND, "--start", START, "--policy", "deferred-acceptance",
                                  "--groups", one.groups, "--points", one.points)
            one.frozen = one.verb("freeze", ROUND)
            one.before = one.installation.rows(
                "places", "SELECT seed, public_entropy FROM allocation")
            one.drawn = one.verb("run", ROUND)
            one.published = one.verb("publish", ROUND, "--as", "park-admin-2")
            one.installation.client("places", "allocation", "export", ROUND, "--park", one.facts["park"],
                                    "--out", one.log)

    def each(self):
        for store, one in self.rounds.items():
            with self.subTest(store=store):
                yield one

    def replay(self, log, *published, codes=(0,)):
        return run("places", "replay", log, *published, codes=codes)

    # In the order of their names: the last one accepts the offers.

    def test_1_the_seed_was_bound_before_and_is_told_after_the_draw(self):
        for one in self.each():
            self.assertEqual(len(one.opened["seed_hash"]), 64)
            self.assertNotIn("seed", one.opened)
            self.assertNotIn("seed", one.frozen)
            self.assertEqual(one.before, [("", "")])
            self.assertEqual(one.drawn["seed_hash"], one.opened["seed_hash"])
            self.assertEqual(len(one.drawn["seed"]), 64)
            self.assertGreater(one.frozen["applicants"], one.published["placed"])
            self.assertGreater(one.published["placed"], 20)

    def test_2_anybody_recomputes_the_result_from_the_log(self):
        for one in self.each():
            published = ("--seed-hash", one.opened["seed_hash"], "--market-digest", one.frozen["market_digest"],
                         "--result-digest", one.published["result_digest"])
            self.assertIn("equal: ", self.replay(one.log, *published))
            self.assertIn("no blocking pair", self.replay(one.log))

    def test_3_a_log_that_somebody_changed_is_found(self):
        for one in self.each():
            text = one.log.read_text("utf-8")
            lines = text.splitlines()
            choice = next(each for each in lines if each.startswith("choice\t"))
            cells = choice.split("\t")
            point = "\t".join([*cells[:2], str(int(cells[2]) + 1), cells[3]])
            unit = next(each for each in lines if each.startswith("unit\t") and not each.endswith("\t0"))
            cells = unit.split("\t")
            seat = "\t".join([*cells[:2], str(int(cells[2]) - 1)])
            seed = "seed\t" + one.drawn["seed"]
            other = "seed\t" + ("0" if seed[5] != "0" else "1") + seed[6:]
            for before, after in ((choice, point), (unit, seat), (seed, other)):
                with self.subTest(after):
                    changed = one.log.with_suffix(".changed")
                    changed.write_text(text.replace(before, after, 1), "utf-8")
                    self.assertIn("differs: ", self.replay(changed, codes=(3,)))
            changed.write_text(text.replace(lines[3] + "\n", "", 1), "utf-8")
            self.replay(changed, codes=(1,))

    def test_4_every_family_reads_why_and_nothing_of_another(self):
        for one in self.each():
            families = one.families()
            self.assertGreater(len(families), 50)
            secret = {family: {family, *(part for each in results for part in (
                each.name.split("/")[-1], each.application, each.child))} for family, results in families.items()}
            everybody = set().union(*secret.values())
            strangers = list(families)
            for number, (family, results) in enumerate(families.items()):
                mine = one.hear("Places.ListAllocationResults", {"parent": family}, family)
                self.assertTrue(mine.ok, mine.text)
                self.assertEqual(sorted(each.name for each in mine.messages[0].allocation_results),
                                 sorted(each.name for each in results))
                for each in mine.messages[0].allocation_results:
                    self.assertNotEqual(each.reason, 0)
                    self.assertEqual(each.seed, one.drawn["seed"])
                    for choice in each.choices:
                        self.assertNotEqual(choice.verdict, 0, each)
                self.assertEqual({each for each in everybody - secret[family] if each in mine.text}, set())
                other = families[strangers[number - 1]][0].name
                refused = one.hear("Places.GetAllocationResult", {"name": other}, family)
                self.assertEqual(refused.code, "PERMISSION_DENIED")
                listed = one.hear("Places.ListAllocationResults", {"parent": f"{one.park}/allocations/{ROUND}"}, family)
                self.assertEqual(listed.code, "PERMISSION_DENIED")

    def test_5_neither_the_log_nor_the_servers_log_tells_who_it_is(self):
        for one in self.each():
            log = one.log.read_text("utf-8")
            serve = (one.installation.folder / "serve.log").read_text("utf-8", "replace")
            applications = one.must("Places.ListApplications", {"parent": one.park, "page_size": 1000}).applications
            for each in applications:
                for part in (each.case_number, each.name.split("/")[-1], each.name.split("/")[3],
                             each.child.split("/")[-1]):
                    self.assertNotIn(part, log)
            self.assertEqual(log.count("SPECIAL_NEEDS"), 1, "in the table of points only")
            self.assertNotIn(one.drawn["seed"], serve)

    def test_6_the_offers_are_accepted_and_no_seat_is_given_twice(self):
        hashes = {}
        for store, one in self.rounds.items():
            accepted = 0
            for family, results in one.families().items():
                for offer in one.must("Places.ListOffers", {"parent": family}, "PARENT", family).offers:
                    if offer.state == 1:  # OPEN.
                        self.assertIn(offer.group, [each.group for each in results])
                        one.must("Places.AcceptOffer", {"name": offer.name}, "PARENT", family)
                        accepted += 1
            self.assertEqual(accepted, one.published["placed"])
            enrolments = one.must("Places.ListEnrolments", {"parent": one.park, "page_size": 1000}).enrolments
            there = Counter(each.group for each in enrolments if each.start_date <= START < each.end_date)
            children = Counter(each.child for each in enrolments if each.start_date <= START < each.end_date)
            self.assertEqual(max(children.values()), 1)
            for centre in one.must("Places.ListCentres", {"parent": one.park}).centres:
                for group in centre.groups:
                    self.assertLessEqual(there[group.name], group.capacity, group.name)
            hashes[store] = one.installation.state_sha256(one.facts["park"])
        self.assertEqual(len(set(hashes.values())), 1, hashes)
        logs = {one.log.read_text("utf-8") for one in self.rounds.values()}
        self.assertEqual(len(logs), 1)


if __name__ == "__main__":
    unittest.main(verbosity=2)
