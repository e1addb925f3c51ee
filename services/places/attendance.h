// Child-days: one enrolment's month is one row, in which each day is said once.
#ifndef TUOQIAO_SERVICES_PLACES_ATTENDANCE_H_
#define TUOQIAO_SERVICES_PLACES_ATTENDANCE_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/places/calendar.h"
#include "services/places/enrolment.h"

namespace tuoqiao::places {

// Why a child was not there, in a letter a day; kNone also where it is not known (erased).
enum class Reason : char { kNone = '-', kSick = 'S', kPersonal = 'P', kCentreClosed = 'C' };
absl::string_view ReasonName(Reason reason);

struct ChildDay {
  std::string case_number;
  absl::CivilDay day;
  bool present = false;
  Reason reason = Reason::kNone;
};

// One enrolment in one month.
struct AttendanceMonth {
  static constexpr size_t kDays = 31;

  absl::CivilMonth month;
  uint32_t present = 0, absent = 0;  // Bit d - 1 is day d.
  std::string reasons = std::string(kDays, static_cast<char>(Reason::kNone));
  int64_t revision = 0;  // 0 while it is not stored.

  bool Present(absl::CivilDay day) const { return (present >> (day.day() - 1) & 1) == 1; }
  bool Absent(absl::CivilDay day) const { return (absent >> (day.day() - 1) & 1) == 1; }
  Reason ReasonOn(absl::CivilDay day) const { return static_cast<Reason>(reasons[day.day() - 1]); }
};

enum class Noted { kCreated, kUpdated, kUnchanged };

// Says what a day was; `day` is of the month.
Noted Note(AttendanceMonth& month, const ChildDay& day);

// One batch for one centre. Not thread safe.
class AttendanceBook {
 public:
  // `enrolments` are those of the centre; cancelled ones are passed over.
  AttendanceBook(const std::vector<Enrolment>& enrolments, const Opening& opening);

  // The place of the child in `enrolments`. A key that an accepted item had is
  // DUPLICATE_IN_REQUEST; then UNKNOWN_CHILD, NOT_AN_OPENING_DAY, OUTSIDE_ENROLMENT,
  // REASON_MISSING.
  absl::StatusOr<size_t> Check(const ChildDay& day);

 private:
  const std::vector<Enrolment>& enrolments_;
  const Opening& opening_;
  std::multimap<std::string, size_t> by_case_;
  std::set<std::pair<std::string, absl::CivilDay>> accepted_;
};

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_ATTENDANCE_H_
