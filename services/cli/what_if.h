// The verbs that ask what a place would cost, before anybody is enrolled.
#ifndef TUOQIAO_SERVICES_CLI_WHAT_IF_H_
#define TUOQIAO_SERVICES_CLI_WHAT_IF_H_

#include <vector>

#include "services/cli/commands.h"

namespace tuoqiao::cli {

std::vector<Command> WhatIfCommands();

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_WHAT_IF_H_
