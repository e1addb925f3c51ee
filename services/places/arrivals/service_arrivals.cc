// What a centre that leaves takes along of its places, and what one that comes brings.
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/errors.h"
#include "services/common/rpc/paging.h"
#include "services/common/status_macros.h"
#include "services/places/arrivals/arriving.h"
#include "services/places/arrivals/convert_arrival.h"
#include "services/places/convert.h"
#include "services/places/enrolment_store.h"
#include "services/places/errors.h"
#include "services/places/service.h"
#include "services/places/store.h"

namespace tuoqiao::places {
namespace {

using type::v1::ItemResult;

constexpr int kPlacesMax = 500;

EnrolmentPlace PlaceAfter(const std::string& centre, const std::string& after) {
  const std::pair<std::string, std::string> parts = absl::StrSplit(after, absl::MaxSplits('/', 1));
  // Ids hold no slash; case numbers may.
  return {parts.second, parts.first.empty() ? "" : centre, parts.first};
}

}  // namespace

grpc::Status PlacesService::ListHeldPlaces(grpc::ServerContext* context,
                                           const v1::ListHeldPlacesRequest* request,
                                           v1::ListHeldPlacesResponse* response) {
  return front_.Answer(
      context, "ListHeldPlaces", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string centre, CentreOf("parent", request->parent()));
        const std::string list = absl::StrCat(request->parent(), "/heldPlaces");
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list));
        ASSIGN_OR_RETURN(const absl::CivilDay today, peers_.AskToday(caller));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const auto enrolments,
                           LoadEnrolments(txn, centre, PlaceAfter(centre, page.after), page.size));
          for (const Enrolment& each : enrolments) {
            ASSIGN_OR_RETURN(const Application application, LoadApplication(txn, each.application));
            *response->add_places() = ToProto(caller.park, {each, application.programme}, today);
          }
          if (static_cast<int64_t>(enrolments.size()) == page.size) {
            const Enrolment& last = enrolments.back();
            response->set_next_page_token(
                rpc::NextPageToken(list, absl::StrCat(last.id, "/", last.case_number)));
          }
          return absl::OkStatus();
        });
      });
}

grpc::Status PlacesService::BatchImportPlaces(grpc::ServerContext* context,
                                              const v1::BatchImportPlacesRequest* request,
                                              v1::BatchImportPlacesResponse* response) {
  return front_.Answer(
      context, "BatchImportPlaces", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string centre, CentreOf("parent", request->parent()));
        RETURN_IF_ERROR(CheckItems("places", request->places_size(), kPlacesMax));
        std::set<std::string> cases;
        for (const v1::HeldPlace& each : request->places()) {
          cases.insert(each.enrolment().case_number());
        }
        const auto ask = [&]() -> absl::StatusOr<ArrivalFacts> {
          ArrivalFacts facts;
          ASSIGN_OR_RETURN(facts.today, peers_.AskToday(caller));
          ASSIGN_OR_RETURN(facts.children, peers_.AskChildren(caller, cases));
          return facts;
        };
        return rpc::Mutate(
            mutation_, caller, *request, response, ask,
            [&](rpc::Change& change, const ArrivalFacts& facts) -> absl::Status {
              RETURN_IF_ERROR(LockWaitingList(change.txn));
              ASSIGN_OR_RETURN(const bool there, CentreExists(change.txn, centre));
              if (!there) return CentreNotFound(request->parent());
              std::set<std::string> names;
              for (const v1::HeldPlace& each : request->places()) {
                ItemResult* const result = response->add_results();
                result->set_index(response->results_size() - 1);
                auto place = FromProto(caller.park, centre, each);
                if (place.ok() && !names.insert(place->enrolment.id).second) {
                  place = DuplicateInRequest("enrolment.name");
                }
                const absl::StatusOr<bool> made = place.ok()
                                                      ? Arrive(change, facts, *std::move(place))
                                                      : absl::StatusOr<bool>(place.status());
                if (!made.ok() && ReasonOf(made.status()).empty()) return made.status();
                if (!made.ok()) {
                  Reject(made.status(), result);
                  continue;
                }
                result->set_outcome(*made ? ItemResult::CREATED : ItemResult::UNCHANGED);
                result->set_resource(each.enrolment().name());
              }
              return absl::OkStatus();
            });
      });
}

}  // namespace tuoqiao::places
