#include "services/eligibility/decision.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/common/check.h"
#include "services/common/hash.h"

namespace tuoqiao::eligibility {
namespace {

using rules::Finding;
using rules::Truth;

bool Any(const std::vector<Finding>& trace, Truth truth) {
  return std::any_of(trace.begin(), trace.end(),
                     [&](const Finding& each) { return each.truth == truth; });
}

// Whom to ask for what the findings lack. A need that fails is asked for again, too.
std::vector<std::string> MissingOf(const rules::Scheme& scheme, const std::vector<Finding>& trace,
                                   bool needs) {
  std::vector<std::string> missing;
  for (const Finding& each : trace) {
    if (each.truth == Truth::kHolds || (each.truth == Truth::kFails && !needs)) continue;
    const rules::Condition* condition = scheme.FindCondition(each.condition);
    CHECK(condition != nullptr);
    missing.push_back(absl::StrCat(each.fact, ": ", condition->ask));
  }
  return missing;
}

// The slices of a stretch on which every need holds.
void AddDecided(const rules::Scheme& scheme, const rules::Facts& facts, const Period& stretch,
                const std::vector<Finding>& needs, std::vector<Slice>* slices) {
  for (const Period& part : scheme.Cut(scheme.conditions, facts, stretch)) {
    Slice slice;
    slice.period = part;
    slice.trace = scheme.Find(scheme.conditions, facts, part.from);
    if (Any(slice.trace, Truth::kFails)) {
      slice.outcome = Outcome::kIneligible;
    } else if (Any(slice.trace, Truth::kUnknown)) {
      slice.outcome = Outcome::kPending;
      slice.missing = MissingOf(scheme, slice.trace, /*needs=*/false);
    } else {
      slice.outcome = Outcome::kEligible;
    }
    slice.trace.insert(slice.trace.begin(), needs.begin(), needs.end());
    slices->push_back(std::move(slice));
  }
}

}  // namespace

void MarkLater(std::vector<Slice>* slices) {
  bool later = false;
  for (auto slice = slices->rbegin(); slice != slices->rend(); ++slice) {
    if (slice->outcome == Outcome::kEligible) later = true;
    if (slice->outcome == Outcome::kIneligible || slice->outcome == Outcome::kEligibleLater) {
      slice->outcome = later ? Outcome::kEligibleLater : Outcome::kIneligible;
    }
  }
}

std::vector<Slice> Decide(const rules::Scheme& scheme, const rules::Facts& facts,
                          const Period& period) {
  std::vector<Slice> slices;
  for (const Period& stretch : scheme.Cut(scheme.needs, facts, period)) {
    std::vector<Finding> needs = scheme.Find(scheme.needs, facts, stretch.from);
    if (!Any(needs, Truth::kFails) && !Any(needs, Truth::kUnknown)) {
      AddDecided(scheme, facts, stretch, needs, &slices);
      continue;
    }
    Slice slice;
    slice.period = stretch;
    slice.missing = MissingOf(scheme, needs, /*needs=*/true);
    slice.trace = std::move(needs);
    slices.push_back(std::move(slice));
  }
  MarkLater(&slices);
  return slices;
}

std::string DecisionId(absl::string_view park, const Decision& decision) {
  return DeriveId("dec", {park, absl::StrCat(decision.programme, "/", decision.child)},
                  decision.revision);
}

void Tally::Add(Outcome outcome) {
  ++children;
  switch (outcome) {
    case Outcome::kPending:
      ++pending;
      break;
    case Outcome::kEligible:
      ++eligible;
      break;
    case Outcome::kEligibleLater:
      ++eligible_later;
      break;
    case Outcome::kIneligible:
      ++ineligible;
      break;
  }
}

void Tally::Add(const Tally& other) {
  children += other.children;
  eligible += other.eligible;
  eligible_later += other.eligible_later;
  pending += other.pending;
  ineligible += other.ineligible;
  changed += other.changed;
  faults += other.faults;
}

}  // namespace tuoqiao::eligibility
