#include "services/server/operations_service.h"

#include <google/protobuf/empty.pb.h>

#include "services/common/errors.h"
#include "services/common/status_macros.h"

namespace tuoqiao::server {
namespace {

// Whoever may start long work may look at it: the jobs themselves check whose it is. Parents and
// auditors start none.
type::v1::Access WhoStartsIt() {
  type::v1::Access access;
  for (const type::v1::Role role :
       {type::v1::PARK_ADMIN, type::v1::PARK_FINANCE, type::v1::FIRM_HR, type::v1::FIRM_PAYROLL,
        type::v1::CENTRE_MANAGER, type::v1::OPS}) {
    access.add_roles(role);
  }
  access.set_across_parks(true);
  return access;
}

}  // namespace

OperationsService::OperationsService(std::map<std::string, rpc::Operations*> operations,
                                     const TokenKey& tokens, Clock& clock, Metrics& metrics)
    : operations_(std::move(operations)),
      front_(rpc::Front::With("google.longrunning.Operations",
                              {{"GetOperation", WhoStartsIt()}, {"CancelOperation", WhoStartsIt()}},
                              tokens, clock, metrics)) {}

absl::StatusOr<rpc::Operations*> OperationsService::Of(const std::string& name) const {
  const size_t slash = name.rfind('/');
  const size_t hyphen = name.find('-', slash == std::string::npos ? 0 : slash);
  if (slash != std::string::npos && hyphen != std::string::npos) {
    const auto found = operations_.find(name.substr(slash + 1, hyphen - slash - 1));
    if (found != operations_.end()) return found->second;
  }
  return NotFound("OPERATION_NOT_FOUND", name);
}

grpc::Status OperationsService::GetOperation(
    grpc::ServerContext* context, const google::longrunning::GetOperationRequest* request,
    google::longrunning::Operation* response) {
  return front_->AnswerFor(
      context, "GetOperation", request->name(), [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const rpc::Operations* operations, Of(request->name()));
        ASSIGN_OR_RETURN(*response, operations->Get(caller, request->name()));
        return absl::OkStatus();
      });
}

grpc::Status OperationsService::CancelOperation(
    grpc::ServerContext* context, const google::longrunning::CancelOperationRequest* request,
    google::protobuf::Empty*) {
  return front_->AnswerFor(context, "CancelOperation", request->name(),
                           [&](const rpc::Caller& caller) -> absl::Status {
                             ASSIGN_OR_RETURN(rpc::Operations * operations, Of(request->name()));
                             return operations->Cancel(caller, request->name());
                           });
}

}  // namespace tuoqiao::server
