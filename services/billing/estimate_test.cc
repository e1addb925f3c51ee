#include "services/billing/estimate.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "services/billing/testing_calendar.h"
#include "services/common/errors.h"

namespace tuoqiao::billing {
namespace {

const char kNear[] = "parks/yunqi/centres/k1";
const char kFar[] = "parks/yunqi/centres/k2";

Tariff TariffOf(const std::string& centre, GroupKind kind, const std::string& from_date,
                const std::string& fee, BillingMode billing = BillingMode::kInArrears) {
  Tariff tariff;
  tariff.centre = centre;
  tariff.name = absl::StrCat(centre, "/tariffs/", TariffId(kind, Day(from_date)));
  tariff.group_kind = kind;
  tariff.from_date = Day(from_date);
  tariff.monthly_fee_minor = Fen(fee);
  tariff.spread = Spread::kOpeningDays;
  tariff.meal_fee_minor = Fen("20.00");
  tariff.supplement_minor = Fen("50.00");
  tariff.coefficient_1_bp = 12000;
  tariff.coefficient_2_bp = 15000;
  tariff.sibling_reduction_bp = 1000;
  tariff.refund_share_bp = 5000;
  tariff.billing = billing;
  return tariff;
}

// October with its 18 opening days; K1 takes small children from 1800.00, K2 mixed ones in advance
// from 2100.00, and one of K1's tariffs is still to come.
EstimateGround Ground() {
  EstimateGround ground;
  ground.month = October();
  ground.plan.id = "plan";
  Layer authority;
  authority.payer = Payer::kAuthority;
  authority.rule = {RuleKind::kFixed, Fen("300.00"), 0, 0};
  authority.lines = CareLines();
  authority.condition = Condition::kAttendedHalf;
  authority.bearer_if_lost = Payer::kFamily;
  Layer firm;
  firm.payer = Payer::kFirm;
  firm.rule.kind = RuleKind::kFirmPlan;
  firm.lines = CareLines();
  Layer family;
  family.rule.kind = RuleKind::kRest;
  ground.plan.layers = {authority, firm, family};
  ground.plan.firm_plans["A"] = {RuleKind::kPercent, 0, 5000, 0};
  ground.tariffs[{kNear, GroupKind::kSmall}] = {
      TariffOf(kNear, GroupKind::kSmall, "2026-01-01", "1800.00"),
      TariffOf(kNear, GroupKind::kSmall, "2026-11-01", "9999.00")};
  ground.tariffs[{kFar, GroupKind::kMixed}] = {
      TariffOf(kFar, GroupKind::kMixed, "2026-10-01", "2100.00", BillingMode::kInAdvance)};
  ground.tariffs[{kFar, GroupKind::kSmall}] = {
      TariffOf(kFar, GroupKind::kSmall, "2026-01-01", "2400.00")};
  return ground;
}

std::string TextOf(const absl::StatusOr<Statement>& statement) {
  if (!statement.ok()) return ReasonOf(statement.status());
  std::string text;
  for (const Line& line : statement->lines) {
    absl::StrAppend(&text, LineKindName(line.kind), " ", YuanText(line.amount_minor), " ");
  }
  absl::StrAppend(&text, "= ", YuanText(statement->total_minor()));
  for (const Share& share : statement->shares) {
    absl::StrAppend(&text, " ", PayerName(share.payer), " ", YuanText(share.amount_minor));
  }
  return text;
}

Firm FirmWith(const std::string& plan) {
  Firm firm;
  firm.plan = plan;
  firm.pay_day = 1;
  return firm;
}

TEST(EstimateTest, HalfDaysHaveTheirOwnPrice) {
  EstimateGround ground = Ground();
  ChildQuestion question;
  question.birth_date = Day("2025-03-05");
  question.centre = kNear;
  question.group_kind = GroupKind::kSmall;
  question.half_day = true;
  EXPECT_EQ(TextOf(EstimateChild(question, ground)), "TARIFF_MISSING");
  Tariff& tariff = ground.tariffs[{kNear, GroupKind::kSmall}][0];
  tariff.half_day_bp = 6000;
  tariff.half_day_meal_fee_minor = Fen("8.00");
  EXPECT_EQ(TextOf(EstimateChild(question, ground)),
            "CARE 1080.00 MEALS 144.00 SUPPLEMENT 50.00 = 1274.00 AUTHORITY 300.00 FAMILY 974.00");
}

TEST(EstimateTest, TheKindOfGroupFollowsFromTheAge) {
  const struct {
    const char* birth_date;
    const char* centre;
    std::string expected;
  } cases[] = {
      {"2026-04-02", kNear, "AGE_OUTSIDE_GROUPS"},  // Five months on the 1st.
      {"2026-04-01", kNear, "TARIFF_MISSING"},      // Six, and K1 has no infants.
      {"2025-10-01", kNear, "SMALL"},
      {"2024-10-02", kNear, "SMALL"},  // A day short of two years.
      {"2024-10-01", kNear, "TARIFF_MISSING"},
      {"2024-10-01", kFar, "MIXED"},  // No large ones there, but mixed ones.
      {"2025-01-01", kFar, "SMALL"},
      {"2023-10-02", kFar, "MIXED"},
      {"2023-10-01", kFar, "AGE_OUTSIDE_GROUPS"},
      {"2026-12-01", kFar, "AGE_OUTSIDE_GROUPS"},  // Not born yet.
      {"2025-10-01", "parks/yunqi/centres/none", "TARIFF_MISSING"},
  };
  for (const auto& each : cases) {
    const auto kind = GroupKindFor(Day(each.birth_date), each.centre, Ground());
    EXPECT_EQ(kind.ok() ? GroupKindName(*kind) : ReasonOf(kind.status()), each.expected)
        << each.birth_date << " " << each.centre;
  }
}

TEST(EstimateTest, AFullMonthIsPricedAndSplitAsAStatementIs) {
  ChildQuestion child;
  child.birth_date = Day("2025-03-05");
  child.centre = kNear;
  child.group_kind = GroupKind::kSmall;
  EXPECT_EQ(TextOf(EstimateChild(child, Ground())),
            "CARE 1800.00 MEALS 360.00 SUPPLEMENT 50.00 = 2210.00 AUTHORITY 300.00 FAMILY 1910.00");
  child.firm = FirmWith("A");
  EXPECT_EQ(TextOf(EstimateChild(child, Ground())),
            "CARE 1800.00 MEALS 360.00 SUPPLEMENT 50.00 = 2210.00 AUTHORITY 300.00 FIRM 750.00 "
            "FAMILY 1160.00");
  child.needs_level = 1;
  child.older_sibling_enrolled = true;
  EXPECT_EQ(TextOf(EstimateChild(child, Ground())),
            "CARE 1800.00 COEFFICIENT 360.00 SIBLING -216.00 MEALS 360.00 SUPPLEMENT 50.00 = "
            "2354.00 AUTHORITY 300.00 FIRM 822.00 FAMILY 1232.00");
  child.firm = FirmWith("Z");
  EXPECT_EQ(TextOf(EstimateChild(child, Ground())), "FIRM_PLAN_MISSING");
  child.group_kind = GroupKind::kLarge;
  EXPECT_EQ(TextOf(EstimateChild(child, Ground())), "TARIFF_MISSING");
}

TEST(EstimateTest, AMonthInAdvanceHasTheMealsOfOneLikeIt) {
  ChildQuestion child;
  child.birth_date = Day("2024-10-01");
  child.centre = kFar;
  child.group_kind = GroupKind::kMixed;
  // The tariff began this month; the month before it is taken as if it had been in force.
  EXPECT_EQ(TextOf(EstimateChild(child, Ground())),
            "CARE 2100.00 MEALS 360.00 SUPPLEMENT 50.00 = 2510.00 AUTHORITY 300.00 FAMILY 2210.00");
}

TEST(EstimateTest, AFirmsCostLiesBetweenTheCheapestAndTheDearestTariff) {
  const auto text_of = [](const GroupQuestion& question, const char* centre, const char* plan) {
    const auto group = EstimateGroup(question, FirmWith(plan), centre, Ground());
    if (!group.ok()) return ReasonOf(group.status());
    return absl::StrCat(group->tariffs, ": ", YuanText(group->child_least_minor), " to ",
                        YuanText(group->child_most_minor), ", ",
                        YuanText(group->month_least_minor()), " to ",
                        YuanText(group->month_most_minor()));
  };
  const GroupQuestion four = {GroupKind::kSmall, 4};
  EXPECT_EQ(text_of(four, "", "A"), "2: 750.00 to 1050.00, 3000.00 to 4200.00");
  EXPECT_EQ(text_of(four, kNear, "A"), "1: 750.00 to 750.00, 3000.00 to 3000.00");
  EXPECT_EQ(text_of({GroupKind::kMixed, 1}, "", "A"), "1: 900.00 to 900.00, 900.00 to 900.00");
  EXPECT_EQ(text_of({GroupKind::kLarge, 1}, "", "A"), "TARIFF_MISSING");
  EXPECT_EQ(text_of(four, "parks/yunqi/centres/none", "A"), "TARIFF_MISSING");
  EXPECT_EQ(text_of(four, "", "Z"), "FIRM_PLAN_MISSING");
}

}  // namespace
}  // namespace tuoqiao::billing
