// Verbs of attendance: what a centre sends, looks at, confirms and locks.
#ifndef TUOQIAO_SERVICES_CLI_PLACES_ATTENDANCE_H_
#define TUOQIAO_SERVICES_CLI_PLACES_ATTENDANCE_H_

#include <vector>

#include "services/cli/commands.h"

namespace tuoqiao::cli {

std::vector<Command> AttendanceCommands();

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_PLACES_ATTENDANCE_H_
