// Yearly caps and budgets over two months that close.
#include <gtest/gtest.h>

#include <string>

#include "services/billing/testing_service.h"
#include "services/billing/year_store.h"
#include "services/common/errors.h"

namespace tuoqiao::billing {
namespace {

constexpr char kSeptember[] = "parks/yunqi/months/2026-09";
constexpr char kYearPlan[] = "parks/yunqi/fundingPlans/year-plan";

// One child at K1 in September and October, 1800.00 of care each. The park's 1000.00 are capped at
// 1500.00 a year, the authority's 400.00 come of a budget of 700.00.
class YearTest : public BillingTest {
 protected:
  void SetUpYear() {
    SetUpPrices();
    v1::FundingPlan plan;
    *plan.add_layers() = LayerMessage("PARK", "FIXED", 100000, 0, 0, {"CARE"});
    v1::Cap* cap = plan.mutable_layers(0)->add_caps();
    cap->set_scope("CHILD_YEAR");
    cap->set_amount_minor(150000);
    cap->set_account("park-child");
    *plan.add_layers() = LayerMessage("AUTHORITY", "FIXED", 40000, 0, 0, {"CARE"});
    *plan.add_layers() = LayerMessage("FAMILY", "REST", 0, 0, 0, {});
    v1::Budget* budget = plan.add_budgets();
    budget->set_payer("AUTHORITY");
    budget->set_year(2026);
    budget->set_amount_minor(70000);
    ASSERT_TRUE(CreatePlan(plan, "year-plan").ok());
    SetUpMany(1);
    places_.months["2026-09"] = places_.months["2026-10"];
    places_.months["2026-09"][0].mutable_days(0)->set_date("2026-09-08");
  }
  v1::Month PreviewOf(const std::string& month) {
    return Result(StartPreview(kYearPlan, "", month));
  }
  // "PARK 1000.00 AUTHORITY 400.00 FAMILY 470.00: park-child 1000.00 AUTHORITY 400.00".
  std::string TextOfOnly(const std::string& month) {
    const auto statements = Statements(0, month);
    EXPECT_EQ(statements.size(), 1u);
    std::string text;
    for (const auto& each : statements[0].shares()) {
      absl::StrAppend(&text, each.payer(), " ", YuanText(each.amount_minor()), " ");
    }
    absl::StrAppend(&text, ":");
    for (const auto& each : statements[0].draws()) {
      absl::StrAppend(&text, " ", each.account(), " ", YuanText(each.amount_minor()));
    }
    return text;
  }
};
INSTANTIATE_TEST_SUITE_P(Each, YearTest, BothEngines(), db::EngineName);

constexpr char kFull[] =
    "PARK 1000.00 AUTHORITY 400.00 FAMILY 470.00 : park-child 1000.00 AUTHORITY 400.00";
constexpr char kWhatIsLeft[] =
    "PARK 500.00 AUTHORITY 300.00 FAMILY 1070.00 : park-child 500.00 AUTHORITY 300.00";

TEST_P(YearTest, ALaterMonthHasWhatClosedMonthsLeft) {
  SetUpYear();
  const v1::Month september = PreviewOf(kSeptember), early = PreviewOf(kOctober);
  EXPECT_EQ(TextOfOnly(kSeptember), kFull);
  EXPECT_EQ(TextOfOnly(kOctober), kFull);  // Nothing is closed yet.

  ApproveByTwo(september.digest(), kSeptember);
  EXPECT_EQ(ReasonOf(Approve(early.digest(), "li").status()), "OTHER_MONTH_APPROVED");
  EXPECT_EQ(Result(StartClose(kSeptember)).state(), v1::Month::CLOSED);
  EXPECT_EQ(ReasonOf(Approve(early.digest(), "li").status()), "YEAR_DRAWN_SINCE");

  const v1::Month october = PreviewOf(kOctober);
  EXPECT_EQ(TextOfOnly(kOctober), kWhatIsLeft);
  EXPECT_EQ(TextOfOnly(kSeptember), kFull);
  ApproveByTwo(october.digest());
  EXPECT_EQ(Result(StartClose()).state(), v1::Month::CLOSED);
  EXPECT_EQ(CountRows("year_draw"), 4);
  // A second close keeps nothing twice.
  EXPECT_EQ(Result(StartClose()).state(), v1::Month::CLOSED);
  EXPECT_EQ(CountRows("year_draw"), 4);
}

TEST_P(YearTest, TwoPeopleSignWhatIsDrawn) {
  SetUpYear();
  ApproveByTwo(PreviewOf(kOctober).digest());
  Execute("UPDATE statement_draw SET amount_minor = 1 WHERE park_id = :park");
  const auto started = StartClose();
  ASSERT_TRUE(started.ok());
  EXPECT_EQ(harness_.Wait("billing", started->name()).error().code(),
            static_cast<int>(absl::StatusCode::kDataLoss));
  EXPECT_EQ(CountRows("year_draw"), 0);
}

TEST_P(YearTest, AYearWithoutTheBudgetOfAPayerIsNotPreviewed) {
  SetUpYear();
  EXPECT_EQ(ReasonOf(StartPreview(kYearPlan, "", "parks/yunqi/months/2027-01").status()),
            "BUDGET_MISSING");
}

}  // namespace
}  // namespace tuoqiao::billing
