// What the verbs of this folder have in common: flags, and the config that they name.
#ifndef TUOQIAO_SERVICES_SERVER_VERB_CONFIG_H_
#define TUOQIAO_SERVICES_SERVER_VERB_CONFIG_H_

#include <vector>

#include "absl/status/statusor.h"
#include "services/cli/arguments.h"
#include "tuoqiao/config/v1/config.pb.h"

namespace tuoqiao::server {

// `--config`, `--folder`, `--help`, and more.
std::vector<cli::Flag> With(const std::vector<cli::Flag>& more);

// With its defaults, checked. FAILED_PRECONDITION lists what is wrong with it.
absl::StatusOr<config::v1::Config> ConfigBy(const cli::Arguments& arguments);

}  // namespace tuoqiao::server

#endif  // TUOQIAO_SERVICES_SERVER_VERB_CONFIG_H_
