#include "services/eligibility/carried.h"

#include <algorithm>
#include <optional>

#include "services/eligibility/catalogue.h"

namespace tuoqiao::eligibility {
namespace {

using MaybeDay = std::optional<absl::CivilDay>;
using rules::FactStep;
using rules::FactValue;

bool NamesEntitled(const rules::Predicate& predicate) {
  bool names = false;
  rules::ForEachLeaf(predicate, [&](const rules::Predicate& leaf) {
    for (const size_t fact : rules::FactsOf(leaf)) {
      names = names || fact == kEntitledBefore || fact == kEntitledFrom;
    }
  });
  return names;
}

bool NamesEntitled(const rules::Scheme& scheme) {
  for (const auto* list : {&scheme.needs, &scheme.conditions}) {
    for (const rules::Condition& each : *list) {
      if (NamesEntitled(each.predicate)) return true;
    }
  }
  return false;
}

template <typename Is>
bool AnyScheme(const Versions& versions, const Period& period, const Is& is) {
  for (const SchemeSpan& each : versions.Over(period)) {
    if (each.scheme != nullptr && is(*each.scheme)) return true;
  }
  return false;
}

bool Eligible(const Slice& slice) { return slice.outcome == Outcome::kEligible; }

// The first of the days without gap up to `day`, the day itself left out, of which `is` holds.
// Where they reach back to the period's first day they go on in what it carried over.
template <typename Is>
MaybeDay LeadsInto(const std::vector<Slice>& slices, absl::CivilDay day, MaybeDay carried,
                   const Is& is) {
  size_t at = 0;
  while (at < slices.size() && !slices[at].period.Contains(day - 1)) ++at;
  if (at == slices.size() || !is(slices[at])) return std::nullopt;
  while (at > 0 && is(slices[at - 1])) --at;
  return at == 0 && carried.has_value() ? carried : slices[at].period.from;
}

// What was carried over into a later day than the one that is asked about, as far as it had begun.
MaybeDay BegunBefore(MaybeDay from, absl::CivilDay day) {
  return from.has_value() && *from < day ? from : std::nullopt;
}

}  // namespace

bool NamesEntitled(const Versions& versions, const Period& period) {
  return AnyScheme(versions, period,
                   [](const rules::Scheme& scheme) { return NamesEntitled(scheme); });
}

bool LooksBack(const Versions& versions, const Period& period) {
  return AnyScheme(versions, period, [](const rules::Scheme& scheme) {
    return NamesEntitled(scheme) || scheme.FindParameter("provisional_days") != nullptr;
  });
}

Carried CarriedInto(const Versions& versions, const Decision& in_force, absl::CivilDay day) {
  const Carried& before = in_force.carried;
  Carried into;
  if (day <= in_force.period.from) {
    into.entitled_from = BegunBefore(before.entitled_from, day);
    into.pending_from = BegunBefore(before.pending_from, day);
    return into;
  }
  into.entitled_from = LeadsInto(in_force.slices, day, before.entitled_from, Eligible);
  into.pending_from = LeadsInto(in_force.slices, day, before.pending_from,
                                [&](const Slice& slice) { return WaitsForFacts(versions, slice); });
  return into;
}

void AddEntitled(const Period& period, const Carried& carried, const DecideFacts& decide,
                 rules::Facts* facts) {
  MaybeDay stretch = carried.entitled_from;
  std::vector<FactStep> befores, froms;
  absl::CivilDay day = period.from;
  while (day < period.until) {
    befores.push_back({day, stretch.has_value()});
    froms.push_back({day, stretch.has_value() ? FactValue(*stretch) : FactValue()});
    facts->SetSteps(kEntitledBefore, befores);
    facts->SetSteps(kEntitledFrom, froms);
    // As long as the stretch goes on, or has not begun, the facts are right; the day on which that
    // turns is the last on which they are.
    const std::vector<Slice> slices = decide(*facts, {day, period.until});
    const auto turn = std::find_if(slices.begin(), slices.end(), [&](const Slice& slice) {
      return Eligible(slice) != stretch.has_value();
    });
    if (turn == slices.end()) return;
    stretch = stretch.has_value() ? std::nullopt : MaybeDay(turn->period.from);
    day = turn->period.from + 1;
  }
}

void AddEntitled(const Decision& decision, rules::Facts* facts) {
  const auto said = [&](const rules::Facts&, const Period& period) {
    std::vector<Slice> slices;
    for (const Slice& each : decision.slices) {
      Slice part;
      part.period = Intersect(each.period, period);
      part.outcome = each.outcome;
      if (!part.period.Empty()) slices.push_back(std::move(part));
    }
    return slices;
  };
  AddEntitled(decision.period, decision.carried, said, facts);
}

}  // namespace tuoqiao::eligibility
