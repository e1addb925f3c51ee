// The raw peer of a measurement: a database as its driver has it, with nothing of ours between. It
// reads whole tables, and loads rows as fast as the driver can: prepared inserts of many rows each,
// in the engine's own transactions.
#ifndef TUOQIAO_TESTS_BENCH_RAW_H_
#define TUOQIAO_TESTS_BENCH_RAW_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "services/common/db/db.h"

namespace tuoqiao::bench {

using RawRow = std::vector<db::Value>;

struct RawTable {
  std::string name;
  std::vector<std::string> columns;
  // The primary key's columns, by place.
  std::vector<size_t> key;

  friend bool operator<(const RawTable& one, const RawTable& other) {
    return one.name < other.name;
  }
};

enum class Put {
  kInsert,   // The key is new.
  kReplace,  // A row of that key is there and is changed.
};

// One service's database. Not thread safe.
class RawStore {
 public:
  virtual ~RawStore() = default;

  // By name, without the list of schema files.
  virtual absl::StatusOr<std::vector<RawTable>> Tables() = 0;
  // In the order in which the rows lie, which is that of their writing.
  virtual absl::Status ReadAll(const RawTable& table, const std::function<void(RawRow)>& each) = 0;

  virtual absl::Status Begin() = 0;
  virtual absl::Status Commit() = 0;
  // The most rows that one statement takes.
  virtual size_t RowsMax(const RawTable& table) const = 0;
  // One execution of one prepared statement.
  virtual absl::Status Write(const RawTable& table, absl::Span<const RawRow> rows, Put put) = 0;
};

// With the settings that services/common/db/sqlite_connection.cc makes.
absl::StatusOr<std::unique_ptr<RawStore>> OpenRawSqlite(const std::string& path);
// As a role that row-level security does not bind.
absl::StatusOr<std::unique_ptr<RawStore>> OpenRawPostgres(const std::string& conninfo,
                                                          const std::string& schema);

}  // namespace tuoqiao::bench

#endif  // TUOQIAO_TESTS_BENCH_RAW_H_
