#include "services/places/offers/offer_policy.h"

#include <gtest/gtest.h>

#include "services/common/errors.h"
#include "services/places/testing_values.h"

namespace tuoqiao::places {
namespace {

TEST(OfferPolicyTest, ThePackHasEachNumberWithASource) {
  const auto pack = LoadWaitingPack("services/rules");
  ASSERT_TRUE(pack.ok()) << pack.status();
  const auto numbers = WaitingNumbersOn(*pack, kToday);
  ASSERT_TRUE(numbers.ok()) << numbers.status();
  EXPECT_EQ(numbers->hold_days, 2);
  EXPECT_EQ(numbers->open_days, 14);
  EXPECT_EQ(numbers->confirm_every_days, 90);
  EXPECT_EQ(numbers->answer_months, 4);
  EXPECT_EQ(pack->ConfidenceOn(kToday), rules::Confidence::kSample);
  EXPECT_EQ(ReasonOf(WaitingNumbersOn(*pack, absl::CivilDay(2025, 12, 31)).status()),
            "RULE_NOT_IN_FORCE");
}

WaitingNumbers PackNumbers() {
  WaitingNumbers numbers;
  numbers.hold_days = 2;
  numbers.open_days = 14;
  numbers.confirm_every_days = 90;
  numbers.confirm_window_days = 28;
  return numbers;
}

TEST(OfferPolicyTest, ThePolicyOfTheDayHoldsAndWhatItLeavesOutIsThePacks) {
  OfferPolicy first, second;
  first.from = kToday;
  first.hold_hours = 25;  // A part of a day is a whole one.
  second.from = kToday + 10;
  second.open_days = 7;
  second.roll_on = RollOnMode::kDaily;
  const std::vector<OfferPolicy> policies = {first, second};
  EXPECT_EQ(TermsOn(PackNumbers(), policies, kToday - 1).numbers.hold_days, 2);
  EXPECT_EQ(TermsOn(PackNumbers(), policies, kToday).numbers.hold_days, 2);
  first.hold_hours = 49;
  EXPECT_EQ(TermsOn(PackNumbers(), {first, second}, kToday + 9).numbers.hold_days, 3);
  const OfferTerms later = TermsOn(PackNumbers(), {first, second}, kToday + 10);
  EXPECT_EQ(later.numbers.hold_days, 2) << "the second says nothing of it";
  EXPECT_EQ(later.numbers.open_days, 7);
  EXPECT_EQ(later.roll_on, RollOnMode::kDaily);
}

TEST(OfferPolicyTest, NoOfferIsOpenForLessThanItsSeatIsHeld) {
  OfferPolicy policy;
  policy.from = kToday;
  policy.open_days = 1;
  EXPECT_EQ(ReasonOf(CheckPolicy(policy, PackNumbers(), kToday)), "FIELD_INVALID");
  policy.hold_hours = 24;
  EXPECT_TRUE(CheckPolicy(policy, PackNumbers(), kToday).ok());
  EXPECT_EQ(ReasonOf(CheckPolicy(policy, PackNumbers(), kToday + 1)), "FIELD_INVALID")
      << "the day has passed";
}

}  // namespace
}  // namespace tuoqiao::places
