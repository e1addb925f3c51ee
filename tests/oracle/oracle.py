"""Recomputes a sample month from its files, and compares it with what the services say.

    python3 tests/oracle/oracle.py SAMPLE_DIR [--state STATE.jsonl] [--json OUT]

Without --state: prints the recomputed month as JSON; with --json the whole goes there, and only the
totals are printed. With --state: prints each difference on a line, then `oracle_differences N`, and
ends with 1 when there is any.
"""

import argparse
import json
import sys
from pathlib import Path

import compare
from month import Recomputed


def _print(values):
    json.dump(values, sys.stdout, ensure_ascii=False, indent=1, default=str)
    print()


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sample", type=Path)
    parser.add_argument("--state", type=Path)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args(arguments)

    month = Recomputed(options.sample)
    totals = month.totals()
    manifest = options.sample / "manifest.json"
    against_manifest = (compare.manifest_differences(month, json.loads(manifest.read_text("utf-8")))
                        if manifest.exists() else [])
    totals["manifest_differences"] = len(against_manifest)
    everything = {**totals, **month.detail(), "manifest_difference_detail": against_manifest}
    if options.json:
        options.json.write_text(
            json.dumps(everything, ensure_ascii=False, indent=1, default=str) + "\n", "utf-8")
    if options.state is None:
        _print(totals if options.json else everything)
        return 0

    with options.state.open(encoding="utf-8") as lines:
        differences = compare.state_differences(month, map(json.loads, lines))
    for difference in differences:
        print(difference)
    print("oracle_differences", len(differences))
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
