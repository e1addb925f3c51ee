// What routing engines are asked and what they answer: the table APIs of OSRM and Valhalla. Pure;
// who carries the bytes is another.
#ifndef TUOQIAO_SERVICES_PLACES_SEARCH_ENGINE_H_
#define TUOQIAO_SERVICES_PLACES_SEARCH_ENGINE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/places/search/travel.h"

namespace tuoqiao::places::search {

enum class Engine { kOsrm, kValhalla };
// "OSRM", as the config has it.
absl::string_view EngineName(Engine engine);

// An HTTP request. `body` is empty where it is a GET; else it is JSON and sent by POST.
struct EngineRequest {
  std::string url;
  std::string body;
};
// Where `from` and `to` are so many points, or fewer, together, both engines answer as they come.
inline constexpr size_t kTablePointsMax = 100;

// `address` is `http://host:port`, perhaps with a path before the API's own. Not for Mode::kBus:
// neither engine's table knows timetables.
EngineRequest AskTable(Engine engine, absl::string_view address, const std::vector<Point>& from,
                       const std::vector<Point>& to, Mode mode);

struct EngineReply {
  int status = 0;  // Of HTTP.
  absl::string_view body;
};
// Whole seconds of moving, halves up; kNoWay where the engine has none, or where it moved a point
// by more than a kilometre to find a road. UNAVAILABLE where the answer is no table of that size;
// its text holds nothing of what was asked.
absl::StatusOr<TravelTable> ReadTable(Engine engine, const EngineReply& reply, size_t rows,
                                      size_t columns);

}  // namespace tuoqiao::places::search

#endif  // TUOQIAO_SERVICES_PLACES_SEARCH_ENGINE_H_
