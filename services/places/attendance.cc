#include "services/places/attendance.h"

#include <optional>

#include "services/places/errors.h"

namespace tuoqiao::places {

absl::string_view ReasonName(Reason reason) {
  switch (reason) {
    case Reason::kSick:
      return "SICK";
    case Reason::kPersonal:
      return "PERSONAL";
    case Reason::kCentreClosed:
      return "CENTRE_CLOSED";
    case Reason::kNone:
      return "";
  }
  return "";
}

Noted Note(AttendanceMonth& month, const ChildDay& day) {
  const uint32_t bit = uint32_t{1} << (day.day.day() - 1);
  const bool known = month.Present(day.day) || month.Absent(day.day);
  // A reason that came with PRESENT says nothing.
  const Reason reason = day.present ? Reason::kNone : day.reason;
  if (known && month.Present(day.day) == day.present && month.ReasonOn(day.day) == reason) {
    return Noted::kUnchanged;
  }
  month.present = day.present ? month.present | bit : month.present & ~bit;
  month.absent = day.present ? month.absent & ~bit : month.absent | bit;
  month.reasons[day.day.day() - 1] = static_cast<char>(reason);
  return known ? Noted::kUpdated : Noted::kCreated;
}

AttendanceBook::AttendanceBook(const std::vector<Enrolment>& enrolments, const Opening& opening)
    : enrolments_(enrolments), opening_(opening) {
  for (size_t i = 0; i < enrolments.size(); ++i) {
    if (!enrolments[i].period.Empty()) by_case_.emplace(enrolments[i].case_number, i);
  }
}

absl::StatusOr<size_t> AttendanceBook::Check(const ChildDay& day) {
  if (accepted_.count({day.case_number, day.day}) == 1) return DuplicateInRequest("date");
  const auto [first, last] = by_case_.equal_range(day.case_number);
  if (first == last) return UnknownChildHere();
  if (!opening_.OpenOn(day.day)) return NotAnOpeningDay(day.day);
  std::optional<size_t> found;
  for (auto each = first; each != last; ++each) {
    if (enrolments_[each->second].period.Contains(day.day)) found = each->second;
  }
  if (!found.has_value()) return OutsideEnrolment(day.day);
  if (!day.present && day.reason == Reason::kNone) return ReasonMissing();
  accepted_.insert({day.case_number, day.day});
  return *found;
}

}  // namespace tuoqiao::places
