#include "services/ledger/budget.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/period.h"
#include "services/ledger/account.h"

namespace tuoqiao::ledger {
namespace {

constexpr char kDrawPrefix[] = "month-";

TransferState StateAfter(MonthDraws::Step step) {
  switch (step) {
    case MonthDraws::Step::kApproved:
      return TransferState::kReserved;
    case MonthDraws::Step::kWithdrawn:
      return TransferState::kVoided;
    case MonthDraws::Step::kClosed:
      return TransferState::kPosted;
  }
  return TransferState::kReserved;
}

}  // namespace

std::optional<std::string> BudgetPayerOf(const std::string& payer) {
  if (payer == "AUTHORITY") return "authority";
  if (payer == "PARK") return "park";
  if (payer == "UNION") return "union";
  return std::nullopt;
}

std::string DrawId(absl::CivilMonth month, const BudgetDraw& draw) {
  return absl::StrCat(kDrawPrefix, FormatMonth(month), "-", draw.payer, "-", draw.year);
}

bool IsDrawId(const std::string& id) { return absl::StartsWith(id, kDrawPrefix); }

std::vector<Transfer> FollowDraws(const MonthDraws& heard,
                                  const std::map<std::string, Transfer>& known) {
  std::vector<Transfer> changed;
  for (const BudgetDraw& draw : heard.draws) {
    if (draw.amount_minor <= 0) continue;
    Transfer transfer;
    transfer.id = DrawId(heard.month, draw);
    const auto before = known.find(transfer.id);
    if (before != known.end()) {
      if (before->second.heard >= heard.revision) continue;
      transfer.revision = before->second.revision + 1;
    }
    transfer.debit_account = Budget(draw.payer, draw.year);
    transfer.credit_account = BudgetSpent(draw.year);
    transfer.amount_minor = draw.amount_minor;
    transfer.month = heard.month;
    transfer.heard = heard.revision;
    transfer.state = StateAfter(heard.step);
    if (transfer.state == TransferState::kPosted) {
      transfer.posted_minor = transfer.amount_minor;
      transfer.entry = heard.entry;
    }
    changed.push_back(std::move(transfer));
  }
  return changed;
}

std::optional<AccountLimit> LimitOf(const MonthDraws& heard, const BudgetDraw& draw) {
  if (!draw.budget_minor.has_value() || heard.step == MonthDraws::Step::kWithdrawn) {
    return std::nullopt;
  }
  AccountLimit limit;
  limit.account = Budget(draw.payer, draw.year);
  limit.from_date = absl::CivilDay(draw.year - 1, 12, 1);
  limit.ceiling_minor = *draw.budget_minor;
  limit.funding_plan = heard.funding_plan;
  limit.said =
      absl::StrCat(FormatMonth(heard.month), "/", absl::Dec(heard.revision, absl::kZeroPad12));
  return limit;
}

bool TakesPlace(const AccountLimit& asked, const std::optional<AccountLimit>& known) {
  return !known.has_value() || (!known->said.empty() && known->said < asked.said);
}

}  // namespace tuoqiao::ledger
