// Which programmes pay for a child's month, and why not the others.
#ifndef TUOQIAO_SERVICES_BILLING_CHOICE_H_
#define TUOQIAO_SERVICES_BILLING_CHOICE_H_

#include <string>
#include <vector>

#include "services/billing/layers.h"
#include "services/common/rules/combination.h"

namespace tuoqiao::billing {

using rules::CombinationRules;
using rules::ProgrammeSet;

// The programmes of a plan, which outlives it.
struct Programmes {
  explicit Programmes(const FundingPlan& plan);

  // The layers of those that are not in the set.
  LayerSet LeftOut(ProgrammeSet set) const;

  const FundingPlan& plan;
  std::vector<std::string> names;
  std::vector<LayerSet> layers;  // By programme.
  CombinationRules rules;
  // Whether one more programme can never leave the family more, as far as the plan alone says:
  // every layer takes of a base that is greater by a fen at most a fen more.
  bool steady = true;
};

// One statement of a child.
struct SplitCase {
  const std::vector<Line>* lines = nullptr;
  const SplitFacts* facts = nullptr;
};

// How a child's statements of one month are split.
struct ChildSplit {
  std::vector<std::vector<Bearing>> bearings;  // By case.
  // Which programmes pay, which do not and why, and what the next best combination would cost.
  // Empty where the plan has none.
  std::string note;
};

// The best combination of programmes over all cases of the child together, in their order, as its
// caps stand; what budgets cannot bear comes later and changes no choice. `page` is taken from.
ChildSplit SplitChild(const Programmes& programmes, const std::vector<SplitCase>& cases,
                      CapPage& page);

}  // namespace tuoqiao::billing

#endif  // TUOQIAO_SERVICES_BILLING_CHOICE_H_
