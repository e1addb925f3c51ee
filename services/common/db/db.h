// The one door to storage: parks' rows on SQLite or PostgreSQL, with one SQL text for both.
//
// SQL names its parameters (`:uscc`) and its columns; a parameter may stand several times and in
// any order. `:park` is bound by the transaction itself. A transaction is opened with a park, and
// on PostgreSQL row-level security holds it there. Text is UTF-8, amounts and booleans are BIGINT,
// dates are ISO text, bytes are BYTEA.
#ifndef TUOQIAO_SERVICES_COMMON_DB_DB_H_
#define TUOQIAO_SERVICES_COMMON_DB_DB_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tuoqiao::db {

struct Blob {
  std::string bytes;
};

// NULL, BIGINT, TEXT or BYTEA.
class Value {
 public:
  Value() = default;
  Value(std::nullopt_t) {}
  Value(int64_t number) : value_(number) {}
  Value(int number) : value_(static_cast<int64_t>(number)) {}
  Value(bool fact) : value_(static_cast<int64_t>(fact)) {}
  Value(std::string text) : value_(std::move(text)) {}
  Value(absl::string_view text) : value_(std::string(text)) {}
  Value(const char* text) : value_(std::string(text)) {}
  Value(Blob blob) : value_(std::move(blob)) {}
  template <typename T>
  Value(const std::optional<T>& maybe) {
    if (maybe.has_value()) *this = Value(*maybe);
  }

  const std::variant<std::monostate, int64_t, std::string, Blob>& get() const { return value_; }

 private:
  std::variant<std::monostate, int64_t, std::string, Blob> value_;
};

struct Arg {
  absl::string_view name;  // Without the colon; must outlive the call (a literal).
  Value value;
};
using Args = std::vector<Arg>;

// One row of a result; valid inside the callback only. Columns count from 0, in the order of
// SELECT. Reading a column as a type that it is not is a broken invariant of ours and stops the
// program.
class Row {
 public:
  virtual ~Row() = default;
  virtual bool Null(int column) const = 0;
  virtual int64_t Int(int column) const = 0;
  virtual std::string Text(int column) const = 0;
  virtual std::string Bytes(int column) const = 0;

  bool Flag(int column) const { return Int(column) != 0; }
  std::string TextOr(int column, absl::string_view fallback) const {
    return Null(column) ? std::string(fallback) : Text(column);
  }
};

// A consistent snapshot of one park. Not thread safe; lives inside its callback only.
class Read {
 public:
  virtual ~Read() = default;
  Read(const Read&) = delete;
  Read& operator=(const Read&) = delete;

  // Calls `each` for each row and stops at its first failure, which is returned.
  virtual absl::Status Query(absl::string_view sql, const Args& args,
                             const std::function<absl::Status(const Row&)>& each) = 0;

  // Calls `each` for the only row. False where there is none; INTERNAL where there are two.
  absl::StatusOr<bool> QueryOne(absl::string_view sql, const Args& args,
                                const std::function<void(const Row&)>& each);
  // The only column of the only row; `fallback` where there is no row or it is NULL.
  absl::StatusOr<int64_t> QueryInt(absl::string_view sql, const Args& args, int64_t fallback = 0);

  // The engine's clock, in milliseconds since 1970: the one that all replicas have in common.
  virtual absl::StatusOr<int64_t> EngineMillis() = 0;

  const std::string& park() const { return park_; }

 protected:
  explicit Read(absl::string_view park) : park_(park) {}

 private:
  std::string park_;
};

// A read that may also change rows. What it did is seen by nobody before the commit.
class Write : public Read {
 public:
  // Returns the number of rows changed. ALREADY_EXISTS where a unique key is violated (the
  // transaction is then to be given up), ABORTED where another transaction was in the way.
  virtual absl::StatusOr<int64_t> Execute(absl::string_view sql, const Args& args) = 0;
  // The same statement for many rows, sent together. Returns the number of rows changed in all.
  virtual absl::StatusOr<int64_t> ExecuteMany(absl::string_view sql,
                                              const std::vector<Args>& rows) = 0;
  // Locks the root row of what is about to change: FOR UPDATE on PostgreSQL, nothing on SQLite,
  // whose writer is alone. A row that is not there is no failure.
  virtual absl::Status LockRoot(absl::string_view table, absl::string_view key_column,
                                absl::string_view key) = 0;
  // True on an engine whose writers are alone, so that a log row gets its position at once.
  virtual bool WritersAreAlone() const = 0;

 protected:
  using Read::Read;
};

// What opens a transaction that may see every park: jobs, cursors and numberers, whose tables hold
// no personal data.
inline constexpr absl::string_view kAcrossParks = "*";

enum class Outcome { kCommit, kDiscard };  // kDiscard: a dry run, rolled back at its end.

// A service's own file or schema. Thread safe.
class Database {
 public:
  virtual ~Database() = default;
  virtual absl::Status ReadIn(absl::string_view park,
                              const std::function<absl::Status(Read&)>& body) = 0;
  // One statement that reads, on its own: a transaction with no other round trip than the
  // statement's.
  virtual absl::Status QueryIn(absl::string_view park, absl::string_view sql, const Args& args,
                               const std::function<absl::Status(const Row&)>& each) = 0;
  // Runs `body` once. OK commits (or discards, for a dry run); a failure rolls back and is
  // returned. ABORTED asks for another try, which the caller makes (`Mutate`): the body may run
  // again. Returns after the commit is durable.
  virtual absl::Status WriteIn(absl::string_view park,
                               const std::function<absl::Status(Write&)>& body,
                               Outcome outcome = Outcome::kCommit) = 0;
  // A consistent copy of this database alone to a file (SQLite) or a refusal that names pg_dump.
  virtual absl::Status BackUp(const std::string& path) = 0;
  // Rows inserted, updated or deleted since the database was opened, by the engine's own counters.
  virtual absl::StatusOr<int64_t> RowsWritten() = 0;
  virtual absl::string_view engine() const = 0;  // "sqlite" or "postgres"
};

// `path` is a file, or ":memory:" for a database that dies with the object.
absl::StatusOr<std::unique_ptr<Database>> OpenSqlite(const std::string& path);

// Copies SQLite files, also while others write to them: all as they were at one moment, so that no
// copy has heard of what another does not know.
struct SqliteCopy {
  std::string from, to;
};
absl::Status CopySqliteFiles(const std::vector<SqliteCopy>& copies);

struct PostgresOptions {
  std::string conninfo;  // As libpq takes it.
  std::string schema;    // One per service; every connection's search_path.
  int connections_max = 8;
};
absl::StatusOr<std::unique_ptr<Database>> OpenPostgres(const PostgresOptions& options);

}  // namespace tuoqiao::db

#endif  // TUOQIAO_SERVICES_COMMON_DB_DB_H_
