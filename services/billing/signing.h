// What a signature rests on beside the copy: the park's day, and what the ledger keeps of the
// budgets that the month draws on.
#ifndef TUOQIAO_SERVICES_BILLING_SIGNING_H_
#define TUOQIAO_SERVICES_BILLING_SIGNING_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/billing/budget_draw.h"
#include "services/billing/facts.h"
#include "services/billing/month.h"
#include "services/common/db/db.h"
#include "services/common/rpc/caller.h"

namespace tuoqiao::billing {

// What the present copy of a month draws on budgets, with those of its plan named.
absl::StatusOr<std::vector<BudgetDraw>> LoadNamedDraws(db::Read& txn, const Month& month);

struct SigningFacts {
  absl::CivilDay today;
  // Asked for where the copy draws on budgets. What went wrong with it is said only where it
  // matters: nobody who may not sign anyway hears of the ledger.
  std::optional<absl::StatusOr<LedgerBudgets>> budgets;
};
// `name` is the month's; where it is none, only the day is asked for.
absl::StatusOr<SigningFacts> AskSigning(const Peers& peers, db::Database& db,
                                        const rpc::Caller& caller, const std::string& name);

// FACTS_STALE where the copy is another than was asked about, or something was signed, withdrawn or
// closed since; LEDGER_BEHIND, BUDGET_EXCEEDED.
absl::Status CheckLedger(db::Read& txn, const Month& month, const std::vector<BudgetDraw>& draws,
                         const SigningFacts& facts);

}  // namespace tuoqiao::billing

#endif  // TUOQIAO_SERVICES_BILLING_SIGNING_H_
