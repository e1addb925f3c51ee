#include "services/ledger/budget_store.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/ledger/account.h"
#include "services/ledger/convert_hand.h"
#include "services/ledger/transfer_store.h"

namespace tuoqiao::ledger {
namespace {

void Publish(rpc::Change& change, const Transfer& transfer) {
  const v1::Transfer payload = ToProto(change.txn.park(), transfer, transfer.state);
  const char* const kind = transfer.state == TransferState::kReserved ? "TransferMade"
                           : transfer.state == TransferState::kPosted ? "TransferPosted"
                                                                      : "TransferVoided";
  change.Publish(kind, payload.name(), transfer.revision, payload);
}

absl::Status HearLimit(rpc::Change& change, AccountLimit limit) {
  ASSIGN_OR_RETURN(const auto known, FindLimit(change.txn, limit.account, limit.from_date));
  if (!TakesPlace(limit, known)) return absl::OkStatus();
  const bool news =
      !known.has_value() || !SameLimit(*known, limit) || known->funding_plan != limit.funding_plan;
  limit.revision = (known.has_value() ? known->revision : 0) + (news ? 1 : 0);
  RETURN_IF_ERROR(SaveLimit(change.txn, limit));
  if (!news) return absl::OkStatus();
  const v1::AccountLimit payload = ToProto(change.txn.park(), limit);
  change.Publish("AccountLimitSet", payload.name(), limit.revision, payload);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<PayerBudget>> LoadBudgets(db::Read& txn, std::optional<int64_t> year,
                                                     absl::CivilDay today) {
  std::vector<PayerBudget> budgets;
  RETURN_IF_ERROR(txn.Query(
      "SELECT a.account, CAST(COALESCE((SELECT SUM(b.debit_minor - b.credit_minor) FROM balance b "
      "WHERE b.park_id = :park AND b.account = a.account), 0) AS BIGINT), "
      "CAST(COALESCE((SELECT SUM(d.amount_minor) FROM transfer d WHERE d.park_id = :park AND "
      "d.state = 'RESERVED' AND d.debit_account = a.account AND (d.expires_date = '' OR "
      "d.expires_date > :today)), 0) AS BIGINT) FROM ("
      "SELECT account FROM balance WHERE park_id = :park AND account >= 'budget-' AND account < "
      "'budget-~' UNION SELECT account FROM account_limit WHERE park_id = :park AND account >= "
      "'budget-' AND account < 'budget-~' UNION SELECT debit_account FROM transfer WHERE "
      "park_id = :park AND state = 'RESERVED') a ORDER BY a.account",
      {{"today", FormatDay(today)}}, [&](const db::Row& row) {
        const std::optional<BudgetName> name = ParseBudget(row.Text(0));
        if (!name.has_value() || (year.has_value() && name->year != *year)) return absl::OkStatus();
        PayerBudget budget = {row.Text(0), name->payer, name->year, {}};
        budget.standing.balance_minor = row.Int(1);
        budget.standing.reserved_debit_minor = row.Int(2);
        budgets.push_back(std::move(budget));
        return absl::OkStatus();
      }));
  for (PayerBudget& each : budgets) {
    LimitFilter filter;
    filter.account = each.account;
    filter.today = today;
    filter.rows_max = 1;
    ASSIGN_OR_RETURN(const auto limited, LoadStandings(txn, filter));
    if (!limited.empty()) each.standing.limit = limited[0].limit;
  }
  std::stable_sort(budgets.begin(), budgets.end(),
                   [](const PayerBudget& a, const PayerBudget& b) { return a.year < b.year; });
  return budgets;
}

absl::Status HearDraws(rpc::Change& change, const MonthDraws& heard) {
  std::map<std::string, Transfer> known;
  for (const BudgetDraw& each : heard.draws) {
    ASSIGN_OR_RETURN(auto found, FindTransfer(change.txn, DrawId(heard.month, each)));
    if (found.has_value()) known[found->id] = *std::move(found);
    if (auto limit = LimitOf(heard, each); limit.has_value()) {
      RETURN_IF_ERROR(HearLimit(change, *std::move(limit)));
    }
  }
  const std::vector<Transfer> changed = FollowDraws(heard, known);
  for (const Transfer& each : changed) Publish(change, each);
  return SaveTransfers(change.txn, changed);
}

}  // namespace tuoqiao::ledger
