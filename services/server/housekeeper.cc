#include "services/server/housekeeper.h"

#include <chrono>
#include <utility>

#include "services/common/log.h"
#include "services/common/period.h"

namespace tuoqiao::server {
namespace {

constexpr absl::Duration kRepliesKept = absl::Hours(7 * 24);
constexpr auto kPause = std::chrono::hours(24);

}  // namespace

absl::Status ForgetReplies(db::Database& database, Clock& clock) {
  return database.WriteIn(db::kAcrossParks, [&](db::Write& txn) {
    return txn
        .Execute("DELETE FROM request WHERE create_time < :before",
                 {{"before", FormatMoment(clock.Now() - kRepliesKept)}})
        .status();
  });
}

std::unique_ptr<Periodic> KeepHouse(std::vector<db::Database*> databases, Clock& clock) {
  return std::make_unique<Periodic>([databases = std::move(databases), &clock] {
    for (db::Database* database : databases) {
      const absl::Status status = ForgetReplies(*database, clock);
      if (!status.ok()) {
        Log(Severity::kWarning, "housekeeper.failed", {{"reason", std::string(status.message())}});
      }
    }
    return kPause;
  });
}

}  // namespace tuoqiao::server
