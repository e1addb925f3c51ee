#include "services/places/search/rank.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace tuoqiao::places::search {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr absl::CivilDay kStart(2026, 10, 15);

class RankTest : public ::testing::Test {
 protected:
  RankTest() {
    family_.home = Point{30'000'000, 120'000'000};
    family_.start = kStart;
    numbers_.wait_months_max = 3;
    numbers_.handover_seconds = 300;
    numbers_.weights = {100, 50, 150, 500, 100};
    site_.id = "a";
    site_.hours = {{0x1f, 450, 1110}};
    site_.languages = {"zh-Hans", "en"};
    site_.filing_from = absl::CivilDay(2025, 1, 1);
    site_.filing_until = absl::CivilDay(2028, 1, 1);
    leg_->to_seconds = leg_->onward_seconds = 150;
    leg_->rest_seconds = 150;
    seats_ = {true, {{"SMALL", 4, kStart, false}}};
  }

  Ranking RankOne() {
    candidate_ = {&site_, {0, 500}, leg_, seats_, closed_};
    return Rank({family_, 20, prices_, numbers_, 20}, {candidate_});
  }
  // Why it was passed over; empty where it fits.
  std::vector<std::string> WhyNot() {
    const Ranking ranking = RankOne();
    EXPECT_EQ(ranking.results.size() + ranking.passed_over.size(), 1u);
    std::vector<std::string> reasons;
    for (const Ranked& each : ranking.passed_over) {
      for (const Reason& reason : each.reasons) {
        if (reason.code >= ReasonCode::kNoWay) reasons.emplace_back(ReasonName(reason.code));
      }
    }
    return reasons;
  }
  int64_t Points() {
    const Ranking ranking = RankOne();
    return ranking.results.size() == 1 ? ranking.results[0].points : -1;
  }

  Family family_;
  Numbers numbers_;
  Site site_;
  std::optional<Leg> leg_ = Leg();
  Seats seats_;
  ClosedStart closed_;
  Prices prices_;
  Candidate candidate_;
};

TEST_F(RankTest, EachFilterSaysWhatItIs) {
  EXPECT_TRUE(WhyNot().empty());
  family_.languages = {"zh", "fr"};
  EXPECT_TRUE(WhyNot().empty());
  family_.languages = {"fr"};
  EXPECT_THAT(WhyNot(), ElementsAre("LANGUAGE_NOT_SPOKEN"));
  family_.inclusive_only = true;
  family_.care_kind = CareKind::kHalfDay;
  EXPECT_THAT(WhyNot(),
              ElementsAre("CARE_KIND_NOT_OFFERED", "LANGUAGE_NOT_SPOKEN", "NOT_INCLUSIVE"));
  site_.care_kinds = {CareKind::kHalfDay};
  site_.inclusive = true;
  site_.languages = {"FR-CA"};
  EXPECT_TRUE(WhyNot().empty());
  family_.care_kind = CareKind::kFullDay;
  EXPECT_THAT(WhyNot(), ElementsAre("CARE_KIND_NOT_OFFERED"));
}

TEST_F(RankTest, AClosureAtTheStartIsSaidInDays) {
  closed_.day = kStart;
  EXPECT_THAT(WhyNot(), ElementsAre("CLOSED_AT_START"));
  EXPECT_THAT(SentenceOf({ReasonCode::kClosedAtStart, 0, 0, "", kStart}).en,
              HasSubstr("2026-10-15"));
  closed_.all_days = true;
  EXPECT_THAT(WhyNot(), ElementsAre("CLOSED_ALL_DAYS"));
  EXPECT_THAT(SentenceOf({ReasonCode::kClosedAllDays, 28, 0, "", {}}).zh, HasSubstr("28 天"));
}

TEST_F(RankTest, ASeatHasToBeFreeForAChildOfThatAge) {
  seats_.vacancies.clear();
  EXPECT_THAT(WhyNot(), ElementsAre("NO_FREE_SEAT"));
  seats_.age_fits = false;
  EXPECT_THAT(WhyNot(), ElementsAre("NO_GROUP_OF_AGE"));
}

TEST_F(RankTest, AFilingHasToBeInForceOnTheFirstDay) {
  site_.filing_until = kStart;
  EXPECT_THAT(WhyNot(), ElementsAre("FILING_NOT_IN_FORCE"));
  site_.filing_until = kStart + 1;
  EXPECT_TRUE(WhyNot().empty());
  site_.filing_from = kStart + 1;
  EXPECT_THAT(WhyNot(), ElementsAre("FILING_NOT_IN_FORCE"));
}

TEST_F(RankTest, HoursCountWhereThereIsAShift) {
  site_.hours.clear();
  EXPECT_TRUE(WhyNot().empty());
  family_.shift = DayHours{0x1f, 540, 1050};
  EXPECT_THAT(WhyNot(), ElementsAre("HOURS_UNKNOWN"));
  site_.hours = {{0x0f, 450, 1110}};
  EXPECT_THAT(WhyNot(), ElementsAre("CLOSED_THAT_DAY"));
  site_.hours = {{0x1f, 540, 1110}};
  EXPECT_THAT(WhyNot(), ElementsAre("CLOSED_AT_DROP_OFF"));
  site_.hours = {{0x1f, 450, 1050}};
  EXPECT_THAT(WhyNot(), ElementsAre("CLOSED_AT_PICK_UP"));
}

TEST_F(RankTest, WithoutAWayNothingElseOfTheWayIsAsked) {
  leg_.reset();
  family_.shift = DayHours{0x1f, 540, 1050};
  EXPECT_THAT(WhyNot(), ElementsAre("NO_WAY"));
}

TEST_F(RankTest, PointsAreTheSumOfTheirParts) {
  EXPECT_EQ(Points(), 500);  // 300 s x 100 / 60.
  leg_->pick_up_seconds = 90;
  EXPECT_EQ(Points(), 575);  // 90 s x 50 / 60.
  prices_[{"a", "SMALL"}] = 123450;
  EXPECT_EQ(Points(), 575 + 1851);  // 1,234.50 yuan x 150 / 100 = 1,851.75.
  seats_.vacancies = {{"SMALL", 1, absl::CivilDay(2026, 12, 1), false}};
  EXPECT_EQ(Points(), 575 + 1851 + 1000 + 100);
  const Ranking ranking = RankOne();
  std::vector<std::string> names;
  for (const Part& part : ranking.results[0].parts) names.emplace_back(part.name);
  EXPECT_THAT(names, ElementsAre("DETOUR", "PICK_UP", "PRICE", "WAIT", "LAST_SEAT"));
}

TEST_F(RankTest, OfSeveralSeatsTheOneOfFewestPointsCounts) {
  seats_.vacancies = {{"SMALL", 4, absl::CivilDay(2026, 11, 1), false},
                      {"MIXED", 4, kStart, false}};
  EXPECT_EQ(RankOne().results[0].vacancy->group_kind, "MIXED");
  prices_[{"a", "SMALL"}] = 100000;
  prices_[{"a", "MIXED"}] = 300000;
  EXPECT_EQ(RankOne().results[0].vacancy->group_kind, "SMALL");
}

TEST_F(RankTest, WhoHasNoPriceIsAsDearAsTheDearest) {
  prices_[{"b", "SMALL"}] = 200000;
  prices_[{"c", "SMALL"}] = 300000;
  EXPECT_EQ(Points(), 500 + 4500);
  const Ranking ranking = RankOne();
  std::vector<std::string> reasons;
  for (const Reason& reason : ranking.results[0].reasons) {
    reasons.emplace_back(ReasonName(reason.code));
  }
  EXPECT_THAT(reasons, ElementsAre("NEAR", "DETOUR", "SEAT_FREE", "PRICE_UNKNOWN", "CARE_KIND"));
}

TEST_F(RankTest, EqualPointsGoByNearnessThenById) {
  std::vector<Site> sites(3, site_);
  sites[0].id = "c";
  sites[1].id = "b";
  sites[2].id = "a";
  const std::vector<Candidate> candidates = {{&sites[0], {0, 400}, leg_, seats_},
                                             {&sites[1], {0, 500}, leg_, seats_},
                                             {&sites[2], {0, 500}, leg_, seats_}};
  const Ranking ranking = Rank({family_, 20, prices_, numbers_, 2}, candidates);
  ASSERT_EQ(ranking.results.size(), 2u);
  EXPECT_EQ(ranking.results[0].candidate, 0u);
  EXPECT_EQ(ranking.results[1].candidate, 2u);
  EXPECT_EQ(ranking.fitting, 3);
}

TEST_F(RankTest, ReasonsAreSentencesInBothLanguages) {
  family_.shift = DayHours{0x1f, 540, 1050};
  const Ranking ranking = RankOne();
  ASSERT_EQ(ranking.results.size(), 1u);
  std::string en, zh;
  for (const Reason& reason : ranking.results[0].reasons) {
    const rules::Words words = SentenceOf(reason);
    en += words.en + "\n";
    zh += words.zh + "\n";
  }
  EXPECT_EQ(en,
            "It is 500 m from home, in a straight line.\n"
            "On foot, bringing the child adds 5 minutes to the way.\n"
            "It is open when the child is brought at 08:52, and when it is fetched at 17:33.\n"
            "4 of its small-group seats are free for this child from 2026-10-15 on.\n"
            "It offers full-day care.\n");
  EXPECT_EQ(zh,
            "距家直线 500 米。\n步行送托,路上多用 5 分钟。\n"
            "08:52 送到时已开门,17:33 接走时仍开放。\n"
            "自 2026-10-15 起托小班有 4 个适合该婴幼儿的名额。\n提供全日托。\n");
}

TEST_F(RankTest, NoReasonLeavesAPlaceOfItsSentenceOpen) {
  std::set<std::string> names;
  for (int code = 0; code <= static_cast<int>(ReasonCode::kClosedAtPickUp); ++code) {
    const Reason reason = {static_cast<ReasonCode>(code), 5, 6, "en", kStart};
    const rules::Words words = SentenceOf(reason);
    EXPECT_EQ(words.en.find('{'), std::string::npos) << words.en;
    EXPECT_EQ(words.zh.find('{'), std::string::npos) << words.zh;
    EXPECT_TRUE(names.insert(std::string(ReasonName(reason.code))).second);
  }
  EXPECT_THAT(SentenceOf({ReasonCode::kClosedAtDropOff, -5, 450}).en,
              HasSubstr("23:55 the day before"));
  EXPECT_THAT(SentenceOf({ReasonCode::kClosedAtPickUp, 1441, 1440}).zh, HasSubstr("次日 00:01"));
}

TEST_F(RankTest, ALanguageIsServedByItsKindsAndNotByItsLetters) {
  EXPECT_TRUE(Serves("zh", "zh"));
  EXPECT_TRUE(Serves("zh-Hans-CN", "ZH"));
  EXPECT_TRUE(Serves("zh-Hans-CN", "zh-hans"));
  EXPECT_FALSE(Serves("zh", "zh-Hans"));
  EXPECT_FALSE(Serves("zha", "zh"));
}

}  // namespace
}  // namespace tuoqiao::places::search
