"""Rule 2: who may take a place, on which days."""

from datetime import timedelta

from days import day_of_age, month_of

ELIGIBLE, PENDING, INELIGIBLE = "ELIGIBLE", "PENDING", "INELIGIBLE"
YOUNGEST_MONTHS, OLDEST_MONTHS = 6, 36


class Register:
    """The employees of the park's firms, found by id type and number."""

    def __init__(self, employees):
        self._by_identity = {}
        for employee in employees:
            if employee.id_number:
                identity = (employee.id_type, employee.id_number)
                self._by_identity.setdefault(identity, []).append(employee)

    def employees(self, guardian):
        """2 (2): whom a guardian is linked to, by uscc and employee number."""
        if guardian is None or not guardian.confirmed:
            return []
        found = self._by_identity.get((guardian.id_type, guardian.id_number), [])
        return sorted(found, key=lambda employee: (employee.uscc, employee.employee_no))


def employed(employee, day):
    """2 (2): from the hire date, and to the leave date inclusive."""
    return (employee.hire_date <= day
            and (employee.leave_date is None or day <= employee.leave_date))


def employments(guardian, register, day):
    """2 (2): the employments that a linked and confirmed guardian has on a day."""
    return [employee for employee in register.employees(guardian) if employed(employee, day)]


def of_age(birth, day):
    """2 (1): at least 6 and under 36 whole months."""
    return day_of_age(birth, YOUNGEST_MONTHS) <= day < day_of_age(birth, OLDEST_MONTHS)


def outcome(child, register, day):
    """2: the outcome of one child on one day; without the consent it is pending whatever else."""
    if not child.consent_programme:
        return PENDING
    if not of_age(child.birth_date, day):
        return INELIGIBLE
    employed_by = any(employments(guardian, register, day) for guardian in child.guardians)
    return ELIGIBLE if employed_by else INELIGIBLE


def window(park):
    """2: `[today, first of the month after next)`, counted from today's month."""
    return park.today, month_of(park.today).plus(2).first


def _turning_days(child, register):
    """The days on which an outcome can change."""
    yield day_of_age(child.birth_date, YOUNGEST_MONTHS)
    yield day_of_age(child.birth_date, OLDEST_MONTHS)
    for guardian in child.guardians:
        for employee in register.employees(guardian):
            yield employee.hire_date
            if employee.leave_date is not None:
                yield employee.leave_date + timedelta(days=1)


def slices(child, register, start, until):
    """2: [(from, until, outcome)] over the window, neighbours with one outcome made one."""
    inside = {day for day in _turning_days(child, register) if start < day < until}
    edges = [start, *sorted(inside), until]
    merged = []
    for begin, end in zip(edges, edges[1:]):
        now = outcome(child, register, begin)
        if merged and merged[-1][2] == now:
            merged[-1] = (merged[-1][0], end, now)
        else:
            merged.append((begin, end, now))
    return merged
