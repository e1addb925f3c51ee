#include "services/ledger/open_item.h"

#include <algorithm>
#include <cstdlib>

#include "absl/strings/match.h"
#include "services/ledger/account.h"
#include "services/ledger/unpaired.h"

namespace tuoqiao::ledger {
namespace {

int64_t DaysOf(const std::string& account, const OpenDays& days) {
  if (account == kSuspenseBank) return days.suspense_bank;
  if (account == kClearingPayout) return days.clearing_payout;
  return days.clearing_payroll;
}

}  // namespace

std::optional<OpenItem> FindOpen(ItemHistory history, const OpenDays& days, absl::CivilDay today) {
  int64_t opened_minor = 0;
  for (const Opening& each : history.openings) opened_minor += each.minor;
  OpenItem open;
  open.amount_minor = OpenMinor(opened_minor, history.closed_minor);
  if (open.amount_minor == 0) return std::nullopt;
  std::stable_sort(history.openings.begin(), history.openings.end(),
                   [](const Opening& a, const Opening& b) { return a.day < b.day; });
  int64_t reached_minor = 0;
  for (const Opening& each : history.openings) {
    reached_minor += each.minor;
    open.open_day = each.day;
    const bool beyond = opened_minor > 0 ? reached_minor > history.closed_minor
                                         : reached_minor < history.closed_minor;
    if (beyond) break;
  }
  open.due_day = open.open_day + DaysOf(history.account, days);
  open.age_days = std::max<int64_t>(0, today - open.open_day);
  open.account = std::move(history.account);
  open.item = std::move(history.item);
  return open;
}

}  // namespace tuoqiao::ledger
