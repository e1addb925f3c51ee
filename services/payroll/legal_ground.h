// Which kinds of legal basis carry a deduction from wages: the pack `cn.wage_deductions`.
#ifndef TUOQIAO_SERVICES_PAYROLL_LEGAL_GROUND_H_
#define TUOQIAO_SERVICES_PAYROLL_LEGAL_GROUND_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/common/rules/parameter_file.h"

namespace tuoqiao::payroll {

// PACK_INVALID, PACK_UNREADABLE.
absl::StatusOr<rules::ParameterFile> LoadDeductionPack(const std::string& folder);

// LEGAL_GROUND_NOT_ALLOWED where the pack does not let the ground carry a deduction on the day. A
// ground that was not said (empty) is the firm's to answer for.
absl::Status CheckGround(const rules::ParameterFile& pack, absl::string_view ground,
                         absl::CivilDay day);

// Where the rule of the day stands; empty outside the pack's days.
std::string CitationOn(const rules::ParameterFile& pack, absl::CivilDay day);

}  // namespace tuoqiao::payroll

#endif  // TUOQIAO_SERVICES_PAYROLL_LEGAL_GROUND_H_
