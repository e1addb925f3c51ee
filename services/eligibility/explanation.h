// A decision in sentences.
#ifndef TUOQIAO_SERVICES_ELIGIBILITY_EXPLANATION_H_
#define TUOQIAO_SERVICES_ELIGIBILITY_EXPLANATION_H_

#include <vector>

#include "absl/time/civil_time.h"
#include "services/common/rules/words.h"
#include "services/eligibility/changes.h"
#include "services/eligibility/decision.h"
#include "services/eligibility/due.h"
#include "services/eligibility/versions.h"

namespace tuoqiao::eligibility {

// What the decision says of a day (the nearest one where it lies outside the period): one sentence
// a condition, then one for until when it is so and what would change it, by `changes` where they
// are known, and one for each term. The scheme of a slice's first day has the words, where its rule
// file is still there.
std::vector<rules::Words> Explain(const Decision& decision, const Versions& versions,
                                  absl::CivilDay day, const std::vector<Change>& changes = {});

// What the scheme is worth, one sentence an amount.
std::vector<rules::Words> ExplainWorths(const std::vector<Due>& worths);

// The slice of the day, or the nearest.
const Slice& SliceOn(const Decision& decision, absl::CivilDay day);

}  // namespace tuoqiao::eligibility

#endif  // TUOQIAO_SERVICES_ELIGIBILITY_EXPLANATION_H_
