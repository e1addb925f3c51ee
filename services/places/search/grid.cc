#include "services/places/search/grid.h"

#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <utility>

namespace tuoqiao::places::search {
namespace {

// About 1,100 metres from south to north: a circle of two kilometres meets some 25 cells.
constexpr int64_t kCellMicro = 10'000;
constexpr int64_t kTurnMicro = 360'000'000, kHalfTurnMicro = 180'000'000;
constexpr int64_t kColumns = kTurnMicro / kCellMicro;
constexpr int64_t kQuarterTurnMicro = 90'000'000;
// The way is walked in steps of half its width, and of no less than this.
constexpr int64_t kStepMetres = 500;
// Where more cells would have to be looked into, and where meridians run together, every point is
// looked at instead.
constexpr size_t kCellsMax = 100'000;
constexpr int64_t kPolarMicro = 85'000'000;

int64_t RowOf(int64_t latitude_micro) { return (latitude_micro + kQuarterTurnMicro) / kCellMicro; }
int64_t ColumnOf(int64_t longitude_micro) {
  return ((longitude_micro + kHalfTurnMicro) / kCellMicro) % kColumns;
}
int64_t CellOf(int64_t row, int64_t column) { return row * kColumns + column; }
int64_t CellOf(const Point& point) {
  return CellOf(RowOf(point.latitude_micro), ColumnOf(point.longitude_micro));
}

// The shorter way round.
int64_t LongitudeBetween(const Point& from, const Point& to) {
  int64_t between = to.longitude_micro - from.longitude_micro;
  if (between > kHalfTurnMicro) between -= kTurnMicro;
  if (between < -kHalfTurnMicro) between += kTurnMicro;
  return between;
}

int64_t WithinATurn(int64_t longitude_micro) {
  if (longitude_micro > kHalfTurnMicro) return longitude_micro - kTurnMicro;
  return longitude_micro < -kHalfTurnMicro ? longitude_micro + kTurnMicro : longitude_micro;
}

int64_t LengthOf(const std::optional<Near::Way>& way) {
  return way.has_value() ? MetresBetween(way->from, way->to) : 0;
}

std::optional<Nearness> NearnessOf(const Near& near, int64_t way_metres, const Point& point) {
  std::optional<Nearness> nearest;
  for (size_t i = 0; i < near.points.size(); ++i) {
    const int64_t metres = MetresBetween(near.points[i], point);
    if (metres > near.circle_metres) continue;
    if (!nearest.has_value() || metres < nearest->metres) nearest = Nearness{i, metres};
  }
  if (nearest.has_value() || !near.way.has_value()) return nearest;
  const int64_t more =
      MetresBetween(near.way->from, point) + MetresBetween(point, near.way->to) - way_metres;
  if (more > near.way_more_metres) return std::nullopt;
  return Nearness{Nearness::kOnTheWay, std::max<int64_t>(more, 0) / 2};
}

// Tells quickly what cannot be near.
class Sieve {
 public:
  Sieve(const Near& near, int64_t way_metres)
      : circle_metres_(near.circle_metres), way_metres_(way_metres + near.way_more_metres) {
    for (const Point& point : near.points) centres_.emplace_back(point);
    if (near.way.has_value()) ends_.emplace(Spot(near.way->from), Spot(near.way->to));
  }

  bool MayBeNear(const Spot& spot) const {
    const bool in_a_circle = std::any_of(centres_.begin(), centres_.end(), [&](const Spot& centre) {
      return spot.MayBeWithin(circle_metres_, centre);
    });
    return in_a_circle ||
           (ends_.has_value() && spot.MayBeOnTheWay(way_metres_, ends_->first, ends_->second));
  }

 private:
  const int64_t circle_metres_, way_metres_;
  std::vector<Spot> centres_;
  std::optional<std::pair<Spot, Spot>> ends_;
};

std::vector<Spot> SpotsOf(const std::vector<Point>& points) {
  std::vector<Spot> spots;
  spots.reserve(points.size());
  for (const Point& point : points) spots.emplace_back(point);
  return spots;
}

bool Polar(const Near& near) {
  const auto polar = [](const Point& point) {
    return std::abs(point.latitude_micro) > kPolarMicro;
  };
  return std::any_of(near.points.begin(), near.points.end(), polar) ||
         (near.way.has_value() && (polar(near.way->from) || polar(near.way->to)));
}

}  // namespace

std::optional<Nearness> NearnessOf(const Near& near, const Point& point) {
  return NearnessOf(near, LengthOf(near.way), point);
}

Grid::Grid(std::vector<Point> points)
    : points_(std::move(points)), spots_(SpotsOf(points_)), order_(points_.size()) {
  std::iota(order_.begin(), order_.end(), 0);
  std::vector<int64_t> cells(points_.size());
  for (size_t i = 0; i < points_.size(); ++i) cells[i] = CellOf(points_[i]);
  std::sort(order_.begin(), order_.end(), [&](uint32_t a, uint32_t b) {
    return std::pair(cells[a], a) < std::pair(cells[b], b);
  });
  for (uint32_t i = 0; i < order_.size(); ++i) {
    const auto [cell, added] = cells_.try_emplace(cells[order_[i]], Stretch{i, 0});
    ++cell->second.count;
  }
}

void Grid::AddCells(const Point& centre, int64_t metres, std::vector<int64_t>* cells) {
  const Box box = BoxAround(centre, metres);
  const int64_t first_row =
      RowOf(std::max(centre.latitude_micro - box.latitude_micro, -kQuarterTurnMicro));
  const int64_t last_row =
      RowOf(std::min(centre.latitude_micro + box.latitude_micro, kQuarterTurnMicro));
  // One column more than the box is wide, and never one twice.
  const int64_t columns = std::min(2 * box.longitude_micro / kCellMicro + 2, kColumns);
  const int64_t first_column = ColumnOf(WithinATurn(centre.longitude_micro - box.longitude_micro));
  for (int64_t row = first_row; row <= last_row && cells->size() <= kCellsMax; ++row) {
    for (int64_t i = 0; i < columns; ++i) {
      cells->push_back(CellOf(row, (first_column + i) % kColumns));
    }
  }
}

void Grid::AddWay(const Near& near, int64_t way_metres, std::vector<int64_t>* cells) {
  const Point& from = near.way->from;
  // Whatever is on the way is so near its axis; a tenth more, because the axis is walked in
  // degrees.
  const int64_t width = HalfWidthOfEllipse(way_metres, near.way_more_metres);
  const int64_t step = std::max(kStepMetres, width / 2);
  const int64_t steps = way_metres / step + 1;
  const int64_t up = near.way->to.latitude_micro - from.latitude_micro;
  const int64_t along = LongitudeBetween(from, near.way->to);
  for (int64_t i = 0; i <= steps && cells->size() <= kCellsMax; ++i) {
    AddCells({from.latitude_micro + up * i / steps,
              WithinATurn(from.longitude_micro + along * i / steps)},
             width + width / 10 + step, cells);
  }
}

std::vector<Grid::Found> Grid::Find(const Near& near) const {
  const int64_t way_metres = LengthOf(near.way);
  std::vector<Found> found;
  const Sieve sieve(near, way_metres);
  const auto look_at = [&](size_t index) {
    if (!sieve.MayBeNear(spots_[index])) return;
    const auto nearness = NearnessOf(near, way_metres, points_[index]);
    if (nearness.has_value()) found.push_back({index, *nearness});
  };
  std::vector<int64_t> cells;
  for (const Point& point : near.points) AddCells(point, near.circle_metres, &cells);
  if (near.way.has_value()) AddWay(near, way_metres, &cells);
  if (cells.size() > kCellsMax || Polar(near)) {
    for (size_t index = 0; index < points_.size(); ++index) look_at(index);
    return found;
  }
  std::sort(cells.begin(), cells.end());
  cells.erase(std::unique(cells.begin(), cells.end()), cells.end());
  for (const int64_t cell : cells) {
    const auto stretch = cells_.find(cell);
    if (stretch == cells_.end()) continue;
    for (uint32_t i = 0; i < stretch->second.count; ++i) {
      look_at(order_[stretch->second.first + i]);
    }
  }
  std::sort(found.begin(), found.end(),
            [](const Found& a, const Found& b) { return a.index < b.index; });
  return found;
}

}  // namespace tuoqiao::places::search
