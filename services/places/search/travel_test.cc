#include "services/places/search/travel.h"

#include <gtest/gtest.h>

namespace tuoqiao::places::search {
namespace {

TEST(DistanceTest, IsThatOfTheGreatCircle) {
  // A degree of a meridian: 6,371,008.8 x pi / 180 = 111,195.08 m. At 60 degrees north a degree of
  // longitude is half of that along the parallel, and a little less along the great circle.
  EXPECT_EQ(MetresBetween({0, 0}, {1'000'000, 0}), 111195);
  EXPECT_EQ(MetresBetween({0, 0}, {0, 1'000'000}), 111195);
  EXPECT_EQ(MetresBetween({60'000'000, 0}, {60'000'000, 1'000'000}), 55597);
  EXPECT_EQ(MetresBetween({0, 179'500'000}, {0, -179'500'000}), 111195);
  // Half the way round: pi x 6,371,008.8.
  EXPECT_EQ(MetresBetween({90'000'000, 0}, {-90'000'000, 0}), 20015114);
  EXPECT_EQ(MetresBetween({30'100'000, 126'200'000}, {30'100'000, 126'200'000}), 0);
}

TEST(DistanceTest, IsTheSameThereAndBack) {
  const Point a = {30'100'123, 126'200'456}, b = {30'131'789, 126'170'012};
  EXPECT_EQ(MetresBetween(a, b), MetresBetween(b, a));
}

TEST(TravelTest, AStraightLineIsStretchedAndWaitedFor) {
  // 1,000 m x 1.3 = 1,300 m at 4.5 km/h: 1,300 / 4,500 x 3,600 = 1,040 s.
  EXPECT_EQ(SecondsFor(1000, {13000, 4500, 0}), 1040);
  EXPECT_EQ(SecondsFor(1000, {13000, 4500, 420}), 1460);
  // 1 m x 1.3 / 4,500 x 3,600 = 1.04 s; 0.4 m more makes 1.46, which is 1 too: 3 m are 3.12.
  EXPECT_EQ(SecondsFor(1, {13000, 4500, 0}), 1);
  EXPECT_EQ(SecondsFor(3, {13000, 4500, 0}), 3);
  // A half second goes up: 1 m at 7.2 km/h.
  EXPECT_EQ(SecondsFor(1, {10000, 7200, 0}), 1);
  EXPECT_EQ(SecondsFor(0, {13000, 4500, 420}), 0);
}

TEST(TravelTest, HowFarOneGetsIsWhatItTakesTurnedRound) {
  // A quarter of an hour on foot: 900 s at 4.5 km/h are 1,125 m of way, 865 m straight.
  EXPECT_EQ(MetresIn(900, {13000, 4500, 0}), 865);
  EXPECT_EQ(MetresIn(900, {14000, 18000, 420}), 1714);
  EXPECT_EQ(MetresIn(420, {14000, 18000, 420}), 0);
  EXPECT_EQ(MetresIn(100, {14000, 18000, 420}), 0);
}

TEST(TravelTest, ATableHasARowForEachStart) {
  Paces paces;
  paces.fill({10000, 3600, 0});  // A metre a second.
  const auto table =
      StraightTravel(paces).Table({{0, 0}, {0, 1000}}, {{0, 0}, {0, 1000}, {0, 3000}}, Mode::kFoot);
  ASSERT_TRUE(table.ok());
  EXPECT_EQ(table->columns, 3u);
  EXPECT_EQ(table->seconds, (std::vector<int64_t>{0, 111, 334, 111, 0, 222}));
  EXPECT_EQ(table->at(1, 2), 222);
}

}  // namespace
}  // namespace tuoqiao::places::search
