// The roster of the one firm that sends X12: a 005010X220A1 benefit enrolment (834) with its
// members and a few of their dependents.
#ifndef TUOQIAO_SERVICES_CLI_SAMPLE_X12_H_
#define TUOQIAO_SERVICES_CLI_SAMPLE_X12_H_

#include <cstdint>
#include <string>

#include "services/cli/sample/dice.h"
#include "services/cli/sample/park.h"

namespace tuoqiao::cli {

struct X12Roster {
  std::string bytes;
  int64_t members = 0;  // INS segments: subscribers and dependents.
};
X12Roster WriteX12Roster(const Park& park, const Firm& firm, Dice dice);

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_SAMPLE_X12_H_
