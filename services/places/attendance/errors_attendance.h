// What can be wrong with events, days and locks, by name.
#ifndef TUOQIAO_SERVICES_PLACES_ATTENDANCE_ERRORS_ATTENDANCE_H_
#define TUOQIAO_SERVICES_PLACES_ATTENDANCE_ERRORS_ATTENDANCE_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace tuoqiao::places {

absl::Status DayInFuture(absl::CivilDay day, absl::CivilDay today);
absl::Status DayNotOver(absl::CivilDay day, absl::CivilDay today);
absl::Status WeekNotOver(absl::CivilDay monday, absl::CivilDay today);
absl::Status CheckOutBeforeCheckIn();
absl::Status EventOfAnotherChild(absl::string_view event);
absl::Status EventDiffers(absl::string_view event);
// The week of the day is locked, or billing has closed its month.
absl::Status AttendanceLocked(absl::CivilDay day);
// The day is said already.
absl::Status NotProposed(absl::CivilDay day);
// A closure of a day whose month billing has closed.
absl::Status ClosureMonthClosed(absl::CivilDay day);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_ATTENDANCE_ERRORS_ATTENDANCE_H_
