#include "services/eligibility/module.h"

#include <utility>

#include "services/common/rpc/events.h"
#include "services/common/rpc/front.h"
#include "services/common/rules/load.h"
#include "services/common/status_macros.h"
#include "services/eligibility/catalogue.h"
#include "services/eligibility/facts.h"
#include "services/eligibility/hearing.h"
#include "services/eligibility/service.h"

namespace tuoqiao::eligibility {
namespace {

class EligibilityModule final : public rpc::Module {
 public:
  EligibilityModule(const rpc::Ground& ground, std::unique_ptr<rpc::Front> front,
                    rules::Schemes schemes)
      : mutation_(ground.mutation()),
        schemes_(std::move(schemes)),
        peers_(ground),
        front_(std::move(front)),
        operations_("eligibility", mutation_, ground.badge, ground.metrics),
        service_(ground, *front_, operations_, peers_, schemes_),
        hearing_(ground, peers_, schemes_),
        listener_({"eligibility", "directory", ground.mutation(), ground.badge, ground.metrics,
                   rpc::ParksFrom(peers_.directory(), ground.badge)},
                  rpc::FetchFrom(peers_.directory()),
                  [this](const rpc::Caller& caller, const std::vector<type::v1::Event>& events) {
                    return hearing_.Prepare(caller, events);
                  }) {}
  ~EligibilityModule() override { Stop(); }

  grpc::Service& service() override { return service_; }
  rpc::Operations* operations() override { return &operations_; }
  void Start() override {
    operations_.Start();
    listener_.Start();
  }
  void Stop() override {
    listener_.Stop();
    operations_.Stop();
  }

 private:
  const rpc::MutationOptions mutation_;
  const rules::Schemes schemes_;
  const Peers peers_;
  const std::unique_ptr<rpc::Front> front_;
  rpc::Operations operations_;
  EligibilityService service_;
  const Hearing hearing_;
  rpc::Listener listener_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<rpc::Module>> MakeModule(const rpc::Ground& ground) {
  ASSIGN_OR_RETURN(auto front, rpc::Front::For(v1::Decision::descriptor()->file()->service(0),
                                               ground.tokens, ground.clock, ground.metrics));
  ASSIGN_OR_RETURN(rules::Schemes schemes, rules::LoadSchemes(ground.rules_folder, Catalogue()));
  return std::unique_ptr<rpc::Module>(
      std::make_unique<EligibilityModule>(ground, std::move(front), std::move(schemes)));
}

}  // namespace tuoqiao::eligibility
