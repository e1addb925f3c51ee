#include "services/places/centre.h"

#include <gtest/gtest.h>

#include "services/common/errors.h"

namespace tuoqiao::places {
namespace {

constexpr absl::CivilDay kToday(2026, 10, 1);

Group MakeGroup(const std::string& id, GroupKind kind, int64_t seats) {
  Group group;
  group.id = id;
  group.code = id;
  group.kind = kind;
  group.capacity = seats;
  group.pools = {{"SHARED", "", seats}};
  return group;
}

TEST(CentreTest, AGroupIsNoLargerThanItsKindAllows) {
  struct Case {
    GroupKind kind;
    int64_t seats;
    const char* reason;
  };
  for (const Case& each : {
           Case{GroupKind::kInfant, 10, ""},
           Case{GroupKind::kInfant, 11, "CAPACITY_OVER_BAND"},
           Case{GroupKind::kSmall, 15, ""},
           Case{GroupKind::kSmall, 16, "CAPACITY_OVER_BAND"},
           Case{GroupKind::kLarge, 20, ""},
           Case{GroupKind::kLarge, 21, "CAPACITY_OVER_BAND"},
           Case{GroupKind::kMixed, 18, ""},
           Case{GroupKind::kMixed, 19, "CAPACITY_OVER_BAND"},
       }) {
    EXPECT_EQ(ReasonOf(CheckGroups({MakeGroup("c/g", each.kind, each.seats)})), each.reason)
        << BandOf(each.kind).name << " " << each.seats;
  }
}

TEST(CentreTest, ABandHoldsItsFirstMonthAndNotItsLast) {
  struct Case {
    GroupKind kind;
    int64_t from, until;
  };
  for (const Case& each : {Case{GroupKind::kInfant, 6, 12}, Case{GroupKind::kSmall, 12, 24},
                           Case{GroupKind::kLarge, 24, 36}, Case{GroupKind::kMixed, 18, 36}}) {
    const Band& band = BandOf(each.kind);
    EXPECT_FALSE(band.Holds(each.from - 1)) << band.name;
    EXPECT_TRUE(band.Holds(each.from)) << band.name;
    EXPECT_TRUE(band.Holds(each.until - 1)) << band.name;
    EXPECT_FALSE(band.Holds(each.until)) << band.name;
  }
}

TEST(CentreTest, ALocationIsAPointOnEarthThatSomebodyFilledIn) {
  EXPECT_TRUE(CheckLocation(30'100'000, 126'200'000).ok());
  EXPECT_TRUE(CheckLocation(-90'000'000, -180'000'000).ok());
  EXPECT_EQ(ReasonOf(CheckLocation(0, 0)), "LOCATION_INVALID");
  EXPECT_EQ(ReasonOf(CheckLocation(90'000'001, 0)), "LOCATION_INVALID");
  EXPECT_EQ(ReasonOf(CheckLocation(0, -180'000'001)), "LOCATION_INVALID");
  EXPECT_EQ(ReasonOf(CheckLocation(INT64_MIN, 1)), "LOCATION_INVALID");
}

TEST(CentreTest, SeatsMayGoDownToThePlacesInGroupAndPool) {
  Group group = MakeGroup("c/g", GroupKind::kLarge, 4);
  group.pools = {{"RESERVED", "91a", 3}, {"SHARED", "", 1}};
  const TakenSeats reserved = {"c/g", "RESERVED/91a", 3, std::nullopt};
  const TakenSeats shared = {"c/g", "SHARED", 1, std::nullopt};
  const TakenSeats leaving = {"c/g", "SHARED", 1, kToday + 5};
  const TakenSeats left = {"c/g", "SHARED", 1, kToday};
  struct Case {
    std::vector<TakenSeats> enrolled;
    const char* reason;
  };
  for (const Case& each : {
           Case{{}, ""},
           Case{{reserved, shared}, ""},
           Case{{reserved, left, leaving}, ""},
           Case{{reserved, shared, leaving}, "CAPACITY_BELOW_ENROLMENTS"},
           Case{{shared, leaving},
                "CAPACITY_BELOW_ENROLMENTS"},  // The pool is full, not the group.
           Case{{{"c/h", "SHARED", 1, std::nullopt}}, "CAPACITY_BELOW_ENROLMENTS"},
       }) {
    EXPECT_EQ(ReasonOf(CheckKeepsPlaces({group}, each.enrolled, kToday)), each.reason);
  }
}

TEST(CentreTest, KnowsWhichGroupsAreGoneAndWhetherAnythingChanged) {
  Centre before;
  before.id = "c";
  before.groups = {MakeGroup("c/a", GroupKind::kSmall, 3), MakeGroup("c/b", GroupKind::kSmall, 3)};
  Centre after = before;
  after.revision = 7;
  EXPECT_TRUE(SaysTheSame(before, after));
  EXPECT_TRUE(GroupsGone(before, after).empty());
  after.groups.pop_back();
  EXPECT_FALSE(SaysTheSame(before, after));
  ASSERT_EQ(GroupsGone(before, after).size(), 1u);
  EXPECT_EQ(GroupsGone(before, after)[0].id, "c/b");
}

}  // namespace
}  // namespace tuoqiao::places
