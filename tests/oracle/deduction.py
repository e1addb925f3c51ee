"""Rule 11: the months of a year in which guardians may deduct the care of a child under three."""

STANDARD = {2022: 100000}  # Fen a month; 200000 from 2023 on.


def _standard(year):
    return STANDARD.get(year, 200000)


def months(born, year):
    """[YYYY-MM] of the year: from the month of birth to the one before the month in which the child turns three."""
    first, behind = born.year * 12 + born.month - 1, (born.year + 3) * 12 + born.month - 1
    return [f"{year}-{number + 1:02d}" for number in range(12) if first <= year * 12 + number < behind]


def rows(born, year, first_share_bp):
    """{(guardian, month): fen}; `first_share_bp` None is a share that was not said: guardian 0 has the whole."""
    if first_share_bp is None:
        return {(0, month): _standard(year) for month in months(born, year)}
    parts = {1: first_share_bp, 2: 10000 - first_share_bp}
    return {(guardian, month): _standard(year) // (2 if share == 5000 else 1)
            for guardian, share in parts.items() if share for month in months(born, year)}
