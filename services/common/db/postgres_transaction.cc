#include "services/common/db/postgres_transaction.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/common/check.h"
#include "services/common/db/postgres_row.h"
#include "services/common/db/sql.h"
#include "services/common/status_macros.h"

namespace tuoqiao::db {
namespace {

constexpr absl::string_view kSetPark = "SELECT set_config('tuoqiao.park', :park, true)";
constexpr absl::string_view kSetParkToRead =
    "SELECT set_config('tuoqiao.park', :park, true), "
    "set_config('transaction_read_only', 'on', true)";

// A prepared statement keeps its plan until its tables are analysed. One that was made while they
// were empty takes any index that begins with the park, which in a full park leads through all of
// it.
constexpr absl::string_view kForgetPlans = "DISCARD PLANS";

// Rows that go out before their results are read, small enough for the results to fit the socket.
constexpr size_t kRowsInPipeline = 500;

// Rows that one INSERT takes at once, where there are that many: most of what an execution costs is
// not the row.
constexpr size_t kRowsInInsert[] = {50, 10};

absl::Status Queue(PostgresConnection* connection, PostgresStatements::Text& text,
                   absl::Span<const ArrangedRow> rows) {
  ASSIGN_OR_RETURN(const PostgresStatement statement, PostgresStatements::For(text, rows));
  for (const size_t size : kRowsInInsert) {
    if (!text.takes_rows || rows.size() < size) continue;
    const PostgresStatement several = statement.WithRows(size);
    for (; rows.size() >= size; rows.remove_prefix(size)) {
      ArrangedRow values;
      for (const ArrangedRow& row : rows.subspan(0, size)) {
        values.insert(values.end(), row.begin(), row.end());
      }
      connection->Send(several, values);
    }
  }
  for (const ArrangedRow& row : rows) connection->Send(statement, row);
  return absl::OkStatus();
}

int64_t RowsChanged(const std::vector<PostgresResult>& results) {
  int64_t changed = 0;
  for (const PostgresResult& result : results) {
    int64_t rows = 0;
    // A statement that changes no rows by its nature says nothing.
    if (absl::SimpleAtoi(PQcmdTuples(result.get()), &rows)) changed += rows;
  }
  return changed;
}

}  // namespace

PostgresTransaction::PostgresTransaction(PostgresConnection* connection,
                                         PostgresStatements* statements, absl::string_view begin,
                                         absl::string_view park)
    : Transaction(park), connection_(connection), statements_(statements), begin_(begin) {}

absl::StatusOr<std::vector<PostgresResult>> PostgresTransaction::Run(
    PostgresStatements::Text& text, absl::Span<const ArrangedRow> rows) {
  size_t before = 0;
  if (!begun_) {
    if (connection_->PlansAreOld()) {
      // Alone: nothing may stand before a BEGIN.
      RETURN_IF_ERROR(Queue(connection_, statements_->Find(kForgetPlans), {{}}));
      RETURN_IF_ERROR(connection_->Sync().status());
    }
    const bool alone = begin_ == kBeginNone;
    if (!alone) RETURN_IF_ERROR(Queue(connection_, statements_->Find(begin_), {{}}));
    RETURN_IF_ERROR(Queue(connection_, statements_->Find(alone ? kSetParkToRead : kSetPark),
                          {{&park_value()}}));
    before = alone ? 1 : 2;
  }
  RETURN_IF_ERROR(Queue(connection_, text, rows));
  begun_ = true;
  ASSIGN_OR_RETURN(auto results, connection_->Sync());
  results.erase(results.begin(), results.begin() + before);
  return results;
}

absl::Status PostgresTransaction::End(Outcome outcome) {
  // Whose body asked nothing has sent nothing.
  if (!begun_) return absl::OkStatus();
  const absl::string_view sql = outcome == Outcome::kCommit ? "COMMIT" : "ROLLBACK";
  ASSIGN_OR_RETURN(const auto results, Run(statements_->Find(sql), {{}}));
  // PostgreSQL answers ROLLBACK to the COMMIT of a transaction that has failed.
  if (PQcmdStatus(results[0].get()) != sql) return absl::InternalError("the commit was refused");
  return absl::OkStatus();
}

absl::Status PostgresTransaction::LockRoot(absl::string_view table, absl::string_view key_column,
                                           absl::string_view key) {
  const auto is_name = [](absl::string_view name) {
    return std::all_of(name.begin(), name.end(),
                       [](char c) { return c == '_' || (c >= 'a' && c <= 'z'); });
  };
  CHECK(is_name(table) && is_name(key_column));
  const absl::string_view in_park = park() == kAcrossParks ? "" : "park_id = :park AND ";
  return Query(absl::StrCat("SELECT 1 FROM \"", table, "\" WHERE ", in_park, "\"", key_column,
                            "\" = :key FOR UPDATE"),
               {{"key", key}}, [](const Row&) { return absl::OkStatus(); });
}

absl::Status PostgresTransaction::Select(absl::string_view sql, const Args& args,
                                         const std::function<bool(const Row&)>& each) {
  PostgresStatements::Text& text = statements_->Find(sql);
  ASSIGN_OR_RETURN(const ArrangedRow values, Arrange(text.names, args, park_value()));
  ASSIGN_OR_RETURN(const auto results, Run(text, {values}));
  const PGresult* result = results[0].get();
  for (int row = 0; row < PQntuples(result); ++row) {
    if (!each(PostgresRow(result, row))) break;
  }
  return absl::OkStatus();
}

absl::StatusOr<int64_t> PostgresTransaction::Change(absl::string_view sql,
                                                    absl::Span<const Args> rows) {
  PostgresStatements::Text& text = statements_->Find(sql);
  int64_t changed = 0;
  for (; !rows.empty(); rows.remove_prefix(std::min(rows.size(), kRowsInPipeline))) {
    std::vector<ArrangedRow> arranged;
    for (const Args& args : rows.subspan(0, kRowsInPipeline)) {
      ASSIGN_OR_RETURN(ArrangedRow values, Arrange(text.names, args, park_value()));
      arranged.push_back(std::move(values));
    }
    ASSIGN_OR_RETURN(const auto results, Run(text, arranged));
    changed += RowsChanged(results);
  }
  return changed;
}

}  // namespace tuoqiao::db
