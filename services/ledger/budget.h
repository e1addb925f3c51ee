// Payers' budgets: what a month draws on them from its approval to its close, and whose limit
// holds.
#ifndef TUOQIAO_SERVICES_LEDGER_BUDGET_H_
#define TUOQIAO_SERVICES_LEDGER_BUDGET_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/ledger/account_limit.h"
#include "services/ledger/entry.h"
#include "services/ledger/transfer.h"

namespace tuoqiao::ledger {

// What was heard of a month's draws. Each step says all of them, and the revision of the month says
// which of two steps is the later one, in whatever order they are heard.
struct MonthDraws {
  enum class Step { kApproved, kWithdrawn, kClosed };

  absl::CivilMonth month;
  Step step = Step::kApproved;
  int64_t revision = 0;
  std::string funding_plan;  // The resource.
  std::vector<BudgetDraw> draws;
  std::string entry;  // Of kClosed: which posts them.
};

// The park's payers that may have budgets.
std::optional<std::string> BudgetPayerOf(const std::string& payer);

// The id of a draw's transfer. Ids of what people make never begin like it.
std::string DrawId(absl::CivilMonth month, const BudgetDraw& draw);
bool IsDrawId(const std::string& id);

// The transfers that the step changes: reserved, voided or posted. `known` are by id. What gives
// money back is reserved by nobody: it is there for others only once it is posted.
std::vector<Transfer> FollowDraws(const MonthDraws& heard,
                                  const std::map<std::string, Transfer>& known);

// The limit that a draw's budget asks for; nothing where its plan has no such budget. It holds from
// a month before the year on, because a month in advance is signed before it begins.
std::optional<AccountLimit> LimitOf(const MonthDraws& heard, const BudgetDraw& draw);
// Whether it takes the place of the one that is there: never of a person's, nor of one that a later
// month or a later step of the same month has said.
bool TakesPlace(const AccountLimit& asked, const std::optional<AccountLimit>& known);

// One payer's budget of a year, as it stands. Positive is drawn.
struct PayerBudget {
  std::string account, payer;
  int64_t year = 0;
  Standing standing;
};

}  // namespace tuoqiao::ledger

#endif  // TUOQIAO_SERVICES_LEDGER_BUDGET_H_
