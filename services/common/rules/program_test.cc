#include "services/common/rules/program.h"

#include <gtest/gtest.h>

#include "services/common/rules/testing_random.h"
#include "services/common/rules/testing_walk.h"

namespace tuoqiao::rules {
namespace {

TEST(PackDayTest, KeepsTheOrderOfDaysAndCountsMonthsAsPeriodDoes) {
  RandomRules random(TestSeed());
  for (int i = 0; i < 200000; ++i) {
    const absl::CivilDay a = absl::CivilDay(2020, 1, 1) + random.Between(0, 3000);
    const absl::CivilDay b = absl::CivilDay(2020, 1, 1) + random.Between(0, 3000);
    const int64_t months = random.Between(-40, 40);
    ASSERT_EQ(UnpackDay(PackDay(a)), a);
    ASSERT_EQ(PackDay(a) < PackDay(b), a < b) << a << " " << b;
    ASSERT_EQ(PackDay(b) - PackDay(a) >= 32 * months, AgeInMonths(a, b) >= months) << a << " " << b;
  }
}

// What the stage's conditions that are asked say together, each walked by itself.
Truth WalkAll(const Scheme& scheme, Stage stage, const Facts& facts, absl::CivilDay day) {
  Truth least = Truth::kHolds;
  for (const Condition& condition : scheme.of(stage)) {
    if (!condition.validity.Contains(day)) continue;
    least = std::min(
        least, WalkTree(condition.predicate, {scheme.catalogue, scheme.parameters}, facts, day));
  }
  return least;
}

// A million times a random predicate, facts and day; the rows of a predicate run together.
TEST(ProgramTest, SaysWhatATreeWalkSays) {
  constexpr int kPredicates = 10000, kRows = 100;
  RandomRules random(TestSeed());
  std::vector<Facts> known;
  for (int i = 0; i < 5000; ++i) known.push_back(random.AnyFacts());
  int64_t count[3] = {};
  for (int i = 0; i < kPredicates; ++i) {
    const std::vector<Parameter> parameters = random.Parameters();
    const Predicate predicate = random.AnyPredicate(parameters, 3);
    const Ground ground{RandomCatalogue(), parameters};
    // A program is for days on which no parameter changes: those of one month-long stretch at most.
    const absl::CivilDay first = random.Day();
    absl::CivilDay until = first + 30;
    for (const Parameter& each : parameters) {
      for (const DatedValue& value : each.values) {
        if (value.validity.from > first) until = std::min(until, value.validity.from);
      }
    }
    Encoding encoding;
    const Program program({&predicate}, ground, first, &encoding);
    Columns columns(encoding, kRows);
    std::vector<std::pair<const Facts*, absl::CivilDay>> rows;
    for (int row = 0; row < kRows; ++row) {
      rows.emplace_back(&known[static_cast<size_t>(random.Between(0, 4999))],
                        first + random.Between(0, until - first - 1));
      columns.Add(*rows.back().first, rows.back().second);
    }
    const Truths truths = program.Run(columns);
    for (int row = 0; row < kRows; ++row) {
      const auto& [facts, day] = rows[static_cast<size_t>(row)];
      const Truth expected = WalkTree(predicate, ground, *facts, day);
      ASSERT_EQ(truths[0][static_cast<size_t>(row)], expected)
          << "predicate " << i << " on " << day << ": " << LimitText(predicate, ground, day);
      ++count[static_cast<int>(expected)];
    }
  }
  // It would prove little if one truth were rare.
  for (const int64_t each : count) EXPECT_GT(each, kPredicates * kRows / 20);
}

TEST(SchemeTest, VerdictsOfMoreSubjectsThanRunTogetherAreThoseOfEach) {
  RandomRules random(TestSeed());
  for (int round = 0; round < 20; ++round) {
    const Scheme scheme = random.AnyScheme();
    const absl::CivilDay day = random.Day();
    std::vector<Facts> known;
    for (size_t i = 0; i < 3 * kRowsTogether - 1; ++i) known.push_back(random.AnyFacts());
    std::vector<const Facts*> subjects;
    for (const Facts& each : known) subjects.push_back(&each);
    const std::vector<Verdict> verdicts = scheme.Verdicts(subjects, day);
    ASSERT_EQ(verdicts.size(), known.size());
    for (size_t i = 0; i < known.size(); ++i) {
      const Truth needs = WalkAll(scheme, Stage::kNeeds, known[i], day);
      const Truth conditions = WalkAll(scheme, Stage::kConditions, known[i], day);
      ASSERT_EQ(verdicts[i], needs != Truth::kHolds        ? Verdict::kWaits
                             : conditions == Truth::kFails ? Verdict::kFails
                             : conditions == Truth::kHolds ? Verdict::kHolds
                                                           : Verdict::kUnknown);
    }
  }
}

}  // namespace
}  // namespace tuoqiao::rules
