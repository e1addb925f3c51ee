#include "services/billing/month.h"

#include <gtest/gtest.h>

#include "services/common/errors.h"

namespace tuoqiao::billing {
namespace {

Month Previewed(const std::string& digest = "d1") {
  Month month;
  month.month = absl::CivilMonth(2026, 10);
  Frozen frozen;
  frozen.funding_plan = "plan";
  frozen.digest = digest;
  frozen.preview = 1;
  frozen.job = "op-1";
  EXPECT_TRUE(Preview(month, std::move(frozen)).ok());
  return month;
}

TEST(MonthTest, TwoPeopleSignTheSameDigest) {
  Month month = Previewed();
  EXPECT_EQ(ReasonOf(Approve(month, "d0", "li")), "DIGEST_STALE");
  ASSERT_TRUE(Approve(month, "d1", "li").ok());
  EXPECT_EQ(month.state, MonthState::kPreviewed);
  EXPECT_EQ(ReasonOf(Approve(month, "d1", "li")), "APPROVED_BY_SAME_PERSON");
  ASSERT_TRUE(Approve(month, "d1", "wang").ok());
  EXPECT_EQ(month.state, MonthState::kApproved);
  EXPECT_EQ(month.approvers, (std::vector<std::string>{"li", "wang"}));
  EXPECT_EQ(month.revision, 3);
  EXPECT_EQ(ReasonOf(Approve(month, "d1", "zhao")), "MONTH_NOT_PREVIEWED");
}

TEST(MonthTest, ANewPreviewHasToBeSignedAgainByBoth) {
  Month month = Previewed();
  ASSERT_TRUE(Approve(month, "d1", "li").ok());
  ASSERT_TRUE(Preview(month, {"plan", "d2", {}, {}, 2, "op-2"}).ok());
  EXPECT_TRUE(month.approvers.empty());
  EXPECT_EQ(ReasonOf(Approve(month, "d1", "wang")), "DIGEST_STALE");
  ASSERT_TRUE(Approve(month, "d2", "wang").ok());
  ASSERT_TRUE(Approve(month, "d2", "li").ok());
  EXPECT_EQ(month.state, MonthState::kApproved);
}

TEST(MonthTest, OnlyAnApprovedMonthCloses) {
  Month month;
  EXPECT_EQ(ReasonOf(CheckMayClose(month)), "MONTH_NOT_APPROVED");
  month = Previewed();
  EXPECT_EQ(ReasonOf(CheckMayClose(month)), "MONTH_NOT_APPROVED");
  ASSERT_TRUE(Approve(month, "d1", "li").ok());
  EXPECT_EQ(ReasonOf(CheckMayClose(month)), "MONTH_NOT_APPROVED");
  ASSERT_TRUE(Approve(month, "d1", "wang").ok());
  EXPECT_TRUE(CheckMayClose(month).ok());
  EXPECT_EQ(ReasonOf(CheckMayPreview(month)), "MONTH_APPROVED");
  Close(month);
  EXPECT_EQ(month.state, MonthState::kClosed);
  EXPECT_TRUE(CheckMayClose(month).ok());
  EXPECT_EQ(ReasonOf(Preview(month, {})), "MONTH_CLOSED");
  EXPECT_EQ(ReasonOf(Approve(month, "d1", "zhao")), "MONTH_NOT_PREVIEWED");
}

}  // namespace
}  // namespace tuoqiao::billing
