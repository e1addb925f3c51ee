// The verbs of money that comes in and goes out: bank lines and their matches, what receivables and
// payouts are made of, the fund and the promise that it keeps.
#ifndef TUOQIAO_SERVICES_CLI_SETTLEMENT_VERBS_H_
#define TUOQIAO_SERVICES_CLI_SETTLEMENT_VERBS_H_

#include <vector>

#include "services/cli/commands.h"

namespace tuoqiao::cli {

std::vector<Command> SettlementCommands();

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_SETTLEMENT_VERBS_H_
