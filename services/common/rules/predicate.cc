#include "services/common/rules/predicate.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/check.h"

namespace tuoqiao::rules {
namespace {

using Kind = Predicate::Kind;
using Measure = Predicate::Measure;

// The number of the subject that is held against a limit. The value is known.
int64_t NumberOf(const Predicate& leaf, const FactValue& value, absl::CivilDay day) {
  switch (leaf.measure) {
    case Measure::kValue:
      return std::get<int64_t>(value);
    case Measure::kAgeInMonths:
      return AgeInMonths(std::get<absl::CivilDay>(value), day);
    case Measure::kCalendarMonths:
      return absl::CivilMonth(day) - absl::CivilMonth(std::get<absl::CivilDay>(value));
  }
  CHECK(false);
}

const DatedValue& LimitOf(const Predicate& leaf, const Ground& ground, absl::CivilDay day) {
  const DatedValue* limit = ground.parameters[leaf.parameter].Find(day);
  CHECK(limit != nullptr);  // The scheme was checked to be in force.
  return *limit;
}

// The day on which the months since a date reach a number.
absl::CivilDay DayOfReaching(Measure measure, absl::CivilDay since, int64_t months) {
  if (measure == Measure::kAgeInMonths) return DayOfCompletingMonths(since, months);
  return absl::CivilDay(absl::CivilMonth(since) + months);
}

}  // namespace

void AddTurns(const Predicate& predicate, const Ground& ground, const Facts& facts,
              const Period& period, std::vector<absl::CivilDay>* turns) {
  const auto add = [&](absl::CivilDay day) {
    if (period.from < day && day < period.until) turns->push_back(day);
  };
  ForEachLeaf(predicate, [&](const Predicate& leaf) {
    for (const size_t fact : FactsOf(leaf)) {
      for (const PackedStep& step : facts.steps(fact)) add(UnpackDay(step.from));
    }
    if (!NamesParameter(leaf)) return;
    for (const DatedValue& limit : ground.parameters[leaf.parameter].values) {
      add(limit.validity.from);
      if (leaf.measure == Measure::kValue) continue;
      // A date that is corrected from a day on has such days for each of its steps.
      for (const PackedStep& step : facts.steps(leaf.fact)) {
        if (step.kind == PackedStep::Kind::kUnknown) continue;
        const int64_t turn = limit.value + (leaf.kind == Kind::kAtMost ? 1 : 0);
        const absl::CivilDay day = DayOfReaching(leaf.measure, UnpackDay(step.number), turn);
        if (limit.validity.Contains(day)) add(day);
      }
    }
  });
}

std::string LeafFact(const Predicate& leaf, const FactCatalogue& catalogue) {
  switch (leaf.measure) {
    case Measure::kAgeInMonths:
      return "age_in_months";
    case Measure::kCalendarMonths:
      return "calendar_months";
    case Measure::kValue:
      break;
  }
  const std::string& name = catalogue.at(leaf.fact).name;
  if (leaf.kind != Kind::kShareAtLeast) return name;
  return absl::StrCat(name, " of ", catalogue.at(leaf.whole).name);
}

std::string LeafValue(const Predicate& leaf, const Facts& facts, absl::CivilDay day) {
  FactValue value = facts.On(leaf.fact, day);
  if (leaf.kind == Kind::kShareAtLeast) {
    return absl::StrCat(ValueText(std::move(value)), " of ", ValueText(facts.On(leaf.whole, day)));
  }
  if (!Known(value) || leaf.measure == Measure::kValue) return ValueText(std::move(value));
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
    case Kind::kAtMost:
      return absl::StrCat("at_most ", LimitOf(predicate, ground, day).value);
    case Kind::kShareAtLeast:
      return absl::StrCat("share_at_least ", LimitOf(predicate, ground, day).value);
    case Kind::kIn:
      return absl::StrCat(texts.size() == 1 ? "equals " : "in ", absl::StrJoin(texts, ", "));
    case Kind::kOnOrAfter:
      return absl::StrCat("on_or_after ", texts[0]);
  }
  return "";
}

std::vector<size_t> FactsOf(const Predicate& leaf) {
  if (leaf.kind == Kind::kShareAtLeast) return {leaf.fact, leaf.whole};
  return {leaf.fact};
}

bool NamesParameter(const Predicate& leaf) {
  switch (leaf.kind) {
    case Kind::kAtLeast:
    case Kind::kBelow:
    case Kind::kAtMost:
    case Kind::kShareAtLeast:
      return true;
    default:
      return false;
  }
}

}  // namespace tuoqiao::rules
