#include "services/places/viability/forecast.h"

#include <gtest/gtest.h>

#include "services/places/viability/testing_numbers.h"

namespace tuoqiao::places::viability {
namespace {

// A park where as many are of each age, half of them want a place, and few come or leave.
SaidDemand EvenPark(int64_t scale) {
  SaidDemand demand;
  demand.step = 5;
  for (const AgeBand& band : kAgeBands) {
    if (band.from == 0) {
      demand.cells.push_back({band, false, {}, 2 * scale * band.months()});
      continue;
    }
    for (const bool applied : {true, false}) {
      demand.cells.push_back({band, applied, {}, scale * band.months()});
    }
  }
  return demand;
}

TEST(ForecastTest, TheSameCountsGiveTheSameCourses) {
  const auto a = DrawCourses(EvenPark(5), 24, TestingNumbers(), 7),
             b = DrawCourses(EvenPark(5), 24, TestingNumbers(), 7);
  EXPECT_EQ(a, b);
  EXPECT_NE(a, DrawCourses(EvenPark(5), 24, TestingNumbers(), 8));
}

TEST(ForecastTest, TheSeedIsOfTheParkAndTheMonth) {
  const uint64_t seed = SeedOf("yunqi", absl::CivilMonth(2026, 10));
  EXPECT_EQ(seed, SeedOf("yunqi", absl::CivilMonth(2026, 10)));
  EXPECT_NE(seed, SeedOf("yunqi", absl::CivilMonth(2026, 11)));
  EXPECT_NE(seed, SeedOf("qilan", absl::CivilMonth(2026, 10)));
}

TEST(ForecastTest, AnEvenParkStaysAboutAsItIs) {
  const auto months = ForecastOf(DrawCourses(EvenPark(5), 24, TestingNumbers(), 7),
                                 {500, 500, 500, 0}, TestingNumbers());
  ASSERT_EQ(months.size(), 24u);
  for (const MonthForecast& month : months) {
    const Range& large = month.kinds[2].wanting;
    EXPECT_NEAR(static_cast<double>(large.expected), 62, 12);
    EXPECT_LT(large.low, large.expected);
    EXPECT_LT(large.expected, large.high);
  }
  // What is far is known less well.
  const auto width = [&](size_t month) {
    return months[month].all.wanting.high - months[month].all.wanting.low;
  };
  EXPECT_LT(width(0), width(23));
}

TEST(ForecastTest, ChildrenAgeOutWhereNoneAreBornAndNobodyComes) {
  SaidDemand demand = EvenPark(5);
  for (size_t i = 0; i < 3; ++i) demand.cells[i].children = 0;
  const auto months = ForecastOf(DrawCourses(demand, 24, TestingNumbers(), 7), {100, 100, 100, 0},
                                 TestingNumbers());
  EXPECT_GT(months[0].kinds[1].wanting.expected, 40);
  EXPECT_LT(months[23].kinds[2].wanting.expected, 15);
  EXPECT_EQ(months[23].kinds[2].warning, Warning::kNearlyCertain);
}

TEST(ForecastTest, AMixedGroupHasThoseForWhomThereIsNoOtherSeat) {
  Wanting wanting = {};
  wanting[12] = 10;  // Too young for it.
  wanting[20] = 4;
  wanting[30] = 6;
  const DemandByKind demand = Seat(wanting, {0, 8, 5, 4});
  EXPECT_EQ(demand[1].wanting, 14);
  EXPECT_EQ(demand[1].seated, 8);
  EXPECT_EQ(demand[2].seated, 5);
  EXPECT_EQ(demand[3].wanting, 5);
  EXPECT_EQ(demand[3].seated, 4);
}

TEST(ForecastTest, ARangeLeavesAsManyOutOnBothSides) {
  std::vector<int64_t> numbers;
  for (int64_t i = 1; i <= 100; ++i) numbers.push_back(101 - i);
  const Range range = RangeOf(numbers, 8000);
  EXPECT_EQ(range.low, 11);
  EXPECT_EQ(range.high, 90);
  EXPECT_EQ(range.expected, 51);
}

TEST(ForecastTest, WarnsByHowMuchOfTheRangeIsUnderTheFloor) {
  EXPECT_EQ(WarningOf({5, 8, 9}, 10, 5000), Warning::kNone);
  EXPECT_EQ(WarningOf({4, 8, 9}, 10, 5000), Warning::kPossible);
  EXPECT_EQ(WarningOf({1, 4, 9}, 10, 5000), Warning::kLikely);
  EXPECT_EQ(WarningOf({1, 2, 4}, 10, 5000), Warning::kNearlyCertain);
  EXPECT_EQ(WarningOf({0, 0, 0}, 0, 5000), Warning::kNone);
}

TEST(ForecastTest, ANumberUnderFiveIsNotSaid) {
  const Range range = SayRange({2, 4, 4}, 5);
  EXPECT_EQ(range.low, 0);
  EXPECT_EQ(range.expected, 0);
  EXPECT_EQ(range.high, 5);
  EXPECT_EQ(SayRange({6, 8, 11}, 5).low, 6);
}

TEST(ForecastTest, ANewGroupHasWhomTheOthersCannotTake) {
  const auto courses = DrawCourses(EvenPark(5), 6, TestingNumbers(), 7);
  const SeatsByKind enough = {200, 200, 200, 0};
  const auto none = PreviewOf(courses, enough, GroupKind::kSmall, 15, TestingNumbers());
  ASSERT_EQ(none.size(), 6u);
  EXPECT_EQ(none[0].seated.high, 0);
  EXPECT_EQ(none[0].warning, Warning::kNearlyCertain);
  const auto full = PreviewOf(courses, {}, GroupKind::kSmall, 15, TestingNumbers());
  EXPECT_EQ(full[5].seated.low, 15);
  EXPECT_EQ(full[5].warning, Warning::kNone);
}

}  // namespace
}  // namespace tuoqiao::places::viability
