// The verbs of what firms and unions bore: against limits, as income of employees, and as evidence.
#ifndef TUOQIAO_SERVICES_CLI_LEDGER_COUNTERS_H_
#define TUOQIAO_SERVICES_CLI_LEDGER_COUNTERS_H_

#include <vector>

#include "services/cli/commands.h"

namespace tuoqiao::cli {

std::vector<Command> LedgerCounterCommands();

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_LEDGER_COUNTERS_H_
