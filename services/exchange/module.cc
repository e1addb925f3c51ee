#include "services/exchange/module.h"

#include <algorithm>
#include <utility>

#include "services/common/log.h"
#include "services/common/rpc/front.h"
#include "services/common/status_macros.h"
#include "services/exchange/applying.h"
#include "services/exchange/expiry.h"
#include "services/exchange/posting.h"
#include "services/exchange/service.h"
#include "services/exchange/store.h"

namespace tuoqiao::exchange {
namespace {

// How long ago the roster was read that was read longest ago; nothing where none was.
absl::StatusOr<absl::Duration> LoadRosterAge(db::Database& db, absl::Time now) {
  std::vector<std::string> parks;
  RETURN_IF_ERROR(db.ReadIn(db::kAcrossParks, [&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(parks, LoadParks(txn));
    return absl::OkStatus();
  }));
  absl::Duration age;
  for (const std::string& park : parks) {
    RETURN_IF_ERROR(db.ReadIn(park, [&](db::Read& txn) -> absl::Status {
      ASSIGN_OR_RETURN(const std::string oldest, LoadOldestRoster(txn));
      absl::Time read;
      if (absl::ParseTime(absl::RFC3339_full, oldest, &read, nullptr)) {
        age = std::max(age, now - read);
      }
      return absl::OkStatus();
    }));
  }
  return age;
}

// The collector outlives the module, so it holds on to nothing of it.
void ExportRosterAge(db::Database& db, Clock& clock, Metrics& metrics) {
  auto& seconds = metrics.Gauges(kRosterAge).Add({});
  metrics.AddCollector([&db, &clock, &seconds] {
    const absl::StatusOr<absl::Duration> age = LoadRosterAge(db, clock.Now());
    if (!age.ok()) {
      Log(Severity::kError, "exchange.roster_age_unknown",
          {{"code", absl::StatusCodeToString(age.status().code())}});
      return;
    }
    seconds.Set(static_cast<double>(absl::ToInt64Seconds(*age)));
  });
}

class ExchangeModule final : public rpc::Module {
 public:
  ExchangeModule(const rpc::Ground& ground, std::unique_ptr<rpc::Front> front)
      : peers_(ground),
        front_(std::move(front)),
        applying_(ground, peers_),
        operations_("exchange", ground.mutation(), ground.badge, ground.metrics),
        sending_(ground, peers_, operations_),
        posting_(ground, sending_),
        service_(ground, *front_, operations_, peers_, sending_),
        expiry_(ground) {
    operations_.Register(kReceiveDelivery, [this](rpc::JobRun& run) { return applying_.Run(run); });
    operations_.Register(kPostDelivery, [this](rpc::JobRun& run) { return posting_.Run(run); });
  }
  ~ExchangeModule() override { Stop(); }

  grpc::Service& service() override { return service_; }
  rpc::Operations* operations() override { return &operations_; }
  void Start() override {
    operations_.Start();
    expiry_.Start();
  }
  void Stop() override {
    operations_.Stop();
    expiry_.Stop();
  }

 private:
  const Peers peers_;
  const std::unique_ptr<rpc::Front> front_;
  const Applying applying_;
  rpc::Operations operations_;
  const Sending sending_;
  const Posting posting_;
  ExchangeService service_;
  Expiry expiry_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<rpc::Module>> MakeModule(const rpc::Ground& ground) {
  ASSIGN_OR_RETURN(auto front, rpc::Front::For(v1::Delivery::descriptor()->file()->service(0),
                                               ground.tokens, ground.clock, ground.metrics));
  ExportRosterAge(ground.db, ground.clock, ground.metrics);
  return std::unique_ptr<rpc::Module>(std::make_unique<ExchangeModule>(ground, std::move(front)));
}

}  // namespace tuoqiao::exchange
