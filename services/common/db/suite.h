// The suite that defines the port: each engine, and each kind of SQLite database, runs the same
// cases. A test of a store that is to hold on every engine derives from `OnEachEngine` and is
// instantiated with `EveryEngineKind()`.
#ifndef TUOQIAO_SERVICES_COMMON_DB_SUITE_H_
#define TUOQIAO_SERVICES_COMMON_DB_SUITE_H_

#include <gtest/gtest.h>
#include <stdlib.h>

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "services/common/check.h"
#include "services/common/db/db.h"
#include "services/common/db/schema.h"
#include "services/common/db/testing/postgres_server.h"
#include "services/common/status_macros.h"

namespace tuoqiao::db {

// A folder that is gone after the test.
class TemporaryFolder {
 public:
  TemporaryFolder() : path_(std::filesystem::temp_directory_path() / "tuoqiao-test-XXXXXX") {
    CHECK(mkdtemp(path_.data()) != nullptr);
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  std::string File(absl::string_view name) const { return absl::StrCat(path_, "/", name); }

 private:
  std::string path_;
};

// The table that the cases write to, beside the common ones.
inline std::vector<SchemaFile> SuiteSchema() {
  return {{"0001_thing.sql",
           "CREATE TABLE thing (\n"
           "  park_id TEXT NOT NULL,\n"
           "  id TEXT NOT NULL,\n"
           "  number BIGINT,\n"
           "  text TEXT,\n"
           "  bytes BYTEA,\n"
           "  PRIMARY KEY (park_id, id)\n"
           ");\n"
           "CREATE UNIQUE INDEX thing_text ON thing (park_id, text);\n"}};
}

inline absl::Status InsertThing(Write& txn, absl::string_view id, int64_t number) {
  return txn
      .Execute("INSERT INTO thing (park_id, id, number) VALUES (:park, :id, :number)",
               {{"id", id}, {"number", number}})
      .status();
}

inline absl::StatusOr<int64_t> CountThings(Read& txn) {
  return txn.QueryInt("SELECT COUNT(*) FROM thing WHERE park_id = :park", {});
}

// The same in a transaction of its own; -1 where it fails.
inline int64_t CountThingsIn(Database& database, absl::string_view park) {
  int64_t count = -1;
  database
      .ReadIn(park,
              [&](Read& txn) -> absl::Status {
                ASSIGN_OR_RETURN(count, CountThings(txn));
                return absl::OkStatus();
              })
      .IgnoreError();
  return count;
}

// Calls `each` with 0, 1, ... on as many threads at once.
inline void InParallel(int threads, const std::function<void(int)>& each) {
  std::vector<std::thread> running;
  for (int i = 0; i < threads; ++i) running.emplace_back(each, i);
  for (std::thread& thread : running) thread.join();
}

enum class EngineKind { kSqliteInMemory, kSqliteFile, kPostgres };

inline std::vector<EngineKind> EveryEngineKind() {
  return {EngineKind::kSqliteInMemory, EngineKind::kSqliteFile, EngineKind::kPostgres};
}

inline std::string EngineName(const ::testing::TestParamInfo<EngineKind>& kind) {
  static constexpr const char* kNames[] = {"SqliteInMemory", "SqliteFile", "Postgres"};
  return kNames[static_cast<int>(kind.param)];
}

// Options for a schema of the shared server that no other test has.
inline PostgresOptions NewPostgresSchema() {
  static std::atomic<int> schemas{0};
  return {testing::SharedPostgresServer().conninfo(), absl::StrCat("suite_", ++schemas)};
}

class OnEachEngine : public ::testing::TestWithParam<EngineKind> {
 protected:
  OnEachEngine() : database_(Open()) {}

  // Not yet migrated.
  Database& database() { return *database_; }

  // For SQLite in a file the database of this test again, else a new one.
  std::unique_ptr<Database> Open() {
    absl::StatusOr<std::unique_ptr<Database>> opened;
    switch (GetParam()) {
      case EngineKind::kSqliteInMemory:
        opened = OpenSqlite(":memory:");
        break;
      case EngineKind::kSqliteFile:
        opened = OpenSqlite(folder_.File("suite.db"));
        break;
      case EngineKind::kPostgres:
        opened = OpenPostgres(NewPostgresSchema());
        break;
    }
    CHECK(opened.ok());
    return *std::move(opened);
  }

 private:
  const TemporaryFolder folder_;
  const std::unique_ptr<Database> database_;
};

}  // namespace tuoqiao::db

#endif  // TUOQIAO_SERVICES_COMMON_DB_SUITE_H_
