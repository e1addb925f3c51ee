#include "services/billing/shares.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/billing/testing_plan.h"

namespace tuoqiao::billing {
namespace {

const Lines kMonth = {{LineKind::kCare, "1000.00"}, {LineKind::kMeals, "300.00"}};

TEST(SplitTest, ReadsAsOnTheBill) {
  const PayingFirm f1 = FirmOf("f1", "A"), f2 = FirmOf("f2", "B");
  SplitFacts newcomer = Attended(0);
  newcomer.has_attended_month = false;
  newcomer.opening_days = 0;
  const struct {
    const char* what;
    Lines lines;
    SplitFacts facts;
    const char* shares;
  } kCases[] = {
      {"layers in order; the union where a firm is of the union", kMonth,
       Attended(9, {FirmOf("f1", "A", true)}),
       "AUTHORITY 200.00, PARK 50.00, FIRM f1 600.00, UNION 100.00, FAMILY 350.00 DIRECT"},
      {"no union without such a firm", kMonth, Attended(9, {f1}),
       "AUTHORITY 200.00, PARK 50.00, FIRM f1 600.00, FAMILY 450.00 DIRECT"},
      {"no firm", kMonth, Attended(9), "AUTHORITY 200.00, PARK 50.00, FAMILY 1050.00 DIRECT"},
      {"8 of 18 days are not half; nobody takes up what is lost", kMonth, Attended(8, {f1}),
       "PARK 50.00, FIRM f1 600.00, FAMILY 650.00 DIRECT"},
      {"a child without a day in the month of attendance is funded", kMonth, newcomer,
       "AUTHORITY 200.00, PARK 50.00, FAMILY 1050.00 DIRECT"},
      {"the base is care less refund, and never more is funded",
       {{LineKind::kCare, "150.00"},
        {LineKind::kRefund, "-50.00"},
        {LineKind::kSupplement, "7.00"}},
       Attended(9, {f1}),
       "AUTHORITY 100.00, FAMILY 7.00 DIRECT"},
      {"a refund beyond the care is the family's credit",
       {{LineKind::kCare, "1.00"}, {LineKind::kRefund, "-9.00"}},
       Attended(9, {f1}),
       "FAMILY -8.00 DIRECT"},
      // 750.00 are left: alone 600.00 and 375.00, together 975.00; 461.538… and 288.461…
      {"two firms beyond the base: the spare fen to the lower uscc", kMonth, Attended(9, {f1, f2}),
       "AUTHORITY 200.00, PARK 50.00, FIRM f1 461.54, FIRM f2 288.46, FAMILY 300.00 DIRECT"},
      // 1750.00 are left: 600.00 and 875.00 fit.
      {"two firms within the base are not cut",
       {{LineKind::kCare, "2000.00"}},
       Attended(9, {f1, f2}),
       "AUTHORITY 200.00, PARK 50.00, FIRM f1 600.00, FIRM f2 875.00, FAMILY 275.00 DIRECT"},
      {"nothing to split", {}, Attended(9, {f1}), ""},
  };
  for (const auto& each : kCases) {
    EXPECT_EQ(TextOf(Split(PlainPlan(), LinesFrom(each.lines), each.facts)), each.shares)
        << each.what;
  }
}

TEST(SplitTest, TheSpareFenIsTheLowerUsccsWhateverTheAmounts) {
  FundingPlan plan = PlainPlan();
  plan.layers = {LayerOf(Payer::kFirm, Fixed("1.00"), CareLines()), FamilyLayer()};
  const auto lines = LinesFrom({{LineKind::kCare, "1.01"}});
  EXPECT_EQ(TextOf(Split(plan, lines, Attended(9, {FirmOf("f1", "A"), FirmOf("f2", "B")}))),
            "FIRM f1 0.51, FIRM f2 0.50");
}

TEST(SplitTest, LayersWithTheSameSetOfLinesShareOneBase) {
  FundingPlan plan;
  const LineSet care_meals = LinesOf({LineKind::kCare, LineKind::kMeals});
  const LineSet meals_care = LinesOf({LineKind::kMeals, LineKind::kCare});
  plan.layers = {LayerOf(Payer::kAuthority, Percent(6000), care_meals),
                 LayerOf(Payer::kPark, Percent(10000), meals_care),
                 LayerOf(Payer::kUnion, Percent(10000), LinesOf({LineKind::kMeals})),
                 FamilyLayer()};
  // 60 % of 1300.00, then all of the 520.00 left. Nothing is left of the meals for the union.
  EXPECT_EQ(TextOf(Split(plan, LinesFrom(kMonth), Attended(9, {FirmOf("f1", "A", true)}))),
            "AUTHORITY 780.00, PARK 520.00");
}

TEST(SplitTest, APercentageIsRoundedHalfUpAndThenCapped) {
  const struct {
    const char* care;
    Rule rule;
    const char* share;
  } kCases[] = {
      {"0.01", Percent(5000), "0.01"},      {"0.03", Percent(3333), "0.01"},
      {"0.01", Percent(4999), ""},          {"100.00", Percent(3333), "33.33"},
      {"100.02", Percent(3333), "33.34"},   {"100.00", Percent(3333, "33.32"), "33.32"},
      {"100.00", Percent(10000), "100.00"},
  };
  for (const auto& each : kCases) {
    FundingPlan plan;
    plan.layers = {LayerOf(Payer::kPark, each.rule, CareLines()), FamilyLayer()};
    const auto shares = Split(plan, LinesFrom({{LineKind::kCare, each.care}}), Attended(9));
    const bool park = shares[0].payer == Payer::kPark;
    EXPECT_EQ(park ? YuanText(shares[0].amount_minor) : "", each.share) << each.care;
  }
}

TEST(SplitTest, TheStatutoryFormIsTheCappedBaseLessACopayment) {
  const struct {
    const char* care;
    const char* share;
  } kCases[] = {{"1500.00", "AUTHORITY 900.00, FAMILY 600.00 DIRECT"},
                {"1000.00", "AUTHORITY 700.00, FAMILY 300.00 DIRECT"},
                {"300.00", "FAMILY 300.00 DIRECT"},
                {"300.01", "AUTHORITY 0.01, FAMILY 300.00 DIRECT"}};
  for (const auto& each : kCases) {
    FundingPlan plan;
    plan.layers = {LayerOf(Payer::kAuthority,
                           {RuleKind::kStatutory, Fen("300.00"), 0, Fen("1200.00")}, CareLines()),
                   FamilyLayer()};
    EXPECT_EQ(TextOf(Split(plan, LinesFrom({{LineKind::kCare, each.care}}), Attended(9))),
              each.share);
  }
}

TEST(SplitTest, APayerOfTwoLayersHasOneShare) {
  FundingPlan plan;
  plan.layers = {LayerOf(Payer::kPark, Fixed("100.00"), CareLines()),
                 LayerOf(Payer::kAuthority, Fixed("50.00"), CareLines()),
                 LayerOf(Payer::kPark, Fixed("20.00"), LinesOf({LineKind::kMeals})), FamilyLayer()};
  const auto shares = Split(plan, LinesFrom(kMonth), Attended(9));
  EXPECT_EQ(TextOf(shares), "PARK 120.00, AUTHORITY 50.00, FAMILY 1130.00 DIRECT");
  EXPECT_EQ(shares[0].reason, "fixed 100.00 of 1000.00; fixed 20.00 of 300.00");
}

TEST(SplitTest, SaysWhyInEachShare) {
  const auto shares = Split(PlainPlan(), LinesFrom(kMonth),
                            Attended(8, {FirmOf("f1", "A", true), FirmOf("f2", "B")}));
  ASSERT_EQ(shares.size(), 5u);
  EXPECT_EQ(shares[0].reason, "10.00 % of 800.00, at most 50.00");
  EXPECT_EQ(shares[1].reason,
            "plan A: up to 600.00 of 750.00, cut in proportion to 750.00 for all firms");
  EXPECT_EQ(shares[4].reason,
            "the rest, with 200.00 that AUTHORITY bears only from half of the opening days on");
}

TEST(SplitTest, AFirmsShareNamesItsEmployeeAndForm) {
  PayingFirm firm = FirmOf("f1", "A");
  firm.form = ShareForm::kAllowance;
  const auto shares = Split(PlainPlan(), LinesFrom(kMonth), Attended(9, {firm}));
  ASSERT_EQ(shares[2].payer, Payer::kFirm);
  EXPECT_EQ(shares[2].form, ShareForm::kAllowance);
  EXPECT_EQ(shares[2].employee, "parks/yunqi/firms/f1/employees/A");
  EXPECT_EQ(shares[0].form, ShareForm::kCollected);
}

TEST(SplitTest, TheFamilysRestIsDeductedWhereAWageCanBearIt) {
  SplitFacts facts = Attended(9);
  facts.deduction = Deduction{"parks/yunqi/firms/f1/employees/e1", "0001", "TAKE_ALL"};
  const auto shares = Split(PlainPlan(), LinesFrom(kMonth), facts);
  EXPECT_EQ(shares.back().form, ShareForm::kDeduct);
  EXPECT_EQ(shares.back().employee, "parks/yunqi/firms/f1/employees/e1");
  EXPECT_EQ(shares.back().arrears_mode, "TAKE_ALL");

  // A credit goes the same way, so that the deductions of siblings are one sum.
  const auto credit = Split(
      PlainPlan(), LinesFrom({{LineKind::kCare, "1.00"}, {LineKind::kRefund, "-9.00"}}), facts);
  EXPECT_EQ(TextOf(credit), "FAMILY -8.00 DEDUCT");
  EXPECT_EQ(credit.back().employee, "parks/yunqi/firms/f1/employees/e1");
  // Nothing is nobody's share.
  EXPECT_EQ(TextOf(Split(PlainPlan(), {}, facts)), "");
}

// A layer of what a pack decides on the care, and the family.
FundingPlan DecidedPlan(Payer payer = Payer::kAuthority) {
  FundingPlan plan;
  plan.layers = {LayerOf(payer, Decided("grant"), CareLines()), FamilyLayer()};
  return plan;
}
SplitFacts Granted(const char* yuan, std::vector<PayingFirm> firms = {}, int64_t present = 9) {
  SplitFacts facts = Attended(present, std::move(firms));
  facts.decided[AmountNamed("grant")] = Fen(yuan);
  return facts;
}

TEST(SplitTest, WhatAPackDecidesIsTakenAsAFixedAmountWouldBe) {
  const auto care = LinesFrom({{LineKind::kCare, "1800.00"}});
  FundingPlan plan = DecidedPlan();
  const auto shares = Split(plan, care, Granted("540.00"));
  EXPECT_EQ(TextOf(shares), "AUTHORITY 540.00, FAMILY 1260.00 DIRECT");
  EXPECT_EQ(shares[0].reason, "grant of income: 540.00 of 1800.00");
  // Who is not eligible has none; never more than the base.
  EXPECT_EQ(TextOf(Split(plan, care, Attended(9))), "FAMILY 1800.00 DIRECT");
  EXPECT_EQ(TextOf(Split(plan, care, Granted("2000.00"))), "AUTHORITY 1800.00");
  SplitFacts needs = Granted("540.00");
  needs.needs_level = 1;
  plan.layers[0].rule.coefficient_1_bp = 12000;
  EXPECT_EQ(TextOf(Split(plan, care, needs)), "AUTHORITY 648.00, FAMILY 1152.00 DIRECT");
  plan.layers[0].rule.cap_minor = Fen("600.00");
  EXPECT_EQ(TextOf(Split(plan, care, needs)), "AUTHORITY 600.00, FAMILY 1200.00 DIRECT");
  plan.layers[0].caps = {{CapScope::kChildMonth, Fen("500.00"), ""}};
  EXPECT_EQ(TextOf(Split(plan, care, needs)), "AUTHORITY 500.00, FAMILY 1300.00 DIRECT");
}

TEST(SplitTest, FirmsBearTogetherWhatAPackDecides) {
  const auto care = LinesFrom({{LineKind::kCare, "1800.00"}});
  const PayingFirm f1 = FirmOf("f1", "A"), f2 = FirmOf("f2", "B");
  FundingPlan plan = DecidedPlan(Payer::kFirm);
  EXPECT_EQ(TextOf(Split(plan, care, Granted("540.01", {f1}))),
            "FIRM f1 540.01, FAMILY 1259.99 DIRECT");
  const auto shares = Split(plan, care, Granted("540.01", {f1, f2}));
  EXPECT_EQ(TextOf(shares), "FIRM f1 270.01, FIRM f2 270.00, FAMILY 1259.99 DIRECT");
  EXPECT_EQ(shares[0].reason, "grant of income: 540.01 of 1800.00, in equal parts of 2 firms");
  EXPECT_EQ(TextOf(Split(plan, care, Granted("540.01"))), "FAMILY 1800.00 DIRECT");
}

// Who changed centres has two statements, and the amount once.
TEST(SplitMonthTest, WhatTheFirstStatementLeavesOfADecidedAmountIsTheNexts) {
  const std::vector<std::vector<Line>> lines = {LinesFrom({{LineKind::kCare, "400.00"}}),
                                                LinesFrom({{LineKind::kCare, "700.00"}}),
                                                LinesFrom({{LineKind::kCare, "1000.00"}})};
  const SplitFacts granted = Granted("540.00"), absent = Granted("540.00", {}, 1);
  const auto split = [&](const FundingPlan& plan, const SplitFacts& first) {
    const std::vector<SplitItem> items = {{{"c1", "m1"}, &lines[0], &first},
                                          {{"c2", "m1"}, &lines[1], &granted},
                                          {{"c1", "m1"}, &lines[2], &granted}};
    std::vector<std::string> texts;
    for (const SplitResult& each : SplitMonth(plan, 2026, {}, items)) {
      texts.push_back(TextOf(each.shares));
      texts.push_back(each.shares[0].reason);
    }
    return texts;
  };
  FundingPlan plan = DecidedPlan();
  EXPECT_EQ(split(plan, granted),
            (std::vector<std::string>{
                "AUTHORITY 400.00", "grant of income: 540.00 of 400.00",
                "AUTHORITY 540.00, FAMILY 160.00 DIRECT", "grant of income: 540.00 of 700.00",
                "AUTHORITY 140.00, FAMILY 860.00 DIRECT",
                "grant of income: 540.00, of which 140.00 are left, of 1000.00"}));
  // What is lost on the first the child has had: another payer bears it.
  plan.layers[0] = WhenAttended(plan.layers[0]);
  plan.layers[0].bearer_if_lost = Payer::kPark;
  EXPECT_EQ(split(plan, absent)[0], "PARK 400.00");
  EXPECT_EQ(split(plan, absent)[4], "AUTHORITY 140.00, FAMILY 860.00 DIRECT");
}

TEST(SplitTest, NoLineIsFundedTwiceWhereSetsOfLinesOverlap) {
  const LineSet care = LinesOf({LineKind::kCare}), meals = LinesOf({LineKind::kMeals}),
                net = LinesOf({LineKind::kCare, LineKind::kRefund}),
                both = LinesOf({LineKind::kCare, LineKind::kMeals});
  const Lines refunded = {
      {LineKind::kCare, "1000.00"}, {LineKind::kRefund, "-150.00"}, {LineKind::kMeals, "300.00"}};
  const struct {
    const char* what;
    std::vector<std::pair<Payer, std::pair<Rule, LineSet>>> layers;
    const char* shares;
  } kCases[] = {
      {"a refund is set off once: the care that it gave back is nobody's to fund again",
       {{Payer::kPark, {Percent(10000), net}}, {Payer::kAuthority, {Percent(10000), care}}},
       "PARK 850.00, FAMILY 300.00 DIRECT"},
      {"whoever leaves the refund out funds all of the care, and the family has the credit",
       {{Payer::kPark, {Percent(10000), care}}, {Payer::kAuthority, {Percent(10000), net}}},
       "PARK 1000.00, FAMILY 150.00 DIRECT"},
      {"care first, in the order of a statement: 200.00 of the meals are left",
       {{Payer::kPark, {Fixed("1100.00"), both}}, {Payer::kAuthority, {Percent(10000), meals}}},
       "PARK 1100.00, AUTHORITY 200.00, FAMILY -150.00 DIRECT"},
      {"what the first took of the care is gone for the wider set",
       {{Payer::kPark, {Fixed("400.00"), care}}, {Payer::kAuthority, {Percent(5000), both}}},
       "PARK 400.00, AUTHORITY 450.00, FAMILY 300.00 DIRECT"},
  };
  for (const auto& each : kCases) {
    FundingPlan plan;
    for (const auto& [payer, what] : each.layers) {
      plan.layers.push_back(LayerOf(payer, what.first, what.second));
    }
    plan.layers.push_back(FamilyLayer());
    EXPECT_EQ(TextOf(Split(plan, LinesFrom(refunded), Attended(9))), each.shares) << each.what;
  }
}

// ---- Matches, bands and parts.

Layer Matching(Payer payer, Payer matched, int64_t bp, const char* cap = "0.00") {
  Rule rule;
  rule.kind = RuleKind::kMatch;
  rule.matches = matched;
  rule.share_bp = bp;
  rule.cap_minor = Fen(cap);
  return LayerOf(payer, rule, CareLines());
}

Layer Banded(Payer payer, MonthFact fact, std::vector<Band> bands) {
  Rule rule;
  rule.kind = RuleKind::kBand;
  rule.bands = BandTable{fact, std::move(bands)};
  return LayerOf(payer, rule, CareLines());
}

Layer InParts(Payer payer, std::vector<Part> parts, const char* cap = "0.00") {
  Rule rule;
  rule.kind = RuleKind::kParts;
  rule.parts = std::move(parts);
  rule.cap_minor = Fen(cap);
  return LayerOf(payer, rule, CareLines());
}

Layer AtLeastOf(Layer layer, MonthFact fact, int64_t value, Payer bearer) {
  layer.condition = Condition::kAtLeast;
  layer.at_least = AtLeast{fact, value};
  layer.bearer_if_lost = bearer;
  return layer;
}

struct LayersCase {
  const char* what;
  std::vector<Layer> layers;
  const char* shares;
};

// 1000.00 of care on 9 of 18 days, a child of 20 months and needs level 2, at firms f1 (of the
// union) and f2.
void ExpectShares(const std::vector<LayersCase>& cases) {
  SplitFacts facts = Attended(9, {FirmOf("f1", "A", true), FirmOf("f2", "B")});
  facts.needs_level = 2;
  facts.age_months = 20;
  for (const LayersCase& each : cases) {
    FundingPlan plan;
    plan.layers = each.layers;
    plan.layers.push_back(FamilyLayer());
    plan.firm_plans = PlainPlan().firm_plans;
    EXPECT_TRUE(CheckPlan(plan).ok()) << each.what << CheckPlan(plan);
    EXPECT_EQ(TextOf(Split(plan, LinesFrom({{LineKind::kCare, "1000.00"}}), facts)), each.shares)
        << each.what;
  }
}

TEST(SplitTest, MatchesWhatAnotherTookOfTheSameLines) {
  const Layer firm = LayerOf(Payer::kFirm, UpTo("150.00"), CareLines());
  const Layer park = LayerOf(Payer::kPark, Fixed("200.00"), CareLines());
  Layer by_band = Matching(Payer::kAuthority, Payer::kPark, 0);
  by_band.rule.bands = BandTable{MonthFact::kAttendedDays, {{9, 5000}, {15, 10000}, {0, 15000}}};
  ExpectShares({
      {"dollar for dollar to a cap",
       {park, Matching(Payer::kAuthority, Payer::kPark, 10000, "180.00")},
       "PARK 200.00, AUTHORITY 180.00, FAMILY 620.00 DIRECT"},
      {"both firms together are matched",
       {firm, Matching(Payer::kPark, Payer::kFirm, 5000)},
       "FIRM f1 150.00, FIRM f2 150.00, PARK 150.00, FAMILY 550.00 DIRECT"},
      {"each firm matches",
       {park, Matching(Payer::kFirm, Payer::kPark, 10000)},
       "PARK 200.00, FIRM f1 200.00, FIRM f2 200.00, FAMILY 400.00 DIRECT"},
      {"by band: from 9 days on, below 15",
       {park, by_band},
       "PARK 200.00, AUTHORITY 200.00, FAMILY 600.00 DIRECT"},
      {"two for one, and never more than is left",
       {LayerOf(Payer::kPark, Fixed("400.00"), CareLines()),
        Matching(Payer::kAuthority, Payer::kPark, 20000)},
       "PARK 400.00, AUTHORITY 600.00"},
      {"what was lost is matched by nobody",
       {AtLeastOf(park, MonthFact::kAttendedDays, 10, Payer::kFamily),
        Matching(Payer::kAuthority, Payer::kPark, 10000)},
       "FAMILY 1000.00 DIRECT"},
  });
}

TEST(SplitTest, TakesTheShareOfTheBandThatTheMonthIsIn) {
  const auto of = [](MonthFact fact, int64_t below) {
    return Banded(Payer::kPark, fact, {{below, 1000}, {0, 3333}});
  };
  const char* const kLow = "PARK 100.00, FAMILY 900.00 DIRECT";
  const char* const kHigh = "PARK 333.30, FAMILY 666.70 DIRECT";
  ExpectShares({
      {"days: 9 are below 10", {of(MonthFact::kAttendedDays, 10)}, kLow},
      {"days: 9 are not below 9", {of(MonthFact::kAttendedDays, 9)}, kHigh},
      {"share of days: 50 %", {of(MonthFact::kAttendedShareBp, 5001)}, kLow},
      {"share of days: not below 50 %", {of(MonthFact::kAttendedShareBp, 5000)}, kHigh},
      {"needs", {of(MonthFact::kNeedsLevel, 2)}, kHigh},
      {"age", {of(MonthFact::kAgeMonths, 21)}, kLow},
      {"no older child", {of(MonthFact::kOlderEnrolled, 1)}, kLow},
      {"the base itself", {of(MonthFact::kBaseMinor, Fen("1000.01"))}, kLow},
  });
  SplitFacts newcomer;
  FundingPlan plan;
  plan.layers = {of(MonthFact::kAttendedDays, 20), FamilyLayer()};
  EXPECT_EQ(TextOf(Split(plan, LinesFrom({{LineKind::kCare, "1000.00"}}), newcomer)), kHigh)
      << "a child that could not attend counts as always there";
}

TEST(SplitTest, SharesABaseInParts) {
  const std::vector<Part> thirds = {{Payer::kFirm, 1}, {Payer::kAuthority, 1}, {Payer::kFamily, 1}};
  ExpectShares({
      {"thirds: the spare fen to the first written, and of two firms to the lower uscc",
       {InParts(Payer::kFirm, thirds)},
       "FIRM f1 166.67, FIRM f2 166.67, AUTHORITY 333.33, FAMILY 333.33 DIRECT"},
      {"each party's part is capped",
       {InParts(Payer::kFirm, thirds, "150.00")},
       "FIRM f1 150.00, FIRM f2 150.00, AUTHORITY 150.00, FAMILY 550.00 DIRECT"},
      {"weights",
       {InParts(Payer::kPark, {{Payer::kPark, 3}, {Payer::kAuthority, 4}})},
       "PARK 428.57, AUTHORITY 571.43"},
  });
  FundingPlan plan;
  plan.layers = {InParts(Payer::kFirm, thirds), FamilyLayer()};
  EXPECT_EQ(TextOf(Split(plan, LinesFrom({{LineKind::kCare, "1000.00"}}), Attended(9))),
            "AUTHORITY 333.33, FAMILY 666.67 DIRECT")
      << "without a firm its part stays in the rest";
}

TEST(SplitTest, WhatIsLostIsBorneByWhomThePlanNames) {
  const Layer lost = LayerOf(Payer::kAuthority, Fixed("300.01"), CareLines());
  const auto by = [&](Payer bearer) {
    return AtLeastOf(lost, MonthFact::kAttendedDays, 10, bearer);
  };
  Layer half = lost;
  half.condition = Condition::kAttendedHalf;
  half.bearer_if_lost = Payer::kPark;
  ExpectShares({
      {"the family", {by(Payer::kFamily)}, "FAMILY 1000.00 DIRECT"},
      {"the park", {by(Payer::kPark)}, "PARK 300.01, FAMILY 699.99 DIRECT"},
      {"the union", {by(Payer::kUnion)}, "UNION 300.01, FAMILY 699.99 DIRECT"},
      {"the firms in equal parts",
       {by(Payer::kFirm)},
       "FIRM f1 150.01, FIRM f2 150.00, FAMILY 699.99 DIRECT"},
      {"9 days are at least 9",
       {AtLeastOf(lost, MonthFact::kAttendedDays, 9, Payer::kPark)},
       "AUTHORITY 300.01, FAMILY 699.99 DIRECT"},
      {"half was attended", {half}, "AUTHORITY 300.01, FAMILY 699.99 DIRECT"},
  });
  FundingPlan plan;
  plan.layers = {by(Payer::kFirm), FamilyLayer()};
  const auto shares = Split(plan, LinesFrom({{LineKind::kCare, "1000.00"}}), Attended(9));
  EXPECT_EQ(TextOf(shares), "FAMILY 1000.00 DIRECT") << "no firm is there to bear it";
  EXPECT_EQ(shares[0].reason,
            "the rest, with 300.01 that AUTHORITY bears only from 10 attended days on");
}

TEST(SplitTest, ReasonsTellNoNeedsLevelAndNoAge) {
  FundingPlan plan;
  plan.layers = {AtLeastOf(LayerOf(Payer::kAuthority, Fixed("1.00"), CareLines()),
                           MonthFact::kAgeMonths, 36, Payer::kPark),
                 Banded(Payer::kUnion, MonthFact::kNeedsLevel, {{1, 1000}, {0, 5000}}),
                 FamilyLayer()};
  const auto shares = Split(plan, LinesFrom({{LineKind::kCare, "1000.00"}}),
                            Attended(9, {FirmOf("f1", "A", true)}));
  ASSERT_EQ(shares.size(), 3u);
  EXPECT_EQ(shares[0].reason, "1.00 that AUTHORITY bears only under its condition");
  EXPECT_EQ(shares[1].reason, "10.00 % by its band of 999.00");
}

TEST(FirmWithoutPlanTest, FindsTheFirmWhoseCodeThePlanDoesNotKnow) {
  const std::vector<PayingFirm> firms = {FirmOf("f1", "A"), FirmOf("f2", "Z")};
  const PayingFirm* found = FirmWithoutPlan(PlainPlan(), firms);
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->uscc, "f2");
  EXPECT_EQ(FirmWithoutPlan(PlainPlan(), {FirmOf("f1", "A")}), nullptr);
  FundingPlan by_layer;
  by_layer.layers = {LayerOf(Payer::kFirm, Fixed("1.00"), CareLines()), FamilyLayer()};
  EXPECT_EQ(FirmWithoutPlan(by_layer, firms), nullptr);
}

}  // namespace
}  // namespace tuoqiao::billing
