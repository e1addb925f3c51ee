// A comparison in sentences.
#ifndef TUOQIAO_SERVICES_ELIGIBILITY_COMPARISON_TEXT_H_
#define TUOQIAO_SERVICES_ELIGIBILITY_COMPARISON_TEXT_H_

#include <vector>

#include "services/common/rules/words.h"
#include "services/eligibility/comparison.h"

namespace tuoqiao::eligibility {

// `CNY 3600.00`.
rules::Words MoneyWords(int64_t minor, rules::Unit currency);

// Why the programme at a place is not in the best combination; empty where it is.
rules::Words WhyNotWords(const std::vector<Candidate>& candidates, const Comparison& comparison,
                         size_t place);

// One sentence for the best combination, one for each programme in it of which something is not
// known, one for each that is not in it, and one for the next best. `period` is the one asked
// about.
std::vector<rules::Words> Explain(const std::vector<Candidate>& candidates,
                                  const Comparison& comparison, const Period& period);

}  // namespace tuoqiao::eligibility

#endif  // TUOQIAO_SERVICES_ELIGIBILITY_COMPARISON_TEXT_H_
