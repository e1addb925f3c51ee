#include "services/billing/rule.h"

#include <gtest/gtest.h>

#include "services/billing/testing_plan.h"

namespace tuoqiao::billing {
namespace {

Rule Statutory(const char* copay, const char* rate, CopayOrder order) {
  Rule rule = {RuleKind::kStatutory, Fen(copay), 0, Fen(rate)};
  rule.copay_order = order;
  return rule;
}

Rule CappedAt(Rule rule, const char* cap) {
  rule.cap_minor = Fen(cap);
  return rule;
}

TEST(RuleTest, TakesToTheFen) {
  const Rule cap_first = Statutory("300.00", "1000.00", CopayOrder::kCapFirst);
  const Rule copay_first = Statutory("300.00", "1000.00", CopayOrder::kCopayFirst);
  const Rule half = {RuleKind::kPercent, 0, 5000, 0};
  Rule match = {RuleKind::kMatch, 0, 3333, 0};
  match.matches = Payer::kPark;
  const struct {
    const char* what;
    Rule rule;
    const char* base;
    int64_t coefficient_bp;
    const char* amount;
    const char* text;
  } kCases[] = {
      {"fixed", Fixed("200.00"), "500.00", 10000, "200.00", "fixed 200.00 of 500.00"},
      {"fixed, capped", CappedAt(Fixed("200.00"), "150.00"), "500.00", 10000, "150.00",
       "fixed 200.00 of 500.00, at most 150.00"},
      {"fixed by needs", Fixed("0.05"), "500.00", 15000, "0.08", "fixed 0.08 of 500.00"},
      {"fixed by needs, capped", CappedAt(Fixed("200.00"), "250.00"), "500.00", 15000, "250.00",
       "fixed 300.00 of 500.00, at most 250.00"},
      {"up to, capped", CappedAt(UpTo("900.00"), "450.00"), "500.00", 10000, "450.00",
       "up to 900.00 of 500.00, at most 450.00"},
      {"half", half, "0.03", 10000, "0.02", "50.00 % of 0.03"},
      // 0.03 × 0.5 × 1.5 = 0.0225, where two roundings would make 0.03.
      {"half by needs, one rounding", half, "0.03", 15000, "0.02", "75.00 % of 0.03"},
      {"never above the base",
       {RuleKind::kPercent, 0, 9000, 0},
       "100.00",
       15000,
       "100.00",
       "135.00 % of 100.00"},
      {"a match", match, "500.00", 10000, "33.33", "33.33 % of the 100.00 of PARK of 500.00"},
      {"the legal form caps first", cap_first, "1500.00", 10000, "700.00",
       "1500.00, at most 1000.00, less 300.00"},
      {"where a statute says so, the copay comes first", copay_first, "1500.00", 10000, "1000.00",
       "1500.00, less 300.00, at most 1000.00"},
      {"below the rate both are one", copay_first, "900.00", 10000, "600.00",
       "900.00, less 300.00, at most 1000.00"},
      {"below the copay nothing is left", cap_first, "299.99", 10000, "0.00",
       "299.99, at most 1000.00, less 300.00"},
      {"needs raise the rate and not the copay", cap_first, "1500.00", 12000, "900.00",
       "1500.00, at most 1200.00, less 300.00"},
  };
  for (const auto& each : kCases) {
    RuleBase base;
    base.base_minor = Fen(each.base);
    base.matched_minor = Fen("100.00");
    base.share_bp = each.rule.share_bp;
    base.coefficient_bp = each.coefficient_bp;
    EXPECT_EQ(YuanText(AmountOf(each.rule, base)), each.amount) << each.what;
    EXPECT_EQ(RuleText(each.rule, base), each.text) << each.what;
  }
}

TEST(RuleTest, WhatAPackDecidesIsTakenUpToWhatIsLeftOfIt) {
  Rule rule = Decided("grant");
  RuleBase base;
  base.base_minor = Fen("1800.00");
  base.decided_minor = base.decided_left_minor = Fen("540.00");
  EXPECT_EQ(AmountOf(rule, base), Fen("540.00"));
  EXPECT_EQ(RuleText(rule, base), "grant of income: 540.00 of 1800.00");
  base.decided_left_minor = Fen("140.00");
  EXPECT_EQ(AmountOf(rule, base), Fen("140.00"));
  EXPECT_EQ(RuleText(rule, base), "grant of income: 540.00, of which 140.00 are left, of 1800.00");
  rule.cap_minor = Fen("100.00");
  EXPECT_EQ(AmountOf(rule, base), Fen("100.00"));
  base.base_minor = Fen("0.07");
  EXPECT_EQ(AmountOf(rule, base), Fen("0.07"));
}

}  // namespace
}  // namespace tuoqiao::billing
