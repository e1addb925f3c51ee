#include "services/common/rules/combination.h"

#include "services/common/check.h"

namespace tuoqiao::rules {
namespace {

using Evaluate = absl::FunctionRef<SetOutcome(ProgrammeSet)>;
using Bound = absl::FunctionRef<int64_t(ProgrammeSet, ProgrammeSet)>;

class Search {
 public:
  Search(const CombinationRules& rules, Evaluate evaluate, Bound bound)
      : rules_(rules), evaluate_(evaluate), bound_(bound), apart_(rules.excludes) {
    ProgrammeSet asked = 0;
    for (size_t i = 0; i < rules.size(); ++i) {
      apart_[i] |= rules.yields_to[i];
      asked |= rules.yields_to[i];
      for (size_t j = 0; j < rules.size(); ++j) {
        if ((rules.yields_to[j] & ProgrammeBit(i)) != 0) apart_[i] |= ProgrammeBit(j);
      }
    }
    for (size_t i = 0; i < rules.size(); ++i) {
      const ProgrammeSet alone = ProgrammeBit(i);
      if ((asked & alone) != 0) found_.paying_alone |= evaluate(alone).paying & alone;
    }
  }

  BestCombination Run() && {
    Walk(0, rules_.all(), bound_(0, rules_.all()));
    CHECK(any_);  // No programme at all is legal.
    return found_;
  }

 private:
  // The sets of all of `chosen` and some of `open`, those with an earlier programme first.
  void Walk(ProgrammeSet chosen, ProgrammeSet open, int64_t floor_minor) {
    if (floor_minor == kNoCombination) return;
    // What comes later has to be better than the second to count.
    if (found_.next.has_value() && floor_minor >= found_.next->cost_minor) return;
    if (open == 0) {
      Offer(chosen);
      return;
    }
    size_t first = 0;
    while ((open & ProgrammeBit(first)) == 0) ++first;
    const ProgrammeSet rest = open & ~ProgrammeBit(first);
    // All of a combination pay, so that whoever yields is apart from the other as if excluded.
    const ProgrammeSet with = chosen | ProgrammeBit(first), open_with = rest & ~apart_[first];
    Walk(with, open_with, bound_(with, open_with));
    Walk(chosen, rest, bound_(chosen, rest));
  }

  void Offer(ProgrammeSet set) {
    if (!IsLegal(rules_, found_.paying_alone, set)) return;
    const SetOutcome outcome = evaluate_(set);
    if (outcome.paying != set) return;
    const Combination offered = {set, outcome.cost_minor};
    if (!any_ || offered.cost_minor < found_.best.cost_minor) {
      if (any_) found_.next = found_.best;
      found_.best = offered;
      any_ = true;
    } else if (!found_.next.has_value() || offered.cost_minor < found_.next->cost_minor) {
      found_.next = offered;
    }
  }

  const CombinationRules& rules_;
  const Evaluate evaluate_;
  const Bound bound_;
  std::vector<ProgrammeSet> apart_;  // Who is never with whom.
  BestCombination found_;
  bool any_ = false;
};

}  // namespace

bool IsLegal(const CombinationRules& rules, ProgrammeSet paying_alone, ProgrammeSet set) {
  ProgrammeSet excluded = 0;
  for (size_t i = 0; i < rules.size(); ++i) {
    if ((set & ProgrammeBit(i)) != 0) excluded |= rules.excludes[i];
  }
  if ((set & excluded) != 0) return false;
  for (size_t i = 0; i < rules.size(); ++i) {
    if ((set & ProgrammeBit(i)) == 0) continue;
    for (size_t to = 0; to < rules.size(); ++to) {
      const ProgrammeSet other = ProgrammeBit(to);
      if ((rules.yields_to[i] & other) == 0) continue;
      if ((set & other) != 0) return false;
      if ((paying_alone & other) == 0) continue;
      // That it excludes the other itself is no reason for it.
      if ((rules.excludes[to] & set & ~ProgrammeBit(i)) == 0) return false;
    }
  }
  return true;
}

BestCombination Choose(const CombinationRules& rules, Evaluate evaluate, Bound bound) {
  return Search(rules, evaluate, bound).Run();
}

}  // namespace tuoqiao::rules
