// What a person looks at before a month is signed: what is different from the month before, and
// what stands between the month and its close.
#ifndef TUOQIAO_SERVICES_BILLING_CHECKLIST_H_
#define TUOQIAO_SERVICES_BILLING_CHECKLIST_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "services/billing/draft.h"
#include "services/billing/month.h"
#include "services/billing/plan.h"

namespace tuoqiao::billing {

enum class ItemWeight { kHard, kSoft, kNote };

// Those that may be accepted as they are.
inline constexpr const char* kSoftItems[] = {"EARLIER_MONTHS", "HOLD_OUTS", "SOMEBODY_BILLED",
                                             "SEAT_SHARES", "BUDGETS"};

// Why an item is open, of one kind.
struct Blocker {
  std::string reason;
  int64_t count = 0;
  std::vector<std::string> names;     // The first of them.
  std::vector<std::string> taken_by;  // Roles that can take the way out.
  std::string next_step, next_step_zh;
};

struct ChecklistItem {
  std::string code;
  ItemWeight weight = ItemWeight::kHard;
  std::vector<Blocker> blockers;
  std::vector<std::string> acknowledged_by;

  bool Open() const { return !blockers.empty(); }
  int64_t Count() const;
};

// Subjects who named an item when they signed, by item.
using Acknowledgements = std::map<std::string, std::vector<std::string>>;

struct ChecklistFacts {
  Month month;
  absl::CivilDay today;
  bool counts_years = false;  // The plan has yearly caps or budgets.
  YearState year;
  OtherMonths others;
  std::vector<absl::CivilMonth> earlier_open;  // Begun and not closed, in order.
  std::vector<HoldOut> hold_outs;
  std::vector<CopyNote> notes;
  Acknowledgements acknowledged;
};

// Hard ones first, then soft ones, then notes; done ones too. LEDGER_BUDGETS and CHANGED_SINCE, for
// which others are asked, are not among them: whoever shows the list adds them.
std::vector<ChecklistItem> ChecklistOf(const ChecklistFacts& facts);
// Whether a signature would be refused for what the ledger holds of the budgets; `said` is that
// refusal.
void AddLedgerBudgets(const absl::Status& said, std::vector<ChecklistItem>* items);
// What changed at each source since the copy was taken; a source that was not asked for it did not.
ChecklistItem ChangedSince(const LogPositions& copy, const LogPositions& now);

// MONTH_BLOCKED where a hard item is open, with the list.
absl::Status CheckHard(const Month& month, const std::vector<ChecklistItem>& items);
// MONTH_NOT_ACKNOWLEDGED where a soft item is open that is not named, with the list.
absl::Status CheckSoft(const Month& month, const std::vector<ChecklistItem>& items,
                       const std::vector<std::string>& named);
// Of the items named, those that are open: what a signature has seen.
std::vector<std::string> Seen(const std::vector<ChecklistItem>& items,
                              const std::vector<std::string>& named);

// ---- Beside the month before.

struct MonthSums {
  std::map<std::string, int64_t> children;  // Totals by case number.
  std::map<Payer, int64_t> payers;
};

struct ChildChange {
  std::string case_number;
  int64_t before_minor = 0;
  int64_t after_minor = 0;
};

struct MonthDifference {
  std::vector<std::string> in, out;  // Case numbers, all of them.
  std::vector<ChildChange> largest;  // By size, then case number; at most 10.
};
MonthDifference DifferenceOf(const MonthSums& before, const MonthSums& after);

}  // namespace tuoqiao::billing

#endif  // TUOQIAO_SERVICES_BILLING_CHECKLIST_H_
