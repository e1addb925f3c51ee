#include "services/eligibility/carried.h"

#include <gtest/gtest.h>

#include "services/common/rules/testing_random.h"
#include "services/eligibility/override.h"
#include "services/eligibility/testing_peers.h"
#include "services/eligibility/testing_scheme.h"

namespace tuoqiao::eligibility {
namespace {

// Whoever has no other subsidy is eligible, and stays so for two months whatever comes.
const rules::Scheme& FixedScheme() {
  static const rules::Scheme* const kScheme = [] {
    TestPack pack;
    pack.asked = R"(any { of { equals { fact: "other_subsidy" value { truth: false } } }
        of { all { of { equals { fact: "entitled_before" value { truth: true } } }
                   of { age_in_months { fact: "entitled_from" below: "fixed_months" } } } } })";
    pack.parameters = R"(parameters { name: "fixed_months" unit: MONTHS period: ALWAYS
        values { from: "2020-01-01" value: 2 source { title: "Own" } confidence: OFFICIAL } })";
    return new rules::Scheme(SchemeOf(pack));
  }();
  return *kScheme;
}

using Subsidies = std::vector<std::pair<std::string, bool>>;

rules::Facts FactsWith(const Subsidies& subsidies) {
  rules::Facts facts(Catalogue());
  facts.Set(kProgrammeConsent, true);
  std::vector<rules::FactStep> steps;
  for (const auto& [day, paid] : subsidies) steps.push_back({Day(day), paid});
  facts.SetSteps(*Catalogue().Find("other_subsidy"), steps);
  return facts;
}

Decision DecideOver(const Period& period, rules::Facts facts, const Carried& carried = {},
                    const std::vector<Override>& overrides = {}) {
  const auto decide = [&](const rules::Facts& known, const Period& days) {
    std::vector<Slice> slices = Decide(FixedScheme(), known, days);
    ApplyOverrides("yunqi", FixedScheme(), overrides, &slices);
    return slices;
  };
  Decision decision;
  decision.period = period;
  decision.carried = carried;
  AddEntitled(period, carried, decide, &facts);
  decision.slices = decide(facts, period);
  return decision;
}
Period Days(const std::string& from, const std::string& until) { return {Day(from), Day(until)}; }
const Period kYear = {absl::CivilDay(2026, 1, 1), absl::CivilDay(2027, 1, 1)};

bool EligibleOn(const Decision& decision, absl::CivilDay day) {
  for (const Slice& each : decision.slices) {
    if (each.period.Contains(day)) return each.outcome == Outcome::kEligible;
  }
  return false;
}
// `2026-01-01 yes; 2026-03-01 no`: where it turns.
std::string Told(const Decision& decision) {
  std::string told;
  for (const Slice& each : decision.slices) {
    const bool before =
        &each != &decision.slices[0] &&
        EligibleOn(decision, each.period.from - 1) == EligibleOn(decision, each.period.from);
    if (before) continue;
    absl::StrAppend(&told, told.empty() ? "" : "; ", FormatDay(each.period.from),
                    EligibleOn(decision, each.period.from) ? " yes" : " no");
  }
  return told;
}
Carried Into(const Decision& decision, const std::string& day) {
  return CarriedInto(FixedScheme(), decision, Day(day));
}

TEST(CarriedTest, ARiseDoesNotEndAPlaceWithinTheFixedTime) {
  EXPECT_EQ(Told(DecideOver(kYear, FactsWith({{"2026-01-01", false}, {"2026-02-10", true}}))),
            "2026-01-01 yes; 2026-03-01 no");
  EXPECT_EQ(Told(DecideOver(kYear, FactsWith({{"2026-01-01", false}, {"2026-05-10", true}}))),
            "2026-01-01 yes; 2026-05-10 no");
  // It begins on the first eligible day, not with the period, and is not begun anew without a gap.
  EXPECT_EQ(Told(DecideOver(kYear, FactsWith({{"2026-01-01", true},
                                              {"2026-01-20", false},
                                              {"2026-01-21", true},
                                              {"2026-03-20", false},
                                              {"2026-03-21", true}}))),
            "2026-01-01 no; 2026-01-20 yes; 2026-03-21 no");
  EXPECT_EQ(Told(DecideOver(kYear, FactsWith({{"2026-01-01", false},
                                              {"2026-01-02", true},
                                              {"2026-03-02", false},
                                              {"2026-03-03", true}}))),
            "2026-01-01 yes; 2026-03-01 no; 2026-03-02 yes; 2026-05-02 no");
}

TEST(CarriedTest, ADecisionMadeAgainDoesNotRestOnWhatItSaidItself) {
  const rules::Facts wrong = FactsWith({{"2026-01-01", false}});
  const Decision first = DecideOver(kYear, wrong);
  EXPECT_EQ(Told(first), "2026-01-01 yes");
  const Carried carried = Into(first, "2026-01-01");
  EXPECT_FALSE(carried.entitled_from.has_value());
  // It never was so: nothing stays. It became otherwise: what had begun stays.
  EXPECT_EQ(Told(DecideOver(kYear, FactsWith({{"2026-01-01", true}}), carried)), "2026-01-01 no");
  EXPECT_EQ(
      Told(DecideOver(kYear, FactsWith({{"2026-01-01", false}, {"2026-01-05", true}}), carried)),
      "2026-01-01 yes; 2026-03-01 no");
}

TEST(CarriedTest, TheNextPeriodGoesOnWithWhatWasDecidedBefore) {
  const rules::Facts facts = FactsWith({{"2026-01-10", false}, {"2026-01-11", true}});
  const Decision january = DecideOver(Days("2026-01-01", "2026-02-01"), facts);
  const Decision spring =
      DecideOver(Days("2026-02-01", "2026-06-01"), facts, Into(january, "2026-02-01"));
  EXPECT_EQ(spring.carried.entitled_from, Day("2026-01-10"));
  EXPECT_EQ(Told(spring), "2026-02-01 yes; 2026-03-10 no");
  // Made again, over the same days and over later ones, and where days between are not decided.
  EXPECT_EQ(Into(spring, "2026-02-01").entitled_from, Day("2026-01-10"));
  EXPECT_EQ(Into(spring, "2026-03-01").entitled_from, Day("2026-01-10"));
  EXPECT_FALSE(Into(spring, "2026-03-11").entitled_from.has_value());
  EXPECT_FALSE(Into(january, "2026-02-02").entitled_from.has_value());
  // Over earlier days only what had begun by then.
  EXPECT_EQ(Into(spring, "2026-01-20").entitled_from, Day("2026-01-10"));
  EXPECT_FALSE(Into(spring, "2026-01-10").entitled_from.has_value());
}

TEST(CarriedTest, WhatTwoPeopleDecidedBeginsAndEndsAFixedTimeAsWell) {
  Override exception;
  exception.id = "ovr-1";
  exception.state = Override::State::kApproved;
  exception.outcome = Outcome::kEligible;
  exception.period = Days("2026-04-01", "2026-04-05");
  EXPECT_EQ(Told(DecideOver(kYear, FactsWith({{"2026-01-01", true}}), {}, {exception})),
            "2026-01-01 no; 2026-04-01 yes; 2026-06-01 no");
  exception.outcome = Outcome::kIneligible;
  EXPECT_EQ(
      Told(DecideOver(
          kYear, FactsWith({{"2026-01-01", true}, {"2026-03-20", false}, {"2026-03-21", true}}), {},
          {exception})),
      "2026-01-01 no; 2026-03-20 yes; 2026-04-01 no");
}

TEST(CarriedTest, OnlySchemesThatAskLookBack) {
  EXPECT_TRUE(LooksBack(FixedScheme(), kYear) && NamesEntitled(FixedScheme(), kYear));
  EXPECT_FALSE(LooksBack(SampleScheme(), kYear));
  TestPack provisional;
  provisional.parameters = DaysParameter("provisional_days", 30);
  const rules::Scheme scheme = SchemeOf(provisional);
  EXPECT_TRUE(LooksBack(scheme, kYear));
  EXPECT_FALSE(NamesEntitled(scheme, kYear));
}

// Any facts and any overrides: a year at once, day by day, and in pieces of any length.
TEST(CarriedTest, AYearAtOnceIsDayByDay) {
  rules::RandomRules random(rules::TestSeed());
  for (int round = 0; round < 60; ++round) {
    std::map<absl::CivilDay, bool> said = {{absl::CivilDay(2025, 1, 1), random.OneIn(2)}};
    for (int64_t left = random.Between(0, 6); left > 0; --left) {
      said[random.Day()] = random.OneIn(2);
    }
    Subsidies subsidies;
    for (const auto& [day, paid] : said) subsidies.emplace_back(FormatDay(day), paid);
    std::vector<Override> overrides(random.OneIn(3) ? 1 : 0);
    for (Override& each : overrides) {
      each.state = Override::State::kApproved;
      each.outcome = random.OneIn(2) ? Outcome::kEligible : Outcome::kIneligible;
      each.period.from = random.Day();
      each.period.until = each.period.from + random.Between(1, 60);
    }
    const rules::Facts facts = FactsWith(subsidies);
    const Decision at_once = DecideOver(kYear, facts, {}, overrides);
    for (const int64_t days_max : {1, 90}) {
      std::optional<Decision> before;
      for (absl::CivilDay day = kYear.from; day < kYear.until;) {
        const absl::CivilDay until = std::min(day + random.Between(1, days_max), kYear.until);
        const Carried carried =
            before.has_value() ? CarriedInto(FixedScheme(), *before, day) : Carried();
        before = DecideOver({day, until}, facts, carried, overrides);
        for (; day < until; ++day) {
          ASSERT_EQ(EligibleOn(*before, day), EligibleOn(at_once, day))
              << "round " << round << " " << day;
        }
      }
    }
    ASSERT_EQ(
        Told(DecideOver(kYear, facts, CarriedInto(FixedScheme(), at_once, kYear.from), overrides)),
        Told(at_once));
  }
}

}  // namespace
}  // namespace tuoqiao::eligibility
