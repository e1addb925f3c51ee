// The dated numbers that settlement goes by, of the pack `cn.settlement`.
#ifndef TUOQIAO_SERVICES_SETTLEMENT_NUMBERS_H_
#define TUOQIAO_SERVICES_SETTLEMENT_NUMBERS_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/common/rules/parameter_file.h"

namespace tuoqiao::settlement {

struct Numbers {
  int64_t payee_account_waiting_days = 0;
  int64_t drift_tolerance_minor = 0;
  int64_t drift_year_limit_minor = 0;
  int64_t days_to_pay = 0;
};

// PACK_INVALID, PACK_UNREADABLE.
absl::StatusOr<rules::ParameterFile> LoadNumbers(const std::string& rules_folder);
// RULE_NOT_IN_FORCE. The file was loaded by LoadNumbers.
absl::StatusOr<Numbers> NumbersOn(const rules::ParameterFile& file, absl::CivilDay day);

}  // namespace tuoqiao::settlement

#endif  // TUOQIAO_SERVICES_SETTLEMENT_NUMBERS_H_
