// The verbs that show what explains the books, and what nothing does.
#ifndef TUOQIAO_SERVICES_CLI_LEDGER_VERBS_H_
#define TUOQIAO_SERVICES_CLI_LEDGER_VERBS_H_

#include <vector>

#include "services/cli/commands.h"

namespace tuoqiao::cli {

std::vector<Command> LedgerCommands();

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_LEDGER_VERBS_H_
