#include "services/cli/places_elsewhere.h"

#include <iostream>

#include "absl/strings/str_format.h"
#include "services/cli/client.h"
#include "services/cli/verbs.h"
#include "services/common/status_macros.h"
#include "tuoqiao/places/v1/places.grpc.pb.h"

namespace tuoqiao::cli {
namespace {

namespace v1 = places::v1;
using Stub = v1::Places::Stub;

absl::Status List(const Arguments& arguments) {
  ASSIGN_OR_RETURN(Desk desk, DeskAs(arguments));
  v1::ListPlacesElsewhereRequest request;
  request.set_parent(desk.park);
  v1::ListPlacesElsewhereResponse all;
  RETURN_IF_ERROR(
      (desk.client
           ->ForEachPage<Stub, v1::ListPlacesElsewhereRequest, v1::ListPlacesElsewhereResponse>(
               &Stub::ListPlacesElsewhere, request, desk.who,
               [&](const v1::ListPlacesElsewhereResponse& page) {
                 all.mutable_places_elsewhere()->MergeFrom(page.places_elsewhere());
               })));
  if (arguments.Has("json")) {
    PrintJson(all);
    return absl::OkStatus();
  }
  for (const v1::PlaceElsewhere& each : all.places_elsewhere()) {
    std::cout << absl::StrFormat("%s: %s, in another park too from %s on\n", each.case_number(),
                                 each.enrolment(), each.from_date());
  }
  return absl::OkStatus();
}

}  // namespace

std::vector<Command> PlacesElsewhereCommands() {
  return {{"places elsewhere", "", "lists children who have a place in another park, too",
           "On the same days, in the same part of the day. One of the places has to end, or become "
           "the\n"
           "  other half of the day; of the other park nobody is told more than the day.",
           With({As()}), List}};
}

}  // namespace tuoqiao::cli
