#include "services/billing/module.h"

#include <utility>

#include "services/billing/facts.h"
#include "services/billing/service.h"
#include "services/common/rpc/front.h"
#include "services/common/status_macros.h"

namespace tuoqiao::billing {
namespace {

class BillingModule final : public rpc::Module {
 public:
  BillingModule(const rpc::Ground& ground, std::unique_ptr<rpc::Front> front)
      : mutation_(ground.mutation()),
        peers_(ground),
        front_(std::move(front)),
        operations_("billing", mutation_, ground.badge, ground.metrics),
        service_(ground, *front_, operations_, peers_) {}
  ~BillingModule() override { Stop(); }

  grpc::Service& service() override { return service_; }
  rpc::Operations* operations() override { return &operations_; }
  void Start() override { operations_.Start(); }
  void Stop() override { operations_.Stop(); }

 private:
  const rpc::MutationOptions mutation_;
  const Peers peers_;
  const std::unique_ptr<rpc::Front> front_;
  rpc::Operations operations_;
  BillingService service_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<rpc::Module>> MakeModule(const rpc::Ground& ground) {
  ASSIGN_OR_RETURN(auto front, rpc::Front::For(v1::Statement::descriptor()->file()->service(0),
                                               ground.tokens, ground.clock, ground.metrics));
  return std::unique_ptr<rpc::Module>(std::make_unique<BillingModule>(ground, std::move(front)));
}

}  // namespace tuoqiao::billing
