// The verbs of partners, referrals and their sessions.
#ifndef TUOQIAO_SERVICES_CLI_REFERRALS_H_
#define TUOQIAO_SERVICES_CLI_REFERRALS_H_

#include <vector>

#include "services/cli/commands.h"

namespace tuoqiao::cli {

std::vector<Command> ReferralCommands();

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_REFERRALS_H_
