// What firms and centres bring from other books.
#include "services/common/rpc/mutate.h"
#include "services/common/status_macros.h"
#include "services/ledger/bringing.h"
#include "services/ledger/convert.h"
#include "services/ledger/convert_hand.h"
#include "services/ledger/convert_opening.h"
#include "services/ledger/errors_opening.h"
#include "services/ledger/opening_store.h"
#include "services/ledger/service.h"

namespace tuoqiao::ledger {

grpc::Status LedgerService::ProposeOpening(grpc::ServerContext* context,
                                           const v1::ProposeOpeningRequest* request,
                                           v1::Opening* response) {
  return front_.Answer(
      context, "ProposeOpening", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const Opening said, FromProto(request->opening()));
        return rpc::Mutate(
            mutation_, caller, *request, response, [&] { return AskToday(caller); },
            [&](rpc::Change& change, absl::CivilDay today) -> absl::Status {
              ASSIGN_OR_RETURN(const Opening opening, ledger::ProposeOpening(change, said, today));
              *response = ToProto(caller.park, opening);
              return absl::OkStatus();
            });
      });
}

grpc::Status LedgerService::ConfirmOpening(grpc::ServerContext* context,
                                           const v1::ConfirmOpeningRequest* request,
                                           v1::Opening* response) {
  return front_.Answer(
      context, "ConfirmOpening", *request, [&](const rpc::Caller& caller) -> absl::Status {
        const std::string id = PartOf(request->name(), "openings");
        return rpc::Mutate(
            mutation_, caller, *request, response, [&] { return AskToday(caller); },
            [&](rpc::Change& change, absl::CivilDay today) -> absl::Status {
              ASSIGN_OR_RETURN(
                  const Opening opening,
                  ledger::ConfirmOpening(change, id,
                                         {request->revision(), caller.identity.subject, today}));
              *response = ToProto(caller.park, opening);
              return absl::OkStatus();
            });
      });
}

grpc::Status LedgerService::ReverseOpening(grpc::ServerContext* context,
                                           const v1::ReverseOpeningRequest* request,
                                           v1::Opening* response) {
  return front_.Answer(
      context, "ReverseOpening", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string reason, ReasonFromProto(request->reason()));
        const std::string id = PartOf(request->name(), "openings");
        return rpc::Mutate(
            mutation_, caller, *request, response, [&](rpc::Change& change) -> absl::Status {
              ASSIGN_OR_RETURN(
                  const Opening opening,
                  ProposeOpeningReversal(change, id, {caller.identity.subject, reason}));
              *response = ToProto(caller.park, opening);
              return absl::OkStatus();
            });
      });
}

grpc::Status LedgerService::GetOpening(grpc::ServerContext* context,
                                       const v1::GetOpeningRequest* request,
                                       v1::Opening* response) {
  return front_.Answer(context, "GetOpening", *request,
                       [&](const rpc::Caller& caller) -> absl::Status {
                         const std::string id = PartOf(request->name(), "openings");
                         return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
                           ASSIGN_OR_RETURN(const Opening opening, LoadOpening(txn, id));
                           if (opening.revision == 0) return OpeningNotFound(request->name());
                           *response = ToProto(caller.park, opening);
                           return absl::OkStatus();
                         });
                       });
}

}  // namespace tuoqiao::ledger
