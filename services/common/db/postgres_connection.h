// One connection to PostgreSQL, in pipeline mode, with its prepared statements.
#ifndef TUOQIAO_SERVICES_COMMON_DB_POSTGRES_CONNECTION_H_
#define TUOQIAO_SERVICES_COMMON_DB_POSTGRES_CONNECTION_H_

#include <libpq-fe.h>

#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/common/db/db.h"

namespace tuoqiao::db {

// The role that serves. It owns nothing, so row-level security holds it.
inline constexpr absl::string_view kServingRole = "tuoqiao_app";

using ArrangedRow = std::vector<const Value*>;

// A statement as it is prepared on a connection.
struct PostgresStatement {
  const std::string* sql;  // With its names; lives as long as `PostgresStatements`.
  std::vector<Oid> types;  // Of the parameters; 0 where only NULL has been seen so far.
  std::string name;        // Of the SQL text, the types and the rows together.
  size_t rows = 1;         // How often the row that it inserts stands in it.

  // The same with so many rows, whose values stand one behind the other.
  PostgresStatement WithRows(size_t rows_in_it) const;
};

// What each SQL text of a program becomes, for all connections of a database. Thread safe.
class PostgresStatements {
 public:
  struct Text {
    std::string sql;
    std::vector<std::string> names;  // Of the parameters.
    bool takes_rows = false;         // It inserts a row, and might insert several.
    int number = 0;
    std::mutex mutex;
    std::vector<Oid> types;  // Guarded by `mutex`.
  };

  // Lives as long as this.
  Text& Find(absl::string_view sql);

  // The types are those of the values; a NULL has the type that was last seen in its place, so that
  // one text is prepared only a few times. INTERNAL where two rows differ in a type.
  static absl::StatusOr<PostgresStatement> For(Text& text, absl::Span<const ArrangedRow> rows);

 private:
  std::mutex mutex_;
  absl::flat_hash_map<std::string, std::unique_ptr<Text>> texts_;
};

struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using PostgresResult = std::unique_ptr<PGresult, ClearResult>;

// Used by one thread at a time.
class PostgresConnection {
 public:
  static absl::StatusOr<std::unique_ptr<PostgresConnection>> Open(const std::string& conninfo);
  ~PostgresConnection() { PQfinish(connection_); }
  PostgresConnection(const PostgresConnection&) = delete;
  PostgresConnection& operator=(const PostgresConnection&) = delete;

  // Puts one execution into the pipeline. What becomes of it is known at `Sync`.
  void Send(const PostgresStatement& statement, const ArrangedRow& values);
  // Sends the pipeline; one result for each execution, or the first failure. UNAVAILABLE where the
  // connection is lost.
  absl::StatusOr<std::vector<PostgresResult>> Sync();
  // Whether its plans are so old that tables may have grown much since they were made; from then on
  // they count as new. A second after it was opened, then after twice as long each time, up to a
  // minute.
  bool PlansAreOld();
  // Several statements in one text, without parameters.
  absl::Status RunScript(absl::string_view sql);

  bool Alive() const { return PQstatus(connection_) == CONNECTION_OK; }
  // Of an idle one: whether the server has not closed it. Asks the socket, not the server.
  bool StillThere();
  // Alive and outside any transaction.
  bool Idle() const { return Alive() && PQtransactionStatus(connection_) == PQTRANS_IDLE; }

 private:
  // In the pipeline; `prepares` is the name of a statement, or empty for an execution.
  struct Sent {
    const std::string* sql;
    std::string prepares;
  };

  explicit PostgresConnection(PGconn* connection) : connection_(connection) {}

  void SendPrepare(const PostgresStatement& statement);

  absl::Status Lost() const;
  absl::Status Failure(const PGresult* result, absl::string_view sql) const;
  // The outcome of the next thing in the pipeline, to which nothing else belongs.
  PostgresResult Next();

  PGconn* const connection_;
  std::chrono::seconds plans_live_{1};
  std::chrono::steady_clock::time_point plans_until_ =
      std::chrono::steady_clock::now() + plans_live_;
  absl::flat_hash_set<std::string> prepared_;
  std::vector<Sent> sent_;
  bool sent_all_ = true;
};

}  // namespace tuoqiao::db

#endif  // TUOQIAO_SERVICES_COMMON_DB_POSTGRES_CONNECTION_H_
