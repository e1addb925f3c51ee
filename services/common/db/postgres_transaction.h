// A transaction on a PostgreSQL connection.
#ifndef TUOQIAO_SERVICES_COMMON_DB_POSTGRES_TRANSACTION_H_
#define TUOQIAO_SERVICES_COMMON_DB_POSTGRES_TRANSACTION_H_

#include <functional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/common/db/postgres_connection.h"
#include "services/common/db/transaction.h"

namespace tuoqiao::db {

inline constexpr absl::string_view kBeginRead = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
inline constexpr absl::string_view kBeginWrite = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";

class PostgresTransaction : public Transaction {
 public:
  // Begins with `begin`, and sends the park in the same round trip.
  static absl::Status Begin(PostgresConnection* connection, PostgresStatements* statements,
                            absl::string_view begin, absl::string_view park);
  // On a connection where `Begin` went well.
  PostgresTransaction(PostgresConnection* connection, PostgresStatements* statements,
                      absl::string_view park)
      : Transaction(park), connection_(connection), statements_(statements) {}

  // UNAVAILABLE from a commit says that its outcome is not known.
  absl::Status End(Outcome outcome);

  absl::Status LockRoot(absl::string_view table, absl::string_view key_column,
                        absl::string_view key) override;
  bool WritersAreAlone() const override { return false; }

 protected:
  absl::Status Select(absl::string_view sql, const Args& args,
                      const std::function<bool(const Row&)>& each) override;
  absl::StatusOr<int64_t> Change(absl::string_view sql, absl::Span<const Args> rows) override;

 private:
  PostgresConnection* const connection_;
  PostgresStatements* const statements_;
};

}  // namespace tuoqiao::db

#endif  // TUOQIAO_SERVICES_COMMON_DB_POSTGRES_TRANSACTION_H_
