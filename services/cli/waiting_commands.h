// The verbs about who waits: the park's clock of offers, what families and centres say, who has no
// place, and places that outlive a job.
#ifndef TUOQIAO_SERVICES_CLI_WAITING_COMMANDS_H_
#define TUOQIAO_SERVICES_CLI_WAITING_COMMANDS_H_

#include <vector>

#include "services/cli/commands.h"

namespace tuoqiao::cli {

std::vector<Command> WaitingCommands();

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_WAITING_COMMANDS_H_
