// Payers' budgets as rows of accounts, limits and transfers.
#ifndef TUOQIAO_SERVICES_LEDGER_BUDGET_STORE_H_
#define TUOQIAO_SERVICES_LEDGER_BUDGET_STORE_H_

#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/db/db.h"
#include "services/common/rpc/mutate.h"
#include "services/ledger/budget.h"

namespace tuoqiao::ledger {

// By year, then payer; of one year where it is given. Limits are those in force on `today`.
absl::StatusOr<std::vector<PayerBudget>> LoadBudgets(db::Read& txn, std::optional<int64_t> year,
                                                     absl::CivilDay today);

// What was heard of a month becomes its transfers and limits. The books are locked.
absl::Status HearDraws(rpc::Change& change, const MonthDraws& heard);

}  // namespace tuoqiao::ledger

#endif  // TUOQIAO_SERVICES_LEDGER_BUDGET_STORE_H_
