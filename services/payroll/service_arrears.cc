// How arrears end by hand: paid at the centre, or written off by two people.
#include "services/common/status_macros.h"
#include "services/payroll/arrears_store.h"
#include "services/payroll/convert.h"
#include "services/payroll/convert_planning.h"
#include "services/payroll/errors.h"
#include "services/payroll/service.h"

namespace tuoqiao::payroll {
namespace {

// ARREARS_NOT_FOUND. What is there has a firm whose row is there.
absl::StatusOr<Arrears> LockArrears(db::Write& txn, const ArrearsKey& key) {
  RETURN_IF_ERROR(txn.LockRoot("firm", "id", key.firm));
  ASSIGN_OR_RETURN(auto arrears, FindArrears(txn, key.firm, key.id));
  if (!arrears.has_value()) return ArrearsNotFound(ArrearsName(txn.park(), key.firm, key.id));
  return *std::move(arrears);
}

}  // namespace

grpc::Status PayrollService::MakeArrearsDirect(grpc::ServerContext* context,
                                               const v1::MakeArrearsDirectRequest* request,
                                               v1::Arrears* response) {
  return front_.Answer(
      context, "MakeArrearsDirect", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const ArrearsKey key, ArrearsOf(request->name()));
        return rpc::Mutate(mutation_, caller, *request, response,
                           [&](rpc::Change& change) -> absl::Status {
                             ASSIGN_OR_RETURN(Arrears arrears, LockArrears(change.txn, key));
                             RETURN_IF_ERROR(MakeDirect(arrears));
                             RETURN_IF_ERROR(SaveArrears(change.txn, key.firm, {arrears}));
                             *response = ToProto(caller.park, key.firm, arrears);
                             change.Publish("ShareMadeDirect", response->name(), arrears.revision,
                                            ToDirect(arrears, "ARREARS"));
                             return absl::OkStatus();
                           });
      });
}

grpc::Status PayrollService::WriteOffArrears(grpc::ServerContext* context,
                                             const v1::WriteOffArrearsRequest* request,
                                             v1::Arrears* response) {
  return front_.Answer(
      context, "WriteOffArrears", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const ArrearsKey key, ArrearsOf(request->name()));
        ASSIGN_OR_RETURN(WriteOff said, FromProto(*request));
        said.by = caller.identity.subject;
        return rpc::Mutate(
            mutation_, caller, *request, response, [&](rpc::Change& change) -> absl::Status {
              ASSIGN_OR_RETURN(Arrears arrears, LockArrears(change.txn, key));
              ASSIGN_OR_RETURN(const bool news, ProposeWriteOff(said, arrears));
              *response = ToProto(caller.park, key.firm, arrears);
              if (!news) return absl::OkStatus();
              change.Publish("WriteOffProposed", response->name(), arrears.revision, *response);
              return SaveArrears(change.txn, key.firm, {arrears});
            });
      });
}

grpc::Status PayrollService::ConfirmWriteOff(grpc::ServerContext* context,
                                             const v1::ConfirmWriteOffRequest* request,
                                             v1::Arrears* response) {
  return front_.Answer(
      context, "ConfirmWriteOff", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const ArrearsKey key, ArrearsOf(request->name()));
        return rpc::Mutate(
            mutation_, caller, *request, response, [&](rpc::Change& change) -> absl::Status {
              ASSIGN_OR_RETURN(Arrears arrears, LockArrears(change.txn, key));
              ASSIGN_OR_RETURN(const bool news,
                               payroll::ConfirmWriteOff(
                                   {request->revision(), caller.identity.subject}, arrears));
              *response = ToProto(caller.park, key.firm, arrears);
              if (!news) return absl::OkStatus();
              change.Publish("ArrearsWrittenOff", response->name(), arrears.revision,
                             ToWrittenOff(caller.park, key.firm, arrears));
              return SaveArrears(change.txn, key.firm, {arrears});
            });
      });
}

}  // namespace tuoqiao::payroll
