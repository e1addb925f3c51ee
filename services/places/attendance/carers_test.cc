#include "services/places/attendance/carers.h"

#include <gtest/gtest.h>

namespace tuoqiao::places {
namespace {

presence::Numbers OfTheStandard() {
  presence::Numbers numbers;
  numbers.infant_children_per_carer = 3;
  numbers.small_children_per_carer = 5;
  numbers.large_children_per_carer = 7;
  return numbers;
}

TEST(Carers, AMixedGroupGoesByAgeUnlessItsParkSaysOtherwise) {
  const presence::Numbers numbers = OfTheStandard();
  const RatioRule rule = {numbers, 0};
  EXPECT_EQ(ChildrenPerCarer(rule, GroupKind::kLarge, 20), 7) << "the group's own";
  EXPECT_EQ(ChildrenPerCarer(rule, GroupKind::kMixed, 23), 5);
  EXPECT_EQ(ChildrenPerCarer(rule, GroupKind::kMixed, 24), 7);
  EXPECT_EQ(ChildrenPerCarer(rule, GroupKind::kMixed, 11), 3);
  EXPECT_EQ(ChildrenPerCarer(rule, GroupKind::kMixed, std::nullopt), 5);
  EXPECT_EQ(ChildrenPerCarer({numbers, 6}, GroupKind::kMixed, 20), 6);
}

TEST(Carers, HoursAreThoseOfTheWeekday) {
  Centre centre;
  const absl::CivilDay monday(2026, 10, 12), sunday(2026, 10, 11);
  EXPECT_EQ(OpenSpans(centre, monday)[0].until, kMinutesOfADay);
  centre.opening_hours = {{0b11111, 480, 720}, {0b00001, 780, 1080}};
  ASSERT_EQ(OpenSpans(centre, monday).size(), 2u);
  EXPECT_EQ(OpenSpans(centre, monday)[1].from, 780);
  ASSERT_EQ(OpenSpans(centre, sunday).size(), 1u) << "worked all the same";
}

TEST(Carers, WhatNoEventSaidIsAssumedWhileTheCentreIsOpen) {
  const std::vector<presence::Span> open = {{480, 1080}};
  const auto whole = SpansOf(nullptr, open, 3);
  ASSERT_EQ(whole.size(), 1u);
  EXPECT_TRUE(whole[0].assumed);
  EXPECT_EQ(whole[0].span.until, 1080);

  presence::PresenceDay day;
  day.stays = {{std::nullopt, 600}, {660, std::nullopt}};
  const auto parts = SpansOf(&day, open, 3);
  ASSERT_EQ(parts.size(), 2u);
  EXPECT_EQ(parts[0].span.from, 480);
  EXPECT_EQ(parts[1].span.until, 1080);
  EXPECT_TRUE(parts[0].assumed && parts[1].assumed);

  day.stays = {{1100, std::nullopt}};
  EXPECT_EQ(SpansOf(&day, open, 3)[0].span.until, 1101);
}

}  // namespace
}  // namespace tuoqiao::places
