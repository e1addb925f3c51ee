#include "services/places/search/travel.h"

#include <algorithm>

namespace tuoqiao::places::search {
namespace {

constexpr int64_t kOneBp = 10000, kSecondsOfAnHour = 3600;

}  // namespace

absl::string_view ModeName(Mode mode) {
  constexpr std::array<absl::string_view, kModes.size()> kNames = {"FOOT", "E_BIKE", "BUS", "CAR"};
  return kNames[static_cast<size_t>(mode)];
}

int64_t SecondsFor(int64_t straight_metres, const Pace& pace) {
  if (straight_metres == 0) return 0;
  const int64_t part = pace.metres_per_hour * kOneBp;
  const int64_t whole = straight_metres * pace.detour_bp * kSecondsOfAnHour;
  return pace.fixed_seconds + (2 * whole + part) / (2 * part);
}

int64_t MetresIn(int64_t seconds, const Pace& pace) {
  const int64_t moving = std::max<int64_t>(seconds - pace.fixed_seconds, 0);
  return moving * pace.metres_per_hour * kOneBp / (kSecondsOfAnHour * pace.detour_bp);
}

absl::StatusOr<TravelTable> StraightTravel::Table(const std::vector<Point>& from,
                                                  const std::vector<Point>& to, Mode mode) const {
  const Pace& pace = paces_[static_cast<size_t>(mode)];
  TravelTable table;
  table.columns = to.size();
  table.seconds.reserve(from.size() * to.size());
  for (const Point& start : from) {
    for (const Point& end : to) {
      table.seconds.push_back(SecondsFor(MetresBetween(start, end), pace));
    }
  }
  return table;
}

}  // namespace tuoqiao::places::search
