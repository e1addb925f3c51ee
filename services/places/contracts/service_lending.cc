// Contracts between two parks, as people propose, accept and end them.
#include <string>

#include "absl/strings/str_cat.h"
#include "services/common/check.h"
#include "services/common/rpc/paging.h"
#include "services/common/status_macros.h"
#include "services/places/contracts/contract_ground.h"
#include "services/places/contracts/convert_park_contract.h"
#include "services/places/contracts/errors_pool.h"
#include "services/places/contracts/lending.h"
#include "services/places/contracts/park_contract_store.h"
#include "services/places/convert.h"
#include "services/places/service.h"
#include "services/places/store.h"

namespace tuoqiao::places {
namespace {

constexpr rpc::PageLimits kPages = {1000, 1000};

absl::Status Save(rpc::Change& change, absl::string_view kind, const ParkContract& contract,
                  v1::ParkContract* response) {
  RETURN_IF_ERROR(SaveParkContract(change.txn, contract));
  *response = ToProto(change.txn.park(), contract);
  change.Publish(kind, response->name(), contract.revision, *response);
  return absl::OkStatus();
}

absl::Status Propose(rpc::Change& change, ParkContract contract, absl::CivilDay today,
                     v1::ParkContract* response) {
  ASSIGN_OR_RETURN(Group group, LockSeatsOf(change.txn, contract.group));
  ASSIGN_OR_RETURN(const auto centre, LoadCentre(change.txn, contract.CentreIn(contract.owner)));
  CHECK(centre.has_value());  // A group is of a centre.
  if (centre->Guest()) return GuestCentre("contract.group", centre->owner_centre);
  contract.id = change.NewId("pkc");
  contract.kind = group.kind;
  contract.centre_name = centre->display_name;
  contract.group_code = group.code;
  group.contracts.push_back(LentSeats(contract));
  RETURN_IF_ERROR(CheckSeatsOf(change.txn, group, today, "contract"));
  return Save(change, "ParkContractProposed", contract, response);
}

absl::Status CheckGuestCentre(db::Read& txn, const ParkContract& contract) {
  const std::string id = contract.GuestCentre();
  ASSIGN_OR_RETURN(const auto centre, LoadCentre(txn, id));
  const std::string owners = CentreName(contract.owner, contract.CentreIn(contract.owner));
  if (!centre.has_value() || centre->owner_centre == owners) return absl::OkStatus();
  return GuestCentreTaken(CentreName(txn.park(), id));
}

absl::Status End(rpc::Change& change, ParkContract& own, const std::string& end_date,
                 absl::CivilDay today, v1::ParkContract* response) {
  const std::string& park = change.txn.park();
  if (own.state == ParkContractState::kProposed) {
    RETURN_IF_ERROR(CancelLoan(own, park));
    return Save(change, "ParkContractCancelled", own, response);
  }
  absl::CivilDay end = today;
  if (own.state == ParkContractState::kConfirmed) {
    ASSIGN_OR_RETURN(end, DayOf("end_date", end_date));
  }
  if (park == own.owner) {
    RETURN_IF_ERROR(AskForEnd(own, end, today));
    return Save(change, "ParkContractEndAsked", own, response);
  }
  RETURN_IF_ERROR(CloseBorrowed(change, own, end, today));
  *response = ToProto(park, own);
  return absl::OkStatus();
}

}  // namespace

grpc::Status PlacesService::ProposeParkContract(grpc::ServerContext* context,
                                                const v1::ProposeParkContractRequest* request,
                                                v1::ParkContract* response) {
  return front_.Answer(
      context, "ProposeParkContract", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const ParkContract said, FromProto(*request, caller.park));
        const auto ask = [&]() -> absl::StatusOr<absl::CivilDay> {
          ASSIGN_OR_RETURN(const absl::CivilDay today, peers_.AskToday(caller));
          RETURN_IF_ERROR(CheckPeriod(LentSeats(said), today));
          RETURN_IF_ERROR(peers_.AskToday(badge_.AsCaller(said.guest)).status());
          return today;
        };
        return rpc::Mutate(mutation_, caller, *request, response, ask,
                           [&](rpc::Change& change, absl::CivilDay today) {
                             return Propose(change, said, today, response);
                           });
      });
}

grpc::Status PlacesService::AcceptParkContract(grpc::ServerContext* context,
                                               const v1::AcceptParkContractRequest* request,
                                               v1::ParkContract* response) {
  return front_.Answer(
      context, "AcceptParkContract", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string id, ParkContractOf(request->name()));
        return rpc::Mutate(
            mutation_, caller, *request, response, [&] { return peers_.AskToday(caller); },
            [&](rpc::Change& change, absl::CivilDay today) -> absl::Status {
              RETURN_IF_ERROR(LockWaitingList(change.txn));
              ASSIGN_OR_RETURN(ParkContract own, LockParkContract(change.txn, id));
              RETURN_IF_ERROR(AcceptLoan(own, caller.park, today));
              RETURN_IF_ERROR(CheckGuestCentre(change.txn, own));
              return Save(change, "ParkContractAccepted", own, response);
            });
      });
}

grpc::Status PlacesService::EndParkContract(grpc::ServerContext* context,
                                            const v1::EndParkContractRequest* request,
                                            v1::ParkContract* response) {
  return front_.Answer(
      context, "EndParkContract", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string id, ParkContractOf(request->name()));
        return rpc::Mutate(
            mutation_, caller, *request, response, [&] { return peers_.AskToday(caller); },
            [&](rpc::Change& change, absl::CivilDay today) -> absl::Status {
              RETURN_IF_ERROR(LockWaitingList(change.txn));
              ASSIGN_OR_RETURN(ParkContract own, LockParkContract(change.txn, id));
              return End(change, own, request->end_date(), today, response);
            });
      });
}

grpc::Status PlacesService::ListParkContracts(grpc::ServerContext* context,
                                              const v1::ListParkContractsRequest* request,
                                              v1::ListParkContractsResponse* response) {
  return front_.Answer(
      context, "ListParkContracts", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string centre, CentreOf("parent", request->parent()));
        const std::string list = absl::StrCat(request->parent(), "/parkContracts");
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list, kPages));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const auto contracts,
                           LoadParkContracts(txn, {centre, page.after, page.size}));
          for (const ParkContract& each : contracts) {
            *response->add_park_contracts() = ToProto(caller.park, each);
          }
          if (static_cast<int64_t>(contracts.size()) == page.size) {
            response->set_next_page_token(rpc::NextPageToken(list, contracts.back().id));
          }
          return absl::OkStatus();
        });
      });
}

}  // namespace tuoqiao::places
