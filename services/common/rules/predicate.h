// What can be so or not of a subject on a day, or is unknown because a fact is.
#ifndef TUOQIAO_SERVICES_COMMON_RULES_PREDICATE_H_
#define TUOQIAO_SERVICES_COMMON_RULES_PREDICATE_H_

#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/common/period.h"
#include "services/common/rules/fact.h"
#include "services/common/rules/parameter.h"

namespace tuoqiao::rules {

// In the order in which `all` takes the least and `any` the greatest (Kleene's logic).
enum class Truth : uint8_t { kFails, kUnknown, kHolds };

// A tree, checked when it was loaded: facts and parameters are there, types and units fit.
struct Predicate {
  enum class Kind { kAll, kAny, kNot, kAtLeast, kBelow, kAtMost, kShareAtLeast, kIn, kOnOrAfter };
  // What of the fact is held against the parameter: itself, or, of a date, the whole months or the
  // calendar months since.
  enum class Measure { kValue, kAgeInMonths, kCalendarMonths };

  Kind kind = Kind::kAll;
  std::vector<Predicate> of;  // Of kAll, kAny and kNot.
  // Of the others: a place in the catalogue of facts.
  size_t fact = 0;
  size_t whole = 0;  // Of kShareAtLeast: the fact of which `fact` is a part.
  Measure measure = Measure::kValue;
  size_t parameter = 0;  // Of what is held against one: a place in the scheme's parameters.
  std::vector<FactValue> values;  // Of kIn; one for `equals`. Of kOnOrAfter the day.
};

// What a predicate is held against.
struct Ground {
  const FactCatalogue& catalogue;
  const std::vector<Parameter>& parameters;
};

// Adds the days inside the period, its first left out, in any order, on which what it looks at may
// change: steps of facts, values of parameters, and days that complete a parameter's months.
void AddTurns(const Predicate& predicate, const Ground& ground, const Facts& facts,
              const Period& period, std::vector<absl::CivilDay>* turns);

inline bool Combines(Predicate::Kind kind) {
  return kind == Predicate::Kind::kAll || kind == Predicate::Kind::kAny ||
         kind == Predicate::Kind::kNot;
}

// Calls `each` for the leaves, from left to right.
template <typename Each>
void ForEachLeaf(const Predicate& predicate, const Each& each) {
  if (!Combines(predicate.kind)) {
    each(predicate);
    return;
  }
  for (const Predicate& inner : predicate.of) ForEachLeaf(inner, each);
}

// Of a leaf: `age_in_months`, `calendar_months` or the fact's name, and the subject's value.
std::string LeafFact(const Predicate& leaf, const FactCatalogue& catalogue);
std::string LeafValue(const Predicate& leaf, const Facts& facts, absl::CivilDay day);
// What it is held against: `at_least 6`, `(at_least 1 or equals true)`, `not in A, B`.
std::string LimitText(const Predicate& predicate, const Ground& ground, absl::CivilDay day);

// The facts that a leaf looks at.
std::vector<size_t> FactsOf(const Predicate& leaf);

// Whether the leaf is held against a parameter.
bool NamesParameter(const Predicate& leaf);

}  // namespace tuoqiao::rules

#endif  // TUOQIAO_SERVICES_COMMON_RULES_PREDICATE_H_
