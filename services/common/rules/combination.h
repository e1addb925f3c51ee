// The best legal set of programmes for one child: exact, without trying every set.
#ifndef TUOQIAO_SERVICES_COMMON_RULES_COMBINATION_H_
#define TUOQIAO_SERVICES_COMMON_RULES_COMBINATION_H_

#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "absl/functional/function_ref.h"

namespace tuoqiao::rules {

// A bit for each programme, in their order.
using ProgrammeSet = uint32_t;
inline ProgrammeSet ProgrammeBit(size_t programme) { return ProgrammeSet{1} << programme; }

// For each programme, whom it excludes (both ways) and to whom it yields. No circle of yields.
struct CombinationRules {
  std::vector<ProgrammeSet> excludes;
  std::vector<ProgrammeSet> yields_to;

  size_t size() const { return excludes.size(); }
  ProgrammeSet all() const { return ProgrammeBit(size()) - 1; }
};

// What comes of a set: what it leaves the family to bear, below zero where it brings something, and
// which programmes pay anything.
struct SetOutcome {
  int64_t cost_minor = 0;
  ProgrammeSet paying = 0;
};

struct Combination {
  ProgrammeSet set = 0;
  int64_t cost_minor = 0;
};

struct BestCombination {
  Combination best;
  std::optional<Combination> next;  // Nothing where no other is legal.
  ProgrammeSet paying_alone = 0;    // Of those to whom others yield: who pays where it is alone.
};

// Whether no two exclude each other and whoever yields finds that the other pays nothing: it is not
// in the set, and it would pay nothing alone, or another one in the set excludes it.
bool IsLegal(const CombinationRules& rules, ProgrammeSet paying_alone, ProgrammeSet set);

inline constexpr int64_t kNoCombination = std::numeric_limits<int64_t>::max();

// A combination is a legal set of programmes that each pay something. The best leaves the family
// the least; of equal ones it is the one with the first programme that they do not share. `next` is
// the best of the others. Branch and bound: sets are visited in that same order, and a branch is
// left where `bound` shows that nothing in it is better than what is found. `bound(chosen, open)`
// is not above the cost of any combination of all of `chosen` and some of `open`, and
// kNoCombination only where there is none that the caller would offer.
BestCombination Choose(const CombinationRules& rules,
                       absl::FunctionRef<SetOutcome(ProgrammeSet)> evaluate,
                       absl::FunctionRef<int64_t(ProgrammeSet, ProgrammeSet)> bound);

}  // namespace tuoqiao::rules

#endif  // TUOQIAO_SERVICES_COMMON_RULES_COMBINATION_H_
