"""Rule 3: first come, first served."""

from dataclasses import dataclass

from days import age_in_months, day_of_age
from eligibility import ELIGIBLE, OLDEST_MONTHS, outcome
from records import Enrolment

BANDS = {"INFANT": (6, 12), "SMALL": (12, 24), "LARGE": (24, 36), "MIXED": (18, 36)}
_KIND_ORDER = list(BANDS)


@dataclass(frozen=True)
class Placement:
    enrolments: tuple
    waiting: tuple  # case numbers
    refused: tuple  # case numbers, NOT_ELIGIBLE


def fits(kind, months):
    """3: the age band of the group holds the age: `from <= age < to`."""
    youngest, oldest = BANDS[kind]
    return youngest <= months < oldest


def groups_in_order(groups):
    """3: INFANT, SMALL, LARGE, MIXED, then by group code; by centre."""
    by_centre = {}
    for group in sorted(groups, key=lambda each: (_KIND_ORDER.index(each.kind), each.group)):
        by_centre.setdefault(group.centre, []).append(group)
    return by_centre


def first_seat(application, child, groups, free):
    """3: the first group with a free seat, in the order of the choices; None when there is none."""
    if not child.consent_centre:
        return None
    months = age_in_months(child.birth_date, application.desired_start_date)
    for centre in application.choices:
        for group in groups.get(centre, []):
            if fits(group.kind, months) and free[group] > 0:
                return group
    return None


def enrol(application, child, group):
    """3: from the desired start date until the day on which the child turns 36 months."""
    return Enrolment(child.case_number, group.centre, group.group, group.kind,
                     application.desired_start_date, day_of_age(child.birth_date, OLDEST_MONTHS))


def place(applications, children, groups, register):
    """3: in order of submitted time and case number; a seat once taken is taken."""
    ordered = groups_in_order(groups)
    free = {group: group.capacity for group in groups}
    enrolments, waiting, refused = [], [], []
    for application in sorted(applications, key=lambda each: (each.submitted_time,
                                                              each.case_number)):
        child = children[application.case_number]
        if outcome(child, register, application.desired_start_date) != ELIGIBLE:
            refused.append(child.case_number)
            continue
        group = first_seat(application, child, ordered, free)
        if group is None:
            waiting.append(child.case_number)
            continue
        free[group] -= 1
        enrolments.append(enrol(application, child, group))
    return Placement(tuple(enrolments), tuple(waiting), tuple(refused))
