"""Pay instructions over a payroll system's API, with real TLS, on both stores: once, whatever is killed in between."""

import csv
import http.server
import io
import json
import ssl
import subprocess
import tempfile
import threading
import time
import unittest
import uuid
from pathlib import Path

from running import STORES, Installation, make_sample, park_of

TOKEN = "token-of-the-payroll-system"


def certificate(folder, name):
    """A key and a certificate for 127.0.0.1 that vouches for itself."""
    key, pem = folder / f"{name}.key", folder / f"{name}.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", pem, "-days", "2",
                    "-subj", f"/CN={name}", "-addext", "subjectAltName=IP:127.0.0.1"], check=True, capture_output=True)
    pem.chmod(0o644)
    return key, pem


class TlsServer(http.server.ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        """Who called is killed on purpose, or hangs up on a stranger."""


class PayrollSystem:
    """Keeps each instruction once, by its name, and answers a key as it did before. `hold` makes it silent until it is
    released: it has the document, and nobody knows."""

    def __init__(self, key, pem):
        self.book, self.answered, self.documents = {}, {}, []
        self.hold, self.holding = threading.Event(), threading.Event()
        self.hold.set()
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status = outer.take(self.headers, body)
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = TlsServer(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pem, key)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    @property
    def url(self):
        return f"https://127.0.0.1:{self.server.server_address[1]}/v1/instructions"

    def take(self, headers, body):
        if headers["Authorization"] != f"Bearer {TOKEN}":
            return 401
        key = headers["Idempotency-Key"]
        self.documents.append((key, body))
        if key not in self.answered:
            for item in json.loads(body)["instructions"]:
                self.book.setdefault(item["instruction"], []).append(item)
            self.answered[key] = 200
        self.holding.set()
        self.hold.wait(60)
        return self.answered[key]

    def close(self):
        self.hold.set()
        self.server.shutdown()
        self.server.server_close()


class PayrollApiTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="tuoqiao-test.")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        cls.folder.chmod(0o755)
        cls.sample = make_sample(cls.folder / "sample")
        cls.park = f"parks/{park_of(cls.sample)}"
        key, cls.pem = certificate(cls.folder, "trusted")
        cls.system = PayrollSystem(key, cls.pem)
        cls.addClassCleanup(cls.system.close)
        cls.stranger = PayrollSystem(*certificate(cls.folder, "stranger"))
        cls.addClassCleanup(cls.stranger.close)
        token = cls.folder / "token"
        token.touch(mode=0o600)
        token.write_text(TOKEN + "\n")
        cls.installations = {}
        for store in STORES:
            installation = cls.installations[store] = Installation(store)
            cls.addClassCleanup(installation.close)
            with installation.config.open("a") as config:
                for name, system in (("oa", cls.system), ("stranger", cls.stranger)):
                    config.write(f'payroll_targets {{ key: "{name}" value {{ url: "{system.url}" '
                                 f'token_file: "{token}" ca_file: "{cls.pem}" }} }}\n')
            installation.start().live(cls.sample)

    def connect(self, installation, firm, target):
        installation.call("FIRM_PAYROLL", firm, "Exchange.SetConnection", {
            "connection": {"name": f"{firm}/connections/{target}", "adapter": "payroll/json",
                           "content": "PAY_INSTRUCTIONS",
                           "mapping": {"fixed_values": [{"field": "target", "value": target}]}},
            "request_id": str(uuid.uuid4())})

    def firms(self, installation):
        """Those that a file of instructions went to, as {firm: the file's rows by name}."""
        found = {}
        for line in installation.rows("exchange", "SELECT parent, file_name FROM delivery WHERE content = "
                                                  "'PAY_INSTRUCTIONS' ORDER BY parent"):
            firm, out = line[0], self.folder / "file.csv"
            installation.client("payroll", "send", "2026-10", "--park", self.park, "--firm",
                                firm.rsplit("/", 1)[1].upper(), "--connection", "pay-out", "--out", out)
            rows = list(csv.DictReader(io.StringIO(out.read_text("utf-8"))))
            if rows:
                found[firm] = {row["instruction"]: row for row in rows}
            if len(found) == 3:
                return found
        return found

    def state(self, installation, firm):
        rows = installation.rows("exchange", "SELECT state FROM delivery WHERE adapter = 'payroll/json' AND parent = "
                                             f"'{firm}'")
        return [row[0] for row in rows]

    def test_instructions_arrive_once_and_are_what_the_file_says(self):
        for store in STORES:
            with self.subTest(store=store):
                installation = self.installations[store]
                self.system.book, self.system.answered, self.system.documents = {}, {}, []
                firms = self.firms(installation)
                self.assertEqual(len(firms), 3)
                (first, rows), (second, later), (third, _) = firms.items()

                self.connect(installation, first, "oa")
                self.send(installation, first, "oa")
                self.assertEqual(self.state(installation, first), ["ACCEPTED"])
                self.assertEqual({name: items for name, items in self.system.book.items()},
                                 {name: [dict(row)] for name, row in rows.items()})

                # It has the document and says nothing; then our server is gone.
                self.connect(installation, second, "oa")
                self.system.hold.clear()
                self.system.holding.clear()
                sending = threading.Thread(target=self.send, args=(installation, second, "oa", (0, 1)))
                sending.start()
                self.assertTrue(self.system.holding.wait(30))
                installation.kill()
                sending.join()
                self.system.hold.set()
                self.assertEqual(self.state(installation, second), ["QUEUED"])
                installation.start()
                self.until(lambda: self.state(installation, second) == ["ACCEPTED"])
                self.assertEqual(len({key for key, _ in self.system.documents}), 2)
                self.assertEqual(len(self.system.documents), 3, "The second one came twice, under one key.")
                self.assertEqual(set(self.system.book), set(rows) | set(later))
                self.assertTrue(all(len(items) == 1 for items in self.system.book.values()))

                # Whoever cannot show that it is the target gets nothing, not even the token.
                self.connect(installation, third, "stranger")
                sent = installation.call("FIRM_PAYROLL", third, "Exchange.SendDelivery", {
                    "parent": third, "connection": f"{third}/connections/stranger",
                    "subject": f"{third}/payRuns/2026-10", "request_id": str(uuid.uuid4())})
                time.sleep(2)
                got = installation.call("FIRM_PAYROLL", third, "Exchange.GetDelivery", {"name": sent["name"]})
                self.assertEqual(got["state"], "QUEUED")
                self.assertEqual(self.stranger.documents, [])
                self.assertEqual(self.stranger.answered, {})

    def send(self, installation, firm, connection, codes=(0,)):
        installation.client("payroll", "send", "2026-10", "--park", self.park, "--firm", firm.rsplit("/", 1)[1].upper(),
                            "--connection", connection, codes=codes)

    def until(self, holds):
        for _ in range(600):
            if holds():
                return
            time.sleep(0.1)
        self.fail("it did not come")


if __name__ == "__main__":
    unittest.main()
