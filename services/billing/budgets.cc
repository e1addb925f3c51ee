#include "services/billing/budgets.h"

#include <algorithm>

namespace tuoqiao::billing {

BudgetBook::BudgetBook(const FundingPlan& plan, int64_t year, const std::vector<Draw>& before)
    : plan_(plan) {
  for (const Budget& each : plan.budgets) {
    left_[each.payer] += each.year == year ? each.amount_minor : 0;
  }
  for (auto& [payer, left_minor] : left_) {
    for (const Draw& each : before) {
      if (each.account == PayerName(payer)) left_minor -= each.amount_minor;
    }
    // Another plan of the year may have had more.
    left_minor = std::max<int64_t>(left_minor, 0);
  }
}

int64_t BudgetBook::Fit(Payer payer, int64_t amount_minor) {
  const auto found = left_.find(payer);
  if (found == left_.end()) return amount_minor;
  const int64_t fit_minor = std::min(amount_minor, found->second);
  found->second -= fit_minor;
  return fit_minor;
}

Payer BudgetBook::OverBearer(const Bearing& bearing, const SplitFacts& facts) const {
  const Payer bearer = plan_.layers[bearing.layer].bearer_if_over.value_or(Payer::kFamily);
  if (bearer == bearing.payer) return Payer::kFamily;
  return bearer == Payer::kUnion && !facts.OfUnion() ? Payer::kFamily : bearer;
}

void BudgetBook::Limit(const SplitFacts& facts, std::vector<Bearing>& bearings) {
  if (left_.empty()) return;
  std::vector<Bearing> over;
  for (Bearing& each : bearings) {
    const int64_t fit_minor = Fit(each.payer, each.amount_minor);
    int64_t over_minor = each.amount_minor - fit_minor;
    if (over_minor == 0) continue;
    each.amount_minor = fit_minor;
    each.short_of_budget = true;
    for (const Payer bearer : {OverBearer(each, facts), Payer::kFamily}) {
      Bearing added;
      added.layer = each.layer;
      added.payer = bearer;
      added.amount_minor = Fit(bearer, over_minor);
      added.why = Bearing::Why::kOver;
      added.from = each.payer;
      over_minor -= added.amount_minor;
      if (added.amount_minor != 0) over.push_back(added);
    }
  }
  bearings.insert(bearings.end(), over.begin(), over.end());
}

}  // namespace tuoqiao::billing
