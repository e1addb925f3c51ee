// What the months of a calendar year drew on yearly caps and budgets, as rows.
#ifndef TUOQIAO_SERVICES_BILLING_YEAR_STORE_H_
#define TUOQIAO_SERVICES_BILLING_YEAR_STORE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/billing/budget_draw.h"
#include "services/billing/caps.h"
#include "services/billing/month.h"
#include "services/billing/statement_store.h"
#include "services/common/db/db.h"

namespace tuoqiao::billing {

// What the other months of the month's year drew, those that are closed: one sum for each account,
// owner and party, in their order.
absl::StatusOr<std::vector<Draw>> LoadYearDraws(db::Read& txn, absl::CivilMonth month);

// What all closed months of a year drew, the same way.
absl::StatusOr<std::vector<Draw>> LoadDrawsOfYear(db::Read& txn, int64_t year);

// What corrections of closed months of a year have added to budgets, by account and family.
absl::StatusOr<std::map<std::string, std::map<std::string, int64_t>>> LoadCorrectedBudgets(
    db::Read& txn, int64_t year);

// What a copy draws on budgets, each statement on that of the year that it is about; by payer's
// name, then year. The plan's budgets are not named yet.
absl::StatusOr<std::vector<BudgetDraw>> LoadBudgetDraws(db::Read& txn, const Copy& copy);
// The position of the last row of our log that moves budgets in the ledger, 0 where there is none;
// nothing while such a row waits for its number.
absl::StatusOr<std::optional<int64_t>> LoadSignedPosition(db::Read& txn);

// Keeps what a batch of a copy drew, with its close: each statement's for the month that it is
// about.
absl::Status KeepDraws(db::Write& txn, const Copy& copy, const Batch& batch);

// How the month stands to the others of its year, and of its park.
absl::StatusOr<YearState> FindYear(db::Read& txn, absl::CivilMonth month);
absl::StatusOr<OtherMonths> FindOthers(db::Read& txn, absl::CivilMonth month);

// The same of its year; the year is locked, so that it stays so until the
// end of the transaction.
absl::StatusOr<YearState> LockYear(db::Write& txn, absl::CivilMonth month);

absl::StatusOr<int64_t> CountClosedMonths(db::Read& txn);
// The same of its park, which is locked for it.
absl::StatusOr<OtherMonths> LockOthers(db::Write& txn, absl::CivilMonth month);

}  // namespace tuoqiao::billing

#endif  // TUOQIAO_SERVICES_BILLING_YEAR_STORE_H_
