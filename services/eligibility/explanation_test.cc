#include "services/eligibility/explanation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/eligibility/entitlement.h"
#include "services/eligibility/override.h"
#include "services/eligibility/testing_peers.h"
#include "services/eligibility/testing_scheme.h"

namespace tuoqiao::eligibility {
namespace {

using ::testing::HasSubstr;

Decision DecisionOf(const std::string& birth_date, std::vector<Employment> employments,
                    bool consent = true) {
  Child child;
  child.birth_date = Day(birth_date);
  child.employments = std::move(employments);
  child.programme_consent = consent;
  Decision decision;
  decision.period = {Day("2026-10-01"), Day("2026-12-01")};
  decision.slices = Decide(SampleScheme(), FactsOf(child), decision.period);
  return decision;
}

const Employment kLong = {1, absl::CivilDay(2024, 3, 1), std::nullopt};

TEST(ExplanationTest, IsASentenceAConditionAndOneForWhatWouldChange) {
  const auto told = Explain(DecisionOf("2025-04-08", {kLong}), &SampleScheme(), Day("2026-10-01"));
  ASSERT_EQ(told.size(), 5u);
  EXPECT_THAT(told[1].en, HasSubstr("The child is 17 months old"));
  EXPECT_THAT(told[1].en, HasSubstr("from 6 months on"));
  EXPECT_THAT(told[2].zh, HasSubstr("满 36 个月"));
  EXPECT_THAT(told[4].en, HasSubstr("nothing that is known changes that up to 2026-11-30"));
  EXPECT_THAT(told[4].zh, HasSubstr("2026-11-30"));
  for (const rules::Words& each : told) {
    EXPECT_EQ(each.en.find('{'), std::string::npos) << each.en;
    EXPECT_EQ(each.zh.find('{'), std::string::npos) << each.zh;
  }
}

TEST(ExplanationTest, SaysWhatEndsIt) {
  const auto told = Explain(DecisionOf("2023-10-20", {kLong}), &SampleScheme(), Day("2026-10-01"));
  EXPECT_THAT(told.back().en, HasSubstr("eligible up to 2026-10-19; then this changes: The child "
                                        "is 36 months old"));
}

TEST(ExplanationTest, SaysWhenItBegins) {
  const auto told = Explain(DecisionOf("2026-04-15", {kLong}), &SampleScheme(), Day("2026-10-01"));
  EXPECT_THAT(told.back().en, HasSubstr("it is from 2026-10-15 on"));
}

TEST(ExplanationTest, SaysWhatWouldMakeItSo) {
  const struct {
    Decision decision;
    const char* last;
  } kCases[] = {
      {DecisionOf("2025-04-08", {}), "A guardian has to stand on the roster"},
      {DecisionOf("2023-01-20", {kLong}), "Nothing brings a child back under 36 months"},
      {DecisionOf("2025-04-08", {kLong}, false), "Ask a guardian to consent"},
  };
  for (const auto& each : kCases) {
    EXPECT_THAT(Explain(each.decision, &SampleScheme(), Day("2026-10-01")).back().en,
                HasSubstr(each.last));
  }
}

TEST(ExplanationTest, SaysByWhenItIsSoOrThatItCannotBe) {
  const struct {
    std::vector<Change> changes;
    const char* en;
    const char* zh;
  } kCases[] = {
      {{{"guardian_employed", "guardians_employed", "at_least 1", Day("2026-11-02"), true}},
       "By what is known, that is so from 2026-11-02 on.",
       "自 2026-11-02 起即可满足。"},
      {{{"guardian_employed", "guardians_employed", "at_least 1", std::nullopt, false}},
       "Nothing can bring that.",
       "这一点无法改变。"},
      {{{"guardian_employed", "a", "equals 1", Day("2026-11-02"), true},
        {"guardian_employed", "b", "equals 2", Day("2026-11-03"), true}},
       "b equals 2: By what is known, that is so from 2026-11-03 on.",
       "a equals 1: 按已知信息,自 2026-11-02 起即可满足。"},
      {{{"guardian_employed", "guardians_employed", "at_least 1", std::nullopt, true}},
       "a second guardian has to confirm.",
       "本人确认。"},
  };
  for (const auto& each : kCases) {
    const auto told =
        Explain(DecisionOf("2025-04-08", {}), &SampleScheme(), Day("2026-10-01"), each.changes);
    EXPECT_THAT(told.back().en, HasSubstr(each.en));
    EXPECT_THAT(told.back().zh, HasSubstr(each.zh));
  }
}

TEST(ExplanationTest, HasASentenceForEachTermAndForAnOverride) {
  Decision decision = DecisionOf("2025-04-08", {kLong});
  Override exception;
  exception.id = "ovr-1";
  exception.outcome = Outcome::kIneligible;
  exception.period = {Day("2026-10-05"), Day("2026-10-10")};
  exception.state = Override::State::kApproved;
  ApplyOverrides("yunqi", SampleScheme(), {exception}, &decision.slices);
  AddTerms(SchemeOf(TestPack{TestPack().asked, "", AllTerms()}), &decision.slices);
  auto told = Explain(decision, &SampleScheme(), Day("2026-10-01"));
  ASSERT_EQ(told.size(), 7u);
  EXPECT_EQ(told[5].en, "A place has to be taken up by 2026-10-31.");
  EXPECT_THAT(told[6].zh, HasSubstr("至 2026-10-19(不含当日)"));
  told = Explain(decision, &SampleScheme(), Day("2026-10-05"));
  EXPECT_THAT(told[4].en, HasSubstr("not eligible; by the rules it would be eligible."));
  EXPECT_THAT(told[4].zh, HasSubstr("另行认定为不符合资格;按规则应为符合资格。"));
}

TEST(ExplanationTest, IsThatOfTheDayOrTheNearest) {
  const Decision decision = DecisionOf("2023-10-20", {kLong});
  const struct {
    const char* day;
    const char* last;
  } kCases[] = {{"2026-09-01", "eligible up to 2026-10-19"},
                {"2026-10-19", "eligible up to 2026-10-19"},
                {"2026-10-20", "not eligible"},
                {"2027-01-01", "not eligible"}};
  for (const auto& each : kCases) {
    EXPECT_THAT(Explain(decision, &SampleScheme(), Day(each.day)).back().en, HasSubstr(each.last))
        << each.day;
  }
}

TEST(ExplanationTest, OutlivesItsRuleFile) {
  const auto told = Explain(DecisionOf("2025-04-08", {}), nullptr, Day("2026-10-01"));
  EXPECT_EQ(told[1].en, "age_from: age_in_months is 17, held against at_least 6.");
  EXPECT_THAT(told.back().en, HasSubstr("guardian_employed would have to hold."));
}

}  // namespace
}  // namespace tuoqiao::eligibility
