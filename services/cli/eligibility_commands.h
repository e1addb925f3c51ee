// The verbs about decisions: why, who is to confirm, overrides and appeals.
#ifndef TUOQIAO_SERVICES_CLI_ELIGIBILITY_COMMANDS_H_
#define TUOQIAO_SERVICES_CLI_ELIGIBILITY_COMMANDS_H_

#include <vector>

#include "services/cli/commands.h"

namespace tuoqiao::cli {

std::vector<Command> EligibilityCommands();

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_ELIGIBILITY_COMMANDS_H_
