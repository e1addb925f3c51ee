// Which of many points are near: a grid of cells, hashed.
#ifndef TUOQIAO_SERVICES_PLACES_SEARCH_GRID_H_
#define TUOQIAO_SERVICES_PLACES_SEARCH_GRID_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "services/places/search/distance.h"

namespace tuoqiao::places::search {

// What is meant by near: within a circle of one of the points, or on the way from the first of
// `way` to its second, where a stop makes the straight way longer by at most `way_more_metres`.
struct Near {
  struct Way {
    Point from, to;
  };
  std::vector<Point> points;
  int64_t circle_metres = 0;
  std::optional<Way> way;
  int64_t way_more_metres = 0;
};

// How near a point is. What is on the way is as near as half of what it adds.
struct Nearness {
  static constexpr size_t kOnTheWay = static_cast<size_t>(-1);

  size_t which = kOnTheWay;  // Of `Near::points`.
  int64_t metres = 0;
};
// Nothing where it is not near. Of several circles the nearest, of equals the first; the way only
// where it is in no circle.
std::optional<Nearness> NearnessOf(const Near& near, const Point& point);

// Never changes once it is made; thread safe.
class Grid {
 public:
  explicit Grid(std::vector<Point> points);

  struct Found {
    size_t index = 0;  // Of the points that the grid was made of.
    Nearness nearness;
  };
  // All of them by index: what NearnessOf says of each point.
  std::vector<Found> Find(const Near& near) const;

  const std::vector<Point>& points() const { return points_; }

 private:
  // Cells that hold whatever is within so many metres; more of the earth than that, never less.
  static void AddCells(const Point& centre, int64_t metres, std::vector<int64_t>* cells);
  static void AddWay(const Near& near, int64_t way_metres, std::vector<int64_t>* cells);

  const std::vector<Point> points_;
  const std::vector<Spot> spots_;  // Of the points.
  // A cell's points lie beside each other in `order_`.
  struct Stretch {
    uint32_t first = 0, count = 0;
  };
  std::vector<uint32_t> order_;
  absl::flat_hash_map<int64_t, Stretch> cells_;
};

}  // namespace tuoqiao::places::search

#endif  // TUOQIAO_SERVICES_PLACES_SEARCH_GRID_H_
