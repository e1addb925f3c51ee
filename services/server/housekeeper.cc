#include "services/server/housekeeper.h"

#include <chrono>

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

Housekeeper::Housekeeper(std::vector<db::Database*> databases, Clock& clock)
    : databases_(std::move(databases)), clock_(clock), thread_([this] { Run(); }) {}

Housekeeper::~Housekeeper() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void Housekeeper::Run() {
  std::unique_lock<std::mutex> lock(mutex_);
  do {
    lock.unlock();
    for (db::Database* database : databases_) {
      const absl::Status status = ForgetReplies(*database, clock_);
      if (!status.ok()) {
        Log(Severity::kWarning, "housekeeper.failed", {{"reason", std::string(status.message())}});
      }
    }
    lock.lock();
  } while (!wake_.wait_for(lock, kPause, [this] { return stopping_; }));
}

}  // namespace tuoqiao::server
