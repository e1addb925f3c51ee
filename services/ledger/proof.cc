#include "services/ledger/proof.h"

#include <algorithm>

#include "services/ledger/account.h"

namespace tuoqiao::ledger {

std::vector<Unexplained> FindUnexplained(const Proof& proof) {
  std::vector<Unexplained> found;
  for (const auto& [account, sides] : proof) {
    if (ExplainedByItems(account) && sides.posted_minor != sides.open_minor) {
      found.push_back({account, sides.posted_minor, sides.open_minor});
    } else if (sides.posted_minor != sides.kept_minor) {
      found.push_back({account, sides.posted_minor, sides.kept_minor});
    }
  }
  return found;
}

int64_t UnexplainedTotal(const std::vector<Unexplained>& unexplained) {
  int64_t surplus_minor = 0, missing_minor = 0;
  for (const Unexplained& each : unexplained) {
    const int64_t difference_minor = each.posted_minor - each.explained_minor;
    surplus_minor += std::max<int64_t>(0, difference_minor);
    missing_minor += std::max<int64_t>(0, -difference_minor);
  }
  return std::max(surplus_minor, missing_minor);
}

}  // namespace tuoqiao::ledger
