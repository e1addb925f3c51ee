#include "services/eligibility/child.h"

#include <set>

#include "services/eligibility/catalogue.h"
#include "services/eligibility/child_name.h"

namespace tuoqiao::eligibility {
namespace {

int64_t EmployedOn(const Child& child, absl::CivilDay day) {
  std::set<int64_t> guardians;
  for (const Employment& each : child.employments) {
    if (each.On(day)) guardians.insert(each.guardian);
  }
  return static_cast<int64_t>(guardians.size());
}

std::vector<rules::FactStep> GuardiansEmployed(const Child& child) {
  std::set<absl::CivilDay> days = {absl::CivilDay(1, 1, 1)};
  for (const Employment& each : child.employments) {
    days.insert(each.hire_date);
    if (each.leave_date.has_value()) days.insert(*each.leave_date + 1);
  }
  std::vector<rules::FactStep> steps;
  for (const absl::CivilDay day : days) steps.push_back({day, EmployedOn(child, day)});
  return steps;
}

}  // namespace

std::string Child::id() const { return ChildId(name); }

std::vector<CaseStretch> ChildPage::stretches() const {
  if (children.empty()) return {};
  if (whole) return {{children.front().case_number, children.back().case_number}};
  std::vector<CaseStretch> each;
  for (const Child& child : children) each.push_back({child.case_number, child.case_number});
  return each;
}

rules::Facts FactsOf(const Child& child) {
  rules::Facts facts(Catalogue());
  if (child.programme_consent) facts.Set(kProgrammeConsent, true);
  if (child.birth_date.has_value()) facts.Set(kBirthDate, *child.birth_date);
  facts.Set(kNeedsLevel, child.needs_level);
  facts.SetSteps(kGuardiansEmployed, GuardiansEmployed(child));
  facts.Set(kEntitledBefore, false);
  return facts;
}

}  // namespace tuoqiao::eligibility
