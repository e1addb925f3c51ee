#include "services/billing/draft.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/billing/testing_calendar.h"
#include "services/billing/testing_plan.h"

namespace tuoqiao::billing {
namespace {

const char kCentre[] = "parks/yunqi/centres/k1";

std::string DigestOf(const Drafts& drafts) {
  Digest digest("yunqi", absl::CivilMonth(2026, 10), "plan");
  for (const Statement& each : drafts.statements) digest.Add(each);
  return digest.Finish(drafts.hold_outs);
}

// A park with one centre that bills in arrears, firms fa (pay day 10) and fb (pay day 15), and
// whoever a test adds. October is billed.
class DraftTest : public ::testing::Test {
 protected:
  DraftTest() {
    facts_.billed.calendar = October();
    facts_.before.calendar = September();
    AddFirm("fa", "A", 10);
    AddFirm("fb", "A", 15);
    AddTariff("2026-01-01", "1800.00");
    plan_.id = "plan";
    Layer firm;
    firm.payer = Payer::kFirm;
    firm.rule.kind = RuleKind::kFirmPlan;
    firm.lines = CareLines();
    Layer family;
    family.rule.kind = RuleKind::kRest;
    plan_.layers = {firm, family};
    plan_.firm_plans["A"] = {RuleKind::kUpTo, Fen("600.00"), 0, 0};
  }

  static std::string FirmName(const std::string& id) { return "parks/yunqi/firms/" + id; }

  void AddFirm(const std::string& id, const std::string& plan, int64_t pay_day) {
    facts_.firms[FirmName(id)] = {FirmName(id), id, plan, ShareForm::kInvoiced, false, pay_day};
  }
  Tariff& AddTariff(const std::string& from_date, const std::string& fee,
                    const std::string& centre = kCentre, GroupKind kind = GroupKind::kSmall) {
    Tariff tariff;
    tariff.centre = centre;
    tariff.name = absl::StrCat(centre, "/tariffs/", from_date);
    tariff.group_kind = kind;
    tariff.from_date = Day(from_date);
    tariff.monthly_fee_minor = Fen(fee);
    tariff.spread = Spread::kOpeningDays;
    tariff.supplement_minor = Fen("50.00");
    tariff.coefficient_1_bp = tariff.coefficient_2_bp = 10000;
    tariff.sibling_reduction_bp = 1000;
    tariff.refund_share_bp = 5000;
    tariff.refund_threshold_days = 3;
    auto& tariffs = facts_.tariffs[{centre, kind}];
    tariffs.push_back(tariff);
    return tariffs.back();
  }
  Child& AddChild(const std::string& case_number, const std::string& birth_date = "2024-11-05",
                  const std::string& family = "m1") {
    Child child;
    child.family = "parks/yunqi/families/" + family;
    child.birth_date = Day(birth_date);
    child.arrears_mode = "TAKE_ALL";
    return facts_.children[case_number] = child;
  }
  static Employment Works(int64_t guardian, const std::string& firm, const std::string& number,
                          const std::string& hired = "2020-01-01", const std::string& left = "") {
    Employment employment;
    employment.guardian = guardian;
    employment.firm = FirmName(firm);
    employment.employee_no = number;
    employment.employee = absl::StrCat(employment.firm, "/employees/", number);
    employment.hire_date = Day(hired);
    if (!left.empty()) employment.leave_date = Day(left);
    return employment;
  }
  static EnrolmentMonth Enrolled(const std::string& case_number,
                                 const std::string& from = "2026-01-01",
                                 const std::string& centre = kCentre) {
    EnrolmentMonth enrolment;
    enrolment.enrolment = absl::StrCat(centre, "/enrolments/", case_number, "-", from);
    enrolment.case_number = case_number;
    enrolment.child = "parks/yunqi/families/m1/children/" + case_number;
    enrolment.centre = centre;
    enrolment.group_kind = GroupKind::kSmall;
    enrolment.period = {Day(from), Day("2028-01-01")};
    enrolment.recorded = enrolment.present = 18;
    return enrolment;
  }
  EnrolmentMonth& Enrol(const std::string& case_number, const std::string& from = "2026-01-01",
                        const std::string& centre = kCentre) {
    facts_.billed.enrolments.push_back(Enrolled(case_number, from, centre));
    return facts_.billed.enrolments.back();
  }

  Drafts Draft() { return DraftMonth("yunqi", plan_, facts_); }
  // Case number to "CARE 1800.00 | FIRM 600.00 fa/1, FAMILY 1250.00 DIRECT".
  std::map<std::string, std::string> Texts() {
    std::map<std::string, std::string> texts;
    for (const Statement& each : Draft().statements) {
      std::string& text = texts[each.case_number];
      if (!text.empty()) text += " & ";
      for (const Line& line : each.lines) {
        absl::StrAppend(&text, LineKindName(line.kind), " ", YuanText(line.amount_minor), " ");
      }
      text += "|";
      for (const Share& share : each.shares) {
        absl::StrAppend(&text, " ", PayerName(share.payer), " ", YuanText(share.amount_minor));
        const auto parts = share.employee.rfind("/employees/");
        if (parts != std::string::npos) {
          absl::StrAppend(&text, " ",
                          share.employee.substr(FirmName("").size(), parts - FirmName("").size()),
                          "/", share.employee_no);
        }
        if (share.payer == Payer::kFamily) absl::StrAppend(&text, " ", ShareFormName(share.form));
      }
    }
    return texts;
  }
  std::string Held() {
    std::string text;
    for (const HoldOut& each : Draft().hold_outs) {
      absl::StrAppend(&text, text.empty() ? "" : ", ", each.case_number, " ", each.reason);
    }
    return text;
  }
  using Expected = std::map<std::string, std::string>;

  FundingPlan plan_;
  MonthFacts facts_;
};

// A layer of what a pack decides stands before the firm's.
class DecidedDraftTest : public DraftTest {
 protected:
  DecidedDraftTest() {
    plan_.layers.insert(plan_.layers.begin(),
                        LayerOf(Payer::kAuthority, Decided("grant"), CareLines()));
    for (const char* case_number : {"c1", "c2", "c3"}) {
      AddChild(case_number);
      Enrol(case_number);
    }
  }
  SchemeWorth& Worth(const std::string& case_number) {
    return facts_.worths[AmountNamed("grant")][case_number];
  }
};

TEST_F(DecidedDraftTest, AChildHasWhatThePackDecidesAndWhoeverIsNotEligibleNothing) {
  Worth("c1").minor = Fen("540.00");
  Worth("c2").minor = 0;
  facts_.worths[AmountNamed("another")]["c3"].minor = Fen("10.00");
  EXPECT_EQ(
      Texts(),
      (Expected{{"c1", "CARE 1800.00 SUPPLEMENT 50.00 | AUTHORITY 540.00 FAMILY 1310.00 DIRECT"},
                {"c2", "CARE 1800.00 SIBLING -180.00 SUPPLEMENT 50.00 | FAMILY 1670.00 DIRECT"},
                {"c3", "CARE 1800.00 SIBLING -180.00 SUPPLEMENT 50.00 | FAMILY 1670.00 DIRECT"}}));
  EXPECT_EQ(Held(), "");
}

TEST_F(DecidedDraftTest, AChildOfWhomAFactIsMissingIsHeldOutWithWhomToAsk) {
  Worth("c1").minor = Fen("540.00");
  Worth("c2").missing = {"household_income_minor: GUARDIAN", "attended_days: CENTRE"};
  facts_.worths[AmountNamed("another")]["c3"].missing = {"birth_order: GUARDIAN"};
  const Drafts drafts = Draft();
  EXPECT_EQ(drafts.statements.size(), 2u);
  ASSERT_EQ(drafts.hold_outs.size(), 1u);
  EXPECT_EQ(drafts.hold_outs[0].case_number, "c2");
  EXPECT_EQ(drafts.hold_outs[0].reason, "SCHEME_AMOUNT_MISSING");
  EXPECT_EQ(drafts.hold_outs[0].missing,
            (std::vector<std::string>{"income: household_income_minor: GUARDIAN",
                                      "income: attended_days: CENTRE"}));
  // Another reason comes first.
  facts_.tariffs.clear();
  EXPECT_EQ(Held(), "c1 TARIFF_MISSING, c2 TARIFF_MISSING, c3 TARIFF_MISSING");
}

TEST_F(DraftTest, OnlyAChildWithADayInTheMonthHasAStatement) {
  AddChild("c1");
  AddChild("c2");
  AddChild("c3");
  Enrol("c1", "2026-10-31");  // A Saturday: a day, though no opening day.
  Enrol("c2", "2026-11-01");
  Enrol("c3").period.until = Day("2026-10-01");
  EXPECT_EQ(Texts(), (Expected{{"c1", "SUPPLEMENT 50.00 | FAMILY 50.00 DIRECT"}}));
  EXPECT_EQ(Held(), "");
}

TEST_F(DraftTest, TheFirmsOfTheFirstDayPay) {
  // c1 starts on the 12th: the firm that the mother left on the 11th is out, and the father's, who
  // was hired on the 12th, is in. A leave date is still a day of work.
  AddChild("c1").employments = {Works(1, "fa", "1", "2020-01-01", "2026-10-11"),
                                Works(2, "fb", "2", "2026-10-12")};
  AddChild("c2", "2024-11-05", "m2").employments = {Works(1, "fa", "3", "2020-01-01", "2026-10-12"),
                                                    Works(2, "fb", "4", "2026-10-13")};
  Enrol("c1", "2026-10-12");
  Enrol("c2", "2026-10-12");
  EXPECT_EQ(Texts(), (Expected{{"c1",
                                "CARE 1500.00 SUPPLEMENT 50.00 | FIRM 600.00 fb/2 FAMILY "
                                "950.00 DIRECT"},
                               {"c2",
                                "CARE 1500.00 SUPPLEMENT 50.00 | FIRM 600.00 fa/3 FAMILY "
                                "950.00 DIRECT"}}));
}

TEST_F(DraftTest, TwoGuardiansOfOneFirmAreOneFirmAndTheFirstIsNamed) {
  AddChild("c1").employments = {Works(2, "fa", "1"), Works(1, "fa", "9"), Works(1, "fa", "5")};
  Enrol("c1");
  EXPECT_EQ(Texts(), (Expected{{"c1",
                                "CARE 1800.00 SUPPLEMENT 50.00 | FIRM 600.00 fa/5 FAMILY "
                                "1250.00 DIRECT"}}));
}

TEST_F(DraftTest, TheFamilyIsDeductedFromWhomItNamedWhileEmployedOnThePayDate) {
  const auto deducting = [&](const std::string& case_number, const std::string& left) {
    Child& child = AddChild(case_number, "2024-11-05", case_number);
    child.employments = {Works(1, "fa", "1"), Works(2, "fb", "2", "2020-01-01", left)};
    child.deduct_from = 2;
    Enrol(case_number);
  };
  deducting("c1", "");            // Employed.
  deducting("c2", "2026-11-15");  // Until the pay date of fb.
  deducting("c3", "2026-11-14");  // Left the day before.
  Child& direct = AddChild("c4", "2024-11-05", "c4");
  direct.employments = {Works(1, "fa", "1")};
  Enrol("c4");
  Child& unlinked = AddChild("c5", "2024-11-05", "c5");
  unlinked.employments = {Works(1, "fa", "1")};
  unlinked.deduct_from = 2;
  Enrol("c5");
  const std::string both = "CARE 1800.00 SUPPLEMENT 50.00 | FIRM 600.00 fa/1 FIRM 600.00 fb/2 ";
  const std::string one = "CARE 1800.00 SUPPLEMENT 50.00 | FIRM 600.00 fa/1 ";
  EXPECT_EQ(Texts(), (Expected{{"c1", both + "FAMILY 650.00 fb/2 DEDUCT"},
                               {"c2", both + "FAMILY 650.00 fb/2 DEDUCT"},
                               {"c3", both + "FAMILY 650.00 DIRECT"},
                               {"c4", one + "FAMILY 1250.00 DIRECT"},
                               {"c5", one + "FAMILY 1250.00 DIRECT"}}));
}

TEST_F(DraftTest, AnOlderChildAtAnyCentreReducesTheYoungers) {
  const std::string other = "parks/yunqi/centres/k2";
  AddTariff("2026-01-01", "900.00", other);
  AddChild("c2", "2024-01-01");  // The oldest.
  AddChild("c3", "2025-01-01");
  AddChild("c1", "2025-01-01");  // A twin: the lower case number is the older.
  AddChild("c9", "2023-01-01", "m2");
  Enrol("c3");
  Enrol("c2", "2026-10-31", other);
  Enrol("c1");
  Enrol("c9");
  EXPECT_EQ(
      Texts(),
      (Expected{{"c1", "CARE 1800.00 SIBLING -180.00 SUPPLEMENT 50.00 | FAMILY 1670.00 DIRECT"},
                {"c2", "SUPPLEMENT 50.00 | FAMILY 50.00 DIRECT"},
                {"c3", "CARE 1800.00 SIBLING -180.00 SUPPLEMENT 50.00 | FAMILY 1670.00 DIRECT"},
                {"c9", "CARE 1800.00 SUPPLEMENT 50.00 | FAMILY 1850.00 DIRECT"}}));
  // Without the oldest, of the twins only the later number has an older sibling.
  facts_.billed.enrolments[1].period.until = Day("2026-10-01");
  EXPECT_EQ(Texts()["c1"], "CARE 1800.00 SUPPLEMENT 50.00 | FAMILY 1850.00 DIRECT");
  EXPECT_EQ(Texts()["c3"], "CARE 1800.00 SIBLING -180.00 SUPPLEMENT 50.00 | FAMILY 1670.00 DIRECT");
}

TEST_F(DraftTest, ASiblingOfTheMonthBeforeReducesOnlyWhatIsRefunded) {
  auto& tariffs = facts_.tariffs[{kCentre, GroupKind::kSmall}];
  tariffs[0].billing = BillingMode::kInAdvance;
  AddChild("c1", "2024-01-01");
  AddChild("c2", "2025-01-01");
  Enrol("c2");
  EnrolmentMonth before = Enrolled("c2");
  before.refundable = 11;
  facts_.before.enrolments = {before, Enrolled("c1")};
  // (1800.00 − 180.00) × 11 × 50 % / 22.
  EXPECT_EQ(Texts()["c2"], "CARE 1800.00 REFUND -405.00 SUPPLEMENT 50.00 | FAMILY 1445.00 DIRECT");
}

TEST_F(DraftTest, InAdvanceTheRefundIsByTheTariffOfTheMonthBefore) {
  auto& tariffs = facts_.tariffs[{kCentre, GroupKind::kSmall}];
  tariffs[0].billing = BillingMode::kInAdvance;
  AddTariff("2026-10-01", "1818.00").billing = BillingMode::kInAdvance;
  AddChild("c1");
  Enrol("c1");
  EnrolmentMonth before = Enrolled("c1");
  before.refundable = 11;
  facts_.before.enrolments = {before};
  // 1800.00 × 11 × 50 % / 22, not of 1818.00.
  EXPECT_EQ(Texts()["c1"], "CARE 1818.00 REFUND -450.00 SUPPLEMENT 50.00 | FAMILY 1418.00 DIRECT");
}

TEST_F(DraftTest, InAdvanceWhoLeftWithTheMonthBeforeStillHasItsMealsAndRefund) {
  Tariff& tariff = facts_.tariffs[{kCentre, GroupKind::kSmall}][0];
  tariff.billing = BillingMode::kInAdvance;
  tariff.meal_fee_minor = Fen("20.00");
  AddChild("c1");
  AddChild("c2");
  EnrolmentMonth over = Enrolled("c1");
  over.period.until = absl::CivilDay(facts_.billed.calendar.month);
  over.recorded = 20;
  over.present = 9;
  over.refundable = 11;
  // One who was never there and not away for long owes nothing and gets nothing.
  EnrolmentMonth idle = Enrolled("c2");
  idle.period.until = over.period.until;
  idle.present = 0;
  facts_.before.enrolments = {over, idle};
  EXPECT_EQ(Texts()["c1"], "REFUND -450.00 MEALS 180.00 | FAMILY -270.00 DIRECT");
  EXPECT_EQ(Texts().count("c2"), 0u);
  // In arrears both stood on the statement of that month.
  tariff.billing = BillingMode::kInArrears;
  EXPECT_TRUE(Texts().empty());
}

TEST_F(DraftTest, HoldsOutWhomItCannotBillAndNobodyElse) {
  AddFirm("fz", "Z", 10);
  AddChild("c1");
  AddChild("c2", "2024-11-05", "m2").employments = {Works(1, "fz", "1")};
  AddChild("c3", "2024-11-05", "m3").employments = {Works(1, "fz", "1", "2026-10-02")};
  AddChild("c5", "2024-11-05", "m5");
  Enrol("c1", "2026-01-01", "parks/yunqi/centres/k9");
  Enrol("c2");
  Enrol("c3");  // Its guardian joined that firm only after the first day.
  Enrol("c4");
  EnrolmentMonth& infant = Enrol("c5");
  infant.group_kind = GroupKind::kInfant;
  infant.present = 0;
  EXPECT_EQ(Held(), "c1 TARIFF_MISSING, c2 FIRM_PLAN_MISSING, c4 CHILD_MISSING, c5 TARIFF_MISSING");
  EXPECT_EQ(Texts(), (Expected{{"c3", "CARE 1800.00 SUPPLEMENT 50.00 | FAMILY 1850.00 DIRECT"}}));
}

TEST_F(DraftTest, HoldsOutWhomTheProgrammeNeverDecided) {
  AddChild("c1");
  AddChild("c2", "2024-11-05", "m2");
  Enrol("c1");
  Enrol("c2");
  EXPECT_EQ(Held(), "");  // No programme is named: nobody has decisions.
  facts_.decided.emplace({"c1", "c7"});
  EXPECT_EQ(Held(), "c2 DECISION_MISSING");
  EXPECT_EQ(Texts(), (Expected{{"c1", "CARE 1800.00 SUPPLEMENT 50.00 | FAMILY 1850.00 DIRECT"}}));
}

TEST_F(DraftTest, HoldsOutWhoseCentreSentNothingForTheMonthOfAttendance) {
  AddTariff("2026-01-01", "900.00", "parks/yunqi/centres/k2").billing = BillingMode::kInAdvance;
  for (const char* each : {"c1", "c2", "c3", "c4", "c5"}) AddChild(each, "2024-11-05", each);
  const auto silent = [](EnrolmentMonth enrolment) {
    enrolment.recorded = enrolment.present = 0;
    return enrolment;
  };
  const std::string in_advance = "parks/yunqi/centres/k2";
  facts_.billed.enrolments = {
      silent(Enrolled("c1")),
      // Away for the whole month, and the centre said so.
      Enrolled("c2"),
      // A Saturday: there was nothing to write down.
      silent(Enrolled("c3", "2026-10-31")),
      // In advance, October is not over yet and September counts: c4 was there, of c5 nobody knows.
      silent(Enrolled("c4", "2026-01-01", in_advance)),
      silent(Enrolled("c5", "2026-01-01", in_advance)),
  };
  facts_.billed.enrolments[1].present = 0;
  facts_.before.enrolments = {Enrolled("c4", "2026-01-01", in_advance),
                              silent(Enrolled("c5", "2026-01-01", in_advance))};
  EXPECT_EQ(Held(), "c1 ATTENDANCE_MISSING, c5 ATTENDANCE_MISSING");
  EXPECT_EQ(Draft().statements.size(), 3u);
}

TEST_F(DraftTest, AHalfDayWithoutAPriceIsNotBilledAsAWholeOne) {
  AddChild("c1");
  AddChild("c2", "2024-11-05", "m2");
  Enrol("c1").half_day = true;
  Enrol("c2");
  EXPECT_EQ(Held(), "c1 TARIFF_MISSING");
  Tariff& tariff = facts_.tariffs[{kCentre, GroupKind::kSmall}][0];
  tariff.half_day_bp = 5500;
  tariff.half_day_meal_fee_minor = 0;
  EXPECT_EQ(Held(), "");
  EXPECT_EQ(Texts()["c1"], "CARE 990.00 SUPPLEMENT 50.00 | FAMILY 1040.00 DIRECT");
}

TEST_F(DraftTest, APlaceThatRestsIsPricedAsTheTariffSaysAndNobodyAsksForItsAttendance) {
  AddChild("c1");
  AddChild("c2", "2024-11-05", "m2");
  EnrolmentMonth& whole = Enrol("c1");
  whole.recorded = whole.present = 0;
  whole.rests = {{{Day("2026-09-01"), Day("2026-12-01")}, true}};
  Enrol("c2").rests = {{{Day("2026-10-19"), Day("2026-10-24")}, false}};
  EXPECT_EQ(Held(), "c1 TARIFF_MISSING, c2 TARIFF_MISSING");
  Tariff& tariff = facts_.tariffs[{kCentre, GroupKind::kSmall}][0];
  tariff.suspended_by_family_bp = 2000;
  tariff.suspended_by_others_bp = 0;
  // A month without a day of care has no supplement.
  EXPECT_EQ(Texts(), (Expected{{"c1", "CARE 360.00 | FAMILY 360.00 DIRECT"},
                               {"c2", "CARE 1300.00 SUPPLEMENT 50.00 | FAMILY 1350.00 DIRECT"}}));
  EXPECT_EQ(Held(), "");
}

TEST_F(DraftTest, ABackUpDayPaysTheCentreWhereItWasTakenAndChangesNothingElse) {
  const std::string other = "parks/yunqi/centres/k2";
  AddTariff("2026-01-01", "900.00", other);
  AddChild("c1").employments = {Works(1, "fa", "1")};
  Enrol("c1");
  const std::string home = "CARE 1800.00 SUPPLEMENT 50.00 | FIRM 600.00 fa/1 FAMILY 1250.00 DIRECT";
  EXPECT_EQ(Texts(), (Expected{{"c1", home}}));
  const std::string before = DigestOf(Draft());
  BookedMonth booked = {
      "parks/yunqi/families/m1/children/c1", "c1", other, GroupKind::kSmall, Day("2026-10-20"), {}};
  booked.care.back_up_days = 2;
  facts_.billed.booked = {booked};
  // Without a price the day is held out; the place's own statement stands.
  EXPECT_EQ(Held(), "c1 TARIFF_MISSING");
  EXPECT_EQ(Texts(), (Expected{{"c1", home}}));
  facts_.tariffs[{other, GroupKind::kSmall}][0].back_up_day_fee_minor = Fen("80.00");
  const Drafts drafts = Draft();
  ASSERT_EQ(drafts.statements.size(), 2u);
  for (const Statement& each : drafts.statements) {
    if (each.enrolment.empty()) {
      EXPECT_EQ(each.centre, other);
      EXPECT_EQ(YuanText(each.total_minor()), "160.00");
      ASSERT_EQ(each.shares.size(), 1u);
      EXPECT_EQ(each.shares[0].payer, Payer::kFamily);
    } else {
      EXPECT_EQ(DigestOf({{each}, {}, {}, std::nullopt}), before);
    }
  }
  // Where the plan says that the firm bears back-up days, it does: by its own layer.
  plan_.layers[0].lines.Add(LineKind::kBackUp);
  EXPECT_EQ(Texts()["c1"].find("BACK_UP 160.00 | FIRM 160.00 fa/1") == std::string::npos, false);
}

TEST_F(DraftTest, BookedCareNeedsNoPlaceAndIsBilledWithAttendance) {
  AddChild("c1");
  BookedMonth booked = {"parks/yunqi/families/m1/children/c1",
                        "c1",
                        kCentre,
                        GroupKind::kSmall,
                        Day("2026-10-20"),
                        {}};
  booked.care.hourly_minutes = 95;
  booked.care.temporary_days = 3;
  facts_.billed.booked = {booked};
  facts_.before.booked = {booked};
  Tariff& tariff = facts_.tariffs[{kCentre, GroupKind::kSmall}][0];
  tariff.hour_fee_minor = Fen("25.00");
  tariff.day_fee_minor = Fen("120.00");
  const std::string text = "HOURLY 39.58 TEMPORARY 360.00 | FAMILY 399.58 DIRECT";
  EXPECT_EQ(Texts(), (Expected{{"c1", text}}));
  EXPECT_EQ(Draft().statements[0].lines[0].service_month, absl::CivilMonth(2026, 10));
  // In advance, October bills what was booked in September, once.
  tariff.billing = BillingMode::kInAdvance;
  EXPECT_EQ(Texts(), (Expected{{"c1", text}}));
  EXPECT_EQ(Draft().statements[0].lines[0].service_month, absl::CivilMonth(2026, 9));
  facts_.decided.emplace();
  EXPECT_EQ(Held(), "c1 DECISION_MISSING");
}

TEST_F(DraftTest, TheSeatsContractBearsItsShareOfWhoeverHoldsIt) {
  AddChild("c1").employments = {Works(1, "fa", "1")};
  AddChild("c2", "2024-11-05", "m2").employments = {Works(1, "fb", "2")};
  AddChild("c3", "2024-11-05", "m3");
  for (const char* each : {"c1", "c2", "c3"}) Enrol(each);
  auto& enrolments = facts_.billed.enrolments;
  const Period october = {Day("2026-10-01"), Day("2026-11-01")};
  enrolments[0].seat_terms = {{{Day("2026-10-01"), Day("2026-10-15")}, FirmName("fa"), 2500},
                              {{Day("2026-10-15"), Day("2026-11-01")}, FirmName("fa"), 9000}};
  enrolments[1].seat_terms = {
      {october, FirmName("fa"), 2500}};              // Its guardian is with another firm.
  enrolments[2].seat_terms = {{october, "", 1000}};  // Borrowed by the park.
  const auto notes = [&] {
    std::string text;
    for (const CopyNote& each : Draft().notes) {
      absl::StrAppend(&text, each.item, " ", each.reason, " ", absl::StrJoin(each.names, ","));
    }
    return text;
  };
  // The plan does not read them: whom it concerns is noted.
  plan_.layers[0].rule = {RuleKind::kPercent, 0, 1000, 0};
  EXPECT_EQ(notes(), "SEAT_SHARES SEAT_SHARE_UNREAD c1,c3");
  plan_.layers[0].rule = {RuleKind::kSeatContract, 0, 0, 0};
  EXPECT_EQ(notes(), "SEAT_SHARES SEAT_SHARE_UNREAD c3");
  Layer park = plan_.layers[0];
  park.payer = Payer::kPark;
  plan_.layers.insert(plan_.layers.begin(), park);
  EXPECT_EQ(notes(), "");
  EXPECT_EQ(
      Texts(),
      (Expected{{"c1", "CARE 1800.00 SUPPLEMENT 50.00 | FIRM 450.00 fa/1 FAMILY 1400.00 DIRECT"},
                {"c2", "CARE 1800.00 SUPPLEMENT 50.00 | FAMILY 1850.00 DIRECT"},
                {"c3", "CARE 1800.00 SUPPLEMENT 50.00 | PARK 180.00 FAMILY 1670.00 DIRECT"}}));
}

TEST_F(DraftTest, AMonthIsOverWithItsLastDayInArrearsAndWithTheMonthBeforeInAdvance) {
  EXPECT_EQ(Draft().over_from, std::nullopt);
  AddChild("c1");
  Enrol("c1");
  EXPECT_EQ(Draft().over_from, Day("2026-11-01"));
  facts_.tariffs[{kCentre, GroupKind::kSmall}][0].billing = BillingMode::kInAdvance;
  facts_.before.enrolments = {Enrolled("c1")};
  EXPECT_EQ(Draft().over_from, Day("2026-10-01"));
}

TEST_F(DraftTest, InAdvanceATariffIsNeededForTheMonthBeforeWhereItHasADay) {
  auto& tariffs = facts_.tariffs[{kCentre, GroupKind::kSmall}];
  tariffs[0].billing = BillingMode::kInAdvance;
  tariffs[0].from_date = Day("2026-10-01");
  AddChild("c1");
  AddChild("c2", "2024-11-05", "m2");
  Enrol("c1", "2026-09-30");
  Enrol("c2", "2026-10-01");
  facts_.before.enrolments = {Enrolled("c1", "2026-09-30")};
  EXPECT_EQ(Held(), "c1 TARIFF_MISSING");
  EXPECT_EQ(Texts(), (Expected{{"c2", "CARE 1800.00 SUPPLEMENT 50.00 | FAMILY 1850.00 DIRECT"}}));
}

TEST_F(DraftTest, TwoEnrolmentsAtOneCentreShareOneSupplement) {
  AddChild("c1");
  Enrol("c1", "2026-10-19");
  Enrol("c1", "2026-01-01").period.until = Day("2026-10-19");
  const auto drafts = Draft();
  ASSERT_EQ(drafts.statements.size(), 2u);
  int64_t care_minor = 0, supplements = 0;
  for (const Statement& each : drafts.statements) {
    for (const Line& line : each.lines) {
      if (line.kind == LineKind::kCare) care_minor += line.amount_minor;
      if (line.kind == LineKind::kSupplement) {
        ++supplements;
        EXPECT_EQ(each.enrolment, Enrolled("c1", "2026-01-01").enrolment);
      }
    }
  }
  EXPECT_EQ(YuanText(care_minor), "1800.00");
  EXPECT_EQ(supplements, 1);
}

TEST_F(DraftTest, TheDigestDependsOnWhatIsSaidAndOnNothingElse) {
  for (const char* each : {"c1", "c2", "c3", "c4"}) {
    AddChild(each, "2024-11-05", each).employments = {Works(1, "fa", each)};
    Enrol(each);
  }
  AddChild("c5");
  Enrol("c5", "2026-01-01", "parks/yunqi/centres/k9");
  const Drafts drafts = Draft();
  const std::string digest = DigestOf(drafts);
  EXPECT_EQ(digest.size(), 64u);
  std::reverse(facts_.billed.enrolments.begin(), facts_.billed.enrolments.end());
  EXPECT_EQ(DigestOf(Draft()), digest);

  const std::vector<std::function<void(Drafts&)>> changes = {
      [](Drafts& each) { ++each.statements[1].lines[0].amount_minor; },
      [](Drafts& each) { each.statements[1].lines[0].service_month -= 1; },
      [](Drafts& each) { each.statements[0].shares[0].amount_minor -= 1; },
      [](Drafts& each) { each.statements[0].shares[1].form = ShareForm::kDeduct; },
      [](Drafts& each) { each.statements[0].shares[0].employee += "x"; },
      [](Drafts& each) { each.statements[0].attended_days = 1; },
      [](Drafts& each) { each.statements.pop_back(); },
      [](Drafts& each) { each.hold_outs.clear(); },
      [](Drafts& each) { each.hold_outs[0].missing = {"income: attended_days: CENTRE"}; },
  };
  for (size_t i = 0; i < changes.size(); ++i) {
    Drafts changed = drafts;
    changes[i](changed);
    EXPECT_NE(DigestOf(changed), digest) << i;
  }
}

TEST_F(DraftTest, AStatementsIdFollowsFromParkMonthAndEnrolment) {
  const absl::CivilMonth october(2026, 10);
  const std::string id = StatementId("yunqi", october, "e1");
  EXPECT_EQ(StatementId("yunqi", october, "e1"), id);
  EXPECT_NE(StatementId("other", october, "e1"), id);
  EXPECT_NE(StatementId("yunqi", october + 1, "e1"), id);
  EXPECT_NE(StatementId("yunqi", october, "e2"), id);
}

}  // namespace
}  // namespace tuoqiao::billing
