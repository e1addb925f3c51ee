"""The Python client of clients/python, as its README says to call it, against a month that was lived."""

import json
import os
import subprocess
import tempfile
import unittest
from pathlib import Path

from running import ROOT, Installation, make_sample, run


class ClientTest(unittest.TestCase):
    def test_an_hr_platform_applies_an_employee_once_and_reads_its_shares(self):
        with tempfile.TemporaryDirectory(prefix="tuoqiao-test.") as folder, Installation("sqlite") as installation:
            folder = Path(folder)
            subprocess.run([ROOT / "clients/python/stubs", folder / "stubs"], check=True)
            sample = make_sample(folder / "sample")
            park = json.loads((sample / "park.json").read_text("utf-8"))
            _, state = installation.start().live(sample)
            firm, shares, total = self.firm_that_pays(state)
            token = folder / "hr.token"
            token.write_text(run("token", "--config", installation.config, "--role", "FIRM_HR",
                                 "--scope", firm, "--subject", "hr-1"))
            done = subprocess.run(
                ["/usr/bin/python3", ROOT / "clients/python/hr_platform.py", "--server", installation.address,
                 "--token", token, "--firm", firm, "--month", park["month"]],
                env={**os.environ, "PYTHONPATH": str(folder / "stubs")}, capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(done.stdout.splitlines(), [
                "a dry run: CREATED", "in earnest: CREATED", "once more: CREATED",
                f"{park['month']}: {shares} employees, {total // 100}.{total % 100:02d} yuan"])
            self.assertEqual(self.employees_named(installation, park["park"], firm), 1)
            self.refusal_says_why(folder, installation, token, park["month"])

    def refusal_says_why(self, folder, installation, token, month):
        """Another firm's scope: the reason and the next step reach the user's terminal."""
        done = subprocess.run(
            ["/usr/bin/python3", ROOT / "clients/python/hr_platform.py", "--server", installation.address,
             "--token", token, "--firm", "parks/yunshui/firms/nobody", "--month", month],
            env={**os.environ, "PYTHONPATH": str(folder / "stubs")}, capture_output=True, text=True)
        self.assertEqual(done.returncode, 1)
        self.assertIn("PERMISSION_DENIED", done.stderr)

    def firm_that_pays(self, state):
        """From the statements themselves: a firm, of how many employees it bears a share, and how much in all."""
        employees, totals = {}, {}
        for line in state.read_text("utf-8").splitlines():
            line = json.loads(line)
            for share in line["resource"].get("shares", []) if line["type"] == "Statement" else []:
                if share["payer"] == "FIRM" and int(share.get("amountMinor", 0)):
                    employees.setdefault(share["firm"], set()).add(share["employee"])
                    totals[share["firm"]] = totals.get(share["firm"], 0) + int(share["amountMinor"])
        firm = min(totals)
        return firm, len(employees[firm]), totals[firm]

    def employees_named(self, installation, park, firm):
        state = installation.folder / "after.jsonl"
        installation.client("state", "--park", park, "--out", state)
        return sum(line["type"] == "Employee" and line["name"].startswith(firm + "/") and
                   line["resource"]["employeeNo"] == "SAMPLE-1"
                   for line in map(json.loads, state.read_text("utf-8").splitlines()))


if __name__ == "__main__":
    unittest.main(verbosity=2)
