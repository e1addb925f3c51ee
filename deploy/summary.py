"""Prints the sums of a month, with what the oracle and the manifest say of them, and ends with 1 where either
disagrees.

    python3 deploy/summary.py SUMMARY MANIFEST DIFFERENCES [OUT]
"""

import json
import sys
from pathlib import Path


def yuan(minor):
    return f"{minor // 100:,}.{minor % 100:02d}"


def main(summary_path, manifest_path, differences_path, out=None):
    summary = json.loads(Path(summary_path).read_text("utf-8"))
    manifest = json.loads(Path(manifest_path).read_text("utf-8"))
    differences = Path(differences_path).read_text("utf-8").splitlines()
    summary["oracle_differences"] = int(differences[-1].split()[-1])
    if out:
        Path(out).write_text(json.dumps(summary, ensure_ascii=False, indent=1) + "\n", "utf-8")

    print(f"  {summary['firms']} firms, {summary['employees']} employees, {summary['children']} children; "
          f"{summary['rows_read']} rows read, {summary['rows_rejected']} rejected")
    print(f"  {summary['enrolled']} enrolled, {summary['statements']} statements, "
          f"{yuan(summary['total_minor'])} yuan in all")
    for payer in ("authority", "park", "firm", "union", "family"):
        print(f"    {payer:10}{yuan(summary[f'share_{payer}_minor']):>18}")
    print(f"  payouts {yuan(summary['payouts_minor'])}, trial balance {yuan(summary['trial_balance_minor'])}, "
          f"unexplained {yuan(summary['unexplained_minor'])}")
    print(f"  oracle differences: {summary['oracle_differences']}")
    print("  seconds: " + ", ".join(f"{step} {seconds}" for step, seconds in summary["seconds"].items()))

    wrong = summary["oracle_differences"]
    for sentence in differences[:20] if wrong else ():
        print("    " + sentence)
    for name in ("rows_read", "rows_rejected", "rejected_by_reason"):
        if summary[name] != manifest[name]:
            print(f"  {name} is {summary[name]}, by the manifest {manifest[name]}")
            wrong += 1
    if summary["trial_balance_minor"] or summary["unexplained_minor"]:
        wrong += 1
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
