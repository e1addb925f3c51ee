#include <sys/stat.h>

#include <iostream>

#include "services/cli/commands.h"
#include "services/cli/sample/command.h"
#include "services/server/verbs.h"

int main(int argc, char** argv) {
  // What it writes holds keys and personal fields: databases, backups, states, rejected rows.
  umask(077);
  const std::vector<std::string> args(argv + 1, argv + argc);
  if (!args.empty() && args[0] == "sample") {
    const absl::Status status = tuoqiao::cli::RunSample({args.begin() + 1, args.end()});
    if (!status.ok()) std::cerr << "tuoqiao sample: " << std::string(status.message()) << "\n";
    return status.ok() ? 0 : absl::IsInvalidArgument(status) ? 2 : 1;
  }
  std::vector<tuoqiao::cli::Command> table = tuoqiao::server::Verbs();
  const auto& verbs = tuoqiao::cli::Commands();
  table.insert(table.end(), verbs.begin(), verbs.end());
  table.push_back(
      {"sample", "--size S|J|M", "writes the files of an invented park", "", {}, nullptr});
  return tuoqiao::cli::RunCommand(table, args);
}
