#include "services/eligibility/child.h"

#include <set>

namespace tuoqiao::eligibility {
namespace {

using rules::FactType;
using rules::Unit;

// Places in the catalogue.
enum : size_t { kProgrammeConsent, kBirthDate, kNeedsLevel, kGuardiansEmployed };

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

std::string Child::id() const { return name.substr(name.rfind('/') + 1); }

const rules::FactCatalogue& Catalogue() {
  static const rules::FactCatalogue* const kCatalogue =
      new rules::FactCatalogue({{"programme_consent", FactType::kTruth, Unit::kNone},
                                {"birth_date", FactType::kDate, Unit::kNone},
                                {"needs_level", FactType::kNumber, Unit::kLevel},
                                {"guardians_employed", FactType::kNumber, Unit::kPersons},
                                {"residence_division", FactType::kText, Unit::kNone},
                                {"birth_order", FactType::kNumber, Unit::kPersons}});
  return *kCatalogue;
}

rules::Facts FactsOf(const Child& child) {
  rules::Facts facts(Catalogue());
  if (child.programme_consent) facts.Set(kProgrammeConsent, true);
  if (child.birth_date.has_value()) facts.Set(kBirthDate, *child.birth_date);
  facts.Set(kNeedsLevel, child.needs_level);
  facts.SetSteps(kGuardiansEmployed, GuardiansEmployed(child));
  return facts;
}

bool Recordable(size_t fact) {
  static const rules::Facts* const kOfDirectory = [] {
    Child child;
    child.programme_consent = true;
    child.birth_date = absl::CivilDay(2024, 1, 1);
    child.employments = {{1, absl::CivilDay(2020, 1, 1), std::nullopt}};
    return new rules::Facts(FactsOf(child));
  }();
  return kOfDirectory->steps(fact).empty();
}

}  // namespace tuoqiao::eligibility
