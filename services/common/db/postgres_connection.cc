#include "services/common/db/postgres_connection.h"

#include <endian.h>
#include <poll.h>

#include <algorithm>
#include <cstdint>
#include <utility>
#include <variant>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/common/db/postgres_row.h"
#include "services/common/db/sql.h"

namespace tuoqiao::db {
namespace {

// Replaced by what the conninfo says, if it says anything.
constexpr char kConnectTimeoutSeconds[] = "5";

constexpr std::chrono::seconds kPlansLiveMax(60);

// By SQLSTATE, PostgreSQL's appendix A.
absl::StatusCode CodeOf(absl::string_view state) {
  static constexpr struct {
    absl::string_view prefix;
    absl::StatusCode code;
  } kCodes[] = {
      {"23505", absl::StatusCode::kAlreadyExists},
      {"40001", absl::StatusCode::kAborted},           // Serialization failure.
      {"40P01", absl::StatusCode::kAborted},           // Deadlock.
      {"55P03", absl::StatusCode::kAborted},           // Lock not available in time.
      {"08", absl::StatusCode::kUnavailable},          // Connection.
      {"57P", absl::StatusCode::kUnavailable},         // Shutdown, crash, starting up.
      {"53300", absl::StatusCode::kUnavailable},       // Too many connections.
      {"58", absl::StatusCode::kUnavailable},          // Disk, outside of PostgreSQL.
      {"25006", absl::StatusCode::kInternal},          // A change in a read transaction.
      {"25P03", absl::StatusCode::kAborted},           // Idle in transaction for too long.
      {"53", absl::StatusCode::kResourceExhausted},    // Disk full, out of memory.
      {"57014", absl::StatusCode::kDeadlineExceeded},  // Cancelled, statement timeout.
      {"42501", absl::StatusCode::kPermissionDenied},  // Also row-level security.
      {"XX001", absl::StatusCode::kDataLoss},          // Corrupted.
      {"XX002", absl::StatusCode::kDataLoss},
  };
  for (const auto& entry : kCodes) {
    if (absl::StartsWith(state, entry.prefix)) return entry.code;
  }
  return absl::StatusCode::kInternal;
}

Oid TypeOf(const Value& value) {
  static constexpr Oid kTypes[] = {0, kBigint, kText, kBytea};
  return kTypes[value.get().index()];
}

char LetterOf(Oid type) {
  return type == kBigint ? 'i' : type == kText ? 't' : type == kBytea ? 'b' : 'n';
}

std::string TextOf(const PostgresStatement& statement, const std::vector<std::string>& nulls) {
  if (statement.rows == 1) return NumberParameters(*statement.sql, nulls).text;
  const std::optional<InsertedRow> parts = FindRow(*statement.sql);
  std::string text(parts->before);
  for (size_t row = 0; row < statement.rows; ++row) {
    absl::StrAppend(&text, row == 0 ? "" : ", ",
                    NumberParameters(parts->row, nulls, row * statement.types.size()).text);
  }
  return absl::StrCat(text, parts->after);
}

// The values of one execution as libpq takes them: binary, big-endian.
class Parameters {
 public:
  explicit Parameters(const ArrangedRow& values) : formats_(values.size(), 1) {
    numbers_.reserve(values.size());  // So that the pointers into it stay.
    for (const Value* value : values) {
      std::visit([this](const auto& held) { Add(held); }, value->get());
    }
  }

  int size() const { return static_cast<int>(values_.size()); }
  const char* const* values() const { return values_.data(); }
  const int* lengths() const { return lengths_.data(); }
  const int* formats() const { return formats_.data(); }

 private:
  void Add(std::monostate) { Add(nullptr, 0); }
  void Add(int64_t number) {
    numbers_.push_back(htobe64(static_cast<uint64_t>(number)));
    Add(reinterpret_cast<const char*>(&numbers_.back()), sizeof(uint64_t));
  }
  void Add(const std::string& text) { Add(text.data(), text.size()); }
  void Add(const Blob& blob) { Add(blob.bytes.data(), blob.bytes.size()); }
  void Add(const char* bytes, size_t length) {
    values_.push_back(bytes);
    lengths_.push_back(static_cast<int>(length));
  }

  std::vector<uint64_t> numbers_;
  std::vector<const char*> values_;
  std::vector<int> lengths_;
  const std::vector<int> formats_;
};

}  // namespace

PostgresStatement PostgresStatement::WithRows(size_t rows_in_it) const {
  PostgresStatement more = *this;
  more.rows = rows_in_it;
  absl::StrAppend(&more.name, "x", rows_in_it);
  return more;
}

PostgresStatements::Text& PostgresStatements::Find(absl::string_view sql) {
  const std::lock_guard<std::mutex> lock(mutex_);
  std::unique_ptr<Text>& text = texts_[sql];
  if (text == nullptr) {
    text = std::make_unique<Text>();
    text->sql = std::string(sql);
    text->names = NumberParameters(sql).names;
    text->takes_rows = FindRow(sql).has_value();
    text->number = static_cast<int>(texts_.size());
    const std::lock_guard<std::mutex> types_lock(text->mutex);
    text->types.assign(text->names.size(), 0);
  }
  return *text;
}

absl::StatusOr<PostgresStatement> PostgresStatements::For(Text& text,
                                                          absl::Span<const ArrangedRow> rows) {
  PostgresStatement statement{&text.sql, std::vector<Oid>(text.names.size(), 0),
                              absl::StrCat("s", text.number, "_")};
  for (const ArrangedRow& row : rows) {
    for (size_t i = 0; i < row.size(); ++i) {
      const Oid type = TypeOf(*row[i]);
      if (type == 0 || type == statement.types[i]) continue;
      if (statement.types[i] != 0) {
        return absl::InternalError(absl::StrCat(":", text.names[i], " has two types"));
      }
      statement.types[i] = type;
    }
  }
  const std::lock_guard<std::mutex> lock(text.mutex);
  for (size_t i = 0; i < statement.types.size(); ++i) {
    if (statement.types[i] == 0) statement.types[i] = text.types[i];
    text.types[i] = statement.types[i];
    statement.name.push_back(LetterOf(statement.types[i]));
  }
  return statement;
}

absl::StatusOr<std::unique_ptr<PostgresConnection>> PostgresConnection::Open(
    const std::string& conninfo) {
  const char* const keywords[] = {"connect_timeout", "fallback_application_name", "dbname",
                                  "client_encoding", nullptr};
  const char* const values[] = {kConnectTimeoutSeconds, "tuoqiao", conninfo.c_str(), "UTF8",
                                nullptr};
  std::unique_ptr<PostgresConnection> connection(
      new PostgresConnection(PQconnectdbParams(keywords, values, /*expand_dbname=*/1)));
  if (!connection->Alive()) return connection->Lost();
  PQsetNoticeProcessor(
      connection->connection_, [](void*, const char*) {}, nullptr);
  PQenterPipelineMode(connection->connection_);
  return connection;
}

// PostgreSQL has to know a parameter's type from the statement alone, and cannot for `:name IS
// NULL`. So a parameter that has only ever been NULL is written as NULL, and its number has any
// type.
void PostgresConnection::SendPrepare(const PostgresStatement& statement) {
  const std::vector<std::string> names = NumberParameters(*statement.sql).names;
  std::vector<std::string> nulls;
  std::vector<Oid> types = statement.types;
  for (size_t i = 0; i < types.size(); ++i) {
    if (types[i] != 0) continue;
    nulls.push_back(names[i]);
    types[i] = kText;
  }
  const std::string text = TextOf(statement, nulls);
  const std::vector<Oid> of_a_row = types;
  for (size_t row = 1; row < statement.rows; ++row) {
    types.insert(types.end(), of_a_row.begin(), of_a_row.end());
  }
  sent_all_ &= PQsendPrepare(connection_, statement.name.c_str(), text.c_str(),
                             static_cast<int>(types.size()), types.data()) == 1;
  sent_.push_back({statement.sql, statement.name});
}

void PostgresConnection::Send(const PostgresStatement& statement, const ArrangedRow& values) {
  if (prepared_.insert(statement.name).second) SendPrepare(statement);
  const Parameters parameters(values);
  sent_all_ &= PQsendQueryPrepared(connection_, statement.name.c_str(), parameters.size(),
                                   parameters.values(), parameters.lengths(), parameters.formats(),
                                   /*resultFormat=*/1) == 1;
  sent_.push_back({statement.sql, ""});
}

PostgresResult PostgresConnection::Next() {
  PostgresResult result(PQgetResult(connection_));
  if (result != nullptr && PQresultStatus(result.get()) != PGRES_PIPELINE_SYNC) {
    while (const PostgresResult end{PQgetResult(connection_)}) {
    }
  }
  return result;
}

absl::StatusOr<std::vector<PostgresResult>> PostgresConnection::Sync() {
  std::vector<Sent> sent;
  sent.swap(sent_);
  if (!std::exchange(sent_all_, true) || PQpipelineSync(connection_) != 1) return Lost();
  std::vector<PostgresResult> results;
  absl::Status failure;
  for (const Sent& step : sent) {
    PostgresResult result = Next();
    if (!Alive()) return Lost();
    const ExecStatusType status = PQresultStatus(result.get());
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) {
      if (step.prepares.empty()) results.push_back(std::move(result));
      continue;
    }
    prepared_.erase(step.prepares);
    if (status != PGRES_PIPELINE_ABORTED) failure.Update(Failure(result.get(), *step.sql));
  }
  if (PQresultStatus(Next().get()) != PGRES_PIPELINE_SYNC) return Lost();
  if (!failure.ok()) return failure;
  return results;
}

bool PostgresConnection::PlansAreOld() {
  const auto now = std::chrono::steady_clock::now();
  if (now < plans_until_) return false;
  plans_live_ = std::min(2 * plans_live_, kPlansLiveMax);
  plans_until_ = now + plans_live_;
  return true;
}

absl::Status PostgresConnection::RunScript(absl::string_view sql) {
  const std::string script(sql);
  PQexitPipelineMode(connection_);
  const PostgresResult result(PQexec(connection_, script.c_str()));
  PQenterPipelineMode(connection_);
  if (!Alive()) return Lost();
  const ExecStatusType status = PQresultStatus(result.get());
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY) {
    return absl::OkStatus();
  }
  return Failure(result.get(), "the script");
}

bool PostgresConnection::StillThere() {
  // Whoever closes may say why before, so what there is to read is read up to its end.
  pollfd readable = {PQsocket(connection_), POLLIN, 0};
  while (Alive() && poll(&readable, 1, 0) > 0) {
    if (PQconsumeInput(connection_) == 0) return false;
  }
  return Alive();
}

absl::Status PostgresConnection::Lost() const {
  const absl::string_view message = absl::StripSuffix(PQerrorMessage(connection_), "\n");
  return absl::UnavailableError(absl::StrCat("postgres: ", message));
}

absl::Status PostgresConnection::Failure(const PGresult* result, absl::string_view sql) const {
  const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  if (state == nullptr) return Lost();
  // The primary message names the constraint; the detail would hold the values.
  const char* message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  return StatementFailure(CodeOf(state),
                          absl::StrCat("postgres: ", message == nullptr ? "" : message), sql);
}

}  // namespace tuoqiao::db
