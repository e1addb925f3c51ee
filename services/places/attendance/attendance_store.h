// Child-days in the database: one row an enrolment and month, its reasons sealed under the child's
// key.
#ifndef TUOQIAO_SERVICES_PLACES_ATTENDANCE_ATTENDANCE_STORE_H_
#define TUOQIAO_SERVICES_PLACES_ATTENDANCE_ATTENDANCE_STORE_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/common/db/db.h"
#include "services/common/seal.h"
#include "services/places/attendance/attendance.h"
#include "services/places/enrolment.h"

namespace tuoqiao::places {

// In the order of the table.
struct AttendanceKey {
  absl::CivilMonth month;
  std::string centre, enrolment;
};
bool operator<(const AttendanceKey& a, const AttendanceKey& b);
using AttendanceMonths = std::map<AttendanceKey, AttendanceMonth>;

// What is recorded from the first to the last key, both included, with its reasons open. Reasons of
// an erased child are not known any more.
struct AttendanceRange {
  AttendanceKey first, last;
};
absl::StatusOr<AttendanceMonths> LoadAttendance(db::Read& txn, const KeyRing& keys,
                                                const AttendanceRange& range);
// One centre's, of some months.
struct AttendanceOfCentre {
  std::string centre;
  std::set<absl::CivilMonth> months;
};
absl::StatusOr<AttendanceMonths> LoadAttendance(db::Read& txn, const KeyRing& keys,
                                                const AttendanceOfCentre& range);

// One enrolment's month as it stands in the state.
struct RecordedMonth {
  Enrolment enrolment;
  AttendanceMonth attendance;
};
// In the order of the table.
absl::StatusOr<std::vector<RecordedMonth>> LoadRecordedMonths(db::Read& txn, const KeyRing& keys,
                                                              const AttendanceKey& after,
                                                              int64_t rows_max);

struct MonthToSave {
  const Enrolment* enrolment = nullptr;
  const AttendanceMonth* attendance = nullptr;
  // A day that was said before is said otherwise: the former row is kept.
  bool corrected = false;
};
// All of one centre.
absl::Status SaveAttendance(db::Write& txn, const KeyRing& keys,
                            const std::vector<MonthToSave>& months);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_ATTENDANCE_ATTENDANCE_STORE_H_
