// For any rules and any facts: what is decided of a year at once is what is decided day by day.
#include <gtest/gtest.h>

#include "services/common/rules/testing_random.h"
#include "services/common/rules/testing_walk.h"
#include "services/eligibility/convert.h"
#include "services/eligibility/decision.h"

namespace tuoqiao::eligibility {
namespace {

using rules::Truth;

// A day by itself, from the trees of the conditions and nothing else.
Outcome OnTheDay(const rules::Scheme& scheme, const rules::Facts& facts, absl::CivilDay day) {
  const auto least = [&](const std::vector<rules::Condition>& list) {
    Truth truth = Truth::kHolds;
    for (const rules::Condition& condition : list) {
      if (!condition.validity.Contains(day)) continue;
      truth = std::min(
          truth, WalkTree(condition.predicate, {scheme.catalogue, scheme.parameters}, facts, day));
    }
    return truth;
  };
  if (least(scheme.needs) != Truth::kHolds) return Outcome::kPending;
  switch (least(scheme.conditions)) {
    case Truth::kHolds:
      return Outcome::kEligible;
    case Truth::kUnknown:
      return Outcome::kPending;
    default:
      return Outcome::kIneligible;
  }
}

TEST(DecisionPropertyTest, AYearAtOnceIsDayByDay) {
  rules::RandomRules random(rules::TestSeed());
  const Period year{absl::CivilDay(2026, 1, 1), absl::CivilDay(2027, 1, 1)};
  int64_t days = 0, slices_seen = 0, wider = 0;
  for (int round = 0; round < 400; ++round) {
    const rules::Scheme scheme = random.AnyScheme();
    std::vector<rules::Facts> facts;
    for (int i = 0; i < 10; ++i) facts.push_back(random.AnyFacts());
    std::vector<const rules::Facts*> subjects;
    for (const rules::Facts& each : facts) subjects.push_back(&each);
    const auto decided = Decide(scheme, subjects, year);
    for (size_t i = 0; i < facts.size(); ++i) {
      absl::CivilDay next = year.from;
      for (const Slice& slice : decided[i]) {
        ASSERT_EQ(slice.period.from, next);
        for (; next < slice.period.until; ++next, ++days) {
          const Outcome outcome =
              slice.outcome == Outcome::kEligibleLater ? Outcome::kIneligible : slice.outcome;
          ASSERT_EQ(outcome, OnTheDay(scheme, facts[i], next)) << "round " << round << " " << next;
        }
        ++slices_seen;
        wider += slice.period.Days() > 1 ? 1 : 0;
      }
      ASSERT_EQ(next, year.until);
    }
  }
  std::printf("%lld days in %lld slices\n", static_cast<long long>(days),
              static_cast<long long>(slices_seen));
  EXPECT_GT(wider * 10, slices_seen * 8);  // Slices are stretches, not days.
}

// What is decided by each scheme of its own part, one after the other.
std::vector<Slice> PartByPart(const rules::Schemes& schemes, const Programme& programme,
                              const rules::Facts& facts, const Period& year) {
  std::vector<Slice> slices;
  for (size_t i = 0; i < programme.versions.size(); ++i) {
    Period part = {std::max(programme.versions[i].from_date, year.from), year.until};
    if (i + 1 < programme.versions.size()) part.until = programme.versions[i + 1].from_date;
    for (Slice& each : Decide(schemes.at(programme.versions[i].scheme), facts, part)) {
      slices.push_back(std::move(each));
    }
  }
  MarkLater(&slices);
  return slices;
}

TEST(DecisionPropertyTest, APeriodOverVersionsIsEachPartByItsOwnScheme) {
  rules::RandomRules random(rules::TestSeed());
  const Period year{absl::CivilDay(2026, 1, 1), absl::CivilDay(2027, 1, 1)};
  for (int round = 0; round < 300; ++round) {
    rules::Schemes schemes;
    Programme programme;
    programme.from_date = absl::CivilDay(2025, 1, 1);
    absl::CivilDay from = programme.from_date;
    for (int64_t i = 0, versions = random.Between(1, 4); i < versions; ++i) {
      const std::string name(1, static_cast<char>('a' + i));
      schemes.emplace(name, random.AnyScheme());
      programme.versions.push_back({name, from, {}, ""});
      from = std::max(from, year.from) + random.Between(1, 90);
    }
    const Versions versions(programme, schemes);
    std::vector<rules::Facts> facts;
    for (int i = 0; i < 5; ++i) facts.push_back(random.AnyFacts());
    std::vector<const rules::Facts*> subjects;
    for (const rules::Facts& each : facts) subjects.push_back(&each);
    const auto decided = Decide(versions, subjects, year);
    for (size_t i = 0; i < facts.size(); ++i) {
      const std::vector<Slice> parts = PartByPart(schemes, programme, facts[i], year);
      // The same bytes make the same fingerprint.
      ASSERT_EQ(SliceBytes(decided[i]), SliceBytes(parts)) << "round " << round;
    }
  }
}

TEST(DecisionPropertyTest, ThreadsDecideWhatOneDoes) {
  rules::RandomRules random(rules::TestSeed());
  const rules::Scheme scheme = random.AnyScheme();
  const Period year{absl::CivilDay(2026, 1, 1), absl::CivilDay(2027, 1, 1)};
  std::vector<rules::Facts> facts;
  for (int i = 0; i < 3000; ++i) facts.push_back(random.AnyFacts());
  std::vector<const rules::Facts*> subjects;
  for (const rules::Facts& each : facts) subjects.push_back(&each);
  const auto by_three = Decide(scheme, subjects, year, /*threads=*/3);
  ASSERT_EQ(by_three.size(), facts.size());
  for (size_t i = 0; i < facts.size(); ++i) {
    const std::vector<Slice> alone = Decide(scheme, facts[i], year);
    ASSERT_EQ(by_three[i].size(), alone.size());
    for (size_t s = 0; s < alone.size(); ++s) {
      ASSERT_EQ(by_three[i][s].period, alone[s].period);
      ASSERT_EQ(by_three[i][s].outcome, alone[s].outcome);
      ASSERT_EQ(by_three[i][s].missing, alone[s].missing);
      ASSERT_EQ(by_three[i][s].trace.size(), alone[s].trace.size());
      for (size_t c = 0; c < alone[s].trace.size(); ++c) {
        ASSERT_EQ(by_three[i][s].trace[c].held, alone[s].trace[c].held);
        ASSERT_EQ(by_three[i][s].trace[c].value, alone[s].trace[c].value);
        ASSERT_EQ(by_three[i][s].trace[c].truth, alone[s].trace[c].truth);
      }
    }
  }
}

}  // namespace
}  // namespace tuoqiao::eligibility
