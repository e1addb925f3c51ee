#include "services/billing/plan.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "services/billing/testing_plan.h"
#include "services/common/errors.h"

namespace tuoqiao::billing {
namespace {

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

// The authority's share, matched by the park, in a programme each, with all that a plan may have.
FundingPlan WholePlan() {
  FundingPlan plan;
  Layer authority = LayerOf(Payer::kAuthority, Percent(5000), CareLines());
  authority.programme = "city";
  authority.caps = {{CapScope::kChildMonth, 100, ""}, {CapScope::kFamilyYear, 100, "city-family"}};
  authority.bearer_if_over = Payer::kPark;
  Layer park = LayerOf(Payer::kPark, {RuleKind::kMatch, 0, 10000, 0}, CareLines());
  park.rule.matches = Payer::kAuthority;
  park.programme = "park";
  Layer banded = LayerOf(Payer::kUnion, {RuleKind::kBand, 0, 0, 0}, CareLines());
  banded.rule.bands = BandTable{MonthFact::kAttendedDays, {{5, 1000}, {9, 2000}, {0, 3000}}};
  banded.programme = "union";
  banded.condition = Condition::kAtLeast;
  banded.at_least = AtLeast{MonthFact::kAgeMonths, 6};
  banded.bearer_if_lost = Payer::kFirm;
  Layer parts = LayerOf(Payer::kFirm, {RuleKind::kParts, 0, 0, 0}, CareLines());
  parts.rule.parts = {{Payer::kFamily, 1}, {Payer::kFirm, 1}};
  Layer statutory = LayerOf(Payer::kAuthority, {RuleKind::kStatutory, 100, 0, 900}, CareLines());
  statutory.rule.copay_order = CopayOrder::kCopayFirst;
  statutory.rule.coefficient_2_bp = 15000;
  const Layer decided = LayerOf(Payer::kPark, Decided("grant"), CareLines());
  plan.layers = {authority, park, banded, parts, statutory, decided, FamilyLayer()};
  plan.budgets = {{Payer::kAuthority, 2026, 5000}, {Payer::kAuthority, 2027, 5000}};
  plan.exclusions = {{"city", "union", "city notice 7"}};
  plan.yields = {{"park", "union", "park statutes"}};
  plan.schemes = {{"city", "cn.city"}, {"park", "cn.park"}};
  return plan;
}

TEST(CheckPlanTest, NamesTheFieldThatContradictsTheRest) {
  ASSERT_TRUE(CheckPlan(WholePlan()).ok()) << CheckPlan(WholePlan());
  using Change = std::function<void(FundingPlan&)>;
  const std::pair<const char*, Change> kCases[] = {
      {"layers[1].matches", [](auto& p) { p.layers[1].rule.matches.reset(); }},
      {"layers[1].matches", [](auto& p) { p.layers[1].rule.matches = Payer::kPark; }},
      {"layers[1].matches", [](auto& p) { p.layers[1].rule.matches = Payer::kFirm; }},
      {"layers[1].matches", [](auto& p) { p.layers[1].lines = LinesOf({LineKind::kMeals}); }},
      {"layers[0].matches", [](auto& p) { p.layers[0].rule.matches = Payer::kPark; }},
      {"layers[1]", [](auto& p) { p.layers[1].rule.share_bp = 0; }},
      {"layers[2].bands", [](auto& p) { p.layers[2].rule.bands.reset(); }},
      {"layers[2].bands", [](auto& p) { p.layers[2].rule.share_bp = 1; }},
      {"layers[2].bands.bands[1].below",
       [](auto& p) { p.layers[2].rule.bands->bands[1].below = 5; }},
      {"layers[2].bands",
       [](auto& p) {
         p.layers[2].rule.bands->bands = {Band{5, 0}, Band{0, 0}};
       }},
      {"layers[0].bands", [](auto& p) { p.layers[0].rule.bands = p.layers[2].rule.bands; }},
      {"layers[3].parts", [](auto& p) { p.layers[3].rule.parts.pop_back(); }},
      {"layers[3].parts", [](auto& p) { p.layers[3].rule.parts[0].payer = Payer::kFirm; }},
      {"layers[3].payer", [](auto& p) { p.layers[3].payer = Payer::kPark; }},
      {"layers[0].parts", [](auto& p) { p.layers[0].rule.parts = p.layers[3].rule.parts; }},
      {"layers[0].copay_order",
       [](auto& p) { p.layers[0].rule.copay_order = CopayOrder::kCopayFirst; }},
      {"layers[4].coefficient_2_bp", [](auto& p) { p.layers[4].rule.cap_minor = 0; }},
      {"layers[3].coefficient_1_bp", [](auto& p) { p.layers[3].rule.coefficient_1_bp = 1; }},
      {"layers[2].at_least", [](auto& p) { p.layers[2].at_least.reset(); }},
      {"layers[2]", [](auto& p) { p.layers[2].bearer_if_lost.reset(); }},
      {"layers[2].bearer_if_lost", [](auto& p) { p.layers[2].bearer_if_lost = Payer::kUnion; }},
      {"layers[0].bearer_if_lost", [](auto& p) { p.layers[0].bearer_if_lost = Payer::kFamily; }},
      {"layers[0].caps[1].scope",
       [](auto& p) { p.layers[0].caps[1].scope = CapScope::kChildMonth; }},
      {"layers[0].caps[1].account", [](auto& p) { p.layers[0].caps[1].account.clear(); }},
      {"layers[0].caps[0].account", [](auto& p) { p.layers[0].caps[0].account = "a"; }},
      {"layers[1].caps[0].account",
       [](auto& p) {
         p.layers[1].caps = {{CapScope::kChildYear, 1, "city-family"}};
       }},
      {"layers[0].bearer_if_over", [](auto& p) { p.layers[0].bearer_if_over = Payer::kAuthority; }},
      {"layers[1].bearer_if_over", [](auto& p) { p.layers[1].bearer_if_over = Payer::kUnion; }},
      {"layers[5].decided_by", [](auto& p) { p.layers[5].rule.decided.reset(); }},
      {"layers[5].amount_minor", [](auto& p) { p.layers[5].rule.amount_minor = 1; }},
      {"layers[5].share_bp", [](auto& p) { p.layers[5].rule.share_bp = 1; }},
      {"layers[0].decided_by", [](auto& p) { p.layers[0].rule.decided = AmountNamed("grant"); }},
      {"layers[6].amount", [](auto& p) { p.layers.insert(p.layers.begin(), p.layers[5]); }},
      // Only a firm and the park hold contracts, and those say the share.
      {"layers[5]",
       [](auto& p) {
         p.layers[5].payer = Payer::kUnion;
         p.layers[5].rule = {RuleKind::kSeatContract, 0, 0, 0};
       }},
      {"layers[0].share_bp",
       [](auto& p) {
         p.layers[0].payer = Payer::kPark;
         p.layers[0].rule = {RuleKind::kSeatContract, 0, 1, 0};
       }},
      {"layers[6]", [](auto& p) { p.layers[6].rule.cap_minor = 1; }},
      {"layers[6].programme", [](auto& p) { p.layers[6].programme = "city"; }},
      {"schemes[0].programme", [](auto& p) { p.schemes[0].programme = "moon"; }},
      {"schemes[2]", [](auto& p) { p.schemes.push_back(p.schemes[0]); }},
      {"budgets[0].payer", [](auto& p) { p.budgets[0].payer = Payer::kFirm; }},
      {"budgets[1]", [](auto& p) { p.budgets[1].year = 2026; }},
      {"exclusions[0].second", [](auto& p) { p.exclusions[0].second = "moon"; }},
      {"exclusions[0]", [](auto& p) { p.exclusions[0].second = "city"; }},
      {"exclusions[1]",
       [](auto& p) {
         p.exclusions.push_back({"union", "city", "twice"});
       }},
      {"yields[0].programme", [](auto& p) { p.yields[0].programme = ""; }},
      {"yields[1]", [](auto& p) { p.yields.push_back(p.yields[0]); }},
      {"yields",
       [](auto& p) {
         p.yields.push_back({"union", "city", "x"});
         p.yields.push_back({"city", "park", "x"});
       }},
  };
  for (const auto& [field, change] : kCases) {
    FundingPlan plan = WholePlan();
    change(plan);
    const absl::Status status = CheckPlan(plan);
    const auto failure = FailureOf(status);
    EXPECT_EQ(failure.has_value() ? failure->field() : "", std::string("funding_plan.") + field);
    EXPECT_EQ(ReasonOf(status), "LAYER_INVALID") << field;
  }
}

TEST(CheckPlanTest, NamesTheCircleOfYields) {
  FundingPlan plan = WholePlan();
  plan.yields = {{"city", "park", "x"}, {"park", "union", "x"}, {"union", "park", "x"}};
  EXPECT_NE(CheckPlan(plan).message().find("park > union > park"), absl::string_view::npos)
      << CheckPlan(plan);
}

TEST(CheckPlanTest, HasAtMostSixteenProgrammes) {
  FundingPlan plan;
  for (int i = 0; i < 17; ++i) {
    Layer layer = LayerOf(Payer::kPark, Fixed("1.00"), CareLines());
    layer.programme = absl::StrCat("p", i);
    plan.layers.push_back(layer);
  }
  plan.layers.push_back(FamilyLayer());
  EXPECT_EQ(FailureOf(CheckPlan(plan))->field(), "funding_plan.layers");
  plan.layers.erase(plan.layers.begin());
  EXPECT_TRUE(CheckPlan(plan).ok());
}

TEST(CheckBudgetsTest, WhoeverHasABudgetHasOneInEachYear) {
  const FundingPlan plan = WholePlan();
  EXPECT_TRUE(CheckBudgets(plan, 2027).ok());
  EXPECT_EQ(ReasonOf(CheckBudgets(plan, 2028)), "BUDGET_MISSING");
}

}  // namespace
}  // namespace tuoqiao::billing
