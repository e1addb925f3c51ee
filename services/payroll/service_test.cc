// Pay runs as a firm goes through them.
#include "services/payroll/service.h"

#include <gtest/gtest.h>

#include <functional>

#include "absl/strings/str_cat.h"
#include "services/payroll/testing_service.h"

namespace tuoqiao::payroll {
namespace {

using Stub = v1::Payroll::Stub;

using Expected = std::vector<std::string>;

// ---- The whole way.

TEST_F(PayrollServiceTest, WalksAPayRunWithEveryKindOfResult) {
  AllowAll();
  // E7 takes its authorisation back on the park's date.
  v1::RevokeAuthorisationRequest revoke;
  revoke.set_name(SendAuthorisations({AuthorisationOf("E7")})->results(0).resource());
  revoke.set_request_id(NextId());
  ASSERT_EQ(Call(&Stub::RevokeAuthorisation, revoke)->revoke_date(), "2026-11-01");
  CloseDeduct("C1", "E1", "400.00");
  CloseDeduct("C2", "E2", "900.00");
  CloseDeduct("C3", "E3", "500.00");
  CloseDeduct("C4", "E4", "600.00");
  CloseDeduct("C5", "E5", "1000.00");
  CloseDeduct("C5b", "E5", "700.00");
  CloseDeduct("C6", "E6", "1500.01", "ALL_OR_NOTHING");
  CloseDeduct("C7", "E7", "700.00");
  CloseDeduct("C7b", "E7", "71.00");
  auto benefit = StatementMessage("C8", "fam-8");
  AddShare(benefit, "FIRM", "INVOICED", 60000, "91a/E1");
  AddShare(benefit, "FIRM", "ALLOWANCE", 20000, "91a/E9");
  AddShare(benefit, "FAMILY", "DIRECT", 5000);
  Close(benefit);
  CloseMonth();

  // The preflight shows what the plan will be, and writes nothing.
  const auto preflight = Plan(kFirmA, true);
  ASSERT_TRUE(preflight.ok()) << preflight.status();
  EXPECT_EQ(preflight->digest().size(), 64u);
  EXPECT_EQ(preflight->preview_size(), 9);
  EXPECT_EQ(ReasonOf(Get().status()), "PAY_RUN_NOT_FOUND");
  const auto planned = Plan();
  ASSERT_TRUE(planned.ok()) << planned.status();
  EXPECT_EQ(planned->digest(), preflight->digest());
  EXPECT_EQ(planned->name(), kRunA);
  EXPECT_EQ(planned->pay_date(), "2026-11-10");
  EXPECT_EQ(planned->cut_off_date(), "2026-11-07");
  EXPECT_EQ(planned->state(), v1::PayRun::PREFLIGHTED);
  EXPECT_EQ(planned->instructions(), 7);
  EXPECT_EQ(planned->deduct_minor(), Fen("3900.00"));
  EXPECT_EQ(InstructionOf("E5").share_minor(), Fen("1700.00"));
  EXPECT_EQ(InstructionOf("E5").amount_minor(), Fen("1500.00"));
  EXPECT_EQ(InstructionOf("E5").carried_minor(), Fen("200.00"));
  EXPECT_EQ(InstructionOf("E6").amount_minor(), 0);
  EXPECT_EQ(InstructionOf("E6").carried_minor(), Fen("1500.01"));
  EXPECT_EQ(InstructionOf("E7").state(), v1::Instruction::DIRECT);
  EXPECT_EQ(InstructionOf("E7").reason(), "AUTHORISATION_MISSING");
  EXPECT_EQ(InstructionOf("E7").share_minor(), Fen("771.00"));
  EXPECT_EQ(InstructionOf("E9", "ALLOW").amount_minor(), 20000);
  EXPECT_EQ(InstructionOf("E1", "TAXABLE_BENEFIT").employee(), EmployeeNamed("91a/E1"));
  EXPECT_TRUE(MadeDirect().empty());  // A plan may still change.

  // What is released was looked at.
  EXPECT_EQ(ReasonOf(SendResults({ResultOf(InstructionOf("E1"), 1)}).status()), "PAY_RUN_STATE");
  EXPECT_EQ(ReasonOf(Reconcile().status()), "PAY_RUN_STATE");
  const auto released = Release(preflight->digest());
  ASSERT_TRUE(released.ok()) << released.status();
  EXPECT_EQ(released->state(), v1::PayRun::RELEASED);
  EXPECT_EQ(MadeDirect(), (Expected{"C7 fam-E7 70000 AUTHORISATION_MISSING",
                                    "C7b fam-E7 7100 AUTHORISATION_MISSING"}));
  EXPECT_EQ(InstructionOf("E1").state(), v1::Instruction::SENT);
  EXPECT_EQ(InstructionOf("E6").state(), v1::Instruction::PLANNED);
  EXPECT_EQ(ReasonOf(Release().status()), "PAY_RUN_STATE");
  EXPECT_EQ(ReasonOf(PlanNow().status()), "PAY_RUN_RELEASED");

  // The lines come back in two files, the second with the first once more.
  v1::PayResult nameless = ResultOf(InstructionOf("E2"), Fen("600.00"));
  nameless.clear_instruction();
  const v1::PayResult full = ResultOf(InstructionOf("E1"), Fen("400.00"));
  EXPECT_EQ(Outcomes({full, nameless}), (Expected{"CREATED", "CREATED"}));
  EXPECT_EQ(Get()->state(), v1::PayRun::RESULT_READ);
  EXPECT_EQ(Outcomes({full, nameless, ResultOf(InstructionOf("E3"), Fen("500.07")),
                      ResultOf(InstructionOf("E5"), Fen("1400.00")),
                      ResultOf(InstructionOf("E1", "TAXABLE_BENEFIT"), 60000),
                      ResultOf(InstructionOf("E9", "ALLOW"), 20000)}),
            (Expected{"UNCHANGED", "UNCHANGED", "CREATED", "CREATED", "CREATED", "CREATED"}));
  EXPECT_EQ(InstructionOf("E1").state(), v1::Instruction::SEEN);
  EXPECT_EQ(InstructionOf("E2").state(), v1::Instruction::SHORT);
  EXPECT_EQ(InstructionOf("E3").state(), v1::Instruction::OVER);

  const auto reconciled = Reconcile();
  ASSERT_TRUE(reconciled.ok()) << reconciled.status();
  EXPECT_EQ(reconciled->state(), v1::PayRun::RECONCILED);
  EXPECT_EQ(reconciled->seen_minor(), Fen("2900.07"));
  EXPECT_EQ(reconciled->unapplied_minor(), 7);
  EXPECT_EQ(reconciled->arrears_minor(), Fen("2700.01"));
  EXPECT_EQ(Arrears(), (Expected{"E2 SHORT 30000", "E4 MISSING 60000", "E5 CARRIED 20000",
                                 "E5 SHORT 10000", "E6 CARRIED 150001"}));
  EXPECT_EQ(InstructionOf("E4").state(), v1::Instruction::MISSING);
  EXPECT_EQ(InstructionOf("E6").state(), v1::Instruction::IN_ARREARS);
  EXPECT_EQ(InstructionOf("E7").state(), v1::Instruction::DIRECT);
  EXPECT_EQ(ReasonOf(Reconcile().status()), "PAY_RUN_STATE");
  EXPECT_EQ(Outcomes({full}), (Expected{"UNCHANGED"}));

  // What the ledger hears: each family's deductions, sent and seen.
  const auto events = Events("PayRunReconciled");
  ASSERT_EQ(events.size(), 1u);
  v1::PayRunReconciled payload;
  ASSERT_TRUE(events[0].payload().UnpackTo(&payload));
  EXPECT_EQ(payload.pay_run(), kRunA);
  EXPECT_EQ(payload.firm(), kFirmA);
  EXPECT_EQ(payload.month(), "2026-10");
  Expected deductions;
  for (const auto& each : payload.deductions()) {
    EXPECT_EQ(each.instruction().rfind(absl::StrCat(kRunA, "/instructions/"), 0), 0u);
    deductions.push_back(
        absl::StrCat(each.family(), " ", each.amount_minor(), " ", each.seen_minor()));
  }
  EXPECT_EQ(deductions, (Expected{"parks/yunqi/families/fam-E1 40000 40000",
                                  "parks/yunqi/families/fam-E2 90000 60000",
                                  "parks/yunqi/families/fam-E3 50000 50007",
                                  "parks/yunqi/families/fam-E4 60000 0",
                                  "parks/yunqi/families/fam-E5 150000 140000"}));
  EXPECT_EQ(CountResources(), (std::map<std::string, int>{{"Arrears", 5},
                                                          {"Authorisation", 9},
                                                          {"Instruction", 9},
                                                          {"LegalBasis", 1},
                                                          {"PayException", 3},
                                                          {"PayFigure", 9},
                                                          {"PayFloor", 1},
                                                          {"PayResultLine", 6},
                                                          {"PayRun", 1}}));
}

// ---- Plans.

TEST_F(PayrollServiceTest, PlansOnlyWhatBillingClosedAndWeHeard) {
  EXPECT_EQ(ReasonOf(PlanNow("parks/yunqi/firms/nobody").status()), "FIRM_NOT_FOUND");
  EXPECT_EQ(ReasonOf(PlanNow("parks/yunqi").status()), "NAME_INVALID");
  EXPECT_EQ(ReasonOf(PlanNow().status()), "MONTH_NOT_CLOSED");  // Billing knows no such month.
  billing_.SetMonth(billing::v1::Month::APPROVED);
  CloseDeduct("C1", "E1", "400.00");
  EXPECT_EQ(ReasonOf(PlanNow().status()), "MONTH_NOT_CLOSED");
  // Closed, but one statement and the end of the month are still on their way.
  billing_.SetMonth(billing::v1::Month::CLOSED);
  EXPECT_EQ(ReasonOf(PlanNow().status()), "MONTH_NOT_HEARD");
  AllowAll();
  CloseMonth();
  ASSERT_TRUE(Plan().ok());
  const int asked = billing_.months_asked();
  ASSERT_TRUE(PlanNow().ok());
  EXPECT_EQ(billing_.months_asked(), asked);  // What we heard needs no asking.
  v1::PlanPayRunRequest request;
  request.set_parent(kFirmA);
  request.set_request_id(NextId());
  EXPECT_EQ(ReasonOf(Call(&Stub::PlanPayRun, request).status()), "FIELD_REQUIRED");
  request.set_month("October");
  EXPECT_EQ(ReasonOf(Call(&Stub::PlanPayRun, request).status()), "FIELD_INVALID");
}

TEST_F(PayrollServiceTest, RefusesADeductionWithoutAFloorToHoldItAgainst) {
  ASSERT_TRUE(RecordBasis().ok());
  ASSERT_TRUE(SendAuthorisations({AuthorisationOf("E1")}).ok());
  ASSERT_TRUE(SendFigures({FigureOf("E1")}).ok());
  CloseDeduct("C1", "E1", "400.00");
  CloseMonth();
  EXPECT_EQ(ReasonOf(Plan().status()), "PAY_FLOOR_MISSING");
  ASSERT_TRUE(SetFloor().ok());
  EXPECT_TRUE(Plan().ok());
}

TEST_F(PayrollServiceTest, APlanFollowsWhatAllowsItUntilItIsReleased) {
  CloseDeduct("C1", "E1", "400.00");
  CloseMonth();
  ASSERT_TRUE(Plan().ok());
  EXPECT_EQ(InstructionOf("E1").reason(), "LEGAL_BASIS_MISSING");
  ASSERT_TRUE(RecordBasis(kFirmA, "2026-11-11").ok());  // The day after the pay date.
  EXPECT_EQ(Plan()->preview(0).reason(), "LEGAL_BASIS_MISSING");
  ASSERT_TRUE(RecordBasis(kFirmA, "2026-11-10").ok());
  EXPECT_EQ(Plan()->preview(0).reason(), "AUTHORISATION_MISSING");
  ASSERT_TRUE(SendAuthorisations({AuthorisationOf("E1")}).ok());
  EXPECT_EQ(Plan()->preview(0).reason(), "PAY_FIGURE_MISSING");
  ASSERT_TRUE(SendFigures({FigureOf("E1", "10000.00", "8000.00", "2026-12")}).ok());
  EXPECT_EQ(Plan()->preview(0).reason(), "PAY_FIGURE_MISSING");  // Of a later month.
  ASSERT_TRUE(SetFloor().ok());
  ASSERT_TRUE(SendFigures({FigureOf("E1", "10000.00", "2700.00", "2026-11")}).ok());
  EXPECT_EQ(Plan()->preview(0).amount_minor(), Fen("110.00"));
  // The latest figure counts, not the last that came.
  ASSERT_TRUE(SendFigures({FigureOf("E1", "10000.00", "8000.00", "2026-10")}).ok());
  EXPECT_EQ(Plan()->preview(0).amount_minor(), Fen("110.00"));
  ASSERT_TRUE(SendFigures({FigureOf("E1", "10000.00", "8000.00", "2026-11")}).ok());
  const auto planned = Plan();
  EXPECT_EQ(planned->preview(0).amount_minor(), Fen("400.00"));
  EXPECT_EQ(Instructions().size(), 1u);
  EXPECT_EQ(Get()->digest(), planned->digest());

  // The same plan again changes nothing.
  const size_t before = Events().size();
  EXPECT_EQ(Plan()->revision(), planned->revision());
  EXPECT_EQ(Events().size(), before);

  // What was looked at has to be what goes out.
  directory_.SetFirm(kFirmA, 12, 3);
  EXPECT_EQ(ReasonOf(Release(planned->digest()).status()), "DIGEST_STALE");
  EXPECT_EQ(ReasonOf(Release().status()), "DIGEST_STALE");
  const auto later = Plan();
  EXPECT_EQ(later->pay_date(), "2026-11-12");
  EXPECT_EQ(ReasonOf(Release(planned->digest()).status()), "DIGEST_STALE");
  v1::RevokeAuthorisationRequest revoke;
  revoke.set_name(SendAuthorisations({AuthorisationOf("E1")})->results(0).resource());
  revoke.set_request_id(NextId());
  ASSERT_TRUE(Call(&Stub::RevokeAuthorisation, revoke).ok());
  EXPECT_EQ(ReasonOf(Release(later->digest()).status()), "DIGEST_STALE");
  ASSERT_TRUE(Plan().ok());
  EXPECT_TRUE(Release().ok());
  EXPECT_EQ(MadeDirect(), (Expected{"C1 fam-E1 40000 AUTHORISATION_MISSING"}));
}

TEST_F(PayrollServiceTest, NothingGoesOutAfterTheCutOff) {
  AllowAll();
  CloseDeduct("C1", "E1", "400.00");
  CloseMonth();
  EXPECT_EQ(ReasonOf(Release().status()), "PAY_RUN_NOT_FOUND");
  EXPECT_EQ(ReasonOf(Reconcile().status()), "PAY_RUN_NOT_FOUND");
  ASSERT_TRUE(Plan().ok());
  directory_.SetToday("2026-11-08");
  EXPECT_EQ(ReasonOf(Release().status()), "CUT_OFF_PASSED");
  EXPECT_EQ(Get()->state(), v1::PayRun::PREFLIGHTED);
  directory_.SetToday("2026-11-07");
  EXPECT_TRUE(Release().ok());
}

TEST_F(PayrollServiceTest, AFirmWithoutSharesHasAnEmptyRun) {
  CloseMonth();
  const auto planned = Plan(kFirmB);
  ASSERT_TRUE(planned.ok()) << planned.status();
  EXPECT_EQ(planned->instructions(), 0);
  const std::string run = planned->name();
  ASSERT_TRUE(Release("", run).ok());
  const auto reconciled = Reconcile(run);
  ASSERT_TRUE(reconciled.ok());
  EXPECT_EQ(reconciled->seen_minor(), 0);
  EXPECT_EQ(Events("PayRunReconciled").size(), 1u);
}

TEST_F(PayrollServiceTest, TaxAdviceLeavesTheBenefitOut) {
  auto statement = StatementMessage("C1", "F1");
  AddShare(statement, "FIRM", "INVOICED", 60000, "91b/B1");
  Close(statement);
  CloseMonth();
  EXPECT_EQ(Plan(kFirmB)->preview_size(), 0);
  directory_.SetFirm(kFirmB, 15, 2, false);
  EXPECT_EQ(Plan(kFirmB)->preview(0).kind(), "TAXABLE_BENEFIT");
}

TEST_F(PayrollServiceTest, ALateStatementIsPlannedUntilTheReleaseAndStaysOutAfterIt) {
  AllowAll();
  CloseDeduct("C1", "E1", "400.00");
  CloseMonth();
  const auto planned = Plan();
  ASSERT_TRUE(planned.ok());
  CloseDeduct("C2", "E2", "100.00");
  std::string digest = planned->digest();
  for (int i = 0; i < 2000 && digest == planned->digest(); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    digest = PlanNow(kFirmA, true)->digest();
  }
  EXPECT_EQ(ReasonOf(Release(planned->digest()).status()), "DIGEST_STALE");
  EXPECT_EQ(Plan()->instructions(), 2);
  ASSERT_TRUE(Release().ok());
  CloseDeduct("C3", "E1", "50.00");
  for (int i = 0; i < 2000 && CountShares() < 3; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  ASSERT_EQ(CountShares(), 3);
  EXPECT_EQ(Reconcile()->arrears_minor(), Fen("500.00"));  // No line came.
  v1::PayRunReconciled payload;
  ASSERT_TRUE(Events("PayRunReconciled").at(0).payload().UnpackTo(&payload));
  ASSERT_EQ(payload.deductions_size(), 2);
  EXPECT_EQ(payload.deductions(0).amount_minor(), 40000);
}

TEST_F(PayrollServiceTest, SomebodyWhomDirectoryDoesNotListStopsThePlan) {
  CloseDeduct("C1", "E77", "400.00");
  CloseMonth();
  EXPECT_EQ(ReasonOf(Plan().status()), "EMPLOYEE_NOT_FOUND");
  directory_.AddEmployee(kFirmA, "E77");
  EXPECT_TRUE(Plan().ok());
}

// ---- Requests.

TEST_F(PayrollServiceTest, TheSameRequestAnswersAsBefore) {
  AllowAll();
  CloseDeduct("C1", "E1", "400.00");
  CloseMonth();
  ASSERT_TRUE(Plan().ok());
  v1::ReleasePayRunRequest release;
  release.set_name(kRunA);
  release.set_request_id("release-once");
  ASSERT_TRUE(Call(&Stub::ReleasePayRun, release).ok());
  v1::ReconcilePayRunRequest reconcile;
  reconcile.set_name(kRunA);
  reconcile.set_request_id("reconcile-once");
  ASSERT_TRUE(Call(&Stub::ReconcilePayRun, reconcile).ok());
  const size_t events = Events().size();
  // Even when the cut-off has passed and the state is another.
  directory_.SetToday("2026-12-01");
  EXPECT_EQ(Call(&Stub::ReleasePayRun, release)->state(), v1::PayRun::RELEASED);
  EXPECT_EQ(Call(&Stub::ReconcilePayRun, reconcile)->arrears_minor(), Fen("400.00"));
  EXPECT_EQ(Events().size(), events);
  release.set_digest("another");
  EXPECT_EQ(ReasonOf(Call(&Stub::ReleasePayRun, release).status()), "REQUEST_ID_REUSED");
}

TEST_F(PayrollServiceTest, AFirmSeesItsOwnRunsOnly) {
  CloseMonth();
  ASSERT_TRUE(Plan().ok());
  v1::GetPayRunRequest get;
  get.set_name(kRunA);
  EXPECT_TRUE(Call(&Stub::GetPayRun, get, "FIRM_PAYROLL", kFirmA).ok());
  EXPECT_EQ(ReasonOf(Call(&Stub::GetPayRun, get, "FIRM_PAYROLL", kFirmB).status()),
            "PERMISSION_DENIED");
  EXPECT_EQ(ReasonOf(Call(&Stub::GetPayRun, get, "CENTRE_MANAGER", kPark).status()),
            "PERMISSION_DENIED");
}

}  // namespace
}  // namespace tuoqiao::payroll
