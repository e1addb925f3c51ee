#include "services/billing/imported_store.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"

namespace tuoqiao::billing {
namespace {

constexpr char kColumns[] =
    "centre, id, month, billed_month, case_number, total_minor, collected_minor, direct_minor, "
    "attended_days, source";

ImportedStatement ReadImported(const db::Row& row) {
  ImportedStatement statement;
  statement.centre = row.Text(0);
  statement.id = row.Text(1);
  statement.month = *ParseMonth(row.Text(2));
  statement.billed_month = *ParseMonth(row.Text(3));
  statement.case_number = row.Text(4);
  statement.total_minor = row.Int(5);
  statement.collected_minor = row.Int(6);
  statement.direct_minor = row.Int(7);
  statement.attended_days = row.Int(8);
  statement.source = row.Text(9);
  return statement;
}

absl::StatusOr<std::vector<ImportedStatement>> Query(db::Read& txn, absl::string_view condition,
                                                     const db::Args& args) {
  std::vector<ImportedStatement> statements;
  RETURN_IF_ERROR(
      txn.Query(absl::StrCat("SELECT ", kColumns,
                             " FROM imported_statement WHERE park_id = :park AND ", condition),
                args, [&](const db::Row& row) {
                  statements.push_back(ReadImported(row));
                  return absl::OkStatus();
                }));
  for (ImportedStatement& each : statements) {
    RETURN_IF_ERROR(txn.Query(
        "SELECT account, owner, party, amount_minor FROM year_draw WHERE park_id = :park "
        "AND month = :month AND statement_id = :id ORDER BY ordinal",
        {{"month", FormatMonth(each.billed_month)}, {"id", each.id}}, [&](const db::Row& row) {
          each.draws.push_back({row.Text(0), row.Text(1), row.Text(2), row.Int(3)});
          return absl::OkStatus();
        }));
  }
  return statements;
}

}  // namespace

absl::StatusOr<std::optional<ImportedStatement>> FindImported(db::Read& txn,
                                                              const std::string& centre,
                                                              const std::string& id) {
  ASSIGN_OR_RETURN(auto found,
                   Query(txn, "centre = :centre AND id = :id", {{"centre", centre}, {"id", id}}));
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

absl::Status InsertImported(db::Write& txn, const ImportedStatement& statement) {
  RETURN_IF_ERROR(
      txn.Execute("INSERT INTO imported_statement (park_id, centre, id, month, billed_month, "
                  "case_number, total_minor, collected_minor, direct_minor, attended_days, source) "
                  "VALUES (:park, :centre, :id, :month, :billed, :case_number, :total, "
                  ":collected, :direct, :days, :source)",
                  {{"centre", statement.centre},
                   {"id", statement.id},
                   {"month", FormatMonth(statement.month)},
                   {"billed", FormatMonth(statement.billed_month)},
                   {"case_number", statement.case_number},
                   {"total", statement.total_minor},
                   {"collected", statement.collected_minor},
                   {"direct", statement.direct_minor},
                   {"days", statement.attended_days},
                   {"source", statement.source}})
          .status());
  std::vector<db::Args> draws;
  for (const Draw& each : statement.draws) {
    draws.push_back({{"month", FormatMonth(statement.billed_month)},
                     {"id", statement.id},
                     {"ordinal", static_cast<int64_t>(draws.size())},
                     {"account", each.account},
                     {"owner", each.owner},
                     {"party", each.party},
                     {"amount", each.amount_minor}});
  }
  return txn
      .ExecuteMany(
          "INSERT INTO year_draw (park_id, month, statement_id, ordinal, account, owner, party, "
          "amount_minor) VALUES (:park, :month, :id, :ordinal, :account, :owner, :party, :amount)",
          draws)
      .status();
}

absl::StatusOr<std::vector<ImportedStatement>> LoadImported(db::Read& txn,
                                                            const ImportedPlace& after,
                                                            int64_t rows_max) {
  return Query(
      txn,
      "centre = :centre AND (month, id) > (:month, :id) ORDER BY month, id "
      "LIMIT :rows_max",
      {{"centre", after.centre}, {"month", after.month}, {"id", after.id}, {"rows_max", rows_max}});
}

absl::StatusOr<std::vector<ImportedStatement>> LoadImportedOfPark(db::Read& txn,
                                                                  const std::string& centre,
                                                                  const std::string& id,
                                                                  int64_t rows_max) {
  return Query(txn, "(centre, id) > (:centre, :id) ORDER BY centre, id LIMIT :rows_max",
               {{"centre", centre}, {"id", id}, {"rows_max", rows_max}});
}

}  // namespace tuoqiao::billing
