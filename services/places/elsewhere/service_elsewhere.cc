// Children who have a place in another park, too.
#include "absl/strings/str_cat.h"
#include "services/common/rpc/paging.h"
#include "services/common/status_macros.h"
#include "services/places/elsewhere/convert_elsewhere.h"
#include "services/places/elsewhere/elsewhere_store.h"
#include "services/places/service.h"

namespace tuoqiao::places {
namespace {

constexpr rpc::PageLimits kPages = {1000, 1000};

}  // namespace

grpc::Status PlacesService::ListPlacesElsewhere(grpc::ServerContext* context,
                                                const v1::ListPlacesElsewhereRequest* request,
                                                v1::ListPlacesElsewhereResponse* response) {
  return front_.Answer(
      context, "ListPlacesElsewhere", *request, [&](const rpc::Caller& caller) -> absl::Status {
        const std::string list = absl::StrCat(request->parent(), "/placesElsewhere");
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list, kPages));
        ASSIGN_OR_RETURN(const absl::CivilDay today, peers_.AskToday(caller));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const auto found,
                           LoadPlacesElsewhere(txn, {"", today, page.after, page.size}));
          for (const PlaceFound& each : found) {
            *response->add_places_elsewhere() = ToProto(caller.park, each);
          }
          if (static_cast<int64_t>(found.size()) == page.size) {
            response->set_next_page_token(rpc::NextPageToken(list, found.back().enrolment));
          }
          return absl::OkStatus();
        });
      });
}

}  // namespace tuoqiao::places
