#include "services/server/verb_config.h"

#include "absl/strings/str_cat.h"
#include "services/common/status_macros.h"
#include "services/server/config.h"

namespace tuoqiao::server {

std::vector<cli::Flag> With(const std::vector<cli::Flag>& more) {
  std::vector<cli::Flag> flags = {
      {"config", "FILE", "", "a text proto of config.v1.Config; without it, defaults"},
      {"folder", "DIR", "", "data and keys, instead of the config's"},
      {"help", "", "", "says what this verb does"}};
  flags.insert(flags.end(), more.begin(), more.end());
  return flags;
}

absl::StatusOr<config::v1::Config> ConfigBy(const cli::Arguments& arguments) {
  ASSIGN_OR_RETURN(config::v1::Config config, LoadConfig(arguments.Get("config")));
  if (arguments.Has("folder")) config.set_folder(arguments.Get("folder"));
  if (arguments.Has("listen")) config.set_listen(arguments.Get("listen"));
  config = WithDefaults(std::move(config));
  const std::vector<std::string> wrong = CheckConfig(config);
  if (wrong.empty()) return config;
  std::string text = "the config has faults:";
  for (const std::string& sentence : wrong) absl::StrAppend(&text, "\n  ", sentence);
  return absl::FailedPreconditionError(text);
}

}  // namespace tuoqiao::server
