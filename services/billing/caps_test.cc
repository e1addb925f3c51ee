// Caps and budgets over the statements of a month and the months of a year.
#include "services/billing/caps.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/billing/budgets.h"
#include "services/billing/testing_plan.h"

namespace tuoqiao::billing {
namespace {

// Statements of 1000.00 of care each: two of child c1 and one of c2, of one family, and one of
// another.
class CapsTest : public ::testing::Test {
 protected:
  CapsTest() : lines_(LinesFrom({{LineKind::kCare, "1000.00"}})) {}

  void PlanOf(std::vector<Layer> layers) {
    plan_.layers = std::move(layers);
    plan_.layers.push_back(FamilyLayer());
    EXPECT_TRUE(CheckPlan(plan_).ok()) << CheckPlan(plan_);
  }
  static Layer Capped(Layer layer, std::vector<Cap> caps) {
    layer.caps = std::move(caps);
    return layer;
  }
  std::vector<SplitResult> Results() const {
    std::vector<SplitItem> items;
    for (const auto& [child, family] : {std::make_pair("c1", "m1"), std::make_pair("c2", "m1"),
                                        std::make_pair("c1", "m1"), std::make_pair("c3", "m3")}) {
      items.push_back({{child, family}, &lines_, &facts_});
    }
    return SplitMonth(plan_, 2026, before_, items);
  }
  // "PARK 700.00, FAMILY 300.00 DIRECT | …", a statement after the other.
  std::string Texts() const {
    std::string text;
    for (const SplitResult& each : Results()) {
      absl::StrAppend(&text, text.empty() ? "" : " | ", TextOf(each.shares));
    }
    return text;
  }
  std::string Draws() const {
    std::string text;
    for (const SplitResult& each : Results()) {
      for (const Draw& draw : each.draws) {
        absl::StrAppend(&text, draw.account, " ", draw.owner, " ", draw.party, " ",
                        YuanText(draw.amount_minor), "; ");
      }
    }
    return text;
  }

  FundingPlan plan_;
  std::vector<Draw> before_;
  std::vector<Line> lines_;
  SplitFacts facts_ = Attended(9, {FirmOf("f1", "A"), FirmOf("f2", "A")});
};

TEST_F(CapsTest, AChildsMonthRunsOverItsStatements) {
  PlanOf({Capped(LayerOf(Payer::kPark, Fixed("700.00"), CareLines()),
                 {{CapScope::kChildMonth, Fen("900.00"), ""}})});
  EXPECT_EQ(Texts(),
            "PARK 700.00, FAMILY 300.00 DIRECT | PARK 700.00, FAMILY 300.00 DIRECT | "
            "PARK 200.00, FAMILY 800.00 DIRECT | PARK 700.00, FAMILY 300.00 DIRECT");
  EXPECT_EQ(Results()[2].shares[0].reason,
            "fixed 700.00 of 1000.00, at most the 200.00 that its cap CHILD_MONTH leaves");
  EXPECT_EQ(Draws(), "");
}

// The children of one family one after the other: c1's two statements, then c2's.
TEST_F(CapsTest, AFamilysMonthRunsOverItsChildrenAndWhatIsOverIsForLaterLayers) {
  PlanOf({Capped(LayerOf(Payer::kPark, Fixed("700.00"), CareLines()),
                 {{CapScope::kFamilyMonth, Fen("1500.00"), ""}}),
          LayerOf(Payer::kAuthority, Percent(5000), CareLines())});
  EXPECT_EQ(Texts(),
            "PARK 700.00, AUTHORITY 150.00, FAMILY 150.00 DIRECT | "
            "PARK 100.00, AUTHORITY 450.00, FAMILY 450.00 DIRECT | "
            "PARK 700.00, AUTHORITY 150.00, FAMILY 150.00 DIRECT | "
            "PARK 700.00, AUTHORITY 150.00, FAMILY 150.00 DIRECT");
}

TEST_F(CapsTest, AYearsCapCountsWhatClosedMonthsTook) {
  PlanOf({Capped(LayerOf(Payer::kPark, Fixed("700.00"), CareLines()),
                 {{CapScope::kChildYear, Fen("2000.00"), "park-child"},
                  {CapScope::kFamilyYear, Fen("5000.00"), "park-family"}})});
  before_ = {{"park-child", "c1", "PARK", Fen("1200.00")},
             {"park-child", "c1", "AUTHORITY", Fen("1999.00")},
             {"park-child", "c3", "PARK", Fen("9999.00")},
             {"park-family", "m1", "PARK", Fen("4000.00")},
             {"another", "c2", "PARK", Fen("2000.00")}};
  EXPECT_EQ(Texts(),
            "PARK 700.00, FAMILY 300.00 DIRECT | PARK 200.00, FAMILY 800.00 DIRECT | "
            "PARK 100.00, FAMILY 900.00 DIRECT | FAMILY 1000.00 DIRECT");
  EXPECT_EQ(Draws(),
            "park-child c1 PARK 700.00; park-family m1 PARK 700.00; "
            "park-child c2 PARK 200.00; park-family m1 PARK 200.00; "
            "park-child c1 PARK 100.00; park-family m1 PARK 100.00; ");
}

TEST_F(CapsTest, AFirmsCapIsEachFirmsOwn) {
  PlanOf({Capped(LayerOf(Payer::kFirm, Fixed("300.00"), CareLines()),
                 {{CapScope::kChildYear, Fen("500.00"), "firm-child"}})});
  before_ = {{"firm-child", "c3", facts_.firms[1].firm, Fen("450.00")}};
  EXPECT_EQ(Texts(),
            "FIRM f1 300.00, FIRM f2 300.00, FAMILY 400.00 DIRECT | "
            "FIRM f1 300.00, FIRM f2 300.00, FAMILY 400.00 DIRECT | "
            "FIRM f1 200.00, FIRM f2 200.00, FAMILY 600.00 DIRECT | "
            "FIRM f1 300.00, FIRM f2 50.00, FAMILY 650.00 DIRECT");
}

TEST_F(CapsTest, ABudgetIsDrawnInOrderAndTheRestIsBorneAsThePlanSays) {
  Layer authority = LayerOf(Payer::kAuthority, Fixed("400.00"), CareLines());
  authority.bearer_if_over = Payer::kPark;
  plan_.budgets = {{Payer::kAuthority, 2026, Fen("1200.00")}, {Payer::kPark, 2026, Fen("250.00")}};
  PlanOf({authority});
  before_ = {{"AUTHORITY", "", "", Fen("300.00")}};
  EXPECT_EQ(Texts(),
            "AUTHORITY 400.00, FAMILY 600.00 DIRECT | AUTHORITY 400.00, FAMILY 600.00 DIRECT | "
            "AUTHORITY 100.00, PARK 250.00, FAMILY 650.00 DIRECT | FAMILY 1000.00 DIRECT");
  const std::vector<Share> shares = Results()[2].shares;
  EXPECT_EQ(shares[0].reason, "fixed 400.00 of 1000.00, of which 100.00 were left in its budget");
  EXPECT_EQ(shares[1].reason, "250.00 over the budget of AUTHORITY");
  EXPECT_EQ(shares[2].reason, "the rest, with 50.00 over the budget of AUTHORITY");
  EXPECT_EQ(Draws(), "AUTHORITY   400.00; AUTHORITY   400.00; AUTHORITY   100.00; PARK   250.00; ");
}

TEST_F(CapsTest, ACapCountsWhatABudgetLetThePayerBear) {
  PlanOf({Capped(LayerOf(Payer::kPark, Fixed("400.00"), CareLines()),
                 {{CapScope::kChildYear, Fen("5000.00"), "park-child"}})});
  plan_.budgets = {{Payer::kPark, 2026, Fen("500.00")}};
  EXPECT_EQ(Draws(),
            "park-child c1 PARK 400.00; PARK   400.00; park-child c2 PARK 100.00; PARK   100.00; ");
}

}  // namespace
}  // namespace tuoqiao::billing
