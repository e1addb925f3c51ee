#include "services/places/attendance/child_day.h"

#include <gtest/gtest.h>

#include "services/common/errors.h"
#include "services/places/attendance/attendance_policy.h"

namespace tuoqiao::places {
namespace {

using Day = absl::CivilDay;

AttendanceMonth October() {
  AttendanceMonth month;
  month.month = absl::CivilMonth(2026, 10);
  return month;
}
presence::PresenceDay Came(std::optional<int64_t> until) {
  presence::PresenceDay day;
  day.stays = {{480, until}};
  day.first_in = 480;
  day.last_out = until;
  day.check_out_missing = !until.has_value();
  return day;
}

TEST(ChildDay, StatesFollowTheDay) {
  const presence::PresenceDay there = Came(std::nullopt), left = Came(960);
  EXPECT_EQ(StateOf(DayKind::kNothing, nullptr, false), DayState::kComing);
  EXPECT_EQ(StateOf(DayKind::kPresent, &there, false), DayState::kPresent);
  EXPECT_EQ(StateOf(DayKind::kPresent, &left, false), DayState::kDeparted);
  EXPECT_EQ(StateOf(DayKind::kAbsent, &left, true), DayState::kAbsent);
  EXPECT_EQ(StateOf(DayKind::kClosed, nullptr, false), DayState::kClosed);
  EXPECT_EQ(StateOf(DayKind::kNothing, nullptr, true), DayState::kNotReported);
  EXPECT_EQ(StateOf(DayKind::kPresent, nullptr, true), DayState::kPresent);
}

TEST(ChildDay, AMissingCheckOutIsFlaggedOnceTheDayIsOver) {
  const AttendanceMonth month = October();
  const presence::PresenceDay there = Came(std::nullopt);
  EXPECT_TRUE(FlagsOf({month, Day(2026, 10, 8), false}, &there).empty());
  EXPECT_EQ(FlagsOf({month, Day(2026, 10, 8), true}, &there),
            (std::vector<DayFlag>{DayFlag::kCheckOutMissing}));
}

TEST(ChildDay, EventsThatSayOtherwiseThanAPersonAreFlagged) {
  AttendanceMonth month = October();
  Note(month, {"C1", Day(2026, 10, 8), false, Reason::kSick});
  const presence::PresenceDay left = Came(960);
  EXPECT_EQ(FlagsOf({month, Day(2026, 10, 8), true}, &left),
            (std::vector<DayFlag>{DayFlag::kEventsDisagree}));
}

TEST(ChildDay, AClosedDayIsNoAbsenceAndNoDayThatWasAsked) {
  AttendanceMonth month = October();
  Note(month, {"C1", Day(2026, 10, 8), true});
  Note(month, {"C1", Day(2026, 10, 9), false, Reason::kSick});
  Note(month, {"C1", Day(2026, 10, 12), false, Reason::kSick, true});
  Note(month, {"C1", Day(2026, 10, 13), false, Reason::kCentreClosed});
  ClosedDays closed;
  closed.Add("", Day(2026, 10, 9), true);
  closed.Add("", Day(2026, 10, 8), true);
  Enrolment enrolment;
  enrolment.centre = "c001";
  enrolment.period = {Day(2026, 10, 8), Day(2026, 10, 15)};
  const std::vector<Day> opening = {Day(2026, 10, 8),  Day(2026, 10, 9),  Day(2026, 10, 12),
                                    Day(2026, 10, 13), Day(2026, 10, 14), Day(2026, 10, 15)};
  const DayCounts counts = CountDays(month, {opening, closed, enrolment});
  EXPECT_EQ(counts.opening, 3) << "8, 12 and 14";
  EXPECT_EQ(counts.attended, 1) << "who came on a closed day was there";
  EXPECT_EQ(counts.absent, 1);
  EXPECT_EQ(counts.closed, 2);
  const auto absences = AbsencesOf(month, {opening, closed, enrolment});
  ASSERT_EQ(absences.size(), 1u);
  EXPECT_EQ(absences[0].day, Day(2026, 10, 12));
  EXPECT_TRUE(absences[0].evidence);
}

TEST(Closure, AClosedMonthKeepsItsDaysAndItsRefund) {
  const std::vector<absl::CivilMonth> closed = {absl::CivilMonth(2026, 9)};
  Closure before, after;
  before.days = {Day(2026, 9, 7), Day(2026, 10, 8)};
  before.refund = after.refund = true;
  after.days = {Day(2026, 9, 7)};
  EXPECT_TRUE(CheckKeepsMonths(before, after, closed).ok()) << "October is open";
  after.refund = false;
  EXPECT_EQ(ReasonOf(CheckKeepsMonths(before, after, closed)), "MONTH_CLOSED");
  after.refund = true;
  after.days.insert(Day(2026, 9, 8));
  EXPECT_EQ(ReasonOf(CheckKeepsMonths(before, after, closed)), "MONTH_CLOSED");
  EXPECT_EQ(ReasonOf(CheckKeepsMonths(before, Closure(), closed)), "MONTH_CLOSED");
}

TEST(Closure, OfTheParkHoldsAtEachCentre) {
  ClosedDays closed;
  closed.Add("c001", Day(2026, 10, 8), false);
  closed.Add("", Day(2026, 10, 9), true);
  closed.Add("c001", Day(2026, 10, 9), false);
  EXPECT_EQ(closed.On("c001", Day(2026, 10, 8)), Closed::kWithoutRefund);
  EXPECT_EQ(closed.On("c002", Day(2026, 10, 8)), Closed::kNo);
  EXPECT_EQ(closed.On("c002", Day(2026, 10, 9)), Closed::kWithRefund);
  EXPECT_EQ(closed.On("c001", Day(2026, 10, 9)), Closed::kWithRefund) << "one is enough";
}

TEST(DayLocks, AWeekIsLockedByAPersonOrSoManyDaysAfterItsSunday) {
  EXPECT_EQ(MondayOf(Day(2026, 10, 12)), Day(2026, 10, 12));
  EXPECT_EQ(MondayOf(Day(2026, 10, 18)), Day(2026, 10, 12));
  DayLocks locks;
  locks.today = Day(2026, 10, 20);
  EXPECT_FALSE(locks.WeekLocked(Day(2026, 10, 12))) << "none by itself where nothing is said";
  locks.lock_after_days = 3;
  EXPECT_FALSE(locks.WeekLocked(Day(2026, 10, 12)));
  locks.today = Day(2026, 10, 21);
  EXPECT_TRUE(locks.WeekLocked(Day(2026, 10, 12)));
  EXPECT_FALSE(locks.WeekLocked(Day(2026, 10, 19)));
  locks.weeks = {Day(2026, 10, 19)};
  EXPECT_TRUE(locks.WeekLocked(Day(2026, 10, 25)));
}

TEST(AttendancePolicy, ACentresOwnWordGoesBeforeTheParks) {
  AttendancePolicy centre, park;
  centre.billable = {{Reason::kSick, false}};
  park.billable = {{Reason::kSick, true}, {Reason::kHoliday, true}};
  park.lock_after_days = 7;
  const AttendancePolicy both = Over(centre, park);
  EXPECT_FALSE(both.billable.at(Reason::kSick));
  EXPECT_TRUE(both.billable.at(Reason::kHoliday));
  EXPECT_EQ(both.lock_after_days, 7);
}

}  // namespace
}  // namespace tuoqiao::places
