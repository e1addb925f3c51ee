#include "services/places/care/absence_warning.h"

#include <gtest/gtest.h>

#include "services/places/testing_values.h"

namespace tuoqiao::places {
namespace {

class AbsenceTest : public ::testing::Test {
 protected:
  AbsenceTest() {
    numbers_.absence_warning_days = 28;
    numbers_.absence_end_days = 56;
    enrolment_.period = {kToday, kToday + 300};
  }

  CareNumbers numbers_;
  Enrolment enrolment_;
};

TEST_F(AbsenceTest, WarnsAfterFourWeeksAndLetsThePlaceEndAfterEight) {
  struct Case {
    int64_t days;  // From the start; nobody ever came.
    bool warned, due;
  };
  for (const Case& each : {Case{0, false, false}, Case{27, false, false}, Case{28, true, false},
                           Case{55, true, false}, Case{56, true, true}, Case{90, true, true}}) {
    const auto warning = WarningOf(enrolment_, std::nullopt, numbers_, kToday + each.days);
    ASSERT_EQ(warning.has_value(), each.warned) << each.days;
    if (!each.warned) continue;
    EXPECT_EQ(warning->due, each.due) << each.days;
    EXPECT_EQ(warning->days_absent, each.days);
    EXPECT_EQ(warning->end_due, kToday + 56);
  }
}

TEST_F(AbsenceTest, CountsFromTheDayAfterTheChildWasThere) {
  const auto warning = WarningOf(enrolment_, kToday + 9, numbers_, kToday + 38);
  ASSERT_TRUE(warning.has_value());
  EXPECT_EQ(warning->days_absent, 28);
  EXPECT_EQ(warning->end_due, kToday + 66);
  EXPECT_FALSE(WarningOf(enrolment_, kToday + 38, numbers_, kToday + 38).has_value());
}

TEST_F(AbsenceTest, DaysOfRestAreNoAbsence) {
  enrolment_.suspensions = {{{kToday + 10, kToday + 20}, "FAMILY_ASKED", true}};
  EXPECT_FALSE(WarningOf(enrolment_, std::nullopt, numbers_, kToday + 37).has_value());
  const auto warning = WarningOf(enrolment_, std::nullopt, numbers_, kToday + 38);
  ASSERT_TRUE(warning.has_value());
  EXPECT_EQ(warning->days_absent, 28);
  EXPECT_EQ(warning->end_due, kToday + 66);
}

TEST_F(AbsenceTest, APlaceThatHasNotBegunOrIsOverIsNotWatched) {
  EXPECT_FALSE(WarningOf(enrolment_, std::nullopt, numbers_, kToday - 1).has_value());
  EXPECT_FALSE(WarningOf(enrolment_, std::nullopt, numbers_, kToday + 300).has_value());
  enrolment_.running = false;
  EXPECT_FALSE(WarningOf(enrolment_, std::nullopt, numbers_, kToday + 90).has_value());
}

}  // namespace
}  // namespace tuoqiao::places
