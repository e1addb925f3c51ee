#include "services/billing/choice.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/billing/testing_plan.h"

namespace tuoqiao::billing {
namespace {

// 1000.00 of care. City 600.00; a county's 50 %, not beside the city's; the park 100.00, only where
// the fund pays nothing; the fund 80.00; a club of nothing here.
FundingPlan StackedPlan() {
  FundingPlan plan;
  const auto add = [&](Payer payer, const Rule& rule, const char* programme, const LineSet& lines) {
    plan.layers.push_back(LayerOf(payer, rule, lines));
    plan.layers.back().programme = programme;
  };
  add(Payer::kAuthority, Fixed("600.00"), "city", CareLines());
  add(Payer::kAuthority, Percent(5000), "county", CareLines());
  add(Payer::kPark, Fixed("100.00"), "park", CareLines());
  add(Payer::kUnion, Fixed("80.00"), "fund", CareLines());
  add(Payer::kPark, Fixed("50.00"), "club", LinesOf({LineKind::kMeals}));
  plan.layers.push_back(FamilyLayer());
  plan.exclusions = {{"city", "county", "city notice 7"}};
  plan.yields = {{"park", "fund", "park statutes"}};
  return plan;
}

std::vector<Share> SplitCare(const FundingPlan& plan, bool union_member) {
  EXPECT_TRUE(CheckPlan(plan).ok()) << CheckPlan(plan);
  return Split(plan, LinesFrom({{LineKind::kCare, "1000.00"}}),
               Attended(9, {FirmOf("f1", "A", union_member)}));
}

TEST(ChoiceTest, TheBestLegalSetPaysAndTheReasonSaysWhyNotTheOthers) {
  const auto of_union = SplitCare(StackedPlan(), true);
  EXPECT_EQ(TextOf(of_union), "AUTHORITY 600.00, UNION 80.00, FAMILY 320.00 DIRECT");
  EXPECT_EQ(of_union.back().reason,
            "the rest; programmes city + fund, without county: not together with city (city notice "
            "7), without park: only where fund pays nothing (park statutes), without club: pays "
            "nothing here; the next best, city, would leave the family 80.00 more");
  const auto without = SplitCare(StackedPlan(), false);
  EXPECT_EQ(TextOf(without), "AUTHORITY 600.00, PARK 100.00, FAMILY 300.00 DIRECT");
}

// The park yields to the fund, which the second exclusion keeps out where the city is taken.
TEST(ChoiceTest, WhoIsKeptOutByAThirdPaysNothing) {
  FundingPlan plan = StackedPlan();
  plan.exclusions.push_back({"city", "fund", "city notice 8"});
  EXPECT_EQ(TextOf(SplitCare(plan, true)), "AUTHORITY 600.00, PARK 100.00, FAMILY 300.00 DIRECT");
  // That it excludes the fund itself is no reason for the park.
  plan = StackedPlan();
  plan.exclusions.push_back({"park", "fund", "both"});
  EXPECT_EQ(TextOf(SplitCare(plan, true)), "AUTHORITY 600.00, UNION 80.00, FAMILY 320.00 DIRECT");
}

TEST(ChoiceTest, OfEqualSetsTheFirstInThePlanPays) {
  FundingPlan plan = StackedPlan();
  plan.layers[1].rule = Fixed("600.00");
  const auto shares = SplitCare(plan, false);
  EXPECT_NE(shares.back().reason.find("programmes city + park"), std::string::npos);
  EXPECT_NE(shares.back().reason.find("the next best, county + park, would leave the family 0.00"),
            std::string::npos);
}

TEST(ChoiceTest, TheReasonStandsWithTheLastShareWhereTheFamilyBearsNothing) {
  FundingPlan plan = StackedPlan();
  plan.layers[0].rule = Fixed("1000.00");
  const auto shares = SplitCare(plan, false);
  ASSERT_EQ(TextOf(shares), "AUTHORITY 1000.00");
  EXPECT_NE(shares[0].reason.find("; programmes city, without county: not together with city"),
            std::string::npos);
}

// Of one child's two statements the exclusion holds over both.
TEST(ChoiceTest, OneChoiceHoldsForAllStatementsOfAChild) {
  const FundingPlan plan = StackedPlan();
  const auto small = LinesFrom({{LineKind::kCare, "100.00"}});
  const auto large = LinesFrom({{LineKind::kCare, "3000.00"}});
  const SplitFacts facts = Attended(9);
  const auto results =
      SplitMonth(plan, 2026, {}, {{{"c1", "m1"}, &small, &facts}, {{"c1", "m1"}, &large, &facts}});
  // City: 100.00 + 600.00; county: 50.00 + 1500.00.
  EXPECT_EQ(TextOf(results[0].shares), "AUTHORITY 50.00, PARK 50.00");
  EXPECT_EQ(TextOf(results[1].shares), "AUTHORITY 1500.00, PARK 100.00, FAMILY 1400.00 DIRECT");
}

}  // namespace
}  // namespace tuoqiao::billing
