"""Check digits of China's identifiers: GB 11643 for people, GB 32100 and GB 11714 for entities."""

import re

from days import parse_day

_RESIDENT_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def normalised(number):
    """2 (2): `x` = `X` and no spaces, so that two spellings of one number are equal."""
    return "".join(number.split()).upper()


def resident_id_valid(number):
    """1: GB 11643, eighteen characters, a real birth date, MOD 11-2 check character."""
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        return False
    if parse_day(f"{number[6:10]}-{number[10:12]}-{number[12:14]}") is None:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _RESIDENT_WEIGHTS))
    return number[17] == "10X98765432"[total % 11]


def _organisation_check(body):
    """GB 11714: the check character of the eight that name the organisation."""
    total = sum(int(char, 36) * weight for char, weight in zip(body, _ORGANISATION_WEIGHTS))
    return "0123456789X0"[11 - total % 11]


def uscc_valid(code):
    """1: GB 32100, a division code of digits in characters 3 to 8 and both check characters: the
    ninth of characters 9 to 17, and the last of all."""
    if (len(code) != 18 or any(char not in _USCC_ALPHABET for char in code)
            or not code[2:8].isdecimal()):
        return False
    if code[16] != _organisation_check(code[8:16]):
        return False
    total = sum(_USCC_ALPHABET.index(char) * weight for char, weight in zip(code, _USCC_WEIGHTS))
    return code[17] == _USCC_ALPHABET[(31 - total % 31) % 31]


def id_number_valid(id_type, number):
    """1: a number is of the form that its type asks for."""
    number = normalised(number)
    if id_type == "RESIDENT_ID":
        return resident_id_valid(number)
    if id_type == "PASSPORT":
        return re.fullmatch(r"[A-Z0-9]{5,17}", number) is not None
    if id_type == "BIRTH_CERTIFICATE":
        return re.fullmatch(r"[A-Z][0-9]{9}", number) is not None
    return False
