// Arrears in the database.
#ifndef TUOQIAO_SERVICES_PAYROLL_ARREARS_STORE_H_
#define TUOQIAO_SERVICES_PAYROLL_ARREARS_STORE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/db/db.h"
#include "services/payroll/arrears.h"
#include "services/payroll/pay_run.h"
#include "services/payroll/store.h"

namespace tuoqiao::payroll {

// New ones, or what became of those that are there.
absl::Status SaveArrears(db::Write& txn, const std::string& firm,
                         const std::vector<Arrears>& arrears);
absl::StatusOr<std::optional<Arrears>> FindArrears(db::Read& txn, const std::string& firm,
                                                   const std::string& id);
// One firm's, behind an id.
absl::StatusOr<std::vector<Arrears>> LoadArrears(db::Read& txn, const After& after);
// One firm's open ones of months up to this one, as shares of a later run.
absl::StatusOr<std::vector<WageShare>> LoadOpenArrears(db::Read& txn, const std::string& firm,
                                                       absl::CivilMonth until);
// Notes that those among the plan's shares are asked for again by the run, or refused with it.
absl::Status SaveArrearsAsked(db::Write& txn, const PayRunKey& run, const Plan& plan);

// For the state, through the park's firms in order.
absl::StatusOr<std::vector<OfFirm<Arrears>>> LoadArrearsAfter(db::Read& txn, const After& after);

}  // namespace tuoqiao::payroll

#endif  // TUOQIAO_SERVICES_PAYROLL_ARREARS_STORE_H_
