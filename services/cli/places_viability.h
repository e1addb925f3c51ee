// The verbs that say how full a park's centres are and will be.
#ifndef TUOQIAO_SERVICES_CLI_PLACES_VIABILITY_H_
#define TUOQIAO_SERVICES_CLI_PLACES_VIABILITY_H_

#include <vector>

#include "services/cli/commands.h"

namespace tuoqiao::cli {

std::vector<Command> PlacesViabilityCommands();

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_PLACES_VIABILITY_H_
