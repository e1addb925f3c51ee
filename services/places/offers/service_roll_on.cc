// RollOn: a long operation.
#include "services/common/status_macros.h"
#include "services/places/offers/rolling_on.h"
#include "services/places/service.h"

namespace tuoqiao::places {

void PlacesService::RegisterRollOn() {
  operations_.Register(
      kRollOn, [this](rpc::JobRun& run) { return RunRollOn(run, peers_, db_, packs_.waiting); });
}

grpc::Status PlacesService::RollOn(grpc::ServerContext* context, const v1::RollOnRequest* request,
                                   google::longrunning::Operation* response) {
  return front_.Answer(context, kRollOn, *request, [&](const rpc::Caller& caller) -> absl::Status {
    RETURN_IF_ERROR(rpc::Mutate(mutation_, caller, *request, response, [&](rpc::Change& change) {
      return operations_.Enqueue(change, kRollOn, *request, response);
    }));
    if (!request->validate_only()) operations_.Wake();
    return absl::OkStatus();
  });
}

}  // namespace tuoqiao::places
