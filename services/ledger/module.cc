#include "services/ledger/module.h"

#include "services/common/log.h"
#include "services/common/rpc/events.h"
#include "services/common/rpc/front.h"
#include "services/ledger/hearing.h"
#include "services/ledger/numbers.h"
#include "services/ledger/proof.h"
#include "services/ledger/service.h"
#include "services/ledger/store.h"
#include "services/ledger/transfer_store.h"
#include "tuoqiao/billing/v1/billing.grpc.pb.h"
#include "tuoqiao/directory/v1/directory.grpc.pb.h"
#include "tuoqiao/payroll/v1/payroll.grpc.pb.h"
#include "tuoqiao/settlement/v1/settlement.grpc.pb.h"

namespace tuoqiao::ledger {
namespace {

constexpr MetricName kLimitBreaches = {
    "tuoqiao_ledger_limit_breaches",
    "Accounts that what was heard has put beyond their limits; each is an open exception."};
constexpr int64_t kBreachesMax = 100000;

// What of every park's money is not explained.
absl::StatusOr<int64_t> UnexplainedOfAllParks(db::Database& db) {
  std::vector<std::string> parks;
  RETURN_IF_ERROR(db.ReadIn(db::kAcrossParks, [&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(parks, LoadParks(txn));
    return absl::OkStatus();
  }));
  int64_t sum_minor = 0;
  for (const std::string& park : parks) {
    RETURN_IF_ERROR(db.ReadIn(park, [&](db::Read& txn) -> absl::Status {
      ASSIGN_OR_RETURN(const Trial trial, LoadTrial(txn));
      sum_minor += UnexplainedTotal(FindUnexplained(trial.proof));
      return absl::OkStatus();
    }));
  }
  return sum_minor;
}

// The collector outlives the module, so it holds on to nothing of it.
void ExportUnexplained(db::Database& db, Metrics& metrics) {
  auto& gauge = metrics.Gauges(kUnexplainedMoney).Add({});
  metrics.AddCollector([&db, &gauge] {
    const absl::StatusOr<int64_t> sum_minor = UnexplainedOfAllParks(db);
    if (sum_minor.ok()) {
      gauge.Set(static_cast<double>(*sum_minor));
    } else {
      Log(Severity::kError, "ledger.unexplained_unknown",
          {{"code", absl::StatusCodeToString(sum_minor.status().code())}});
    }
  });
}

// The accounts of all parks that are beyond their limits.
absl::StatusOr<int64_t> BreachesOfAllParks(db::Database& db, absl::CivilDay today) {
  std::vector<std::string> parks;
  RETURN_IF_ERROR(db.ReadIn(db::kAcrossParks, [&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(parks, LoadParks(txn));
    return absl::OkStatus();
  }));
  LimitFilter filter;
  filter.today = today;
  filter.breached = true;
  filter.rows_max = kBreachesMax;
  int64_t breaches = 0;
  for (const std::string& park : parks) {
    RETURN_IF_ERROR(db.ReadIn(park, [&](db::Read& txn) -> absl::Status {
      ASSIGN_OR_RETURN(const auto standings, LoadStandings(txn, filter));
      breaches += static_cast<int64_t>(standings.size());
      return absl::OkStatus();
    }));
  }
  return breaches;
}

// Limits are those in force on the day of the clock in UTC: a scrape asks no park for its date.
void ExportBreaches(db::Database& db, Clock& clock, Metrics& metrics) {
  auto& gauge = metrics.Gauges(kLimitBreaches).Add({});
  metrics.AddCollector([&db, &clock, &gauge] {
    const absl::CivilDay today = absl::ToCivilDay(clock.Now(), absl::UTCTimeZone());
    const absl::StatusOr<int64_t> breaches = BreachesOfAllParks(db, today);
    if (breaches.ok()) {
      gauge.Set(static_cast<double>(*breaches));
    } else {
      Log(Severity::kError, "ledger.breaches_unknown",
          {{"code", absl::StatusCodeToString(breaches.status().code())}});
    }
  });
}

class LedgerModule final : public rpc::Module {
 public:
  LedgerModule(const rpc::Ground& ground, std::unique_ptr<rpc::Front> front, Packs packs)
      : directory_(ground.channel("directory"), ground.badge),
        billing_(ground.channel("billing"), ground.badge),
        payroll_(ground.channel("payroll"), ground.badge),
        settlement_(ground.channel("settlement"), ground.badge),
        front_(std::move(front)),
        packs_(std::move(packs)),
        service_(ground, *front_, packs_),
        from_billing_(Hearing(ground, "billing"), rpc::FetchFrom(billing_), Hear),
        from_payroll_(Hearing(ground, "payroll"), rpc::FetchFrom(payroll_), Hear),
        from_settlement_(Hearing(ground, "settlement"), rpc::FetchFrom(settlement_), Hear) {}
  ~LedgerModule() override { Stop(); }

  grpc::Service& service() override { return service_; }
  void Start() override {
    from_billing_.Start();
    from_payroll_.Start();
    from_settlement_.Start();
  }
  void Stop() override {
    from_billing_.Stop();
    from_payroll_.Stop();
    from_settlement_.Stop();
  }

 private:
  rpc::Listener::Options Hearing(const rpc::Ground& ground, const std::string& source) {
    return {"ledger",     source,         ground.mutation(),
            ground.badge, ground.metrics, rpc::ParksFrom(directory_, ground.badge)};
  }

  const rpc::Peer<directory::v1::Directory> directory_;
  const rpc::Peer<billing::v1::Billing> billing_;
  const rpc::Peer<payroll::v1::Payroll> payroll_;
  const rpc::Peer<settlement::v1::Settlement> settlement_;
  const std::unique_ptr<rpc::Front> front_;
  const Packs packs_;
  LedgerService service_;
  rpc::Listener from_billing_, from_payroll_, from_settlement_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<rpc::Module>> MakeModule(const rpc::Ground& ground) {
  ASSIGN_OR_RETURN(auto front, rpc::Front::For(v1::Balance::descriptor()->file()->service(0),
                                               ground.tokens, ground.clock, ground.metrics));
  ASSIGN_OR_RETURN(Packs packs, LoadPacks(ground.rules_folder));
  ExportUnexplained(ground.db, ground.metrics);
  ExportBreaches(ground.db, ground.clock, ground.metrics);
  return std::unique_ptr<rpc::Module>(
      std::make_unique<LedgerModule>(ground, std::move(front), std::move(packs)));
}

}  // namespace tuoqiao::ledger
