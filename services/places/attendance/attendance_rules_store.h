// What beside events and words says what a day is: closures, policies, locked weeks, shifts.
#ifndef TUOQIAO_SERVICES_PLACES_ATTENDANCE_ATTENDANCE_RULES_STORE_H_
#define TUOQIAO_SERVICES_PLACES_ATTENDANCE_ATTENDANCE_RULES_STORE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/common/db/db.h"
#include "services/common/period.h"
#include "services/places/attendance/attendance_policy.h"
#include "services/places/attendance/closure.h"
#include "services/places/calendar.h"
#include "services/places/presence/ratio.h"

namespace tuoqiao::places {

struct ClosureKey {
  std::string centre, id;
};
absl::StatusOr<std::optional<Closure>> LoadClosure(db::Read& txn, const ClosureKey& key);
// By centre and id, the park's own first; of a centre (where `centre` is given) its own and the
// park's.
struct ClosureRange {
  std::string centre;
  ClosureKey after;
  int64_t rows_max = 0;
};
absl::StatusOr<std::vector<Closure>> LoadClosures(db::Read& txn, const ClosureRange& range);
// With its days, and no others.
absl::Status SaveClosure(db::Write& txn, const Closure& closure);
// Of opening days: on the others nobody would have come. A guest centre is closed, with a refund,
// on days on which its owner's calendar has it closed.
absl::StatusOr<ClosedDays> LoadClosedDays(db::Read& txn, const Opening& opening,
                                          const Period& period);

// The one that was set, or one that says nothing.
absl::StatusOr<AttendancePolicy> LoadPolicy(db::Read& txn, const std::string& centre);
// What holds at a centre.
absl::StatusOr<AttendancePolicy> LoadPolicyOver(db::Read& txn, const std::string& centre);
// By centre; the park's own first.
absl::StatusOr<std::vector<AttendancePolicy>> LoadPolicies(db::Read& txn);
absl::Status SavePolicy(db::Write& txn, const AttendancePolicy& policy);

struct LockedWeek {
  std::string centre;
  absl::CivilDay monday;
  std::string locked_by;
};
absl::StatusOr<std::optional<LockedWeek>> LoadWeek(db::Read& txn, const std::string& centre,
                                                   absl::CivilDay monday);
absl::Status InsertWeek(db::Write& txn, const LockedWeek& week);
// By centre and Monday.
struct WeekRange {
  std::string after_centre, after_monday;
  int64_t rows_max = 0;
};
absl::StatusOr<std::vector<LockedWeek>> LoadWeeks(db::Read& txn, const WeekRange& range);
// What is locked at a centre.
absl::StatusOr<DayLocks> LoadLocks(db::Read& txn, const std::string& centre, absl::CivilDay today);

struct StaffShifts {
  std::string group;  // `{centre}/{group}`.
  absl::CivilDay day;
  std::vector<presence::CarersThere> shifts;
  int64_t revision = 0;
};
absl::StatusOr<std::optional<StaffShifts>> LoadShifts(db::Read& txn, const std::string& group,
                                                      absl::CivilDay day);
absl::Status SaveShifts(db::Write& txn, const StaffShifts& shifts);
// By group and day.
struct ShiftRange {
  std::string after_group, after_day;
  int64_t rows_max = 0;
};
absl::StatusOr<std::vector<StaffShifts>> LoadAllShifts(db::Read& txn, const ShiftRange& range);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_ATTENDANCE_ATTENDANCE_RULES_STORE_H_
