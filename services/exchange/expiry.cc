#include "services/exchange/expiry.h"

#include <chrono>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/log.h"
#include "services/common/status_macros.h"
#include "services/exchange/content_store.h"
#include "services/exchange/convert.h"
#include "services/exchange/store.h"

namespace tuoqiao::exchange {
namespace {

// A delivery may have many pieces.
constexpr int64_t kDeliveriesMax = 20;
constexpr auto kPause = std::chrono::hours(1);

}  // namespace

absl::StatusOr<int64_t> Expiry::ExpireSome(const std::string& park) const {
  int64_t expired = 0;
  std::vector<std::string> ids;
  RETURN_IF_ERROR(mutation_.db.ReadIn(park, [&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(ids, LoadExpired(txn, mutation_.clock.Now(), kDeliveriesMax));
    return absl::OkStatus();
  }));
  if (ids.empty()) return 0;
  // What came again may expire again.
  const std::string step =
      absl::StrCat("expire-", ids.front(), "-", absl::ToUnixMillis(mutation_.clock.Now()));
  RETURN_IF_ERROR(
      rpc::Write(mutation_, badge_.AsCaller(park), step, [&](rpc::Change& change) -> absl::Status {
        expired = 0;
        for (const std::string& id : ids) {
          ASSIGN_OR_RETURN(auto delivery, LockDelivery(change.txn, id));
          // It may have come again meanwhile, and then it waits to be read or is to be kept longer.
          ASSIGN_OR_RETURN(const bool due, IsExpired(change.txn, id, mutation_.clock.Now()));
          if (!delivery.has_value() || !due || delivery->state == DeliveryState::kQueued) continue;
          delivery->kept = false;
          ++delivery->revision;
          RETURN_IF_ERROR(SaveDelivery(change.txn, *delivery));
          RETURN_IF_ERROR(EraseContent(change.txn, id));
          change.Publish("ContentExpired", DeliveryName(*delivery), delivery->revision,
                         ToEvent(*delivery));
          ++expired;
        }
        return absl::OkStatus();
      }));
  return expired;
}

absl::Status Expiry::Run() const {
  std::vector<std::string> parks;
  RETURN_IF_ERROR(mutation_.db.ReadIn(db::kAcrossParks, [&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(parks, LoadParks(txn));
    return absl::OkStatus();
  }));
  for (const std::string& park : parks) {
    int64_t expired = 0;
    do {
      ASSIGN_OR_RETURN(expired, ExpireSome(park));
    } while (expired > 0);
  }
  return absl::OkStatus();
}

void Expiry::Start() {
  periodic_ = std::make_unique<Periodic>([this] {
    if (const absl::Status status = Run(); !status.ok()) {
      Log(Severity::kError, "exchange.expiry_failed",
          {{"code", absl::StatusCodeToString(status.code())}});
    }
    return kPause;
  });
}

void Expiry::Stop() { periodic_.reset(); }

}  // namespace tuoqiao::exchange
