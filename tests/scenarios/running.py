"""Tuoqiao as its users run it: the built binary, a sample, a server on either store."""

import contextlib
import functools
import hashlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
from pathlib import Path

import grpc
from google.protobuf import json_format

from contract import Contract, compiled

ROOT = Path(__file__).resolve().parents[2]
TUOQIAO = Path(os.environ.get("TUOQIAO", ROOT / "build" / "tuoqiao"))
STORES = ("sqlite", "postgres")
SERVICES = ("directory", "eligibility", "places", "billing", "payroll", "ledger", "settlement", "exchange")


def run(*arguments, codes=(0,)):
    """Runs the command line; anything but the expected exit codes fails with what it said."""
    done = subprocess.run([str(TUOQIAO), *map(str, arguments)], capture_output=True, text=True)
    assert done.returncode in codes, (
        f"tuoqiao {' '.join(map(str, arguments))} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def make_sample(folder, size="S", seed=7):
    run("sample", "--size", size, "--seed", seed, "--out", folder)
    return folder


def park_of(sample):
    return json.loads((sample / "park.json").read_text("utf-8"))["park"]


def oracle_differences(sample, state):
    done = subprocess.run(
        ["/usr/bin/python3", ROOT / "tests/oracle/oracle.py", sample, "--state", state,
         "--json", state.with_suffix(".oracle.json")], capture_output=True, text=True)
    lines = done.stdout.splitlines()
    assert lines and lines[-1].startswith("oracle_differences "), done.stdout + done.stderr
    return lines[:-1]


@functools.lru_cache(maxsize=None)
def contract():
    return Contract(compiled())


def call(address, token, rpc, *requests):
    """One RPC, e.g. `Ledger.GetTrialBalance`. A request is a dict, and so is the reply; several requests
    are a stream of them."""
    known, form = contract(), contract().request(rpc)
    with grpc.insecure_channel(address, options=[("grpc.max_receive_message_length", 16 << 20)]) as channel:
        stub = channel.stream_unary(known.path(rpc), request_serializer=form.SerializeToString,
                                    response_deserializer=known.response(rpc).FromString)
        reply = stub((json_format.ParseDict(each, form()) for each in requests),
                     metadata=(("authorization", f"Bearer {token}"),), timeout=60)
    return json_format.MessageToDict(reply, preserving_proto_field_name=True, descriptor_pool=known.pool)


class Installation:
    """Data, keys and a config in a folder of its own, with a server that can be started, ended and killed."""

    def __init__(self, store, folder=None):
        self.store = store
        self.folder = Path(folder or tempfile.mkdtemp(prefix="tuoqiao-test."))
        self.folder.chmod(0o755)  # PostgreSQL runs as somebody else.
        self.data = self.folder / "data"
        self.data.mkdir(mode=0o700, exist_ok=True)
        self.server = None
        self.admin = ()  # What backup and restore need besides.
        conninfo = ""
        if store == "postgres":
            text = subprocess.run([ROOT / "deploy/postgres", "start", self.folder / "postgres"],
                                  check=True, capture_output=True, text=True).stdout
            path = self.folder / "conninfo"
            path.write_text(text)
            path.chmod(0o600)
            admin = self.folder / "admin-conninfo"
            admin.write_text(text.replace("user=tuoqiao", "user=postgres"))
            admin.chmod(0o600)
            self.admin = ("--admin-conninfo-file", admin)
            conninfo = f'store {{ postgres_conninfo_file: "{path}" }}\n'
        self.config = self.folder / "config.textproto"
        self.config.write_text(
            f'folder: "{self.data}"\nlisten: "127.0.0.1:0"\nmetrics_listen: "off"\n'
            f'rules_folder: "{ROOT / "services/rules"}"\nlog_level: "WARNING"\n{conninfo}')

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.stop()
        if self.store == "postgres":
            subprocess.run([ROOT / "deploy/postgres", "stop", self.folder / "postgres"], check=False)
        shutil.rmtree(self.folder, ignore_errors=True)

    # The server.

    def start(self):
        port = self.folder / "port"
        port.unlink(missing_ok=True)
        self.log = open(self.folder / "serve.log", "ab")
        self.server = subprocess.Popen(
            [str(TUOQIAO), "serve", "--config", str(self.config), "--port-file", str(port)],
            stdout=self.log, stderr=self.log)
        while not port.exists():
            assert self.server.poll() is None, (self.folder / "serve.log").read_text()
            time.sleep(0.02)
        self.address = "127.0.0.1:" + port.read_text().strip()
        return self

    def stop(self, how=signal.SIGTERM):
        if self.server is None:
            return
        self.server.send_signal(how)
        self.server.wait(60)
        self.server = None
        self.log.close()

    def kill(self):
        """As in a power cut of the process: nothing is flushed, nobody says goodbye."""
        self.stop(signal.SIGKILL)

    # Its clients.

    def client(self, *verb, codes=(0,)):
        return run(*verb, "--server", self.address, "--key", self.data / "token.key", codes=codes)

    def live(self, sample):
        """Lives the month; returns the summary and the path of the state."""
        summary, state = self.folder / "summary.json", self.folder / "state.jsonl"
        self.client("month", "live", sample, "--summary", summary, "--state", state)
        return json.loads(summary.read_text("utf-8")), state

    def state_sha256(self, park):
        return self.client("state", "--park", park).split()[0]

    def call(self, role, scope, rpc, *requests, subject=None):
        """One RPC in somebody's name."""
        purpose = ("--purpose", "test") if role == "OPS" else ()
        token = run("token", "--config", self.config, "--role", role, "--scope", scope,
                    "--subject", subject or f"{role.lower().replace('_', '-')}-1", *purpose).strip()
        return call(self.address, token, rpc, *requests)

    # Its data, behind its back.

    def psql(self, service, sql, database="tuoqiao"):
        """Runs statements as the owner of everything; a row a line, cells split by a unit separator."""
        done = subprocess.run(
            ["psql", "-qtAX", "-F", "\x1f", "-v", "ON_ERROR_STOP=1", "-h", self.folder / "postgres",
             "-U", "postgres", "-d", database], input=sql, capture_output=True, text=True,
            env={**os.environ, "PGOPTIONS": f"-c search_path={service}"})
        assert done.returncode == 0, f"{sql}\n{done.stderr}"
        return done.stdout

    @contextlib.contextmanager
    def _sqlite(self, service):
        """The file itself while its server runs; else a copy, so that whatever a killed server left is
        for the next server to put right, and not for us."""
        with tempfile.TemporaryDirectory(prefix="tuoqiao-test.") as folder:
            path = self.data / f"{service}.db"
            if self.server is None:
                for file in self.data.glob(f"{service}.db*"):
                    shutil.copy(file, folder)
                path = Path(folder) / path.name
            database = sqlite3.connect(f"file:{path}?mode=rw", uri=True, timeout=10)
            try:
                yield database
            finally:
                database.close()

    def rows(self, service, sql):
        """Rows of a service's database, each a tuple of texts."""
        if self.store == "postgres":
            return [tuple(line.split("\x1f")) for line in self.psql(service, sql).splitlines()]
        with self._sqlite(service) as database:
            return [tuple("" if each is None else str(each) for each in row) for row in database.execute(sql)]

    def rows_of_all(self, sql):
        """Rows of every service's database, each led by the service."""
        if self.store == "postgres":
            script = "".join(f"SET search_path TO {service};\nSELECT '{service}', found.* FROM ({sql}) found;\n"
                             for service in SERVICES)
            return [tuple(line.split("\x1f")) for line in self.psql("public", script).splitlines()]
        return [(service, *row) for service in SERVICES for row in self.rows(service, sql)]

    def number(self, service, sql):
        return int(self.rows(service, sql)[0][0])

    def change(self, service, statement):
        """Changes a service's database behind its back, past the guards of its tables; returns how many rows."""
        if self.store == "postgres":
            return int(self.psql(service, "SET session_replication_role = replica;\n"
                                          f"\\set QUIET off\n{statement};").split()[-1])
        database = sqlite3.connect(self.data / f"{service}.db", timeout=10)
        with database:
            guards = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
            for name, _ in guards:
                database.execute(f"DROP TRIGGER {name}")
            changed = database.execute(statement).rowcount
            for _, guard in guards:
                database.execute(guard)
        database.close()
        return changed

    def footprint(self):
        """{service.table: what changes when something is written there}. Of PostgreSQL, how many rows
        were ever inserted, updated and deleted; of SQLite, the rows' hash. The server must be down:
        PostgreSQL counts a connection's writes in when it ends."""
        assert self.server is None
        if self.store == "postgres":
            self.wait_for_sessions()
            lines = self.psql("public", "SELECT schemaname || '.' || relname, n_tup_ins + n_tup_upd + n_tup_del "
                                        "FROM pg_stat_user_tables;").splitlines()
            return dict(line.split("\x1f") for line in lines)
        prints = {}
        for service in SERVICES:
            with self._sqlite(service) as database:
                names = [name for name, in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
                for name in names:
                    rows = sorted(map(repr, database.execute(f'SELECT * FROM "{name}"')))
                    prints[f"{service}.{name}"] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
        return prints

    def wait_for_sessions(self):
        """Until PostgreSQL has noticed that a server which is gone is gone."""
        while self.number("public", "SELECT COUNT(*) FROM pg_stat_activity WHERE usename = 'tuoqiao';"):
            time.sleep(0.02)

    def keep(self, name):
        """Keeps the data under a name. The server must be down."""
        assert self.server is None
        if self.store == "postgres":
            self.wait_for_sessions()
            self.psql("public", f'CREATE DATABASE "{name}" TEMPLATE tuoqiao OWNER tuoqiao;', "postgres")
        else:
            shutil.copytree(self.data, self.folder / name)

    def bring_back(self, name):
        """Brings the data back as they were kept. The server must be down."""
        assert self.server is None
        if self.store == "postgres":
            self.psql("public", f'DROP DATABASE tuoqiao WITH (FORCE);\n'
                                f'CREATE DATABASE tuoqiao TEMPLATE "{name}" OWNER tuoqiao;', "postgres")
        else:
            shutil.rmtree(self.data)
            shutil.copytree(self.folder / name, self.data)
