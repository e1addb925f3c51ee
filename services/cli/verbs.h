// What the rows of verbs have in common: the server, the park and the one word that they are about.
#ifndef TUOQIAO_SERVICES_CLI_VERBS_H_
#define TUOQIAO_SERVICES_CLI_VERBS_H_

#include <google/protobuf/message.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/cli/arguments.h"
#include "services/cli/client.h"

namespace tuoqiao::cli {

absl::StatusOr<std::unique_ptr<Client>> ConnectBy(const Arguments& arguments,
                                                  const std::string& session = "");
// `parks/{park}`, whichever way --park says it.
absl::StatusOr<std::string> ParkBy(const Arguments& arguments);
absl::StatusOr<std::string> OneWord(const Arguments& arguments, absl::string_view what);
void PrintJson(const google::protobuf::Message& message);
// The flags of every client verb, and these.
std::vector<Flag> With(std::vector<Flag> more);

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_VERBS_H_
