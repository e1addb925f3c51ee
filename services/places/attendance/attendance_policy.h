// How a park or one of its centres counts attendance, and which weeks are locked.
#ifndef TUOQIAO_SERVICES_PLACES_ATTENDANCE_ATTENDANCE_POLICY_H_
#define TUOQIAO_SERVICES_PLACES_ATTENDANCE_ATTENDANCE_POLICY_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "absl/time/civil_time.h"
#include "services/places/attendance/absence.h"

namespace tuoqiao::places {

// What is not said is 0, or not in the map.
struct AttendancePolicy {
  std::string centre;  // Empty: the park's.
  int64_t lock_after_days = 0;
  std::map<Reason, bool> billable;
  int64_t mixed_children_per_carer = 0;
  int64_t revision = 0;
};
bool SaysTheSame(const AttendancePolicy& a, const AttendancePolicy& b);

// The centre's own word, then the park's.
AttendancePolicy Over(const AttendancePolicy& centre, const AttendancePolicy& park);

absl::CivilDay MondayOf(absl::CivilDay day);

// When days of a centre were locked.
struct DayLocks {
  absl::CivilDay today;
  int64_t lock_after_days = 0;               // 0: no week is locked by itself.
  std::set<absl::CivilDay> weeks;            // Mondays.
  std::set<absl::CivilMonth> closed_months;  // By billing.

  bool WeekLocked(absl::CivilDay day) const;
  bool MonthClosed(absl::CivilDay day) const {
    return closed_months.count(absl::CivilMonth(day)) == 1;
  }
};

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_ATTENDANCE_ATTENDANCE_POLICY_H_
