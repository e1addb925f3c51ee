// The dated numbers by which results are read: the pack `cn.pay_results`.
#ifndef TUOQIAO_SERVICES_PAYROLL_RESULT_NUMBERS_H_
#define TUOQIAO_SERVICES_PAYROLL_RESULT_NUMBERS_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/common/rules/parameter_file.h"

namespace tuoqiao::payroll {

// PACK_INVALID, PACK_UNREADABLE.
absl::StatusOr<rules::ParameterFile> LoadResultPack(const std::string& folder);

// How many fen a payroll system may be off before a person has to look. On a day for which the pack
// says nothing each fen is looked at.
int64_t ToleranceOn(const rules::ParameterFile& pack, absl::CivilDay day);

}  // namespace tuoqiao::payroll

#endif  // TUOQIAO_SERVICES_PAYROLL_RESULT_NUMBERS_H_
