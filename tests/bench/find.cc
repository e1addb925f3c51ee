#include "tests/bench/find.h"

#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/cli/client.h"
#include "services/cli/intake.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/places/enrolment_store.h"
#include "services/places/store.h"
#include "services/server/server.h"
#include "tests/bench/land.h"
#include "tuoqiao/directory/v1/directory.grpc.pb.h"
#include "tuoqiao/places/v1/places.grpc.pb.h"

namespace tuoqiao::bench {
namespace {

using PlacesStub = places::v1::Places::Stub;

constexpr char kParkId[] = "land";
constexpr char kPark[] = "parks/land";
constexpr size_t kCentresOfATransaction = 1000;

absl::Status CreatePark(cli::Client& client) {
  directory::v1::CreateParkRequest request;
  request.mutable_park()->set_name(kPark);
  request.mutable_park()->set_display_name("地");
  request.mutable_park()->set_time_zone("Asia/Shanghai");
  request.mutable_park()->set_currency_code("CNY");
  request.mutable_park()->set_sandbox(true);
  request.mutable_park()->set_current_date(FormatDay(kLandToday));
  request.set_request_id(client.RequestId({"bench land"}));
  return client.Call(&directory::v1::Directory::Stub::CreatePark, request, cli::Operations(kPark))
      .status();
}

places::Enrolment PlaceIn(const places::Centre& centre, const places::TakenSeats& seats,
                          int64_t number) {
  places::Enrolment place;
  place.id = absl::StrCat("enr-", number);
  place.centre = centre.id;
  place.application = absl::StrCat("app-", number);
  place.family = absl::StrCat("fam-", number);
  place.child = absl::StrCat("chi-", number);
  place.case_number = absl::StrCat("LA26-", number);
  place.group = seats.group;
  for (const places::Group& group : centre.groups) {
    if (group.id == seats.group) place.kind = group.kind;
  }
  place.pool = seats.pool;
  place.period = {kLandToday - 30, kLandToday + 700};
  place.entitled_from = place.period.from;
  place.revision = 1;
  return place;
}

// The centres, and a place for each seat that is taken. Returns how many those are.
absl::StatusOr<int64_t> Fill(db::Database& db, const std::vector<places::Centre>& centres,
                             const std::vector<std::vector<places::TakenSeats>>& taken) {
  int64_t places = 0;
  for (size_t first = 0; first < centres.size(); first += kCentresOfATransaction) {
    const size_t last = std::min(centres.size(), first + kCentresOfATransaction);
    const int64_t before = places;
    RETURN_IF_ERROR(db.WriteIn(kParkId, [&](db::Write& txn) -> absl::Status {
      places = before;  // Where the transaction is tried again.
      for (size_t i = first; i < last; ++i) {
        RETURN_IF_ERROR(places::SaveCentre(txn, centres[i]));
        for (const places::TakenSeats& seats : taken[i]) {
          for (int64_t seat = 0; seat < seats.count; ++seat) {
            RETURN_IF_ERROR(places::InsertEnrolment(txn, PlaceIn(centres[i], seats, ++places)));
          }
        }
      }
      return absl::OkStatus();
    }));
  }
  return places;
}

void Set(const places::search::Point& point, places::v1::GeoPoint* said) {
  said->set_latitude_micro(point.latitude_micro);
  said->set_longitude_micro(point.longitude_micro);
}

places::v1::SearchCentresRequest RequestOf(const Asked& asked) {
  const places::search::Family& family = asked.family;
  places::v1::SearchCentresRequest request;
  request.set_parent(kPark);
  Set(*family.home, request.mutable_home());
  Set(*family.work, request.mutable_work());
  if (family.grandparent.has_value()) Set(*family.grandparent, request.mutable_grandparent());
  // Both count from foot to car, the contract's from 1.
  const auto& modes = places::search::kModes;
  const auto mode = std::find(modes.begin(), modes.end(), family.mode) - modes.begin();
  request.set_mode(static_cast<places::v1::TravelMode>(mode + 1));
  // Monday to Friday.
  request.mutable_shift()->set_open_minute(static_cast<int32_t>(family.shift->open_minute));
  request.mutable_shift()->set_close_minute(static_cast<int32_t>(family.shift->close_minute));
  request.set_birth_date(FormatDay(asked.birth_date));
  request.set_needs_level(static_cast<int32_t>(asked.asker.needs_level));
  request.set_start_date(FormatDay(family.start));
  for (const std::string& language : family.languages) request.add_languages(language);
  request.set_inclusive_only(family.inclusive_only);
  return request;
}

// Asks so many questions, with clients of which each takes the next one.
absl::StatusOr<absl::Duration> AskAll(
    const std::vector<std::unique_ptr<cli::Client>>& clients, int64_t questions,
    const std::function<absl::Status(cli::Client& client, int64_t question)>& ask) {
  const absl::Time begin = absl::Now();
  std::atomic<int64_t> next{0};
  std::vector<absl::Status> ended(clients.size());
  std::vector<std::thread> threads;
  for (size_t i = 0; i < clients.size(); ++i) {
    threads.emplace_back([&, i] {
      for (int64_t at = next++; at < questions && ended[i].ok(); at = next++) {
        ended[i] = ask(*clients[i], at);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const absl::Status& each : ended) RETURN_IF_ERROR(each);
  return absl::Now() - begin;
}

}  // namespace

absl::StatusOr<FoundMany> FindMany(const config::v1::Config& config, const FindOptions& options) {
  ASSIGN_OR_RETURN(const auto server, server::Server::Start(config));
  std::vector<std::unique_ptr<cli::Client>> clients;
  for (int i = 0; i < options.clients; ++i) {
    ASSIGN_OR_RETURN(auto client, cli::Client::Connect({absl::StrCat("127.0.0.1:", server->port()),
                                                        config.folder() + "/token.key", "", "land"},
                                                       absl::Seconds(30)));
    clients.push_back(std::move(client));
  }
  RETURN_IF_ERROR(CreatePark(*clients[0]));
  Land land(options.seed);
  const auto centres = land.Centres(options.centres);
  FoundMany found;
  found.centres = options.centres;
  ASSIGN_OR_RETURN(found.places, Fill(server->database("places"), centres, land.Taken(centres)));
  std::vector<places::v1::SearchCentresRequest> requests;
  for (int64_t i = 0; i < options.searches; ++i) requests.push_back(RequestOf(land.NextAsked()));

  std::atomic<int64_t> shown{0};
  const auto search = [&](cli::Client& client, int64_t question) -> absl::Status {
    ASSIGN_OR_RETURN(const auto answer,
                     client.Call(&PlacesStub::SearchCentres,
                                 requests[static_cast<size_t>(question)], cli::ParkAdmin(kPark)));
    shown += answer.results_size();
    return absl::OkStatus();
  };
  ASSIGN_OR_RETURN(found.first, AskAll(clients, 1, search));
  shown = 0;
  ASSIGN_OR_RETURN(found.taken, AskAll(clients, options.searches, search));
  found.shown = shown;
  ASSIGN_OR_RETURN(
      found.parks, AskAll(clients, options.searches, [](cli::Client& client, int64_t) {
        directory::v1::GetParkRequest request;
        request.set_name(kPark);
        return client.Call(&directory::v1::Directory::Stub::GetPark, request, cli::ParkAdmin(kPark))
            .status();
      }));
  found.calls = options.searches;
  return found;
}

}  // namespace tuoqiao::bench
