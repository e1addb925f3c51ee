#include "services/billing/budget_draw.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/billing/errors.h"
#include "services/billing/tariff.h"

namespace tuoqiao::billing {
namespace {

std::optional<int64_t> LimitOf(const BudgetDraw& draw, const KeptBudget& kept) {
  return kept.limited_by_hand || !draw.budget_minor.has_value() ? kept.limit_minor
                                                                : draw.budget_minor;
}

void Append(absl::string_view text, std::string& list) {
  absl::StrAppend(&list, list.empty() ? "" : "; ", text);
}

}  // namespace

void NameBudgets(const FundingPlan& plan, std::vector<BudgetDraw>& draws) {
  for (BudgetDraw& draw : draws) {
    for (const Budget& each : plan.budgets) {
      if (each.payer == draw.payer && each.year == draw.year) draw.budget_minor = each.amount_minor;
    }
  }
}

absl::Status CheckDraws(absl::CivilMonth month, const std::vector<BudgetDraw>& draws,
                        const std::vector<KeptBudget>& kept) {
  std::string excesses_en, excesses_zh;
  for (const BudgetDraw& draw : draws) {
    const auto found = std::find_if(kept.begin(), kept.end(), [&](const KeptBudget& each) {
      return each.payer == draw.payer && each.year == draw.year;
    });
    const KeptBudget budget = found == kept.end() ? KeptBudget() : *found;
    const std::optional<int64_t> limit_minor = LimitOf(draw, budget);
    if (draw.amount_minor <= 0 || !limit_minor.has_value()) continue;
    const int64_t left_minor =
        std::max<int64_t>(0, *limit_minor - budget.drawn_minor - budget.reserved_minor);
    const int64_t over_minor = draw.amount_minor - left_minor;
    if (over_minor <= 0) continue;
    const std::string budget_name = absl::StrCat(PayerName(draw.payer), " ", draw.year);
    Append(absl::StrCat(budget_name, ": ", YuanText(draw.amount_minor), " of ",
                        YuanText(left_minor), " left, ", YuanText(over_minor), " too much"),
           excesses_en);
    Append(absl::StrCat(budget_name, ":使用 ", YuanText(draw.amount_minor), ",余额 ",
                        YuanText(left_minor), ",超出 ", YuanText(over_minor)),
           excesses_zh);
  }
  if (excesses_en.empty()) return absl::OkStatus();
  return BudgetExceeded(month, excesses_en, excesses_zh);
}

}  // namespace tuoqiao::billing
