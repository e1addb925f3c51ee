// What the ledger keeps of payers' budgets, once it has heard what was signed and closed here.
#include <chrono>
#include <thread>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/billing/errors.h"
#include "services/billing/facts.h"
#include "services/billing/store.h"
#include "services/billing/year_store.h"
#include "services/common/status_macros.h"

namespace tuoqiao::billing {
namespace {

using ledger::v1::Ledger;

constexpr auto kPause = std::chrono::milliseconds(25);
// While the ledger moves on it is waited for, but not for ever; where it stands still it is behind.
constexpr int kPausesStanding = 80, kPausesMax = 1200;

LedgerBudgets FromProto(const ledger::v1::ListBudgetsResponse& response) {
  LedgerBudgets budgets;
  budgets.heard = response.billing_position();
  for (const ledger::v1::PayerBudget& each : response.budgets()) {
    KeptBudget kept;
    kept.payer = PayerOf(each.payer());
    kept.year = each.year();
    if (each.has_limit_minor()) kept.limit_minor = each.limit_minor();
    kept.limited_by_hand = each.has_limit_minor() && each.funding_plan().empty();
    kept.drawn_minor = each.drawn_minor();
    kept.reserved_minor = each.reserved_minor();
    budgets.kept.push_back(kept);
  }
  return budgets;
}

}  // namespace

absl::StatusOr<LedgerBudgets> Peers::AskBudgets(const rpc::Caller& caller, db::Database& db) const {
  int64_t heard_before = -1;
  int standing = 0;
  for (int pauses = 0;; ++pauses) {
    // What has to be heard is looked up before what was heard, so that a "yes" stays true.
    std::optional<int64_t> ours;
    RETURN_IF_ERROR(db.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
      ASSIGN_OR_RETURN(ours, LoadSignedPosition(txn));
      return absl::OkStatus();
    }));
    ledger::v1::ListBudgetsRequest request;
    request.set_parent(absl::StrCat("parks/", caller.park));
    ASSIGN_OR_RETURN(const ledger::v1::ListBudgetsResponse response,
                     ledger_.Call(&Ledger::Stub::ListBudgets, request, caller));
    const int64_t heard = response.billing_position();
    if (ours.has_value() && heard >= *ours) return FromProto(response);
    standing = heard == heard_before ? standing + 1 : 0;
    heard_before = heard;
    if (standing >= kPausesStanding || pauses >= kPausesMax) return LedgerBehind();
    std::this_thread::sleep_for(kPause);
  }
}

}  // namespace tuoqiao::billing
