#include "services/places/search/legs.h"

#include <gtest/gtest.h>

namespace tuoqiao::places::search {
namespace {

// Places on a line, a second for each millionth of a degree; from 900 on there is no way to 950.
class LineTravel final : public Travel {
 public:
  absl::StatusOr<TravelTable> Table(const std::vector<Point>& from, const std::vector<Point>& to,
                                    Mode) const override {
    TravelTable table;
    table.columns = to.size();
    for (const Point& a : from) {
      for (const Point& b : to) {
        const int64_t seconds = std::abs(a.latitude_micro - b.latitude_micro);
        const bool cut_off = b.latitude_micro == 950 || a.latitude_micro == 950;
        table.seconds.push_back(cut_off && seconds > 0 ? kNoWay : seconds);
      }
    }
    return table;
  }
};

Point At(int64_t place) { return {place, 0}; }

Family Commuter() {
  Family family;
  family.home = At(100);
  family.work = At(500);
  return family;
}

std::optional<Leg> LegOf(const Family& family, int64_t centre) {
  const auto legs = LegsTo(LineTravel(), family, {At(centre)});
  EXPECT_TRUE(legs.ok()) << legs.status();
  return legs.ok() ? (*legs)[0] : std::nullopt;
}

TEST(LegsTest, ADetourIsWhatTheCentreAddsToTheWayToWork) {
  EXPECT_EQ(LegOf(Commuter(), 300)->detour_seconds(), 0);
  EXPECT_EQ(LegOf(Commuter(), 50)->detour_seconds(), 100);
  const Leg leg = *LegOf(Commuter(), 600);
  EXPECT_EQ(leg.to_seconds, 500);
  EXPECT_EQ(leg.onward_seconds, 100);
  EXPECT_EQ(leg.direct_seconds, 400);
  EXPECT_EQ(leg.detour_seconds(), 200);
  EXPECT_EQ(leg.rest_seconds, 100);
}

TEST(LegsTest, WithoutAWorkplaceItIsThereAndBack) {
  Family family;
  family.home = At(100);
  EXPECT_EQ(LegOf(family, 300)->detour_seconds(), 400);
  family.home.reset();
  family.grandparent = At(100);
  EXPECT_EQ(LegOf(family, 300)->detour_seconds(), 400);
}

TEST(LegsTest, TheChildIsBroughtWhereItAddsLeastBetweenItsSiblings) {
  Family family = Commuter();
  family.siblings = {At(900), At(200)};
  // The way is 100, 900, 200, 500: 800 + 700 + 300.
  EXPECT_EQ(LegOf(family, 950), std::nullopt);
  const Leg far = *LegOf(family, 1000);
  EXPECT_EQ(far.stop, 0u);
  EXPECT_EQ(far.detour_seconds(), 200);
  EXPECT_EQ(far.stops_after, 2);
  EXPECT_EQ(far.rest_seconds, 100 + 700 + 300);
  const Leg near_work = *LegOf(family, 550);
  EXPECT_EQ(near_work.detour_seconds(), 0);
  EXPECT_EQ(near_work.stop, 0u);  // Of equals the earlier.
  const Leg before_work = *LegOf(family, 150);
  EXPECT_EQ(before_work.stop, 0u);
  // The sibling's own centre adds nothing.
  EXPECT_EQ(LegOf(family, 200)->detour_seconds(), 0);
}

TEST(LegsTest, TheGrandparentGoesThereAndBack) {
  Family family = Commuter();
  EXPECT_EQ(LegOf(family, 300)->pick_up_seconds, std::nullopt);
  family.grandparent = At(350);
  EXPECT_EQ(LegOf(family, 300)->pick_up_seconds, 100);
}

TEST(LegsTest, WhereThereIsNoWayToWorkNothingCanBeAddedToIt) {
  Family family = Commuter();
  family.work = At(950);
  EXPECT_FALSE(LegsTo(LineTravel(), family, {At(300)}).ok());
  EXPECT_TRUE(LegsTo(LineTravel(), family, {})->empty());
}

TEST(LegsTest, ACommuteThatIsTooLongIsNoWayToLookAlong) {
  Numbers numbers;
  numbers.paces.fill({10000, 3600, 0});
  numbers.circle_metres = 2000;
  numbers.way_metres_max = 100'000;
  Family family;
  family.home = Point{30'000'000, 120'000'000};
  family.work = Point{30'500'000, 120'000'000};  // 55.6 km.
  EXPECT_TRUE(NearOf(family, numbers).way.has_value());
  numbers.way_metres_max = 50'000;
  EXPECT_FALSE(NearOf(family, numbers).way.has_value());
  EXPECT_EQ(NearOf(family, numbers).points.size(), 2u);
}

}  // namespace
}  // namespace tuoqiao::places::search
