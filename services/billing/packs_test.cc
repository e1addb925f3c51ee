#include "services/billing/packs.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "services/billing/testing_plan.h"
#include "services/common/errors.h"

namespace tuoqiao::billing {
namespace {

// Three programmes: the city's and the province's may not go together, and the park's yields.
PackSchemes Packs() {
  PackSchemes schemes;
  schemes["cn.city"] = {{{"grant", "AUTHORITY", true}, {"prize", "AUTHORITY", false}},
                        {{"cn.province", false, "city notice 7"}}};
  schemes["cn.province"] = {{{"half", "AUTHORITY", true}, {"tax", "TAX_BASE", true}},
                            {{"cn.city", false, "province notice 1"}, {"cn.moon", true, "x"}}};
  schemes["cn.park"] = {{{"bonus", "PARK", true}}, {{"cn.city", true, "park statutes"}}};
  return schemes;
}

FundingPlan PlanOf(std::vector<PlanScheme> schemes) {
  FundingPlan plan;
  for (const char* programme : {"city", "province", "park"}) {
    Layer layer = LayerOf(Payer::kAuthority, Fixed("1.00"), CareLines());
    layer.programme = programme;
    plan.layers.push_back(layer);
  }
  plan.layers.push_back(FamilyLayer());
  plan.schemes = std::move(schemes);
  return plan;
}

// "city x province (city notice 7); park > city (park statutes)".
std::string Stacking(const FundingPlan& plan) {
  std::string text;
  for (const Exclusion& each : plan.exclusions) {
    absl::StrAppend(&text, each.first, " x ", each.second, " (", each.source, "); ");
  }
  for (const Yield& each : plan.yields) {
    absl::StrAppend(&text, each.programme, " > ", each.to, " (", each.source, "); ");
  }
  return text;
}

TEST(PacksTest, WhatSchemesSayOfEachOtherHoldsBetweenThePlansProgrammes) {
  FundingPlan plan =
      PlanOf({{"city", "cn.city"}, {"province", "cn.province"}, {"park", "cn.park"}});
  ASSERT_TRUE(AddStacking(Packs(), plan).ok());
  // Both packs say it, and it stands once, with the first one's source.
  EXPECT_EQ(Stacking(plan), "city x province (city notice 7); park > city (park statutes); ");
  EXPECT_TRUE(CheckPlan(plan).ok()) << CheckPlan(plan);
  ASSERT_TRUE(AddStacking(Packs(), plan).ok());
  EXPECT_EQ(Stacking(plan), "city x province (city notice 7); park > city (park statutes); ");
}

TEST(PacksTest, WhatTheCallerWroteStaysAsItWasWritten) {
  FundingPlan plan = PlanOf({{"city", "cn.city"}, {"province", "cn.province"}});
  plan.exclusions = {{"province", "city", "our own words"}};
  plan.yields = {{"park", "city", "too"}};
  ASSERT_TRUE(AddStacking(Packs(), plan).ok());
  EXPECT_EQ(Stacking(plan), "province x city (our own words); park > city (too); ");
}

TEST(PacksTest, AProgrammeIsNeverApartFromItself) {
  FundingPlan plan = PlanOf({{"city", "cn.city"}, {"city", "cn.province"}, {"park", "cn.park"}});
  ASSERT_TRUE(AddStacking(Packs(), plan).ok());
  EXPECT_EQ(Stacking(plan), "park > city (park statutes); ");
}

TEST(PacksTest, RefusesASchemeThatNoPackHasAndACircle) {
  FundingPlan plan = PlanOf({{"city", "cn.city"}, {"park", "cn.none"}});
  const absl::Status status = AddStacking(Packs(), plan);
  EXPECT_EQ(ReasonOf(status), "SCHEME_UNKNOWN");
  EXPECT_EQ(FailureOf(status)->field(), "funding_plan.schemes[1].scheme");
  plan = PlanOf({{"city", "cn.city"}, {"park", "cn.park"}});
  plan.yields = {{"city", "park", "our own"}};
  ASSERT_TRUE(AddStacking(Packs(), plan).ok());
  EXPECT_EQ(FailureOf(CheckPlan(plan))->field(), "funding_plan.yields");
}

TEST(PacksTest, AnAmountIsOneByTheMonthOfTheLayersPayer) {
  const DecidingSchemes deciding = {{AmountNamed("").decided_by, {"cn.city", "cn.province"}}};
  const struct {
    Payer payer;
    const char* amount;
    const char* reason;
  } kCases[] = {{Payer::kAuthority, "grant", ""},
                {Payer::kAuthority, "half", ""},  // Of a later version.
                {Payer::kAuthority, "prize", "SCHEME_AMOUNT_UNKNOWN"},
                {Payer::kPark, "grant", "SCHEME_AMOUNT_UNKNOWN"},
                {Payer::kAuthority, "tax", "SCHEME_AMOUNT_UNKNOWN"},
                {Payer::kPark, "bonus", "SCHEME_AMOUNT_UNKNOWN"}};
  for (const auto& each : kCases) {
    FundingPlan plan;
    plan.layers = {LayerOf(each.payer, Decided(each.amount), CareLines()), FamilyLayer()};
    const absl::Status status = CheckAmounts(Packs(), deciding, plan);
    EXPECT_EQ(ReasonOf(status), each.reason) << each.amount;
    if (status.ok()) continue;
    EXPECT_EQ(FailureOf(status)->field(), "funding_plan.layers[0].amount");
  }
  FundingPlan plan;
  plan.layers = {LayerOf(Payer::kPark, Decided("bonus"), CareLines()), FamilyLayer()};
  EXPECT_EQ(ReasonOf(CheckAmounts(Packs(), {{AmountNamed("").decided_by, {"cn.gone"}}}, plan)),
            "SCHEME_UNKNOWN");
}

}  // namespace
}  // namespace tuoqiao::billing
