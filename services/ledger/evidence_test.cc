#include "services/ledger/evidence.h"

#include <gtest/gtest.h>

namespace tuoqiao::ledger {
namespace {

TEST(EvidenceTest, FewerThanFiveChildrenAreNotSaidAndNothingWithThem) {
  const absl::CivilMonth october(2026, 10);
  const Evidence five = Withheld({october, "firm", 5, 90, 500});
  EXPECT_EQ(five.children, 5);
  EXPECT_EQ(five.attended_days, 90);
  EXPECT_EQ(five.amount_minor, 500);
  EXPECT_FALSE(five.fewer_than_five);
  const Evidence four = Withheld({october, "firm", 4, 72, 400});
  EXPECT_EQ(four.month, october);
  EXPECT_EQ(four.firm, "firm");
  EXPECT_EQ(four.children + four.attended_days + four.amount_minor, 0);
  EXPECT_TRUE(four.fewer_than_five);
}

}  // namespace
}  // namespace tuoqiao::ledger
