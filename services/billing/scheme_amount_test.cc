// Layers whose amount a pack decides, behind the real handlers.
#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/billing/testing_service.h"
#include "services/common/errors.h"

namespace tuoqiao::billing {
namespace {

constexpr char kIncome[] = "parks/yunqi/programmes/income";
constexpr char kIncomePlan[] = "parks/yunqi/fundingPlans/plan-income";

class SchemeAmountTest : public BillingTest {
 protected:
  SchemeAmountTest() {
    eligibility_.programmes[kIncome] = "cn.income";
    AddScheme("cn.other", {});
    eligibility::v1::SchemeSummary& income = AddScheme("cn.income", {{"cn.other", "NOT_WITH"}});
    for (const auto& [name, payer, per] : {std::make_tuple("grant", "AUTHORITY", "MONTH"),
                                           std::make_tuple("prize", "AUTHORITY", "ONCE"),
                                           std::make_tuple("bonus", "PARK", "MONTH")}) {
      auto* amount = income.add_amounts();
      amount->set_name(name);
      amount->set_payer(payer);
      amount->set_per(per);
    }
  }

  eligibility::v1::SchemeSummary& AddScheme(
      const std::string& name, const std::vector<std::pair<const char*, const char*>>& says) {
    eligibility::v1::SchemeSummary& scheme = eligibility_.schemes.emplace_back();
    scheme.set_name(name);
    for (const auto& [other, kind] : says) {
      auto* exclusion = scheme.add_exclusions();
      exclusion->set_scheme(other);
      exclusion->set_kind(kind);
      exclusion->set_source(absl::StrCat("the notice of ", name));
    }
    return scheme;
  }
  eligibility::v1::MonthWorth& Worth(const char* case_number, int64_t minor,
                                     const char* amount = "grant") {
    eligibility::v1::MonthWorth& worth = eligibility_.worths[kIncome].emplace_back();
    worth.set_case_number(case_number);
    worth.set_amount(amount);
    worth.set_minor(minor);
    return worth;
  }
  // The plan of the tests of this folder, but that a pack says what the authority pays.
  static v1::FundingPlan IncomePlan() {
    v1::FundingPlan plan = PlanMessage();
    v1::Layer* layer = plan.mutable_layers(0);
    *layer = LayerMessage("AUTHORITY", "SCHEME_AMOUNT", 0, 0, 0,
                          {"CARE", "COEFFICIENT", "SIBLING", "REFUND"});
    layer->set_decided_by(kIncome);
    layer->set_amount("grant");
    layer->set_programme("income");
    return plan;
  }
  void SetUpMonth() {
    SetUpPrices();
    SetUpFamily();
    const auto made = CreatePlan(IncomePlan(), "plan-income");
    ASSERT_TRUE(made.ok()) << made.status();
  }
  v1::Month PreviewIncome() { return Result(StartPreview(kIncomePlan)); }
  // The reason with which the operation ends.
  std::string ReasonOfPreview() {
    const auto started = StartPreview(kIncomePlan);
    EXPECT_TRUE(started.ok()) << started.status();
    return ReasonOf(rpc::FromRpc(harness_.Wait("billing", started->name()).error()));
  }
  std::string Bill(const std::string& case_number) {
    for (const v1::Statement& each : Statements()) {
      if (each.case_number() == case_number) return TextOf(each);
    }
    return "";
  }
};
INSTANTIATE_TEST_SUITE_P(Each, SchemeAmountTest, BothEngines(), db::EngineName);

constexpr char kGranted[] =
    "C1 CARE 1800.00 REFUND -150.00 MEALS 280.00 SUPPLEMENT 50.00 = 1980.00: "
    "AUTHORITY 540.00 COLLECTED PARK 100.00 COLLECTED FIRM 600.00 INVOICED 91a/employees/e-0001 "
    "FIRM 300.00 ALLOWANCE 91b/employees/e-7 UNION 50.00 COLLECTED FAMILY 390.00 DEDUCT "
    "91a/employees/e-0001";

TEST_P(SchemeAmountTest, AMonthIsSplitByWhatThePackDecides) {
  SetUpMonth();
  Worth("C1", 54000);
  Worth("C1", 9900, "bonus");  // No layer's.
  Worth("C9", 60000);
  eligibility_.page_max = 1;
  const v1::Month month = PreviewIncome();
  EXPECT_EQ(Bill("C1"), kGranted);
  // C2 is not eligible.
  EXPECT_EQ(Bill("C2"),
            "C2 CARE 2000.00 COEFFICIENT 400.00 SIBLING -240.00 = 2160.00: PARK 100.00 COLLECTED "
            "FIRM 600.00 INVOICED 91a/employees/e-0001 FIRM 300.00 ALLOWANCE 91b/employees/e-7 "
            "FAMILY 1160.00 DEDUCT 91a/employees/e-0001");
  EXPECT_EQ(month.log_positions().at("eligibility"), 11);  // The first page's, the lowest.
  for (const v1::Statement& each : Statements()) {
    if (each.case_number() != "C1") continue;
    EXPECT_EQ(each.shares(0).reason(), "grant of income: 540.00 of 1650.00");
  }
  ApproveByTwo(month.digest());
  EXPECT_EQ(Result(StartClose()).state(), v1::Month::CLOSED);
  EXPECT_EQ(Bill("C1"), kGranted);
}

TEST_P(SchemeAmountTest, WhoeverLacksAFactIsHeldOutUntilItIsThere) {
  SetUpMonth();
  Worth("C1", 0).add_missing("household_income_minor: GUARDIAN");
  const v1::Month held = PreviewIncome();
  EXPECT_EQ(held.statements(), 1);
  ASSERT_EQ(held.hold_outs_size(), 1);
  EXPECT_EQ(held.hold_outs(0).case_number(), "C1");
  EXPECT_EQ(held.hold_outs(0).reason(), "SCHEME_AMOUNT_MISSING");
  EXPECT_EQ(absl::StrJoin(held.hold_outs(0).missing(), ";"),
            "income: household_income_minor: GUARDIAN");
  EXPECT_EQ(GetMonth()->hold_outs(0).missing_size(), 1);
  // A plan that does not name the amount bills the child.
  EXPECT_EQ(Preview().statements(), 2);
  eligibility_.worths.clear();
  Worth("C1", 54000);
  EXPECT_EQ(PreviewIncome().hold_outs_size(), 0);
  EXPECT_EQ(Bill("C1"), kGranted);
}

TEST_P(SchemeAmountTest, APreviewEndsWhereTheSchemeHasNoSuchAmountAnyMore) {
  SetUpMonth();
  eligibility_.schemes.back().mutable_amounts(0)->set_payer("PARK");
  EXPECT_EQ(ReasonOfPreview(), "SCHEME_AMOUNT_UNKNOWN");
  eligibility_.schemes.pop_back();
  EXPECT_EQ(ReasonOfPreview(), "SCHEME_UNKNOWN");
  eligibility_.programmes.clear();
  EXPECT_EQ(ReasonOfPreview(), "PROGRAMME_NOT_FOUND");
}

TEST_P(SchemeAmountTest, APlanIsReadBackWithWhatThePacksSayOfItsSchemes) {
  v1::FundingPlan sent = IncomePlan();
  sent.mutable_layers(1)->set_programme("other");
  for (const auto& [programme, scheme] :
       {std::make_pair("income", "cn.income"), std::make_pair("other", "cn.other")}) {
    v1::PlanScheme* added = sent.add_schemes();
    added->set_programme(programme);
    added->set_scheme(scheme);
  }
  eligibility_.page_max = 1;
  const auto made = CreatePlan(sent, "plan-income");
  ASSERT_TRUE(made.ok()) << made.status();
  ASSERT_EQ(made->exclusions_size(), 1);
  EXPECT_EQ(made->exclusions(0).first(), "income");
  EXPECT_EQ(made->exclusions(0).second(), "other");
  EXPECT_EQ(made->exclusions(0).source(), "the notice of cn.income");
  v1::GetFundingPlanRequest request;
  request.set_name(kIncomePlan);
  EXPECT_EQ(Call(&Stub::GetFundingPlan, request)->DebugString(), made->DebugString());
  // Sent as it was read back, it says nothing twice.
  v1::FundingPlan again = *made;
  again.clear_name();
  const auto copy = CreatePlan(again, "plan-again");
  ASSERT_TRUE(copy.ok()) << copy.status();
  again.set_name("parks/yunqi/fundingPlans/plan-again");
  EXPECT_EQ(copy->DebugString(), again.DebugString());
}

TEST_P(SchemeAmountTest, NamesWhatAPlanSaysWronglyOfPacks) {
  const std::pair<std::string, std::function<void(v1::FundingPlan&)>> kCases[] = {
      {"LAYER_INVALID layers[0].decided_by",
       [](auto& p) { p.mutable_layers(0)->clear_decided_by(); }},
      {"LAYER_INVALID layers[0].amount", [](auto& p) { p.mutable_layers(0)->clear_amount(); }},
      {"LAYER_INVALID layers[0].decided_by",
       [](auto& p) { p.mutable_layers(0)->set_decided_by("parks/other/programmes/income"); }},
      {"LAYER_INVALID layers[0].decided_by",
       [](auto& p) { p.mutable_layers(0)->set_decided_by("parks/yunqi/programmes/income/x"); }},
      {"LAYER_INVALID schemes[0].programme",
       [](auto& p) {
         p.add_schemes()->set_programme("moon");
         p.mutable_schemes(0)->set_scheme("cn.income");
       }},
      {"SCHEME_UNKNOWN schemes[0].scheme",
       [](auto& p) {
         p.add_schemes()->set_programme("income");
         p.mutable_schemes(0)->set_scheme("cn.moon");
       }},
      {"PROGRAMME_NOT_FOUND ",
       [](auto& p) { p.mutable_layers(0)->set_decided_by("parks/yunqi/programmes/none"); }},
      {"SCHEME_AMOUNT_UNKNOWN layers[0].amount",
       [](auto& p) { p.mutable_layers(0)->set_amount("gift"); }},
      {"SCHEME_AMOUNT_UNKNOWN layers[0].amount",
       [](auto& p) { p.mutable_layers(0)->set_amount("prize"); }},
      {"SCHEME_AMOUNT_UNKNOWN layers[0].amount",
       [](auto& p) { p.mutable_layers(0)->set_amount("bonus"); }},
      {"SCHEME_AMOUNT_UNKNOWN layers[0].amount",
       [](auto& p) { p.mutable_layers(0)->set_payer("UNION"); }},
  };
  for (const auto& [expected, change] : kCases) {
    v1::FundingPlan plan = IncomePlan();
    change(plan);
    const auto failure = FailureOf(CreatePlan(plan, "plan-wrong").status());
    ASSERT_TRUE(failure.has_value()) << expected;
    const std::string field = failure->field();
    const std::string prefix = "funding_plan.";
    EXPECT_EQ(
        absl::StrCat(failure->reason(), " ", field.empty() ? "" : field.substr(prefix.size())),
        expected);
  }
  EXPECT_TRUE(CreatePlan(IncomePlan(), "plan-wrong").ok());
}

// ---- Shadows.

class SchemeShadowTest : public SchemeAmountTest {
 protected:
  // Of `plan` beside the month's own; empty where the operation failed, with its reason.
  v1::Shadow Run(const std::string& plan) {
    v1::StartShadowRequest request;
    request.set_parent(kOctober);
    request.set_funding_plan(plan);
    request.set_programme("parks/yunqi/programmes/care");
    request.set_first_month("2026-11");
    request.set_request_id(NextId());
    const auto started = Call(&Stub::StartShadow, request);
    EXPECT_TRUE(started.ok()) << started.status();
    const auto operation = harness_.Wait("billing", started->name());
    reason_ = operation.has_error() ? ReasonOf(rpc::FromRpc(operation.error())) : "";
    v1::Shadow shadow;
    operation.response().UnpackTo(&shadow);
    return shadow;
  }
  std::string Differences(const v1::Shadow& shadow) {
    v1::ListShadowDifferencesRequest request;
    request.set_parent(shadow.name());
    const auto page = Call(&Stub::ListShadowDifferences, request);
    EXPECT_TRUE(page.ok()) << page.status();
    std::string text;
    for (const auto& each : page->differences()) {
      absl::StrAppend(&text, each.case_number(), " ", each.payer(), " ",
                      YuanText(each.before_minor()), " to ", YuanText(each.after_minor()), "; ");
      causes_.push_back(each.cause());
    }
    return text;
  }

  std::string reason_;
  std::vector<std::string> causes_;
};
INSTANTIATE_TEST_SUITE_P(Each, SchemeShadowTest, BothEngines(), db::EngineName);

TEST_P(SchemeShadowTest, ShowsWhatALayerThatAPackDecidesWouldChange) {
  SetUpMonth();
  Worth("C1", 54000);
  Preview();
  const v1::Shadow shadow = Run(kIncomePlan);
  EXPECT_EQ(shadow.state(), v1::Shadow::COMPARED) << reason_;
  EXPECT_EQ(Differences(shadow),
            "C1 AUTHORITY 300.00 to 540.00; C1 FAMILY 630.00 to 390.00; "
            "C2 AUTHORITY 300.00 to 0.00; C2 FAMILY 860.00 to 1160.00; ");
  EXPECT_EQ(causes_[0], "AUTHORITY: fixed 300.00 of 1650.00 -> grant of income: 540.00 of 1650.00");
  // Of whom a fact is missing, the new plan alone holds out.
  Worth("C2", 0).add_missing("household_income_minor: GUARDIAN");
  EXPECT_EQ(Run(kIncomePlan).held_out_children(), 1);
}

TEST_P(SchemeShadowTest, TheBaseIsWhatThePackDecidedThen) {
  SetUpMonth();
  Worth("C1", 54000);
  ASSERT_EQ(PreviewIncome().statements(), 2);
  const v1::Shadow shadow = Run(kPlan);
  EXPECT_EQ(shadow.state(), v1::Shadow::COMPARED) << reason_;
  EXPECT_EQ(Differences(shadow).substr(0, 60),
            "C1 AUTHORITY 540.00 to 300.00; C1 FAMILY 390.00 to 630.00; C");
  eligibility_.worths[kIncome][0].set_minor(48000);
  Run(kPlan);
  EXPECT_EQ(reason_, "SHADOW_BASE_DIFFERS");
}

// ---- Estimates.

class SchemeEstimateTest : public SchemeAmountTest {
 protected:
  void SetUpEstimates() {
    SetUpMonth();
    eligibility_.funding_plan = "plan-income";
  }
  v1::EstimateFamilyResponse Family() {
    v1::EstimateFamilyRequest request;
    request.set_parent(kPark);
    request.set_programme("parks/yunqi/programmes/care");
    request.set_birth_date("2025-03-05");
    request.set_start_month("2026-10");
    request.set_centre("parks/yunqi/centres/k1");
    const auto estimate = Call(&Stub::EstimateFamily, request, "PARENT", kPark);
    EXPECT_TRUE(estimate.ok()) << estimate.status();
    return estimate.ok() ? *estimate : v1::EstimateFamilyResponse();
  }
  v1::EstimateFirmResponse OfFirm() {
    v1::EstimateFirmRequest request;
    request.set_parent(kFirmA);
    request.set_programme("parks/yunqi/programmes/care");
    request.set_month("2026-10");
    request.add_groups()->set_group_kind("SMALL");
    request.mutable_groups(0)->set_children(3);
    const auto estimate = Call(&Stub::EstimateFirm, request, "FIRM_HR", kFirmA);
    EXPECT_TRUE(estimate.ok()) << estimate.status();
    return estimate.ok() ? *estimate : v1::EstimateFirmResponse();
  }
  template <typename Response>
  static std::string SharesOf(const Response& estimate) {
    std::string text;
    for (const auto& each : estimate.shares()) {
      absl::StrAppend(&text, each.payer(), " ", YuanText(each.amount_minor()), " ");
    }
    return text;
  }
};
INSTANTIATE_TEST_SUITE_P(Each, SchemeEstimateTest, BothEngines(), db::EngineName);

TEST_P(SchemeEstimateTest, CountsWhatThePackDecidesForAnInventedChild) {
  SetUpEstimates();
  auto* worth = eligibility_.families[kIncome].add_worths();
  worth->set_amount("grant");
  worth->set_minor(150000);
  EXPECT_EQ(SharesOf(Family()), "AUTHORITY 1500.00 PARK 30.00 FAMILY 680.00 ");
  EXPECT_EQ(Family().not_counted_size(), 0);
  // 1800.00 less 1500.00 and 30.00 leaves 270.00 to a firm that takes up to 600.00.
  EXPECT_EQ(OfFirm().month_most_minor(), 3 * 27000);
  // Not eligible: nothing, and nothing to ask.
  eligibility_.families[kIncome].clear_worths();
  EXPECT_EQ(SharesOf(Family()), "PARK 100.00 FAMILY 2110.00 ");
  EXPECT_EQ(Family().not_counted_size(), 0);
}

TEST_P(SchemeEstimateTest, NamesWhatItCouldNotCount) {
  SetUpEstimates();
  auto* worth = eligibility_.families[kIncome].add_worths();
  worth->set_amount("grant");
  worth->add_missing("household_income_minor");
  const v1::EstimateFamilyResponse estimate = Family();
  EXPECT_EQ(SharesOf(estimate), "PARK 100.00 FAMILY 2110.00 ");
  ASSERT_EQ(estimate.not_counted_size(), 1);
  EXPECT_EQ(estimate.not_counted(0).decided_by(), kIncome);
  EXPECT_EQ(estimate.not_counted(0).amount(), "grant");
  EXPECT_EQ(estimate.not_counted(0).missing(0), "household_income_minor");
  EXPECT_EQ(OfFirm().not_counted_size(), 1);
  // Whether the child would be eligible is not known either.
  eligibility_.families[kIncome].clear_worths();
  eligibility_.families[kIncome].add_slices()->add_missing("centre_province: CENTRE");
  EXPECT_EQ(Family().not_counted(0).missing(0), "centre_province: CENTRE");
}

}  // namespace
}  // namespace tuoqiao::billing
