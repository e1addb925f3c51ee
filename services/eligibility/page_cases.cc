#include "services/eligibility/page_cases.h"

#include <map>
#include <optional>
#include <utility>

#include "services/common/status_macros.h"
#include "services/eligibility/carried.h"
#include "services/eligibility/decision_store.h"
#include "services/eligibility/duplicate.h"
#include "services/eligibility/entitlement.h"
#include "services/eligibility/override_store.h"
#include "services/eligibility/recorded_fact_store.h"

namespace tuoqiao::eligibility {
namespace {

// Adds what was decided before on each day, where a scheme asks.
void AddDecidedBefore(absl::string_view park, const PageCase& one, const Versions& versions,
                      const Period& period, rules::Facts* facts) {
  const auto decide = [&](const rules::Facts& known, const Period& part) {
    std::vector<Slice> slices = Decide(versions, known, part);
    ApplyOverrides(park, versions, one.overrides, &slices);
    return slices;
  };
  AddEntitled(period, one.carried, decide, facts);
}

}  // namespace

absl::StatusOr<PageCases> LoadPageCases(db::Read& txn, const KeyRing& keys, const PageOf& of,
                                        const ChildPage& page) {
  std::map<std::string, std::vector<RecordedFact>> recorded;
  std::map<std::string, std::vector<Override>> approved;
  for (const CaseStretch& cases : page.stretches()) {
    ASSIGN_OR_RETURN(auto said, LoadRecorded(txn, keys, cases));
    ASSIGN_OR_RETURN(auto decided, LoadApproved(txn, of.programme, cases));
    recorded.merge(said);
    approved.merge(decided);
  }
  PageCases cases;
  for (const Child& child : page.children) {
    const std::optional<Fault> fault = FaultOf(child, of.today);
    if (fault.has_value()) {
      cases.faults.push_back({of.programme, child.case_number, child.name, *fault});
      if (!child.duplicate_from.has_value()) continue;
    }
    PageCase one = {&child, FactsOf(child), std::move(approved[child.name]), {}};
    if (const auto said = recorded.find(child.name); said != recorded.end()) {
      AddRecorded(said->second, &one.facts);
    }
    if (of.looks_back) {
      ASSIGN_OR_RETURN(const auto before, LoadDecisionOf(txn, keys, of.programme, child.id()));
      if (before.has_value()) one.carried = CarriedInto(of.live, *before, of.period.from);
    }
    (fault.has_value() ? cases.second : cases.sound).push_back(std::move(one));
  }
  return cases;
}

std::vector<DecidedCase> DecideCases(absl::string_view park, const std::vector<PageCase>& cases,
                                     const Versions& versions, const Period& period) {
  const bool names_entitled = NamesEntitled(versions, period);
  std::vector<DecidedCase> decided;
  decided.reserve(cases.size());
  for (const PageCase& each : cases) {
    decided.push_back({{}, each.facts});
    if (names_entitled) {
      AddDecidedBefore(park, each, versions, period, &decided.back().facts);
    }
  }
  std::vector<const rules::Facts*> subjects;
  subjects.reserve(decided.size());
  for (const DecidedCase& each : decided) subjects.push_back(&each.facts);
  std::vector<std::vector<Slice>> slices = Decide(versions, subjects, period);
  for (size_t i = 0; i < slices.size(); ++i) {
    ApplyOverrides(park, versions, cases[i].overrides, &slices[i]);
    if (const auto& from = cases[i].child->duplicate_from; from.has_value()) {
      EndDuplicate(park, *from, &slices[i]);
    }
    AddTerms(versions, &slices[i], cases[i].carried);
    decided[i].slices = std::move(slices[i]);
  }
  return decided;
}

}  // namespace tuoqiao::eligibility
