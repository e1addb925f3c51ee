"""A whole month at size S on both stores: equal to the oracle, equal to each other, and repeatable."""

import csv
import datetime
import json
import tempfile
import unittest
from collections import defaultdict
from pathlib import Path

import owed
from running import STORES, Installation, make_sample, oracle_differences, park_of, run


def resources(state):
    """{type: resources} of a file that `month live --state` wrote."""
    by_type = defaultdict(list)
    for line in state.read_text("utf-8").splitlines():
        line = json.loads(line)
        by_type[line["type"]].append({**line["resource"], "name": line["name"]})
    return by_type


MONTH = "2026-10"


def yuan(minor):
    minor = int(minor)
    return f"{'-' if minor < 0 else ''}{abs(minor) // 100}.{abs(minor) % 100:02}"


def days_in(month, start, end):
    """The days of a period, its end outside, in a month."""
    first = datetime.date.fromisoformat(month + "-01")
    after = (first + datetime.timedelta(days=31)).replace(day=1)
    return max(0, (min(after, datetime.date.fromisoformat(end)) - max(first, datetime.date.fromisoformat(start))).days)


class MonthTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="tuoqiao-test.")
        cls.addClassCleanup(cls.folder.cleanup)
        cls.sample = make_sample(Path(cls.folder.name) / "sample")
        cls.park = park_of(cls.sample)
        cls.installations, cls.summaries, cls.states = {}, {}, {}
        for store in STORES:
            installation = cls.installations[store] = Installation(store)
            cls.addClassCleanup(installation.close)
            cls.summaries[store], cls.states[store] = installation.start().live(cls.sample)

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

    def test_receivables_payables_and_bank_equal_open_shares_unpaid_statements_and_bank_lines(self):
        for store in STORES:
            with self.subTest(store=store):
                by_type = resources(self.states[store])
                expected = owed.balances(by_type)
                for kind in ("receivable-firm-", "receivable-family-", "payable-", "bank"):
                    self.assertTrue(any(each.startswith(kind) for each in expected), kind)
                self.assertEqual(owed.booked(by_type), expected)

    def test_the_fixed_reports_say_what_stands(self):
        for store in STORES:
            with self.subTest(store=store), tempfile.TemporaryDirectory(prefix="tuoqiao-test.") as folder:
                by_type = resources(self.states[store])
                month = {owed.last(each["name"]): each for each in by_type["Month"]}[MONTH]
                self.installations[store].client("report", "all", "--month", MONTH, "--out", folder, "--park", self.park)
                reports = {}
                for file in Path(folder).iterdir():
                    with file.open(encoding="utf-8", newline="") as opened:
                        reports[file.stem] = list(csv.DictReader(opened))

                self.assertEqual(
                    sorted((each["party"], each["amount"], each["paid_on"])
                           for each in reports["payment-delay"] if each["kind"] == "PAYOUT"),
                    sorted((owed.last(each["centre"]).upper(), yuan(each.get("amountMinor", 0)), each.get("paidDate", ""))
                           for each in by_type["Payout"] if each["month"] == MONTH))
                self.assertEqual(
                    sorted((each["kind"], each["amount"]) for each in reports["payment-delay"] if each["kind"] != "PAYOUT"),
                    sorted((each["kind"], yuan(each.get("amountMinor", 0)))
                           for each in by_type["Receivable"] if each["month"] == MONTH))
                self.assertEqual(sum(int(each["seats"]) for each in reports["occupancy"]),
                                 sum(group["capacity"] for each in by_type["Centre"] for group in each["groups"]))
                self.assertEqual(sum(int(each["days"]) for each in reports["places-by-firm"]),
                                 sum(days_in(MONTH, each["startDate"], each["endDate"]) for each in by_type["Enrolment"]))
                self.assertEqual({each["case_number"] for each in reports["waiting"]},
                                 {each["caseNumber"] for each in by_type["Application"]
                                  if each["state"] in ("WAITING", "OFFERED")})
                self.assertEqual([each["id"] for each in reports["missing"] if each["what"] == "CHILD"],
                                 [each["caseNumber"] for each in month.get("holdOuts", [])])
                self.assertEqual({each["id"] for each in reports["missing"] if each["what"] == "FIRM"},
                                 {each["uscc"] for each in by_type["Firm"] if each.get("blocker")})
                self.assertEqual(len(reports["corrections"]), month.get("corrections", 0))
                self.assertIn("duplicates", reports)

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

    def test_rosters_imported_again_write_stored_replies_only(self):
        self.import_rosters(lambda content: content, REPLIES)

    def test_the_same_employees_in_other_files_write_receipts_only(self):
        for report in self.import_rosters(lambda content: content + b"\r\n", RECEIPTS):
            self.assertEqual((report["created"], report["updated"]), (0, 0))
            self.assertGreater(report["unchanged"], 0)

    def import_rosters(self, rewritten, allowed):
        """Imports all rosters once more, each rewritten; compares the engines' own counters before and after
        with the rows a roster that are allowed. Returns what the imports reported."""
        reports = []
        for store in STORES:
            with self.subTest(store=store), tempfile.TemporaryDirectory(prefix="tuoqiao-test.") as folder:
                installation = self.installations[store]
                installation.stop()
                before = installation.footprint()
                installation.start()
                rosters = sorted((self.sample / "rosters").iterdir())
                for roster in rosters:
                    copy = Path(folder) / roster.name
                    copy.write_bytes(rewritten(roster.read_bytes()))
                    # 3: rows of it are rejected, as the first time.
                    reports.append(json.loads(installation.client(
                        "roster", "import", copy, "--park", self.park, "--json", codes=(0, 3))))
                installation.stop()
                after = installation.footprint()
                installation.start()
                written = {table for table in after if after[table] != before.get(table)}
                self.assertEqual(written - set(allowed), set())
                if store == "postgres":  # SQLite has no such counters; its rows are compared.
                    for table in sorted(written):
                        self.assertLessEqual(int(after[table]) - int(before.get(table, 0)),
                                             allowed[table] * len(rosters), table)
        return reports

    def test_money_that_nothing_explains_is_named_to_the_fen(self):
        for store in STORES:
            with self.subTest(store=store, removed="a matched bank line"):
                self.assert_unexplained(store, *self.remove_match(store))
            with self.subTest(store=store, added="a fen"):
                self.assert_unexplained(store, *self.add_fen(store))

    def assert_unexplained(self, store, amount_minor, accounts, mend):
        try:
            books, pairs = self.trial_balance(store), self.unpaired(store)
        finally:
            mend()
        self.assertEqual(int(books.get("unexplained_minor", 0)), amount_minor)
        self.assertEqual({owed.last(each["account"]) for each in books["unexplained"]}, accounts)
        self.assertEqual(int(pairs["unexplained_minor"]), amount_minor)
        torn = [each for each in pairs["unexplained"] if each["reason"] == "ENTRY_TORN"]
        self.assertEqual(len(torn), 1)
        self.assertTrue(torn[0]["causes"][0]["cause"] and torn[0]["causes"][0]["source"])
        self.assertNotIn("unexplained_minor", self.trial_balance(store))
        self.assertEqual(self.unpaired(store), {})

    def trial_balance(self, store):
        park = f"parks/{self.park}"
        return self.installations[store].call("PARK_FINANCE", park, "Ledger.GetTrialBalance", {"name": park})

    def unpaired(self, store):
        park = f"parks/{self.park}"
        return self.installations[store].call("PARK_FINANCE", park, "Ledger.ListUnexplained", {"parent": park})

    def remove_match(self, store):
        """Takes the postings of one match away."""
        books = self.installations[store]
        columns = "park_id, entry_id, ordinal, account, amount_minor, position, effective_date, month"
        postings = books.rows("ledger", f"SELECT {columns} FROM posting "
                              "WHERE entry_id = (SELECT MIN(id) FROM entry WHERE kind = 'match')")
        self.assertGreaterEqual(len(postings), 2)
        books.change("ledger", f"DELETE FROM posting WHERE entry_id = '{postings[0][1]}'")
        values = ", ".join("(" + ", ".join(f"'{each}'" for each in posting) + ")" for posting in postings)
        return (sum(max(int(posting[4]), 0) for posting in postings),
                {posting[3] for posting in postings},
                lambda: books.change("ledger", f"INSERT INTO posting ({columns}) VALUES {values}"))

    def add_fen(self, store):
        books = self.installations[store]
        books.change("ledger", "INSERT INTO posting (park_id, entry_id, ordinal, account, amount_minor) "
                     "SELECT park_id, id, 99, 'bank', 1 FROM entry WHERE id = (SELECT MIN(id) FROM entry)")
        return 1, {"bank"}, lambda: books.change("ledger", "DELETE FROM posting WHERE ordinal = 99")


# What a roster that changes nothing leaves behind: at most so many rows a table and roster.
# The replies to SetConnection and to ReceiveDelivery.
REPLIES = {"exchange.request": 2}
# A new file is kept, read and reported, and directory stores what it answered to it.
RECEIPTS = {"exchange.request": 2, "exchange.connection": 3, "exchange.delivery": 4, "exchange.content_piece": 1,
            "exchange.data_key": 1, "exchange.record_result": 200, "exchange.job": 9, "exchange.log": 4,
            "exchange.log_head": 4, "directory.request": 3}


class BackupTest(unittest.TestCase):
    """What comes back from a backup is the same to the last fen; what was changed behind our back is not."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="tuoqiao-test.")
        cls.addClassCleanup(cls.folder.cleanup)
        sample = make_sample(Path(cls.folder.name) / "sample")
        cls.park = park_of(sample)
        cls.backups, cls.hashes = {}, {}
        for store in STORES:
            with Installation(store) as installation:
                summary, _ = installation.start().live(sample)
                cls.hashes[store] = summary["state_sha256"]
                cls.backups[store] = Path(cls.folder.name) / f"backup-{store}"
                run("backup", "--config", installation.config, "--to", cls.backups[store], *installation.admin)

    def restored(self, store):
        installation = Installation(store)
        self.addCleanup(installation.close)
        run("restore", "--config", installation.config, "--from", self.backups[store], *installation.admin)
        return installation

    def test_a_backup_comes_back_and_each_change_is_seen(self):
        for store in STORES:
            with self.subTest(store=store):
                copy = self.restored(store)
                self.assertEqual(copy.start().state_sha256(self.park), self.hashes[store])
                copy.stop()
                run("audit", "verify", "--park", self.park, "--config", copy.config)
                copy.keep("restored")
                for what, service, statement in CHANGES:
                    with self.subTest(what):
                        copy.bring_back("restored")
                        self.assertEqual(copy.change(service, statement), 1)
                        self.assertNotEqual(copy.start().state_sha256(self.park), self.hashes[store])
                    copy.stop()
                copy.bring_back("restored")
                self.assertEqual(copy.start().state_sha256(self.park), self.hashes[store])


CHANGES = (
    ("one fen of a share", "billing",
     "UPDATE statement_share SET amount_minor = amount_minor + 1 WHERE ordinal = 0 "
     "AND statement_id = (SELECT MIN(statement_id) FROM statement_share)"),
    ("one fen of an instruction", "payroll",
     "UPDATE instruction SET amount_minor = amount_minor - 1 "
     "WHERE id = (SELECT MIN(id) FROM instruction WHERE amount_minor > 0)"),
    ("one fen of a payout", "settlement",
     "UPDATE payout SET amount_minor = amount_minor + 1 WHERE id = (SELECT MIN(id) FROM payout)"),
    ("one fen of a balance", "ledger",
     "UPDATE balance SET debit_minor = debit_minor + 1 WHERE account = 'bank'"),
    # The lowest of the days that stand as absent: it was never recorded.
    ("one absence", "places",
     "UPDATE attendance SET absent = absent & (absent - 1) WHERE enrolment_id = "
     "(SELECT MIN(enrolment_id) FROM attendance WHERE absent <> 0 AND month = '2026-10') AND month = '2026-10'"),
    ("one seat", "places",
     "UPDATE seat_group SET capacity = capacity + 1 WHERE id = (SELECT MIN(id) FROM seat_group)"),
)


if __name__ == "__main__":
    unittest.main(verbosity=2)
