// An emulator of routing engines for the tests of this folder: the table APIs of OSRM and Valhalla
// over HTTP, with the habits of the real ones. Its map is an empty plain on which everybody moves a
// metre a second.
#ifndef TUOQIAO_SERVICES_PLACES_FINDING_TESTING_ENGINE_H_
#define TUOQIAO_SERVICES_PLACES_FINDING_TESTING_ENGINE_H_

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/check.h"
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

  EngineEmulator() {
    listener_ = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    CHECK(bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    CHECK(listen(listener_, 16) == 0);
    socklen_t size = sizeof address;
    CHECK(getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    address_ = absl::StrCat("http://127.0.0.1:", ntohs(address.sin_port));
    accepting_ = std::thread([this] { Accept(); });
  }
  ~EngineEmulator() {
    shutdown(listener_, SHUT_RDWR);
    accepting_.join();
    close(listener_);
    {
      std::lock_guard<std::mutex> lock(mutex_);
      for (const int connection : connections_) shutdown(connection, SHUT_RDWR);
    }
    for (std::thread& each : serving_) each.join();
  }
  EngineEmulator(const EngineEmulator&) = delete;
  EngineEmulator& operator=(const EngineEmulator&) = delete;

  const std::string& address() const { return address_; }

 private:
  using Points = std::vector<search::Point>;

  void Accept() {
    for (;;) {
      const int connection = accept(listener_, nullptr, nullptr);
      if (connection < 0) return;
      std::lock_guard<std::mutex> lock(mutex_);
      connections_.push_back(connection);
      serving_.emplace_back([this, connection] { Serve(connection); });
    }
  }

  // Requests of one connection, one after the other.
  void Serve(int connection) {
    std::string bytes;
    while (ReadRequest(connection, &bytes)) {
    }
    close(connection);
  }

  static bool Receive(int connection, std::string* bytes) {
    char buffer[4096];
    const ssize_t got = recv(connection, buffer, sizeof buffer, 0);
    if (got <= 0) return false;
    bytes->append(buffer, static_cast<size_t>(got));
    return true;
  }

  bool ReadRequest(int connection, std::string* bytes) {
    size_t end;
    while ((end = bytes->find("\r\n\r\n")) == std::string::npos) {
      if (!Receive(connection, bytes)) return false;
    }
    const std::string head = bytes->substr(0, end);
    size_t length = 0;
    const size_t said = head.find("Content-Length: ");
    if (said != std::string::npos) length = std::stoul(head.substr(said + 16));
    while (bytes->size() < end + 4 + length) {
      if (!Receive(connection, bytes)) return false;
    }
    const std::string body = bytes->substr(end + 4, length);
    bytes->erase(0, end + 4 + length);
    ++requests;
    return Answer(connection, head, body);
  }

  bool Answer(int connection, const std::string& head, const std::string& body) {
    const std::vector<std::string> words = absl::StrSplit(head, ' ');
    const bool osrm = words[0] == "GET";
    if (habit == Habit::kSilent) return true;
    std::string status = "200 OK", reply;
    if (habit == Habit::kBusy) {
      status = "429 Too Many Requests";
    } else if (habit == Habit::kErrorInside) {
      reply = osrm ? R"({"code":"NoTable","message":"No table found"})"
                   : R"({"error_code":171,"error":"No suitable edges near location"})";
    } else {
      reply = osrm ? Osrm(words[1], &status) : Valhalla(body);
    }
    std::string bytes = absl::StrCat("HTTP/1.1 ", status, "\r\nContent-Type: application/json",
                                     "\r\nContent-Length: ", reply.size(), "\r\n\r\n", reply);
    if (habit == Habit::kHangsUp) bytes.resize(bytes.size() / 2);
    const bool sent = send(connection, bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
                      static_cast<ssize_t>(bytes.size());
    return sent && habit != Habit::kHangsUp;
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

  int listener_ = -1;
  std::string address_;
  std::thread accepting_;
  std::mutex mutex_;
  std::vector<int> connections_;
  std::vector<std::thread> serving_;
};

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_FINDING_TESTING_ENGINE_H_
