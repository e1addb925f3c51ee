#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/billing/testing_service.h"
#include "services/common/errors.h"

namespace tuoqiao::billing {
namespace {

constexpr char kFamilyScope[] = "parks/yunqi/families/m1";

class EstimateServiceTest : public BillingTest {
 protected:
  using FamilyChange = std::function<void(v1::EstimateFamilyRequest&)>;

  absl::StatusOr<v1::EstimateFamilyResponse> Family(const FamilyChange& change,
                                                    const std::string& role = "PARENT",
                                                    const std::string& scope = kFamilyScope) {
    v1::EstimateFamilyRequest request;
    request.set_parent(kPark);
    request.set_programme("parks/yunqi/programmes/care");
    request.set_birth_date("2025-03-05");
    request.set_start_month("2026-10");
    request.set_centre("parks/yunqi/centres/k1");
    change(request);
    return Call(&Stub::EstimateFamily, request, role, scope);
  }
  std::string FamilyText(const FamilyChange& change) {
    const auto estimate = Family(change);
    if (!estimate.ok()) {
      const auto failure = FailureOf(estimate.status());
      return absl::StrCat(failure->reason(), " ", failure->field());
    }
    std::string text = absl::StrCat(estimate->group_kind(), " ", YuanText(estimate->total_minor()));
    for (const auto& each : estimate->shares()) {
      EXPECT_EQ(each.employee(), "");
      absl::StrAppend(&text, " ", each.payer(), " ", YuanText(each.amount_minor()));
    }
    return text;
  }
  using FirmChange = std::function<void(v1::EstimateFirmRequest&)>;
  std::string FirmText(const FirmChange& change, const std::string& role = "FIRM_HR",
                       const std::string& scope = kFirmA) {
    v1::EstimateFirmRequest request;
    request.set_parent(kFirmA);
    request.set_programme("parks/yunqi/programmes/care");
    request.set_month("2026-10");
    auto* group = request.add_groups();
    group->set_group_kind("SMALL");
    group->set_children(3);
    change(request);
    const auto estimate = Call(&Stub::EstimateFirm, request, role, scope);
    if (!estimate.ok()) {
      const auto failure = FailureOf(estimate.status());
      return absl::StrCat(failure->reason(), " ", failure->field());
    }
    return absl::StrCat(YuanText(estimate->month_least_minor()), " to ",
                        YuanText(estimate->month_most_minor()), ", ",
                        YuanText(estimate->year_least_minor()), " to ",
                        YuanText(estimate->year_most_minor()));
  }
};
INSTANTIATE_TEST_SUITE_P(Each, EstimateServiceTest, BothEngines(), db::EngineName);

TEST_P(EstimateServiceTest, AFamilyHearsItsPriceWithoutBeingKnown) {
  SetUpPrices();
  const auto none = [](auto&) {};
  EXPECT_EQ(FamilyText(none), "SMALL 2210.00 AUTHORITY 300.00 PARK 100.00 FAMILY 1810.00");
  EXPECT_EQ(FamilyText([](auto& r) { r.set_firm(kFirmA); }),
            "SMALL 2210.00 AUTHORITY 300.00 PARK 100.00 FIRM 600.00 UNION 50.00 FAMILY 1160.00");
  EXPECT_EQ(FamilyText([](auto& r) { r.set_firm_plan("B"); }),
            "SMALL 2210.00 AUTHORITY 300.00 PARK 100.00 FIRM 300.00 FAMILY 1510.00");
  EXPECT_EQ(FamilyText([](auto& r) {
              r.set_needs_level(2);
              r.set_older_sibling_enrolled(true);
            }),
            "SMALL 2840.00 AUTHORITY 300.00 PARK 100.00 FAMILY 2440.00");
  const auto estimate = Family(none);
  EXPECT_EQ(estimate->month(), "2026-10");
  EXPECT_EQ(estimate->tariff(), "parks/yunqi/centres/k1/tariffs/small-2026-01-01");
  EXPECT_EQ(estimate->funding_plan(), kPlan);
  EXPECT_EQ(estimate->lines(1).reason(), "18 days at 20.00");
  EXPECT_EQ(estimate->shares(0).reason(), "fixed 300.00 of 1800.00");
  // Anybody of the park, and the public face.
  EXPECT_TRUE(Family(none, "SERVICE", "gateway").ok());
  EXPECT_EQ(ReasonOf(Family(none, "FIRM_HR", kFirmA).status()), "PERMISSION_DENIED");
  EXPECT_EQ(CountRows("request"), 3);  // The three that set up the prices.
}

TEST_P(EstimateServiceTest, SaysWhatIsWrongWithAFamilysAnswers) {
  SetUpPrices();
  const std::pair<FamilyChange, const char*> cases[] = {
      {[](auto& r) { r.clear_programme(); }, "FIELD_REQUIRED programme"},
      {[](auto& r) { r.clear_birth_date(); }, "FIELD_REQUIRED birth_date"},
      {[](auto& r) { r.set_birth_date("2025-02-30"); }, "FIELD_INVALID birth_date"},
      {[](auto& r) { r.set_start_month("October"); }, "FIELD_INVALID start_month"},
      {[](auto& r) { r.clear_centre(); }, "FIELD_REQUIRED centre"},
      {[](auto& r) { r.set_centre("parks/other/centres/k1"); }, "FIELD_INVALID centre"},
      {[](auto& r) { r.set_firm("parks/other/firms/91a"); }, "FIELD_INVALID firm"},
      {[](auto& r) {
         r.set_firm(kFirmA);
         r.set_firm_plan("A");
       },
       "FIELD_INVALID firm_plan"},
      {[](auto& r) { r.set_needs_level(3); }, "FIELD_INVALID needs_level"},
      {[](auto& r) { r.set_care_kind("NIGHT"); }, "FIELD_INVALID care_kind"},
      {[](auto& r) { r.set_care_kind("HALF_DAY"); }, "TARIFF_MISSING centre"},
      {[](auto& r) { r.set_programme("parks/yunqi/programmes/none"); }, "PROGRAMME_NOT_FOUND "},
      {[](auto& r) { r.set_firm("parks/yunqi/firms/none"); }, "FIRM_NOT_FOUND "},
      {[](auto& r) { r.set_birth_date("2026-09-01"); }, "AGE_OUTSIDE_GROUPS birth_date"},
      {[](auto& r) { r.set_centre("parks/yunqi/centres/k9"); }, "TARIFF_MISSING centre"},
      {[](auto& r) { r.set_firm_plan("Z"); }, "FIRM_PLAN_MISSING firm_plan"},
  };
  for (const auto& [change, expected] : cases) EXPECT_EQ(FamilyText(change), expected);
}

TEST_P(EstimateServiceTest, AFirmHearsWhatAPlanWouldCostIt) {
  SetUpPrices();
  ASSERT_TRUE(CreateTariff("k3", TariffMessage("SMALL", "900.00", "OPENING_DAYS", "20.00", "50.00",
                                               "IN_ARREARS"))
                  .ok());
  const auto none = [](auto&) {};
  // 900.00 less 300.00 and 60.00 leaves 540.00 to a firm that takes up to 600.00.
  EXPECT_EQ(FirmText(none), "1620.00 to 1800.00, 19440.00 to 21600.00");
  EXPECT_EQ(FirmText([](auto& r) { r.set_centre("parks/yunqi/centres/k1"); }),
            "1800.00 to 1800.00, 21600.00 to 21600.00");
  EXPECT_EQ(FirmText([](auto& r) { r.set_firm_plan("B"); }),
            "900.00 to 900.00, 10800.00 to 10800.00");
  const auto with_terms = [](const char* kind, int64_t amount_minor, int32_t share_bp,
                             int64_t cap_minor) {
    return [=](v1::EstimateFirmRequest& request) {
      request.mutable_terms()->set_kind(kind);
      request.mutable_terms()->set_amount_minor(amount_minor);
      request.mutable_terms()->set_share_bp(share_bp);
      request.mutable_terms()->set_cap_minor(cap_minor);
    };
  };
  EXPECT_EQ(FirmText(with_terms("PERCENT", 0, 5000, 0)), "810.00 to 2100.00, 9720.00 to 25200.00");
  EXPECT_EQ(FirmText(with_terms("PERCENT", 0, 5000, 40000)),
            "810.00 to 1200.00, 9720.00 to 14400.00");
  EXPECT_EQ(FirmText(with_terms("PERCENT", 0, 0, 0)),
            "LAYER_INVALID funding_plan.firm_plans[own terms]");
  EXPECT_EQ(FirmText(with_terms("STATUTORY", 100, 0, 0)),
            "LAYER_INVALID funding_plan.firm_plans[own terms]");
  EXPECT_EQ(FirmText([](auto& r) { r.clear_groups(); }), "FIELD_REQUIRED groups");
  EXPECT_EQ(FirmText([](auto& r) { r.mutable_groups(0)->set_children(0); }),
            "FIELD_INVALID groups[0].children");
  EXPECT_EQ(FirmText([](auto& r) { r.mutable_groups(0)->set_group_kind("BIG"); }),
            "FIELD_INVALID groups[0].group_kind");
  EXPECT_EQ(FirmText([](auto& r) { *r.add_groups() = r.groups(0); }), "FIELD_INVALID groups[1]");
  EXPECT_EQ(FirmText([](auto& r) { r.mutable_groups(0)->set_group_kind("LARGE"); }),
            "TARIFF_MISSING centre");
  EXPECT_EQ(FirmText(none, "FIRM_HR", kFirmB), "PERMISSION_DENIED ");
  EXPECT_EQ(FirmText(none, "PARENT", kFamilyScope), "PERMISSION_DENIED ");
  EXPECT_EQ(FirmText(none, "PARK_FINANCE", kPark), "1620.00 to 1800.00, 19440.00 to 21600.00");
}

}  // namespace
}  // namespace tuoqiao::billing
