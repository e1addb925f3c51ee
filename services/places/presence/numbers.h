// The dated numbers of attendance: carers, the year's absences, what is billable, the scheme's
// days.
#ifndef TUOQIAO_SERVICES_PLACES_PRESENCE_NUMBERS_H_
#define TUOQIAO_SERVICES_PLACES_PRESENCE_NUMBERS_H_

#include <cstdint>
#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/common/rules/parameter_file.h"
#include "services/places/attendance/absence.h"

namespace tuoqiao::places::presence {

// As they are on a day.
struct Numbers {
  // The setting standard gives none for mixed groups.
  int64_t infant_children_per_carer = 0, small_children_per_carer = 0, large_children_per_carer = 0;
  // Absences of a year that need no evidence.
  int64_t absences_allowed = 0;
  // Of the opening days of a month.
  int64_t attendance_threshold_bp = 0;
  struct OfReason {
    int64_t billable = 0;   // 0 or 1: the place is paid for, and the day counts in a claim.
    int64_t evidenced = 0;  // 0 or 1: with evidence it does not count against the allowance.
  };
  std::map<Reason, OfReason> reasons;  // Each of kReasons.
};

// The pack `cn.attendance` below a folder of packs. PACK_INVALID, PACK_UNREADABLE.
absl::StatusOr<rules::ParameterFile> LoadNumbers(const std::string& folder);
// RULE_NOT_IN_FORCE. The file was loaded by LoadNumbers.
absl::StatusOr<Numbers> NumbersOn(const rules::ParameterFile& file, absl::CivilDay day);

}  // namespace tuoqiao::places::presence

#endif  // TUOQIAO_SERVICES_PLACES_PRESENCE_NUMBERS_H_
