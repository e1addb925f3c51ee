// What `tuoqiao state` writes: every resource of every service in a park, one line of JSON each,
// sorted by name, personal fields open, without system fields, operations, receipts and log.
#ifndef TUOQIAO_SERVICES_CLI_STATE_H_
#define TUOQIAO_SERVICES_CLI_STATE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/cli/client.h"

namespace tuoqiao::cli {

struct State {
  // `{"name":…,"type":…,"resource":…}`, sorted.
  std::vector<std::string> lines;
  // SHA-256 of all lines, each with its line feed, hexadecimal: equal on every engine and every run
  // that came to the same state.
  std::string sha256;
};

absl::StatusOr<State> ReadState(Client& client, const std::string& park);
std::string StateText(const State& state);

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_STATE_H_
