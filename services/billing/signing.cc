#include "services/billing/signing.h"

#include "services/billing/convert.h"
#include "services/billing/month_store.h"
#include "services/billing/store.h"
#include "services/billing/year_store.h"
#include "services/common/rpc/mutate.h"
#include "services/common/status_macros.h"

namespace tuoqiao::billing {

absl::StatusOr<std::vector<BudgetDraw>> LoadNamedDraws(db::Read& txn, const Month& month) {
  ASSIGN_OR_RETURN(std::vector<BudgetDraw> draws,
                   LoadBudgetDraws(txn, {month.month, month.preview}));
  if (draws.empty()) return draws;
  ASSIGN_OR_RETURN(const FundingPlan plan, LoadFundingPlan(txn, month.funding_plan));
  NameBudgets(plan, draws);
  return draws;
}

absl::StatusOr<SigningFacts> AskSigning(const Peers& peers, db::Database& db,
                                        const rpc::Caller& caller, const std::string& name) {
  SigningFacts facts;
  ASSIGN_OR_RETURN(facts.today, peers.AskToday(caller));
  const absl::StatusOr<absl::CivilMonth> of = MonthOf("name", name);
  if (!of.ok()) return facts;
  bool draws = false;
  RETURN_IF_ERROR(db.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<Month> month, FindMonth(txn, *of));
    if (!month.has_value()) return absl::OkStatus();
    ASSIGN_OR_RETURN(const auto drawn, LoadBudgetDraws(txn, {*of, month->preview}));
    draws = !drawn.empty();
    return absl::OkStatus();
  }));
  if (draws) facts.budgets = peers.AskBudgets(caller, db);
  return facts;
}

absl::Status CheckLedger(db::Read& txn, const Month& month, const std::vector<BudgetDraw>& draws,
                         const SigningFacts& facts) {
  if (draws.empty()) return absl::OkStatus();
  if (!facts.budgets.has_value()) return rpc::FactsStale("the preview");
  RETURN_IF_ERROR(facts.budgets->status());
  const LedgerBudgets& budgets = **facts.budgets;
  ASSIGN_OR_RETURN(const std::optional<int64_t> ours, LoadSignedPosition(txn));
  if (!ours.has_value() || *ours > budgets.heard) return rpc::FactsStale("what the budgets bear");
  return CheckDraws(month.month, draws, budgets.kept);
}

}  // namespace tuoqiao::billing
