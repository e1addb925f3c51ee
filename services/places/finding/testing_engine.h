// An emulator of routing engines for the tests of this folder: the table APIs of OSRM and Valhalla
// over HTTP, with the habits of the real ones. Its map is an empty plain on which everybody moves a
// metre a second.
#ifndef TUOQIAO_SERVICES_PLACES_FINDING_TESTING_ENGINE_H_
#define TUOQIAO_SERVICES_PLACES_FINDING_TESTING_ENGINE_H_

#include <algorithm>
#include <atomic>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_split.h"
#include "services/common/check.h"
#include "services/common/http/testing_server.h"
#include "services/places/search/distance.h"

namespace tuoqiao::places {

// Thread safe.
class EngineEmulator {
 public:
  using Json = nlohmann::json;

  enum class Habit {
    kAnswers,
    kErrorInside,  // HTTP 200 with an error in the body.
    kBusy,         // HTTP 429.
    kSilent,       // Takes the request and says nothing.
    kHangsUp,      // In the middle of its answer.
  };
  std::atomic<Habit> habit{Habit::kAnswers};
  std::atomic<int> requests{0};
  // The points of the largest table that was asked for; more than so many are refused, as by OSRM.
  std::atomic<size_t> points_max_seen{0};
  static constexpr size_t kPointsMax = 100;
  // Points this far south have no road to them.
  std::atomic<int64_t> no_road_below_micro{-90'000'000};

  const std::string& address() const { return server_.address(); }

 private:
  using Points = std::vector<search::Point>;

  http::testing::Answered Answer(const http::testing::Asked& asked) {
    ++requests;
    const bool osrm = asked.method == "GET";
    http::testing::Answered answer;
    answer.silent = habit == Habit::kSilent;
    answer.hangs_up = habit == Habit::kHangsUp;
    if (habit == Habit::kBusy) {
      answer.status = "429 Too Many Requests";
    } else if (habit == Habit::kErrorInside) {
      answer.body = osrm ? R"({"code":"NoTable","message":"No table found"})"
                         : R"({"error_code":171,"error":"No suitable edges near location"})";
    } else if (!answer.silent) {
      answer.body = osrm ? Osrm(asked.target, &answer.status) : Valhalla(asked.body);
    }
    return answer;
  }

  Json Cell(const search::Point& from, const search::Point& to) const {
    if (std::min(from.latitude_micro, to.latitude_micro) < no_road_below_micro) return nullptr;
    return search::MetresBetween(from, to);
  }
  void Note(size_t points) {
    if (points > points_max_seen) points_max_seen = points;
  }

  // `/table/v1/foot/lon,lat;lon,lat?annotations=duration&sources=0&destinations=1`
  std::string Osrm(const std::string& target, std::string* status) {
    const std::pair<std::string, std::string> parts =
        absl::StrSplit(target, absl::MaxSplits('?', 1));
    const std::vector<std::string> path = absl::StrSplit(parts.first, '/');
    CHECK(path.size() == 5 && path[1] == "table" && path[2] == "v1");
    Points points;
    for (const auto& each : absl::StrSplit(path[4], ';')) {
      const std::pair<std::string, std::string> place = absl::StrSplit(each, ',');
      points.push_back({MicroOf(std::stod(place.second)), MicroOf(std::stod(place.first))});
    }
    Note(points.size());
    if (points.size() > kPointsMax) {
      *status = "400 Bad Request";
      return R"({"code":"TooBig","message":"Too many table coordinates"})";
    }
    const auto places = [&](const std::string& name) {
      Points chosen;
      for (const auto& each : absl::StrSplit(parts.second, '&')) {
        const std::pair<std::string, std::string> said = absl::StrSplit(each, '=');
        if (said.first != name) continue;
        for (const auto& place : absl::StrSplit(said.second, ';')) {
          chosen.push_back(points.at(std::stoul(std::string(place))));
        }
      }
      return chosen;
    };
    Json reply = {{"code", "Ok"}, {"durations", Json::array()}};
    for (const search::Point& from : places("sources")) {
      reply["durations"].push_back(Json::array());
      for (const search::Point& to : places("destinations")) {
        reply["durations"].back().push_back(Cell(from, to));
      }
    }
    return reply.dump();
  }

  std::string Valhalla(const std::string& body) {
    const Json asked = Json::parse(body);
    Note(asked["sources"].size() + asked["targets"].size());
    const auto point = [](const Json& each) {
      return search::Point{MicroOf(each["lat"].get<double>()), MicroOf(each["lon"].get<double>())};
    };
    Json reply = {{"sources_to_targets", Json::array()}, {"units", asked["units"]}};
    for (const Json& from : asked["sources"]) {
      Json row = Json::array();
      for (const Json& to : asked["targets"]) {
        const Json seconds = Cell(point(from), point(to));
        row.push_back(
            {{"distance", seconds.is_null() ? Json() : Json(seconds.get<int64_t>() / 1e3)},
             {"time", seconds},
             {"from_index", reply["sources_to_targets"].size()},
             {"to_index", row.size()}});
      }
      reply["sources_to_targets"].push_back(row);
    }
    return reply.dump();
  }

  static int64_t MicroOf(double degrees) { return std::llround(degrees * 1e6); }

  http::testing::Server server_{
      [this](const http::testing::Asked& asked) { return Answer(asked); }};
};

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_FINDING_TESTING_ENGINE_H_
