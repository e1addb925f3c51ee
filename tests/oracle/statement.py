"""Rule 4: the lines of one child, one month, one centre."""

from dataclasses import dataclass

from arithmetic import BASIS, allocate, round_half_up

LINES = ("CARE", "COEFFICIENT", "SIBLING", "REFUND", "MEALS", "SUPPLEMENT")
_REFUNDABLE = ("SICK", "CENTRE_CLOSED", "FORCE_MAJEURE", "QUARANTINE")


@dataclass(frozen=True)
class Calendar:
    """A month with its opening days."""
    days: tuple
    opening: tuple


@dataclass(frozen=True)
class Presence:
    """A child's month: which of its days are the child's, and what the centre wrote down."""
    days: tuple  # days of the month inside the enrolment
    present: int
    refundable: int


def days_inside(calendar, enrolment):
    """4: days of the child = days of the month inside the enrolment."""
    return tuple(day for day in calendar.days if enrolment.start <= day < enrolment.until)


def presence(calendar, enrolment, attendance):
    """4.4, 4.5: PRESENT days, and ABSENT days for a reason that is refunded, of one month."""
    inside = [each for each in attendance if calendar.days[0] <= each.day <= calendar.days[-1]]
    return Presence(days_inside(calendar, enrolment),
                    sum(each.status == "PRESENT" for each in inside),
                    sum(each.status == "ABSENT" and each.reason in _REFUNDABLE
                        for each in inside))


def tariff_on(tariffs, first):
    """4: of a centre's rows for the kind, the latest from_date not after the first of the month."""
    return max((row for row in tariffs if row.from_date <= first),
               key=lambda row: row.from_date, default=None)


def care(tariff, calendar, child_days):
    """4.1: the parts of the monthly fee that fall on the child's days."""
    mine = set(child_days)
    if tariff.spread == "HALF_MONTHS":
        halves = ([day for day in calendar.opening if day.day <= 15],
                  [day for day in calendar.opening if day.day > 15])
        return sum(part for part, half in zip(allocate(tariff.monthly_fee, 2), halves)
                   if mine.intersection(half))
    spread = calendar.days if tariff.spread == "CALENDAR_DAYS" else calendar.opening
    parts = allocate(tariff.monthly_fee, len(spread)) if spread else []
    return sum(part for part, day in zip(parts, spread) if day in mine)


def coefficient(tariff, needs_level, care_minor):
    """4.2: what a need adds to the care line."""
    if needs_level == 0:
        return 0
    return round_half_up(care_minor * (tariff.coefficients[needs_level] - BASIS), BASIS)


def sibling(tariff, has_older, priced_minor):
    """4.3: the reduction where an older child of the family is enrolled in the same month."""
    return -round_half_up(priced_minor * tariff.sibling_reduction, BASIS) if has_older else 0


def reduced_care(tariff, calendar, child_days, needs_level, has_older):
    """4.1 to 4.3: the first three lines of a month."""
    first = care(tariff, calendar, child_days)
    second = coefficient(tariff, needs_level, first)
    return first, second, sibling(tariff, has_older, first + second)


def refund(tariff, calendar, refundable, reduced_minor):
    """4.4: for days away, once they reach the threshold; over the opening days of that month."""
    if refundable < tariff.refund_threshold_days or not calendar.opening:
        return 0
    return -round_half_up(reduced_minor * refundable * tariff.refund_share,
                          len(calendar.opening) * BASIS)


@dataclass(frozen=True)
class Side:
    """What one month says of a child: the billed month M, or the attendance month A."""
    tariff: object
    calendar: Calendar
    presence: Presence
    has_older: bool


def lines(needs_level, billed, attended):
    """4: the lines other than zero, in their order. `attended` is the billed month itself where the
    centre bills in arrears, and the month before where it bills in advance. The refund threshold,
    the refund share and the meal fee are the billed month's; what the refund is a part of is the
    attendance month's own."""
    mine = billed.presence.days
    values = list(reduced_care(billed.tariff, billed.calendar, mine, needs_level,
                               billed.has_older))
    if attended.presence.days:
        reduced = sum(reduced_care(attended.tariff, attended.calendar, attended.presence.days,
                                   needs_level, attended.has_older))
        values += [refund(billed.tariff, attended.calendar, attended.presence.refundable, reduced),
                   billed.tariff.meal_fee * attended.presence.present]
    else:
        values += [0, 0]
    values.append(billed.tariff.supplement if mine else 0)
    return {name: value for name, value in zip(LINES, values) if value}
