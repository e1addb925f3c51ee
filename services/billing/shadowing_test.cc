#include "services/billing/shadowing.h"

#include <gtest/gtest.h>

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/billing/testing_service.h"
#include "services/common/errors.h"

namespace tuoqiao::billing {
namespace {

constexpr char kCare[] = "parks/yunqi/programmes/care";
constexpr char kNext[] = "parks/yunqi/fundingPlans/plan-next";

// October is previewed by plan-2026 with two children of one family and `children` more.
class ShadowingTest : public BillingTest {
 protected:
  v1::Month SetUpMonth(int children = 0) {
    SetUpPrices();
    SetUpFamily();
    SetUpMany(children);
    return Preview();
  }
  // The live plan with a change, under the id plan-next.
  void CreateNext(const std::function<void(v1::FundingPlan&)>& change,
                  const std::string& id = "plan-next") {
    v1::FundingPlan plan = PlanMessage();
    change(plan);
    ASSERT_TRUE(CreatePlan(plan, id).ok());
  }
  void CreateDearer() {
    CreateNext([](auto& plan) { plan.mutable_firm_plans(0)->set_amount_minor(80000); });
  }
  static v1::ShadowThresholds Wide() {
    v1::ShadowThresholds thresholds;
    thresholds.set_changed_children_max_bp(10000);
    thresholds.set_child_difference_max_minor(100'000'000);
    thresholds.set_family_rise_max_minor(100'000'000);
    thresholds.set_payer_rise_max_minor(100'000'000);
    return thresholds;
  }
  v1::StartShadowRequest Request(const v1::ShadowThresholds& thresholds = Wide()) {
    v1::StartShadowRequest request;
    request.set_parent(kOctober);
    request.set_funding_plan(kNext);
    request.set_programme(kCare);
    request.set_first_month("2026-11");
    *request.mutable_thresholds() = thresholds;
    request.set_request_id(NextId());
    return request;
  }
  std::string ReasonOfStart(const std::function<void(v1::StartShadowRequest&)>& change) {
    v1::StartShadowRequest request = Request();
    change(request);
    const auto failure = FailureOf(Call(&Stub::StartShadow, request).status());
    return failure.has_value() ? absl::StrCat(failure->reason(), " ", failure->field()) : "OK";
  }
  // The shadow that the operation answers; empty where it failed, with its reason in `reason_`.
  v1::Shadow Run(const v1::StartShadowRequest& request) {
    v1::Shadow shadow;
    const auto started = Call(&Stub::StartShadow, request);
    EXPECT_TRUE(started.ok()) << started.status();
    if (!started.ok()) return shadow;
    const auto operation = harness_.Wait("billing", started->name());
    reason_ = operation.has_error() ? ReasonOf(rpc::FromRpc(operation.error())) : "";
    operation.response().UnpackTo(&shadow);
    return shadow;
  }
  absl::StatusOr<v1::Shadow> ApproveShadow(const v1::Shadow& shadow, const std::string& subject) {
    v1::ApproveShadowRequest request;
    request.set_name(shadow.name());
    request.set_digest(shadow.digest());
    request.set_request_id(NextId());
    return Call(&Stub::ApproveShadow, request, "PARK_FINANCE", kPark, subject);
  }
  void Adopt(const v1::Shadow& shadow) {
    ASSERT_EQ(ApproveShadow(shadow, "li")->state(), v1::Shadow::SIGNED);
    ASSERT_EQ(ApproveShadow(shadow, "wang")->state(), v1::Shadow::ADOPTED);
  }
  // "C1 FIRM91a 600.00 to 800.00; …".
  std::string Differences(const v1::Shadow& shadow, const std::string& payer = "",
                          bool largest_first = false, int page_size = 2) {
    v1::ListShadowDifferencesRequest request;
    request.set_parent(shadow.name());
    request.set_payer(payer);
    request.set_largest_first(largest_first);
    request.set_page_size(page_size);
    std::string text;
    do {
      const auto page = Call(&Stub::ListShadowDifferences, request, "PARK_ADMIN");
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) return text;
      for (const auto& each : page->differences()) {
        const std::string firm =
            each.firm().empty() ? "" : each.firm().substr(std::string(kPark).size() + 7);
        absl::StrAppend(&text, each.case_number(), " ", each.payer(), firm, " ",
                        YuanText(each.before_minor()), " to ", YuanText(each.after_minor()), "; ");
      }
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return text;
  }
  std::string PlanOfPreview(const std::string& month, const std::string& plan) {
    v1::PreviewMonthRequest request;
    request.set_name(absl::StrCat(kPark, "/months/", month));
    request.set_funding_plan(plan);
    request.set_programme(kCare);
    request.set_request_id(NextId());
    const auto started = Call(&Stub::PreviewMonth, request);
    if (!started.ok()) return ReasonOf(started.status());
    return Result(started).funding_plan();
  }
  // All that says anything of months and statements.
  std::string Billed() {
    std::string text;
    for (absl::string_view line : absl::StrSplit(State(), '\n')) {
      if (absl::StartsWith(line, "Month ") || absl::StartsWith(line, "Statement ")) {
        absl::StrAppend(&text, line, "\n");
      }
    }
    return text;
  }

  std::string reason_;
};
INSTANTIATE_TEST_SUITE_P(Each, ShadowingTest, BothEngines(), db::EngineName);

TEST_P(ShadowingTest, ADearerFirmPlanGivesTheDifferencesAndTouchesNothing) {
  const v1::Month month = SetUpMonth(2);
  CreateDearer();
  const std::string before = Billed();
  const v1::Shadow shadow = Run(Request());
  EXPECT_EQ(shadow.state(), v1::Shadow::COMPARED);
  EXPECT_EQ(shadow.live_funding_plan(), kPlan);
  EXPECT_EQ(shadow.month_digest(), month.digest());
  EXPECT_EQ(shadow.digest().size(), 64u);
  EXPECT_EQ(shadow.children(), 4);
  EXPECT_EQ(shadow.changed_children(), 4);
  EXPECT_EQ(shadow.differences(), 8);
  EXPECT_EQ(shadow.largest_difference_minor(), 20000);
  EXPECT_EQ(shadow.excesses_size(), 0);
  std::string totals;
  for (const auto& each : shadow.payer_changes()) {
    absl::StrAppend(&totals, each.payer(), " ", YuanText(each.before_minor()), " ",
                    YuanText(each.after_minor()), "; ");
  }
  EXPECT_EQ(totals,
            "AUTHORITY 600.00 600.00; PARK 400.00 400.00; FIRM 3000.00 3800.00; "
            "UNION 90.00 90.00; FAMILY 3790.00 2990.00; ");
  EXPECT_EQ(Differences(shadow, "FIRM"),
            "C1 FIRM91a 600.00 to 800.00; C2 FIRM91a 600.00 to 800.00; "
            "D00000 FIRM91a 600.00 to 800.00; D00001 FIRM91a 600.00 to 800.00; ");
  EXPECT_EQ(Differences(shadow).substr(0, 60),
            "C1 FIRM91a 600.00 to 800.00; C1 FAMILY 630.00 to 430.00; C2 ");
  EXPECT_EQ(Billed(), before);
  EXPECT_EQ(GetMonth()->digest(), month.digest());
  // The same shadow again comes to the same digest.
  EXPECT_EQ(Run(Request()).digest(), shadow.digest());
}

TEST_P(ShadowingTest, ListsTheLargestFirstAndPagesThem) {
  SetUpMonth();
  CreateNext([](auto& plan) {
    plan.mutable_layers(3)->set_amount_minor(4000);
    plan.mutable_firm_plans(1)->set_amount_minor(50000);
  });
  const v1::Shadow shadow = Run(Request());
  EXPECT_EQ(Differences(shadow, "", true, 1),
            "C1 FIRM91b 300.00 to 500.00; C2 FIRM91b 300.00 to 500.00; "
            "C2 FAMILY 860.00 to 660.00; C1 FAMILY 630.00 to 440.00; C1 UNION 50.00 to 40.00; ");
  EXPECT_EQ(Differences(shadow, "UNION", true), "C1 UNION 50.00 to 40.00; ");
  v1::ListShadowDifferencesRequest request;
  request.set_parent(shadow.name());
  request.set_payer("GRANDMOTHER");
  EXPECT_EQ(ReasonOf(Call(&Stub::ListShadowDifferences, request).status()), "FIELD_INVALID");
  request.set_parent(absl::StrCat(kOctober, "/shadows/none"));
  request.clear_payer();
  EXPECT_EQ(ReasonOf(Call(&Stub::ListShadowDifferences, request).status()), "SHADOW_NOT_FOUND");
  v1::GetShadowRequest get;
  get.set_name(request.parent());
  EXPECT_EQ(ReasonOf(Call(&Stub::GetShadow, get).status()), "SHADOW_NOT_FOUND");
  get.set_name(shadow.name());
  EXPECT_EQ(Call(&Stub::GetShadow, get, "PARK_ADMIN")->SerializeAsString(),
            shadow.SerializeAsString());
}

TEST_P(ShadowingTest, ASeededBugIsNeverAdopted) {
  SetUpMonth();
  // Ten times what the firm should take, and an authority that is gone.
  CreateNext([](auto& plan) { plan.mutable_firm_plans(0)->set_amount_minor(600000); });
  CreateNext([](auto& plan) { plan.mutable_layers()->DeleteSubrange(0, 1); }, "plan-gone");
  CreateNext([](auto& plan) { plan.mutable_firm_plans()->DeleteSubrange(1, 1); }, "plan-held");
  v1::ShadowThresholds thresholds = Wide();
  thresholds.set_child_difference_max_minor(10000);
  thresholds.set_family_rise_max_minor(0);
  for (const auto& [plan, figures] :
       {std::make_pair(kNext, "child_difference_minor 903.69 (at most 100.00)"),
        std::make_pair("parks/yunqi/fundingPlans/plan-gone",
                       "child_difference_minor 300.00 (at most 100.00); family_rise_minor 600.00 "
                       "(at most 0.00)"),
        std::make_pair("parks/yunqi/fundingPlans/plan-held",
                       "held_out_children 2 (at most 0); child_difference_minor 860.00 (at most "
                       "100.00)")}) {
    v1::StartShadowRequest request = Request(thresholds);
    request.set_funding_plan(plan);
    const v1::Shadow shadow = Run(request);
    EXPECT_GT(shadow.excesses_size(), 0);
    const absl::Status status = ApproveShadow(shadow, "li").status();
    ASSERT_EQ(ReasonOf(status), "SHADOW_OVER_THRESHOLD") << plan;
    EXPECT_EQ(FailureOf(status)->metadata().at("figures"), figures);
  }
  EXPECT_EQ(CountRows("adoption"), 0);
}

TEST_P(ShadowingTest, TwoPeopleAdoptAPlanForTheMonthsThatFollow) {
  SetUpMonth();
  CreateDearer();
  eligibility_.decided = {"C1", "C2"};
  const v1::Shadow shadow = Run(Request());
  v1::Shadow wrong = shadow;
  wrong.set_digest("0");
  EXPECT_EQ(ReasonOf(ApproveShadow(wrong, "li").status()), "DIGEST_STALE");
  ASSERT_EQ(ApproveShadow(shadow, "li")->state(), v1::Shadow::SIGNED);
  EXPECT_EQ(ReasonOf(ApproveShadow(shadow, "li").status()), "APPROVED_BY_SAME_PERSON");
  EXPECT_EQ(PlanOfPreview("2026-11", kNext), "FUNDING_PLAN_NOT_ADOPTED");
  const v1::Shadow adopted = *ApproveShadow(shadow, "wang");
  EXPECT_EQ(adopted.state(), v1::Shadow::ADOPTED);
  EXPECT_EQ(adopted.approvers_size(), 2);
  EXPECT_EQ(ReasonOf(ApproveShadow(shadow, "zhao").status()), "SHADOW_NOT_COMPARED");

  EXPECT_EQ(PlanOfPreview("2026-10", ""), kPlan);
  EXPECT_EQ(PlanOfPreview("2026-10", kPlan), kPlan);
  EXPECT_EQ(PlanOfPreview("2026-10", kNext), "FUNDING_PLAN_NOT_ADOPTED");
  EXPECT_EQ(PlanOfPreview("2026-11", ""), kNext);
  EXPECT_EQ(PlanOfPreview("2026-11", kNext), kNext);
  EXPECT_EQ(PlanOfPreview("2026-11", kPlan), "FUNDING_PLAN_NOT_ADOPTED");
  v1::ListAdoptionsRequest list;
  list.set_parent(kPark);
  list.set_page_size(1);
  const auto adoptions = Call(&Stub::ListAdoptions, list);
  ASSERT_EQ(adoptions->adoptions_size(), 1);
  EXPECT_EQ(adoptions->adoptions(0).first_month(), "2026-11");
  EXPECT_EQ(adoptions->adoptions(0).funding_plan(), kNext);
  EXPECT_EQ(adoptions->adoptions(0).shadow(), shadow.name());
  list.set_page_token(adoptions->next_page_token());
  EXPECT_EQ(Call(&Stub::ListAdoptions, list)->adoptions_size(), 0);
  const std::string state = State();
  for (const char* kind : {"\nShadow ", "\nShadowDifference ", "\nAdoption "}) {
    EXPECT_NE(state.find(kind), std::string::npos) << kind;
  }
}

TEST_P(ShadowingTest, OfTwoShadowsOfOnePlanTheSecondFindsItReplaced) {
  SetUpMonth();
  CreateDearer();
  const v1::Shadow first = Run(Request());
  const v1::Shadow second = Run(Request());
  Adopt(first);
  EXPECT_EQ(ReasonOf(ApproveShadow(second, "li").status()), "SHADOW_BASE_NOT_IN_FORCE");
}

TEST_P(ShadowingTest, AMonthThatHasAnotherCopyIsNotSignedFor) {
  SetUpMonth();
  CreateDearer();
  const v1::Shadow shadow = Run(Request());
  ASSERT_TRUE(ApproveShadow(shadow, "li").ok());
  AddDay(places_.months["2026-10"][0], 30);
  Preview();
  EXPECT_EQ(ReasonOf(ApproveShadow(shadow, "wang").status()), "MONTH_CHANGED");
}

TEST_P(ShadowingTest, ABaseThatDiffersIsRefusedByCaseNumber) {
  SetUpMonth(1);
  CreateDearer();
  AddDay(places_.months["2026-10"][0], 30);
  EXPECT_EQ(Run(Request()).name(), "");
  EXPECT_EQ(reason_, "SHADOW_BASE_DIFFERS");
  const std::string state = State();
  EXPECT_NE(state.find("\"state\":\"REFUSED\""), std::string::npos) << state;
  EXPECT_NE(state.find("\"refusedCaseNumbers\":[\"C1\"]"), std::string::npos) << state;
  EXPECT_EQ(CountRows("shadow_difference"), 0);
}

TEST_P(ShadowingTest, AClosedMonthIsShadowedAndStaysAsItIs) {
  ApproveByTwo(SetUpMonth(600).digest());
  ASSERT_EQ(Result(StartClose()).state(), v1::Month::CLOSED);
  const std::string before = Billed();
  CreateDearer();
  const v1::Shadow shadow = Run(Request());
  EXPECT_EQ(shadow.changed_children(), 602);
  EXPECT_EQ(CountRows("shadow_difference"), 1204);
  EXPECT_EQ(Billed(), before);
  EXPECT_EQ(Events("StatementClosed").size(), 602u);
  v1::StartShadowRequest request = Request();
  request.set_first_month("2026-10");
  EXPECT_EQ(ReasonOf(Call(&Stub::StartShadow, request).status()), "FIRST_MONTH_BILLED");
  Adopt(shadow);
  EXPECT_EQ(Billed(), before);
}

TEST_P(ShadowingTest, AFirstMonthThatWasApprovedMeanwhileIsNotAdoptedFor) {
  SetUpMonth();
  CreateDearer();
  v1::StartShadowRequest request = Request();
  request.set_first_month("2026-10");
  const v1::Shadow shadow = Run(request);
  ASSERT_TRUE(ApproveShadow(shadow, "li").ok());
  ApproveByTwo(GetMonth()->digest());
  EXPECT_EQ(ReasonOf(ApproveShadow(shadow, "wang").status()), "FIRST_MONTH_BILLED");
}

TEST_P(ShadowingTest, SaysWhatIsWrongWithARequest) {
  EXPECT_EQ(ReasonOfStart([](auto& r) { r.set_parent("parks/yunqi/months/2026-13"); }),
            "FIELD_INVALID parent");
  EXPECT_EQ(ReasonOfStart([](auto& r) { r.clear_funding_plan(); }), "FIELD_REQUIRED funding_plan");
  EXPECT_EQ(ReasonOfStart([](auto& r) { r.clear_programme(); }), "FIELD_REQUIRED programme");
  EXPECT_EQ(ReasonOfStart([](auto& r) { r.set_programme("parks/other/programmes/care"); }),
            "FIELD_INVALID programme");
  EXPECT_EQ(ReasonOfStart([](auto& r) { r.clear_first_month(); }), "FIELD_REQUIRED first_month");
  EXPECT_EQ(
      ReasonOfStart([](auto& r) { r.mutable_thresholds()->set_changed_children_max_bp(10001); }),
      "FIELD_INVALID thresholds.changed_children_max_bp");
  EXPECT_EQ(ReasonOfStart([](auto& r) { r.mutable_thresholds()->set_payer_rise_max_minor(-1); }),
            "FIELD_INVALID thresholds.payer_rise_max_minor");
  EXPECT_EQ(ReasonOfStart([](auto& r) { r.set_programme("parks/yunqi/programmes/none"); }),
            "PROGRAMME_NOT_FOUND ");
  EXPECT_EQ(ReasonOfStart([](auto&) {}), "MONTH_NOT_FOUND ");
  SetUpMonth();
  EXPECT_EQ(ReasonOfStart([](auto&) {}), "FUNDING_PLAN_NOT_FOUND ");
  CreateDearer();
  v1::StartShadowRequest request = Request();
  request.set_validate_only(true);
  ASSERT_TRUE(Call(&Stub::StartShadow, request).ok());
  EXPECT_EQ(CountRows("shadow"), 0);
  EXPECT_EQ(ReasonOf(Call(&Stub::StartShadow, Request(), "PARK_ADMIN").status()),
            "PERMISSION_DENIED");
}

}  // namespace
}  // namespace tuoqiao::billing
