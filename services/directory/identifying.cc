#include "services/directory/identifying.h"

#include <chrono>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/log.h"
#include "services/common/status_macros.h"
#include "services/directory/duplicate_store.h"
#include "services/directory/family_store.h"
#include "services/directory/pairing.h"
#include "services/directory/store.h"

namespace tuoqiao::directory {
namespace {

constexpr int64_t kChildrenMax = 100;
constexpr int64_t kParksMax = 1000;
constexpr auto kPause = std::chrono::hours(1);

}  // namespace

absl::StatusOr<int64_t> Identifying::IdentifySome(const std::string& park) const {
  int64_t identified = 0;
  std::vector<std::string> waiting;
  RETURN_IF_ERROR(mutation_.db.ReadIn(park, [&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(waiting, LoadUnidentified(txn, kChildrenMax));
    return absl::OkStatus();
  }));
  if (waiting.empty()) return 0;
  const std::string first = waiting.front(), step = absl::StrCat("identify-", first);
  RETURN_IF_ERROR(
      rpc::Write(mutation_, badge_.AsCaller(park), step, [&](rpc::Change& change) -> absl::Status {
        RETURN_IF_ERROR(change.txn.LockRoot("park", "park_id", park));
        ASSIGN_OR_RETURN(const Park known, LoadPark(change.txn));
        const absl::CivilDay today = Today(known, mutation_.clock.Now());
        ASSIGN_OR_RETURN(waiting, LoadUnidentified(change.txn, kChildrenMax));
        identified = static_cast<int64_t>(waiting.size());
        // Another replica has been here, and this step is done: what is left is another step.
        if (waiting.empty() || waiting.front() != first) return absl::OkStatus();
        for (const std::string& id : waiting) {
          ASSIGN_OR_RETURN(const Child child, LoadChild(change.txn, keys_, id));
          RETURN_IF_ERROR(SaveIdentity(change.txn, keys_, child, Arrival::kBefore));
          RETURN_IF_ERROR(PairUp(change, id, Against::kNextEarlierAndLater, today));
        }
        return absl::OkStatus();
      }));
  return identified;
}

absl::Status Identifying::Run() const {
  std::vector<Park> parks;
  std::string after;
  do {
    RETURN_IF_ERROR(mutation_.db.ReadIn(db::kAcrossParks, [&](db::Read& txn) -> absl::Status {
      ASSIGN_OR_RETURN(parks, LoadParks(txn, after, kParksMax));
      return absl::OkStatus();
    }));
    for (const Park& park : parks) {
      int64_t identified = 0;
      do {
        ASSIGN_OR_RETURN(identified, IdentifySome(park.id));
      } while (identified > 0);
      after = park.id;
    }
  } while (!parks.empty());
  return absl::OkStatus();
}

void Identifying::Start() {
  periodic_ = std::make_unique<Periodic>([this] {
    if (const absl::Status status = Run(); !status.ok()) {
      Log(Severity::kError, "directory.identifying_failed",
          {{"code", absl::StatusCodeToString(status.code())}});
    }
    return kPause;
  });
}

void Identifying::Stop() { periodic_.reset(); }

}  // namespace tuoqiao::directory
