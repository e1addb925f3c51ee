#include "services/places/rounds/round.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "services/common/errors.h"
#include "services/places/testing_values.h"

namespace tuoqiao::places {
namespace {

Round ByPoints() {
  Round round;
  round.id = "spring";
  round.policy = allocation::Policy::kPoints;
  round.start = kToday + 30;
  round.points.from = kToday;
  round.points.criteria = {{allocation::CriterionKind::kSibling, 30, 0, 0, "见办法"}};
  round.opened_by = "li";
  round.revision = 1;
  return round;
}

allocation::Log DrawnLog() {
  allocation::Log log;
  log.market.units = {{"a/l01/1", 2}, {"b/l01/1", 3}};
  log.market.applicants.resize(4);
  log.market_digest = "m";
  allocation::Drawn& drawn = log.drawn.emplace();
  drawn.draw = {"\x01\x02", "3120.55"};
  drawn.seats = {{"an", "a/l01/1"}};
  drawn.result_digest = "r";
  return log;
}

TEST(RoundTest, OpensForADayToComeByATableThatHoldsThen) {
  EXPECT_TRUE(CheckMayOpen(ByPoints(), kToday).ok());
  Round round = ByPoints();
  round.start = kToday;
  EXPECT_EQ(ReasonOf(CheckMayOpen(round, kToday)), "FIELD_INVALID");
  round = ByPoints();
  round.points.until = round.start;
  EXPECT_EQ(ReasonOf(CheckMayOpen(round, kToday)), "POINTS_POLICY_NOT_IN_FORCE");
  round.points.criteria.clear();
  EXPECT_EQ(ReasonOf(CheckMayOpen(round, kToday)), "FIELD_INVALID");
  round.policy = allocation::Policy::kLottery;
  EXPECT_TRUE(CheckMayOpen(round, kToday).ok());
}

TEST(RoundTest, APublicFigureIsGivenWhereItsSourceWasAnnounced) {
  Round round = ByPoints();
  EXPECT_TRUE(CheckEntropy(round, "").ok());
  EXPECT_EQ(ReasonOf(CheckEntropy(round, "3120.55")), "FIELD_INVALID");
  round.entropy_source = "上证综指 2026-10-15 收盘";
  EXPECT_EQ(ReasonOf(CheckEntropy(round, "")), "FIELD_REQUIRED");
  EXPECT_TRUE(CheckEntropy(round, "3120.55").ok());
}

TEST(RoundTest, EachStepKeepsWhatTheLogSays) {
  Round round = ByPoints();
  Freeze(round, DrawnLog());
  EXPECT_EQ(round.applicants, 4);
  EXPECT_EQ(round.seats, 5);
  EXPECT_EQ(round.seed, "");
  Draw(round, DrawnLog());
  EXPECT_EQ(round.seed, "0102");
  EXPECT_EQ(round.public_entropy, "3120.55");
  EXPECT_EQ(round.placed, 1);
  Publish(round, DrawnLog(), "wang");
  EXPECT_EQ(round.ended_by, "wang");
  EXPECT_TRUE(round.Ended());
  EXPECT_EQ(round.revision, 4);
}

// Who may end a round that li opened, by where it stands.
TEST(RoundTest, WhatBecomesOfADrawIsForAnotherPersonToSay) {
  struct Row {
    RoundState state;
    const char *li_publishes, *wang_publishes, *li_cancels, *wang_cancels;
  };
  const char* const kWrong = "ALLOCATION_STATE_WRONG";
  const char* const kSame = "PUBLISHED_BY_SAME_PERSON";
  for (const Row& row : {Row{RoundState::kOpen, kWrong, kWrong, "", ""},
                         Row{RoundState::kFrozen, kWrong, kWrong, "", ""},
                         Row{RoundState::kDrawn, kSame, "", kSame, ""},
                         Row{RoundState::kPublished, kWrong, kWrong, kWrong, kWrong},
                         Row{RoundState::kCancelled, kWrong, kWrong, kWrong, kWrong}}) {
    Round round = ByPoints();
    round.state = row.state;
    EXPECT_EQ(ReasonOf(CheckMayPublish(round, "li")), row.li_publishes) << StateName(row.state);
    EXPECT_EQ(ReasonOf(CheckMayPublish(round, "wang")), row.wang_publishes);
    Round copy = round;
    EXPECT_EQ(ReasonOf(Cancel(copy, "li", "名额有误")), row.li_cancels) << StateName(row.state);
    EXPECT_EQ(ReasonOf(Cancel(round, "wang", "名额有误")), row.wang_cancels);
  }
}

}  // namespace
}  // namespace tuoqiao::places
