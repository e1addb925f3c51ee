"""What firms and unions bore of childcare in a year, from the exported postings alone.

    counters.py ENTRIES --year 2026 --rate 1400 [--wages FIRM=FEN ...]

ENTRIES holds one JSON object a line, as `Ledger.ListEntries` gives them. A line of output is
`KIND PARTY FEN LIMIT LEFT STATEMENTS MONTHS`, a limit that nobody knows is `-`.
"""

import argparse
import json
from collections import defaultdict

FIRM, UNION = "receivable-firm-", "receivable-union"


def bearer(account):
    """(kind, party) of the account's own name; nothing for other accounts."""
    if account.startswith(FIRM):
        return "WELFARE", account[len(FIRM):]
    return ("UNION", "union") if account == UNION else None


def counted(entries, year):
    """{(kind, party): [fen, statements, months]} of closed statements of the year."""
    sums = defaultdict(lambda: [0, set(), set()])
    for entry in entries:
        if entry.get("source") != "billing" or not entry["effectiveDate"].startswith(year + "-"):
            continue
        for posting in entry.get("postings", ()):
            of = bearer(posting["account"].rsplit("/", 1)[-1])
            if of is not None:
                sums[of][0] += int(posting["amountMinor"])
                sums[of][1].add(entry["name"])
                sums[of][2].add(entry["effectiveDate"][:7])
    return {of: (fen, len(statements), len(months)) for of, (fen, statements, months) in sums.items()}


def lines(entries, year, rate, wages):
    for (kind, party), (fen, statements, months) in sorted(counted(entries, year).items(),
                                                           key=lambda each: (each[0][0] == "UNION", each[0])):
        limit = wages[party] * rate // 10000 if kind == "WELFARE" and party in wages else None
        shown = ("-", "-") if limit is None else (limit, limit - fen)
        yield " ".join(str(each) for each in (kind, party, fen, *shown, statements, months))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("entries")
    parser.add_argument("--year", required=True)
    parser.add_argument("--rate", type=int, required=True)
    parser.add_argument("--wages", action="append", default=[])
    args = parser.parse_args()
    with open(args.entries, encoding="utf-8") as file:
        entries = [json.loads(line) for line in file]
    wages = {firm: int(fen) for firm, fen in (each.split("=") for each in args.wages)}
    for line in lines(entries, args.year, args.rate, wages):
        print(line)


if __name__ == "__main__":
    main()
