#include "services/places/module.h"

#include "services/common/rpc/events.h"
#include "services/common/rpc/front.h"
#include "services/common/status_macros.h"
#include "services/places/hearing.h"
#include "services/places/presence/numbers.h"
#include "services/places/service.h"

namespace tuoqiao::places {
namespace {

class PlacesModule final : public rpc::Module {
 public:
  PlacesModule(const rpc::Ground& ground, std::unique_ptr<rpc::Front> front, SearchGround search,
               rules::ParameterFile attendance_pack)
      : mutation_(ground.mutation()),
        peers_(ground),
        front_(std::move(front)),
        operations_("places", mutation_, ground.badge, ground.metrics),
        service_(ground, *front_, operations_, peers_, std::move(search),
                 std::move(attendance_pack)),
        listener_({"places", "billing", mutation_, ground.badge, ground.metrics,
                   rpc::ParksFrom(peers_.directory(), ground.badge)},
                  rpc::FetchFrom(peers_.billing()), Hear) {}
  ~PlacesModule() override { Stop(); }

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
  const Peers peers_;
  const std::unique_ptr<rpc::Front> front_;
  rpc::Operations operations_;
  PlacesService service_;
  rpc::Listener listener_;
};

}  // namespace

absl::Status CheckTravelEngine(const rpc::TravelEngineOptions& options) {
  return TravelEngine::For(options).status();
}

absl::StatusOr<std::unique_ptr<rpc::Module>> MakeModule(const rpc::Ground& ground) {
  ASSIGN_OR_RETURN(auto front, rpc::Front::For(v1::Centre::descriptor()->file()->service(0),
                                               ground.tokens, ground.clock, ground.metrics));
  SearchGround search;
  ASSIGN_OR_RETURN(search.pack, search::LoadNumbers(ground.rules_folder));
  ASSIGN_OR_RETURN(search.engine, TravelEngine::For(ground.travel_engine));
  ASSIGN_OR_RETURN(rules::ParameterFile attendance_pack,
                   presence::LoadNumbers(ground.rules_folder));
  return std::unique_ptr<rpc::Module>(std::make_unique<PlacesModule>(
      ground, std::move(front), std::move(search), std::move(attendance_pack)));
}

}  // namespace tuoqiao::places
