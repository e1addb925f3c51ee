// Calls to the server that do not wait for one another.
#ifndef TUOQIAO_SERVICES_CLI_PARALLEL_H_
#define TUOQIAO_SERVICES_CLI_PARALLEL_H_

#include <cstddef>
#include <functional>

#include "absl/status/status.h"

namespace tuoqiao::cli {

// Calls `each` with 0 to count - 1 on a few threads, in that order of beginning. Begins none after
// a failure; returns the failure of the lowest number.
absl::Status InParallel(size_t count, const std::function<absl::Status(size_t)>& each);

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_PARALLEL_H_
