// A land of centres, and families who search there: what searches are measured on.
#ifndef TUOQIAO_TESTS_BENCH_LAND_H_
#define TUOQIAO_TESTS_BENCH_LAND_H_

#include <cstdint>
#include <random>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/places/centre.h"
#include "services/places/contracts/pool_days.h"
#include "services/places/search/rank.h"

namespace tuoqiao::bench {

// The day on which everybody searches.
inline constexpr absl::CivilDay kLandToday(2026, 10, 15);

// What a search is asked for, with the child.
struct Asked {
  places::search::Family family;
  places::Asker asker;
  absl::CivilDay birth_date;
};

// A degree each way: half of the centres in towns of ten kilometres, the rest anywhere.
class Land {
 public:
  explicit Land(uint64_t seed);

  // By id.
  std::vector<places::Centre> Centres(int64_t count);
  // What is taken of each centre; one group in five is full.
  std::vector<std::vector<places::TakenSeats>> Taken(const std::vector<places::Centre>& centres);
  Asked NextAsked();

 private:
  int64_t Between(int64_t least, int64_t most);
  places::search::Point Near(const places::search::Point& point, int64_t micro);
  places::search::Point Anywhere();
  places::Centre NextCentre(int64_t number);

  std::mt19937_64 random_;
  std::vector<places::search::Point> towns_;
};

}  // namespace tuoqiao::bench

#endif  // TUOQIAO_TESTS_BENCH_LAND_H_
