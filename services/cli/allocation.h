// The verbs that give seats by a round, and the one that recomputes a round offline.
#ifndef TUOQIAO_SERVICES_CLI_ALLOCATION_H_
#define TUOQIAO_SERVICES_CLI_ALLOCATION_H_

#include <vector>

#include "services/cli/commands.h"

namespace tuoqiao::cli {

std::vector<Command> AllocationCommands();

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_ALLOCATION_H_
