// The handlers of a person's match.
#include "services/common/errors.h"
#include "services/common/status_macros.h"
#include "services/settlement/convert.h"
#include "services/settlement/errors.h"
#include "services/settlement/issuing.h"
#include "services/settlement/recording.h"
#include "services/settlement/service.h"
#include "services/settlement/store.h"

namespace tuoqiao::settlement {
namespace {

constexpr char kMatches[] = "the matches that the ledger has heard of";

// BANK_LINE_NOT_FOUND.
absl::StatusOr<BankLine> FindLine(db::Read& txn, const KeyRing& keys, const std::string& id) {
  ASSIGN_OR_RETURN(std::optional<BankLine> line, LoadBankLine(txn, keys, id));
  if (!line.has_value()) return NotFound("BANK_LINE_NOT_FOUND", BankLineName(txn.park(), id));
  return *std::move(line);
}

}  // namespace

grpc::Status SettlementService::MatchBankLine(grpc::ServerContext* context,
                                              const v1::MatchBankLineRequest* request,
                                              v1::BankLine* response) {
  return front_.Answer(
      context, "MatchBankLine", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string id, IdIn("name", "bankLines", request->name()));
        ASSIGN_OR_RETURN(const std::vector<Claimed> claimed, FromProto(*request));
        return rpc::Mutate(
            mutation_, caller, *request, response, [&] { return peers_.AskReturnable(caller); },
            [&](rpc::Change& change, const BalanceFacts& facts) -> absl::Status {
              RETURN_IF_ERROR(LockBankAccount(change.txn));
              RETURN_IF_ERROR(CheckHeard(LoadMatchPosition(change.txn), facts.heard, kMatches));
              ASSIGN_OR_RETURN(BankLine line, FindLine(change.txn, keys_, id));
              Recording recording(change, keys_, facts.park, numbers_);
              RETURN_IF_ERROR(recording.MatchAs(&line, claimed, facts.balances, request->reason()));
              *response = ToProto(caller.park, line);
              return recording.Finish();
            });
      });
}

grpc::Status SettlementService::UnmatchBankLine(grpc::ServerContext* context,
                                                const v1::UnmatchBankLineRequest* request,
                                                v1::BankLine* response) {
  return front_.Answer(
      context, "UnmatchBankLine", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string id, IdIn("name", "bankLines", request->name()));
        RETURN_IF_ERROR(CheckReason(request->reason()));
        return rpc::Mutate(
            mutation_, caller, *request, response, [&] { return peers_.AskReturnable(caller); },
            [&](rpc::Change& change, const BalanceFacts& facts) -> absl::Status {
              RETURN_IF_ERROR(LockBankAccount(change.txn));
              RETURN_IF_ERROR(CheckHeard(LoadMatchPosition(change.txn), facts.heard, kMatches));
              ASSIGN_OR_RETURN(BankLine line, FindLine(change.txn, keys_, id));
              Recording recording(change, keys_, facts.park, numbers_);
              RETURN_IF_ERROR(recording.Unmatch(&line, facts.balances, request->reason()));
              *response = ToProto(caller.park, line);
              return recording.Finish();
            });
      });
}

}  // namespace tuoqiao::settlement
