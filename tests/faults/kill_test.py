"""kill -9 of the server in the middle of each phase of a month, on both stores.

A phase's work is counted in its own records: employees, children, places, attendance, statements, result
lines, settlement's log rows. Of `total` of them k are drawn; as soon as the database shows k the server is
killed. Then the database must hold every request that was acknowledged, exactly once, and 0 < records <
total. The server starts again on what is left, `month live` goes on where it was cut off, and the month must
end as if nothing had happened: the same state hash, and the same log rows, each once.

TUOQIAO_DRAWS draws per phase and store (1; 6 is the full proof), TUOQIAO_SEED repeats a run,
TUOQIAO_PHASES and TUOQIAO_STORES name some only."""

import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "scenarios"))

from relay import Relay  # noqa: E402
from running import STORES, TUOQIAO, Installation, make_sample, park_of, run  # noqa: E402
from wide import widen  # noqa: E402

DRAWS = int(os.environ.get("TUOQIAO_DRAWS", "1"))
SEED = int(os.environ.get("TUOQIAO_SEED", "0")) or random.SystemRandom().randrange(1, 1 << 31)
# A draw whose kill came too late, after the last record, is drawn again.
TRIES = 20
# A batch of 500 records is one transaction: where a phase is one file, or one operation, it takes a
# sample in which every family is there so many times.
WIDE = 6


@dataclass(frozen=True)
class Phase:
    name: str
    # The call with which it begins: a method, and what its message holds.
    method: str
    holds: bytes
    # What is counted, and where.
    records: str
    service: str
    count: str
    copies: int = 1

    def begins(self, method, message):
        return method.endswith("/" + self.method) and self.holds in message


PHASES = (
    Phase("roster", "SetConnection", b"/connections/roster", "employees", "directory",
          "SELECT COUNT(*) FROM employee"),
    Phase("families", "SetConnection", b"/connections/families", "children", "directory",
          "SELECT COUNT(*) FROM child", WIDE),
    Phase("places", "BatchCreateApplications", b"", "applications, offers and enrolments", "places",
          "SELECT (SELECT COUNT(*) FROM application) + (SELECT COUNT(*) FROM offer) + "
          "(SELECT COUNT(*) FROM enrolment)"),
    Phase("attendance", "SetConnection", b"/connections/attendance", "child-months", "places",
          "SELECT COUNT(*) FROM attendance"),
    Phase("close", "CloseMonth", b"", "statements", "billing",
          "SELECT COUNT(*) FROM statement WHERE closed = 1", WIDE),
    Phase("results", "SetConnection", b"/connections/pay-results", "lines", "payroll",
          "SELECT COUNT(*) FROM instruction WHERE seen_minor <> 0"),
    Phase("settlement", "IssueReceivables", b"", "log rows", "settlement",
          "SELECT COUNT(*) FROM log"),
)


def chosen(variable, all_of, name=str):
    wanted = os.environ.get(variable, "").split()
    assert set(wanted) <= set(map(name, all_of)), f"{variable}: {wanted}"
    return [each for each in all_of if not wanted or name(each) in wanted]


class Watch:
    """Counts again and again, over one connection, while the server works."""

    def __init__(self, installation, phase):
        self._sql = phase.count
        if installation.store == "sqlite":
            path = installation.data / f"{phase.service}.db"
            self._database = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=10)
            return
        self._database = None
        self._psql = subprocess.Popen(
            ["psql", "-qtAX", "-h", installation.folder / "postgres", "-U", "postgres", "-d", "tuoqiao"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1,
            env={**os.environ, "PGOPTIONS": f"-c search_path={phase.service}"})

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self._database is not None:
            self._database.close()
        else:
            self._psql.communicate("\\q\n", timeout=30)

    def count(self):
        if self._database is not None:
            return self._database.execute(self._sql).fetchone()[0]
        self._psql.stdin.write(self._sql + ";\n")
        return int(self._psql.stdout.readline())


class Story:
    """A month on one store: lived once undisturbed, and once more with a copy kept before each of `phases`."""

    def __init__(self, store, sample, phases):
        self.sample, self.park, self.phases = sample, park_of(sample), phases
        with Installation(store) as undisturbed:
            summary, state = undisturbed.start().live(sample)
            stop_when_heard(undisturbed)
            self.sha256 = summary["state_sha256"]
            self.state = state.read_text("utf-8").splitlines()
            self.log = log_rows(undisturbed)
            self.totals = {phase: undisturbed.number(phase.service, phase.count) for phase in phases}
        self.installation = Installation(store)
        self.ended = self.installation.folder / "state.jsonl"

    def keep_each_beginning(self):
        """Lives the month with the server stopped before each phase; the client notices nothing."""
        ours, waiting = self.installation, list(self.phases)
        self.begun_with = {}

        def keep(phase):
            ours.stop()
            ours.keep(phase.name)
            self.begun_with[phase] = ours.number(phase.service, phase.count)
            relay.aim(ours.start().address)

        def before(method, message):
            if not waiting or not waiting[0].begins(method, message):
                return None
            phase = waiting.pop(0)
            return lambda: keep(phase)

        with Relay(ours.start().address, before) as relay:
            self.finish(relay)
        ours.stop()
        assert not waiting, f"these phases never began: {waiting}"

    def live(self, relay):
        """The client, started and left alone."""
        return subprocess.Popen(
            [str(TUOQIAO), "month", "live", str(self.sample), "--server", relay.address,
             "--key", str(self.installation.data / "token.key"), "--state", str(self.ended)],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def finish(self, relay):
        """Lives the month to its end, which has to be that of the undisturbed month."""
        client = self.live(relay)
        said, _ = client.communicate(timeout=600)
        assert client.returncode == 0, said
        found = self.ended.read_text("utf-8").splitlines()
        differ = [f"- {line}" for line in sorted(set(self.state) - set(found))] + [
            f"+ {line}" for line in sorted(set(found) - set(self.state))]
        assert not differ, "\n".join([f"{len(differ)} resources differ:", *differ[:20]])
        assert f"state {self.sha256}," in said, said


def stop_when_heard(installation):
    """Stops the server once every log row is numbered and every listener has heard its source to the end."""
    patience = time.monotonic() + 60
    while True:
        heads = {service: (rows, position) for service, rows, position in
                 installation.rows_of_all("SELECT COUNT(*), COALESCE(MAX(position), 0) FROM log")}
        behind = [(service, source, position)
                  for service, source, position in installation.rows_of_all("SELECT source, position FROM cursor")
                  if position != heads[source][1]]
        if not behind and all(rows == position for rows, position in heads.values()):
            return installation.stop()
        assert time.monotonic() < patience, (heads, behind)
        time.sleep(0.1)


def log_rows(installation):
    """All log rows of all services, how often each is there."""
    return Counter(installation.rows_of_all("SELECT kind, subject, revision FROM log"))


def requests(installation):
    """All stored requests of all services, how often each is there."""
    return Counter(request_id for _, request_id in installation.rows_of_all("SELECT request_id FROM request"))


class KillTest(unittest.TestCase):
    """One test a phase and store, made below."""

    stories = {}

    @classmethod
    def setUpClass(cls):
        print(f"TUOQIAO_SEED={SEED} TUOQIAO_DRAWS={DRAWS}", file=sys.stderr)
        cls.folder = Path(tempfile.mkdtemp(prefix="tuoqiao-test."))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        narrow = make_sample(cls.folder / "narrow")
        cls.samples = {1: narrow, WIDE: widen(narrow, cls.folder / "wide", WIDE)}

    def story(self, store, copies):
        if (store, copies) not in self.stories:
            story = Story(store, self.samples[copies], [each for each in PHASES if each.copies == copies])
            self.addClassCleanup(story.installation.close)
            story.keep_each_beginning()
            self.stories[store, copies] = story
        return self.stories[store, copies]

    def draw_all(self, store, phase):
        story = self.story(store, phase.copies)
        dice = random.Random(f"{SEED} {store} {phase.name}")
        for draw in range(DRAWS):
            for _ in range(TRIES):
                begin = time.monotonic()
                k = dice.randrange(1, story.totals[phase] - story.begun_with[phase])
                done = self.kill_at(story, phase, k)
                if done is not None:
                    print(f"{store} {phase.name} {draw + 1}/{DRAWS}: killed at {k}, {done} of "
                          f"{story.totals[phase] - story.begun_with[phase]} {phase.records}, "
                          f"{time.monotonic() - begin:.1f} s", file=sys.stderr)
                    break
            else:
                self.fail(f"{TRIES} kills came all after the last of the {phase.records}")

    def kill_at(self, story, phase, k):
        """Returns how many records were there after the kill; None where all were."""
        ours = story.installation
        ours.bring_back(phase.name)
        with Relay(ours.start().address) as relay:
            self.kill_when(story, phase, relay, k)
            # The sessions of the dead server may still be ending in PostgreSQL, as they would for an operator.
            done = ours.number(phase.service, phase.count) - story.begun_with[phase]
            self.assertGreater(done, 0)
            if done >= story.totals[phase] - story.begun_with[phase]:
                return None
            self.assert_all_there(ours, relay)
            relay.aim(ours.start().address)
            story.finish(relay)
            stop_when_heard(ours)
            self.assert_all_there(ours, relay)
        self.assert_same_log(ours, story)
        run("audit", "verify", "--park", story.park, "--config", ours.config)
        return done

    def kill_when(self, story, phase, relay, k):
        """Starts the client and kills the server when `k` records of the phase are there."""
        client = story.live(relay)
        with Watch(story.installation, phase) as watch:
            while watch.count() - story.begun_with[phase] < k:
                if client.poll() is not None:
                    self.fail(f"the month ended before {k} {phase.records}:\n{client.stdout.read()}")
                time.sleep(0.0005)
            story.installation.kill()
        said, _ = client.communicate(timeout=600)
        self.assertNotEqual(client.returncode, 0, said)

    def assert_all_there(self, ours, relay):
        """Every acknowledged request is stored, and once."""
        stored = requests(ours)
        acknowledged = {request_id for _, request_id in relay.acknowledged}
        self.assertGreater(len(acknowledged), 0)
        wrong = {each: stored[each] for each in acknowledged if stored[each] != 1}
        self.assertEqual(wrong, {}, [each for each in relay.acknowledged if each[1] in wrong])

    def assert_same_log(self, ours, story):
        """What was applied was applied once: the logs hold the rows of an undisturbed month and no other,
        and are numbered without a gap."""
        found = log_rows(ours)
        self.assertEqual((found - story.log, story.log - found), (Counter(), Counter()))
        gaps = ours.rows_of_all("SELECT COUNT(*), COALESCE(MAX(position), 0) FROM log "
                                "HAVING COUNT(*) <> COALESCE(MAX(position), 0)")
        self.assertEqual(gaps, [])


def _test(store, phase):
    return lambda self: self.draw_all(store, phase)


for _number, _phase in enumerate(chosen("TUOQIAO_PHASES", PHASES, lambda phase: phase.name)):
    for _store in chosen("TUOQIAO_STORES", STORES):
        setattr(KillTest, f"test_{_store}_{_number}_{_phase.name}", _test(_store, _phase))


if __name__ == "__main__":
    unittest.main(verbosity=2)
