#include "services/places/search/fit.h"

#include <gtest/gtest.h>

namespace tuoqiao::places::search {
namespace {

constexpr uint32_t kMonday = 1, kWorkdays = 0x1f, kAll = 0x7f;

Opening Fit(const std::vector<DayHours>& hours, int64_t drop_off, std::optional<int64_t> pick_up,
            uint32_t weekdays = kMonday) {
  return FitHours(hours, weekdays, {drop_off, pick_up}).opening;
}

TEST(FitTest, TheChildIsBroughtAndFetchedWhileItIsOpen) {
  const std::vector<DayHours> hours = {{kMonday, 450, 1110}};
  EXPECT_EQ(Fit(hours, 450, 1110), Opening::kOpen);
  EXPECT_EQ(Fit(hours, 449, 1000), Opening::kClosedAtDropOff);
  EXPECT_EQ(Fit(hours, 1110, 1200), Opening::kClosedAtDropOff);
  EXPECT_EQ(Fit(hours, 500, 1111), Opening::kClosedAtPickUp);
  EXPECT_EQ(Fit(hours, 500, std::nullopt), Opening::kOpen);
  EXPECT_EQ(Fit(hours, -10, std::nullopt), Opening::kClosedAtDropOff);
}

TEST(FitTest, WhoClosesAtNoonKeepsNobodyUntilTheEvening) {
  const std::vector<DayHours> hours = {{kMonday, 840, 1110}, {kMonday, 450, 720}};
  EXPECT_EQ(Fit(hours, 480, 720), Opening::kOpen);
  EXPECT_EQ(Fit(hours, 480, 1020), Opening::kClosedAtPickUp);
  EXPECT_EQ(Fit(hours, 780, 1020), Opening::kClosedAtDropOff);
  // Hours that touch are one stretch.
  EXPECT_EQ(Fit({{kMonday, 720, 1110}, {kMonday, 450, 720}}, 480, 1020), Opening::kOpen);
}

TEST(FitTest, EveryWeekdayOfTheShiftCounts) {
  const std::vector<DayHours> hours = {{kWorkdays, 450, 1110}};
  EXPECT_EQ(Fit(hours, 480, 1020, kWorkdays), Opening::kOpen);
  const OpeningFit fit = FitHours(hours, kAll, {480, 1020});
  EXPECT_EQ(fit.opening, Opening::kClosedThatDay);
  EXPECT_EQ(fit.weekday, 6);
  EXPECT_EQ(Fit({}, 480, 1020), Opening::kUnknown);
}

TEST(FitTest, SaysWhenItOpensAndWhenItCloses) {
  const std::vector<DayHours> hours = {{kMonday, 450, 1110}};
  const OpeningFit early = FitHours(hours, kMonday, {440, 1000});
  EXPECT_EQ(early.minute, 440);
  EXPECT_EQ(early.limit_minute, 450);
  const OpeningFit late = FitHours(hours, kMonday, {480, 1120});
  EXPECT_EQ(late.minute, 1120);
  EXPECT_EQ(late.limit_minute, 1110);
}

TEST(FitTest, AStayIsInTimeForTheShiftWithTheSiblingsBehindIt) {
  Family family;
  family.home = family.work = Point{30'000'000, 120'000'000};
  family.shift = DayHours{kMonday, 540, 1050};
  Leg leg;
  leg.rest_seconds = 601;
  // 601 s and 5 minutes of handing over are 15 minutes and a second: 16.
  EXPECT_EQ(StayOf(family, leg, 300).drop_off_minute, 524);
  EXPECT_EQ(StayOf(family, leg, 300).pick_up_minute, 1061);
  leg.stops_after = 1;
  EXPECT_EQ(StayOf(family, leg, 300).drop_off_minute, 519);
  EXPECT_EQ(StayOf(family, leg, 300).pick_up_minute, 1066);
}

TEST(FitTest, WhereAnotherFetchesTheChildTheParentNeedNotBeBack) {
  Family family;
  family.home = Point{30'000'000, 120'000'000};
  family.shift = DayHours{kMonday, 540, 1050};
  EXPECT_TRUE(StayOf(family, {}, 300).pick_up_minute.has_value());
  family.care_kind = CareKind::kHalfDay;
  EXPECT_FALSE(StayOf(family, {}, 300).pick_up_minute.has_value());
  family.care_kind = CareKind::kFullDay;
  family.grandparent = family.home;
  EXPECT_FALSE(StayOf(family, {}, 300).pick_up_minute.has_value());
}

}  // namespace
}  // namespace tuoqiao::places::search
