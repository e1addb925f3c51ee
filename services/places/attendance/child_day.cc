#include "services/places/attendance/child_day.h"

namespace tuoqiao::places {

DayKind KindOn(const AttendanceMonth& month, absl::CivilDay day, Closed closed) {
  if (month.Present(day)) return DayKind::kPresent;
  if (closed != Closed::kNo) return DayKind::kClosed;
  return month.Absent(day) ? DayKind::kAbsent : DayKind::kNothing;
}

absl::string_view StateName(DayState state) {
  switch (state) {
    case DayState::kComing:
      return "COMING";
    case DayState::kPresent:
      return "PRESENT";
    case DayState::kDeparted:
      return "DEPARTED";
    case DayState::kAbsent:
      return "ABSENT";
    case DayState::kClosed:
      return "CLOSED";
    case DayState::kNotReported:
      return "NOT_REPORTED";
  }
  return "";
}

DayState StateOf(DayKind kind, const presence::PresenceDay* events, bool over) {
  switch (kind) {
    case DayKind::kClosed:
      return DayState::kClosed;
    case DayKind::kAbsent:
      return DayState::kAbsent;
    case DayKind::kNothing:
      return over ? DayState::kNotReported : DayState::kComing;
    case DayKind::kPresent:
      break;
  }
  const bool left = events != nullptr && events->present() && !events->check_out_missing;
  return left ? DayState::kDeparted : DayState::kPresent;
}

absl::string_view FlagName(DayFlag flag) {
  switch (flag) {
    case DayFlag::kCheckOutMissing:
      return "CHECK_OUT_MISSING";
    case DayFlag::kCheckInMissing:
      return "CHECK_IN_MISSING";
    case DayFlag::kEventsDisagree:
      return "EVENTS_DISAGREE";
  }
  return "";
}

std::vector<DayFlag> FlagsOf(const DaySaid& said, const presence::PresenceDay* events) {
  if (events == nullptr) return {};
  std::vector<DayFlag> flags;
  if (events->check_out_missing && said.over) flags.push_back(DayFlag::kCheckOutMissing);
  if (events->check_in_missing) flags.push_back(DayFlag::kCheckInMissing);
  if (said.month.Said(said.day) && said.month.Present(said.day) != events->present()) {
    flags.push_back(DayFlag::kEventsDisagree);
  }
  return flags;
}

DayCounts CountDays(const AttendanceMonth& month, const DaysToCount& days) {
  DayCounts counts;
  for (const absl::CivilDay day : days.opening) {
    if (!days.enrolment.period.Contains(day)) continue;
    const DayKind kind = KindOn(month, day, days.closed.On(days.enrolment.centre, day));
    if (kind == DayKind::kClosed) {
      ++counts.closed;
      continue;
    }
    // A day on which the centre was closed, by the word of a person and not of a closure.
    if (kind == DayKind::kAbsent && month.ReasonOn(day) == Reason::kCentreClosed) {
      ++counts.closed;
      continue;
    }
    ++counts.opening;
    if (kind == DayKind::kPresent) ++counts.attended;
    if (kind == DayKind::kAbsent) ++counts.absent;
  }
  return counts;
}

std::vector<Absence> AbsencesOf(const AttendanceMonth& month, const DaysToCount& days) {
  std::vector<Absence> absences;
  for (const absl::CivilDay day : days.opening) {
    if (!days.enrolment.period.Contains(day)) continue;
    const Closed closed = days.closed.On(days.enrolment.centre, day);
    if (KindOn(month, day, closed) != DayKind::kAbsent) continue;
    const Reason reason = month.ReasonOn(day);
    if (reason == Reason::kCentreClosed) continue;
    absences.push_back({day, reason, month.EvidenceOn(day)});
  }
  return absences;
}

}  // namespace tuoqiao::places
