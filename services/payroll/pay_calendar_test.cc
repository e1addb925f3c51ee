// When a firm pays, and what falls to which run.
#include "services/payroll/pay_calendar.h"

#include <gtest/gtest.h>

#include <numeric>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/errors.h"
#include "services/payroll/testing_tables.h"

namespace tuoqiao::payroll {
namespace {

const WorkingDays& Days() {
  static const auto* const kDays = new WorkingDays(*WorkingDays::Load("services/rules"));
  return *kDays;
}

TEST(WorkingDaysTest, AreThoseThatTheStateCouncilAnnounced) {
  constexpr char kCases[] = R"(
# day        | works | the latest that does | why
  2026-01-01 | no    | -                    | New Year; nothing is known of the days before
  2026-01-04 | yes   | 2026-01-04           | a Sunday that is worked instead
  2026-02-14 | yes   | 2026-02-14           | a Saturday before the Spring Festival
  2026-02-23 | no    | 2026-02-14           | its last day
  2026-04-06 | no    | 2026-04-03           | a Monday, Qingming
  2026-05-09 | yes   | 2026-05-09           | a Saturday
  2026-06-19 | no    | 2026-06-18           | Dragon Boat
  2026-09-20 | yes   | 2026-09-20           | a Sunday
  2026-10-07 | no    | 2026-09-30           | National Day
  2026-10-10 | yes   | 2026-10-10           | a Saturday
  2026-10-11 | no    | 2026-10-10           | a Sunday as others
  2026-11-10 | yes   | 2026-11-10           | a Tuesday as others
  2026-12-31 | yes   | 2026-12-31           | the last that was announced
  2027-01-01 | -     | -                    | nobody has announced 2027
)";
  for (const auto& c : ReadCases(kCases)) {
    const auto works = Days().Works(Day(c[0]));
    EXPECT_EQ(works.ok() ? (*works ? "yes" : "no") : "-", c[1]) << c[3];
    const auto up_to = Days().UpTo(Day(c[0]));
    EXPECT_EQ(up_to.ok() ? FormatDay(*up_to) : "-", c[2]) << c[3];
    if (!up_to.ok()) {
      EXPECT_EQ(ReasonOf(up_to.status()), "RULE_NOT_IN_FORCE");
    }
  }
  EXPECT_EQ(FormatDay(*Days().Before(Day("2026-10-12"), 3)), "2026-10-08");
  EXPECT_EQ(FormatDay(*Days().Before(Day("2026-10-08"), 1)), "2026-09-30");
}

PayCalendar CalendarOf(const std::string& frequency, const std::string& says, int64_t cut_off) {
  PayCalendar calendar;
  calendar.from_month = absl::CivilMonth(2026, 1);
  calendar.frequency = *ParsePayFrequency(frequency);
  calendar.cut_off_working_days = cut_off;
  if (says.find('-') != std::string::npos) {
    calendar.first_pay_date = Day(says);
  } else {
    for (const auto& day : absl::StrSplit(says, ' ')) {
      calendar.pay_days.push_back(std::stoll(std::string(day)));
    }
  }
  return calendar;
}

TEST(SlotsTest, AreThePayDatesOfTheMonthAfterTheOneBilled) {
  constexpr char kCases[] = R"(
# frequency    | says       | cut off | billed  | runs: pay date (cut-off)
  MONTHLY      | 10         | 3 | 2026-10 | 2026-11-10 (2026-11-05)
  MONTHLY      | 31         | 0 | 2026-10 | 2026-11-30 (2026-11-30)
  MONTHLY      | 31         | 0 | 2026-01 | 2026-02-28 (2026-02-28)
  MONTHLY      | 3          | 2 | 2026-09 | 2026-09-30 (2026-09-28)
  HALF_MONTHLY | 5 20       | 1 | 2026-08 | 2026-09-04 (2026-09-03), 2026-09-20 (2026-09-18)
  HALF_MONTHLY | 15 31      | 0 | 2026-10 | 2026-11-13 (2026-11-13), 2026-11-30 (2026-11-30)
  FORTNIGHTLY  | 2026-01-02 | 2 | 2026-10 | 2026-11-06 (2026-11-04), 2026-11-20 (2026-11-18)
  FORTNIGHTLY  | 2026-12-18 | 2 | 2026-09 | 2026-10-09 (2026-09-30), 2026-10-23 (2026-10-21)
  FORTNIGHTLY  | 2026-05-01 | 0 | 2026-09 | 2026-09-30 (2026-09-30), 2026-10-16 (2026-10-16), 2026-10-30 (2026-10-30)
  WEEKLY       | 2026-01-02 | 0 | 2026-10 | 2026-11-06 (2026-11-06), 2026-11-13 (2026-11-13), 2026-11-20 (2026-11-20), 2026-11-27 (2026-11-27)
  WEEKLY       | 2026-01-07 | 0 | 2026-11 | 2026-12-02 (2026-12-02), 2026-12-09 (2026-12-09), 2026-12-16 (2026-12-16), 2026-12-23 (2026-12-23), 2026-12-30 (2026-12-30)
)";
  for (const auto& c : ReadCases(kCases)) {
    const auto slots = SlotsOf(CalendarOf(c[0], c[1], std::stoll(c[2])), *ParseMonth(c[3]), Days());
    ASSERT_TRUE(slots.ok()) << slots.status();
    std::vector<std::string> runs;
    for (const PaySlot& each : *slots) {
      EXPECT_EQ(each.number, static_cast<int64_t>(runs.size()) + 1);
      EXPECT_EQ(each.count, static_cast<int64_t>(slots->size()));
      runs.push_back(
          absl::StrCat(FormatDay(each.pay_date), " (", FormatDay(each.cut_off_date), ")"));
    }
    EXPECT_EQ(absl::StrJoin(runs, ", "), c[4]) << c[0] << " " << c[1];
  }
  EXPECT_EQ(
      ReasonOf(
          SlotsOf(CalendarOf("MONTHLY", "10", 3), absl::CivilMonth(2026, 12), Days()).status()),
      "RULE_NOT_IN_FORCE");
}

TEST(SlotsTest, TheLatestCalendarThatHasBegunHolds) {
  std::vector<PayCalendar> calendars = {CalendarOf("MONTHLY", "10", 3),
                                        CalendarOf("WEEKLY", "2026-01-02", 0)};
  calendars[1].from_month = absl::CivilMonth(2026, 6);
  EXPECT_EQ(HoldingFor(calendars, absl::CivilMonth(2025, 12)), nullptr);
  EXPECT_EQ(HoldingFor(calendars, absl::CivilMonth(2026, 1)), &calendars[0]);
  EXPECT_EQ(HoldingFor(calendars, absl::CivilMonth(2026, 5)), &calendars[0]);
  EXPECT_EQ(HoldingFor(calendars, absl::CivilMonth(2026, 6)), &calendars[1]);
}

TEST(DueTest, AShareIsSpreadOverTheRunsOfItsMonth) {
  constexpr char kCases[] = R"(
#  share | runs | due up to each
  400.00 |    4 | 100.00 200.00 300.00 400.00
  400.01 |    4 | 100.01 200.01 300.01 400.01
  400.03 |    4 | 100.01 200.02 300.03 400.03
  400.02 |    5 | 80.01 160.02 240.02 320.02 400.02
    0.02 |    5 | 0.01 0.02 0.02 0.02 0.02
  700.00 |    1 | 700.00
 -400.00 |    4 | -400.00 -400.00 -400.00 -400.00
)";
  for (const auto& c : ReadCases(kCases)) {
    const std::vector<std::string> due = absl::StrSplit(c[2], ' ');
    ASSERT_EQ(std::to_string(due.size()), c[1]);
    for (size_t run = 0; run < due.size(); ++run) {
      const PaySlot slot{static_cast<int64_t>(run) + 1, static_cast<int64_t>(due.size())};
      EXPECT_EQ(DueUpTo(Fen(c[0]), slot), Fen(due[run])) << c[0];
    }
  }
}

TEST(DueTest, NoFenIsLostAndNoRunBearsTwoMoreThanAnother) {
  for (int64_t share_minor = 1; share_minor < 3000; ++share_minor) {
    for (const int64_t count : {1, 2, 3, 4, 5}) {
      int64_t before_minor = 0, least = share_minor, most = 0;
      for (int64_t number = 1; number <= count; ++number) {
        const int64_t due_minor = DueUpTo(share_minor, {number, count}) - before_minor;
        before_minor += due_minor;
        least = std::min(least, due_minor);
        most = std::max(most, due_minor);
      }
      ASSERT_EQ(before_minor, share_minor);
      ASSERT_LE(most - least, 1);
    }
  }
}

}  // namespace
}  // namespace tuoqiao::payroll
