#include "services/billing/shares.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/billing/testing_calendar.h"
#include "services/common/errors.h"

namespace tuoqiao::billing {
namespace {

using Lines = std::vector<std::pair<LineKind, const char*>>;

Rule Fixed(const char* yuan) { return {RuleKind::kFixed, Fen(yuan), 0, 0}; }
Rule UpTo(const char* yuan) { return {RuleKind::kUpTo, Fen(yuan), 0, 0}; }
Rule Percent(int64_t bp, const char* cap = "0.00") { return {RuleKind::kPercent, 0, bp, Fen(cap)}; }

Layer LayerOf(Payer payer, const Rule& rule, const LineSet& lines) {
  Layer layer;
  layer.payer = payer;
  layer.rule = rule;
  layer.lines = lines;
  return layer;
}
Layer FamilyLayer() { return LayerOf(Payer::kFamily, {RuleKind::kRest, 0, 0, 0}, {}); }
Layer WhenAttended(Layer layer) {
  layer.condition = Condition::kAttendedHalf;
  layer.bearer_if_lost = Payer::kFamily;
  return layer;
}

// The authority 200.00 when half was attended; the park 10 %, at most 50.00; the firm by its plan;
// the union 100.00 of the meals.
FundingPlan PlainPlan() {
  FundingPlan plan;
  plan.id = "plan";
  plan.layers = {WhenAttended(LayerOf(Payer::kAuthority, Fixed("200.00"), CareLines())),
                 LayerOf(Payer::kPark, Percent(1000, "50.00"), CareLines()),
                 LayerOf(Payer::kFirm, {RuleKind::kFirmPlan, 0, 0, 0}, CareLines()),
                 LayerOf(Payer::kUnion, Fixed("100.00"), LinesOf({LineKind::kMeals})),
                 FamilyLayer()};
  plan.firm_plans = {{"A", UpTo("600.00")}, {"B", Percent(5000)}};
  return plan;
}

PayingFirm FirmOf(const std::string& uscc, const std::string& plan, bool union_member = false) {
  PayingFirm firm;
  firm.firm = absl::StrCat("parks/yunqi/firms/", uscc);
  firm.uscc = uscc;
  firm.plan = plan;
  firm.union_member = union_member;
  firm.employee = absl::StrCat(firm.firm, "/employees/", plan);
  firm.employee_no = plan;
  return firm;
}

std::vector<Line> LinesFrom(const Lines& amounts) {
  std::vector<Line> lines;
  for (const auto& [kind, yuan] : amounts) {
    lines.push_back({kind, Fen(yuan), absl::CivilMonth(2026, 10), ""});
  }
  return lines;
}

// "AUTHORITY 200.00, FIRM f1 600.00, FAMILY 350.00 DIRECT".
std::string TextOf(const std::vector<Share>& shares) {
  std::string text;
  for (const Share& share : shares) {
    absl::StrAppend(&text, text.empty() ? "" : ", ", PayerName(share.payer));
    if (!share.firm.empty()) {
      absl::StrAppend(&text, " ", share.firm.substr(share.firm.rfind('/') + 1));
    }
    absl::StrAppend(&text, " ", YuanText(share.amount_minor));
    if (share.payer == Payer::kFamily) absl::StrAppend(&text, " ", ShareFormName(share.form));
  }
  return text;
}

// Of 18 opening days.
SplitFacts Attended(int64_t present, std::vector<PayingFirm> firms = {}) {
  SplitFacts facts;
  facts.firms = std::move(firms);
  facts.has_attended_month = true;
  facts.present = present;
  facts.opening_days = 18;
  return facts;
}

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

// ---- Any plan.

FundingPlan RandomPlan(std::mt19937_64& random) {
  const auto below = [&](int64_t most) {
    return static_cast<int64_t>(random() % static_cast<uint64_t>(most));
  };
  const auto rule = [&](int kinds) -> Rule {
    const RuleKind all[] = {RuleKind::kFixed, RuleKind::kPercent, RuleKind::kUpTo,
                            RuleKind::kStatutory};
    return {all[below(kinds)], 1 + below(90000), 1 + below(10000),
            below(2) == 0 ? 0 : 1 + below(90000)};
  };
  FundingPlan plan;
  for (const char* code : {"A", "B", "C"}) plan.firm_plans[code] = rule(3);
  const int64_t layers = below(6);
  for (int64_t i = 0; i < layers; ++i) {
    LineSet lines;
    lines.Add(LineKind::kCare);
    if (below(2) == 0) {
      lines = CareLines();
    } else if (below(2) == 0) {
      lines.Add(LineKind::kMeals);
    }
    Layer layer = LayerOf(kPayers[below(4)], rule(4), lines);
    if (layer.payer == Payer::kFirm && below(2) == 0) layer.rule.kind = RuleKind::kFirmPlan;
    plan.layers.push_back(below(3) == 0 ? WhenAttended(layer) : layer);
  }
  plan.layers.push_back(FamilyLayer());
  return plan;
}

TEST(SplitTest, TheSharesOfAnyPlanSumToTheTotal) {
  const char* given = std::getenv("TUOQIAO_SEED");
  const uint64_t seed = given == nullptr ? 20261001 : std::strtoull(given, nullptr, 10);
  std::cout << "TUOQIAO_SEED=" << seed << "\n";
  std::mt19937_64 random(seed);
  for (int round = 0; round < 20000; ++round) {
    SCOPED_TRACE(absl::StrCat("round ", round));
    const FundingPlan plan = RandomPlan(random);
    ASSERT_TRUE(CheckPlan(plan).ok()) << CheckPlan(plan);
    std::vector<Line> lines;
    for (const LineKind kind : kLineKinds) {
      const bool less = kind == LineKind::kSibling || kind == LineKind::kRefund;
      const auto minor = static_cast<int64_t>(random() % (less ? 60000 : 200000));
      if (random() % 3 != 0) {
        lines.push_back({kind, less ? -minor - 1 : minor + 1, absl::CivilMonth(2026, 10), ""});
      }
    }
    SplitFacts facts = Attended(static_cast<int64_t>(random() % 19));
    const char* const codes[] = {"A", "B", "C"};
    for (const char* uscc : {"f1", "f2", "f3"}) {
      if (random() % 2 == 0) {
        facts.firms.push_back(FirmOf(uscc, codes[random() % 3], random() % 2 == 0));
      }
    }
    if (random() % 2 == 0) facts.deduction = Deduction{"e", "1", "TAKE_ALL"};
    int64_t sum_minor = 0, firms_minor = 0;
    for (const Share& share : Split(plan, lines, facts)) {
      sum_minor += share.amount_minor;
      ASSERT_NE(share.amount_minor, 0);
      ASSERT_TRUE(share.payer == Payer::kFamily || share.amount_minor > 0) << share.amount_minor;
      ASSERT_EQ(share.form == ShareForm::kDeduct,
                share.payer == Payer::kFamily && facts.deduction.has_value());
      if (share.payer == Payer::kFirm) firms_minor += share.amount_minor;
    }
    ASSERT_EQ(sum_minor, TotalOf(lines));
    ASSERT_TRUE(firms_minor == 0 || !facts.firms.empty());
  }
}

// ---- Plans that contradict themselves.

TEST(CheckPlanTest, NamesTheLayerThatContradictsTheRest) {
  const Layer park = LayerOf(Payer::kPark, Fixed("1.00"), CareLines());
  Layer no_lines = park, no_amount = park, no_bearer = WhenAttended(park), rest = park,
        parks_plan = park;
  no_lines.lines = {};
  no_amount.rule.amount_minor = 0;
  no_bearer.bearer_if_lost = std::nullopt;
  rest.rule.kind = RuleKind::kRest;
  parks_plan.rule.kind = RuleKind::kFirmPlan;
  const struct {
    const char* what;
    std::vector<Layer> layers;
    const char* field;  // Empty: the plan is good.
  } kCases[] = {
      {"good", {park, FamilyLayer()}, ""},
      {"the family alone", {FamilyLayer()}, ""},
      {"no layer", {}, "funding_plan.layers"},
      {"no family", {park}, "funding_plan.layers[0]"},
      {"the family before the end", {FamilyLayer(), park}, "funding_plan.layers[0]"},
      {"the family twice", {FamilyLayer(), FamilyLayer()}, "funding_plan.layers[0]"},
      {"no lines", {park, no_lines, FamilyLayer()}, "funding_plan.layers[1]"},
      {"no amount", {no_amount, FamilyLayer()}, "funding_plan.layers[0]"},
      {"no per cent",
       {LayerOf(Payer::kPark, Percent(0), CareLines()), FamilyLayer()},
       "funding_plan.layers[0]"},
      {"a condition without a bearer", {no_bearer, FamilyLayer()}, "funding_plan.layers[0]"},
      {"the park bears the rest", {rest, FamilyLayer()}, "funding_plan.layers[0]"},
      {"the park has a firm's plan", {parks_plan, FamilyLayer()}, "funding_plan.layers[0]"},
      {"firm plans that are none",
       {LayerOf(Payer::kFirm, {RuleKind::kFirmPlan, 0, 0, 0}, CareLines()), FamilyLayer()},
       "funding_plan.layers[0]"},
  };
  for (const auto& each : kCases) {
    FundingPlan plan;
    plan.layers = each.layers;
    const absl::Status status = CheckPlan(plan);
    const auto failure = FailureOf(status);
    EXPECT_EQ(failure.has_value() ? failure->field() : "", each.field) << each.what;
    EXPECT_EQ(ReasonOf(status), status.ok() ? "" : "LAYER_INVALID") << each.what;
  }
}

TEST(CheckPlanTest, AFirmsPlanIsAnAmountOrAPercentage) {
  FundingPlan plan = PlainPlan();
  ASSERT_TRUE(CheckPlan(plan).ok());
  plan.firm_plans["S"] = {RuleKind::kStatutory, 100, 0, 0};
  EXPECT_EQ(ReasonOf(CheckPlan(plan)), "LAYER_INVALID");
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
