// A scheme in the shadow of a programme's own as a person at a desk reads it.
#ifndef TUOQIAO_SERVICES_CLI_SCHEME_SHADOW_TEXT_H_
#define TUOQIAO_SERVICES_CLI_SCHEME_SHADOW_TEXT_H_

#include <string>

#include "tuoqiao/eligibility/v1/eligibility.pb.h"

namespace tuoqiao::cli {

// What is compared with what, and, once it is, how many children it changes and what each payer
// bears.
std::string FiguresText(const eligibility::v1::Shadow& shadow);
// A line: the days and outcomes, or the amount, and the cause.
std::string DifferenceText(const eligibility::v1::ShadowDifference& difference);
// What is over its threshold, who signed, and what to do to adopt it.
std::string VerdictText(const eligibility::v1::Shadow& shadow);

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_SCHEME_SHADOW_TEXT_H_
