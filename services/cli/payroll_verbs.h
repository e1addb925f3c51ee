// The verbs of a firm's payroll.
#ifndef TUOQIAO_SERVICES_CLI_PAYROLL_VERBS_H_
#define TUOQIAO_SERVICES_CLI_PAYROLL_VERBS_H_

#include <vector>

#include "services/cli/commands.h"

namespace tuoqiao::cli {

std::vector<Command> PayrollCommands();

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_PAYROLL_VERBS_H_
