#include "services/settlement/promise.h"

#include <gtest/gtest.h>

namespace tuoqiao::settlement {
namespace {

constexpr absl::CivilMonth kOctober(2026, 10), kNovember(2026, 11);
const absl::CivilDay kClosed(2026, 11, 5), kToday(2026, 12, 20);

Payout Paid(const char* centre, absl::CivilMonth month, int64_t days) {
  Payout payout;
  payout.centre = centre;
  payout.month = month;
  payout.state = PayoutState::kConfirmed;
  payout.promised_date = kClosed + 14;
  payout.paid_date = kClosed + days;
  return payout;
}

TEST(PromiseTest, DaysAreCountedFromTheClose) {
  std::vector<Payout> payouts;
  for (int64_t day = 1; day <= 20; ++day) {
    payouts.push_back(Paid(("c" + std::to_string(day)).c_str(), kOctober, day));
  }
  const DaysToPay days = CountDays(payouts, {{kOctober, kClosed}}, kClosed, kToday);
  EXPECT_EQ(days.payouts, 20);
  EXPECT_EQ(days.paid, 20);
  EXPECT_EQ(days.p50, 10);
  EXPECT_EQ(days.p95, 19);
  EXPECT_EQ(days.max, 20);
  EXPECT_EQ(days.late, 6);  // 15 to 20.
  EXPECT_TRUE(days.open.empty());
  // Months that were closed before, or whose day is not known, do not count.
  EXPECT_EQ(CountDays(payouts, {{kOctober, kClosed}}, kClosed + 1, kToday).payouts, 0);
  EXPECT_EQ(CountDays(payouts, {}, kClosed, kToday).payouts, 0);
}

TEST(PromiseTest, WhatCameBackCountsWithWhatTookItsPlace) {
  Payout refused = Paid("c01", kOctober, 3), again = Paid("c01", kOctober, 9);
  refused.state = PayoutState::kRejected;
  again.ordinal = 2;
  Payout waiting = Paid("c02", kOctober, 0), held = Paid("c03", kOctober, 1);
  waiting.state = PayoutState::kReleased;
  held.state = PayoutState::kHeld;
  DaysToPay days =
      CountDays({refused, again, waiting, held}, {{kOctober, kClosed}}, kClosed, kToday);
  EXPECT_EQ(days.payouts, 2);
  EXPECT_EQ(days.paid, 1);
  EXPECT_EQ(days.p50, 9);
  EXPECT_EQ(days.max, kToday - kClosed);  // Not paid yet: until today.
  ASSERT_EQ(days.open.size(), 1u);
  EXPECT_EQ(days.open[0].centre, "c02");
  // Refused and nothing in its place: the centre waits.
  days = CountDays({refused}, {{kOctober, kClosed}}, kClosed, kToday);
  EXPECT_EQ(days.open.size(), 1u);
}

TEST(PromiseTest, TheFundIsOutAsFarAsTheAccountHoldsLess) {
  const absl::CivilDay day(2026, 11, 1);
  // 1,000 is left with us; centres are paid 700 before 650 of it comes in.
  std::vector<DayMoney> moved = {{day, 1000, 1000}, {day + 4, -700, 0}, {day + 9, 650, 0}};
  FundUse use = CountFundUse(moved, day);
  EXPECT_EQ(use.fund_minor, 1000);
  EXPECT_EQ(use.used_minor, 50);
  EXPECT_EQ(use.left_minor, 950);
  EXPECT_EQ(use.used_max_minor, 700);
  EXPECT_EQ(CountFundUse(moved, day + 9).used_max_minor, 50);
  EXPECT_EQ(CountFundUse(moved, day + 6).used_max_minor, 700);
  // Within a day the order does not matter; more than the fund is never out.
  moved = {{day, -700, 0}, {day, 1000, 1000}, {day, 700, 0}, {day + 1, -5000, 0}};
  use = CountFundUse(moved, day);
  EXPECT_EQ(use.used_max_minor, 1000);
  EXPECT_EQ(use.left_minor, 0);
  // Without a fund nothing of it is out.
  EXPECT_EQ(CountFundUse({{day, -5, 0}}, day).used_max_minor, 0);
}

}  // namespace
}  // namespace tuoqiao::settlement
