// The verbs that compare programmes and list the schemes that they may be of.
#ifndef TUOQIAO_SERVICES_CLI_COMPARISON_H_
#define TUOQIAO_SERVICES_CLI_COMPARISON_H_

#include <vector>

#include "services/cli/commands.h"

namespace tuoqiao::cli {

std::vector<Command> ComparisonCommands();

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_COMPARISON_H_
