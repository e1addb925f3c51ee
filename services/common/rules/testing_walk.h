// Predicates walked as trees, leaf by leaf: the plain evaluator that the compiled program has to
// equal.
#ifndef TUOQIAO_SERVICES_COMMON_RULES_TESTING_WALK_H_
#define TUOQIAO_SERVICES_COMMON_RULES_TESTING_WALK_H_

#include <algorithm>

#include "services/common/check.h"
#include "services/common/period.h"
#include "services/common/rules/predicate.h"

namespace tuoqiao::rules {

inline Truth WalkLeaf(const Predicate& leaf, const Ground& ground, const Facts& facts,
                      absl::CivilDay day) {
  using Kind = Predicate::Kind;
  const auto of = [](bool so) { return so ? Truth::kHolds : Truth::kFails; };
  const FactValue value = facts.On(leaf.fact, day);
  if (!Known(value)) return Truth::kUnknown;
  if (leaf.kind == Kind::kIn) {
    return of(std::find(leaf.values.begin(), leaf.values.end(), value) != leaf.values.end());
  }
  if (leaf.kind == Kind::kOnOrAfter) {
    return of(std::get<absl::CivilDay>(value) >= std::get<absl::CivilDay>(leaf.values[0]));
  }
  const int64_t limit = ground.parameters[leaf.parameter].Find(day)->value;
  if (leaf.kind == Kind::kShareAtLeast) {
    const FactValue whole = facts.On(leaf.whole, day);
    if (!Known(whole)) return Truth::kUnknown;
    return of(std::get<int64_t>(value) * 10000 >= std::get<int64_t>(whole) * limit);
  }
  int64_t number = 0;
  switch (leaf.measure) {
    case Predicate::Measure::kValue:
      number = std::get<int64_t>(value);
      break;
    case Predicate::Measure::kAgeInMonths:
      number = AgeInMonths(std::get<absl::CivilDay>(value), day);
      break;
    case Predicate::Measure::kCalendarMonths:
      number = absl::CivilMonth(day) - absl::CivilMonth(std::get<absl::CivilDay>(value));
      break;
  }
  if (leaf.kind == Kind::kAtLeast) return of(number >= limit);
  return of(leaf.kind == Kind::kBelow ? number < limit : number <= limit);
}

inline Truth WalkTree(const Predicate& predicate, const Ground& ground, const Facts& facts,
                      absl::CivilDay day) {
  if (!Combines(predicate.kind)) return WalkLeaf(predicate, ground, facts, day);
  if (predicate.kind == Predicate::Kind::kNot) {
    const Truth inner = WalkTree(predicate.of[0], ground, facts, day);
    if (inner == Truth::kUnknown) return inner;
    return inner == Truth::kHolds ? Truth::kFails : Truth::kHolds;
  }
  const bool all = predicate.kind == Predicate::Kind::kAll;
  Truth truth = all ? Truth::kHolds : Truth::kFails;
  for (const Predicate& each : predicate.of) {
    const Truth one = WalkTree(each, ground, facts, day);
    truth = all ? std::min(truth, one) : std::max(truth, one);
  }
  return truth;
}

}  // namespace tuoqiao::rules

#endif  // TUOQIAO_SERVICES_COMMON_RULES_TESTING_WALK_H_
