// The dated numbers that payroll goes by, each a pack of rules/.
#ifndef TUOQIAO_SERVICES_PAYROLL_PACKS_H_
#define TUOQIAO_SERVICES_PAYROLL_PACKS_H_

#include <string>

#include "absl/status/statusor.h"
#include "services/common/rules/parameter_file.h"
#include "services/payroll/pay_pack.h"

namespace tuoqiao::payroll {

struct Packs {
  PayPack pay;                      // Of plans and calendars.
  rules::ParameterFile results;     // Loaded by LoadResultPack.
  rules::ParameterFile deductions;  // Loaded by LoadDeductionPack.
};
// PACK_INVALID, PACK_UNREADABLE.
absl::StatusOr<Packs> LoadPacks(const std::string& rules_folder);

}  // namespace tuoqiao::payroll

#endif  // TUOQIAO_SERVICES_PAYROLL_PACKS_H_
