// The verbs that read a month: its checklist, its corrections, and what each of those who pay or
// are paid has of it.
#ifndef TUOQIAO_SERVICES_CLI_MONTHS_H_
#define TUOQIAO_SERVICES_CLI_MONTHS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/cli/client.h"
#include "services/cli/commands.h"

namespace tuoqiao::cli {

// Codes of the soft items that are open, which a signature has to name.
absl::StatusOr<std::vector<std::string>> OpenSoftItems(Client& client, const std::string& month,
                                                       const Who& who);

std::vector<Command> MonthCommands();

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_MONTHS_H_
