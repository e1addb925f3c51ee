// What a signature asks of the ledger, and what the ledger hears of it, on both engines.
#include "services/billing/signing.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "services/billing/testing_service.h"
#include "services/common/errors.h"

namespace tuoqiao::billing {
namespace {

constexpr char kBudgetPlan[] = "parks/yunqi/fundingPlans/budget-plan";

// Two children at K1 in October; the authority pays 400.00 for each, of 1000.00 a year.
class SigningTest : public BillingTest {
 protected:
  v1::Month SetUpBudget() {
    SetUpPrices();
    v1::FundingPlan plan;
    *plan.add_layers() = LayerMessage("AUTHORITY", "FIXED", 40000, 0, 0, {"CARE"});
    *plan.add_layers() = LayerMessage("FAMILY", "REST", 0, 0, 0, {});
    v1::Budget* budget = plan.add_budgets();
    budget->set_payer("AUTHORITY");
    budget->set_year(2026);
    budget->set_amount_minor(100000);
    EXPECT_TRUE(CreatePlan(plan, "budget-plan").ok());
    SetUpMany(2);
    return Result(StartPreview(kBudgetPlan));
  }
  void Keep(int64_t limit_minor, int64_t drawn_minor, const std::string& plan = "") {
    ledger::v1::PayerBudget budget;
    budget.set_payer("AUTHORITY");
    budget.set_year(2026);
    budget.set_limit_minor(limit_minor);
    budget.set_funding_plan(plan);
    budget.set_drawn_minor(drawn_minor);
    ledger_.budgets = {budget};
  }
  absl::Status Withdraw() {
    v1::WithdrawApprovalRequest request;
    request.set_name(kOctober);
    request.set_request_id(NextId());
    return Call(&Stub::WithdrawApproval, request).status();
  }
  // "AUTHORITY 2026 800.00 of 1000.00" of the last event of a kind.
  template <typename Payload>
  std::string DrawsOf(const std::string& kind) {
    const auto events = Events(kind);
    Payload payload;
    if (events.empty() || !events.back().payload().UnpackTo(&payload)) return "none";
    std::string text;
    for (const auto& each : payload.budget_draws()) {
      absl::StrAppend(&text, each.payer(), " ", each.year(), " ", YuanText(each.amount_minor()),
                      " of ", YuanText(each.budget_minor()));
    }
    return text;
  }
};
INSTANTIATE_TEST_SUITE_P(Each, SigningTest, BothEngines(), db::EngineName);

TEST_P(SigningTest, WhatDoesNotFitIntoABudgetIsNotSigned) {
  const v1::Month month = SetUpBudget();
  Keep(79999, 0);
  const std::string before = State();
  const absl::Status refused = Approve(month.digest(), "li").status();
  EXPECT_EQ(ReasonOf(refused), "BUDGET_EXCEEDED");
  EXPECT_NE(refused.message().find("AUTHORITY 2026: 800.00 of 799.99 left, 0.01 too much"),
            absl::string_view::npos)
      << refused;
  EXPECT_EQ(State(), before);
  // The checklist foretells it.
  const auto budgets = [&]() -> v1::ChecklistItem {
    const auto checklist = GetChecklist();
    EXPECT_TRUE(checklist.ok()) << checklist.status();
    if (!checklist.ok()) return {};
    for (const v1::ChecklistItem& each : checklist->items()) {
      if (each.code() == "LEDGER_BUDGETS") return each;
    }
    return {};
  };
  EXPECT_EQ(budgets().weight(), v1::ChecklistItem::HARD);
  ASSERT_EQ(budgets().blockers_size(), 1);
  EXPECT_EQ(budgets().blockers(0).reason(), "BUDGET_EXCEEDED");
  EXPECT_EQ(budgets().blockers(0).names(0), "AUTHORITY 2026: 800.00 of 799.99 left, 0.01 too much");
  // What was too small for the first signature may be so for the second one again.
  Keep(80000, 0);
  EXPECT_FALSE(budgets().open());
  ASSERT_TRUE(Approve(month.digest(), "li").ok());
  Keep(80000, 1);
  EXPECT_EQ(ReasonOf(Approve(month.digest(), "wang").status()), "BUDGET_EXCEEDED");
  EXPECT_EQ(Events("MonthApproved").size(), 0u);
  Keep(80001, 1);
  EXPECT_EQ(Approve(month.digest(), "wang")->state(), v1::Month::APPROVED);
}

TEST_P(SigningTest, EachStepSaysWhatTheMonthDraws) {
  const v1::Month month = SetUpBudget();
  ASSERT_TRUE(Approve(month.digest(), "li").ok());
  ASSERT_TRUE(Withdraw().ok());
  EXPECT_EQ(DrawsOf<v1::MonthApprovalWithdrawn>("MonthApprovalWithdrawn"),
            "");  // Not promised yet.
  ApproveByTwo(month.digest());
  EXPECT_EQ(DrawsOf<v1::MonthApproved>("MonthApproved"), "AUTHORITY 2026 800.00 of 1000.00");
  ASSERT_TRUE(Withdraw().ok());
  EXPECT_EQ(DrawsOf<v1::MonthApprovalWithdrawn>("MonthApprovalWithdrawn"),
            "AUTHORITY 2026 800.00 of 1000.00");
  ApproveByTwo(month.digest());
  directory_.today = "2026-11-09";
  EXPECT_EQ(Result(StartClose()).close_date(), "2026-11-09");
  directory_.today = "2026-11-10";
  EXPECT_EQ(Result(StartClose()).close_date(), "2026-11-09");  // It was closed before.
  EXPECT_EQ(DrawsOf<v1::MonthClosed>("MonthClosed"), "AUTHORITY 2026 800.00 of 1000.00");
  v1::MonthClosed closed;
  ASSERT_TRUE(Events("MonthClosed").at(0).payload().UnpackTo(&closed));
  EXPECT_EQ(closed.close_date(), "2026-11-09");
  EXPECT_EQ(closed.funding_plan(), kBudgetPlan);
}

TEST_P(SigningTest, ACloseThatWentOnKeepsItsDay) {
  SetUpBudget();
  ApproveByTwo(GetMonth()->digest());
  directory_.today = "2026-11-09";
  Execute("UPDATE month SET close_date = '2026-11-08' WHERE park_id = :park");
  EXPECT_EQ(Result(StartClose()).close_date(), "2026-11-08");
}

TEST_P(SigningTest, NobodySignsWhileTheLedgerHasNotHeardWhatWasSignedBefore) {
  const v1::Month month = SetUpBudget();
  ApproveByTwo(month.digest());
  ASSERT_TRUE(Withdraw().ok());
  NumberLog();
  ledger_.heard = Events("MonthApprovalWithdrawn").back().position() - 1;
  EXPECT_EQ(ReasonOf(Approve(month.digest(), "li").status()), "LEDGER_BEHIND");
  // What would not be signed anyway says its own reason.
  EXPECT_EQ(ReasonOf(Approve("another", "li").status()), "DIGEST_STALE");
  ++ledger_.heard;
  EXPECT_TRUE(Approve(month.digest(), "li").ok());
}

TEST_P(SigningTest, WhatDrawsOnNoBudgetAsksNobody) {
  SetUpPrices();
  SetUpMany(2);
  ApproveByTwo(Preview().digest());
  EXPECT_EQ(ledger_.asked, 0);
  EXPECT_EQ(DrawsOf<v1::MonthApproved>("MonthApproved"), "");
}

}  // namespace
}  // namespace tuoqiao::billing
