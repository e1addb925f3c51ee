#include "services/places/viability/numbers.h"

#include <gtest/gtest.h>

#include "services/common/errors.h"

namespace tuoqiao::places::viability {
namespace {

constexpr absl::CivilDay kDay(2026, 10, 1);

TEST(ViabilityNumbersTest, ThePackThatIsShippedHoldsAllOfThem) {
  const auto file = LoadNumbers("services/rules");
  ASSERT_TRUE(file.ok()) << file.status();
  const auto numbers = NumbersOn(*file, kDay);
  ASSERT_TRUE(numbers.ok()) << numbers.status();
  EXPECT_EQ(numbers->floor_bp, 5000);
  EXPECT_EQ(numbers->least_count, 5);
  EXPECT_EQ(numbers->weight(GroupKind::kInfant).per_carer, 3);
  EXPECT_EQ(numbers->weight(GroupKind::kLarge).weight_bp, 10000);
  EXPECT_LT(numbers->medium_staff, numbers->large_staff);
  EXPECT_EQ(numbers->range_bp, 8000);
}

TEST(ViabilityNumbersTest, AMixedGroupIsCountedAsStrictlyAsTheYoungestOfItsAges) {
  const auto file = LoadNumbers("services/rules");
  ASSERT_TRUE(file.ok());
  const auto numbers = NumbersOn(*file, kDay);
  ASSERT_TRUE(numbers.ok());
  EXPECT_EQ(numbers->weight(GroupKind::kMixed).per_carer,
            numbers->weight(GroupKind::kSmall).per_carer);
}

TEST(ViabilityNumbersTest, WhatTheFloorRestsOnIsSaidWithIt) {
  const auto file = LoadNumbers("services/rules");
  ASSERT_TRUE(file.ok());
  EXPECT_NE(FloorSourceOn(*file, kDay).uri.find("jbaudit.go.jp"), std::string::npos);
  EXPECT_EQ(file->ConfidenceOn(kDay), rules::Confidence::kSample);
}

TEST(ViabilityNumbersTest, BeforeTheirFirstDayThereAreNone) {
  const auto file = LoadNumbers("services/rules");
  ASSERT_TRUE(file.ok());
  EXPECT_EQ(ReasonOf(NumbersOn(*file, absl::CivilDay(2025, 12, 31)).status()), "RULE_NOT_IN_FORCE");
}

}  // namespace
}  // namespace tuoqiao::places::viability
