// The verb of children who have a place in another park, too.
#ifndef TUOQIAO_SERVICES_CLI_PLACES_ELSEWHERE_H_
#define TUOQIAO_SERVICES_CLI_PLACES_ELSEWHERE_H_

#include <vector>

#include "services/cli/commands.h"

namespace tuoqiao::cli {

std::vector<Command> PlacesElsewhereCommands();

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_PLACES_ELSEWHERE_H_
