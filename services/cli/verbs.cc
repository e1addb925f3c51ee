#include "services/cli/verbs.h"

#include <google/protobuf/util/json_util.h>

#include <iostream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/cli/commands.h"
#include "services/common/status_macros.h"

namespace tuoqiao::cli {

absl::StatusOr<std::unique_ptr<Client>> ConnectBy(const Arguments& arguments,
                                                  const std::string& session) {
  return Client::Connect(
      {arguments.Get("server"), arguments.Get("key"), arguments.Get("token"), session},
      absl::Seconds(10));
}

absl::StatusOr<std::string> ParkBy(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const std::string park, arguments.Need("park"));
  return absl::StartsWith(park, "parks/") ? park : absl::StrCat("parks/", park);
}

absl::StatusOr<std::string> OneWord(const Arguments& arguments, absl::string_view what) {
  if (arguments.words().size() == 1) return arguments.words()[0];
  return absl::InvalidArgumentError(absl::StrCat("name one ", what));
}

void PrintJson(const google::protobuf::Message& message) {
  std::string text;
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.preserve_proto_field_names = true;
  google::protobuf::util::MessageToJsonString(message, &text, options);
  std::cout << text;
}

std::vector<Flag> With(std::vector<Flag> more) {
  std::vector<Flag> flags = ClientFlags();
  flags.insert(flags.end(), more.begin(), more.end());
  return flags;
}

}  // namespace tuoqiao::cli
