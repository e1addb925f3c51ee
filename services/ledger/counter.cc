#include "services/ledger/counter.h"

#include <utility>

#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "services/ledger/account.h"

namespace tuoqiao::ledger {

int64_t WelfareLimit(int64_t wages_minor, int64_t rate_basis_points) {
  // In two steps, so that no product is beyond a number.
  return wages_minor / 10000 * rate_basis_points + wages_minor % 10000 * rate_basis_points / 10000;
}

std::vector<YearAmount> WithOpenings(std::vector<YearAmount> amounts,
                                     const std::vector<YearAmount>& openings) {
  std::map<std::string, YearAmount> by_account;
  for (YearAmount& each : amounts) by_account[each.account] = std::move(each);
  for (const YearAmount& each : openings) {
    YearAmount& sum = by_account[each.account];
    sum.account = each.account;
    sum.amount_minor += each.amount_minor;
    sum.statements += each.statements;
    sum.months += each.months;
    sum.opening_minor += each.amount_minor;
  }
  std::vector<YearAmount> all;
  for (auto& [account, each] : by_account) all.push_back(std::move(each));
  return all;
}

std::vector<Counter> Count(const std::vector<YearAmount>& amounts,
                           const std::map<std::string, int64_t>& wages, int64_t rate_basis_points) {
  std::vector<Counter> counters;
  for (const YearAmount& each : amounts) {
    Counter counter;
    counter.amount_minor = each.amount_minor;
    counter.statements = each.statements;
    counter.months = each.months;
    counter.opening_minor = each.opening_minor;
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
