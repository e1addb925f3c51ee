// Rounds of allocation.
#include <map>
#include <memory>

#include "absl/strings/str_cat.h"
#include "services/common/check.h"
#include "services/common/errors.h"
#include "services/common/rpc/paging.h"
#include "services/common/status_macros.h"
#include "services/places/convert.h"
#include "services/places/errors.h"
#include "services/places/rounds/allocating.h"
#include "services/places/rounds/convert_allocation.h"
#include "services/places/rounds/round_store.h"
#include "services/places/service.h"
#include "services/places/store.h"

namespace tuoqiao::places {
namespace {

constexpr char kRun[] = "RunAllocation";

// What became of a draw is everybody's once it is published, and the park's before.
bool MayKnow(const rpc::Caller& caller, const Round& round, const RoundResult& result) {
  if (result.reason.empty()) return false;
  return round.state == RoundState::kPublished || caller.Sees(ParkName(caller.park));
}

absl::StatusOr<Round> LoadKnownRound(db::Read& txn, const std::string& id) {
  ASSIGN_OR_RETURN(auto round, LoadRound(txn, id));
  if (!round.has_value()) return AllocationNotFound(AllocationName(txn.park(), id));
  return *std::move(round);
}

// The rounds of results; each is loaded once.
class RoundsOf {
 public:
  explicit RoundsOf(db::Read& txn) : txn_(txn) {}
  absl::StatusOr<Round> Get(const std::string& id) {
    const auto found = rounds_.find(id);
    if (found != rounds_.end()) return found->second;
    ASSIGN_OR_RETURN(const Round round, LoadKnownRound(txn_, id));
    return rounds_.emplace(id, round).first->second;
  }

 private:
  db::Read& txn_;
  std::map<std::string, Round> rounds_;
};

// The job's argument is a RunAllocationRequest; its result the Allocation. One transaction: half a
// draw would be none.
absl::StatusOr<std::unique_ptr<google::protobuf::Message>> Run(rpc::JobRun& run,
                                                               const KeyRing& keys) {
  v1::RunAllocationRequest request;
  CHECK(request.ParseFromString(run.argument()));
  ASSIGN_OR_RETURN(const std::string id, RoundOf("name", request.name()));
  auto drawn = std::make_unique<v1::Allocation>();
  RETURN_IF_ERROR(run.Write("draw", [&](rpc::Change& change) -> absl::Status {
    ASSIGN_OR_RETURN(Round round, LockRound(change.txn, id));
    // A former run of this job came so far.
    const bool done =
        round.state == RoundState::kDrawn && round.public_entropy == request.public_entropy();
    if (!done) {
      RETURN_IF_ERROR(CheckState(round, RoundState::kFrozen));
      RETURN_IF_ERROR(DrawRound(change, keys, request.public_entropy(), round));
    }
    *drawn = ToProto(run.park(), round);
    return absl::OkStatus();
  }));
  return std::unique_ptr<google::protobuf::Message>(std::move(drawn));
}

}  // namespace

void PlacesService::RegisterAllocation() {
  operations_.Register(kRun, [this](rpc::JobRun& run) { return Run(run, keys_); });
}

grpc::Status PlacesService::OpenAllocation(grpc::ServerContext* context,
                                           const v1::OpenAllocationRequest* request,
                                           v1::Allocation* response) {
  return front_.Answer(
      context, "OpenAllocation", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const Round said, FromProto(*request, caller.park));
        return rpc::Mutate(
            mutation_, caller, *request, response, [&] { return peers_.AskToday(caller); },
            [&](rpc::Change& change, absl::CivilDay today) -> absl::Status {
              Round round = said;
              RETURN_IF_ERROR(CheckMayOpen(round, today));
              RETURN_IF_ERROR(LockWaitingList(change.txn));
              ASSIGN_OR_RETURN(const auto known, LoadRound(change.txn, round.id));
              if (known.has_value()) {
                return AllocationExists(AllocationName(caller.park, round.id));
              }
              RETURN_IF_ERROR(ChooseGroups(change.txn, round));
              round.seed_hash = allocation::SeedHash(SeedOf(keys_, caller.park, round.id));
              round.opened_by = caller.identity.subject;
              RETURN_IF_ERROR(InsertRound(change.txn, round));
              *response = ToProto(caller.park, round);
              PublishStep(change, "AllocationOpened", round);
              return absl::OkStatus();
            });
      });
}

grpc::Status PlacesService::FreezeAllocation(grpc::ServerContext* context,
                                             const v1::FreezeAllocationRequest* request,
                                             v1::Allocation* response) {
  return front_.Answer(
      context, "FreezeAllocation", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string id, RoundOf("name", request->name()));
        ASSIGN_OR_RETURN(const Catchments catchments, FromProto(*request, caller.park));
        return rpc::Mutate(
            mutation_, caller, *request, response,
            [&] { return AskOffering(peers_, db_, caller, packs_.waiting); },
            [&](rpc::Change& change, const OfferingFacts& facts) -> absl::Status {
              ASSIGN_OR_RETURN(Round round, LockRound(change.txn, id));
              RETURN_IF_ERROR(CheckState(round, RoundState::kOpen));
              RETURN_IF_ERROR(FreezeRound(change, keys_, facts, catchments, round));
              *response = ToProto(caller.park, round);
              return absl::OkStatus();
            });
      });
}

grpc::Status PlacesService::RunAllocation(grpc::ServerContext* context,
                                          const v1::RunAllocationRequest* request,
                                          google::longrunning::Operation* response) {
  return front_.Answer(context, kRun, *request, [&](const rpc::Caller& caller) -> absl::Status {
    ASSIGN_OR_RETURN(const std::string id, RoundOf("name", request->name()));
    RETURN_IF_ERROR(CheckLine("public_entropy", request->public_entropy()));
    RETURN_IF_ERROR(rpc::Mutate(mutation_, caller, *request, response,
                                [&](rpc::Change& change) -> absl::Status {
                                  ASSIGN_OR_RETURN(const Round round, LockRound(change.txn, id));
                                  RETURN_IF_ERROR(CheckState(round, RoundState::kFrozen));
                                  RETURN_IF_ERROR(CheckEntropy(round, request->public_entropy()));
                                  return operations_.Enqueue(change, kRun, *request, response);
                                }));
    if (!request->validate_only()) operations_.Wake();
    return absl::OkStatus();
  });
}

grpc::Status PlacesService::PublishAllocation(grpc::ServerContext* context,
                                              const v1::PublishAllocationRequest* request,
                                              v1::Allocation* response) {
  return front_.Answer(context, "PublishAllocation", *request,
                       [&](const rpc::Caller& caller) -> absl::Status {
                         ASSIGN_OR_RETURN(const std::string id, RoundOf("name", request->name()));
                         return rpc::Mutate(
                             mutation_, caller, *request, response,
                             [&] { return AskOffering(peers_, db_, caller, packs_.waiting); },
                             [&](rpc::Change& change, const OfferingFacts& facts) -> absl::Status {
                               ASSIGN_OR_RETURN(Round round, LockRound(change.txn, id));
                               RETURN_IF_ERROR(CheckMayPublish(round, caller.identity.subject));
                               RETURN_IF_ERROR(PublishRound(change, keys_, facts, round));
                               *response = ToProto(caller.park, round);
                               return absl::OkStatus();
                             });
                       });
}

grpc::Status PlacesService::CancelAllocation(grpc::ServerContext* context,
                                             const v1::CancelAllocationRequest* request,
                                             v1::Allocation* response) {
  return front_.Answer(
      context, "CancelAllocation", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string id, RoundOf("name", request->name()));
        if (request->reason().empty()) return FieldRequired("reason");
        RETURN_IF_ERROR(CheckLine("reason", request->reason()));
        return rpc::Mutate(
            mutation_, caller, *request, response, [&](rpc::Change& change) -> absl::Status {
              ASSIGN_OR_RETURN(Round round, LockRound(change.txn, id));
              RETURN_IF_ERROR(Cancel(round, caller.identity.subject, request->reason()));
              RETURN_IF_ERROR(UpdateRound(change.txn, round));
              *response = ToProto(caller.park, round);
              PublishStep(change, "AllocationCancelled", round);
              return absl::OkStatus();
            });
      });
}

grpc::Status PlacesService::GetAllocation(grpc::ServerContext* context,
                                          const v1::GetAllocationRequest* request,
                                          v1::Allocation* response) {
  return front_.Answer(context, "GetAllocation", *request,
                       [&](const rpc::Caller& caller) -> absl::Status {
                         ASSIGN_OR_RETURN(const std::string id, RoundOf("name", request->name()));
                         return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
                           ASSIGN_OR_RETURN(const Round round, LoadKnownRound(txn, id));
                           *response = ToProto(caller.park, round);
                           return absl::OkStatus();
                         });
                       });
}

grpc::Status PlacesService::ListAllocations(grpc::ServerContext* context,
                                            const v1::ListAllocationsRequest* request,
                                            v1::ListAllocationsResponse* response) {
  return front_.Answer(
      context, "ListAllocations", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), "allocations"));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const auto rounds, LoadRounds(txn, {page.after, page.size}));
          for (const Round& each : rounds) {
            *response->add_allocations() = ToProto(caller.park, each);
          }
          if (static_cast<int64_t>(rounds.size()) == page.size) {
            response->set_next_page_token(rpc::NextPageToken("allocations", rounds.back().id));
          }
          return absl::OkStatus();
        });
      });
}

grpc::Status PlacesService::ListAllocationResults(grpc::ServerContext* context,
                                                  const v1::ListAllocationResultsRequest* request,
                                                  v1::ListAllocationResultsResponse* response) {
  return front_.Answer(
      context, "ListAllocationResults", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(ResultRange range, ResultsOf(request->parent()));
        const std::string list = absl::StrCat(request->parent(), "/allocationResults");
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list));
        range.after_applicant = page.after;
        range.rows_max = page.size;
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          RoundsOf rounds(txn);
          if (!range.round.empty()) RETURN_IF_ERROR(rounds.Get(range.round).status());
          ASSIGN_OR_RETURN(const auto results, LoadResults(txn, keys_, range));
          for (const RoundResult& each : results) {
            ASSIGN_OR_RETURN(const Round round, rounds.Get(each.round));
            *response->add_allocation_results() =
                ToProto(caller.park, each, round, MayKnow(caller, round, each));
          }
          if (static_cast<int64_t>(results.size()) == page.size) {
            response->set_next_page_token(rpc::NextPageToken(list, results.back().applicant));
          }
          return absl::OkStatus();
        });
      });
}

grpc::Status PlacesService::GetAllocationResult(grpc::ServerContext* context,
                                                const v1::GetAllocationResultRequest* request,
                                                v1::AllocationResult* response) {
  return front_.Answer(
      context, "GetAllocationResult", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const ResultKey key, ResultKeyOf(request->name()));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const auto result, LoadResult(txn, keys_, key));
          if (!result.has_value()) return AllocationResultNotFound(request->name());
          ASSIGN_OR_RETURN(const Round round, LoadKnownRound(txn, result->round));
          *response = ToProto(caller.park, *result, round, MayKnow(caller, round, *result));
          return absl::OkStatus();
        });
      });
}

grpc::Status PlacesService::ExportAllocationLog(grpc::ServerContext* context,
                                                const v1::ExportAllocationLogRequest* request,
                                                v1::ExportAllocationLogResponse* response) {
  return front_.Answer(context, "ExportAllocationLog", *request,
                       [&](const rpc::Caller& caller) -> absl::Status {
                         ASSIGN_OR_RETURN(const std::string id, RoundOf("name", request->name()));
                         return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
                           ASSIGN_OR_RETURN(const Round round, LoadKnownRound(txn, id));
                           if (round.market_digest.empty()) {
                             return AllocationStateWrong(StateName(round.state), "FROZEN");
                           }
                           ASSIGN_OR_RETURN(*response->mutable_log(), LoadLog(txn, keys_, id));
                           return absl::OkStatus();
                         });
                       });
}

}  // namespace tuoqiao::places
