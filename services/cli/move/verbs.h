// The verbs by which a firm or a centre leaves and comes.
#ifndef TUOQIAO_SERVICES_CLI_MOVE_VERBS_H_
#define TUOQIAO_SERVICES_CLI_MOVE_VERBS_H_

#include <vector>

#include "services/cli/commands.h"

namespace tuoqiao::cli {

std::vector<Command> MoveCommands();

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_MOVE_VERBS_H_
