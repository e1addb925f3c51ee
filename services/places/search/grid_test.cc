#include "services/places/search/grid.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace tuoqiao::places::search {
namespace {

// What the grid has to be: every point looked at.
std::vector<Grid::Found> Brute(const std::vector<Point>& points, const Near& near) {
  std::vector<Grid::Found> found;
  for (size_t i = 0; i < points.size(); ++i) {
    const auto nearness = NearnessOf(near, points[i]);
    if (nearness.has_value()) found.push_back({i, *nearness});
  }
  return found;
}

void ExpectAsBrute(const Grid& grid, const Near& near) {
  const auto expected = Brute(grid.points(), near);
  const auto found = grid.Find(near);
  ASSERT_EQ(found.size(), expected.size());
  for (size_t i = 0; i < found.size(); ++i) {
    EXPECT_EQ(found[i].index, expected[i].index);
    EXPECT_EQ(found[i].nearness.which, expected[i].nearness.which);
    EXPECT_EQ(found[i].nearness.metres, expected[i].nearness.metres);
  }
}

// Points and questions around a place; what is beyond the edge of the map comes in from the other.
class Around {
 public:
  Around(const Point& middle, int64_t spread_micro, uint64_t seed)
      : middle_(middle), spread_micro_(spread_micro), random_(seed) {}

  Point Next() {
    const int64_t latitude = middle_.latitude_micro + Between(-spread_micro_, spread_micro_);
    int64_t longitude = middle_.longitude_micro + Between(-spread_micro_, spread_micro_);
    if (longitude > 180'000'000) longitude -= 360'000'000;
    if (longitude < -180'000'000) longitude += 360'000'000;
    return {std::clamp<int64_t>(latitude, -90'000'000, 90'000'000), longitude};
  }
  Near NextNear() {
    Near near;
    for (int64_t i = Between(0, 3); i > 0; --i) near.points.push_back(Next());
    near.circle_metres = Between(0, 6000);
    if (Between(0, 1) == 1) near.way = Near::Way{Next(), Next()};
    near.way_more_metres = Between(0, 3000);
    return near;
  }
  int64_t Between(int64_t least, int64_t most) {
    return std::uniform_int_distribution<int64_t>(least, most)(random_);
  }

 private:
  const Point middle_;
  const int64_t spread_micro_;
  std::mt19937_64 random_;
};

TEST(GridTest, FindsWhatLookingAtEveryPointFinds) {
  struct Case {
    const char* where;
    Point middle;
    int64_t spread_micro;
  };
  for (const Case& each : {
           Case{"a city", {30'100'000, 126'200'000}, 150'000},
           Case{"in the north", {68'000'000, 25'000'000}, 300'000},
           Case{"south and west", {-33'400'000, -70'600'000}, 200'000},
           Case{"where longitudes begin again", {-17'000'000, 180'000'000}, 200'000},
           Case{"the equator and the first meridian", {0, 0}, 200'000},
           Case{"a pole", {89'900'000, 0}, 200'000},
           Case{"where meridians run together", {84'900'000, 10'000'000}, 400'000},
       }) {
    SCOPED_TRACE(each.where);
    Around around(each.middle, each.spread_micro, 7);
    std::vector<Point> points;
    for (int i = 0; i < 3000; ++i) points.push_back(around.Next());
    const Grid grid(points);
    for (int i = 0; i < 100; ++i) ExpectAsBrute(grid, around.NextNear());
  }
}

TEST(GridTest, TheEdgeOfACircleIsInside) {
  // 0.018 degrees on a meridian: 6,371,008.8 m x 0.018 x pi / 180 = 2,001.5 m.
  const Point home = {30'000'000, 120'000'000}, centre = {30'018'000, 120'000'000};
  ASSERT_EQ(MetresBetween(home, centre), 2002);
  const Grid grid({centre});
  Near near;
  near.points = {home};
  near.circle_metres = 2001;
  EXPECT_TRUE(grid.Find(near).empty());
  near.circle_metres = 2002;
  ASSERT_EQ(grid.Find(near).size(), 1u);
  EXPECT_EQ(grid.Find(near)[0].nearness.metres, 2002);
}

TEST(GridTest, OfSeveralCirclesTheNearestCountsAndTheWayLast) {
  const Point home = {30'000'000, 120'000'000}, work = {30'000'000, 120'040'000};
  Near near;
  near.points = {home, work};
  near.circle_metres = 3000;
  near.way = Near::Way{home, work};
  near.way_more_metres = 100;
  EXPECT_EQ(NearnessOf(near, {30'000'000, 120'010'000})->which, 0u);
  EXPECT_EQ(NearnessOf(near, {30'000'000, 120'030'000})->which, 1u);
  near.circle_metres = 500;
  EXPECT_EQ(NearnessOf(near, {30'000'000, 120'020'000})->which, Nearness::kOnTheWay);
  EXPECT_EQ(NearnessOf(near, {30'010'000, 120'020'000}), std::nullopt);
}

TEST(GridTest, ManyPointsMayStandOnOneSpotAndNoneOnAnother) {
  const Point spot = {30'000'000, 120'000'000};
  Near near;
  near.points = {spot};
  EXPECT_EQ(Grid(std::vector<Point>(50, spot)).Find(near).size(), 50u);
  EXPECT_TRUE(Grid({}).Find(near).empty());
  EXPECT_TRUE(Grid({spot}).Find(Near()).empty());
}

}  // namespace
}  // namespace tuoqiao::places::search
