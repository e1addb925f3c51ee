#include "services/places/handovers/handover.h"

#include <gtest/gtest.h>

#include "services/places/testing_values.h"

namespace tuoqiao::places {
namespace {

using Day = absl::CivilDay;

constexpr int64_t kGrace = 60;

class HandoverTest : public ::testing::Test {
 protected:
  HandoverTest() {
    enrolment_.id = "enr-1";
    enrolment_.centre = "a";
    enrolment_.period = {Day(2026, 9, 1), Day(2027, 6, 15)};
    enrolment_.pool = "RESERVED/91a";
  }
  // Guardian 1 leaves 91a on a day, and may join another firm.
  void Leave(Day last, std::optional<Employment> next = std::nullopt) {
    child_.employments[0].leave_date = last;
    if (next.has_value()) child_.employments.push_back(*next);
  }
  std::vector<Handover> Found() {
    return HandoversOf(kPark, enrolment_, child_, &decision_, kGrace);
  }
  // One line a leg: `{from} {payer}`.
  static std::string Text(const std::vector<PayerLeg>& legs) {
    std::string text;
    for (const PayerLeg& each : legs) {
      absl::StrAppend(&text, FormatDay(each.from), " ", each.firm.empty() ? "family" : each.firm,
                      "; ");
    }
    return text;
  }

  Enrolment enrolment_;
  Child child_ = ChildOf("C1", Day(2024, 6, 15));
  Decision decision_ = Eligible();
};

TEST_F(HandoverTest, NobodyLeavesWhoStays) { EXPECT_TRUE(Found().empty()); }

TEST_F(HandoverTest, ALeaverOnTheTenthWhoJoinsOnTheTwentiethLeavesNoMonthWithoutAFirm) {
  Leave(Day(2026, 10, 10), Employment{"91b", Day(2026, 10, 20), std::nullopt, 1});
  decision_.slices = {{{Day(2026, 10, 1), Day(2026, 10, 11)}, true},
                      {{Day(2026, 10, 11), Day(2026, 10, 20)}, false},
                      {{Day(2026, 10, 20), Day(2026, 12, 1)}, true}};
  const auto found = Found();
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(Text(found[0].legs), "2026-11-01 91b; ");
  EXPECT_FALSE(found[0].goes_on_until.has_value()) << "the gap is within the grace";
  EXPECT_EQ(StateOn(found[0], enrolment_, Day(2026, 10, 10)), HandoverState::kAhead);
  EXPECT_EQ(StateOn(found[0], enrolment_, Day(2026, 10, 15)), HandoverState::kContinued);
}

TEST_F(HandoverTest, WhoJoinsNobodyIsPaidForByTheFamilyAndThePlaceGoesOnThroughTheGrace) {
  Leave(Day(2026, 10, 10));
  decision_.slices = {{{Day(2026, 10, 1), Day(2026, 10, 11)}, true},
                      {{Day(2026, 10, 11), Day(2026, 12, 1)}, false}};
  auto found = Found();
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(Text(found[0].legs), "2026-11-01 family; ");
  EXPECT_EQ(*found[0].goes_on_until, Day(2026, 10, 11) + kGrace);
  EXPECT_EQ(StateOn(found[0], enrolment_, Day(2026, 10, 11)), HandoverState::kInGrace);
  EXPECT_EQ(StateOn(found[0], enrolment_, Day(2026, 12, 9)), HandoverState::kInGrace);
  EXPECT_EQ(StateOn(found[0], enrolment_, Day(2026, 12, 10)), HandoverState::kLapseDue);
  decision_.slices[1].grace_until = Day(2026, 10, 31);
  EXPECT_EQ(*Found()[0].goes_on_until, Day(2026, 10, 31)) << "the scheme's own grace";
}

TEST_F(HandoverTest, WhoIsEligibleAgainAfterTheGraceLapsesAllTheSame) {
  Leave(Day(2026, 10, 10), Employment{"91b", Day(2026, 11, 20), std::nullopt, 1});
  decision_.slices = {{{Day(2026, 10, 1), Day(2026, 10, 11)}, true},
                      {{Day(2026, 10, 11), Day(2026, 11, 20)}, false, {}, Day(2026, 10, 31)},
                      {{Day(2026, 11, 20), Day(2026, 12, 1)}, true}};
  const auto found = Found();
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(*found[0].goes_on_until, Day(2026, 10, 31));
  EXPECT_EQ(Text(found[0].legs), "2026-11-01 family; 2026-12-01 91b; ");
}

TEST_F(HandoverTest, AGuardianWhoStaysKeepsTheChildEligibleAndOnlyThePayerChanges) {
  Leave(Day(2026, 10, 31));
  child_.employments.push_back({"91c", Day(2025, 1, 1), std::nullopt, 2});
  const auto found = Found();
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(Text(found[0].legs), "2026-11-01 family; ") << "the other firm pays its own part";
  EXPECT_FALSE(found[0].goes_on_until.has_value());
}

TEST_F(HandoverTest, AFirmThatNeverPaidHandsNothingOver) {
  child_.employments[0].hire_date = Day(2026, 9, 5);
  Leave(Day(2026, 9, 20));
  EXPECT_TRUE(Found().empty()) << "on the first of no month";
  Leave(Day(2026, 10, 1));
  EXPECT_EQ(Found().size(), 1u);
  Leave(Day(2027, 6, 14));
  EXPECT_TRUE(Found().empty()) << "the place ends then anyway";
}

TEST_F(HandoverTest, APlaceThatFollowsAnotherTakesItsHandoversAlong) {
  Leave(Day(2026, 10, 10));
  decision_.slices = {{{Day(2026, 10, 1), Day(2026, 10, 11)}, true},
                      {{Day(2026, 10, 11), Day(2026, 12, 1)}, false}};
  const auto former = Found();
  Enrolment next = enrolment_;
  next.id = "enr-2";
  next.centre = "b";
  next.follows = "a/enr-1";
  next.entitled_from = enrolment_.period.from;
  next.period.from = Day(2026, 10, 20);
  auto carried = HandoversOfFollowing(kPark, next, child_, former);
  ASSERT_EQ(carried.size(), 1u);
  EXPECT_EQ(carried[0].enrolment, "enr-2");
  EXPECT_NE(carried[0].id, former[0].id);
  EXPECT_EQ(Text(carried[0].legs), "2026-11-01 family; ");
  EXPECT_EQ(*carried[0].goes_on_until, Day(2026, 10, 11) + kGrace);
  // What is heard later finds the same and writes nothing.
  const auto found = HandoversOf(kPark, next, child_, &decision_, kGrace);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].id, carried[0].id);
  EXPECT_TRUE(SameHandover(found[0], carried[0]));
  // The new centre is told of no day before its own.
  next.period.from = Day(2026, 11, 20);
  EXPECT_TRUE(AdviceOf(kPark, next, carried, Day(2026, 11, 20)).payer_changes.empty());
  EXPECT_TRUE(HandoversOfFollowing(kPark, next, child_, {}).empty()) << "not heard of yet";
}

TEST_F(HandoverTest, TheCentreIsToldDaysAndNothingElse) {
  Leave(Day(2026, 10, 10));
  decision_.slices = {{{Day(2026, 10, 1), Day(2026, 10, 11)}, true},
                      {{Day(2026, 10, 11), Day(2026, 12, 1)}, false}};
  const HandingOver first = HandOver(kPark, enrolment_, {}, std::nullopt, Found(), kToday);
  ASSERT_EQ(first.changed.size(), 1u);
  ASSERT_TRUE(first.advice.has_value());
  EXPECT_EQ(first.advice->payer_changes, std::vector<Day>{Day(2026, 11, 1)});
  EXPECT_EQ(*first.advice->goes_on_until, Day(2026, 12, 10));
  // Heard again, it says the same and writes nothing.
  const HandingOver again =
      HandOver(kPark, enrolment_, first.changed, first.advice, Found(), kToday + 5);
  EXPECT_TRUE(again.changed.empty());
  EXPECT_FALSE(again.advice.has_value());
}

TEST_F(HandoverTest, WhatWasAMistakeIsTakenBackWithTheCentreTold) {
  Leave(Day(2026, 10, 10));
  const HandingOver first = HandOver(kPark, enrolment_, {}, std::nullopt, Found(), kToday);
  child_.employments[0].leave_date.reset();
  const HandingOver after =
      HandOver(kPark, enrolment_, first.changed, first.advice, Found(), kToday + 1);
  ASSERT_EQ(after.changed.size(), 1u);
  EXPECT_TRUE(after.changed[0].withdrawn);
  EXPECT_EQ(after.changed[0].revision, 2);
  ASSERT_TRUE(after.advice.has_value());
  EXPECT_TRUE(after.advice->payer_changes.empty());
  EXPECT_EQ(StateOn(after.changed[0], enrolment_, kToday), HandoverState::kEnded);
  // A leave date that is corrected is the same handover.
  Leave(Day(2026, 10, 12));
  const HandingOver corrected =
      HandOver(kPark, enrolment_, after.changed, after.advice, Found(), kToday + 2);
  ASSERT_EQ(corrected.changed.size(), 1u);
  EXPECT_EQ(corrected.changed[0].id, first.changed[0].id);
  EXPECT_EQ(corrected.changed[0].revision, 3);
}

TEST_F(HandoverTest, AReservedSeatCountsToTheNextFirmElseToAll) {
  EXPECT_TRUE(PoolsInstead(enrolment_, child_, kToday).empty());
  Leave(kToday - 1, Employment{"91b", kToday + 10, std::nullopt, 1});
  EXPECT_EQ(PoolsInstead(enrolment_, child_, kToday), std::vector<std::string>{"SHARED"});
  EXPECT_EQ(PoolsInstead(enrolment_, child_, kToday + 10),
            (std::vector<std::string>{"RESERVED/91b", "SHARED"}));
  enrolment_.pool = "SHARED";
  EXPECT_TRUE(PoolsInstead(enrolment_, child_, kToday).empty());
}

}  // namespace
}  // namespace tuoqiao::places
