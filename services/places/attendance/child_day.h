// One record of a child's day, and what each of those who read it may count.
#ifndef TUOQIAO_SERVICES_PLACES_ATTENDANCE_CHILD_DAY_H_
#define TUOQIAO_SERVICES_PLACES_ATTENDANCE_CHILD_DAY_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/places/attendance/absence.h"
#include "services/places/attendance/attendance.h"
#include "services/places/attendance/closure.h"
#include "services/places/presence/event.h"

namespace tuoqiao::places {

// What a day of a place was. Who came on a closed day was there; who did not is not absent.
enum class DayKind { kNothing, kPresent, kAbsent, kClosed };
DayKind KindOn(const AttendanceMonth& month, absl::CivilDay day, Closed closed);

// Where a child stands on a day.
enum class DayState { kComing, kPresent, kDeparted, kAbsent, kClosed, kNotReported };
absl::string_view StateName(DayState state);
// `events` are null where there are none.
DayState StateOf(DayKind kind, const presence::PresenceDay* events, bool over);

enum class DayFlag { kCheckOutMissing, kCheckInMissing, kEventsDisagree };
absl::string_view FlagName(DayFlag flag);
struct DaySaid {
  const AttendanceMonth& month;
  absl::CivilDay day;
  bool over = false;
};
// A check-out that is missing on a day that is not over may still come.
std::vector<DayFlag> FlagsOf(const DaySaid& said, const presence::PresenceDay* events);

// The days of a place in a month, as whoever counts days sees them.
struct DayCounts {
  int64_t opening = 0;  // Without closed ones on which the child did not come.
  int64_t attended = 0, absent = 0, closed = 0;
};
struct DaysToCount {
  const std::vector<absl::CivilDay>& opening;  // Of the month, in order.
  const ClosedDays& closed;
  const Enrolment& enrolment;
};
DayCounts CountDays(const AttendanceMonth& month, const DaysToCount& days);
// The absences among them, in order; CENTRE_CLOSED is none of the child's.
std::vector<Absence> AbsencesOf(const AttendanceMonth& month, const DaysToCount& days);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_ATTENDANCE_CHILD_DAY_H_
