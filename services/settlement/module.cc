#include "services/settlement/module.h"

#include "services/common/log.h"
#include "services/common/rpc/events.h"
#include "services/common/rpc/front.h"
#include "services/settlement/hearing.h"
#include "services/settlement/numbers.h"
#include "services/settlement/service.h"
#include "services/settlement/store.h"

namespace tuoqiao::settlement {
namespace {

// The figures of all parks at one moment.
struct Figures {
  int64_t unmatched_lines = 0;
  int64_t unexplained_minor = 0;
  int64_t days_to_pay = 0;
};

absl::StatusOr<Figures> LoadFigures(db::Database& db, absl::Time now) {
  std::vector<std::string> parks;
  RETURN_IF_ERROR(db.ReadIn(db::kAcrossParks, [&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(parks, LoadParks(txn));
    return absl::OkStatus();
  }));
  Figures figures;
  for (const std::string& park : parks) {
    RETURN_IF_ERROR(db.ReadIn(park, [&](db::Read& txn) -> absl::Status {
      ASSIGN_OR_RETURN(const int64_t unmatched, CountUnmatched(txn));
      ASSIGN_OR_RETURN(const int64_t unexplained_minor, LoadUnexplained(txn));
      ASSIGN_OR_RETURN(const std::string oldest, LoadOldestUnpaid(txn));
      figures.unmatched_lines += unmatched;
      figures.unexplained_minor += unexplained_minor;
      absl::Time booked;
      if (absl::ParseTime(absl::RFC3339_full, oldest, &booked, nullptr)) {
        figures.days_to_pay = std::max(figures.days_to_pay, absl::ToInt64Hours(now - booked) / 24);
      }
      return absl::OkStatus();
    }));
  }
  return figures;
}

// The collector outlives the module, so it holds on to nothing of it.
void ExportFigures(db::Database& db, Clock& clock, Metrics& metrics) {
  auto& unmatched = metrics.Gauges(kUnmatchedBankLines).Add({});
  auto& unexplained = metrics.Gauges(kUnexplainedMoney).Add({{"service", "settlement"}});
  auto& days = metrics.Gauges(kDaysToPay).Add({});
  metrics.AddCollector([&db, &clock, &unmatched, &unexplained, &days] {
    const absl::StatusOr<Figures> figures = LoadFigures(db, clock.Now());
    if (!figures.ok()) {
      Log(Severity::kError, "settlement.figures_unknown",
          {{"code", absl::StatusCodeToString(figures.status().code())}});
      return;
    }
    unmatched.Set(static_cast<double>(figures->unmatched_lines));
    unexplained.Set(static_cast<double>(figures->unexplained_minor));
    days.Set(static_cast<double>(figures->days_to_pay));
  });
}

class SettlementModule final : public rpc::Module {
 public:
  SettlementModule(const rpc::Ground& ground, std::unique_ptr<rpc::Front> front,
                   rules::ParameterFile numbers)
      : peers_(ground),
        front_(std::move(front)),
        numbers_(std::move(numbers)),
        service_(ground, *front_, peers_, numbers_),
        from_ledger_(Hearing(ground, "ledger"), rpc::FetchFrom(peers_.ledger()),
                     rpc::Listener::Apply(HearBooked)),
        from_billing_(Hearing(ground, "billing"), rpc::FetchFrom(peers_.billing()),
                      rpc::Listener::Apply(HearShares)),
        from_payroll_(Hearing(ground, "payroll"), rpc::FetchFrom(peers_.payroll()),
                      rpc::Listener::Apply(HearShares)) {}
  ~SettlementModule() override { Stop(); }

  grpc::Service& service() override { return service_; }
  void Start() override {
    from_ledger_.Start();
    from_billing_.Start();
    from_payroll_.Start();
  }
  void Stop() override {
    from_ledger_.Stop();
    from_billing_.Stop();
    from_payroll_.Stop();
  }

 private:
  rpc::Listener::Options Hearing(const rpc::Ground& ground, const std::string& source) {
    return {"settlement", source,         ground.mutation(),
            ground.badge, ground.metrics, rpc::ParksFrom(peers_.directory(), ground.badge)};
  }

  const Peers peers_;
  const std::unique_ptr<rpc::Front> front_;
  const rules::ParameterFile numbers_;
  SettlementService service_;
  rpc::Listener from_ledger_, from_billing_, from_payroll_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<rpc::Module>> MakeModule(const rpc::Ground& ground) {
  ASSIGN_OR_RETURN(auto front, rpc::Front::For(v1::Payout::descriptor()->file()->service(0),
                                               ground.tokens, ground.clock, ground.metrics));
  ASSIGN_OR_RETURN(rules::ParameterFile numbers, LoadNumbers(ground.rules_folder));
  ExportFigures(ground.db, ground.clock, ground.metrics);
  return std::unique_ptr<rpc::Module>(
      std::make_unique<SettlementModule>(ground, std::move(front), std::move(numbers)));
}

}  // namespace tuoqiao::settlement
