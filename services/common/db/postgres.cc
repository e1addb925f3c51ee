// PostgreSQL: a bounded pool of connections, each transaction held to its park by row-level
// security.
#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/db/engine.h"
#include "services/common/db/postgres_connection.h"
#include "services/common/db/postgres_migration.h"
#include "services/common/db/postgres_transaction.h"
#include "services/common/status_macros.h"

namespace tuoqiao::db {
namespace {

// How long a transaction waits for a free connection.
constexpr std::chrono::seconds kTakeTimeout(10);

// How long a statement waits for a lock, as long as SQLite waits for another writer.
constexpr absl::string_view kLockTimeout = "5s";

using Connections = std::vector<std::unique_ptr<PostgresConnection>>;

// Thread safe.
class Pool {
 public:
  using Open = std::function<absl::StatusOr<std::unique_ptr<PostgresConnection>>()>;

  struct Lease {
    std::unique_ptr<PostgresConnection> connection;
    bool fresh = false;  // Opened just now, so that a failure is the server's.
  };

  Pool(Open open, int connections_max) : open_(std::move(open)), free_(connections_max) {}

  // An idle connection, or else a new one. UNAVAILABLE where none gets free in time.
  absl::StatusOr<Lease> Take();
  // Keeps it if it can be used again.
  void GiveBack(std::unique_ptr<PostgresConnection> connection);
  // All that are idle, which count as taken until they are given back or dropped.
  Connections TakeIdle();
  void Drop(Connections connections);

 private:
  const Open open_;
  std::mutex mutex_;
  std::condition_variable freed_;
  int free_;  // How many more may be taken.
  Connections idle_;
};

absl::StatusOr<Pool::Lease> Pool::Take() {
  {
    std::unique_lock<std::mutex> lock(mutex_);
    if (!freed_.wait_for(lock, kTakeTimeout, [this] { return free_ > 0; })) {
      return absl::UnavailableError("all connections to the database are busy");
    }
    --free_;
    if (!idle_.empty()) {
      Lease lease{std::move(idle_.back())};
      idle_.pop_back();
      return lease;
    }
  }
  absl::StatusOr<std::unique_ptr<PostgresConnection>> opened = open_();
  if (!opened.ok()) {
    GiveBack(nullptr);
    return opened.status();
  }
  return Lease{*std::move(opened), /*fresh=*/true};
}

void Pool::GiveBack(std::unique_ptr<PostgresConnection> connection) {
  const std::lock_guard<std::mutex> lock(mutex_);
  ++free_;
  freed_.notify_one();
  if (connection != nullptr && connection->Idle()) idle_.push_back(std::move(connection));
}

Connections Pool::TakeIdle() {
  const std::lock_guard<std::mutex> lock(mutex_);
  free_ -= static_cast<int>(idle_.size());
  return std::exchange(idle_, {});
}

void Pool::Drop(Connections connections) {
  for (auto& connection : connections) {
    connection = nullptr;
    GiveBack(nullptr);
  }
}

enum class Role { kServing, kOwner };

class PostgresDatabase : public Engine {
 public:
  explicit PostgresDatabase(const PostgresOptions& options)
      : options_(options),
        pool_([this] { return Open(Role::kServing); }, options.connections_max) {}

  // The owner's look at the server before anything is served.
  absl::Status Start();

  absl::Status ReadIn(absl::string_view park,
                      const std::function<absl::Status(Read&)>& body) override;
  absl::Status QueryIn(absl::string_view park, absl::string_view sql, const Args& args,
                       const std::function<absl::Status(const Row&)>& each) override;
  absl::Status WriteIn(absl::string_view park, const std::function<absl::Status(Write&)>& body,
                       Outcome outcome) override;
  absl::Status BackUp(const std::string& path) override;
  // Counts what all programs wrote to the schema, also in transactions that were rolled back. A
  // connection of another program, or one that is inside a transaction, reports within a second of
  // having become idle; idle ones of this database are made to report first. A crash of the server
  // empties its counters.
  absl::StatusOr<int64_t> RowsWritten() override;
  absl::string_view engine() const override { return "postgres"; }

  absl::StatusOr<std::map<std::string, std::string>> AppliedFiles() override;
  absl::Status Apply(const MigrationFile& migration) override;

 private:
  absl::StatusOr<std::unique_ptr<PostgresConnection>> Open(Role role);
  absl::Status Transact(absl::string_view begin, absl::string_view park,
                        const std::function<absl::Status(Write&)>& body, Outcome outcome);
  // An idle connection. One that was lost meanwhile is replaced.
  absl::StatusOr<std::unique_ptr<PostgresConnection>> Take();
  absl::Status QueryAlone(PostgresConnection& connection, absl::string_view sql, const Args& args,
                          const std::function<void(const Row&)>& each);
  absl::StatusOr<int64_t> RowsWrittenEver(PostgresConnection& connection);

  const PostgresOptions options_;
  PostgresStatements statements_;
  int64_t written_before_ = 0;
  Pool pool_;
};

absl::StatusOr<std::unique_ptr<PostgresConnection>> PostgresDatabase::Open(Role role) {
  ASSIGN_OR_RETURN(std::unique_ptr<PostgresConnection> connection,
                   PostgresConnection::Open(options_.conninfo));
  RETURN_IF_ERROR(
      connection->RunScript(absl::StrCat("SET search_path = \"", options_.schema, "\"")));
  if (role == Role::kOwner) return connection;
  // A plan may have been made while a table was empty, and would read the whole of it when it is
  // full. Every statement of ours has an index, so none is planned without; and what cannot but
  // scan is not worth a compiler.
  const absl::Status status = connection->RunScript(
      absl::StrCat("SET lock_timeout = '", kLockTimeout,
                   "'; SET enable_seqscan = off; SET jit = off; SET ROLE ", kServingRole));
  if (status.ok() || absl::IsUnavailable(status)) {
    RETURN_IF_ERROR(status);
    return connection;
  }
  // Serving as the owner would leave the rows to the WHERE clauses alone.
  return absl::FailedPreconditionError(absl::StrCat(
      "cannot serve as ", kServingRole, "; has `tuoqiao migrate` run? ", status.message()));
}

absl::Status PostgresDatabase::Start() {
  ASSIGN_OR_RETURN(const auto owner, Open(Role::kOwner));
  RETURN_IF_ERROR(CheckPostgres(*owner, statements_));
  ASSIGN_OR_RETURN(written_before_, RowsWrittenEver(*owner));
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<PostgresConnection>> PostgresDatabase::Take() {
  while (true) {
    ASSIGN_OR_RETURN(Pool::Lease lease, pool_.Take());
    if (lease.fresh || lease.connection->StillThere()) return std::move(lease.connection);
    pool_.GiveBack(nullptr);
    // The others that were idle have most likely been lost with it.
    pool_.Drop(pool_.TakeIdle());
  }
}

absl::Status PostgresDatabase::Transact(absl::string_view begin, absl::string_view park,
                                        const std::function<absl::Status(Write&)>& body,
                                        Outcome outcome) {
  RETURN_IF_ERROR(MayBegin(this, park));
  ASSIGN_OR_RETURN(auto connection, Take());
  PostgresTransaction txn(connection.get(), &statements_, begin, park);
  absl::Status status;
  {
    const Inside inside(this);
    status = body(txn);
  }
  status.Update(txn.failure());
  const bool keep = status.ok() && outcome == Outcome::kCommit;
  const absl::Status ended = txn.End(keep ? Outcome::kCommit : Outcome::kDiscard);
  // A connection that could not roll back is closed, which rolls back.
  if (keep) status.Update(ended);
  pool_.GiveBack(std::move(connection));
  return status;
}

absl::Status PostgresDatabase::ReadIn(absl::string_view park,
                                      const std::function<absl::Status(Read&)>& body) {
  return Transact(kBeginRead, park, body, Outcome::kCommit);
}

absl::Status PostgresDatabase::QueryIn(absl::string_view park, absl::string_view sql,
                                       const Args& args,
                                       const std::function<absl::Status(const Row&)>& each) {
  RETURN_IF_ERROR(MayBegin(this, park));
  ASSIGN_OR_RETURN(auto connection, Take());
  absl::Status status;
  {
    const Inside inside(this);
    status = PostgresTransaction(connection.get(), &statements_, kBeginNone, park)
                 .Query(sql, args, each);
  }
  pool_.GiveBack(std::move(connection));
  return status;
}

absl::Status PostgresDatabase::WriteIn(absl::string_view park,
                                       const std::function<absl::Status(Write&)>& body,
                                       Outcome outcome) {
  return Transact(kBeginWrite, park, body, outcome);
}

absl::Status PostgresDatabase::BackUp(const std::string& path) {
  return absl::UnimplementedError(
      "a PostgreSQL database is backed up by pg_dump, as a role that has BYPASSRLS");
}

absl::StatusOr<int64_t> PostgresDatabase::RowsWritten() {
  RETURN_IF_ERROR(Inside::Refuse(this));
  for (auto& connection : pool_.TakeIdle()) {
    const absl::Status reported =
        QueryAlone(*connection, "SELECT 1 FROM pg_stat_force_next_flush()", {}, [](const Row&) {});
    pool_.GiveBack(std::move(connection));
    RETURN_IF_ERROR(reported);
  }
  ASSIGN_OR_RETURN(Pool::Lease lease, pool_.Take());
  const absl::StatusOr<int64_t> ever = RowsWrittenEver(*lease.connection);
  pool_.GiveBack(std::move(lease.connection));
  RETURN_IF_ERROR(ever.status());
  return std::max<int64_t>(0, *ever - written_before_);
}

absl::Status PostgresDatabase::QueryAlone(PostgresConnection& connection, absl::string_view sql,
                                          const Args& args,
                                          const std::function<void(const Row&)>& each) {
  return PostgresTransaction(&connection, &statements_, kBeginNone, kAcrossParks)
      .QueryOne(sql, args, each)
      .status();
}

absl::StatusOr<int64_t> PostgresDatabase::RowsWrittenEver(PostgresConnection& connection) {
  int64_t rows = 0;
  RETURN_IF_ERROR(
      QueryAlone(connection,
                 "SELECT CAST(COALESCE(SUM(n_tup_ins + n_tup_upd + n_tup_del), 0) AS BIGINT) "
                 "FROM pg_stat_user_tables WHERE schemaname = :schema",
                 {{"schema", options_.schema}}, [&](const Row& row) { rows = row.Int(0); }));
  return rows;
}

absl::StatusOr<std::map<std::string, std::string>> PostgresDatabase::AppliedFiles() {
  ASSIGN_OR_RETURN(const auto owner, Open(Role::kOwner));
  return AppliedPostgresFiles(*owner, statements_);
}

absl::Status PostgresDatabase::Apply(const MigrationFile& migration) {
  ASSIGN_OR_RETURN(const auto owner, Open(Role::kOwner));
  return ApplyOnPostgres(*owner, statements_, options_.schema, migration);
}

// The schema's name goes into statements that take no parameters.
bool IsSchemaName(absl::string_view name) {
  return !name.empty() && name.size() < 64 && name[0] >= 'a' && name[0] <= 'z' &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return c == '_' || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
         });
}

}  // namespace

absl::StatusOr<std::unique_ptr<Database>> OpenPostgres(const PostgresOptions& options) {
  if (!IsSchemaName(options.schema) || absl::StartsWith(options.schema, "pg_")) {
    return absl::InvalidArgumentError(
        absl::StrCat("a schema is named by small letters, digits and _: ", options.schema));
  }
  if (options.connections_max < 1) return absl::InvalidArgumentError("connections_max is below 1");
  auto database = std::make_unique<PostgresDatabase>(options);
  RETURN_IF_ERROR(database->Start());
  return database;
}

}  // namespace tuoqiao::db
