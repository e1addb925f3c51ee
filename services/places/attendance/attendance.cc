#include "services/places/attendance/attendance.h"

#include <optional>

#include "absl/strings/ascii.h"
#include "services/common/status_macros.h"
#include "services/places/attendance/errors_attendance.h"
#include "services/places/errors.h"

namespace tuoqiao::places {
namespace {

uint32_t BitOf(absl::CivilDay day) { return uint32_t{1} << (day.day() - 1); }

// A reason or evidence that came with PRESENT says nothing.
char LetterOf(const ChildDay& day) {
  const auto reason = static_cast<char>(day.present ? Reason::kNone : day.reason);
  return day.evidence ? absl::ascii_tolower(reason) : reason;
}

}  // namespace

Reason AttendanceMonth::ReasonOn(absl::CivilDay day) const {
  return static_cast<Reason>(absl::ascii_toupper(reasons[day.day() - 1]));
}

bool AttendanceMonth::EvidenceOn(absl::CivilDay day) const {
  return absl::ascii_islower(reasons[day.day() - 1]);
}

Noted Note(AttendanceMonth& month, const ChildDay& day) {
  const uint32_t bit = BitOf(day.day);
  const char letter = LetterOf(day);
  const bool known = month.Known(day.day), said = month.Said(day.day);
  const bool same =
      known && month.Present(day.day) == day.present && month.reasons[day.day.day() - 1] == letter;
  if (same && said) return Noted::kUnchanged;
  month.said |= bit;
  if (same) return Noted::kConfirmed;
  month.present = day.present ? month.present | bit : month.present & ~bit;
  month.absent = day.present ? month.absent & ~bit : month.absent | bit;
  month.reasons[day.day.day() - 1] = letter;
  return known ? Noted::kUpdated : Noted::kCreated;
}

Noted NoteEvents(AttendanceMonth& month, absl::CivilDay day, bool present) {
  if (month.Said(day) || month.Present(day) == present) return Noted::kUnchanged;
  const uint32_t bit = BitOf(day);
  month.said &= ~bit;
  month.present ^= bit;
  return present ? Noted::kCreated : Noted::kUpdated;
}

AttendanceBook::AttendanceBook(const std::vector<Enrolment>& enrolments, const Opening& opening,
                               absl::CivilDay today)
    : enrolments_(enrolments), opening_(opening), today_(today) {
  for (size_t i = 0; i < enrolments.size(); ++i) {
    if (!enrolments[i].period.Empty()) by_case_.emplace(enrolments[i].case_number, i);
  }
}

absl::StatusOr<size_t> AttendanceBook::FindIn(
    std::pair<Places::const_iterator, Places::const_iterator> places, absl::CivilDay day) const {
  if (!opening_.OpenOn(day)) return NotAnOpeningDay(day);
  std::optional<size_t> found;
  for (auto each = places.first; each != places.second; ++each) {
    if (enrolments_[each->second].period.Contains(day)) found = each->second;
  }
  if (!found.has_value()) return OutsideEnrolment(day);
  return *found;
}

absl::StatusOr<size_t> AttendanceBook::Find(const std::string& case_number,
                                            absl::CivilDay day) const {
  const auto places = by_case_.equal_range(case_number);
  if (places.first == places.second) return UnknownChildHere();
  if (today_ < day) return DayInFuture(day, today_);
  return FindIn(places, day);
}

absl::StatusOr<size_t> AttendanceBook::Check(const ChildDay& day) const {
  if (accepted_.count({day.case_number, day.day}) == 1) return DuplicateInRequest("date");
  const auto places = by_case_.equal_range(day.case_number);
  if (places.first == places.second) return UnknownChildHere();
  if (day.present && today_ < day.day) return DayInFuture(day.day, today_);
  ASSIGN_OR_RETURN(const size_t place, FindIn(places, day.day));
  if (!day.present && day.reason == Reason::kNone) return ReasonMissing();
  return place;
}

}  // namespace tuoqiao::places
