// How long it takes from one place to another: one port, whoever answers.
#ifndef TUOQIAO_SERVICES_PLACES_SEARCH_TRAVEL_H_
#define TUOQIAO_SERVICES_PLACES_SEARCH_TRAVEL_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/places/search/distance.h"

namespace tuoqiao::places::search {

enum class Mode { kFoot, kEBike, kBus, kCar };
inline constexpr std::array<Mode, 4> kModes = {Mode::kFoot, Mode::kEBike, Mode::kBus, Mode::kCar};
// "FOOT", as the contract has it.
absl::string_view ModeName(Mode mode);

// Where there is no way.
inline constexpr int64_t kNoWay = -1;

// Seconds from each of some points to each of others.
struct TravelTable {
  size_t columns = 0;            // As many as there are points to go to.
  std::vector<int64_t> seconds;  // Row by row; a row is a point to start from.

  int64_t at(size_t from, size_t to) const { return seconds[from * columns + to]; }
};

// Thread safe.
class Travel {
 public:
  virtual ~Travel() = default;
  // From door to door, with what it takes to park or to wait. From a place to itself it takes no
  // time.
  virtual absl::StatusOr<TravelTable> Table(const std::vector<Point>& from,
                                            const std::vector<Point>& to, Mode mode) const = 0;
};

// How fast one gets on by a mode.
struct Pace {
  int64_t detour_bp = 10000;    // The way by the straight line.
  int64_t metres_per_hour = 0;  // Along the way, with its crossings and stops.
  int64_t fixed_seconds = 0;    // Each way: unlocking, waiting, parking.
};
using Paces = std::array<Pace, kModes.size()>;  // By mode.

// The model that needs nobody: straight lines, stretched.
class StraightTravel final : public Travel {
 public:
  explicit StraightTravel(const Paces& paces) : paces_(paces) {}

  absl::StatusOr<TravelTable> Table(const std::vector<Point>& from, const std::vector<Point>& to,
                                    Mode mode) const override;

 private:
  const Paces paces_;
};

// To the second, halves up; 0 for no distance.
int64_t SecondsFor(int64_t straight_metres, const Pace& pace);
// How far one gets in that time, as a straight line; 0 where it is gone before one starts.
int64_t MetresIn(int64_t seconds, const Pace& pace);

}  // namespace tuoqiao::places::search

#endif  // TUOQIAO_SERVICES_PLACES_SEARCH_TRAVEL_H_
