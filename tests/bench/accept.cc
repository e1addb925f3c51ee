#include "tests/bench/accept.h"

#include <vector>

#include "absl/time/clock.h"
#include "services/cli/files.h"
#include "services/cli/intake.h"
#include "services/cli/parallel.h"
#include "services/cli/park_file.h"
#include "services/cli/story.h"
#include "services/common/status_macros.h"
#include "tuoqiao/places/v1/places.grpc.pb.h"

namespace tuoqiao::bench {
namespace {

using PlacesStub = places::v1::Places::Stub;

// The names of all offers that OfferSeats makes; asked again it says the same.
absl::StatusOr<std::vector<std::string>> Offers(cli::Client& client, const std::string& park) {
  std::vector<std::string> names;
  places::v1::OfferSeatsRequest request;
  request.set_parent(park);
  while (true) {
    request.set_request_id(client.RequestId({"bench offers", request.after()}));
    ASSIGN_OR_RETURN(const auto offered,
                     client.Call(&PlacesStub::OfferSeats, request, cli::ParkAdmin(park)));
    for (const places::v1::Offer& offer : offered.offers()) names.push_back(offer.name());
    if (offered.remaining() == 0) return names;
    request.set_after(offered.next_after());
  }
}

}  // namespace

absl::Status OfferPlaces(cli::Client& client, const std::string& sample) {
  ASSIGN_OR_RETURN(cli::Story story, cli::Story::Open(client, sample, [](const std::string&) {}));
  RETURN_IF_ERROR(story.Roster());
  RETURN_IF_ERROR(story.Eligibility());
  RETURN_IF_ERROR(story.Apply());
  return Offers(client, story.park().name()).status();
}

absl::StatusOr<Accepted> AcceptPlaces(cli::Client& client, const std::string& sample) {
  ASSIGN_OR_RETURN(const std::string text, cli::ReadFile(sample + "/park.json"));
  ASSIGN_OR_RETURN(const cli::ParkFile park, cli::ParseParkFile(text));
  ASSIGN_OR_RETURN(const auto offers, Offers(client, park.name()));
  const absl::Time start = absl::Now();
  RETURN_IF_ERROR(cli::InParallel(offers.size(), [&](size_t i) {
    places::v1::AcceptOfferRequest request;
    request.set_name(offers[i]);
    request.set_request_id(client.RequestId({"bench accept", offers[i]}));
    return client.Call(&PlacesStub::AcceptOffer, request, cli::ParkAdmin(park.name())).status();
  }));
  return Accepted{static_cast<int64_t>(offers.size()), absl::Now() - start};
}

}  // namespace tuoqiao::bench
