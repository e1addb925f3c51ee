// What would have to change for a refused child to be eligible.
#ifndef TUOQIAO_SERVICES_ELIGIBILITY_CHANGES_H_
#define TUOQIAO_SERVICES_ELIGIBILITY_CHANGES_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/common/rules/scheme.h"

namespace tuoqiao::eligibility {

// One thing that would have to be otherwise.
struct Change {
  std::string condition;
  std::string fact;
  std::string needed;                  // `at_least 6`, `not in A, B`.
  std::optional<absl::CivilDay> from;  // The day on which it is so by itself, by what is known.
  bool possible = true;                // False where neither time nor a person can bring it.
};

// For each need or condition that does not hold on the day, the fewest changes that would make it
// hold; those that cannot be are taken only where nothing else is left. While a need does not hold
// the conditions are not looked at. The scheme is in force on the day.
std::vector<Change> SmallestChanges(const rules::Scheme& scheme, const rules::Facts& facts,
                                    absl::CivilDay day);

}  // namespace tuoqiao::eligibility

#endif  // TUOQIAO_SERVICES_ELIGIBILITY_CHANGES_H_
