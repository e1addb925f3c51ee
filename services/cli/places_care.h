// The verbs of booked days, and of what becomes of places.
#ifndef TUOQIAO_SERVICES_CLI_PLACES_CARE_H_
#define TUOQIAO_SERVICES_CLI_PLACES_CARE_H_

#include <vector>

#include "services/cli/commands.h"

namespace tuoqiao::cli {

std::vector<Command> PlacesCareCommands();

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_PLACES_CARE_H_
