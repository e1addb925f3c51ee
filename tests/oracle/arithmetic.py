"""Whole-number money. Every amount is an int of fen; nothing here or elsewhere uses a float."""

import re

_YUAN = re.compile(r"([0-9]{1,12})(?:\.([0-9]{1,2}))?")
BASIS = 10000  # basis points in a whole


def round_half_up(numerator, denominator):
    """4: `round(x)` of numerator / denominator, half up, away from zero for negatives."""
    size = (2 * abs(numerator) + denominator) // (2 * denominator)
    return size if numerator >= 0 else -size


def allocate(total, parts):
    """4: each part `total / parts` (floor), one fen more to the first `total mod parts`."""
    each, spare = divmod(total, parts)
    return [each + 1 if index < spare else each for index in range(parts)]


def fen(text):
    """1: yuan as written in the files (`1200.00`) in fen, or None where it is no amount."""
    match = _YUAN.fullmatch(text)
    if match is None:
        return None
    return int(match[1]) * 100 + int((match[2] or "").ljust(2, "0"))
