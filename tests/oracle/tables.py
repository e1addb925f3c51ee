"""Bytes to rows: encodings, quotes over lines, Chinese headers, and the X12 834."""

import csv
import io
from dataclasses import dataclass

HEADER_ALIASES = {
    "工号": "employee_no", "姓名": "name", "证件类型": "id_type", "证件号码": "id_number",
    "入职日期": "hire_date", "离职日期": "leave_date", "工作地点": "work_site",
    "每周工时": "weekly_hours",
}
CODE_ALIASES = {
    "居民身份证": "RESIDENT_ID", "护照": "PASSPORT", "出生医学证明": "BIRTH_CERTIFICATE",
    "是": "Y", "否": "N",
}


class FileUnreadable(Exception):
    """A whole file that cannot be taken as what it should be."""


@dataclass(frozen=True)
class Row:
    line: int  # of the file, on which the record starts; for X12 the segment number
    cells: dict  # by column; None where the row has fewer or more cells than the header


def decode(content):
    """1: UTF-8 with or without BOM; what is not UTF-8 is GB18030."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")


def csv_records(text):
    """1: (line on which the record starts, cells). A line with nothing on it is no record, and a
    cell of blanks is empty; nothing else is trimmed."""
    reader = csv.reader(io.StringIO(text, newline=""))
    start = 1
    for cells in reader:
        if cells:
            yield start, [cell if cell.strip() else "" for cell in cells]
        start = reader.line_num + 1


def csv_rows(content, columns, place):
    """1: the rows of a file with one header row, in any order of columns, under the names that this
    page gives them."""
    records = csv_records(decode(content))
    header = next(records, (1, []))[1]
    names = [HEADER_ALIASES.get(cell.strip(), cell.strip()) for cell in header]
    if sorted(names) != sorted(columns):
        raise FileUnreadable(f"{place}: the header has {names}, not {list(columns)}")
    for line, cells in records:
        if len(cells) == len(names):
            yield Row(line, dict(zip(names, cells)))
        else:
            yield Row(line, None)


def x12_segments(content):
    """1: (segment number, elements), the ISA being segment 1; it says what separates the others."""
    text = decode(content).lstrip()
    if len(text) < 106 or not text.startswith("ISA"):
        raise FileUnreadable("no ISA segment of 106 characters")
    element, terminator = text[3], text[105]
    segments = [part.strip() for part in text.split(terminator)]
    return [(number, segment.split(element))
            for number, segment in enumerate((part for part in segments if part), start=1)]


def _x12_date(text):
    """CCYYMMDD in this page's form; what is not eight long stays as it is and fails as a date."""
    return f"{text[:4]}-{text[4:6]}-{text[6:]}" if len(text) == 8 else text


def x12_rows(content):
    """1: one row a subscriber (INS01 is Y), from its INS segment to the next INS or the end."""
    rows, cells = [], None
    for number, elements in x12_segments(content):
        elements = elements + [""] * (5 - len(elements))
        tag = tuple(elements[:2])
        if tag[0] in ("INS", "SE"):
            cells = None
        if tag == ("INS", "Y"):
            cells = {"employee_no": "", "name": "", "birth_date": "", "hire_date": "",
                     "leave_date": ""}
            rows.append(Row(number, cells))
        elif cells is None:
            continue
        elif tag == ("REF", "0F"):
            cells["employee_no"] = elements[2].strip()
        elif tag == ("NM1", "IL"):
            cells["name"] = (elements[3] + elements[4]).strip()
        elif tag == ("DMG", "D8"):
            cells["birth_date"] = _x12_date(elements[2].strip())
        elif tag == ("DTP", "336"):
            cells["hire_date"] = _x12_date(elements[3].strip())
        elif tag == ("DTP", "337"):
            cells["leave_date"] = _x12_date(elements[3].strip())
    return rows
