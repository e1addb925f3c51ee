#include "services/billing/year_store.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "services/common/check.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"

namespace tuoqiao::billing {
namespace {

// The other months of a year.
db::Args OthersOf(absl::CivilMonth month) {
  return {{"month", FormatMonth(month)},
          {"first", FormatMonth(absl::CivilMonth(month.year(), 1))},
          {"last", FormatMonth(absl::CivilMonth(month.year(), 12))}};
}
constexpr absl::string_view kOthers = "month >= :first AND month <= :last AND month <> :month";

}  // namespace

absl::StatusOr<std::vector<Draw>> LoadYearDraws(db::Read& txn, absl::CivilMonth month) {
  std::vector<Draw> draws;
  RETURN_IF_ERROR(
      txn.Query(absl::StrCat("SELECT account, owner, party, CAST(SUM(amount_minor) AS BIGINT) FROM "
                             "year_draw WHERE park_id = :park AND ",
                             kOthers,
                             " GROUP BY account, owner, party "
                             "ORDER BY account, owner, party"),
                OthersOf(month), [&](const db::Row& row) {
                  draws.push_back({row.Text(0), row.Text(1), row.Text(2), row.Int(3)});
                  return absl::OkStatus();
                }));
  return draws;
}

absl::Status KeepDraws(db::Write& txn, const Copy& copy, const Batch& batch) {
  return txn
      .Execute(
          "INSERT INTO year_draw (park_id, month, statement_id, ordinal, account, owner, party, "
          "amount_minor) SELECT park_id, month, statement_id, ordinal, account, owner, party, "
          "amount_minor FROM statement_draw WHERE park_id = :park AND month = :month AND "
          "preview = :preview AND statement_id > :after AND statement_id <= :last",
          {{"month", FormatMonth(copy.month)},
           {"preview", copy.preview},
           {"after", batch.after},
           {"last", batch.last}})
      .status();
}

absl::StatusOr<YearState> LockYear(db::Write& txn, absl::CivilMonth month) {
  const std::string year = absl::StrCat(month.year());
  RETURN_IF_ERROR(txn.Execute("INSERT INTO billing_year (park_id, year) VALUES (:park, :year) "
                              "ON CONFLICT (park_id, year) DO NOTHING",
                              {{"year", year}})
                      .status());
  RETURN_IF_ERROR(txn.LockRoot("billing_year", "year", year));
  YearState state;
  ASSIGN_OR_RETURN(const std::vector<Draw> draws, LoadYearDraws(txn, month));
  for (const Draw& each : draws) state.drawn_minor += each.amount_minor;
  db::Args args = OthersOf(month);
  args.push_back({"approved", MonthStateName(MonthState::kApproved)});
  RETURN_IF_ERROR(txn.QueryOne(absl::StrCat("SELECT month FROM month WHERE park_id = :park AND "
                                            "state = :approved AND ",
                                            kOthers, " ORDER BY month LIMIT 1"),
                               args,
                               [&](const db::Row& row) {
                                 const auto other = ParseMonth(row.Text(0));
                                 CHECK(other.ok());
                                 state.other_approved = *other;
                               })
                      .status());
  return state;
}

}  // namespace tuoqiao::billing
