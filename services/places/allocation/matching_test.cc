// Five families and two centres, as a clerk would lay them out.
#include "services/places/allocation/matching.h"

#include <gtest/gtest.h>

#include "services/places/allocation/check.h"
#include "services/places/allocation/explanation.h"
#include "services/places/allocation/testing_markets.h"

namespace tuoqiao::allocation {
namespace {

constexpr char kCentres[] = "north 2; south 1";
// Who, the minute of submission, and the choices with the points there.
const std::vector<std::string>& Families() {
  static const auto* const kFamilies = new std::vector<std::string>{
      "an  | 1 | north 30, south 0",   // Two guardians in the park.
      "bo  | 2 | north 10, south 10",  // Has waited.
      "cai | 3 | north 50, south 20",  // A sibling in the north.
      "du  | 4 | north 0, south 40",   // A sibling in the south, and yet the north comes first.
      "en  | 5 | north 20",
  };
  return *kFamilies;
}

Market Spring(Policy policy) { return MarketOf(policy, Ties::kSubmission, kCentres, Families()); }

std::string Allocated(const Market& market, const Draw& draw) {
  const Seats seats = Match(market, draw);
  EXPECT_EQ(FirstFault(market, draw, seats), std::nullopt);
  return TextOf(market, seats);
}

TEST(MatchingTest, EachPolicyGivesTheThreeSeatsInItsOwnOrder) {
  struct Row {
    Policy policy;
    const char* expected;
  };
  for (const Row& row : {
           // By submission: an, bo, cai, du, en.
           Row{Policy::kFirstCome, "an north, bo north, cai south, du -, en -"},
           // By the points at the first choice: cai 50, an 30, en 20, bo 10, du 0.
           Row{Policy::kPoints, "an north, bo south, cai north, du -, en -"},
           // By lottery number: bo 3131.., cai 3de8.., an ca47.., en d6a8.., du f628..
           Row{Policy::kLottery, "an south, bo north, cai north, du -, en -"},
           // In the north cai 50, an 30; du, refused there, stands before bo in the south.
           Row{Policy::kDeferredAcceptance, "an north, bo -, cai north, du south, en -"},
       }) {
    EXPECT_EQ(Allocated(Spring(row.policy), DrawOf("spring")), row.expected) << NameOf(row.policy);
  }
}

TEST(MatchingTest, AMoreTruthfulOrderOfChoicesIsNeverWorse) {
  // Du gains nothing by naming the south first, and nobody by leaving a centre out.
  auto families = Families();
  families[3] = "du  | 4 | south 40, north 0";
  const Market market =
      MarketOf(Policy::kDeferredAcceptance, Ties::kSubmission, kCentres, families);
  EXPECT_EQ(Allocated(market, DrawOf("spring")), "an north, bo -, cai north, du south, en -");
}

TEST(MatchingTest, EqualPointsGoBySubmissionOrByLotteryAsThePolicySays) {
  const std::vector<std::string> families = {"an | 1 | north 10", "cai | 2 | north 10",
                                             "en | 3 | north 10"};
  const auto given = [&](Ties ties, const std::string& draw) {
    return Allocated(MarketOf(Policy::kDeferredAcceptance, ties, "north 1", families),
                     DrawOf(draw));
  };
  EXPECT_EQ(given(Ties::kSubmission, "spring"), "an north, cai -, en -");
  EXPECT_EQ(given(Ties::kSubmission, "autumn"), "an north, cai -, en -");
  EXPECT_EQ(given(Ties::kLottery, "spring"), "an -, cai north, en -");
  // What was announced and nobody could know before makes another draw.
  Draw mixed = DrawOf("spring");
  mixed.public_entropy = "3120.55";
  EXPECT_EQ(
      Allocated(MarketOf(Policy::kDeferredAcceptance, Ties::kLottery, "north 1", families), mixed),
      "an -, cai -, en north");
}

TEST(MatchingTest, TwinsStandNextToEachOtherAndEachIsJudgedAlone) {
  const std::vector<std::string> families = {"an | 1 | north 0", "bo | 1 | north 0",
                                             "cai | 1 | north 0", "twin-a | 1 | north 0",
                                             "twin-b | 1 | north 0"};
  for (const int seats : {1, 2, 3, 4}) {
    Market market =
        MarketOf(Policy::kLottery, Ties::kLottery, absl::StrCat("north ", seats), families);
    market.applicants[4].draws_as = "twin-a";
    // Nobody stands between them: with one seat more than goes to those before, one of them has it.
    const Seats given = Match(market, DrawOf("spring"));
    int before = 0;
    for (const char* each : {"an", "bo", "cai"}) before += static_cast<int>(given.count(each));
    const int twins = static_cast<int>(given.count("twin-a") + given.count("twin-b"));
    EXPECT_EQ(before + twins, seats);
    EXPECT_TRUE(given.count("twin-b") == 0 || given.count("twin-a") == 1);
  }
}

TEST(MatchingTest, AFirmsSeatIsAskedForBeforeTheParks) {
  // Both may have the park's seat, and an the firm's besides: nobody is left out.
  Market market = MarketOf(Policy::kFirstCome, Ties::kSubmission, "north 1",
                           {"an | 1 | north 0", "bo | 2 | north 0"});
  market.units = {{"north/g/1", 1}, {"north/g/2", 1}};  // The firm's; the park's.
  market.applicants[0].choices[0].units = {"north/g/1", "north/g/2"};
  market.applicants[1].choices[0].units = {"north/g/2"};
  const Seats seats = Match(market, DrawOf("spring"));
  EXPECT_EQ(seats, (Seats{{"an", "north/g/1"}, {"bo", "north/g/2"}}));
}

TEST(MatchingTest, WhoIsGoneLeavesTheSeatToTheNextInLine) {
  const Market market = Spring(Policy::kDeferredAcceptance);
  Changes changes;
  changes.gone = {"cai"};
  EXPECT_EQ(Allocated(After(market, changes), DrawOf("spring")),
            "an north, bo -, du south, en north");
  changes = {};
  changes.seats = {{"north/g/1", 1}};
  EXPECT_EQ(Allocated(After(market, changes), DrawOf("spring")),
            "an -, bo -, cai north, du south, en -");
}

// ---- What each family reads.

struct Line {
  const char* family;
  size_t choice;
  Verdict verdict;
  int64_t quarter, points_needed;
};

TEST(ExplanationTest, EachChoiceHasAVerdictAndNothingOfAnybodyElse) {
  const Market market = Spring(Policy::kDeferredAcceptance);
  const Draw draw = DrawOf("spring");
  const auto explained = Explain(market, draw, Match(market, draw));
  for (const Line& line : {
           // Five asked for the north: cai, an, en, bo, du.
           Line{"an", 0, Verdict::kGiven, 1, 0},
           Line{"an", 1, Verdict::kNotNeeded, 0, 0},
           Line{"bo", 0, Verdict::kFull, 3, 30},
           // Four asked for the south: too few for a quarter.
           Line{"bo", 1, Verdict::kFull, 0, 40},
           Line{"cai", 0, Verdict::kGiven, 1, 0},
           Line{"du", 0, Verdict::kFull, 4, 30},
           Line{"du", 1, Verdict::kGiven, 0, 0},
           Line{"en", 0, Verdict::kFull, 2, 30},
       }) {
    const ChoiceOutcome& outcome = explained.at(line.family).at(line.choice);
    EXPECT_EQ(outcome.verdict, line.verdict) << line.family << line.choice;
    EXPECT_EQ(outcome.quarter, line.quarter) << line.family << line.choice;
    EXPECT_EQ(outcome.points_needed, line.points_needed) << line.family << line.choice;
  }
}

TEST(ExplanationTest, ThePointsNeededAreSaidInTensAndOnlyWherePointsDecide) {
  const std::vector<std::string> families = {"an | 1 | north 47", "bo | 2 | north 12"};
  const auto needed = [&](Policy policy) {
    const Market market = MarketOf(policy, Ties::kSubmission, "north 1", families);
    return Explain(market, DrawOf("x"), Match(market, DrawOf("x"))).at("bo").at(0).points_needed;
  };
  EXPECT_EQ(needed(Policy::kDeferredAcceptance), 40);
  EXPECT_EQ(needed(Policy::kPoints), 40);
  EXPECT_EQ(needed(Policy::kFirstCome), 0);
}

TEST(ExplanationTest, WhereNothingIsForTheChildThatIsSaid) {
  Market market =
      MarketOf(Policy::kFirstCome, Ties::kSubmission, "north 1", {"an | 1 | north 0, west 0"});
  market.applicants[0].choices[1].units.clear();
  const auto explained = Explain(market, DrawOf("x"), Match(market, DrawOf("x")));
  EXPECT_EQ(explained.at("an").at(0).verdict, Verdict::kGiven);
  EXPECT_EQ(explained.at("an").at(1).verdict, Verdict::kNothingForTheChild);
}

}  // namespace
}  // namespace tuoqiao::allocation
