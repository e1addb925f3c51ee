#include "services/eligibility/appeal.h"

#include <gtest/gtest.h>

#include "services/common/errors.h"
#include "services/eligibility/testing_peers.h"

namespace tuoqiao::eligibility {
namespace {

Slice SliceOf(const std::string& from, const std::string& until, Outcome outcome) {
  Slice slice;
  slice.period = {Day(from), Day(until)};
  slice.outcome = outcome;
  return slice;
}

TEST(AppealTest, IsSettledOnce) {
  Appeal appeal;
  EXPECT_TRUE(
      Settle(appeal, {Appeal::State::kDismissed, "", "no ground", "li"}, Day("2026-10-05")).ok());
  EXPECT_EQ(appeal.state, Appeal::State::kDismissed);
  EXPECT_EQ(appeal.settled_by, "li");
  EXPECT_EQ(appeal.settle_date, Day("2026-10-05"));
  EXPECT_EQ(appeal.revision, 2);
  EXPECT_EQ(ReasonOf(Settle(appeal, {Appeal::State::kUpheld, "x", "y", "li"}, Day("2026-10-06"))),
            "APPEAL_SETTLED");
}

TEST(AppealTest, ADecisionTakesAwayWhatWasEligibleUpToToday) {
  const std::vector<Slice> in_force = {
      SliceOf("2026-10-01", "2026-11-01", Outcome::kEligible),
      SliceOf("2026-11-01", "2026-12-01", Outcome::kIneligible),
  };
  const struct {
    const char* what;
    std::vector<Slice> next;
    bool takes;
  } kCases[] = {
      {"the same", in_force, false},
      {"all of it", {SliceOf("2026-10-01", "2026-12-01", Outcome::kIneligible)}, true},
      {"until a fact comes", {SliceOf("2026-10-01", "2026-12-01", Outcome::kPending)}, true},
      {"yesterday",
       {SliceOf("2026-10-01", "2026-10-14", Outcome::kEligible),
        SliceOf("2026-10-14", "2026-10-15", Outcome::kIneligible),
        SliceOf("2026-10-15", "2026-12-01", Outcome::kEligible)},
       true},
      {"today",
       {SliceOf("2026-10-01", "2026-10-15", Outcome::kEligible),
        SliceOf("2026-10-15", "2026-12-01", Outcome::kIneligible)},
       true},
      {"from tomorrow on",
       {SliceOf("2026-10-01", "2026-10-16", Outcome::kEligible),
        SliceOf("2026-10-16", "2026-12-01", Outcome::kIneligible)},
       false},
      {"nothing: it speaks of later days",
       {SliceOf("2026-10-16", "2027-01-01", Outcome::kIneligible)},
       false},
      {"nothing: more is eligible",
       {SliceOf("2026-10-01", "2026-12-01", Outcome::kEligible)},
       false},
  };
  for (const auto& each : kCases) {
    EXPECT_EQ(TakesAway(in_force, each.next, Day("2026-10-15")), each.takes) << each.what;
  }
}

}  // namespace
}  // namespace tuoqiao::eligibility
