#include "services/eligibility/duplicate.h"

#include <gtest/gtest.h>

#include "services/eligibility/explanation.h"
#include "services/eligibility/testing_peers.h"

namespace tuoqiao::eligibility {
namespace {

Slice SliceOf(const char* from, const char* until, Outcome outcome) {
  Slice slice;
  slice.period = {Day(from), Day(until)};
  slice.outcome = outcome;
  return slice;
}

TEST(DuplicateTest, LosesEligibleDaysFromThatDayOnAndNoDayBefore) {
  Decision decision;
  decision.slices = {SliceOf("2026-10-01", "2026-10-11", Outcome::kEligible),
                     SliceOf("2026-10-11", "2026-10-21", Outcome::kPending),
                     SliceOf("2026-10-21", "2026-11-01", Outcome::kEligible)};
  EndDuplicate("yunqi", Day("2026-10-05"), &decision.slices);
  ASSERT_EQ(decision.slices.size(), 4u);
  EXPECT_EQ(decision.slices[0].period.until, Day("2026-10-05"));
  EXPECT_EQ(decision.slices[0].outcome, Outcome::kEligible);
  EXPECT_TRUE(decision.slices[0].trace.empty());
  EXPECT_EQ(decision.slices[1].outcome, Outcome::kIneligible);
  EXPECT_EQ(decision.slices[2].outcome, Outcome::kPending) << "nothing is given on these";
  EXPECT_EQ(decision.slices[3].outcome, Outcome::kIneligible);
  ASSERT_EQ(decision.slices[3].trace.size(), 1u);
  EXPECT_EQ(decision.slices[3].trace[0].held->condition, kDuplicateCondition);
  const auto words = Explain(decision, nullptr, Day("2026-10-25"), {});
  EXPECT_NE(words[0].en.find("another case"), std::string::npos) << words[0].en;
  EXPECT_EQ(words.back().zh, "因此该婴幼儿不符合资格。");
}

TEST(DuplicateTest, IsNotSaidToBeEligibleLaterOnDaysThatItLoses) {
  std::vector<Slice> slices = {SliceOf("2026-10-01", "2026-10-11", Outcome::kEligibleLater),
                               SliceOf("2026-10-11", "2026-11-01", Outcome::kEligible)};
  EndDuplicate("yunqi", Day("2026-10-01"), &slices);
  EXPECT_EQ(slices[0].outcome, Outcome::kIneligible);
}

}  // namespace
}  // namespace tuoqiao::eligibility
