#include "services/common/db/sqlite_connection.h"

#include <variant>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/common/check.h"
#include "services/common/db/sql.h"
#include "services/common/status_macros.h"

namespace tuoqiao::db {
namespace {

// How long to wait for another program that writes to the same file.
constexpr int kBusyTimeoutMs = 5000;

absl::StatusCode CodeOf(int extended) {
  switch (extended) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
      return absl::StatusCode::kAlreadyExists;
  }
  switch (extended & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return absl::StatusCode::kAborted;
    case SQLITE_FULL:
    case SQLITE_NOMEM:
      return absl::StatusCode::kResourceExhausted;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_PROTOCOL:
      return absl::StatusCode::kUnavailable;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return absl::StatusCode::kFailedPrecondition;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return absl::StatusCode::kDataLoss;
    case SQLITE_TOOBIG:
      return absl::StatusCode::kInvalidArgument;
  }
  return absl::StatusCode::kInternal;
}

struct Bind {
  sqlite3_stmt* statement;
  int index;

  int operator()(std::monostate) const { return sqlite3_bind_null(statement, index); }
  int operator()(int64_t number) const { return sqlite3_bind_int64(statement, index, number); }
  int operator()(const std::string& text) const {
    return sqlite3_bind_text64(statement, index, text.data(), text.size(), SQLITE_STATIC,
                               SQLITE_UTF8);
  }
  int operator()(const Blob& blob) const {
    return sqlite3_bind_blob64(statement, index, blob.bytes.data(), blob.bytes.size(),
                               SQLITE_STATIC);
  }
};

// The values are bound in place, so they must live until the statement is reset.
absl::Status BindAll(const SqliteConnection& connection, sqlite3_stmt* statement,
                     const std::vector<const Value*>& values) {
  for (size_t i = 0; i < values.size(); ++i) {
    const int code = std::visit(Bind{statement, static_cast<int>(i) + 1}, values[i]->get());
    if (code != SQLITE_OK) return connection.Failure(code, sqlite3_sql(statement));
  }
  return absl::OkStatus();
}

class SqliteRow : public Row {
 public:
  explicit SqliteRow(sqlite3_stmt* statement) : statement_(statement) {}

  bool Null(int column) const override { return Type(column) == SQLITE_NULL; }
  int64_t Int(int column) const override {
    CHECK(Type(column) == SQLITE_INTEGER);
    return sqlite3_column_int64(statement_, column);
  }
  std::string Text(int column) const override {
    CHECK(Type(column) == SQLITE_TEXT);
    return std::string(reinterpret_cast<const char*>(sqlite3_column_text(statement_, column)),
                       sqlite3_column_bytes(statement_, column));
  }
  std::string Bytes(int column) const override {
    CHECK(Type(column) == SQLITE_BLOB);
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
    return std::string(absl::string_view(bytes, sqlite3_column_bytes(statement_, column)));
  }

 private:
  int Type(int column) const {
    CHECK(column >= 0 && column < sqlite3_column_count(statement_));
    return sqlite3_column_type(statement_, column);
  }

  sqlite3_stmt* const statement_;
};

}  // namespace

void SqliteConnection::Lease::Rest() {
  sqlite3_reset(prepared_->statement);
  sqlite3_clear_bindings(prepared_->statement);
  prepared_->in_use = false;
}

absl::StatusOr<std::unique_ptr<SqliteConnection>> SqliteConnection::Open(const std::string& path) {
  sqlite3* raw = nullptr;
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
  const int code = sqlite3_open_v2(path.c_str(), &raw, flags, nullptr);
  std::unique_ptr<SqliteConnection> connection(new SqliteConnection(raw));
  if (code != SQLITE_OK) {
    return absl::Status(CodeOf(code), absl::StrCat(path, ": ", sqlite3_errstr(code)));
  }
  RETURN_IF_ERROR(connection->SetUp(path));
  return connection;
}

absl::Status SqliteConnection::SetUp(const std::string& path) {
  sqlite3_extended_result_codes(connection_, 1);
  sqlite3_busy_timeout(connection_, kBusyTimeoutMs);
  RETURN_IF_ERROR(Run("PRAGMA journal_mode = WAL"));
  RETURN_IF_ERROR(Run("PRAGMA synchronous = FULL"));
  // 32 MB of log between two checkpoints: a page that many commits change is written back once.
  RETURN_IF_ERROR(Run("PRAGMA wal_autocheckpoint = 8000"));
  RETURN_IF_ERROR(Run("PRAGMA foreign_keys = ON"));
  ASSIGN_OR_RETURN(const Lease mode, Prepare("PRAGMA journal_mode"));
  if (const int code = sqlite3_step(mode.statement()); code != SQLITE_ROW) {
    return Failure(code, "PRAGMA journal_mode");
  }
  const std::string journal = SqliteRow(mode.statement()).Text(0);
  if (journal != "wal" && path != ":memory:") {
    return absl::FailedPreconditionError(
        absl::StrCat(path, " lies where SQLite cannot keep a write-ahead log (", journal, ")"));
  }
  return absl::OkStatus();
}

SqliteConnection::~SqliteConnection() {
  prepared_.clear();
  sqlite3_close_v2(connection_);
}

absl::StatusOr<SqliteConnection::Lease> SqliteConnection::Prepare(absl::string_view sql) {
  auto found = prepared_.find(sql);
  if (found == prepared_.end()) {
    ASSIGN_OR_RETURN(auto anew, PrepareAnew(sql));
    found = prepared_.emplace(sql, std::move(anew)).first;
  }
  if (!found->second->in_use) return Lease(found->second.get());
  // A query inside the same query.
  ASSIGN_OR_RETURN(auto anew, PrepareAnew(sql));
  return Lease(std::move(anew));
}

absl::StatusOr<std::unique_ptr<SqliteConnection::Prepared>> SqliteConnection::PrepareAnew(
    absl::string_view sql) {
  auto prepared = std::make_unique<Prepared>();
  const char* tail = nullptr;
  const int code = sqlite3_prepare_v3(connection_, sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &prepared->statement, &tail);
  if (code != SQLITE_OK) return Failure(code, sql);
  const auto rest = absl::StripAsciiWhitespace(sql.substr(tail - sql.data()));
  if (prepared->statement == nullptr || !rest.empty()) {
    return absl::InternalError(absl::StrCat("not one statement: ", sql));
  }
  for (int i = 1; i <= sqlite3_bind_parameter_count(prepared->statement); ++i) {
    const char* name = sqlite3_bind_parameter_name(prepared->statement, i);
    if (name == nullptr || *name != ':') {
      return absl::InternalError(absl::StrCat("a parameter that is no :name in: ", sql));
    }
    prepared->names.push_back(name + 1);
  }
  return prepared;
}

absl::Status SqliteConnection::Run(absl::string_view sql) {
  ASSIGN_OR_RETURN(const Lease lease, Prepare(sql));
  const int code = sqlite3_step(lease.statement());
  if (code != SQLITE_DONE && code != SQLITE_ROW) return Failure(code, sql);
  return absl::OkStatus();
}

absl::Status SqliteConnection::RunScript(absl::string_view sql) {
  const std::string script(sql);
  const int code = sqlite3_exec(connection_, script.c_str(), nullptr, nullptr, nullptr);
  return code == SQLITE_OK ? absl::OkStatus() : Failure(code, "the script");
}

absl::Status SqliteConnection::Failure(int code, absl::string_view sql) const {
  return StatementFailure(CodeOf(code), absl::StrCat("sqlite: ", sqlite3_errmsg(connection_)), sql);
}

absl::Status SqliteTransaction::Select(absl::string_view sql, const Args& args,
                                       const std::function<bool(const Row&)>& each) {
  ASSIGN_OR_RETURN(const auto lease, connection_->Prepare(sql));
  if (access_ == Access::kRead && sqlite3_stmt_readonly(lease.statement()) == 0) {
    return absl::InternalError(absl::StrCat("a change in a read transaction: ", sql));
  }
  ASSIGN_OR_RETURN(const auto values, Arrange(lease.names(), args, park_value()));
  RETURN_IF_ERROR(BindAll(*connection_, lease.statement(), values));
  const SqliteRow row(lease.statement());
  int code;
  while ((code = sqlite3_step(lease.statement())) == SQLITE_ROW) {
    if (!each(row)) return absl::OkStatus();
  }
  return code == SQLITE_DONE ? absl::OkStatus() : connection_->Failure(code, sql);
}

absl::StatusOr<int64_t> SqliteTransaction::Change(absl::string_view sql,
                                                  absl::Span<const Args> rows) {
  ASSIGN_OR_RETURN(const auto lease, connection_->Prepare(sql));
  int64_t changed = 0;
  for (const Args& args : rows) {
    ASSIGN_OR_RETURN(const auto values, Arrange(lease.names(), args, park_value()));
    RETURN_IF_ERROR(BindAll(*connection_, lease.statement(), values));
    int code;
    while ((code = sqlite3_step(lease.statement())) == SQLITE_ROW) {
    }
    if (code != SQLITE_DONE) return connection_->Failure(code, sql);
    changed += sqlite3_changes64(connection_->get());
    sqlite3_reset(lease.statement());
  }
  return changed;
}

}  // namespace tuoqiao::db
