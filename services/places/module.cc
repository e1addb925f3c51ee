#include "services/places/module.h"

#include "services/common/rpc/events.h"
#include "services/common/rpc/front.h"
#include "services/common/status_macros.h"
#include "services/places/hearing.h"
#include "services/places/service.h"

namespace tuoqiao::places {
namespace {

class PlacesModule final : public rpc::Module {
 public:
  PlacesModule(const rpc::Ground& ground, std::unique_ptr<rpc::Front> front, SearchGround search)
      : peers_(ground),
        front_(std::move(front)),
        service_(ground, *front_, peers_, std::move(search)),
        listener_({"places", "billing", ground.mutation(), ground.badge, ground.metrics,
                   rpc::ParksFrom(peers_.directory(), ground.badge)},
                  rpc::FetchFrom(peers_.billing()), Hear) {}
  ~PlacesModule() override { Stop(); }

  grpc::Service& service() override { return service_; }
  void Start() override { listener_.Start(); }
  void Stop() override { listener_.Stop(); }

 private:
  const Peers peers_;
  const std::unique_ptr<rpc::Front> front_;
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
  return std::unique_ptr<rpc::Module>(
      std::make_unique<PlacesModule>(ground, std::move(front), std::move(search)));
}

}  // namespace tuoqiao::places
