// The verbs that try a scheme beside a programme's own, and adopt it.
#ifndef TUOQIAO_SERVICES_CLI_SCHEME_SHADOW_H_
#define TUOQIAO_SERVICES_CLI_SCHEME_SHADOW_H_

#include <vector>

#include "services/cli/commands.h"

namespace tuoqiao::cli {

std::vector<Command> SchemeShadowCommands();

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_SCHEME_SHADOW_H_
