#include "services/places/elsewhere/place_mark.h"

#include <gtest/gtest.h>

namespace tuoqiao::places {
namespace {

absl::CivilDay Day(int month, int day) { return absl::CivilDay(2026, month, day); }

PlaceMark Mark(absl::CivilDay from, absl::CivilDay until, Session session = Session::kWholeDay) {
  return {{from, until}, session};
}

TEST(PlaceMarkTest, SaysTheFirstDayOfBoth) {
  constexpr Session kMorning = Session::kMorning, kAfternoon = Session::kAfternoon,
                    kWhole = Session::kWholeDay;
  struct Case {
    const char* what;
    PlaceMark a, b;
    std::optional<absl::CivilDay> both;
  };
  const PlaceMark autumn = Mark(Day(9, 1), Day(11, 1));
  for (const Case& each : {
           Case{"the later begins within", autumn, Mark(Day(10, 5), Day(12, 1)), Day(10, 5)},
           Case{"the later goes on", autumn, Mark(Day(8, 1), Day(9, 2)), Day(9, 1)},
           Case{"one after the other", autumn, Mark(Day(11, 1), Day(12, 1)), std::nullopt},
           Case{"a place that never was", autumn, Mark(Day(10, 5), Day(10, 5)), std::nullopt},
           Case{"morning and afternoon", Mark(Day(9, 1), Day(11, 1), kMorning),
                Mark(Day(9, 1), Day(11, 1), kAfternoon), std::nullopt},
           Case{"two mornings", Mark(Day(9, 1), Day(11, 1), kMorning),
                Mark(Day(9, 15), Day(11, 1), kMorning), Day(9, 15)},
           Case{"a half and a whole", Mark(Day(9, 1), Day(11, 1), kAfternoon),
                Mark(Day(9, 15), Day(11, 1), kWhole), Day(9, 15)},
       }) {
    EXPECT_EQ(FirstDayOfBoth(each.a, each.b), each.both) << each.what;
    EXPECT_EQ(FirstDayOfBoth(each.b, each.a), each.both) << each.what;
  }
}

TEST(PlaceMarkTest, OverAndCancelledPlacesAreNotTold) {
  Enrolment over, cancelled, coming, resting;
  over.period = {Day(1, 1), Day(9, 1)};
  cancelled.period = {Day(10, 1), Day(10, 1)};
  coming.period = {Day(11, 1), Day(12, 1)};
  coming.session = Session::kMorning;
  resting.period = {Day(8, 1), Day(11, 1)};
  resting.suspensions = {{{Day(8, 15), Day(10, 1)}, "FAMILY_ASKED", false}};
  const auto marks = MarksOf({over, cancelled, coming, resting}, Day(9, 1));
  ASSERT_EQ(marks.size(), 2u);
  EXPECT_EQ(marks[0].days, coming.period);
  EXPECT_EQ(marks[0].session, Session::kMorning);
  EXPECT_EQ(marks[1].days, resting.period) << "it stays the child's";
}

}  // namespace
}  // namespace tuoqiao::places
