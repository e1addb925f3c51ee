// How many children will want a place, with a range: many courses that a park may take, drawn from
// what is said of it and nothing else.
#ifndef TUOQIAO_SERVICES_PLACES_VIABILITY_FORECAST_H_
#define TUOQIAO_SERVICES_PLACES_VIABILITY_FORECAST_H_

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/places/viability/demand.h"
#include "services/places/viability/numbers.h"

namespace tuoqiao::places::viability {

// Children who want a place, by whole months of age.
using Wanting = std::array<int64_t, kOldestMonths>;

// One course of a park: after each month to come, who wants a place.
using Course = std::vector<Wanting>;

// The model. A number that is said as n is drawn from n to n + step - 1, and its ages evenly from
// its band. A family decides once, when its child is six months old or, if it comes later, when it
// comes; so many of them want a place as have applied among those whose child is older now. Each
// month, children leave and come as often as they did in the last twelve, and as many are born as
// there are under twelve months now; of those who come, as many are of each age. None of these
// rates is known better than the numbers it was counted from, so each course draws its own: what
// was counted as x is drawn anew with a mean of x and a half. And no year is like the one before:
// each rate is then more or less by up to the unrest.
std::vector<Course> DrawCourses(const SaidDemand& demand, int64_t months, const Numbers& numbers,
                                uint64_t seed);

// The first eight bytes of SHA-256 over `tuoqiao demand`, the park and the month: the same forecast
// for whoever asks in a month, on every store, as long as the counts are the same.
uint64_t SeedOf(absl::string_view park, absl::CivilMonth month);

// Seats by kind.
using SeatsByKind = std::array<int64_t, kGroupKinds.size()>;

// Who wants a seat of a kind, and how many of these there are for them. MIXED has those of its ages
// (18 to under 36 months) for whom SMALL and LARGE have none.
struct KindDemand {
  int64_t wanting = 0, seated = 0;
};
using DemandByKind = std::array<KindDemand, kGroupKinds.size()>;
DemandByKind Seat(const Wanting& wanting, const SeatsByKind& seats);

// In `share` of the courses the number is from `low` to `high`, and as seldom below as above.
struct Range {
  int64_t low = 0, expected = 0, high = 0;
};
Range RangeOf(std::vector<int64_t> numbers, int64_t share_bp);

enum class Warning { kNone, kPossible, kLikely, kNearlyCertain };
// Whether the seats that are taken are under the floor: at the low end, as expected, at the high
// end, too. None where there are no seats.
Warning WarningOf(const Range& seated, int64_t seats, int64_t floor_bp);

// As a range is said: a number below the least count is none, or, at the high end, the least count.
Range SayRange(const Range& range, int64_t least);

struct KindForecast {
  Range wanting, seated;
  int64_t seats = 0;
  Warning warning = Warning::kNone;
};
struct MonthForecast {
  std::array<KindForecast, kGroupKinds.size()> kinds;
  KindForecast all;  // Nobody twice.
};
std::vector<MonthForecast> ForecastOf(const std::vector<Course>& courses, const SeatsByKind& seats,
                                      const Numbers& numbers);

// A group that is not there: how many more children have a seat with it.
std::vector<KindForecast> PreviewOf(const std::vector<Course>& courses, const SeatsByKind& seats,
                                    GroupKind kind, int64_t group_seats, const Numbers& numbers);

}  // namespace tuoqiao::places::viability

#endif  // TUOQIAO_SERVICES_PLACES_VIABILITY_FORECAST_H_
