// One connection to SQLite with its prepared statements, and a transaction on it.
#ifndef TUOQIAO_SERVICES_COMMON_DB_SQLITE_CONNECTION_H_
#define TUOQIAO_SERVICES_COMMON_DB_SQLITE_CONNECTION_H_

#include <sqlite3.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/common/db/transaction.h"

namespace tuoqiao::db {

// Used by one thread at a time.
class SqliteConnection {
 public:
  struct Prepared {
    Prepared() = default;
    Prepared(const Prepared&) = delete;
    Prepared& operator=(const Prepared&) = delete;
    ~Prepared() { sqlite3_finalize(statement); }

    sqlite3_stmt* statement = nullptr;
    std::vector<std::string> names;  // Of the parameters, without the colon.
    bool in_use = false;
  };

  // A prepared statement while it runs; ready for the next one when this goes.
  class Lease {
   public:
    explicit Lease(Prepared* cached) : prepared_(cached) { prepared_->in_use = true; }
    explicit Lease(std::unique_ptr<Prepared> own) : own_(std::move(own)), prepared_(own_.get()) {}
    Lease(Lease&& other) noexcept
        : own_(std::move(other.own_)), prepared_(std::exchange(other.prepared_, nullptr)) {}
    ~Lease() {
      if (prepared_ != nullptr) Rest();
    }

    sqlite3_stmt* statement() const { return prepared_->statement; }
    const std::vector<std::string>& names() const { return prepared_->names; }

   private:
    void Rest();

    std::unique_ptr<Prepared> own_;
    Prepared* prepared_;
  };

  // WAL, synchronous=FULL, foreign keys. FAILED_PRECONDITION where the file system cannot do WAL.
  static absl::StatusOr<std::unique_ptr<SqliteConnection>> Open(const std::string& path);
  ~SqliteConnection();
  SqliteConnection(const SqliteConnection&) = delete;
  SqliteConnection& operator=(const SqliteConnection&) = delete;

  absl::StatusOr<Lease> Prepare(absl::string_view sql);
  // A statement that has neither parameters nor rows of interest.
  absl::Status Run(absl::string_view sql);
  // Several statements in one text.
  absl::Status RunScript(absl::string_view sql);

  // The status of the call that just returned `code`.
  absl::Status Failure(int code, absl::string_view sql) const;
  // False also after a failure that made SQLite roll back of its own accord.
  bool InTransaction() const { return sqlite3_get_autocommit(connection_) == 0; }
  int64_t RowsWritten() const { return sqlite3_total_changes64(connection_); }
  sqlite3* get() { return connection_; }

 private:
  explicit SqliteConnection(sqlite3* connection) : connection_(connection) {}

  absl::Status SetUp(const std::string& path);
  absl::StatusOr<std::unique_ptr<Prepared>> PrepareAnew(absl::string_view sql);

  sqlite3* const connection_;
  absl::flat_hash_map<std::string, std::unique_ptr<Prepared>> prepared_;
};

enum class Access { kRead, kWrite };

class SqliteTransaction : public Transaction {
 public:
  SqliteTransaction(SqliteConnection* connection, absl::string_view park, Access access)
      : Transaction(park), connection_(connection), access_(access) {}

  absl::Status LockRoot(absl::string_view table, absl::string_view key_column,
                        absl::string_view key) override {
    return failure();
  }
  bool WritersAreAlone() const override { return true; }
  absl::StatusOr<int64_t> EngineMillis() override {
    return QueryInt("SELECT CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)", {});
  }

 protected:
  absl::Status Select(absl::string_view sql, const Args& args,
                      const std::function<bool(const Row&)>& each) override;
  absl::StatusOr<int64_t> Change(absl::string_view sql, absl::Span<const Args> rows) override;

 private:
  SqliteConnection* const connection_;
  const Access access_;
};

}  // namespace tuoqiao::db

#endif  // TUOQIAO_SERVICES_COMMON_DB_SQLITE_CONNECTION_H_
