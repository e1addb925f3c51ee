#include "services/billing/shadow.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/billing/testing_calendar.h"
#include "services/common/errors.h"

namespace tuoqiao::billing {
namespace {

constexpr absl::CivilMonth kMonth(2026, 10);

Share ShareOf(Payer payer, const std::string& yuan, const std::string& reason,
              const std::string& firm = "") {
  Share share;
  share.payer = payer;
  share.firm = firm;
  share.amount_minor = Fen(yuan);
  share.reason = reason;
  return share;
}

Statement StatementOf(const std::string& case_number, std::vector<Share> shares) {
  Statement statement;
  statement.id = "st-" + case_number;
  statement.case_number = case_number;
  statement.shares = std::move(shares);
  return statement;
}

Drafts Two() {
  Drafts drafts;
  drafts.statements = {
      StatementOf("C1", {ShareOf(Payer::kAuthority, "300.00", "fixed 300.00 of 1800.00"),
                         ShareOf(Payer::kFirm, "600.00", "up to 600.00 of 1500.00", "fa"),
                         ShareOf(Payer::kFamily, "900.00", "the rest")}),
      StatementOf("C2", {ShareOf(Payer::kAuthority, "300.00", "fixed 300.00 of 1800.00"),
                         ShareOf(Payer::kFamily, "1500.00", "the rest")})};
  return drafts;
}

std::string TextOf(const std::vector<Difference>& differences) {
  std::string text;
  for (const Difference& each : differences) {
    absl::StrAppend(&text, each.case_number, " ", PayerName(each.payer), each.firm, " ",
                    YuanText(each.before_minor), " to ", YuanText(each.after_minor), " (",
                    each.cause, "); ");
  }
  return text;
}

TEST(ShadowTest, ComparesByChildAndPayerAndNamesTheLayerThatCausedIt) {
  const struct {
    const char* what;
    std::function<void(Drafts&)> change;
    std::string differences;
  } cases[] = {
      {"nothing", [](Drafts&) {}, ""},
      {"a reason without an amount",
       [](Drafts& d) { d.statements[0].shares[1].reason = "fixed 600.00 of 1500.00"; }, ""},
      {"a firm's cap",
       [](Drafts& d) {
         d.statements[0].shares[1] =
             ShareOf(Payer::kFirm, "800.00", "up to 800.00 of 1500.00", "fa");
         d.statements[0].shares[2].amount_minor = Fen("700.00");
       },
       "C1 FIRMfa 600.00 to 800.00 (FIRM: up to 600.00 of 1500.00 -> up to 800.00 of 1500.00); "
       "C1 FAMILY 900.00 to 700.00 (FIRM: up to 600.00 of 1500.00 -> up to 800.00 of 1500.00); "},
      {"an authority that is dropped",
       [](Drafts& d) { d.statements[1].shares = {ShareOf(Payer::kFamily, "1800.00", "the rest")}; },
       "C2 AUTHORITY 300.00 to 0.00 (AUTHORITY: fixed 300.00 of 1800.00 -> nothing); "
       "C2 FAMILY 1500.00 to 1800.00 (AUTHORITY: fixed 300.00 of 1800.00 -> nothing); "},
      {"a payer that is new",
       [](Drafts& d) {
         d.statements[1].shares = {ShareOf(Payer::kAuthority, "300.00", "fixed 300.00 of 1800.00"),
                                   ShareOf(Payer::kUnion, "50.00", "fixed 50.00 of 280.00"),
                                   ShareOf(Payer::kFamily, "1450.00", "the rest")};
       },
       "C2 FAMILY 1500.00 to 1450.00 (UNION: nothing -> fixed 50.00 of 280.00); "
       "C2 UNION 0.00 to 50.00 (UNION: nothing -> fixed 50.00 of 280.00); "},
      {"a child that the new plan cannot bill",
       [](Drafts& d) {
         d.statements.pop_back();
         d.hold_outs = {{"C2", "FIRM_PLAN_MISSING"}};
       },
       "C2 AUTHORITY 300.00 to 0.00 (held out by the new plan: FIRM_PLAN_MISSING); "
       "C2 FAMILY 1500.00 to 0.00 (held out by the new plan: FIRM_PLAN_MISSING); "},
  };
  for (const auto& each : cases) {
    Drafts after = Two();
    each.change(after);
    EXPECT_EQ(TextOf(Compare(Two(), after).differences), each.differences) << each.what;
  }
}

TEST(ShadowTest, CountsChildrenAndAddsUpPayers) {
  Drafts after = Two();
  after.statements[0].shares[1].amount_minor = Fen("800.00");
  after.statements[0].shares[2].amount_minor = Fen("700.00");
  after.statements[1].shares[1].amount_minor = Fen("1499.99");
  const ShadowFigures figures = Compare(Two(), after).figures;
  EXPECT_EQ(figures.children, 2);
  EXPECT_EQ(figures.changed_children, 2);
  EXPECT_EQ(figures.held_out_children, 0);
  EXPECT_EQ(figures.differences, 3);
  EXPECT_EQ(figures.largest_difference_minor, Fen("200.00"));
  EXPECT_EQ(figures.payers.size(), 5u);
  EXPECT_EQ(figures.payers.at(Payer::kFirm).rise_minor(), Fen("200.00"));
  EXPECT_EQ(figures.payers.at(Payer::kFamily).rise_minor(), -Fen("200.01"));
  EXPECT_EQ(figures.payers.at(Payer::kAuthority).rise_minor(), 0);
}

TEST(ShadowTest, AChildThatOnlyTheNewPlanCanBillIsADifference) {
  Drafts before = Two();
  before.statements.pop_back();
  before.hold_outs = {{"C2", "FIRM_PLAN_MISSING"}};
  const Comparison comparison = Compare(before, Two());
  EXPECT_EQ(TextOf(comparison.differences),
            "C2 AUTHORITY 0.00 to 300.00 (held out by the live plan: FIRM_PLAN_MISSING); "
            "C2 FAMILY 0.00 to 1500.00 (held out by the live plan: FIRM_PLAN_MISSING); ");
  EXPECT_EQ(comparison.figures.children, 2);
  EXPECT_EQ(comparison.figures.held_out_children, 0);
}

TEST(ShadowTest, ABaseThatSaysAnythingElseIsNamedByCaseNumber) {
  const struct {
    const char* what;
    std::function<void(Drafts&)> change;
    std::vector<std::string> case_numbers;
  } cases[] = {
      {"nothing", [](Drafts&) {}, {}},
      {"a fen", [](Drafts& d) { ++d.statements[1].shares[0].amount_minor; }, {"C2"}},
      {"a reason", [](Drafts& d) { d.statements[0].shares[2].reason = "all"; }, {"C1"}},
      {"a line",
       [](Drafts& d) {
         d.statements[0].lines.push_back({LineKind::kMeals, 1, kMonth, ""});
       },
       {"C1"}},
      {"one less", [](Drafts& d) { d.statements.erase(d.statements.begin()); }, {"C1"}},
      {"one more", [](Drafts& d) { d.statements.push_back(StatementOf("C3", {})); }, {"C3"}},
      {"a hold-out",
       [](Drafts& d) {
         d.hold_outs = {{"C4", "TARIFF_MISSING"}};
       },
       {"C4"}},
  };
  for (const auto& each : cases) {
    Drafts redrafted = Two();
    each.change(redrafted);
    EXPECT_EQ(BaseDifferences(kMonth, Two(), redrafted), each.case_numbers) << each.what;
    EXPECT_EQ(BaseDifferences(kMonth, redrafted, Two()), each.case_numbers) << each.what;
  }
}

TEST(ShadowTest, AThresholdAllowsWhatItSaysAndNotAFenMore) {
  ShadowFigures figures;
  figures.children = 3;
  figures.changed_children = 1;
  figures.largest_difference_minor = 500;
  figures.payers[Payer::kFirm] = {1000, 1200};
  figures.payers[Payer::kPark] = {1000, 900};
  figures.payers[Payer::kFamily] = {1000, 1100};
  const auto text_of = [&](const ShadowThresholds& thresholds) {
    std::string text;
    for (const Excess& each : ExcessesOf(figures, thresholds)) {
      absl::StrAppend(&text, each.figure, each.payer, " ", each.found, ">", each.allowed, " ");
    }
    return text;
  };
  EXPECT_EQ(text_of({}),
            "changed_children_bp 3334>0 child_difference_minor 500>0 family_rise_minor 100>0 "
            "payer_rise_minorFIRM 200>0 ");
  EXPECT_EQ(text_of({3334, 500, 100, 200}), "");
  EXPECT_EQ(text_of({3333, 500, 100, 200}), "changed_children_bp 3334>3333 ");
  EXPECT_EQ(text_of({3334, 499, 100, 200}), "child_difference_minor 500>499 ");
  EXPECT_EQ(text_of({3334, 500, 99, 200}), "family_rise_minor 100>99 ");
  EXPECT_EQ(text_of({3334, 500, 100, 199}), "payer_rise_minorFIRM 200>199 ");
  // Nobody who is billed today may be left out, whatever is allowed.
  figures.held_out_children = 1;
  EXPECT_EQ(text_of({10000, 1000000, 1000000, 1000000}), "held_out_children 1>0 ");
}

Shadow Compared(const ShadowThresholds& thresholds = {}) {
  Shadow shadow;
  shadow.month = kMonth;
  shadow.first_month = absl::CivilMonth(2026, 11);
  shadow.month_digest = "m1";
  shadow.live_plan = "plan-1";
  shadow.plan = "plan-2";
  shadow.thresholds = thresholds;
  ShadowFigures figures;
  figures.payers[Payer::kFirm] = {1000, 1200};
  Finish(shadow, std::move(figures), "d1");
  return shadow;
}

Month MonthWith(const std::string& digest) {
  Month month;
  month.month = kMonth;
  month.digest = digest;
  return month;
}

TEST(ShadowTest, TwoPeopleSignItsDigest) {
  Shadow shadow = Compared({0, 0, 0, 200});
  const Month month = MonthWith("m1");
  EXPECT_EQ(ReasonOf(CheckMaySign(shadow, "d0", month)), "DIGEST_STALE");
  EXPECT_EQ(ReasonOf(CheckMaySign(shadow, "d1", MonthWith("m2"))), "MONTH_CHANGED");
  ASSERT_TRUE(CheckMaySign(shadow, "d1", month).ok());
  ASSERT_TRUE(Sign(shadow, "li").ok());
  EXPECT_EQ(shadow.state, ShadowState::kSigned);
  EXPECT_EQ(ReasonOf(Sign(shadow, "li")), "APPROVED_BY_SAME_PERSON");
  ASSERT_TRUE(Sign(shadow, "wang").ok());
  EXPECT_EQ(shadow.state, ShadowState::kAdopted);
  EXPECT_EQ(ReasonOf(CheckMaySign(shadow, "d1", month)), "SHADOW_NOT_COMPARED");
}

TEST(ShadowTest, WhatIsOverAThresholdIsRefusedWithItsFigures) {
  const absl::Status status = CheckMaySign(Compared(), "d1", MonthWith("m1"));
  EXPECT_EQ(ReasonOf(status), "SHADOW_OVER_THRESHOLD");
  EXPECT_EQ(FailureOf(status)->metadata().at("figures"),
            "payer_rise_minor of FIRM 2.00 (at most 0.00)");
}

TEST(ShadowTest, ARefusedShadowIsNeverSigned) {
  Shadow shadow;
  shadow.month_digest = "m1";
  Refuse(shadow, {"C01", "C02", "C03", "C04", "C05", "C06", "C07", "C08", "C09", "C10", "C11"});
  EXPECT_EQ(shadow.refusal.reason, "SHADOW_BASE_DIFFERS");
  EXPECT_EQ(shadow.refusal.children, 11);
  EXPECT_EQ(shadow.refusal.case_numbers.size(), kRefusalExamples);
  EXPECT_EQ(ReasonOf(CheckMaySign(shadow, "", MonthWith("m1"))), "SHADOW_NOT_COMPARED");
}

TEST(ShadowTest, ItsDigestCoversWhatIsSigned) {
  const Comparison comparison = Compare(Two(), [] {
    Drafts after = Two();
    after.statements[0].shares[1].amount_minor = Fen("800.00");
    return after;
  }());
  const std::string digest = ShadowDigest("yunqi", Compared(), comparison);
  EXPECT_EQ(digest.size(), 64u);
  EXPECT_EQ(ShadowDigest("yunqi", Compared(), comparison), digest);
  EXPECT_NE(ShadowDigest("other", Compared(), comparison), digest);
  EXPECT_NE(ShadowDigest("yunqi", Compared({1, 0, 0, 0}), comparison), digest);
  Shadow later = Compared();
  later.first_month = absl::CivilMonth(2026, 12);
  EXPECT_NE(ShadowDigest("yunqi", later, comparison), digest);
  Comparison other = comparison;
  ++other.differences[0].after_minor;
  EXPECT_NE(ShadowDigest("yunqi", Compared(), other), digest);
}

TEST(ShadowTest, AnAdoptionHoldsUntilALaterMonthHasAnother) {
  const auto adoption = [](int64_t ordinal, absl::CivilMonth first_month, const char* plan) {
    Adoption adoption;
    adoption.ordinal = ordinal;
    adoption.first_month = first_month;
    adoption.plan = plan;
    return adoption;
  };
  const absl::CivilMonth november(2026, 11);
  const std::vector<Adoption> adoptions = {
      adoption(0, november, "b"), adoption(1, november + 1, "c"), adoption(2, november, "d")};
  EXPECT_EQ(AdoptionIn(adoptions, november - 1), nullptr);
  EXPECT_EQ(AdoptionIn(adoptions, november)->plan, "d");
  EXPECT_EQ(AdoptionIn(adoptions, november + 1)->plan, "c");
  EXPECT_EQ(AdoptionIn(adoptions, november + 9)->plan, "c");
  EXPECT_EQ(AdoptionIn({}, november), nullptr);
  Shadow shadow = Compared();
  EXPECT_TRUE(CheckInForce(shadow, "plan-1").ok());
  EXPECT_EQ(ReasonOf(CheckInForce(shadow, "d")), "SHADOW_BASE_NOT_IN_FORCE");
}

}  // namespace
}  // namespace tuoqiao::billing
