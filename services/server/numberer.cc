#include "services/server/numberer.h"

#include <chrono>
#include <utility>

#include "services/common/db/outbox.h"
#include "services/common/log.h"
#include "services/common/status_macros.h"

namespace tuoqiao::server {
namespace {

constexpr int64_t kRowsMax = 5000;
// Nobody waits for it: whoever asks for a log numbers first what waits.
constexpr auto kPause = std::chrono::milliseconds(100);
constexpr auto kPauseAfterFailure = std::chrono::milliseconds(1000);

// Numbers what waits in one database; returns how many rows that were.
absl::StatusOr<int64_t> NumberAll(db::Database& database) {
  std::vector<std::string> parks;
  RETURN_IF_ERROR(database.ReadIn(db::kAcrossParks, [&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(parks, db::ParksToNumber(txn));
    return absl::OkStatus();
  }));
  int64_t numbered = 0;
  for (const std::string& park : parks) {
    int64_t rows = 0;
    RETURN_IF_ERROR(database.WriteIn(park, [&](db::Write& txn) -> absl::Status {
      ASSIGN_OR_RETURN(rows, db::NumberLog(txn, kRowsMax));
      return absl::OkStatus();
    }));
    numbered += rows;
  }
  return numbered;
}

}  // namespace

std::unique_ptr<Periodic> NumberLogs(std::vector<db::Database*> databases) {
  return std::make_unique<Periodic>([databases = std::move(databases)] {
    int64_t numbered = 0;
    bool failed = false;
    for (db::Database* database : databases) {
      const absl::StatusOr<int64_t> rows = NumberAll(*database);
      if (rows.ok()) {
        numbered += *rows;
      } else if (rows.status().code() != absl::StatusCode::kAborted) {
        failed = true;
        Log(Severity::kWarning, "numberer.failed",
            {{"reason", std::string(rows.status().message())}});
      }
    }
    return failed ? kPauseAfterFailure : numbered > 0 ? std::chrono::milliseconds(0) : kPause;
  });
}

}  // namespace tuoqiao::server
