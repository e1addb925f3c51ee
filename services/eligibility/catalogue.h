// The facts that packs may name.
#ifndef TUOQIAO_SERVICES_ELIGIBILITY_CATALOGUE_H_
#define TUOQIAO_SERVICES_ELIGIBILITY_CATALOGUE_H_

#include <string>

#include "absl/strings/string_view.h"
#include "services/common/rules/fact.h"

namespace tuoqiao::eligibility {

// Places in the catalogue of what directory says of a child; `FactsOf` sets them.
enum : size_t { kProgrammeConsent, kBirthDate, kNeedsLevel, kGuardiansEmployed };

// All of them: what directory says, and what somebody answers when it is missing.
// services/rules/FACTS.md is made of this table.
const rules::FactCatalogue& Catalogue();

// Whom to ask for a fact of a child that no condition of a pack asks for: GUARDIAN for what the
// family knows, CENTRE for what the centre does, else PARK, whose directory it is.
std::string WhoSays(absl::string_view fact);

// Whether a person may answer for a fact of a child here; what is not recordable is directory's, or
// about somebody else.
bool Recordable(size_t fact);

}  // namespace tuoqiao::eligibility

#endif  // TUOQIAO_SERVICES_ELIGIBILITY_CATALOGUE_H_
