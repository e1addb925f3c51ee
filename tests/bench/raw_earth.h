// The peer of searches: PostgreSQL's earthdistance over a GiST index of its cubes, with nothing of
// ours between.
#ifndef TUOQIAO_TESTS_BENCH_RAW_EARTH_H_
#define TUOQIAO_TESTS_BENCH_RAW_EARTH_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/places/search/distance.h"

namespace tuoqiao::bench {

// Not thread safe.
class RawEarth {
 public:
  virtual ~RawEarth() = default;

  // The points, by their place in the list, in a table of their own.
  virtual absl::Status Load(const std::vector<places::search::Point>& points) = 0;

  struct Query {
    places::search::Point home, work, third;  // The third may be the first again.
    int64_t metres = 0;
  };
  // The 20 of the shortest way from home past the point to work, of those within the circles.
  virtual absl::StatusOr<std::vector<int64_t>> Nearest(const Query& query) = 0;
  // How many are within the circles.
  virtual absl::StatusOr<int64_t> CountNear(const Query& query) = 0;
};

absl::StatusOr<std::unique_ptr<RawEarth>> OpenRawEarth(const std::string& conninfo);

}  // namespace tuoqiao::bench

#endif  // TUOQIAO_TESTS_BENCH_RAW_EARTH_H_
