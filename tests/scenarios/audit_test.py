"""An auditor with one signed head: whatever was done to the logs after it was signed is found."""

import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from running import STORES, TUOQIAO, Installation, make_sample, park_of, run


def verified(*arguments):
    done = subprocess.run([str(TUOQIAO), "audit", "verify", *map(str, arguments)], capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


class AuditTest(unittest.TestCase):
    def test_an_exported_month_is_verified_with_nothing_but_heads_and_a_public_key(self):
        for store in STORES:
            with self.subTest(store=store), tempfile.TemporaryDirectory(prefix="tuoqiao-test.") as folder, \
                    Installation(store) as installation:
                folder = Path(folder)
                sample = make_sample(folder / "sample")
                park = park_of(sample)
                installation.start().live(sample)
                self.month_is_verified(installation, park, folder)

    def month_is_verified(self, installation, park, folder):
        installation.stop()
        config, heads, logs = ("--config", installation.config), folder / "heads", folder / "logs"
        run("audit", "heads", *config, "--to", heads)
        run("audit", "export", *config, "--park", park, "--to", logs)
        public = folder / "audit.pub"
        shutil.copy(installation.data / "audit.pub", public)
        offline = ("--park", park, "--log", logs, "--head", heads, "--key", public)

        code, said = verified(*offline)
        self.assertEqual(code, 0, said)
        self.assertEqual(said.count("as signed at"), 8, said)
        self.assertNotIn("only agrees with itself", said)
        code, said = verified(*config, "--park", park, "--head", heads, "--after", 10, "--service", "billing")
        self.assertEqual(code, 0, said)
        self.assertIn("billing: rows 11 to ", said)

        # The server has signed by itself, too.
        self.assertTrue(list((installation.data / "heads").rglob("billing-*.head")))

        billing = logs / "billing.log"
        text = billing.read_text("ascii")
        lines = text.splitlines(keepends=True)
        damages = {
            "a row is gone": lines[:9] + lines[10:],
            "two rows are swapped": [*lines[:8], lines[9], lines[8], *lines[10:]],
            "the end is gone": lines[:-1],
            "a letter is another": [*lines[:7], lines[7].replace("a", "b", 1), *lines[8:]],
        }
        for what, changed in damages.items():
            self.assertNotEqual(changed, lines, what)
            billing.write_text("".join(changed), "ascii")
            code, said = verified(*offline)
            self.assertEqual(code, 1, what)
            self.assertIn("billing: ", said, what)
        billing.write_text(text, "ascii")

        installation.change("billing", "DELETE FROM log WHERE position = (SELECT MAX(position) FROM log)")
        code, said = verified(*config, "--park", park, "--head", heads)
        self.assertEqual(code, 1)
        self.assertIn("billing: ", said)


if __name__ == "__main__":
    unittest.main(verbosity=2)
