#include "services/places/viability/occupancy.h"

#include <gtest/gtest.h>

#include "services/places/viability/testing_numbers.h"

namespace tuoqiao::places::viability {
namespace {

constexpr absl::CivilDay kToday(2026, 10, 15);
constexpr absl::CivilMonth kOctober(2026, 10);

// A centre with a group SMALL of 15 and one LARGE of 20.
class OccupancyTest : public testing::Test {
 protected:
  OccupancyTest() {
    known_.groups = {{"a", "a/large", GroupKind::kLarge, 20},
                     {"a", "a/small", GroupKind::kSmall, 15}};
    known_.opening_days = {10, 0, 0};
  }
  void AddPlaces(int count, const std::string& group, absl::CivilDay from,
                 absl::CivilDay until = absl::CivilDay(2027, 6, 1)) {
    for (int i = 0; i < count; ++i) known_.places.push_back({group, {from, until}});
  }
  std::vector<Occupied> Count(bool of_park = false) {
    return OccupancyOf(known_, {kOctober, 3}, kToday, TestingNumbers(), of_park);
  }

  SeatsKnown known_;
};

TEST_F(OccupancyTest, CountsWhatIsOfferedAcceptedAndBegun) {
  for (int i = 0; i < 6; ++i)
    known_.offers.push_back({"a/large", {kToday, absl::CivilDay(2027, 1, 1)}});
  AddPlaces(7, "a/large", absl::CivilDay(2026, 9, 1));
  AddPlaces(5, "a/large", absl::CivilDay(2026, 11, 2));
  const auto found = Count();
  ASSERT_EQ(found.size(), 3u);
  const auto& months = found[1].months;
  EXPECT_EQ(months[0].drafted.children(), 6);
  EXPECT_EQ(months[0].confirmed.children(), 7);
  EXPECT_EQ(months[0].planned.children(), 0);
  EXPECT_EQ(months[1].planned.children(), 5);
  EXPECT_EQ(months[1].confirmed.children(), 7);
  // Twelve of 20 is above the floor, seven of 20 is not.
  EXPECT_TRUE(months[0].under_floor);
  EXPECT_FALSE(months[1].under_floor);
  EXPECT_EQ(months[1].staff_needed, 2);
  EXPECT_EQ(ShareBp(months[1].confirmed.children_milli, found[1].seats * 1000), 3500);
}

TEST_F(OccupancyTest, AMonthIsAsItStandsOnItsLastDay) {
  AddPlaces(6, "a/small", absl::CivilDay(2026, 9, 1), absl::CivilDay(2026, 10, 31));
  AddPlaces(5, "a/small", absl::CivilDay(2026, 9, 1), absl::CivilDay(2026, 11, 1));
  const auto months = Count()[2].months;
  EXPECT_EQ(months[0].confirmed.children(), 5);
  EXPECT_EQ(months[1].confirmed.children(), 0);
}

// Seats of another park count on the days of the contract: no month outside of them has any, is
// under a floor or makes a share smaller.
TEST_F(OccupancyTest, SeatsThatAreLentCountOnTheDaysOfTheirContract) {
  known_.groups.insert(known_.groups.begin() + 1,
                       {"a", "a/lent", GroupKind::kLarge, 10,
                        Period{absl::CivilDay(2026, 11, 1), absl::CivilDay(2026, 12, 15)}});
  AddPlaces(8, "a/large", absl::CivilDay(2026, 9, 1));
  AddPlaces(5, "a/lent", absl::CivilDay(2026, 11, 2), absl::CivilDay(2026, 12, 15));
  const auto found = Count(true);
  ASSERT_EQ(found.size(), 5u);
  const Occupied &park = found[0], &lent = found[3];
  ASSERT_EQ(lent.group, "a/lent");
  EXPECT_EQ(lent.seats, 0) << "today";
  struct Case {
    int month;
    int64_t lent, park, children;
    bool under_floor;
  };
  for (const Case& each :
       {Case{0, 0, 35, 8, false}, Case{1, 10, 45, 13, false}, Case{2, 0, 35, 8, false}}) {
    EXPECT_EQ(lent.months[each.month].seats, each.lent) << each.month;
    EXPECT_EQ(lent.months[each.month].weighted_seats_milli, each.lent * 1000) << each.month;
    EXPECT_EQ(lent.months[each.month].under_floor, each.under_floor) << each.month;
    EXPECT_EQ(park.months[each.month].seats, each.park) << each.month;
    EXPECT_EQ(
        park.months[each.month].confirmed.children() + park.months[each.month].planned.children(),
        each.children)
        << each.month;
  }
}

TEST_F(OccupancyTest, WeighsChildrenByTheirShareOfACarer) {
  AddPlaces(10, "a/small", absl::CivilDay(2026, 9, 1));
  const auto found = Count();
  EXPECT_EQ(found[2].weighted_seats_milli, 21'000);
  EXPECT_EQ(found[2].months[0].confirmed.weighted_milli, 14'000);
  EXPECT_EQ(found[0].weighted_seats_milli, 41'000);
}

TEST_F(OccupancyTest, RealisedAreAttendedDaysByOpeningDays) {
  for (int i = 0; i < 8; ++i) known_.attended.push_back({"a/small", kOctober, 9});
  const auto found = Count();
  // 72 days in ten.
  EXPECT_EQ(found[2].months[0].realised.children_milli, 7200);
  EXPECT_EQ(found[2].months[0].realised.children(), 7);
  EXPECT_EQ(found[2].months[1].realised.children_milli, 0);
}

TEST_F(OccupancyTest, FewerThanFiveAreNotSaidAndNoSumSaysThem) {
  AddPlaces(4, "a/small", absl::CivilDay(2026, 9, 1));
  AddPlaces(9, "a/large", absl::CivilDay(2026, 9, 1));
  const auto found = Count(true);
  for (const size_t sum : {0, 1}) {
    EXPECT_EQ(found[sum].months[0].confirmed.children(), 9);
    EXPECT_EQ(found[sum].months[0].confirmed.few, 1);
    EXPECT_EQ(found[sum].months[0].staff_needed, 2);
  }
  const SaidCount& few = found[3].months[0].confirmed;
  EXPECT_EQ(few.few, 1);
  EXPECT_EQ(few.children_milli + few.weighted_milli, 0);
  EXPECT_EQ(found[3].months[0].staff_needed, 0);
}

TEST_F(OccupancyTest, AnAverageUnderFiveIsNotSaidEither) {
  for (int i = 0; i < 8; ++i) known_.attended.push_back({"a/small", kOctober, 5});
  EXPECT_EQ(Count()[2].months[0].realised.few, 1);
  EXPECT_EQ(Count()[2].months[0].realised.children_milli, 0);
}

TEST_F(OccupancyTest, EveryNumberUnderFiveReadsTheSame) {
  for (int count = 1; count < 5; ++count) {
    known_.places.clear();
    AddPlaces(count, "a/small", absl::CivilDay(2026, 9, 1));
    const auto months = Count()[2].months;
    EXPECT_EQ(months[0].confirmed.few, 1);
    EXPECT_EQ(months[0].confirmed.children_milli, 0);
    EXPECT_EQ(months[0].staff_needed, 0);
    EXPECT_TRUE(months[0].under_floor);
  }
}

TEST_F(OccupancyTest, WarnsOnlyWhereWhatIsNotSaidCannotMakeUpForIt) {
  known_.groups = {{"a", "a/small", GroupKind::kSmall, 8}};
  AddPlaces(1, "a/small", absl::CivilDay(2026, 9, 1));
  EXPECT_FALSE(Count()[1].months[0].under_floor);  // It might be four of eight.
  known_.groups[0].seats = 9;
  EXPECT_TRUE(Count()[1].months[0].under_floor);
}

TEST_F(OccupancyTest, SeatsOfAGroupThatIsGoneArePassedOver) {
  AddPlaces(9, "b/gone", absl::CivilDay(2026, 9, 1));
  EXPECT_EQ(Count(true)[0].months[0].confirmed.children(), 0);
}

}  // namespace
}  // namespace tuoqiao::places::viability
