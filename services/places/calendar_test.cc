#include "services/places/calendar.h"

#include <gtest/gtest.h>

#include "services/common/errors.h"

namespace tuoqiao::places {
namespace {

using Day = absl::CivilDay;

OpeningCalendar Autumn() {
  OpeningCalendar calendar;
  calendar.id = "park";
  calendar.closed = {Day(2026, 9, 25), Day(2026, 10, 1), Day(2026, 10, 2), Day(2026, 10, 3),
                     Day(2026, 10, 4), Day(2026, 10, 5), Day(2026, 10, 6), Day(2026, 10, 7)};
  calendar.working_weekends = {Day(2026, 9, 20), Day(2026, 10, 10)};
  return calendar;
}

TEST(CalendarTest, CountsTheOpeningDaysOfTheSampleMonths) {
  const Opening opening({Autumn()});
  EXPECT_EQ(opening.DaysOf(absl::CivilMonth(2026, 9)).size(), 22u);
  EXPECT_EQ(opening.DaysOf(absl::CivilMonth(2026, 10)).size(), 18u);
  EXPECT_EQ(opening.DaysOf(absl::CivilMonth(2026, 11)).size(), 21u) << "no calendar names it";
  EXPECT_EQ(opening.DaysOf(absl::CivilMonth(2026, 10)).front(), Day(2026, 10, 8));
}

TEST(CalendarTest, IsOpenOnWeekdaysAndOnTheWeekendsThatAreWorked) {
  const Opening opening({Autumn()});
  EXPECT_TRUE(opening.OpenOn(Day(2026, 9, 20))) << "a Sunday that is worked";
  EXPECT_FALSE(opening.OpenOn(Day(2026, 9, 27))) << "a Sunday";
  EXPECT_FALSE(opening.OpenOn(Day(2026, 9, 25))) << "a Friday that is closed";
  EXPECT_TRUE(opening.OpenOn(Day(2026, 9, 24))) << "a Thursday";
}

TEST(CalendarTest, SeveralCalendarsAddUpAndOneIsReplacedByItsId) {
  std::vector<OpeningCalendar> calendars;
  EXPECT_EQ(Put(calendars, Autumn())->revision, 1);
  EXPECT_FALSE(Put(calendars, Autumn()).has_value()) << "it says the same";
  OpeningCalendar storm;
  storm.id = "storm";
  storm.closed = {Day(2026, 10, 12)};
  EXPECT_EQ(Put(calendars, storm)->revision, 1);
  EXPECT_EQ(Opening(calendars).DaysOf(absl::CivilMonth(2026, 10)).size(), 17u);
  storm.closed = {};
  EXPECT_EQ(Put(calendars, storm)->revision, 2);
  EXPECT_EQ(Opening(calendars).DaysOf(absl::CivilMonth(2026, 10)).size(), 18u);
  EXPECT_EQ(calendars.size(), 2u);
}

TEST(CalendarTest, AClosedMonthKeepsItsOpeningDays) {
  const Opening before({Autumn()});
  OpeningCalendar changed = Autumn();
  changed.closed.insert(Day(2026, 10, 12));
  const Opening after({changed});
  EXPECT_TRUE(CheckKeepsMonths(before, after, {absl::CivilMonth(2026, 9)}).ok());
  EXPECT_EQ(ReasonOf(CheckKeepsMonths(before, after,
                                      {absl::CivilMonth(2026, 9), absl::CivilMonth(2026, 10)})),
            "MONTH_CLOSED");
  changed = Autumn();
  changed.closed.insert(Day(2026, 10, 17));  // A Saturday is closed anyway.
  EXPECT_TRUE(CheckKeepsMonths(before, Opening({changed}), {absl::CivilMonth(2026, 10)}).ok());
}

}  // namespace
}  // namespace tuoqiao::places
