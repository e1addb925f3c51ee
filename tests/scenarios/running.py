"""Tuoqiao as its users run it: the built binary, a sample, a server on either store."""

import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TUOQIAO = Path(os.environ.get("TUOQIAO", ROOT / "build" / "tuoqiao"))
STORES = ("sqlite", "postgres")


def run(*arguments, codes=(0,)):
    """Runs the command line; anything but the expected exit codes fails with what it said."""
    done = subprocess.run([str(TUOQIAO), *map(str, arguments)], capture_output=True, text=True)
    assert done.returncode in codes, (
        f"tuoqiao {' '.join(map(str, arguments))} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def make_sample(folder, size="S", seed=7):
    run("sample", "--size", size, "--seed", seed, "--out", folder)
    return folder


def oracle_differences(sample, state):
    done = subprocess.run(
        ["/usr/bin/python3", ROOT / "tests/oracle/oracle.py", sample, "--state", state,
         "--json", state.with_suffix(".oracle.json")], capture_output=True, text=True)
    lines = done.stdout.splitlines()
    assert lines and lines[-1].startswith("oracle_differences "), done.stdout + done.stderr
    return lines[:-1]


class Installation:
    """Data, keys and a config in a folder of its own, with a server that can be started, ended and killed."""

    def __init__(self, store, folder=None):
        self.store = store
        self.folder = Path(folder or tempfile.mkdtemp(prefix="tuoqiao-test."))
        self.folder.chmod(0o755)  # PostgreSQL runs as somebody else.
        self.data = self.folder / "data"
        self.data.mkdir(mode=0o700, exist_ok=True)
        self.server = None
        conninfo = ""
        if store == "postgres":
            text = subprocess.run([ROOT / "deploy/postgres", "start", self.folder / "postgres"],
                                  check=True, capture_output=True, text=True).stdout
            path = self.data / "conninfo"
            path.write_text(text)
            path.chmod(0o600)
            admin = self.data / "admin-conninfo"
            admin.write_text(text.replace("user=tuoqiao", "user=postgres"))
            admin.chmod(0o600)
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

    def client(self, *verb, codes=(0,)):
        return run(*verb, "--server", self.address, "--key", self.data / "token.key", codes=codes)

    def live(self, sample):
        """Lives the month; returns the summary and the path of the state."""
        summary, state = self.folder / "summary.json", self.folder / "state.jsonl"
        self.client("month", "live", sample, "--summary", summary, "--state", state)
        return json.loads(summary.read_text("utf-8")), state

    def state_sha256(self, park="yunshui"):
        return self.client("state", "--park", park).split()[0]
