// What stands on a command line after the verb.
#ifndef TUOQIAO_SERVICES_CLI_ARGUMENTS_H_
#define TUOQIAO_SERVICES_CLI_ARGUMENTS_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tuoqiao::cli {

struct Flag {
  std::string name;   // Without the hyphens.
  std::string value;  // How its value is called in the help; empty for a flag without one.
  std::string fallback;
  std::string help;
};

class Arguments {
 public:
  // INVALID_ARGUMENT where a flag is unknown or lacks its value.
  static absl::StatusOr<Arguments> Parse(const std::vector<std::string>& args,
                                         const std::vector<Flag>& flags);

  const std::vector<std::string>& words() const { return words_; }
  // The value given, else the flag's fallback. The flag must be one of those parsed for.
  const std::string& Get(const std::string& flag) const { return values_.at(flag); }
  bool Has(const std::string& flag) const { return given_.count(flag) > 0; }
  // INVALID_ARGUMENT where the value is empty.
  absl::StatusOr<std::string> Need(const std::string& flag) const;

 private:
  std::vector<std::string> words_;
  std::map<std::string, std::string> values_;
  std::map<std::string, bool> given_;
};

// A table of flags for a help text.
std::string FlagHelp(const std::vector<Flag>& flags);

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_ARGUMENTS_H_
