#include "services/billing/budget_draw.h"

#include <gtest/gtest.h>

#include "services/billing/testing_plan.h"
#include "services/common/errors.h"

namespace tuoqiao::billing {
namespace {

constexpr absl::CivilMonth kOctober(2026, 10);

// The park's month draws 300.00 on 2026; its plan has a budget of 1000.00.
TEST(BudgetDrawTest, AMonthFitsBesideAllThatTheLedgerHolds) {
  struct Case {
    const char* what;
    KeptBudget kept;
    const char* reason;
  };
  const auto kept = [](const char* limit, bool by_hand, const char* drawn, const char* reserved) {
    KeptBudget budget;
    budget.payer = Payer::kPark;
    budget.year = 2026;
    if (*limit != '\0') budget.limit_minor = Fen(limit);
    budget.limited_by_hand = by_hand;
    budget.drawn_minor = Fen(drawn);
    budget.reserved_minor = Fen(reserved);
    return budget;
  };
  const Case kCases[] = {
      {"nothing drawn yet", kept("", false, "0.00", "0.00"), ""},
      {"exactly what is left", kept("1000.00", false, "700.00", "0.00"), ""},
      {"a fen too much", kept("1000.00", false, "700.01", "0.00"), "BUDGET_EXCEEDED"},
      {"too much beside what is reserved", kept("1000.00", false, "600.00", "100.01"),
       "BUDGET_EXCEEDED"},
      {"a person allows less than the plan", kept("299.99", true, "0.00", "0.00"),
       "BUDGET_EXCEEDED"},
      {"a person allows more than the plan", kept("2000.00", true, "1700.00", "0.00"), ""},
      {"an older plan allowed less", kept("100.00", false, "0.00", "0.00"), ""},
      {"an older plan allowed more", kept("5000.00", false, "700.01", "0.00"), "BUDGET_EXCEEDED"},
      {"beyond its limit already", kept("1000.00", false, "1200.00", "0.00"), "BUDGET_EXCEEDED"},
  };
  BudgetDraw draw;
  draw.payer = Payer::kPark;
  draw.year = 2026;
  draw.amount_minor = Fen("300.00");
  draw.budget_minor = Fen("1000.00");
  for (const Case& each : kCases) {
    EXPECT_EQ(ReasonOf(CheckDraws(kOctober, {draw}, {each.kept})), each.reason) << each.what;
  }
  // What gives back always fits, and a budget of nobody's plan has the limit that was heard.
  draw.amount_minor = -1;
  EXPECT_TRUE(CheckDraws(kOctober, {draw}, {kept("1.00", true, "1000.00", "0.00")}).ok());
  draw.amount_minor = Fen("300.00");
  draw.budget_minor.reset();
  EXPECT_TRUE(CheckDraws(kOctober, {draw}, {}).ok());
  EXPECT_EQ(ReasonOf(CheckDraws(kOctober, {draw}, {kept("299.00", false, "0.00", "0.00")})),
            "BUDGET_EXCEEDED");
}

TEST(BudgetDrawTest, ARefusalSaysWhichBudgetsAndByHowMuch) {
  BudgetDraw park, authority;
  park.payer = Payer::kPark;
  park.year = authority.year = 2026;
  park.amount_minor = Fen("120.00");
  park.budget_minor = Fen("100.00");
  authority.payer = Payer::kAuthority;
  authority.amount_minor = Fen("7.50");
  authority.budget_minor = Fen("0.00");
  const absl::Status status = CheckDraws(kOctober, {authority, park}, {});
  EXPECT_NE(status.message().find("AUTHORITY 2026: 7.50 of 0.00 left, 7.50 too much; "
                                  "PARK 2026: 120.00 of 100.00 left, 20.00 too much"),
            absl::string_view::npos)
      << status;
}

TEST(BudgetDrawTest, BudgetsAreThoseOfThePlan) {
  FundingPlan plan;
  plan.budgets = {{Payer::kPark, 2026, 100}, {Payer::kPark, 2027, 200}};
  std::vector<BudgetDraw> draws(3);
  draws[0].payer = draws[1].payer = Payer::kPark;
  draws[0].year = 2027;
  draws[1].year = 2025;
  draws[2].payer = Payer::kUnion;
  draws[2].year = 2026;
  NameBudgets(plan, draws);
  EXPECT_EQ(draws[0].budget_minor, 200);
  EXPECT_FALSE(draws[1].budget_minor.has_value());
  EXPECT_FALSE(draws[2].budget_minor.has_value());
}

}  // namespace
}  // namespace tuoqiao::billing
