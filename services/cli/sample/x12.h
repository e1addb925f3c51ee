// The roster of the one firm that sends X12: a 005010X220A1 benefit enrolment (834) with a
// subscriber for each employee and a few of their dependants.
#ifndef TUOQIAO_SERVICES_CLI_SAMPLE_X12_H_
#define TUOQIAO_SERVICES_CLI_SAMPLE_X12_H_

#include <string>

#include "services/cli/sample/dice.h"
#include "services/cli/sample/park.h"

namespace tuoqiao::cli {

std::string WriteX12Roster(const Park& park, const Firm& firm, Dice dice);

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_SAMPLE_X12_H_
