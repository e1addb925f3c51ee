// Child-days: one enrolment's month is one row, in which each day is said once.
#ifndef TUOQIAO_SERVICES_PLACES_ATTENDANCE_ATTENDANCE_H_
#define TUOQIAO_SERVICES_PLACES_ATTENDANCE_ATTENDANCE_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/places/attendance/absence.h"
#include "services/places/calendar.h"
#include "services/places/enrolment.h"

namespace tuoqiao::places {

// A person's word on a day.
struct ChildDay {
  std::string case_number;
  absl::CivilDay day;
  bool present = false;
  Reason reason = Reason::kNone;
  bool evidence = false;
  std::string correction_reason;  // Of a day that is locked: why it is said so late.
};

// One enrolment in one month.
struct AttendanceMonth {
  static constexpr size_t kDays = 31;

  absl::CivilMonth month;
  uint32_t present = 0, absent = 0;  // Bit d - 1 is day d.
  // Days that a person said; the others follow from events, and are present.
  uint32_t said = 0;
  // A letter a day, a small one where somebody saw the evidence.
  std::string reasons = std::string(kDays, static_cast<char>(Reason::kNone));
  int64_t revision = 0;  // 0 while it is not stored.

  bool Present(absl::CivilDay day) const { return (present >> (day.day() - 1) & 1) == 1; }
  bool Absent(absl::CivilDay day) const { return (absent >> (day.day() - 1) & 1) == 1; }
  bool Known(absl::CivilDay day) const { return Present(day) || Absent(day); }
  bool Said(absl::CivilDay day) const { return Known(day) && (said >> (day.day() - 1) & 1) == 1; }
  Reason ReasonOn(absl::CivilDay day) const;
  bool EvidenceOn(absl::CivilDay day) const;
};

// kConfirmed: a person says what events said, and that stands from now on.
enum class Noted { kCreated, kUpdated, kConfirmed, kUnchanged };

// What a person says of a day goes before all events, whichever came first; `day` is of the month.
Noted Note(AttendanceMonth& month, const ChildDay& day);
// What the events of a day say now: whether the child was there. Changes no day that a person said.
Noted NoteEvents(AttendanceMonth& month, absl::CivilDay day, bool present);

// One batch for one centre. Not thread safe.
class AttendanceBook {
 public:
  // `enrolments` are those of the centre; cancelled ones are passed over.
  AttendanceBook(const std::vector<Enrolment>& enrolments, const Opening& opening,
                 absl::CivilDay today);

  // The place of the child in `enrolments`. A key that an accepted item had is
  // DUPLICATE_IN_REQUEST; then UNKNOWN_CHILD, DAY_IN_FUTURE (of PRESENT: an absence may be known
  // before), NOT_AN_OPENING_DAY, OUTSIDE_ENROLMENT, REASON_MISSING.
  absl::StatusOr<size_t> Check(const ChildDay& day) const;
  // What was accepted is a duplicate from now on.
  void Accept(const ChildDay& day) { accepted_.insert({day.case_number, day.day}); }
  // The same of an event: UNKNOWN_CHILD, DAY_IN_FUTURE, NOT_AN_OPENING_DAY, OUTSIDE_ENROLMENT.
  absl::StatusOr<size_t> Find(const std::string& case_number, absl::CivilDay day) const;

 private:
  using Places = std::multimap<std::string, size_t>;
  absl::StatusOr<size_t> FindIn(std::pair<Places::const_iterator, Places::const_iterator> places,
                                absl::CivilDay day) const;

  const std::vector<Enrolment>& enrolments_;
  const Opening& opening_;
  const absl::CivilDay today_;
  Places by_case_;
  std::set<std::pair<std::string, absl::CivilDay>> accepted_;
};

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_ATTENDANCE_ATTENDANCE_H_
