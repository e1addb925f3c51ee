// The verb of the fixed reports.
#ifndef TUOQIAO_SERVICES_CLI_REPORT_VERBS_H_
#define TUOQIAO_SERVICES_CLI_REPORT_VERBS_H_

#include <vector>

#include "services/cli/commands.h"

namespace tuoqiao::cli {

std::vector<Command> ReportCommands();

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_REPORT_VERBS_H_
