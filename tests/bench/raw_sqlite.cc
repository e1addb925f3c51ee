#include <sqlite3.h>

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/status_macros.h"
#include "tests/bench/raw.h"

namespace tuoqiao::bench {
namespace {

// The fastest of 20, 50, 100 and 500 on the machine where it was tried.
constexpr size_t kRowsInStatement = 50;

struct Finalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

struct Bind {
  sqlite3_stmt* statement;
  int index;

  int operator()(std::monostate) const { return sqlite3_bind_null(statement, index); }
  int operator()(int64_t number) const { return sqlite3_bind_int64(statement, index, number); }
  int operator()(const std::string& text) const {
    return sqlite3_bind_text64(statement, index, text.data(), text.size(), SQLITE_STATIC,
                               SQLITE_UTF8);
  }
  int operator()(const db::Blob& blob) const {
    return sqlite3_bind_blob64(statement, index, blob.bytes.data(), blob.bytes.size(),
                               SQLITE_STATIC);
  }
};

db::Value ColumnOf(sqlite3_stmt* statement, int column) {
  const auto bytes = [&](const void* start) {
    return std::string(static_cast<const char*>(start),
                       static_cast<size_t>(sqlite3_column_bytes(statement, column)));
  };
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER:
      return static_cast<int64_t>(sqlite3_column_int64(statement, column));
    case SQLITE_TEXT:
      return bytes(sqlite3_column_text(statement, column));
    case SQLITE_BLOB: {
      const void* const start = sqlite3_column_blob(statement, column);
      return db::Blob{start == nullptr ? "" : bytes(start)};
    }
    default:
      return std::nullopt;
  }
}

class RawSqlite : public RawStore {
 public:
  explicit RawSqlite(sqlite3* connection) : connection_(connection) {}
  ~RawSqlite() override {
    inserts_.clear();
    sqlite3_close_v2(connection_);
  }

  absl::Status SetUp() {
    for (const char* pragma :
         {"PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "PRAGMA foreign_keys = OFF"}) {
      RETURN_IF_ERROR(Run(pragma));
    }
    return absl::OkStatus();
  }

  absl::StatusOr<std::vector<RawTable>> Tables() override {
    std::vector<RawTable> tables;
    std::vector<std::pair<int, size_t>> key;  // Place in the key, place in the table.
    ASSIGN_OR_RETURN(
        const Statement statement,
        Prepare("SELECT t.name, c.name, c.pk FROM sqlite_master t, pragma_table_info(t.name) c "
                "WHERE t.type = 'table' AND t.name <> 'schema_version' "
                "AND t.name NOT LIKE 'sqlite_%' ORDER BY t.name, c.cid"));
    const auto finish = [&] {
      std::sort(key.begin(), key.end());
      for (const auto& [place, column] : key) tables.back().key.push_back(column);
      key.clear();
    };
    while (sqlite3_step(statement.get()) == SQLITE_ROW) {
      const auto text = [&](int column) {
        return std::string(
            reinterpret_cast<const char*>(sqlite3_column_text(statement.get(), column)));
      };
      if (tables.empty() || tables.back().name != text(0)) {
        if (!tables.empty()) finish();
        tables.push_back({text(0), {}, {}});
      }
      const int place = sqlite3_column_int(statement.get(), 2);
      if (place > 0) key.emplace_back(place, tables.back().columns.size());
      tables.back().columns.push_back(text(1));
    }
    if (!tables.empty()) finish();
    return tables;
  }

  absl::Status ReadAll(const RawTable& table, const std::function<void(RawRow)>& each) override {
    ASSIGN_OR_RETURN(const Statement statement,
                     Prepare(absl::StrCat("SELECT ", absl::StrJoin(table.columns, ", "), " FROM ",
                                          table.name, " NOT INDEXED")));
    int code;
    while ((code = sqlite3_step(statement.get())) == SQLITE_ROW) {
      RawRow row;
      row.reserve(table.columns.size());
      for (size_t i = 0; i < table.columns.size(); ++i) {
        row.push_back(ColumnOf(statement.get(), static_cast<int>(i)));
      }
      each(std::move(row));
    }
    return code == SQLITE_DONE ? absl::OkStatus() : Failure(table.name);
  }

  absl::Status Begin() override { return Run("BEGIN IMMEDIATE"); }
  absl::Status Commit() override { return Run("COMMIT"); }

  size_t RowsMax(const RawTable& table) const override {
    const int variables = sqlite3_limit(connection_, SQLITE_LIMIT_VARIABLE_NUMBER, -1);
    return std::min(kRowsInStatement, static_cast<size_t>(variables) / table.columns.size());
  }

  absl::Status Write(const RawTable& table, absl::Span<const RawRow> rows, Put put) override {
    ASSIGN_OR_RETURN(sqlite3_stmt* const statement, InsertOf(table, rows.size(), put));
    int index = 0;
    for (const RawRow& row : rows) {
      for (const db::Value& value : row) {
        if (std::visit(Bind{statement, ++index}, value.get()) != SQLITE_OK) {
          return Failure(table.name);
        }
      }
    }
    const int code = sqlite3_step(statement);
    sqlite3_reset(statement);
    return code == SQLITE_DONE ? absl::OkStatus() : Failure(table.name);
  }

 private:
  absl::StatusOr<Statement> Prepare(const std::string& sql) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v3(connection_, sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &statement,
                           nullptr) != SQLITE_OK) {
      return Failure(sql);
    }
    return Statement(statement);
  }

  absl::StatusOr<sqlite3_stmt*> InsertOf(const RawTable& table, size_t rows, Put put) {
    Statement& insert = inserts_[{table.name, rows, put}];
    if (insert == nullptr) {
      const std::string row = absl::StrCat(
          "(", absl::StrJoin(std::vector<const char*>(table.columns.size(), "?"), ", "), ")");
      ASSIGN_OR_RETURN(
          insert,
          Prepare(absl::StrCat(put == Put::kInsert ? "INSERT INTO " : "INSERT OR REPLACE INTO ",
                               table.name, " (", absl::StrJoin(table.columns, ", "), ") VALUES ",
                               absl::StrJoin(std::vector<std::string>(rows, row), ", "))));
    }
    return insert.get();
  }

  absl::Status Run(const char* sql) {
    if (sqlite3_exec(connection_, sql, nullptr, nullptr, nullptr) == SQLITE_OK) {
      return absl::OkStatus();
    }
    return Failure(sql);
  }

  absl::Status Failure(const std::string& where) const {
    return absl::InternalError(absl::StrCat(where, ": ", sqlite3_errmsg(connection_)));
  }

  sqlite3* const connection_;
  std::map<std::tuple<std::string, size_t, Put>, Statement> inserts_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<RawStore>> OpenRawSqlite(const std::string& path) {
  sqlite3* connection = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &connection,
                                   SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  auto store = std::make_unique<RawSqlite>(connection);
  if (code != SQLITE_OK) {
    return absl::NotFoundError(absl::StrCat(path, ": ", sqlite3_errstr(code)));
  }
  RETURN_IF_ERROR(store->SetUp());
  return store;
}

}  // namespace tuoqiao::bench
