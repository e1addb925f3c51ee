#include "services/common/rules/predicate.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/check.h"

namespace tuoqiao::rules {
namespace {

using Kind = Predicate::Kind;

bool Combines(Kind kind) { return kind == Kind::kAll || kind == Kind::kAny || kind == Kind::kNot; }

Truth Not(Truth truth) {
  if (truth == Truth::kUnknown) return truth;
  return truth == Truth::kHolds ? Truth::kFails : Truth::kHolds;
}

Truth Of(bool so) { return so ? Truth::kHolds : Truth::kFails; }

// The number of the subject that is held against a limit.
int64_t NumberOf(const Predicate& leaf, const FactValue& value, absl::CivilDay day) {
  return leaf.age ? AgeInMonths(std::get<absl::CivilDay>(value), day) : std::get<int64_t>(value);
}

const DatedValue& LimitOf(const Predicate& leaf, const Ground& ground, absl::CivilDay day) {
  const DatedValue* limit = ground.parameters[leaf.parameter].Find(day);
  CHECK(limit != nullptr);  // The scheme was checked to be in force.
  return *limit;
}

Truth EvaluateLeaf(const Predicate& leaf, const Ground& ground, const Facts& facts,
                   absl::CivilDay day) {
  const FactValue& value = facts.On(leaf.fact, day);
  if (!Known(value)) return Truth::kUnknown;
  switch (leaf.kind) {
    case Kind::kAtLeast:
      return Of(NumberOf(leaf, value, day) >= LimitOf(leaf, ground, day).value);
    case Kind::kBelow:
      return Of(NumberOf(leaf, value, day) < LimitOf(leaf, ground, day).value);
    case Kind::kOnOrAfter:
      return Of(std::get<absl::CivilDay>(value) >= std::get<absl::CivilDay>(leaf.values[0]));
    default:
      return Of(std::find(leaf.values.begin(), leaf.values.end(), value) != leaf.values.end());
  }
}

}  // namespace

Truth Evaluate(const Predicate& predicate, const Ground& ground, const Facts& facts,
               absl::CivilDay day) {
  if (!Combines(predicate.kind)) return EvaluateLeaf(predicate, ground, facts, day);
  if (predicate.kind == Kind::kNot) return Not(Evaluate(predicate.of[0], ground, facts, day));
  const bool all = predicate.kind == Kind::kAll;
  Truth truth = all ? Truth::kHolds : Truth::kFails;
  for (const Predicate& each : predicate.of) {
    const Truth one = Evaluate(each, ground, facts, day);
    truth = all ? std::min(truth, one) : std::max(truth, one);
  }
  return truth;
}

void AddTurns(const Predicate& predicate, const Ground& ground, const Facts& facts,
              const Period& period, std::set<absl::CivilDay>* turns) {
  const auto add = [&](absl::CivilDay day) {
    if (period.from < day && day < period.until) turns->insert(day);
  };
  ForEachLeaf(predicate, [&](const Predicate& leaf) {
    for (const FactStep& step : facts.steps(leaf.fact)) add(step.from);
    if (!NamesParameter(leaf)) return;
    for (const DatedValue& limit : ground.parameters[leaf.parameter].values) {
      add(limit.validity.from);
      if (!leaf.age) continue;
      // A date of birth that is corrected from a day on has a birthday for each of its steps.
      for (const FactStep& step : facts.steps(leaf.fact)) {
        if (!Known(step.value)) continue;
        const absl::CivilDay completed =
            DayOfCompletingMonths(std::get<absl::CivilDay>(step.value), limit.value);
        if (limit.validity.Contains(completed)) add(completed);
      }
    }
  });
}

void ForEachLeaf(const Predicate& predicate, const std::function<void(const Predicate&)>& each) {
  if (!Combines(predicate.kind)) return each(predicate);
  for (const Predicate& inner : predicate.of) ForEachLeaf(inner, each);
}

std::string LeafFact(const Predicate& leaf, const FactCatalogue& catalogue) {
  return leaf.age ? "age_in_months" : catalogue.at(leaf.fact).name;
}

std::string LeafValue(const Predicate& leaf, const Facts& facts, absl::CivilDay day) {
  const FactValue& value = facts.On(leaf.fact, day);
  if (!Known(value) || !leaf.age) return ValueText(value);
  return absl::StrCat(NumberOf(leaf, value, day));
}

std::string LimitText(const Predicate& predicate, const Ground& ground, absl::CivilDay day) {
  std::vector<std::string> texts;
  for (const Predicate& each : predicate.of) texts.push_back(LimitText(each, ground, day));
  for (const FactValue& value : predicate.values) texts.push_back(ValueText(value));
  switch (predicate.kind) {
    case Kind::kAll:
      return absl::StrCat("(", absl::StrJoin(texts, " and "), ")");
    case Kind::kAny:
      return absl::StrCat("(", absl::StrJoin(texts, " or "), ")");
    case Kind::kNot:
      return absl::StrCat("not ", texts[0]);
    case Kind::kAtLeast:
      return absl::StrCat("at_least ", LimitOf(predicate, ground, day).value);
    case Kind::kBelow:
      return absl::StrCat("below ", LimitOf(predicate, ground, day).value);
    case Kind::kIn:
      return absl::StrCat(texts.size() == 1 ? "equals " : "in ", absl::StrJoin(texts, ", "));
    case Kind::kOnOrAfter:
      return absl::StrCat("on_or_after ", texts[0]);
  }
  return "";
}

bool NamesParameter(const Predicate& leaf) {
  return leaf.kind == Kind::kAtLeast || leaf.kind == Kind::kBelow;
}

}  // namespace tuoqiao::rules
