// google.longrunning.Operations over the jobs of all services:
// `parks/{park}/operations/{service}-{id}`.
#ifndef TUOQIAO_SERVICES_SERVER_OPERATIONS_SERVICE_H_
#define TUOQIAO_SERVICES_SERVER_OPERATIONS_SERVICE_H_

#include <map>
#include <memory>
#include <string>

#include "google/longrunning/operations.grpc.pb.h"
#include "services/common/rpc/front.h"
#include "services/common/rpc/operations.h"

namespace tuoqiao::server {

// Thread safe.
class OperationsService final : public google::longrunning::Operations::Service {
 public:
  // `operations` by service name; each outlives it.
  OperationsService(std::map<std::string, rpc::Operations*> operations, const TokenKey& tokens,
                    Clock& clock, Metrics& metrics);

  // OPERATION_NOT_FOUND, also for an operation of somebody else.
  grpc::Status GetOperation(grpc::ServerContext* context,
                            const google::longrunning::GetOperationRequest* request,
                            google::longrunning::Operation* response) override;
  // Stops it at its next step; what it had done stays. OPERATION_NOT_FOUND.
  grpc::Status CancelOperation(grpc::ServerContext* context,
                               const google::longrunning::CancelOperationRequest* request,
                               google::protobuf::Empty* response) override;

 private:
  absl::StatusOr<rpc::Operations*> Of(const std::string& name) const;

  const std::map<std::string, rpc::Operations*> operations_;
  const std::unique_ptr<rpc::Front> front_;
};

}  // namespace tuoqiao::server

#endif  // TUOQIAO_SERVICES_SERVER_OPERATIONS_SERVICE_H_
