// The facts that packs may name.
#ifndef TUOQIAO_SERVICES_ELIGIBILITY_CATALOGUE_H_
#define TUOQIAO_SERVICES_ELIGIBILITY_CATALOGUE_H_

#include <string>

#include "absl/strings/string_view.h"
#include "services/common/rules/fact.h"

namespace tuoqiao::eligibility {

// Places in the catalogue of what is known of a child here: what directory says, which `FactsOf`
// sets, and what was decided before (carried.h).
enum : size_t {
  kProgrammeConsent,
  kBirthDate,
  kNeedsLevel,
  kGuardiansEmployed,
  kEntitledBefore,
  kEntitledFrom
};

// All of them: what directory says, what was decided before, and what somebody answers when it is
// missing. services/rules/FACTS.md is made of this table.
const rules::FactCatalogue& Catalogue();

// Whom to ask for a fact of a child that no condition of a pack asks for: GUARDIAN for what the
// family knows, CENTRE for what the centre does, else PARK, whose directory it is.
std::string WhoSays(absl::string_view fact);

// Whether a person may answer for a fact of a child here; what is not recordable is directory's, or
// follows from decisions, or is about somebody else.
bool Recordable(size_t fact);

}  // namespace tuoqiao::eligibility

#endif  // TUOQIAO_SERVICES_ELIGIBILITY_CATALOGUE_H_
