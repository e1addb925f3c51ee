#include "services/common/rules/predicate.h"

#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "services/common/rules/testing_pack.h"

namespace tuoqiao::rules {
namespace {

// What the need `asked` of a pack with this predicate says of the facts on 2026-10-15.
Finding Ask(const std::string& predicate, const Facts& facts) {
  const bool parameters_only = absl::StartsWith(predicate, "at_least") ||
                               absl::StartsWith(predicate, "below") ||
                               absl::StartsWith(predicate, "age_in_months");
  const Scheme scheme = TestScheme(PackText(predicate, parameters_only ? "" : kSource));
  return FindingsOn(scheme, Stage::kNeeds, facts, Day("2026-10-15")).at(0);
}

Facts Known() {
  Facts facts(TestCatalogue());
  facts.Set(kBirth, Day("2023-10-15"));  // 36 months on the day.
  facts.Set(kConsent, true);
  facts.Set(kGuardians, int64_t{1});
  facts.Set(kDistrict, std::string("A"));
  facts.Set(kRegistered, Day("2026-03-01"));
  return facts;
}

TEST(PredicateTest, EachKindSaysWhatItIsNamedFor) {
  const struct {
    const char* predicate;
    Truth truth;
    const char* fact;
    const char* value;
    const char* limit;
  } kCases[] = {
      {"equals { fact: \"consent\" value { truth: true } }", Truth::kHolds, "consent", "true",
       "equals true"},
      {"equals { fact: \"consent\" value { truth: false } }", Truth::kFails, "consent", "true",
       "equals false"},
      {"equals { fact: \"district\" value { text: \"B\" } }", Truth::kFails, "district", "A",
       "equals B"},
      {"in { fact: \"district\" values { text: \"B\" } values { text: \"A\" } }", Truth::kHolds,
       "district", "A", "in B, A"},
      {"at_least { fact: \"guardians\" parameter: \"guardians_min\" }", Truth::kHolds, "guardians",
       "1", "at_least 1"},
      {"below { fact: \"guardians\" parameter: \"guardians_min\" }", Truth::kFails, "guardians",
       "1", "below 1"},
      {"age_in_months { fact: \"birth_date\" below: \"age_until\" }", Truth::kFails,
       "age_in_months", "36", "below 36"},
      {"age_in_months { fact: \"birth_date\" at_least: \"age_until\" }", Truth::kHolds,
       "age_in_months", "36", "at_least 36"},
      {"on_or_after { fact: \"registered_date\" date: \"2026-03-01\" }", Truth::kHolds,
       "registered_date", "2026-03-01", "on_or_after 2026-03-01"},
      {"on_or_after { fact: \"registered_date\" date: \"2026-03-02\" }", Truth::kFails,
       "registered_date", "2026-03-01", "on_or_after 2026-03-02"},
      {"not { equals { fact: \"consent\" value { truth: true } } }", Truth::kFails, "consent",
       "true", "not equals true"},
  };
  for (const auto& each : kCases) {
    const Finding finding = Ask(each.predicate, Known());
    EXPECT_EQ(finding.truth, each.truth) << each.predicate;
    EXPECT_EQ(finding.held->fact, each.fact) << each.predicate;
    EXPECT_EQ(finding.value, each.value) << each.predicate;
    EXPECT_EQ(finding.held->limit, each.limit) << each.predicate;
  }
}

// H holds, F fails, U is unknown.
TEST(PredicateTest, AllAndAnyAreKleenes) {
  const std::string kHolds = "of { equals { fact: \"consent\" value { truth: true } } } ";
  const std::string kFails = "of { equals { fact: \"consent\" value { truth: false } } } ";
  const std::string kUnknown = "of { equals { fact: \"district\" value { text: \"A\" } } } ";
  Facts facts(TestCatalogue());
  facts.Set(kConsent, true);
  const struct {
    std::string of;
    Truth all, any;
  } kCases[] = {
      {kHolds + kHolds, Truth::kHolds, Truth::kHolds},
      {kHolds + kFails, Truth::kFails, Truth::kHolds},
      {kFails + kFails, Truth::kFails, Truth::kFails},
      {kHolds + kUnknown, Truth::kUnknown, Truth::kHolds},
      {kFails + kUnknown, Truth::kFails, Truth::kUnknown},
      {kUnknown + kUnknown, Truth::kUnknown, Truth::kUnknown},
  };
  for (const auto& each : kCases) {
    EXPECT_EQ(Ask("all { " + each.of + "}", facts).truth, each.all) << each.of;
    EXPECT_EQ(Ask("any { " + each.of + "}", facts).truth, each.any) << each.of;
  }
  EXPECT_EQ(Ask("not { equals { fact: \"district\" value { text: \"A\" } } }", facts).truth,
            Truth::kUnknown);
}

TEST(PredicateTest, ACombinationNamesItsPartsAndItsSources) {
  const Finding finding =
      Ask("any { of { at_least { fact: \"guardians\" parameter: \"guardians_min\" } } "
          "of { not { equals { fact: \"district\" value { text: \"B\" } } } } }",
          Known());
  EXPECT_EQ(finding.held->fact, "guardians, district");
  EXPECT_EQ(finding.value, "1, A");
  EXPECT_EQ(finding.held->limit, "(at_least 1 or not equals B)");
  EXPECT_EQ(finding.held->source, "Third text; Own text");
}

TEST(FactsTest, SayWhatWasSetOfEachTypeAlsoWhatWasSetAgain) {
  Facts facts = Known();
  const absl::CivilDay day = Day("2026-10-15");
  facts.Set(kDistrict, std::string("a district with a long name"));
  facts.SetSteps(kRegistered, {{Day("2026-03-01"), Day("2026-02-28")},
                               {Day("2026-06-01"), FactValue()},
                               {Day("2026-10-15"), Day("2025-12-31")}});
  EXPECT_EQ(facts.On(kBirth, day), FactValue(Day("2023-10-15")));
  EXPECT_EQ(facts.On(kConsent, day), FactValue(true));
  EXPECT_EQ(facts.On(kGuardians, day), FactValue(int64_t{1}));
  EXPECT_EQ(facts.On(kDistrict, day), FactValue(std::string("a district with a long name")));
  EXPECT_EQ(facts.On(kRegistered, Day("2026-02-28")), FactValue());
  EXPECT_EQ(facts.On(kRegistered, Day("2026-05-31")), FactValue(Day("2026-02-28")));
  EXPECT_EQ(facts.On(kRegistered, Day("2026-06-01")), FactValue());
  EXPECT_EQ(facts.On(kRegistered, day), FactValue(Day("2025-12-31")));
}

TEST(FactsTest, AreUnknownUntilTheyAreKnownAndStepsThatChangeNothingAreNone) {
  Facts facts(TestCatalogue());
  EXPECT_FALSE(rules::Known(facts.On(kGuardians, Day("2026-10-01"))));
  facts.SetSteps(kGuardians, {{Day("2026-10-01"), int64_t{1}},
                              {Day("2026-10-05"), int64_t{1}},
                              {Day("2026-10-09"), int64_t{2}}});
  EXPECT_FALSE(rules::Known(facts.On(kGuardians, Day("2026-09-30"))));
  EXPECT_EQ(ValueText(facts.On(kGuardians, Day("2026-10-08"))), "1");
  EXPECT_EQ(ValueText(facts.On(kGuardians, Day("2026-10-09"))), "2");
  EXPECT_EQ(facts.steps(kGuardians).size(), 2u);
}

}  // namespace
}  // namespace tuoqiao::rules
