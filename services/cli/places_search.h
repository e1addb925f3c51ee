// The verb that searches centres for a family.
#ifndef TUOQIAO_SERVICES_CLI_PLACES_SEARCH_H_
#define TUOQIAO_SERVICES_CLI_PLACES_SEARCH_H_

#include <vector>

#include "services/cli/commands.h"

namespace tuoqiao::cli {

std::vector<Command> PlacesSearchCommands();

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_PLACES_SEARCH_H_
