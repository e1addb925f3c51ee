#include "services/ledger/counter.h"

#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "services/ledger/account.h"

namespace tuoqiao::ledger {

int64_t WelfareLimit(int64_t wages_minor, int64_t rate_basis_points) {
  // In two steps, so that no product is beyond a number.
  return wages_minor / 10000 * rate_basis_points + wages_minor % 10000 * rate_basis_points / 10000;
}

std::vector<Counter> Count(const std::vector<YearAmount>& amounts,
                           const std::map<std::string, int64_t>& wages, int64_t rate_basis_points) {
  std::vector<Counter> counters;
  for (const YearAmount& each : amounts) {
    Counter counter;
    counter.amount_minor = each.amount_minor;
    counter.statements = each.statements;
    counter.months = each.months;
    absl::string_view firm = each.account;
    if (each.account == ReceivableOfUnion()) {
      counter.kind = "UNION";
      counter.party = "union";
    } else if (absl::ConsumePrefix(&firm, ReceivableOfFirm(""))) {
      counter.kind = "WELFARE";
      counter.party = std::string(firm);
      counter.rate_basis_points = rate_basis_points;
      if (const auto found = wages.find(counter.party); found != wages.end()) {
        counter.wages_minor = found->second;
        counter.limit_minor = WelfareLimit(found->second, rate_basis_points);
      }
    } else {
      continue;
    }
    counters.push_back(std::move(counter));
  }
  return counters;
}

}  // namespace tuoqiao::ledger
