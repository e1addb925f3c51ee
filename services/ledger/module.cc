#include "services/ledger/module.h"

#include "services/common/rpc/events.h"
#include "services/common/rpc/front.h"
#include "services/ledger/hearing.h"
#include "services/ledger/money_metrics.h"
#include "services/ledger/numbers.h"
#include "services/ledger/service.h"
#include "tuoqiao/billing/v1/billing.grpc.pb.h"
#include "tuoqiao/directory/v1/directory.grpc.pb.h"
#include "tuoqiao/payroll/v1/payroll.grpc.pb.h"
#include "tuoqiao/settlement/v1/settlement.grpc.pb.h"

namespace tuoqiao::ledger {
namespace {

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
  ExportMoney(ground.db, ground.clock, packs, ground.metrics);
  return std::unique_ptr<rpc::Module>(
      std::make_unique<LedgerModule>(ground, std::move(front), std::move(packs)));
}

}  // namespace tuoqiao::ledger
