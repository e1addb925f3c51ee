#include "services/places/attendance/attendance_policy.h"

#include <tuple>

namespace tuoqiao::places {

bool SaysTheSame(const AttendancePolicy& a, const AttendancePolicy& b) {
  return std::tie(a.centre, a.lock_after_days, a.billable, a.mixed_children_per_carer) ==
         std::tie(b.centre, b.lock_after_days, b.billable, b.mixed_children_per_carer);
}

AttendancePolicy Over(const AttendancePolicy& centre, const AttendancePolicy& park) {
  AttendancePolicy both = centre;
  if (both.lock_after_days == 0) both.lock_after_days = park.lock_after_days;
  if (both.mixed_children_per_carer == 0) {
    both.mixed_children_per_carer = park.mixed_children_per_carer;
  }
  both.billable.insert(park.billable.begin(), park.billable.end());
  return both;
}

absl::CivilDay MondayOf(absl::CivilDay day) {
  return absl::PrevWeekday(day + 1, absl::Weekday::monday);
}

bool DayLocks::WeekLocked(absl::CivilDay day) const {
  const absl::CivilDay monday = MondayOf(day);
  if (weeks.count(monday) == 1) return true;
  // The last of its days is the Sunday; so many days after it the week is locked.
  return lock_after_days > 0 && monday + 6 + lock_after_days <= today;
}

}  // namespace tuoqiao::places
