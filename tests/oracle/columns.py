"""Which columns each file has, what may stand in a cell, and the first thing wrong with a row."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Callable

from arithmetic import fen
from days import parse_day, parse_month
from identifiers import id_number_valid, normalised, uscc_valid
from tables import CODE_ALIASES

ID_TYPES = ("RESIDENT_ID", "PASSPORT")
CHILD_ID_TYPES = ID_TYPES + ("BIRTH_CERTIFICATE",)
GROUP_KINDS = ("INFANT", "SMALL", "LARGE", "MIXED")
CENTRE = "CENTRE"
CENTRE_LIST = "CENTRE_LIST"
PLAN = "PLAN"


_TIME = re.compile(
    r"[0-9]{4}(-[0-9]{2}){2}T[0-9]{2}(:[0-9]{2}){2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})")


def _time(text):
    """1: an instant of RFC 3339, with its offset."""
    if not _TIME.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _whole(text):
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else None


def _decimal(text):
    return text if re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]+)?", text) else None


def _day_of_month(text):
    """1: a day that every month has."""
    number = _whole(text)
    return number if number is not None and 1 <= number <= 28 else None


@dataclass(frozen=True)
class Column:
    """`codes` is a tuple of the values allowed, or PLAN, CENTRE or CENTRE_LIST for what park.json
    and centres.csv define. `id_type` names the column that says of which type an id number is."""
    name: str
    required: bool = True
    date: Callable = None  # text to a value, or None where DATE_INVALID
    number: Callable = None  # text to a value, or None where NUMBER_INVALID
    codes: object = None
    uscc: bool = False
    id_type: str = ""


def _text(*names):
    return tuple(Column(name) for name in names)


def _numbers(read, *names):
    return tuple(Column(name, number=read) for name in names)


def _guardian(number, required):
    prefix = f"guardian{number}_"
    return (Column(prefix + "name", required),
            Column(prefix + "id_type", required, codes=ID_TYPES),
            Column(prefix + "id_number", required, id_type=prefix + "id_type"))


def _yes_no(name, required=True):
    return Column(name, required, codes=("Y", "N"))


CENTRES = (*_text("centre", "display_name"),
           Column("provider_type", codes=("WORKPLACE", "PARK", "PUBLIC", "COMMUNITY", "HOME")),
           Column("uscc", uscc=True), Column("filing_number"),
           Column("filing_from", date=parse_day), Column("filing_until", date=parse_day),
           *_numbers(_decimal, "latitude", "longitude"),
           Column("billing", codes=("IN_ADVANCE", "IN_ARREARS")),
           *_text("account_name", "account_number", "bank_code"),
           Column("opening_hours", False), Column("languages", False), _yes_no("inclusive", False))

GROUPS = (Column("centre", codes=CENTRE), Column("group"), Column("kind", codes=GROUP_KINDS),
          *_numbers(_whole, "capacity", "staff"))

TARIFFS = (Column("centre", codes=CENTRE), Column("kind", codes=GROUP_KINDS),
           Column("from_date", date=parse_day), Column("monthly_fee", number=fen),
           Column("spread", codes=("CALENDAR_DAYS", "OPENING_DAYS", "HALF_MONTHS")),
           *_numbers(fen, "meal_fee", "supplement"),
           *_numbers(_whole, "coefficient_1", "coefficient_2", "sibling_reduction",
                     "refund_threshold_days", "refund_share"))

FIRMS = (Column("uscc", uscc=True), *_text("display_name", "contact_email"),
         Column("pay_day", number=_day_of_month), Column("cut_off_days", number=_whole),
         Column("plan", codes=PLAN),
         Column("share_form", codes=("INVOICED", "ALLOWANCE", "COLLECTIVE")),
         Column("legal_basis", required=False), _yes_no("tax_advice"), _yes_no("union"),
         Column("agreement_version"), Column("agreement_date", date=parse_day),
         Column("centres", required=False, codes=CENTRE_LIST))

ROSTER = (*_text("employee_no", "name"), Column("id_type", codes=ID_TYPES),
          Column("id_number", id_type="id_type"), Column("hire_date", date=parse_day),
          Column("leave_date", required=False, date=parse_day), Column("work_site"),
          Column("weekly_hours", number=_whole))

ROSTER_834 = (*_text("employee_no", "name"), Column("birth_date", required=False, date=parse_day),
              Column("hire_date", date=parse_day),
              Column("leave_date", required=False, date=parse_day))

FAMILIES = (*_text("family_no", "case_number", "child_name"),
            Column("child_id_type", codes=CHILD_ID_TYPES),
            Column("child_id_number", id_type="child_id_type"),
            Column("birth_date", date=parse_day), Column("needs_level", codes=("0", "1", "2")),
            *_guardian(1, True), *_guardian(2, False), _yes_no("guardian2_confirmed", False),
            _yes_no("consent_programme"), _yes_no("consent_centre"), Column("consent_version"),
            Column("consent_date", date=parse_day),
            Column("deduct_from", required=False, codes=("1", "2")),
            Column("arrears_mode", codes=("TAKE_ALL", "TAKE_WHAT_FITS", "ALL_OR_NOTHING")))

APPLICATIONS = (Column("case_number"), Column("choices", codes=CENTRE_LIST),
                Column("desired_start_date", date=parse_day), Column("submitted_time", date=_time))

AUTHORISATIONS = (Column("uscc", uscc=True), *_text("employee_no", "signature_reference"),
                  Column("from_date", date=parse_day), Column("until_date", date=parse_day),
                  Column("maximum", number=fen))

PAY_FIGURES = (Column("employee_no"), Column("period", date=parse_month),
               *_numbers(fen, "gross", "net"))

ATTENDANCE = (Column("case_number"), Column("date", date=parse_day),
              Column("status", codes=("PRESENT", "ABSENT")),
              Column("reason", required=False, codes=(
                  "SICK", "PERSONAL", "CENTRE_CLOSED", "HOLIDAY", "FORCE_MAJEURE", "QUARANTINE", "UNEXPLAINED")))

WORLD_PAYROLL = (Column("uscc"), Column("employee_no"), Column("behaviour"),
                 Column("amount", required=False, number=fen))

WORLD_BANK = (Column("kind"), Column("party"), Column("behaviour"),
              Column("amount", required=False, number=fen))


def _missing(columns, cells):
    return any(column.required and not cells[column.name] for column in columns)


def _unreadable(columns, cells, reader_of):
    return any(reader_of(column) and cells[column.name]
               and reader_of(column)(cells[column.name]) is None for column in columns)


def code(cell):
    """1: a code under the name that this page gives it."""
    return CODE_ALIASES.get(cell, cell)


def code_list(cell):
    """1: a list inside a cell uses `;`."""
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def _code_known(column, cell, plans, centres):
    if not cell or column.codes is None:
        return True
    if column.codes == PLAN:
        return cell in plans
    if column.codes == CENTRE:
        return cell in centres
    if column.codes == CENTRE_LIST:
        return all(centre in centres for centre in code_list(cell))
    return code(cell) in column.codes


def _id_number_wrong(column, cells):
    number = cells[column.name]
    return (bool(column.id_type) and bool(number)
            and not id_number_valid(code(cells[column.id_type]), number))


def first_fault(columns, cells, plans=(), centres=(), order_wrong=lambda values: False):
    """1: the first reason, in the order of this page, that the row alone gives; None when good."""
    if cells is None:
        return "COLUMN_COUNT"
    if _missing(columns, cells):
        return "REQUIRED_FIELD_MISSING"
    if _unreadable(columns, cells, lambda column: column.date):
        return "DATE_INVALID"
    if _unreadable(columns, cells, lambda column: column.number):
        return "NUMBER_INVALID"
    if not all(_code_known(column, cells[column.name], plans, centres) for column in columns):
        return "CODE_UNKNOWN"
    if any(column.uscc and not uscc_valid(cells[column.name]) for column in columns):
        return "USCC_INVALID"
    if any(_id_number_wrong(column, cells) for column in columns):
        return "ID_NUMBER_INVALID"
    if order_wrong(values(columns, cells)):
        return "DATE_ORDER"
    return None


def _value(column, cell):
    if column.date or column.number:
        return (column.date or column.number)(cell) if cell else None
    if column.codes == CENTRE_LIST:
        return code_list(cell)
    if column.id_type:
        return normalised(cell)
    return code(cell) if column.codes is not None else cell


def values(columns, cells):
    """The cells as dates, numbers, codes and texts; an empty date or number is None."""
    return {column.name: _value(column, cells[column.name]) for column in columns}
