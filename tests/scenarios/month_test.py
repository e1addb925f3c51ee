"""A whole month at size S on both stores: equal to the oracle, equal to each other, and repeatable."""

import json
import sqlite3
import tempfile
import unittest
from pathlib import Path

from running import STORES, Installation, make_sample, oracle_differences, run


class MonthTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="tuoqiao-test.")
        cls.sample = make_sample(Path(cls.folder.name) / "sample")
        cls.park = json.loads((cls.sample / "park.json").read_text("utf-8"))["park"]
        cls.installations, cls.summaries, cls.states = {}, {}, {}
        for store in STORES:
            installation = cls.installations[store] = Installation(store).start()
            cls.summaries[store], cls.states[store] = installation.live(cls.sample)

    @classmethod
    def tearDownClass(cls):
        for installation in cls.installations.values():
            installation.close()
        cls.folder.cleanup()

    def test_every_line_share_instruction_and_payout_equals_the_oracle(self):
        for store in STORES:
            with self.subTest(store=store):
                self.assertEqual(oracle_differences(self.sample, self.states[store]), [])

    def test_rejected_rows_equal_the_manifest_by_reason(self):
        manifest = json.loads((self.sample / "manifest.json").read_text("utf-8"))
        for store in STORES:
            with self.subTest(store=store):
                for name in ("rows_read", "rows_rejected", "rejected_by_reason"):
                    self.assertEqual(self.summaries[store][name], manifest[name], name)

    def test_the_books_balance_and_explain_themselves(self):
        for store in STORES:
            with self.subTest(store=store):
                self.assertEqual(self.summaries[store]["trial_balance_minor"], 0)
                self.assertEqual(self.summaries[store]["unexplained_minor"], 0)

    def test_both_stores_come_to_the_same_state(self):
        hashes = {self.summaries[store]["state_sha256"] for store in STORES}
        self.assertEqual(len(hashes), 1, self.summaries)

    def test_a_second_run_changes_nothing(self):
        for store in STORES:
            with self.subTest(store=store):
                summary, _ = self.installations[store].live(self.sample)
                self.assertEqual(summary["state_sha256"], self.summaries[store]["state_sha256"])

    def test_the_logs_chain_is_whole(self):
        for store in STORES:
            with self.subTest(store=store):
                run("audit", "verify", "--park", self.park, "--config",
                    self.installations[store].config)


class ChangedDatabaseTest(unittest.TestCase):
    """One fen, one absence and one seat changed behind our back each change the hash."""

    def test_each_change_is_seen(self):
        with tempfile.TemporaryDirectory(prefix="tuoqiao-test.") as folder, \
                Installation("sqlite") as installation:
            sample = make_sample(Path(folder) / "sample")
            park = json.loads((sample / "park.json").read_text("utf-8"))["park"]
            summary, _ = installation.start().live(sample)
            backup = Path(folder) / "backup"
            run("backup", "--config", installation.config, "--to", backup)
            installation.stop()
            for what, service, statement in CHANGES:
                with self.subTest(what), Installation("sqlite") as copy:
                    run("restore", "--config", copy.config, "--from", backup)
                    self.assertEqual(copy.start().state_sha256(park), summary["state_sha256"])
                    copy.stop()
                    with sqlite3.connect(copy.data / f"{service}.db") as database:
                        changed = database.execute(statement).rowcount
                    database.close()
                    self.assertEqual(changed, 1)
                    self.assertNotEqual(copy.start().state_sha256(park), summary["state_sha256"])


CHANGES = (
    ("one seat", "places",
     "UPDATE seat_group SET capacity = capacity + 1 WHERE rowid = (SELECT MIN(rowid) FROM seat_group)"),
)


if __name__ == "__main__":
    unittest.main(verbosity=2)
