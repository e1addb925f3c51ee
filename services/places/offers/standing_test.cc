#include "services/places/offers/standing.h"

#include <gtest/gtest.h>

#include "services/places/testing_values.h"

namespace tuoqiao::places {
namespace {

using Day = absl::CivilDay;

class LineTest : public ::testing::Test {
 protected:
  LineTest() {
    for (const char* each : {"C1", "C2", "C3", "C4"}) {
      children_[each] = ChildOf(each, Day(2024, 6, 15));
      waiting_.push_back(ApplicationOf(each));
    }
    waiting_[3].submitted += absl::Seconds(1);
  }
  std::vector<InLine> Line() {
    return LineOf(centre_, waiting_, {children_, passed_over_, groups_, kToday});
  }

  const Centre centre_ = CentreWith("a", {GroupOf("a", "g1", GroupKind::kLarge, 2)});
  Children children_;
  std::vector<Application> waiting_;
  std::map<std::string, std::set<std::string>> passed_over_;
  std::set<std::string> groups_;
};

TEST_F(LineTest, RanksByTheOrderOfTheLineAndSaysWhy) {
  const auto line = Line();
  ASSERT_EQ(line.size(), 4u);
  EXPECT_EQ(line[0].rank, 1);
  EXPECT_FALSE(line[0].tie);
  EXPECT_TRUE(line[1].tie);
  EXPECT_FALSE(line[3].tie);
  EXPECT_EQ(*line[3].kind, GroupKind::kLarge);
}

TEST_F(LineTest, WhoHasNotConsentedIsCountedAndNotShown) {
  children_["C1"].centre_consent = false;
  const auto line = Line();
  ASSERT_EQ(line.size(), 3u);
  EXPECT_EQ(line[0].rank, 2);
}

TEST_F(LineTest, WhoChoseElsewhereOrWasRefusedIsNotInLine) {
  waiting_[0].choices = {"b"};
  passed_over_[waiting_[1].id] = {"a"};
  groups_ = {"a/g1"};
  const auto line = Line();
  ASSERT_EQ(line.size(), 2u);
  EXPECT_EQ(line[0].application.case_number, "C3");
  EXPECT_EQ(line[0].rank, 1);
  EXPECT_TRUE(line[0].in_round);
}

TEST(UnplacedTest, WhoMayStartAndHasNoPlace) {
  Children children;
  Decisions decisions;
  for (const char* each : {"C1", "C2", "C3", "C4"}) {
    children[each] = ChildOf(each, Day(2024, 6, 15));
    decisions[each] = Eligible();
  }
  decisions["C4"].slices[0].eligible = false;
  decisions["C1"].entitled_from = Day(2026, 8, 1);
  const std::set<std::string> barred = {"C2"}, placed = {"child-C3"};
  const auto unplaced = FindUnplaced({children, decisions, barred, placed, kToday + 3});
  ASSERT_EQ(unplaced.size(), 1u);
  EXPECT_EQ(unplaced[0].case_number, "C1");
  EXPECT_EQ(unplaced[0].eligible_since, Day(2026, 8, 1));
}

TEST(UnplacedTest, NoFirmLearnsOfFewerThanFive) {
  EXPECT_TRUE(MayTell(4, 4).few);
  EXPECT_EQ(MayTell(4, 4).unplaced, 0);
  EXPECT_EQ(MayTell(5, 1).unplaced, 5);
  EXPECT_EQ(MayTell(5, 1).waiting, 0);
  EXPECT_EQ(MayTell(9, 5).waiting, 0) << "four would be left";
  EXPECT_EQ(MayTell(10, 5).waiting, 5);
}

}  // namespace
}  // namespace tuoqiao::places
