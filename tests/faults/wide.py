"""A sample of size S with every family many times over, so that its work takes several transactions.

A batch is at most 500 records, and a kill between the first and the last of them needs at least two."""

import re
import shutil

_CASE = re.compile(rb"([A-Z]{2}\d{2}-)(\d{6})")
_FAMILY = re.compile(rb"^F(\d{5})(?=,)", re.MULTILINE)
# Who has another's name and birth date, or document, may be that child.
_CHILD = re.compile(rb"^(F\d{5},[A-Z]{2}\d{2}-(\d{6}),[^,]*),[A-Z_]*,[^,]*(?=,)", re.MULTILINE)
_DEDUCTED = re.compile(rb",[12](,[A-Z_]+\r?)$", re.MULTILINE)
_GROUP = re.compile(rb"^(C\d{3},[A-Z]\d{2})(?=,)", re.MULTILINE)
_SPAN = 10000  # Case and family numbers of one copy lie within it.


def _copy(rows, nth):
    """The rows of families, children and groups that are the `nth` copy's own."""
    rows = _CASE.sub(lambda found: b"%s%06d" % (found[1], int(found[2]) + nth * _SPAN), rows)
    rows = _FAMILY.sub(lambda found: b"F%05d" % (int(found[1]) + nth * _SPAN), rows)
    rows = _CHILD.sub(lambda found: b"%s%c,BIRTH_CERTIFICATE,W%09d" % (found[1], 64 + nth, int(found[2])), rows)
    rows = _DEDUCTED.sub(rb",\1", rows)
    return _GROUP.sub(lambda found: b"%s%02d" % (found[1], nth), rows)


def widen(sample, target, copies):
    """Copies have the same guardians, and children with names and documents, places and attendance of their own. What a family of a
    copy bears it pays to the centre: one wage bears one family's share."""
    shutil.copytree(sample, target)
    for path in (target / "families.csv", target / "applications.csv", target / "groups.csv",
                 *(target / "attendance").iterdir()):
        header, line_end, rows = path.read_bytes().partition(b"\n")
        if not rows.endswith(b"\n"):
            rows += b"\n"
        path.write_bytes(header + line_end + rows + b"".join(_copy(rows, nth) for nth in range(1, copies)))
    return target
