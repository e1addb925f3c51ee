// Late corrections of child-days in the database: what was said of a day that was locked.
#ifndef TUOQIAO_SERVICES_PLACES_ATTENDANCE_CORRECTION_STORE_H_
#define TUOQIAO_SERVICES_PLACES_ATTENDANCE_CORRECTION_STORE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/common/db/db.h"
#include "services/common/seal.h"
#include "services/places/attendance/absence.h"
#include "services/places/enrolment.h"

namespace tuoqiao::places {

// What a day was said to be: PRESENT, ABSENT for a reason, or nothing (an empty status).
struct SaidAs {
  std::string status;
  Reason reason = Reason::kNone;
};

struct DayCorrection {
  Enrolment enrolment;  // Of a stored one id, centre and case number only.
  absl::CivilDay day;
  int64_t ordinal = 0;  // Of the day, from 1; given when it is saved.
  SaidAs from, to;
  std::string why;  // With the reasons above not known any more once the child is erased.
  std::string corrected_by;
  bool after_close = false;
};

// All of one centre.
absl::Status InsertCorrections(db::Write& txn, const KeyRing& keys,
                               std::vector<DayCorrection>& corrections);

struct CorrectionPlace {
  std::string centre, enrolment, day;
  int64_t ordinal = 0;
};
// Of a month; of one centre where it is given. By centre, enrolment, day and ordinal.
struct CorrectionRange {
  absl::CivilMonth month;
  std::string centre;
  bool after_close_only = false;
  CorrectionPlace after;
  int64_t rows_max = 0;
};
absl::StatusOr<std::vector<DayCorrection>> LoadCorrections(db::Read& txn, const KeyRing& keys,
                                                           const CorrectionRange& range);
// Of all months, for the state; by month, then as above.
struct CorrectionStretch {
  std::string after_month;
  CorrectionPlace after;
  int64_t rows_max = 0;
};
absl::StatusOr<std::vector<DayCorrection>> LoadAllCorrections(db::Read& txn, const KeyRing& keys,
                                                              const CorrectionStretch& stretch);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_ATTENDANCE_CORRECTION_STORE_H_
