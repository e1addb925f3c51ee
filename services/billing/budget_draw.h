// What a month draws on payers' budgets, against what the ledger keeps of them.
#ifndef TUOQIAO_SERVICES_BILLING_BUDGET_DRAW_H_
#define TUOQIAO_SERVICES_BILLING_BUDGET_DRAW_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "services/billing/plan.h"

namespace tuoqiao::billing {

// All statements of a month together, on one payer's budget of a year. Below zero where corrections
// give back more than the month takes; never zero.
struct BudgetDraw {
  Payer payer = Payer::kAuthority;
  int64_t year = 0;
  int64_t amount_minor = 0;
  std::optional<int64_t> budget_minor;  // By the month's plan; nothing where it has none.
};
// By the plan that splits the month.
void NameBudgets(const FundingPlan& plan, std::vector<BudgetDraw>& draws);

// A budget as the ledger keeps it.
struct KeptBudget {
  Payer payer = Payer::kAuthority;
  int64_t year = 0;
  std::optional<int64_t> limit_minor;
  bool limited_by_hand = false;  // A person set the limit, and no plan changes it.
  int64_t drawn_minor = 0;
  int64_t reserved_minor = 0;  // By months that wait for their close, and by hand.
};

// The ledger is the last guard: whatever this month takes has to fit beside all that it holds. The
// limit that a person set counts, else the budget of the month's plan, else the one heard before.
// BUDGET_EXCEEDED with all that is too much.
absl::Status CheckDraws(absl::CivilMonth month, const std::vector<BudgetDraw>& draws,
                        const std::vector<KeptBudget>& kept);

}  // namespace tuoqiao::billing

#endif  // TUOQIAO_SERVICES_BILLING_BUDGET_DRAW_H_
