// Events, closures, policies, shifts and what is read of attendance, between the contract's
// messages and the core.
#ifndef TUOQIAO_SERVICES_PLACES_ATTENDANCE_CONVERT_ATTENDANCE_H_
#define TUOQIAO_SERVICES_PLACES_ATTENDANCE_CONVERT_ATTENDANCE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/places/attendance/attendance_pages.h"
#include "services/places/attendance/attendance_policy.h"
#include "services/places/attendance/attendance_rules_store.h"
#include "services/places/attendance/closure.h"
#include "services/places/attendance/correction_store.h"
#include "services/places/enrolment.h"
#include "services/places/presence/event.h"
#include "tuoqiao/places/v1/places.pb.h"

namespace tuoqiao::places {

inline constexpr int kEventsMax = 1000;
inline constexpr int kExceptionsOfADayMax = 1000;

std::string EventName(absl::string_view park, absl::string_view centre, absl::string_view event);
std::string ClosureName(absl::string_view park, const Closure& closure);
std::string PolicyName(absl::string_view park, absl::string_view centre);
std::string ShiftsName(absl::string_view park, const StaffShifts& shifts);
std::string WeekName(absl::string_view park, const LockedWeek& week);
std::string CorrectionName(absl::string_view park, const DayCorrection& correction);

// The centre of `parks/{park}/centres/{centre}`, and no park. FIELD_INVALID.
absl::StatusOr<std::string> OneCentreOf(absl::string_view field, const std::string& name);

// An event without its enrolment. FIELD_REQUIRED, FIELD_INVALID, CHECK_OUT_BEFORE_CHECK_IN.
struct EventSaid {
  std::string case_number;
  presence::Event event;
};
absl::StatusOr<EventSaid> FromProto(const v1::PresenceEvent& message, const absl::TimeZone& zone);
// Each gives FIELD_REQUIRED or FIELD_INVALID with the path.
absl::StatusOr<Closure> FromProto(const v1::Closure& message);
absl::StatusOr<AttendancePolicy> FromProto(const v1::AttendancePolicy& message);
absl::StatusOr<StaffShifts> FromProto(const v1::StaffShifts& message);

struct EventToShow {
  const Enrolment& enrolment;
  const presence::Event& event;
  bool corrected = false;
};
// Where a list of corrections of one month goes on, as its token carries it.
std::string CorrectionKey(const DayCorrection& correction);
CorrectionPlace CorrectionPlaceOf(const std::string& key);

v1::PresenceEvent ToProto(absl::string_view park, const EventToShow& shown);
// What billing is told of absences: whether the place is paid for, and a reason only where a refund
// hangs on it. What a family does with its days off is not billing's.
void TellBilling(const Billable& billable, v1::EnrolmentMonth* message);
v1::Closure ToProto(absl::string_view park, const Closure& closure);
v1::AttendancePolicy ToProto(absl::string_view park, const AttendancePolicy& policy);
v1::StaffShifts ToProto(absl::string_view park, const StaffShifts& shifts);
v1::AttendanceWeek ToProto(absl::string_view park, const LockedWeek& week);
v1::AttendanceCorrection ToProto(absl::string_view park, const DayCorrection& correction);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_ATTENDANCE_CONVERT_ATTENDANCE_H_
