// The operator's verbs: a client of the public API, one row of a table each.
#ifndef TUOQIAO_SERVICES_CLI_COMMANDS_H_
#define TUOQIAO_SERVICES_CLI_COMMANDS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/cli/arguments.h"

namespace tuoqiao::cli {

struct Command {
  std::string name;     // "firms import"
  std::string words;    // What follows the flags' names, e.g. "FILE".
  std::string summary;  // One line.
  std::string help;     // What it does, in sentences.
  std::vector<Flag> flags;
  absl::Status (*run)(const Arguments& arguments);
};

const std::vector<Command>& Commands();

// The flags by which every client verb finds the server and the park.
std::vector<Flag> ClientFlags();

// Runs the command of `table` that the words name. Exit codes: 0 done, 1 refused or failed, 2
// misused, 3 done, and somebody has to look: rejected rows, a shadow over its thresholds, a
// log that does not come to what it says, money that nothing explains, moved balances that differ.
int RunCommand(const std::vector<Command>& table, const std::vector<std::string>& args);

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_COMMANDS_H_
