// Programmes compared, and the schemes of the packs, as a person at a desk reads them.
#ifndef TUOQIAO_SERVICES_CLI_COMPARISON_TEXT_H_
#define TUOQIAO_SERVICES_CLI_COMPARISON_TEXT_H_

#include <string>

#include "services/cli/eligibility_text.h"
#include "tuoqiao/eligibility/v1/eligibility.pb.h"

namespace tuoqiao::cli {

// A line a programme, those of the best combination marked, and the sentences.
std::string ComparisonText(const eligibility::v1::CompareProgrammesResponse& comparison,
                           Language language);
// A line a scheme, with its amounts, its exclusions and what a live park would adopt below it.
std::string SchemeText(const eligibility::v1::SchemeSummary& scheme);

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_COMPARISON_TEXT_H_
