#include "services/places/care/care_numbers.h"

#include <gtest/gtest.h>

#include "services/common/errors.h"

namespace tuoqiao::places {
namespace {

TEST(CareNumbersTest, ThePackThatIsShippedHoldsAllOfThem) {
  const auto file = LoadCareNumbers("services/rules");
  ASSERT_TRUE(file.ok()) << file.status();
  const auto numbers = CareNumbersOn(*file, absl::CivilDay(2026, 10, 1));
  ASSERT_TRUE(numbers.ok()) << numbers.status();
  EXPECT_EQ(numbers->booking_days_ahead, 90);
  EXPECT_EQ(numbers->back_up_uses, 10);
  EXPECT_EQ(numbers->cancel_working_days, 2);
  EXPECT_EQ(numbers->cancel_seconds, 17 * 3600);
  EXPECT_EQ(numbers->absence_warning_days, 28);
  EXPECT_EQ(numbers->absence_end_days, 56);
  EXPECT_FALSE(numbers->finish_term);
  EXPECT_EQ(numbers->term_ends[1].month, 8);
  EXPECT_EQ(numbers->term_ends[1].day, 31);
}

TEST(CareNumbersTest, NobodyClaimsThatAnAuthorityGaveThem) {
  const auto file = LoadCareNumbers("services/rules");
  ASSERT_TRUE(file.ok());
  EXPECT_EQ(file->ConfidenceOn(absl::CivilDay(2026, 10, 1)), rules::Confidence::kSample);
}

TEST(CareNumbersTest, BeforeTheirFirstDayThereAreNone) {
  const auto file = LoadCareNumbers("services/rules");
  ASSERT_TRUE(file.ok());
  EXPECT_EQ(ReasonOf(CareNumbersOn(*file, absl::CivilDay(2024, 12, 31)).status()),
            "RULE_NOT_IN_FORCE");
}

TEST(CareNumbersTest, ATermEndsOnItsLastDayOrOnTheLastOfTheMonth) {
  CareNumbers numbers;
  numbers.term_ends = {TermEnd{2, 31}, TermEnd{8, 31}};
  EXPECT_EQ(BehindTerm(numbers, absl::CivilDay(2026, 8, 31)), absl::CivilDay(2026, 9, 1));
  EXPECT_EQ(BehindTerm(numbers, absl::CivilDay(2026, 9, 1)), absl::CivilDay(2027, 3, 1));
  EXPECT_EQ(BehindTerm(numbers, absl::CivilDay(2028, 2, 29)), absl::CivilDay(2028, 3, 1));
  EXPECT_EQ(BehindTerm(numbers, absl::CivilDay(2028, 3, 1)), absl::CivilDay(2028, 9, 1));
}

}  // namespace
}  // namespace tuoqiao::places
