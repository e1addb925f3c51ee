#include "services/payroll/packs.h"

#include <utility>

#include "services/common/status_macros.h"
#include "services/payroll/legal_ground.h"
#include "services/payroll/result_numbers.h"

namespace tuoqiao::payroll {

absl::StatusOr<Packs> LoadPacks(const std::string& rules_folder) {
  ASSIGN_OR_RETURN(PayPack pay, LoadPayPack(rules_folder));
  ASSIGN_OR_RETURN(rules::ParameterFile results, LoadResultPack(rules_folder));
  ASSIGN_OR_RETURN(rules::ParameterFile deductions, LoadDeductionPack(rules_folder));
  return Packs{std::move(pay), std::move(results), std::move(deductions)};
}

}  // namespace tuoqiao::payroll
