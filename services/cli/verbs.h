// What the files of verbs share: who is asked, and how answers are printed.
#ifndef TUOQIAO_SERVICES_CLI_VERBS_H_
#define TUOQIAO_SERVICES_CLI_VERBS_H_

#include <google/protobuf/util/json_util.h>

#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/cli/arguments.h"
#include "services/cli/client.h"
#include "services/cli/rows.h"

namespace tuoqiao::cli {

absl::StatusOr<std::unique_ptr<Client>> ConnectBy(const Arguments& arguments,
                                                  const std::string& session = "");
// The park that --park names, as a resource.
absl::StatusOr<std::string> ParkBy(const Arguments& arguments);
// Where the park's administrator stands.
struct Desk {
  std::unique_ptr<Client> client;
  std::string park;
  Who who;
};
inline constexpr char kFirstAdmin[] = "park-admin-1", kSecondAdmin[] = "park-admin-2";
absl::StatusOr<Desk> DeskBy(const Arguments& arguments, const std::string& subject = kFirstAdmin);
// Of whoever --as says, and that flag.
absl::StatusOr<Desk> DeskAs(const Arguments& arguments);
Flag As(const std::string& other = kSecondAdmin);

// The only word behind the verb.
absl::StatusOr<std::string> OneWord(const Arguments& arguments, absl::string_view what);
std::string MonthName(const std::string& park, const std::string& month);

// Numbers of a flag; 0 where it is empty. INVALID_ARGUMENT names the flag.
absl::StatusOr<int64_t> FenBy(const Arguments& arguments, const std::string& flag);
absl::StatusOr<int32_t> CountBy(const Arguments& arguments, const std::string& flag);

// `name=value` each, of the flag `facts`. INVALID_ARGUMENT.
absl::StatusOr<std::vector<std::pair<std::string, std::string>>> FactsBy(
    const Arguments& arguments);
// The same in a request that asks about a family.
template <typename Request>
absl::Status AddFacts(const Arguments& arguments, Request* request) {
  const auto facts = FactsBy(arguments);
  if (!facts.ok()) return facts.status();
  for (const auto& [name, value] : *facts) {
    auto* fact = request->add_facts();
    fact->set_name(name);
    fact->set_value(value);
  }
  return absl::OkStatus();
}

// Fen as `-1234.50`.
std::string YuanOf(int64_t minor);

// What became of rows, as a person or a program reads it. ROWS_REJECTED where some were: done, and
// yet somebody has to look.
absl::Status PrintReport(const Arguments& arguments, const RowsReport& report);

// Waits with a line of progress, and returns what the operation ended with.
absl::StatusOr<google::longrunning::Operation> WaitFor(
    Client& client, const google::longrunning::Operation& operation, const std::string& label,
    const Who& who);

template <typename Message>
std::string JsonOf(const Message& message) {
  std::string text;
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.preserve_proto_field_names = true;
  google::protobuf::util::MessageToJsonString(message, &text, options);
  return text;
}

template <typename Message>
void PrintJson(const Message& message) {
  std::cout << JsonOf(message);
}

// The flags of every client verb, and more.
std::vector<Flag> With(std::vector<Flag> more);

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_VERBS_H_
