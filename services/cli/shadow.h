// The verbs that try a funding plan beside a month's own, and adopt it.
#ifndef TUOQIAO_SERVICES_CLI_SHADOW_H_
#define TUOQIAO_SERVICES_CLI_SHADOW_H_

#include <vector>

#include "services/cli/commands.h"

namespace tuoqiao::cli {

std::vector<Command> ShadowCommands();

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_SHADOW_H_
