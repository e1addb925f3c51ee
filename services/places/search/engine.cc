#include "services/places/search/engine.h"

#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "services/common/status_macros.h"

namespace tuoqiao::places::search {
namespace {

using Json = nlohmann::json;

constexpr int64_t kMicro = 1'000'000;
// Longer than any way with a child; what is more is no time.
constexpr int64_t kSecondsMax = 10'000'000;
// OSRM moves a point to the nearest road, however far that is.
constexpr int64_t kMovedMetresMax = 1000;

absl::Status Unusable(absl::string_view why) {
  return absl::UnavailableError(absl::StrCat("the engine's answer is no table: ", why));
}

std::string Degrees(int64_t micro) {
  const int64_t whole = micro < 0 ? -micro : micro;
  return absl::StrFormat("%s%d.%06d", micro < 0 ? "-" : "", whole / kMicro, whole % kMicro);
}

// `0;1;2` from `first` on.
std::string Places(size_t first, size_t count) {
  std::vector<size_t> places;
  for (size_t i = 0; i < count; ++i) places.push_back(first + i);
  return absl::StrJoin(places, ";");
}

EngineRequest AskOsrm(absl::string_view address, const std::vector<Point>& from,
                      const std::vector<Point>& to, Mode mode) {
  // An OSRM process answers by the profile that its map was made with, whatever stands here.
  constexpr std::array<absl::string_view, kModes.size()> kProfiles = {"foot", "bike", "",
                                                                      "driving"};
  std::vector<Point> points = from;
  points.insert(points.end(), to.begin(), to.end());
  const std::string coordinates =
      absl::StrJoin(points, ";", [](std::string* out, const Point& each) {
        absl::StrAppend(out, Degrees(each.longitude_micro), ",", Degrees(each.latitude_micro));
      });
  return {absl::StrCat(address, "/table/v1/", kProfiles[static_cast<size_t>(mode)], "/",
                       coordinates, "?annotations=duration&sources=", Places(0, from.size()),
                       "&destinations=", Places(from.size(), to.size())),
          ""};
}

std::string Locations(const std::vector<Point>& points) {
  return absl::StrJoin(points, ",", [](std::string* out, const Point& each) {
    absl::StrAppend(out, "{\"lat\":", Degrees(each.latitude_micro),
                    ",\"lon\":", Degrees(each.longitude_micro), "}");
  });
}

EngineRequest AskValhalla(absl::string_view address, const std::vector<Point>& from,
                          const std::vector<Point>& to, Mode mode) {
  constexpr std::array<absl::string_view, kModes.size()> kCostings = {"pedestrian", "bicycle", "",
                                                                      "auto"};
  return {absl::StrCat(address, "/sources_to_targets"),
          absl::StrCat("{\"sources\":[", Locations(from), "],\"targets\":[", Locations(to),
                       "],\"costing\":\"", kCostings[static_cast<size_t>(mode)],
                       "\",\"units\":\"kilometers\"}")};
}

// A time in seconds, or kNoWay for null.
absl::StatusOr<int64_t> ReadSeconds(const Json& json) {
  if (json.is_null()) return kNoWay;
  if (!json.is_number()) return Unusable("a time is no number");
  if (!(json.get<double>() >= 0 && json.get<double>() <= static_cast<double>(kSecondsMax))) {
    return Unusable("a time is no time");
  }
  return std::llround(json.get<double>());
}

const Json* Find(const Json& json, const char* key) {
  if (!json.is_object()) return nullptr;
  const auto found = json.find(key);
  return found == json.end() ? nullptr : &*found;
}

// `cell` gives the time of a cell of the array of arrays.
template <typename Cell>
absl::StatusOr<TravelTable> ReadRows(const Json* table, size_t rows, size_t columns,
                                     const Cell& cell) {
  if (table == nullptr || !table->is_array() || table->size() != rows) {
    return Unusable("it has not a row for each start");
  }
  TravelTable read;
  read.columns = columns;
  for (const Json& row : *table) {
    if (!row.is_array() || row.size() != columns) return Unusable("a row has not its columns");
    for (const Json& each : row) {
      ASSIGN_OR_RETURN(const int64_t seconds, ReadSeconds(cell(each)));
      read.seconds.push_back(seconds);
    }
  }
  return read;
}

// Whether the point at a place of `waypoints` was moved too far; not where the engine does not say.
bool MovedFar(const Json* waypoints, size_t place) {
  if (waypoints == nullptr || !waypoints->is_array() || place >= waypoints->size()) return false;
  const Json* const metres = Find((*waypoints)[place], "distance");
  return metres != nullptr && metres->is_number() &&
         metres->get<double>() > static_cast<double>(kMovedMetresMax);
}

absl::StatusOr<TravelTable> ReadOsrm(const Json& json, size_t rows, size_t columns) {
  const Json* const code = Find(json, "code");
  if (code == nullptr || *code != "Ok") return Unusable("its code is not Ok");
  ASSIGN_OR_RETURN(TravelTable table,
                   ReadRows(Find(json, "durations"), rows, columns,
                            [](const Json& each) -> const Json& { return each; }));
  const Json* const sources = Find(json, "sources");
  const Json* const destinations = Find(json, "destinations");
  for (size_t row = 0; row < rows; ++row) {
    for (size_t column = 0; column < columns; ++column) {
      if (MovedFar(sources, row) || MovedFar(destinations, column)) {
        table.seconds[row * columns + column] = kNoWay;
      }
    }
  }
  return table;
}

absl::StatusOr<TravelTable> ReadValhalla(const Json& json, size_t rows, size_t columns) {
  const Json* const table = Find(json, "sources_to_targets");
  // Without `verbose` newer versions have the times alone.
  if (table != nullptr && table->is_object()) {
    return ReadRows(Find(*table, "durations"), rows, columns,
                    [](const Json& each) -> const Json& { return each; });
  }
  static const auto* const kNull = new Json();
  return ReadRows(table, rows, columns, [](const Json& each) -> const Json& {
    const Json* const time = Find(each, "time");
    return time == nullptr ? *kNull : *time;
  });
}

}  // namespace

absl::string_view EngineName(Engine engine) {
  return engine == Engine::kOsrm ? "OSRM" : "VALHALLA";
}

EngineRequest AskTable(Engine engine, absl::string_view address, const std::vector<Point>& from,
                       const std::vector<Point>& to, Mode mode) {
  address = absl::StripSuffix(address, "/");
  return engine == Engine::kOsrm ? AskOsrm(address, from, to, mode)
                                 : AskValhalla(address, from, to, mode);
}

absl::StatusOr<TravelTable> ReadTable(Engine engine, const EngineReply& reply, size_t rows,
                                      size_t columns) {
  if (reply.status != 200) return Unusable(absl::StrCat("HTTP ", reply.status));
  const Json json = Json::parse(reply.body.begin(), reply.body.end(), nullptr, false);
  if (json.is_discarded()) return Unusable("it is no JSON");
  return engine == Engine::kOsrm ? ReadOsrm(json, rows, columns)
                                 : ReadValhalla(json, rows, columns);
}

}  // namespace tuoqiao::places::search
