#include "services/ledger/unpaired.h"

#include <algorithm>

namespace tuoqiao::ledger {

int64_t OpenMinor(int64_t opened_minor, int64_t closed_minor) {
  if (opened_minor < 0) return -OpenMinor(-opened_minor, -closed_minor);
  return std::clamp<int64_t>(opened_minor - closed_minor, 0, opened_minor);
}

std::optional<Unpaired> FindUnpaired(const ItemSides& sides) {
  Unpaired found;
  found.account = sides.account;
  found.item = sides.item;
  const int64_t kept_minor = OpenMinor(sides.kept_opened_minor, sides.kept_closed_minor);
  if (sides.kept_opened_minor != sides.made_opened_minor ||
      sides.kept_closed_minor != sides.made_closed_minor) {
    found.reason = UnpairedReason::kItemAltered;
    found.amount_minor = sides.made_opened_minor - sides.made_closed_minor - kept_minor;
    return found;
  }
  found.amount_minor = sides.kept_opened_minor - sides.kept_closed_minor - kept_minor;
  if (found.amount_minor == 0) return std::nullopt;
  found.reason = sides.kept_opened_minor == 0 ? UnpairedReason::kItemNeverOpened
                                              : UnpairedReason::kItemClosedTwice;
  return found;
}

}  // namespace tuoqiao::ledger
