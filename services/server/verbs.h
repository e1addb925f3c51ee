// The verbs that need no server, or are one.
#ifndef TUOQIAO_SERVICES_SERVER_VERBS_H_
#define TUOQIAO_SERVICES_SERVER_VERBS_H_

#include <vector>

#include "services/cli/commands.h"

namespace tuoqiao::server {

std::vector<cli::Command> Verbs();

}  // namespace tuoqiao::server

#endif  // TUOQIAO_SERVICES_SERVER_VERBS_H_
