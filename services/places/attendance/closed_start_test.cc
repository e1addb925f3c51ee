#include "services/places/attendance/closed_start.h"

#include <gtest/gtest.h>

#include "services/places/testing_values.h"

namespace tuoqiao::places {
namespace {

using Day = absl::CivilDay;

constexpr uint32_t kEveryDay = 0x7f;

// The holidays of October 2026; the 10th is worked.
Opening October() {
  OpeningCalendar calendar;
  for (int day = 1; day <= 7; ++day) calendar.closed.insert(Day(2026, 10, day));
  calendar.working_weekends.insert(Day(2026, 10, 10));
  return Opening({calendar});
}

TEST(ClosedStartTest, AskedForAreTheParksOpeningDaysOnWhichTheChildWouldCome) {
  const auto days = DaysAskedFor(October(), {Day(2026, 10, 1), Day(2026, 10, 15)}, kEveryDay);
  EXPECT_EQ(days, (std::vector<Day>{Day(2026, 10, 8), Day(2026, 10, 9), Day(2026, 10, 10),
                                    Day(2026, 10, 12), Day(2026, 10, 13), Day(2026, 10, 14)}));
  // Mondays and Fridays.
  EXPECT_EQ(DaysAskedFor(October(), {Day(2026, 10, 1), Day(2026, 10, 15)}, 0x11),
            (std::vector<Day>{Day(2026, 10, 9), Day(2026, 10, 12)}));
}

TEST(ClosedStartTest, ACentreThatIsClosedOnTheFirstOrOnAllOfThemDoesNotFit) {
  const std::vector<Day> days = {Day(2026, 10, 8), Day(2026, 10, 9)};
  struct Case {
    std::vector<std::pair<const char*, Day>> closed;
    bool at_start, all_days;
  };
  for (const Case& each : {
           Case{{}, false, false},
           Case{{{"a", Day(2026, 10, 8)}}, true, false},
           Case{{{"b", Day(2026, 10, 8)}}, false, false},
           Case{{{"", Day(2026, 10, 8)}}, true, false},
           Case{{{"a", Day(2026, 10, 9)}}, false, false},
           Case{{{"a", Day(2026, 10, 8)}, {"", Day(2026, 10, 9)}}, true, true},
       }) {
    ClosedDays closed;
    for (const auto& [centre, day] : each.closed) closed.Add(centre, day, true);
    const search::ClosedStart start = ClosedStartOf(days, closed, "a");
    EXPECT_EQ(start.day.has_value(), each.at_start);
    EXPECT_EQ(start.all_days, each.all_days);
  }
}

}  // namespace
}  // namespace tuoqiao::places
