// `tuoqiao sample`: writes the sample month, and plays the systems around it.
#ifndef TUOQIAO_SERVICES_CLI_SAMPLE_COMMAND_H_
#define TUOQIAO_SERVICES_CLI_SAMPLE_COMMAND_H_

#include <string>
#include <vector>

#include "absl/status/status.h"

namespace tuoqiao::cli {

// What `tuoqiao sample --help` prints.
extern const char kSampleHelp[];

// `args` is what follows the word `sample`; an unknown verb or flag is INVALID_ARGUMENT with the
// way out in its text.
absl::Status RunSample(const std::vector<std::string>& args);

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_SAMPLE_COMMAND_H_
