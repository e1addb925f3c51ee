// A log is read as it was written, and whatever somebody changes in it is found.
#include "services/places/allocation/replay.h"

#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "services/common/errors.h"
#include "services/places/allocation/matching.h"
#include "services/places/allocation/testing_markets.h"

namespace tuoqiao::allocation {
namespace {

Log SpringLog() {
  Log log;
  log.market =
      MarketOf(Policy::kDeferredAcceptance, Ties::kLottery, "north 2; south 1",
               {"an | 1 | north 30, south 0", "bo | 2 | north 10, south 10",
                "cai | 3 | north 50, south 20", "du | 4 | north 0, south 40", "en | 5 | north 20"});
  log.market.half_seats = {{"north/g", 1}};
  log.market.points_policy.from = absl::CivilDay(2027, 1, 1);
  log.market.points_policy.display_name = "分配办法";
  log.market.points_policy.criteria = {{CriterionKind::kSibling, 30, 0, 0, "兄弟姐妹同园"}};
  log.market_digest = Digest(MarketLines(log.market));
  Drawn drawn;
  drawn.draw = DrawOf("spring");
  drawn.changes.gone = {"cai"};
  drawn.seats = Match(After(log.market, drawn.changes), drawn.draw);
  drawn.result_digest = Digest(ResultLines(log.market, drawn));
  log.drawn = drawn;
  return log;
}

std::string DifferenceOf(const std::string& text, const Published& published = {}) {
  const auto log = ReadLog(text);
  return log.ok() ? FirstDifference(*log, published).value_or("equal") : ReasonOf(log.status());
}

// As somebody would who knows how digests are made.
std::string WithNewDigests(Log log) {
  log.market_digest = Digest(MarketLines(log.market));
  log.drawn->result_digest = Digest(ResultLines(log.market, *log.drawn));
  return WriteLog(log);
}

TEST(ReplayTest, ALogIsReadAsItWasWrittenAndComesToTheSame) {
  const std::string text = WriteLog(SpringLog());
  EXPECT_EQ(DifferenceOf(text), "equal");
  EXPECT_EQ(WriteLog(*ReadLog(text)), text);
}

TEST(ReplayTest, AMarketThatIsNotDrawnIsComparedByItsDigest) {
  Log log = SpringLog();
  log.drawn.reset();
  EXPECT_EQ(DifferenceOf(WriteLog(log)), "equal");
  EXPECT_NE(DifferenceOf(WriteLog(log), {"", std::string(64, '0'), ""}), "equal");
}

TEST(ReplayTest, EachChangeOfTheTextIsFound) {
  struct Row {
    const char *from, *to, *found;
  };
  const std::string text = WriteLog(SpringLog());
  for (const Row& row : {
           Row{"choice\tsouth\t40", "choice\tsouth\t41", "market-digest"},
           Row{"unit\tnorth/g/1\t2", "unit\tnorth/g/1\t1", "market-digest"},
           Row{"BY_LOTTERY", "BY_SUBMISSION", "market-digest"},
           Row{"half-days\tnorth/g\t1", "half-days\tnorth/g\t2", "market-digest"},
           Row{"half-days\tnorth/g\t1", "half-days\tnorth/g\tone", "ALLOCATION_LOG_INVALID"},
           Row{"half-days\tnorth/g\t1\n", "", "market-digest"},
           Row{"start\t2027-03-01", "start\t2027-03-02", "market-digest"},
           Row{"public-entropy\t", "public-entropy\t1", "result-digest"},
           Row{"result\tbo\t-", "result\tbo\tsouth/g/1", "the log gives bo south/g/1"},
           Row{"gone\tcai\n", "", "the log gives"},
           Row{"result\tbo\t-\n", "", "ALLOCATION_LOG_INVALID"},
           Row{"unit\tsouth/g/1\t1\n", "", "ALLOCATION_LOG_INVALID"},
           Row{"ties\tBY_LOTTERY\n", "", "ALLOCATION_LOG_INVALID"},
           Row{"\t2\n", "\t-2\n", "ALLOCATION_LOG_INVALID"},
           Row{"applicant\tbo\tbo", "applicant\tan\tbo", "ALLOCATION_LOG_INVALID"},
       }) {
    const std::string changed = absl::StrReplaceAll(text, {{row.from, row.to}});
    ASSERT_NE(changed, text) << row.from;
    EXPECT_TRUE(absl::StrContains(DifferenceOf(changed), row.found))
        << row.from << ": " << DifferenceOf(changed);
  }
}

TEST(ReplayTest, WithNewDigestsAChangeIsFoundByTheRuleOrByWhatWasPublished) {
  const Log honest = SpringLog();
  Log changed = honest;
  changed.market.applicants[1].choices[1].points = 60;  // Bo would have the south.
  EXPECT_TRUE(absl::StrContains(DifferenceOf(WithNewDigests(changed)), "the rule gives south/g/1"));
  // Who computes the result anew as well is found by what was published before.
  changed.drawn->seats = Match(After(changed.market, changed.drawn->changes), changed.drawn->draw);
  EXPECT_EQ(DifferenceOf(WithNewDigests(changed)), "equal");
  EXPECT_TRUE(absl::StrContains(
      DifferenceOf(WithNewDigests(changed), {"", honest.market_digest, ""}), "what was published"));
}

TEST(ReplayTest, AnotherSeedIsFoundByItsHash) {
  const Log honest = SpringLog();
  Log changed = honest;
  changed.drawn->draw = DrawOf("summer");
  changed.drawn->seats = Match(After(changed.market, changed.drawn->changes), changed.drawn->draw);
  EXPECT_TRUE(absl::StrContains(DifferenceOf(WithNewDigests(changed)), "seed-hash"));
  changed.market.seed_hash = SeedHash(changed.drawn->draw.seed);
  EXPECT_TRUE(
      absl::StrContains(DifferenceOf(WithNewDigests(changed), {honest.market.seed_hash, "", ""}),
                        "what was published"));
}

TEST(ReplayTest, AWrongLineIsNamed) {
  const auto line_of = [](const std::string& text) {
    return FailureOf(ReadLog(text).status())->field();
  };
  const std::string text = WriteLog(SpringLog());
  EXPECT_EQ(line_of(absl::StrReplaceAll(text, {{"policy\tDEFERRED", "policy\tDIFFERED"}})),
            "line 3");
  EXPECT_EQ(line_of(absl::StrReplaceAll(
                text, {{"tuoqiao-allocation-log\t1", "tuoqiao-allocation-log\t2"}})),
            "line 1");
  EXPECT_EQ(line_of("hello"), "line 1");
  EXPECT_FALSE(ReadLog("").ok());
}

// No text stops the program.
TEST(ReplayTest, WhateverIsCutOffOrReplacedIsReadOrRefused) {
  const std::string text = WriteLog(SpringLog());
  std::mt19937_64 random(7);
  for (size_t i = 0; i < text.size(); ++i) {
    DifferenceOf(text.substr(0, i));
    std::string changed = text;
    changed[i] = "\t\n0a,-"[random() % 6];
    if (changed == text) continue;
    EXPECT_NE(DifferenceOf(changed), "equal") << i;
  }
}

}  // namespace
}  // namespace tuoqiao::allocation
