#include "services/eligibility/changes.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/rules/program.h"

namespace tuoqiao::eligibility {
namespace {

using rules::Predicate;
using rules::Truth;

// How far ahead what is known is followed; a human life is long enough.
constexpr int64_t kDaysAhead = 40000;

class Search {
 public:
  Search(const rules::Scheme& scheme, const rules::Facts& facts, absl::CivilDay day)
      : ground_{scheme.catalogue, scheme.parameters}, facts_(facts), day_(day) {}

  bool Holds(const rules::Condition& condition) const {
    return rules::Evaluate(condition.predicate, ground_, facts_, day_) == Truth::kHolds;
  }

  // The fewest leaves that make the condition hold.
  std::vector<Change> Of(const rules::Condition& condition) const {
    std::vector<Change> changes = Least(condition.predicate, Truth::kHolds);
    const bool hopeless = !Possible(changes);
    for (Change& each : changes) {
      each.condition = condition.name;
      // A condition that is not asked any more from a day on stops nobody then.
      if (!hopeless || !condition.validity.until.has_value()) continue;
      each.from = condition.validity.until;
      each.possible = true;
    }
    return changes;
  }

 private:
  static bool Possible(const std::vector<Change>& changes) {
    return std::all_of(changes.begin(), changes.end(),
                       [](const Change& each) { return each.possible; });
  }
  static std::pair<int64_t, size_t> Cost(const std::vector<Change>& changes) {
    return {std::count_if(changes.begin(), changes.end(),
                          [](const Change& each) { return !each.possible; }),
            changes.size()};
  }

  std::vector<Change> Least(const Predicate& predicate, Truth wanted) const {
    switch (predicate.kind) {
      case Predicate::Kind::kNot:
        return Least(predicate.of[0], wanted == Truth::kHolds ? Truth::kFails : Truth::kHolds);
      case Predicate::Kind::kAll:
        return wanted == Truth::kHolds ? Every(predicate, wanted) : Cheapest(predicate, wanted);
      case Predicate::Kind::kAny:
        return wanted == Truth::kHolds ? Cheapest(predicate, wanted) : Every(predicate, wanted);
      default:
        return Leaf(predicate, wanted);
    }
  }

  std::vector<Change> Every(const Predicate& predicate, Truth wanted) const {
    std::vector<Change> changes;
    for (const Predicate& each : predicate.of) {
      for (Change& change : Least(each, wanted)) changes.push_back(std::move(change));
    }
    return changes;
  }

  // The first of the cheapest.
  std::vector<Change> Cheapest(const Predicate& predicate, Truth wanted) const {
    std::optional<std::vector<Change>> best;
    for (const Predicate& each : predicate.of) {
      std::vector<Change> changes = Least(each, wanted);
      if (!best.has_value() || Cost(changes) < Cost(*best)) best = std::move(changes);
    }
    return best.value_or(std::vector<Change>());
  }

  std::vector<Change> Leaf(const Predicate& leaf, Truth wanted) const {
    const Truth now = rules::Evaluate(leaf, ground_, facts_, day_);
    if (now == wanted) return {};
    Change change;
    change.fact = rules::LeafFact(leaf, ground_.catalogue);
    change.needed =
        absl::StrCat(wanted == Truth::kHolds ? "" : "not ", rules::LimitText(leaf, ground_, day_));
    change.from = FirstDay(leaf, wanted);
    // Nobody becomes younger; what is unknown may still turn out well.
    change.possible = change.from.has_value() || leaf.measure == Predicate::Measure::kValue ||
                      now == Truth::kUnknown;
    return {std::move(change)};
  }

  std::optional<absl::CivilDay> FirstDay(const Predicate& leaf, Truth wanted) const {
    std::vector<absl::CivilDay> turns;
    rules::AddTurns(leaf, ground_, facts_, {day_, day_ + kDaysAhead}, &turns);
    std::sort(turns.begin(), turns.end());
    for (const absl::CivilDay turn : turns) {
      const bool in_force =
          !rules::NamesParameter(leaf) || ground_.parameters[leaf.parameter].Find(turn) != nullptr;
      if (in_force && rules::Evaluate(leaf, ground_, facts_, turn) == wanted) return turn;
    }
    return std::nullopt;
  }

  const rules::Ground ground_;
  const rules::Facts& facts_;
  const absl::CivilDay day_;
};

}  // namespace

std::vector<Change> SmallestChanges(const rules::Scheme& scheme, const rules::Facts& facts,
                                    absl::CivilDay day) {
  const Search search(scheme, facts, day);
  std::vector<Change> changes;
  for (const auto* list : {&scheme.needs, &scheme.conditions}) {
    for (const rules::Condition& condition : *list) {
      if (!condition.validity.Contains(day) || search.Holds(condition)) continue;
      for (Change& each : search.Of(condition)) changes.push_back(std::move(each));
    }
    if (!changes.empty()) break;
  }
  return changes;
}

}  // namespace tuoqiao::eligibility
