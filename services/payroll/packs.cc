#include "services/payroll/packs.h"

#include "services/common/status_macros.h"
#include "services/payroll/legal_ground.h"
#include "services/payroll/result_numbers.h"

namespace tuoqiao::payroll {

absl::StatusOr<Packs> LoadPacks(const std::string& rules_folder) {
  Packs packs;
  ASSIGN_OR_RETURN(packs.pay, LoadPayPack(rules_folder));
  ASSIGN_OR_RETURN(packs.results, LoadResultPack(rules_folder));
  ASSIGN_OR_RETURN(packs.deductions, LoadDeductionPack(rules_folder));
  return packs;
}

}  // namespace tuoqiao::payroll
