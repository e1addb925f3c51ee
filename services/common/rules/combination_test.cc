#include "services/common/rules/combination.h"

#include <gtest/gtest.h>

namespace tuoqiao::rules {
namespace {

// Each programme pays its amount, whatever the others do.
TEST(CombinationTest, SixteenProgrammesAreNotTriedOneSetAfterTheOther) {
  CombinationRules rules;
  rules.excludes.resize(16);
  rules.yields_to.resize(16);
  for (size_t i = 0; i < 16; i += 2) {  // Eight pairs, one of each pair.
    rules.excludes[i] = ProgrammeBit(i + 1);
    rules.excludes[i + 1] = ProgrammeBit(i);
  }
  int evaluations = 0;
  const auto family = [](ProgrammeSet set) {
    int64_t cost_minor = 100000;
    for (size_t i = 0; i < 16; ++i) {
      if ((set & ProgrammeBit(i)) != 0) cost_minor -= 1000 + (i % 2 == 0 ? 7 : 0) + 3;
    }
    return cost_minor;
  };
  const BestCombination best = Choose(
      rules,
      [&](ProgrammeSet set) {
        ++evaluations;
        return SetOutcome{family(set), set};
      },
      [&](ProgrammeSet chosen, ProgrammeSet open) { return family(chosen | open); });
  EXPECT_EQ(best.best.set, 0x5555u);
  EXPECT_EQ(best.next->cost_minor - best.best.cost_minor, 7);
  EXPECT_LT(evaluations, 1000);
}

}  // namespace
}  // namespace tuoqiao::rules
