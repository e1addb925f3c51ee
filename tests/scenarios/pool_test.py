"""Seats of a group by contract, over the sample park on both stores: two sides agree by the verbs, the days of the pools
follow, what cannot be is refused by name, and both stores come to the same."""

import json
import tempfile
import unittest
from pathlib import Path

from running import STORES, Installation, make_sample, park_of

# When nobody who has a place today has it any more.
FROM, MIDDLE, UNTIL = "2031-01-01", "2031-06-01", "2032-01-01"
CONTRACT = "2031-first"


class PoolTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="tuoqiao-test.")
        cls.addClassCleanup(cls.folder.cleanup)
        sample = make_sample(Path(cls.folder.name) / "sample")
        cls.park, cls.stores = park_of(sample), {}
        for store in STORES:
            installation = cls.stores[store] = Installation(store)
            cls.addClassCleanup(installation.close)
            installation.start().live(sample)
        resources = [json.loads(line) for line in cls.state(cls.stores["sqlite"])]
        centre = next(each for each in resources if each["type"] == "Centre")
        cls.group = f"{centre['name']}/groups/{centre['resource']['groups'][0]['code'].lower()}"
        cls.firms = sorted(each["name"].split("/")[3] for each in resources if each["type"] == "Firm")[:2]

    @classmethod
    def state(cls, installation):
        path = installation.folder / "state-of-pools.jsonl"
        installation.client("state", "--park", cls.park, "--out", path)
        return path.read_text("utf-8").splitlines()

    def verb(self, installation, *words, codes=(0,)):
        said = installation.client("places", *words, "--park", self.park, "--json", codes=codes)
        return json.loads(said) if codes == (0,) else said

    def pools(self, installation, day):
        days = self.verb(installation, "pools", self.group, "--from", day)["pool_days"]
        self.assertEqual(len(days), 1)
        pools = {each["pool"]["kind"]: each["pool"].get("seats", 0) for each in days[0]["pools"]}
        self.assertEqual(sum(pools.values()), days[0]["capacity"])
        return pools

    def propose(self, installation, name, firm, seats, *more, codes=(0,)):
        return self.verb(installation, "contract", "propose", name, "--group", self.group, "--firm", firm,
                         "--seats", seats, "--from", FROM, "--until", UNTIL, *more, codes=codes)

    def test_two_sides_agree_and_both_stores_come_to_the_same(self):
        first, second = self.firms
        hashes = {}
        for store, installation in self.stores.items():
            with self.subTest(store=store):
                before = self.pools(installation, FROM)
                proposed = self.propose(installation, CONTRACT, first, "2", "--release-days", "30",
                                        "--cost-share-bp", "5000")
                self.assertEqual(proposed["state"], "PROPOSED")
                self.assertEqual(self.pools(installation, FROM), before)
                self.verb(installation, "contract", "confirm", CONTRACT, codes=(1, 2, 3))
                self.verb(installation, "contract", "confirm", CONTRACT, "--for-firm", second, codes=(1, 2, 3))
                confirmed = self.verb(installation, "contract", "confirm", CONTRACT, "--for-firm", first)
                self.assertEqual(confirmed["state"], "CONFIRMED")
                self.assertEqual(self.pools(installation, FROM)["RESERVED"], 2)
                self.assertEqual(self.pools(installation, UNTIL), before)
                self.propose(installation, "2031-second", second, "999", codes=(1, 2, 3))
                listed = self.verb(installation, "contract", "list", "--for-firm", first)
                self.assertEqual([each["name"].split("/")[-1] for each in listed["seat_contracts"]], [CONTRACT])
                self.assertEqual(self.verb(installation, "contract", "list", "--for-firm", second), {})
                ended = self.verb(installation, "contract", "end", CONTRACT, "--from", MIDDLE, "--for-firm", first)
                self.assertEqual(ended["until_date"], MIDDLE)
                self.assertEqual(self.pools(installation, MIDDLE), before)
                self.assertTrue(any(f"/seatContracts/{CONTRACT}" in line for line in self.state(installation)))
            hashes[store] = installation.state_sha256(self.park)
        self.assertEqual(len(set(hashes.values())), 1, hashes)


if __name__ == "__main__":
    unittest.main(verbosity=2)
