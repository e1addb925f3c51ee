#include "services/common/period.h"

#include "gtest/gtest.h"

namespace tuoqiao {
namespace {

using absl::CivilDay;

TEST(ParseDay, TakesCalendarDatesOnly) {
  EXPECT_EQ(*ParseDay("2026-10-08"), CivilDay(2026, 10, 8));
  EXPECT_EQ(*ParseDay("2024-02-29"), CivilDay(2024, 2, 29));
  for (const char* wrong : {"", "2026-2-1", "2026-02-30", "2026-13-01", "2026/10/08", "2025-02-29",
                            "2026-10-08 ", "0000-01-01", "2026-1O-08", "-026-10-08"}) {
    EXPECT_FALSE(ParseDay(wrong).ok()) << wrong;
  }
  EXPECT_EQ(FormatDay(CivilDay(2026, 1, 2)), "2026-01-02");
  EXPECT_EQ(FormatMonth(*ParseMonth("2026-10")), "2026-10");
  EXPECT_FALSE(ParseMonth("2026-1").ok());
}

TEST(Age, TurnsOnTheDayOfTheMonthOrOnTheFirstOfTheNext) {
  struct Case {
    CivilDay birth;
    int64_t months;
    CivilDay completes;
  };
  const Case cases[] = {
      {CivilDay(2023, 10, 8), 36, CivilDay(2026, 10, 8)},
      {CivilDay(2024, 2, 29), 12, CivilDay(2025, 3, 1)},
      {CivilDay(2024, 2, 29), 48, CivilDay(2028, 2, 29)},
      {CivilDay(2025, 10, 31), 6, CivilDay(2026, 5, 1)},
      {CivilDay(2026, 1, 31), 1, CivilDay(2026, 3, 1)},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(DayOfCompletingMonths(c.birth, c.months), c.completes);
    EXPECT_EQ(AgeInMonths(c.birth, c.completes), c.months);
    EXPECT_EQ(AgeInMonths(c.birth, c.completes - 1), c.months - 1);
  }
}

TEST(Period, IsHalfOpen) {
  const Period october = MonthPeriod(absl::CivilMonth(2026, 10));
  EXPECT_TRUE(october.Contains(CivilDay(2026, 10, 31)));
  EXPECT_FALSE(october.Contains(CivilDay(2026, 11, 1)));
  EXPECT_EQ(october.Days(), 31);
  EXPECT_TRUE(Intersect(october, MonthPeriod(absl::CivilMonth(2026, 11))).Empty());
}

}  // namespace
}  // namespace tuoqiao
