#include "services/common/rules/scheme.h"

#include <gtest/gtest.h>

#include "services/common/errors.h"
#include "services/common/rules/explain.h"
#include "services/common/rules/testing_pack.h"

namespace tuoqiao::rules {
namespace {

std::vector<std::string> Edges(const std::vector<Period>& cut) {
  std::vector<std::string> edges;
  for (const Period& each : cut) edges.push_back(FormatDay(each.from));
  edges.push_back(FormatDay(cut.back().until));
  return edges;
}

using Texts = std::vector<std::string>;

TEST(SchemeTest, APeriodIsCutWhereAFactOrARuleChanges) {
  const Scheme scheme = TestScheme();
  Facts facts(TestCatalogue());
  // 30 months on 2027-02-10, when 30 is the limit; 36 on 2027-08-10, when nobody asks any more.
  facts.Set(kBirth, Day("2024-08-10"));
  facts.SetSteps(kGuardians, {{Day("2026-12-05"), int64_t{1}}, {Day("2027-03-01"), int64_t{0}}});
  const struct {
    Period period;
    Texts edges;
  } kCases[] = {
      // The limit changes; the guardian who comes on 5 December is not asked about yet.
      {{Day("2026-10-01"), Day("2027-01-01")}, {"2026-10-01", "2026-11-01", "2027-01-01"}},
      {{Day("2026-12-01"), Day("2027-04-01")},
       {"2026-12-01", "2027-01-01", "2027-02-10", "2027-03-01", "2027-04-01"}},
      // The condition on age ends on 1 July.
      {{Day("2027-06-01"), Day("2027-09-01")}, {"2027-06-01", "2027-07-01", "2027-09-01"}},
      {{Day("2027-02-10"), Day("2027-02-11")}, {"2027-02-10", "2027-02-11"}},
  };
  for (const auto& each : kCases) {
    EXPECT_EQ(Edges(scheme.Cut(Stage::kConditions, facts, each.period)), each.edges);
  }
}

TEST(SchemeTest, AFindingSaysWhatItWasHeldAgainstSinceWhenAndByWhichText) {
  const Scheme scheme = TestScheme();
  Facts facts(TestCatalogue());
  facts.Set(kBirth, Day("2024-03-15"));
  const Finding before = FindingsOn(scheme, Stage::kConditions, facts, Day("2026-10-31")).at(0);
  EXPECT_EQ(before.value, "31");
  EXPECT_EQ(before.held->limit, "below 36");
  EXPECT_EQ(before.truth, Truth::kHolds);
  EXPECT_EQ(FormatDay(before.held->since), "2020-01-01");
  EXPECT_EQ(before.held->source, "First text");
  const Finding after = FindingsOn(scheme, Stage::kConditions, facts, Day("2026-11-01")).at(0);
  EXPECT_EQ(after.held->limit, "below 30");
  EXPECT_EQ(after.truth, Truth::kFails);
  EXPECT_EQ(FormatDay(after.held->since), "2026-11-01");
  EXPECT_EQ(after.held->source, "Second text");
}

TEST(SchemeTest, AConditionIsAskedOnItsOwnDaysOnly) {
  const Scheme scheme = TestScheme();
  const struct {
    const char* day;
    Texts names;
  } kCases[] = {
      {"2026-12-31", {"young"}}, {"2027-01-01", {"young", "guarded"}}, {"2027-07-01", {"guarded"}}};
  for (const auto& each : kCases) {
    Texts names;
    for (const Finding& finding :
         FindingsOn(scheme, Stage::kConditions, Facts(TestCatalogue()), Day(each.day))) {
      names.push_back(finding.held->condition);
    }
    EXPECT_EQ(names, each.names) << each.day;
  }
}

TEST(SchemeTest, IsInForceOnTheDaysOfItsOwnAndOfTheParametersThatItNames) {
  const Scheme scheme = TestScheme();
  EXPECT_TRUE(scheme.CheckInForce({Day("2026-01-01"), Day("2028-01-01")}).ok());
  EXPECT_EQ(ReasonOf(scheme.CheckInForce({Day("2025-12-31"), Day("2026-02-01")})),
            "RULE_NOT_IN_FORCE");
  EXPECT_EQ(ReasonOf(scheme.CheckInForce({Day("2027-12-01"), Day("2028-01-02")})),
            "RULE_NOT_IN_FORCE");
  // Without the condition's own end the limit on age would be asked for when it is no more.
  std::string text = PackText();
  text.replace(text.find("  until: \"2027-07-01\" ask"), 21, "  ");
  const Scheme longer = TestScheme(text);
  EXPECT_TRUE(longer.CheckInForce({Day("2027-06-01"), Day("2027-07-01")}).ok());
  const absl::Status status = longer.CheckInForce({Day("2027-06-01"), Day("2027-07-02")});
  EXPECT_EQ(ReasonOf(status), "RULE_NOT_IN_FORCE");
  EXPECT_EQ(FailureOf(status)->metadata().at("rule"), "age_until");
  EXPECT_EQ(FailureOf(status)->metadata().at("day"), "2027-07-01");
}

TEST(SchemeTest, NamesWhatIsNotOfficialFromADayOn) {
  const Scheme scheme = TestScheme();
  EXPECT_EQ(scheme.Unofficial(Day("2026-10-01")),
            (std::set<std::string>{"age_until", "guardians_min"}));
  EXPECT_EQ(scheme.Unofficial(Day("2027-07-01")), (std::set<std::string>{"guardians_min"}));
}

TEST(ExplainTest, FillsThePacksWordsAndDoesWithoutThem) {
  const Scheme scheme = TestScheme();
  Facts facts(TestCatalogue());
  facts.Set(kBirth, Day("2024-03-15"));
  const Finding finding = FindingsOn(scheme, Stage::kConditions, facts, Day("2026-11-01")).at(0);
  const Condition* young = scheme.FindCondition("young");
  ASSERT_NE(young, nullptr);
  EXPECT_EQ(Explain(young, finding).en, "31 fails 30");
  EXPECT_EQ(Explain(young, finding).zh, "31不符30");
  EXPECT_EQ(ExplainChange(young, finding).en, "wait for 30");
  EXPECT_EQ(Explain(nullptr, finding).en, "young: age_in_months is 31, held against below 30.");
  EXPECT_EQ(ExplainChange(nullptr, finding).en, "young would have to hold.");
  EXPECT_EQ(scheme.FindCondition("old"), nullptr);
}

}  // namespace
}  // namespace tuoqiao::rules
