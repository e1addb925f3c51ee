"""Rule 9: months one after the other, and what those before come to by what is known now."""

from collections import Counter
from dataclasses import dataclass, replace

import eligibility
from days import Month
from month import Recomputed
from records import ChildDay


@dataclass(frozen=True)
class Key:
    """What one statement is about."""
    month: Month
    centre: str
    case_number: str


@dataclass
class Stands:
    """What all statements about one thing sum to."""
    lines: Counter
    shares: Counter  # (payer, party)

    @classmethod
    def of(cls, statement):
        return cls(Counter(statement.lines),
                   Counter({(share.payer, share.party): share.amount for share in statement.shares}))

    def less(self, other):
        lines, shares = Counter(self.lines), Counter(self.shares)
        lines.subtract(other.lines)
        shares.subtract(other.shares)
        return Stands(_without_zeros(lines), _without_zeros(shares))


def _without_zeros(counter):
    return Counter({key: amount for key, amount in counter.items() if amount})


NOTHING = Stands(Counter(), Counter())


class Months(Recomputed):
    """A sample's park that lives on. Facts are said to it as they are said to the services."""

    def __init__(self, folder):
        super().__init__(folder)
        self.first = self.park.month
        self.closed = []
        self.stands = {}  # Key -> Stands

    # What is said.

    def say_day(self, centre, case_number, day, status, reason=""):
        mine = [each for each in self.attendance[case_number] if each.day != day]
        self.attendance[case_number] = [*mine, ChildDay(centre, case_number, day, status, reason)]

    def say_leave_date(self, uscc, employee_no, day):
        employees = self.sample.employees
        employees[uscc, employee_no] = replace(employees[uscc, employee_no], leave_date=day)
        self.register = eligibility.Register(employees.values())

    def say_tariff(self, tariff):
        self.sample.tariffs.append(tariff)

    # What follows.

    def _statement(self, enrolment):
        """9: of a child of whom nothing at all was written down in a month of attendance that was its own, nothing
        is billed."""
        in_advance = self.sample.centres[enrolment.centre].billing == "IN_ADVANCE"
        attended = self._calendars[self.park.month.plus(-1) if in_advance else self.park.month]
        mine = [day for day in attended.opening if enrolment.start <= day < enrolment.until]
        said = any(attended.days[0] <= each.day <= attended.days[-1]
                   for each in self.attendance[enrolment.case_number])
        if mine and not said:
            self.held_out.append(enrolment.case_number)
            return None
        return super()._statement(enrolment)

    def _months(self, month):
        """(what the month comes to now, who is held out of it)."""
        self.park = replace(self.park, month=month)
        made = {Key(month, each.enrolment.centre, each.child.case_number): Stands.of(each)
                for each in self._statements()}
        return made, set(self.held_out)

    def close(self, month):
        """9: {(kind, key): what its statement says}. The month's own are ORIGINAL; of each closed month what is
        otherwise by now, as a difference: LATE where nothing stood, REFUND where nothing is left, else CORRECTION."""
        said = {}
        for before in self.closed:
            now, held_out = self._months(before)
            standing = {key for key in self.stands if key.month == before and self.stands[key].lines}
            for key in {*now, *standing}:
                if key not in now and key.case_number in held_out:
                    continue
                stood = self.stands.get(key, NOTHING)
                difference = now.get(key, NOTHING).less(stood)
                if difference.lines or difference.shares:
                    kind = "REFUND" if key not in now else "CORRECTION" if key in standing else "LATE"
                    said[kind, key] = difference
                self.stands[key] = now.get(key, NOTHING)
        own, _ = self._months(month)
        for key, stands in own.items():
            said["ORIGINAL", key] = stands
            self.stands[key] = stands
        self.closed.append(month)
        return said
