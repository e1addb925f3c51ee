// Writes the sample month: a sandbox park in an invented city, with everything that its partners
// would send and, in `world/`, how they will behave afterwards. The files and their columns:
// tests/oracle/README.md.
#ifndef TUOQIAO_SERVICES_CLI_SAMPLE_SAMPLE_H_
#define TUOQIAO_SERVICES_CLI_SAMPLE_SAMPLE_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"

namespace tuoqiao::cli {

struct SampleOptions {
  char size = 'S';  // S, J or M.
  uint64_t seed = 0;
  std::string directory;
};

// The same size and seed write the same bytes on any machine. A directory that already holds
// something is refused with FAILED_PRECONDITION, so that files of two samples never mix.
absl::Status WriteSample(const SampleOptions& options);

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_SAMPLE_SAMPLE_H_
