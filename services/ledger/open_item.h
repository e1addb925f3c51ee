// What explains clearing and suspense accounts, how old it is, and by when it is to be closed.
#ifndef TUOQIAO_SERVICES_LEDGER_OPEN_ITEM_H_
#define TUOQIAO_SERVICES_LEDGER_OPEN_ITEM_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"

namespace tuoqiao::ledger {

// How long items of each account may be open, in calendar days.
struct OpenDays {
  int64_t suspense_bank = 0, clearing_payout = 0, clearing_payroll = 0;
};

// What one entry opened of an item.
struct ItemOpening {
  absl::CivilDay day;
  int64_t minor = 0;
};
struct ItemHistory {
  std::string account, item;
  std::vector<ItemOpening> openings;
  int64_t closed_minor = 0;
};

struct OpenItem {
  std::string account, item;
  int64_t amount_minor = 0;  // With the sign of the account's side.
  absl::CivilDay open_day;   // Of the oldest fen that is open.
  absl::CivilDay due_day;
  int64_t age_days = 0;

  bool overdue(absl::CivilDay today) const { return due_day < today; }
};

// What items of an account are: bank_line, payout or remittance.
const char* KindOf(const std::string& account);

// Sets what a firm is owed off against what it owes on the same account, so that one of the two is
// left. By account.
std::vector<ItemHistory> SetOff(std::vector<ItemHistory> histories);

// What is open of an item today; nothing where it is closed. What was closed is taken off the
// oldest openings first, so a firm that remits each month late has an item that is one month old.
std::optional<OpenItem> FindOpen(ItemHistory history, const OpenDays& days, absl::CivilDay today);

}  // namespace tuoqiao::ledger

#endif  // TUOQIAO_SERVICES_LEDGER_OPEN_ITEM_H_
