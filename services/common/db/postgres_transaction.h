// A transaction on a PostgreSQL connection.
#ifndef TUOQIAO_SERVICES_COMMON_DB_POSTGRES_TRANSACTION_H_
#define TUOQIAO_SERVICES_COMMON_DB_POSTGRES_TRANSACTION_H_

#include <functional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/common/db/postgres_connection.h"
#include "services/common/db/transaction.h"

namespace tuoqiao::db {

// The first statement is a transaction of its own, which only reads.
inline constexpr absl::string_view kBeginNone = "";
inline constexpr absl::string_view kBeginRead = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
inline constexpr absl::string_view kBeginWrite = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";

class PostgresTransaction : public Transaction {
 public:
  // On an idle connection. `begin` and the park go out with the first statement.
  PostgresTransaction(PostgresConnection* connection, PostgresStatements* statements,
                      absl::string_view begin, absl::string_view park);

  // UNAVAILABLE from a commit says that its outcome is not known.
  absl::Status End(Outcome outcome);

  absl::Status LockRoot(absl::string_view table, absl::string_view key_column,
                        absl::string_view key) override;
  bool WritersAreAlone() const override { return false; }
  absl::StatusOr<int64_t> EngineMillis() override {
    return QueryInt("SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)", {});
  }

 protected:
  absl::Status Select(absl::string_view sql, const Args& args,
                      const std::function<bool(const Row&)>& each) override;
  absl::StatusOr<int64_t> Change(absl::string_view sql, absl::Span<const Args> rows) override;

 private:
  // Sends one statement for all rows, and before the first one of all what begins the transaction.
  absl::StatusOr<std::vector<PostgresResult>> Run(PostgresStatements::Text& text,
                                                  absl::Span<const ArrangedRow> rows);

  PostgresConnection* const connection_;
  PostgresStatements* const statements_;
  const absl::string_view begin_;
  bool begun_ = false;
};

}  // namespace tuoqiao::db

#endif  // TUOQIAO_SERVICES_COMMON_DB_POSTGRES_TRANSACTION_H_
