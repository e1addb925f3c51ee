"""Civil days and months. A period is half open: [from, until)."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")


@dataclass(frozen=True, order=True)
class Month:
    year: int
    number: int

    def __str__(self):
        return f"{self.year:04d}-{self.number:02d}"

    @property
    def first(self):
        return date(self.year, self.number, 1)

    @property
    def end(self):
        """The first day after the month."""
        return self.plus(1).first

    def plus(self, months):
        year, month = divmod(self.year * 12 + self.number - 1 + months, 12)
        return Month(year, month + 1)

    def day(self, number):
        """The numbered day, or the last of the month where it has no such day."""
        return date(self.year, self.number,
                    min(number, calendar.monthrange(self.year, self.number)[1]))

    def days(self):
        return days_between(self.first, self.end)


def month_of(day):
    return Month(day.year, day.month)


def days_between(start, until):
    return [start + timedelta(n) for n in range((until - start).days)]


def parse_day(text):
    """1: a date `YYYY-MM-DD`, or None where it is none."""
    if not _DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def parse_month(text):
    match = _MONTH.fullmatch(text)
    if match is None or not 1 <= int(match[2]) <= 12 or int(match[1]) == 0:
        return None
    return Month(int(match[1]), int(match[2]))


def day_of_age(birth, months):
    """2 (1): the day on which a child turns so many months old; a day that its month does not have
    is the first day of the next month."""
    month = month_of(birth).plus(months)
    day = month.day(birth.day)
    return day if day.day == birth.day else month.end


def age_in_months(birth, day):
    """2 (1): whole months of age on a day; negative before birth."""
    months = (day.year - birth.year) * 12 + day.month - birth.month
    return months if day_of_age(birth, months) <= day else months - 1


def is_open(day, closed_dates, working_weekends):
    """1: Monday to Friday that is not closed, and the weekends that are worked."""
    return (day.weekday() < 5 and day not in closed_dates) or day in working_weekends

