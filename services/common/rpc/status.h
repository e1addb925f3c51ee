// The one place where a failure of ours becomes a gRPC status, and back.
#ifndef TUOQIAO_SERVICES_COMMON_RPC_STATUS_H_
#define TUOQIAO_SERVICES_COMMON_RPC_STATUS_H_

#include <grpcpp/support/status.h>

#include <string>

#include "absl/status/status.h"
#include "google/rpc/status.pb.h"

namespace tuoqiao::rpc {

// google.rpc.Status with ErrorInfo, BadRequest where a field is to blame, LocalizedMessage
// (Chinese), Help-like next step inside the message, and RequestInfo. A failure that nobody named
// is INTERNAL, or its own canonical code, with a text that says nothing.
google::rpc::Status ToRpc(const absl::Status& status, const std::string& request);
grpc::Status ToGrpc(const absl::Status& status, const std::string& request);

// What a peer answered, with its reason and field.
absl::Status FromGrpc(const grpc::Status& status);
absl::Status FromRpc(const google::rpc::Status& status);

}  // namespace tuoqiao::rpc

#endif  // TUOQIAO_SERVICES_COMMON_RPC_STATUS_H_
