#include "services/billing/year_store.h"

#include <optional>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/billing/store.h"
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

absl::StatusOr<std::vector<Draw>> LoadDraws(db::Read& txn, absl::string_view months,
                                            const db::Args& args) {
  std::vector<Draw> draws;
  RETURN_IF_ERROR(
      txn.Query(absl::StrCat("SELECT account, owner, party, CAST(SUM(amount_minor) AS BIGINT) FROM "
                             "year_draw WHERE park_id = :park AND ",
                             months,
                             " GROUP BY account, owner, party "
                             "ORDER BY account, owner, party"),
                args, [&](const db::Row& row) {
                  draws.push_back({row.Text(0), row.Text(1), row.Text(2), row.Int(3)});
                  return absl::OkStatus();
                }));
  return draws;
}

// Whoever locks a year, or all of them, waits for whoever else does.
absl::Status LockYearRow(db::Write& txn, const std::string& year) {
  RETURN_IF_ERROR(txn.Execute("INSERT INTO billing_year (park_id, year) VALUES (:park, :year) "
                              "ON CONFLICT (park_id, year) DO NOTHING",
                              {{"year", year}})
                      .status());
  return txn.LockRoot("billing_year", "year", year);
}

// One of the months that `months` says that is APPROVED.
absl::StatusOr<std::optional<absl::CivilMonth>> ApprovedOne(db::Read& txn, absl::string_view months,
                                                            db::Args args) {
  std::optional<absl::CivilMonth> approved;
  args.push_back({"approved", MonthStateName(MonthState::kApproved)});
  RETURN_IF_ERROR(txn.QueryOne(absl::StrCat("SELECT month FROM month WHERE park_id = :park AND "
                                            "state = :approved AND ",
                                            months, " ORDER BY month LIMIT 1"),
                               args,
                               [&](const db::Row& row) {
                                 const auto other = ParseMonth(row.Text(0));
                                 CHECK(other.ok());
                                 approved = *other;
                               })
                      .status());
  return approved;
}

}  // namespace

absl::StatusOr<std::vector<Draw>> LoadYearDraws(db::Read& txn, absl::CivilMonth month) {
  return LoadDraws(txn, kOthers, OthersOf(month));
}

absl::StatusOr<std::vector<Draw>> LoadDrawsOfYear(db::Read& txn, int64_t year) {
  return LoadDraws(txn, "month >= :first AND month <= :last",
                   {{"first", FormatMonth(absl::CivilMonth(year, 1))},
                    {"last", FormatMonth(absl::CivilMonth(year, 12))}});
}

absl::StatusOr<std::map<std::string, std::map<std::string, int64_t>>> LoadCorrectedBudgets(
    db::Read& txn, int64_t year) {
  std::map<std::string, std::map<std::string, int64_t>> corrected;
  // A statement is closed in one copy only.
  RETURN_IF_ERROR(
      txn.Query("SELECT d.account, s.family, CAST(SUM(d.amount_minor) AS BIGINT) FROM year_draw d "
                "JOIN statement s ON s.park_id = d.park_id AND s.billed_month = d.month AND "
                "s.id = d.statement_id WHERE d.park_id = :park AND d.month >= :first AND "
                "d.month <= :last AND d.owner = '' AND s.closed = 1 AND s.kind IN ('CORRECTION', "
                "'REFUND') GROUP BY d.account, s.family ORDER BY d.account, s.family",
                {{"first", FormatMonth(absl::CivilMonth(year, 1))},
                 {"last", FormatMonth(absl::CivilMonth(year, 12))}},
                [&](const db::Row& row) {
                  corrected[row.Text(0)][row.Text(1)] = row.Int(2);
                  return absl::OkStatus();
                }));
  return corrected;
}

absl::StatusOr<std::vector<BudgetDraw>> LoadBudgetDraws(db::Read& txn, const Copy& copy) {
  std::vector<BudgetDraw> draws;
  RETURN_IF_ERROR(txn.Query(
      "SELECT d.account, substr(s.billed_month, 1, 4), CAST(SUM(d.amount_minor) AS "
      "BIGINT) FROM statement_draw d JOIN statement s ON s.park_id = d.park_id AND "
      "s.month = d.month AND s.preview = d.preview AND s.id = d.statement_id WHERE "
      "d.park_id = :park AND d.month = :month AND d.preview = :preview AND d.owner = '' "
      "GROUP BY d.account, substr(s.billed_month, 1, 4) HAVING SUM(d.amount_minor) <> 0 "
      "ORDER BY d.account, substr(s.billed_month, 1, 4)",
      {{"month", FormatMonth(copy.month)}, {"preview", copy.preview}}, [&](const db::Row& row) {
        BudgetDraw draw;
        draw.payer = PayerOf(row.Text(0));
        CHECK(absl::SimpleAtoi(row.Text(1), &draw.year));
        draw.amount_minor = row.Int(2);
        draws.push_back(draw);
        return absl::OkStatus();
      }));
  return draws;
}

absl::StatusOr<std::optional<int64_t>> LoadSignedPosition(db::Read& txn) {
  std::optional<int64_t> position = 0;
  RETURN_IF_ERROR(txn.QueryOne("SELECT COUNT(*), COUNT(position), MAX(position) FROM log WHERE "
                               "park_id = :park AND kind IN ('MonthApproved', "
                               "'MonthApprovalWithdrawn', 'MonthClosed')",
                               {},
                               [&](const db::Row& row) {
                                 if (row.Int(0) > row.Int(1)) {
                                   position.reset();
                                 } else if (row.Int(0) > 0) {
                                   position = row.Int(2);
                                 }
                               })
                      .status());
  return position;
}

absl::Status KeepDraws(db::Write& txn, const Copy& copy, const Batch& batch) {
  return txn
      .Execute(
          "INSERT INTO year_draw (park_id, month, statement_id, ordinal, account, owner, party, "
          "amount_minor) SELECT d.park_id, s.billed_month, d.statement_id, d.ordinal, d.account, "
          "d.owner, d.party, d.amount_minor FROM statement_draw d JOIN statement s ON "
          "s.park_id = d.park_id AND s.month = d.month AND s.preview = d.preview AND "
          "s.id = d.statement_id WHERE d.park_id = :park AND d.month = :month AND "
          "d.preview = :preview AND d.statement_id > :after AND d.statement_id <= :last",
          {{"month", FormatMonth(copy.month)},
           {"preview", copy.preview},
           {"after", batch.after},
           {"last", batch.last}})
      .status();
}

absl::StatusOr<YearState> FindYear(db::Read& txn, absl::CivilMonth month) {
  YearState state;
  ASSIGN_OR_RETURN(const std::vector<Draw> draws, LoadYearDraws(txn, month));
  for (const Draw& each : draws) state.drawn_minor += each.amount_minor;
  ASSIGN_OR_RETURN(state.other_approved, ApprovedOne(txn, kOthers, OthersOf(month)));
  return state;
}

absl::StatusOr<YearState> LockYear(db::Write& txn, absl::CivilMonth month) {
  RETURN_IF_ERROR(LockYearRow(txn, absl::StrCat(month.year())));
  return FindYear(txn, month);
}

absl::StatusOr<int64_t> CountClosedMonths(db::Read& txn) {
  return txn.QueryInt("SELECT COUNT(month) FROM month WHERE park_id = :park AND state = :closed",
                      {{"closed", MonthStateName(MonthState::kClosed)}});
}

absl::StatusOr<OtherMonths> FindOthers(db::Read& txn, absl::CivilMonth month) {
  OtherMonths others;
  ASSIGN_OR_RETURN(others.closed, CountClosedMonths(txn));
  ASSIGN_OR_RETURN(others.approved,
                   ApprovedOne(txn, "month <> :month", {{"month", FormatMonth(month)}}));
  return others;
}

absl::StatusOr<OtherMonths> LockOthers(db::Write& txn, absl::CivilMonth month) {
  RETURN_IF_ERROR(LockYearRow(txn, "all"));
  return FindOthers(txn, month);
}

}  // namespace tuoqiao::billing
