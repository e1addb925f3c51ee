#include "tests/bench/raw_earth.h"

#include <libpq-fe.h>

#include <array>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/common/status_macros.h"

namespace tuoqiao::bench {
namespace {

using places::search::Point;

// Its sphere has the radius of the equator; ours the mean one. Distances are rounded to a metre.
constexpr double kTheirMetres = 6378168.0 / 6371008.8;

constexpr char kSetUp[] =
    "CREATE EXTENSION IF NOT EXISTS cube; CREATE EXTENSION IF NOT EXISTS earthdistance; "
    "DROP TABLE IF EXISTS bench_centre; CREATE TABLE bench_centre (id BIGINT PRIMARY KEY, "
    "at earth NOT NULL)";
constexpr char kIndex[] =
    "CREATE INDEX bench_centre_at ON bench_centre USING gist (at); ANALYZE bench_centre";
constexpr char kWithin[] =
    "FROM bench_centre, (SELECT ll_to_earth($1::float8, $2::float8) AS home, "
    "ll_to_earth($3::float8, $4::float8) AS work, ll_to_earth($5::float8, $6::float8) AS third) q "
    "WHERE (at <@ earth_box(q.home, $7::float8) AND earth_distance(at, q.home) <= $7::float8) "
    "OR (at <@ earth_box(q.work, $7::float8) AND earth_distance(at, q.work) <= $7::float8) "
    "OR (at <@ earth_box(q.third, $7::float8) AND earth_distance(at, q.third) <= $7::float8)";

struct Clear {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, Clear>;

std::string Degrees(int64_t micro) { return absl::StrFormat("%.6f", micro / 1e6); }

class PostgresEarth final : public RawEarth {
 public:
  explicit PostgresEarth(PGconn* connection) : connection_(connection) {}
  ~PostgresEarth() override { PQfinish(connection_); }

  absl::Status SetUp() {
    if (PQstatus(connection_) != CONNECTION_OK) return Failure("connect");
    return Run(kSetUp);
  }

  absl::Status Load(const std::vector<Point>& points) override {
    RETURN_IF_ERROR(Run("CREATE TEMP TABLE loaded (id BIGINT, latitude FLOAT8, longitude FLOAT8)"));
    const Result copy(PQexec(connection_, "COPY loaded FROM STDIN"));
    if (PQresultStatus(copy.get()) != PGRES_COPY_IN) return Failure("COPY");
    for (size_t i = 0; i < points.size(); ++i) {
      const std::string row = absl::StrCat(i, "\t", Degrees(points[i].latitude_micro), "\t",
                                           Degrees(points[i].longitude_micro), "\n");
      if (PQputCopyData(connection_, row.data(), static_cast<int>(row.size())) != 1) {
        return Failure("COPY");
      }
    }
    if (PQputCopyEnd(connection_, nullptr) != 1) return Failure("COPY");
    const Result copied(PQgetResult(connection_));
    if (PQresultStatus(copied.get()) != PGRES_COMMAND_OK) return Failure("COPY");
    while (PGresult* more = PQgetResult(connection_)) PQclear(more);
    RETURN_IF_ERROR(
        Run("INSERT INTO bench_centre SELECT id, ll_to_earth(latitude, longitude) FROM loaded"));
    RETURN_IF_ERROR(Run(kIndex));
    RETURN_IF_ERROR(Prepare(
        "nearest", absl::StrCat("SELECT id ", kWithin,
                                " ORDER BY earth_distance(at, q.home) + earth_distance(at, q.work)"
                                ", id LIMIT 20")));
    return Prepare("count", absl::StrCat("SELECT count(*) ", kWithin));
  }

  absl::StatusOr<std::vector<int64_t>> Nearest(const Query& query) override {
    return Ask("nearest", query);
  }
  absl::StatusOr<int64_t> CountNear(const Query& query) override {
    ASSIGN_OR_RETURN(const std::vector<int64_t> count, Ask("count", query));
    return count.at(0);
  }

 private:
  absl::StatusOr<std::vector<int64_t>> Ask(const char* name, const Query& query) {
    const std::array<std::string, 7> texts = {
        Degrees(query.home.latitude_micro),
        Degrees(query.home.longitude_micro),
        Degrees(query.work.latitude_micro),
        Degrees(query.work.longitude_micro),
        Degrees(query.third.latitude_micro),
        Degrees(query.third.longitude_micro),
        absl::StrFormat("%.9f", (static_cast<double>(query.metres) + 0.5) * kTheirMetres)};
    std::array<const char*, 7> values;
    for (size_t i = 0; i < texts.size(); ++i) values[i] = texts[i].c_str();
    const Result result(PQexecPrepared(connection_, name, 7, values.data(), nullptr, nullptr, 0));
    if (PQresultStatus(result.get()) != PGRES_TUPLES_OK) return Failure(name);
    std::vector<int64_t> numbers(static_cast<size_t>(PQntuples(result.get())));
    for (size_t i = 0; i < numbers.size(); ++i) {
      if (!absl::SimpleAtoi(PQgetvalue(result.get(), static_cast<int>(i), 0), &numbers[i])) {
        return absl::InternalError("the peer says no number");
      }
    }
    return numbers;
  }

  absl::Status Run(const char* sql) {
    const Result result(PQexec(connection_, sql));
    return PQresultStatus(result.get()) == PGRES_COMMAND_OK ? absl::OkStatus() : Failure(sql);
  }
  absl::Status Prepare(const char* name, const std::string& sql) {
    const Result result(PQprepare(connection_, name, sql.c_str(), 0, nullptr));
    return PQresultStatus(result.get()) == PGRES_COMMAND_OK ? absl::OkStatus() : Failure(sql);
  }
  absl::Status Failure(const std::string& where) const {
    return absl::InternalError(
        absl::StrCat(where.substr(0, 200), ": ", PQerrorMessage(connection_)));
  }

  PGconn* const connection_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<RawEarth>> OpenRawEarth(const std::string& conninfo) {
  auto earth = std::make_unique<PostgresEarth>(PQconnectdb(conninfo.c_str()));
  RETURN_IF_ERROR(earth->SetUp());
  return std::unique_ptr<RawEarth>(std::move(earth));
}

}  // namespace tuoqiao::bench
