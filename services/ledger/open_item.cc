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

int64_t OpenedOf(const ItemHistory& history) {
  int64_t opened_minor = 0;
  for (const ItemOpening& each : history.openings) opened_minor += each.minor;
  return opened_minor;
}

int64_t OpenOf(const ItemHistory& history) {
  return OpenMinor(OpenedOf(history), history.closed_minor);
}

}  // namespace

const char* KindOf(const std::string& account) {
  if (account == kSuspenseBank) return "bank_line";
  if (account == kClearingPayout) return "payout";
  return "remittance";
}

std::vector<ItemHistory> SetOff(std::vector<ItemHistory> histories) {
  std::vector<ItemHistory> left;
  for (ItemHistory& each : histories) {
    const bool same = !left.empty() && left.back().account == each.account &&
                      absl::StartsWith(each.account, ClearingPayroll(""));
    if (!same) {
      left.push_back(std::move(each));
      continue;
    }
    ItemHistory& other = left.back();
    const int64_t one_minor = OpenOf(other), two_minor = OpenOf(each);
    if (std::abs(one_minor) < std::abs(two_minor)) {
      each.closed_minor -= one_minor;
      other = std::move(each);
    } else {
      other.closed_minor -= two_minor;
    }
  }
  return left;
}

std::optional<OpenItem> FindOpen(ItemHistory history, const OpenDays& days, absl::CivilDay today) {
  const int64_t opened_minor = OpenedOf(history);
  OpenItem open;
  open.amount_minor = OpenOf(history);
  if (open.amount_minor == 0) return std::nullopt;
  std::stable_sort(history.openings.begin(), history.openings.end(),
                   [](const ItemOpening& a, const ItemOpening& b) { return a.day < b.day; });
  int64_t reached_minor = 0;
  for (const ItemOpening& each : history.openings) {
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
