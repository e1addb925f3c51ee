// Who of the staff opened a child's fields.
#ifndef TUOQIAO_SERVICES_COMMON_RPC_ACCESS_TRAIL_H_
#define TUOQIAO_SERVICES_COMMON_RPC_ACCESS_TRAIL_H_

#include <string>

#include "absl/status/status.h"
#include "services/common/rpc/caller.h"
#include "services/common/rpc/mutate.h"

namespace tuoqiao::rpc {

// Writes one row for each time that somebody other than a guardian is about to see `subject`, a
// resource name. Before the answer: what cannot be written is not shown.
absl::Status RecordAccess(const MutationOptions& options, const Caller& caller,
                          const std::string& subject);

}  // namespace tuoqiao::rpc

#endif  // TUOQIAO_SERVICES_COMMON_RPC_ACCESS_TRAIL_H_
