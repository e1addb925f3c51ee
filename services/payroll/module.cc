#include "services/payroll/module.h"

#include "services/common/log.h"
#include "services/common/rpc/events.h"
#include "services/common/rpc/front.h"
#include "services/common/status_macros.h"
#include "services/payroll/facts.h"
#include "services/payroll/hearing.h"
#include "services/payroll/packs.h"
#include "services/payroll/pay_run_store.h"
#include "services/payroll/service.h"
#include "services/payroll/store.h"

namespace tuoqiao::payroll {
namespace {

// A run that is not released is at risk from so many days before its cut-off until the cut-off has
// passed: the day after nobody can save it any more.
constexpr int kDaysAtRisk = 2;

absl::StatusOr<int64_t> CountAtRisk(db::Database& db, const Peers& peers) {
  std::vector<std::string> parks;
  RETURN_IF_ERROR(db.ReadIn(db::kAcrossParks, [&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(parks, LoadParks(txn));
    return absl::OkStatus();
  }));
  int64_t at_risk = 0;
  if (parks.empty()) return at_risk;
  ASSIGN_OR_RETURN(const auto dates, peers.AskDates());
  for (const std::string& park : parks) {
    const auto today = dates.find(park);
    if (today == dates.end()) continue;
    RETURN_IF_ERROR(db.ReadIn(park, [&](db::Read& txn) -> absl::Status {
      ASSIGN_OR_RETURN(const int64_t unreleased,
                       CountUnreleased(txn, {today->second, today->second + kDaysAtRisk + 1}));
      at_risk += unreleased;
      return absl::OkStatus();
    }));
  }
  return at_risk;
}

// The collector outlives the module, so it holds peers of its own and nothing of the module.
void ExportAtRisk(const rpc::Ground& ground) {
  auto& gauge = ground.metrics.Gauges(kCutOffAtRisk).Add({});
  const auto peers = std::make_shared<const Peers>(ground);
  ground.metrics.AddCollector([&db = ground.db, peers, &gauge] {
    const absl::StatusOr<int64_t> at_risk = CountAtRisk(db, *peers);
    if (at_risk.ok()) {
      gauge.Set(static_cast<double>(*at_risk));
    } else {
      Log(Severity::kError, "payroll.cut_off_unknown",
          {{"code", absl::StatusCodeToString(at_risk.status().code())}});
    }
  });
}

class PayrollModule final : public rpc::Module {
 public:
  PayrollModule(const rpc::Ground& ground, std::unique_ptr<rpc::Front> front, Packs packs)
      : peers_(ground),
        front_(std::move(front)),
        packs_(std::move(packs)),
        service_(ground, *front_, peers_, packs_),
        listener_({"payroll", "billing", ground.mutation(), ground.badge, ground.metrics,
                   rpc::ParksFrom(peers_.directory(), ground.badge)},
                  rpc::FetchFrom(peers_.billing()), Hear) {}
  ~PayrollModule() override { Stop(); }

  grpc::Service& service() override { return service_; }
  void Start() override { listener_.Start(); }
  void Stop() override { listener_.Stop(); }

 private:
  const Peers peers_;
  const std::unique_ptr<rpc::Front> front_;
  const Packs packs_;
  PayrollService service_;
  rpc::Listener listener_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<rpc::Module>> MakeModule(const rpc::Ground& ground) {
  ASSIGN_OR_RETURN(auto front, rpc::Front::For(v1::PayRun::descriptor()->file()->service(0),
                                               ground.tokens, ground.clock, ground.metrics));
  ASSIGN_OR_RETURN(Packs packs, LoadPacks(ground.rules_folder));
  ExportAtRisk(ground);
  return std::unique_ptr<rpc::Module>(
      std::make_unique<PayrollModule>(ground, std::move(front), std::move(packs)));
}

}  // namespace tuoqiao::payroll
