// References that survive the bank: 4 letters, 5 digits and 3 check letters. Banks change case, add
// spaces and signs, and put their own words around them.
#ifndef TUOQIAO_SERVICES_SETTLEMENT_REFERENCE_H_
#define TUOQIAO_SERVICES_SETTLEMENT_REFERENCE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace tuoqiao::settlement {

// The reference of one subject of a park; another one for each attempt, should the first be taken.
// Letters are those that are not mistaken for digits: no I and no O.
std::string MakeReference(absl::string_view park, absl::string_view subject, int64_t attempt);

// Whether the check letters hold. They show every single wrong character and every two that changed
// places.
bool ValidReference(absl::string_view reference);

// The valid references in a bank's text, in their order, each once.
std::vector<std::string> FindReferences(absl::string_view text);

// Whether a bank's text holds the reference with exactly one wrong character.
bool HoldsNearReference(absl::string_view text, absl::string_view reference);

}  // namespace tuoqiao::settlement

#endif  // TUOQIAO_SERVICES_SETTLEMENT_REFERENCE_H_
