#include "services/places/module.h"

#include <optional>
#include <utility>

#include "services/common/rpc/events.h"
#include "services/common/rpc/front.h"
#include "services/common/status_macros.h"
#include "services/places/contracts/lending.h"
#include "services/places/elsewhere/elsewhere.h"
#include "services/places/handovers/handing_over.h"
#include "services/places/hearing.h"
#include "services/places/offers/rolling_on.h"
#include "services/places/packs.h"
#include "services/places/service.h"

namespace tuoqiao::places {
namespace {

class PlacesModule final : public rpc::Module {
 public:
  PlacesModule(const rpc::Ground& ground, std::unique_ptr<rpc::Front> front, Packs packs,
               std::optional<TravelEngine> engine)
      : mutation_(ground.mutation()),
        peers_(ground),
        packs_(std::move(packs)),
        front_(std::move(front)),
        operations_("places", mutation_, ground.badge, ground.metrics),
        service_(ground, *front_, operations_, peers_, packs_, std::move(engine)),
        handovers_(ground, peers_, packs_.waiting),
        daily_(ground, peers_, operations_, packs_.waiting),
        lending_(ground, peers_),
        marking_(ground, peers_),
        listener_({"places", "billing", mutation_, ground.badge, ground.metrics,
                   rpc::ParksFrom(peers_.directory(), ground.badge)},
                  rpc::FetchFrom(peers_.billing()), Hear),
        leavers_({"places", "directory", mutation_, ground.badge, ground.metrics,
                  rpc::ParksFrom(peers_.directory(), ground.badge)},
                 rpc::FetchFrom(peers_.directory()), PrepareFamilies()),
        decisions_({"places", "eligibility", mutation_, ground.badge, ground.metrics,
                    rpc::ParksFrom(peers_.directory(), ground.badge)},
                   rpc::FetchFrom(peers_.eligibility()), PrepareHandovers()) {}
  ~PlacesModule() override { Stop(); }

  grpc::Service& service() override { return service_; }
  rpc::Operations* operations() override { return &operations_; }
  void Start() override {
    operations_.Start();
    listener_.Start();
    leavers_.Start();
    decisions_.Start();
    daily_.Start();
    lending_.Start();
    marking_.Start();
  }
  void Stop() override {
    marking_.Stop();
    lending_.Stop();
    daily_.Stop();
    decisions_.Stop();
    leavers_.Stop();
    listener_.Stop();
    operations_.Stop();
  }

 private:
  rpc::Listener::Prepare PrepareHandovers() const {
    return [this](const rpc::Caller& caller, const std::vector<type::v1::Event>& events) {
      return handovers_.Prepare(caller, events);
    };
  }
  // directory's log also says whose document may be another one now.
  rpc::Listener::Prepare PrepareFamilies() const {
    return [this](
               const rpc::Caller& caller,
               const std::vector<type::v1::Event>& events) -> absl::StatusOr<rpc::Listener::Apply> {
      ASSIGN_OR_RETURN(const rpc::Listener::Apply hand_over, handovers_.Prepare(caller, events));
      return rpc::Listener::Apply(
          [hand_over](rpc::Change& change, const std::vector<type::v1::Event>& heard) {
            const absl::Status status = HearFamilies(change, heard);
            return status.ok() ? hand_over(change, heard) : status;
          });
    };
  }

  const rpc::MutationOptions mutation_;
  const Peers peers_;
  const Packs packs_;
  const std::unique_ptr<rpc::Front> front_;
  rpc::Operations operations_;
  PlacesService service_;
  const HandoverHearing handovers_;
  DailyRollOn daily_;
  LendingJob lending_;
  MarkingJob marking_;
  rpc::Listener listener_;   // To billing.
  rpc::Listener leavers_;    // To directory.
  rpc::Listener decisions_;  // To eligibility.
};

}  // namespace

absl::Status CheckTravelEngine(const rpc::TravelEngineOptions& options) {
  return TravelEngine::For(options).status();
}

absl::StatusOr<std::unique_ptr<rpc::Module>> MakeModule(const rpc::Ground& ground) {
  ASSIGN_OR_RETURN(auto front, rpc::Front::For(v1::Centre::descriptor()->file()->service(0),
                                               ground.tokens, ground.clock, ground.metrics));
  ASSIGN_OR_RETURN(Packs packs, LoadPacks(ground.rules_folder));
  ASSIGN_OR_RETURN(auto engine, TravelEngine::For(ground.travel_engine));
  return std::unique_ptr<rpc::Module>(std::make_unique<PlacesModule>(
      ground, std::move(front), std::move(packs), std::move(engine)));
}

}  // namespace tuoqiao::places
