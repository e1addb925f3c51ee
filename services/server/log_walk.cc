#include "services/server/log_walk.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/db/outbox.h"
#include "services/common/log_text.h"
#include "services/common/status_macros.h"

namespace tuoqiao::server {
namespace {

constexpr int64_t kRowsMax = 10000;

// The heads that a walk of the range has to meet.
std::vector<Head> HeadsIn(const LogRange& range, const std::string& service,
                          const std::vector<Head>& heads) {
  std::vector<Head> inside;
  for (const Head& head : heads) {
    const int64_t position = head.point.position;
    if (head.service != service || position < range.after || position > range.until) continue;
    inside.push_back(head);
  }
  return inside;
}

std::optional<Head> NewestOf(const std::vector<Head>& heads) {
  const auto newest = std::max_element(
      heads.begin(), heads.end(),
      [](const Head& a, const Head& b) { return a.point.position < b.point.position; });
  if (newest == heads.end()) return std::nullopt;
  return *newest;
}

// A log that was cut and whose head was cut with it is found by a signed head only; one whose head
// was forgotten, here.
absl::Status CheckBelieved(const ChainPoint& point, const ChainPoint& believed) {
  if (point.position == believed.position && point.chain_hash != believed.chain_hash) {
    return absl::DataLossError(
        absl::StrCat("the log is not the one whose head is kept at ", believed.position));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<ChainPoint> PointAt(db::Database& database, const std::string& park,
                                   int64_t position) {
  if (position == 0) return ChainPoint();
  std::optional<ChainPoint> point;
  RETURN_IF_ERROR(database.ReadIn(park, [&](db::Read& txn) {
    return db::ReadLog(txn, position - 1, 1, [&](const LogRow& row) {
      if (row.position == position) point = ChainPoint{row.position, row.chain_hash};
      return absl::OkStatus();
    });
  }));
  if (point.has_value()) return *point;
  return absl::NotFoundError(absl::StrCat("the log has no row ", position));
}

absl::Status ForEachRow(db::Database& database, const std::string& park, const LogRange& range,
                        const std::function<absl::Status(const LogRow&)>& each) {
  int64_t after = range.after, rows = kRowsMax;
  while (rows == kRowsMax && after < range.until) {
    rows = 0;
    const int64_t rows_max = std::min(kRowsMax, range.until - after);
    RETURN_IF_ERROR(database.ReadIn(park, [&](db::Read& txn) {
      return db::ReadLog(txn, after, rows_max, [&](const LogRow& row) -> absl::Status {
        ++rows;
        after = row.position;
        return each(row);
      });
    }));
  }
  return absl::OkStatus();
}

absl::StatusOr<Walked> WalkDatabase(db::Database& database, const std::string& service,
                                    const std::string& park, const LogRange& range,
                                    const std::vector<Head>& heads) {
  ChainPoint believed;
  RETURN_IF_ERROR(database.ReadIn(park, [&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(believed, db::LoadHead(txn));
    return absl::OkStatus();
  }));
  ASSIGN_OR_RETURN(ChainPoint from, PointAt(database, park, range.after));
  const std::vector<Head> inside = HeadsIn(range, service, heads);
  ChainVerifier verifier(park, from, inside);
  RETURN_IF_ERROR(ForEachRow(database, park, range, [&](const LogRow& row) -> absl::Status {
    RETURN_IF_ERROR(verifier.Add(row));
    return CheckBelieved(verifier.point(), believed);
  }));
  RETURN_IF_ERROR(verifier.Finish());
  const int64_t end = verifier.point().position;
  if (end < believed.position && end < range.until) {
    return absl::DataLossError(
        absl::StrCat("the log ends at ", end, " and its head is at ", believed.position));
  }
  return Walked{std::move(from), verifier.point(), NewestOf(inside)};
}

absl::StatusOr<Walked> WalkText(absl::string_view text, const std::vector<Head>& heads) {
  ASSIGN_OR_RETURN(LogOrigin origin, ReadLogTitle(&text));
  LogRange range;
  range.after = origin.from.position;
  const std::vector<Head> inside = HeadsIn(range, origin.service, heads);
  ChainVerifier verifier(origin.park, origin.from, inside);
  while (!text.empty()) {
    const size_t end = text.find('\n');
    const int64_t next = verifier.point().position + 1;
    if (end == absl::string_view::npos) {
      return absl::InvalidArgumentError(absl::StrCat("the text breaks off in row ", next));
    }
    absl::StatusOr<LogRow> row = ReadLogLine(origin.park, text.substr(0, end));
    if (!row.ok()) {
      return absl::Status(row.status().code(),
                          absl::StrCat("row ", next, ": ", row.status().message()));
    }
    RETURN_IF_ERROR(verifier.Add(*row));
    text.remove_prefix(end + 1);
  }
  RETURN_IF_ERROR(verifier.Finish());
  return Walked{std::move(origin.from), verifier.point(), NewestOf(inside)};
}

}  // namespace tuoqiao::server
