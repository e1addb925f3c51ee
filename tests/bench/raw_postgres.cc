#include <endian.h>
#include <libpq-fe.h>

#include <algorithm>
#include <cstring>
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

// The fastest of 50, 100, 250 and 500 on the machine where it was tried.
constexpr size_t kRowsInStatement = 250;
constexpr size_t kParametersMax = 65535;

constexpr Oid kBigint = 20, kBytea = 17;

struct Clear {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, Clear>;

// The parameters of one execution in binary form.
class Parameters {
 public:
  explicit Parameters(size_t size) : formats_(size, 1) {
    numbers_.reserve(size);  // So that the pointers into it stay.
    values_.reserve(size);
    lengths_.reserve(size);
  }

  void operator()(std::monostate) { Add(nullptr, 0); }
  void operator()(int64_t number) {
    numbers_.push_back(htobe64(static_cast<uint64_t>(number)));
    Add(reinterpret_cast<const char*>(&numbers_.back()), sizeof(uint64_t));
  }
  void operator()(const std::string& text) { Add(text.data(), text.size()); }
  void operator()(const db::Blob& blob) { Add(blob.bytes.data(), blob.bytes.size()); }

  int size() const { return static_cast<int>(values_.size()); }
  const char* const* values() const { return values_.data(); }
  const int* lengths() const { return lengths_.data(); }
  const int* formats() const { return formats_.data(); }

 private:
  void Add(const char* bytes, size_t length) {
    values_.push_back(bytes);
    lengths_.push_back(static_cast<int>(length));
  }

  std::vector<uint64_t> numbers_;
  std::vector<const char*> values_;
  std::vector<int> lengths_;
  const std::vector<int> formats_;
};

db::Value ColumnOf(const PGresult* result, int row, int column) {
  if (PQgetisnull(result, row, column)) return std::nullopt;
  const char* const start = PQgetvalue(result, row, column);
  if (PQftype(result, column) == kBigint) {
    uint64_t number;
    std::memcpy(&number, start, sizeof number);
    return static_cast<int64_t>(be64toh(number));
  }
  std::string bytes(start, static_cast<size_t>(PQgetlength(result, row, column)));
  if (PQftype(result, column) == kBytea) return db::Blob{std::move(bytes)};
  return bytes;
}

class RawPostgres : public RawStore {
 public:
  explicit RawPostgres(PGconn* connection) : connection_(connection) {}
  ~RawPostgres() override { PQfinish(connection_); }

  absl::Status SetUp(const std::string& schema) {
    if (PQstatus(connection_) != CONNECTION_OK) return Failure("connect");
    RETURN_IF_ERROR(Run("SET session_replication_role = replica"));
    return Run(absl::StrCat("SET search_path = \"", schema, "\"").c_str());
  }

  absl::StatusOr<std::vector<RawTable>> Tables() override {
    ASSIGN_OR_RETURN(
        const Result result,
        Query("SELECT c.relname::text, a.attname::text, "
              "COALESCE(array_position(i.indkey::int2[], a.attnum), -1)::int8 "
              "FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid "
              "LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary "
              "WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' "
              "AND c.relname <> 'schema_version' AND a.attnum > 0 AND NOT a.attisdropped "
              "ORDER BY c.relname, a.attnum"));
    std::vector<RawTable> tables;
    std::map<std::string, std::map<int64_t, size_t>> keys;
    for (int row = 0; row < PQntuples(result.get()); ++row) {
      const std::string name = PQgetvalue(result.get(), row, 0);
      if (tables.empty() || tables.back().name != name) tables.push_back({name, {}, {}});
      const int64_t place = std::get<int64_t>(ColumnOf(result.get(), row, 2).get());
      if (place >= 0) keys[name][place] = tables.back().columns.size();
      tables.back().columns.push_back(PQgetvalue(result.get(), row, 1));
    }
    for (RawTable& table : tables) {
      for (const auto& [place, column] : keys[table.name]) table.key.push_back(column);
    }
    return tables;
  }

  absl::Status ReadAll(const RawTable& table, const std::function<void(RawRow)>& each) override {
    ASSIGN_OR_RETURN(const Result result,
                     Query(absl::StrCat("SELECT ", absl::StrJoin(table.columns, ", "), " FROM ",
                                        table.name, " ORDER BY ctid")));
    for (int i = 0; i < PQntuples(result.get()); ++i) {
      RawRow row;
      row.reserve(table.columns.size());
      for (size_t column = 0; column < table.columns.size(); ++column) {
        row.push_back(ColumnOf(result.get(), i, static_cast<int>(column)));
      }
      each(std::move(row));
    }
    return absl::OkStatus();
  }

  absl::Status Begin() override { return Run("BEGIN"); }
  absl::Status Commit() override { return Run("COMMIT"); }

  size_t RowsMax(const RawTable& table) const override {
    return std::min(kRowsInStatement, kParametersMax / table.columns.size());
  }

  absl::Status Write(const RawTable& table, absl::Span<const RawRow> rows, Put put) override {
    ASSIGN_OR_RETURN(const std::string name, InsertOf(table, rows.size(), put));
    Parameters parameters(rows.size() * table.columns.size());
    for (const RawRow& row : rows) {
      for (const db::Value& value : row) std::visit(parameters, value.get());
    }
    const Result result(PQexecPrepared(connection_, name.c_str(), parameters.size(),
                                       parameters.values(), parameters.lengths(),
                                       parameters.formats(), 1));
    return PQresultStatus(result.get()) == PGRES_COMMAND_OK ? absl::OkStatus()
                                                            : Failure(table.name);
  }

 private:
  // The name of the prepared statement.
  absl::StatusOr<std::string> InsertOf(const RawTable& table, size_t rows, Put put) {
    std::string& name = inserts_[{table.name, rows, put}];
    if (!name.empty()) return name;
    std::string sql = absl::StrCat("INSERT INTO ", table.name, " (",
                                   absl::StrJoin(table.columns, ", "), ") VALUES ");
    size_t number = 0;
    for (size_t row = 0; row < rows; ++row) {
      absl::StrAppend(&sql, row == 0 ? "(" : ", (");
      for (size_t i = 0; i < table.columns.size(); ++i) {
        absl::StrAppend(&sql, i == 0 ? "$" : ", $", ++number);
      }
      sql += ")";
    }
    if (put == Put::kReplace) {
      const auto column = [&](std::string* out, size_t i) { *out += table.columns[i]; };
      const auto set = [](std::string* out, const std::string& each) {
        absl::StrAppend(out, each, " = excluded.", each);
      };
      absl::StrAppend(&sql, " ON CONFLICT (", absl::StrJoin(table.key, ", ", column),
                      ") DO UPDATE SET ", absl::StrJoin(table.columns, ", ", set));
    }
    name = absl::StrCat("insert_", inserts_.size());
    const Result result(PQprepare(connection_, name.c_str(), sql.c_str(), 0, nullptr));
    if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) return Failure(sql);
    return name;
  }

  absl::StatusOr<Result> Query(const std::string& sql) {
    Result result(PQexecParams(connection_, sql.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 1));
    if (PQresultStatus(result.get()) != PGRES_TUPLES_OK) return Failure(sql);
    return result;
  }

  absl::Status Run(const char* sql) {
    const Result result(PQexec(connection_, sql));
    return PQresultStatus(result.get()) == PGRES_COMMAND_OK ? absl::OkStatus() : Failure(sql);
  }

  absl::Status Failure(const std::string& where) const {
    return absl::InternalError(
        absl::StrCat(where.substr(0, 200), ": ", PQerrorMessage(connection_)));
  }

  PGconn* const connection_;
  std::map<std::tuple<std::string, size_t, Put>, std::string> inserts_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<RawStore>> OpenRawPostgres(const std::string& conninfo,
                                                          const std::string& schema) {
  auto store = std::make_unique<RawPostgres>(PQconnectdb(conninfo.c_str()));
  RETURN_IF_ERROR(store->SetUp(schema));
  return store;
}

}  // namespace tuoqiao::bench
