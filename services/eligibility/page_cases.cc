#include "services/eligibility/page_cases.h"

#include <optional>
#include <utility>

#include "services/common/status_macros.h"
#include "services/eligibility/entitlement.h"
#include "services/eligibility/override_store.h"
#include "services/eligibility/recorded_fact_store.h"

namespace tuoqiao::eligibility {

absl::StatusOr<PageCases> LoadPageCases(db::Read& txn, const KeyRing& keys, const PageOf& of,
                                        const ChildPage& page) {
  const CaseStretch stretch = {page.children.front().case_number, page.children.back().case_number};
  ASSIGN_OR_RETURN(const auto recorded, LoadRecorded(txn, keys, stretch));
  ASSIGN_OR_RETURN(auto approved, LoadApproved(txn, of.programme, stretch));
  PageCases cases;
  for (const Child& child : page.children) {
    if (const std::optional<Fault> fault = FaultOf(child, of.today); fault.has_value()) {
      cases.faults.push_back({of.programme, child.case_number, child.name, *fault});
      continue;
    }
    cases.children.push_back(&child);
    cases.facts.push_back(FactsOf(child));
    if (const auto said = recorded.find(child.name); said != recorded.end()) {
      AddRecorded(said->second, &cases.facts.back());
    }
    const auto found = approved.find(child.name);
    cases.overrides.push_back(found == approved.end() ? std::vector<Override>()
                                                      : std::move(found->second));
  }
  return cases;
}

std::vector<std::vector<Slice>> DecideCases(absl::string_view park, const PageCases& cases,
                                            const Versions& versions, const Period& period) {
  std::vector<const rules::Facts*> subjects;
  subjects.reserve(cases.facts.size());
  for (const rules::Facts& each : cases.facts) subjects.push_back(&each);
  std::vector<std::vector<Slice>> slices = Decide(versions, subjects, period);
  for (size_t i = 0; i < slices.size(); ++i) {
    ApplyOverrides(park, versions, cases.overrides[i], &slices[i]);
    AddTerms(versions, &slices[i]);
  }
  return slices;
}

}  // namespace tuoqiao::eligibility
