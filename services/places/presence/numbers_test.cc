#include "services/places/presence/numbers.h"

#include <gtest/gtest.h>

#include "services/common/errors.h"

namespace tuoqiao::places::presence {
namespace {

TEST(AttendanceNumbers, ThePackGivesTheRatiosOfTheSettingStandard) {
  const auto pack = LoadNumbers("services/rules");
  ASSERT_TRUE(pack.ok()) << pack.status();
  const auto numbers = NumbersOn(*pack, absl::CivilDay(2026, 10, 12));
  ASSERT_TRUE(numbers.ok()) << numbers.status();
  EXPECT_EQ(numbers->infant_children_per_carer, 3);
  EXPECT_EQ(numbers->small_children_per_carer, 5);
  EXPECT_EQ(numbers->large_children_per_carer, 7);
  EXPECT_EQ(numbers->absences_allowed, 42);
  EXPECT_EQ(numbers->reasons.size(), kReasons.size());
  EXPECT_EQ(numbers->reasons.at(Reason::kSick).billable, 1);
  EXPECT_EQ(numbers->reasons.at(Reason::kUnexplained).billable, 0);
  EXPECT_EQ(numbers->reasons.at(Reason::kQuarantine).evidenced, 1);
}

TEST(AttendanceNumbers, ADayBeforeItsNumbersHasNone) {
  const auto pack = LoadNumbers("services/rules");
  ASSERT_TRUE(pack.ok()) << pack.status();
  EXPECT_EQ(ReasonOf(NumbersOn(*pack, absl::CivilDay(2019, 1, 1)).status()), "RULE_NOT_IN_FORCE");
}

}  // namespace
}  // namespace tuoqiao::places::presence
