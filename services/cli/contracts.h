// The verbs of seat contracts, and of what pools have day by day.
#ifndef TUOQIAO_SERVICES_CLI_CONTRACTS_H_
#define TUOQIAO_SERVICES_CLI_CONTRACTS_H_

#include <vector>

#include "services/cli/commands.h"

namespace tuoqiao::cli {

std::vector<Command> ContractCommands();

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_CONTRACTS_H_
