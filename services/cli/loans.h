// The verbs of seats that one park lends to another.
#ifndef TUOQIAO_SERVICES_CLI_LOANS_H_
#define TUOQIAO_SERVICES_CLI_LOANS_H_

#include <vector>

#include "services/cli/commands.h"

namespace tuoqiao::cli {

std::vector<Command> LoanCommands();

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_LOANS_H_
