// What the payers' budgets of a year can still bear.
#ifndef TUOQIAO_SERVICES_BILLING_BUDGETS_H_
#define TUOQIAO_SERVICES_BILLING_BUDGETS_H_

#include <cstdint>
#include <map>
#include <vector>

#include "services/billing/caps.h"
#include "services/billing/layers.h"

namespace tuoqiao::billing {

// Drawn statement by statement. Not thread safe.
class BudgetBook {
 public:
  // A payer that has a budget, though none for this year, has nothing.
  BudgetBook(const FundingPlan& plan, int64_t year, const std::vector<Draw>& before);

  // Lets each payer bear what its budget can, layer after layer. What it cannot is borne by the
  // layer's bearer_if_over, as far as that one's own budget can, and by the family then and where
  // no bearer is named or the bearer is not there. Takes nothing from lines: shares still sum up.
  void Limit(const SplitFacts& facts, std::vector<Bearing>& bearings);

 private:
  // Of an amount what fits; all of it where the payer has no budget.
  int64_t Fit(Payer payer, int64_t amount_minor);
  Payer OverBearer(const Bearing& bearing, const SplitFacts& facts) const;

  const FundingPlan& plan_;
  std::map<Payer, int64_t> left_;
};

}  // namespace tuoqiao::billing

#endif  // TUOQIAO_SERVICES_BILLING_BUDGETS_H_
