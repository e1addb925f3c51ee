// Seat contracts: proposed by one side, confirmed by the other; and what pools have, day by day.
#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/period.h"
#include "services/common/rpc/paging.h"
#include "services/common/status_macros.h"
#include "services/places/contracts/contract_ground.h"
#include "services/places/contracts/contract_numbers.h"
#include "services/places/contracts/contract_store.h"
#include "services/places/contracts/convert_contract.h"
#include "services/places/contracts/errors_pool.h"
#include "services/places/convert.h"
#include "services/places/enrolment_store.h"
#include "services/places/errors.h"
#include "services/places/offers/offering.h"
#include "services/places/service.h"
#include "services/places/store.h"

namespace tuoqiao::places {
namespace {

constexpr rpc::PageLimits kPages = {1000, 1000};
constexpr int64_t kAllRows = std::numeric_limits<int64_t>::max();

// Each role speaks for one kind of side.
absl::StatusOr<Party> SpeaksAs(const rpc::Caller& caller, absl::string_view field,
                               const std::string& name) {
  ASSIGN_OR_RETURN(Party party, PartyOf(field, name));
  const std::string& role = caller.identity.role;
  const Side side = role == "FIRM_HR"          ? Side::kFirm
                    : role == "CENTRE_MANAGER" ? Side::kCentre
                                               : Side::kPark;
  if (side != party.side) return PartyWrong(field, SideName(party.side));
  return party;
}

// Another's contract is as one that is not there.
absl::StatusOr<SeatContract> LoadContractFor(db::Read& txn, const std::string& id,
                                             const Party& party) {
  ASSIGN_OR_RETURN(auto contract, LoadContract(txn, id));
  if (!contract.has_value() || !CheckParty(*contract, party).ok()) {
    return ContractNotFound(ContractName(txn.park(), id));
  }
  return *std::move(contract);
}

absl::Status Save(rpc::Change& change, absl::string_view kind, const SeatContract& contract,
                  v1::SeatContract* response) {
  RETURN_IF_ERROR(SaveContract(change.txn, contract));
  *response = ToProto(change.txn.park(), contract);
  change.Publish(kind, response->name(), contract.revision, *response);
  return absl::OkStatus();
}

// Pools have changed: whoever keeps centres in memory reads them anew.
absl::Status SaveInForce(rpc::Change& change, absl::string_view kind, const SeatContract& contract,
                         v1::SeatContract* response) {
  RETURN_IF_ERROR(NewCentreEdition(change.txn));
  return Save(change, kind, contract, response);
}

// What is proposed, with the pack's ceiling where it says none; and how much the public may have.
struct Proposed {
  SeatContract contract;
  int64_t community_max_bp = 0;
};
absl::StatusOr<Proposed> Complete(SeatContract said, const rules::ParameterFile& numbers,
                                  absl::CivilDay today) {
  Proposed proposed{std::move(said)};
  SeatContract& contract = proposed.contract;
  RETURN_IF_ERROR(CheckPeriod(contract, today));
  if (contract.pool.kind != "COMMUNITY") return proposed;
  ASSIGN_OR_RETURN(proposed.community_max_bp, CommunityShareMaxOn(numbers, contract.period.from));
  if (contract.ceiling_seats == 0 && contract.ceiling_bp == 0) {
    contract.ceiling_bp = proposed.community_max_bp;
  }
  return proposed;
}

absl::Status Propose(rpc::Change& change, const Proposed& proposed, absl::CivilDay today,
                     v1::SeatContract* response) {
  const SeatContract& contract = proposed.contract;
  RETURN_IF_ERROR(LockWaitingList(change.txn));
  ASSIGN_OR_RETURN(const auto known, LoadContract(change.txn, contract.id));
  if (known.has_value()) return ContractExists(ContractName(change.txn.park(), contract.id));
  ASSIGN_OR_RETURN(Group group, LockSeatsOf(change.txn, contract.group));
  RETURN_IF_ERROR(CheckCommunityShare(contract, group.capacity, proposed.community_max_bp));
  group.contracts.push_back(contract);
  RETURN_IF_ERROR(CheckSeatsOf(change.txn, group, today, "contract"));
  return Save(change, "SeatContractProposed", contract, response);
}

// The group as it would be without the days that the contract has lost; one that is gone has none.
absl::Status CheckEnded(rpc::Change& change, const SeatContract& contract, absl::CivilDay today) {
  ASSIGN_OR_RETURN(auto group, LoadGroup(change.txn, contract.group));
  if (!group.has_value()) return absl::OkStatus();
  RETURN_IF_ERROR(LockGroup(change.txn, contract.group));
  for (SeatContract& each : group->contracts) {
    if (each.id == contract.id) each = contract;
  }
  return CheckSeatsOf(change.txn, *group, today, "end_date");
}

// ---- Days of pools.

// Who holds seats of a group and who waits for its centre, with what is known of them.
struct ChildrenOf {
  std::vector<SeatHeld> held;
  std::vector<SeatWanted> wanted;
};

const Child* FindChild(const OfferingFacts& facts, const std::string& case_number) {
  const auto found = facts.children->find(case_number);
  return found == facts.children->end() ? nullptr : &found->second;
}

const Decision* FindDecision(const OfferingFacts& facts, const Application& application) {
  const auto decisions = facts.decisions.find(application.programme);
  if (decisions == facts.decisions.end()) return nullptr;
  const auto found = decisions->second->find(application.case_number);
  return found == decisions->second->end() ? nullptr : &found->second;
}

absl::StatusOr<ChildrenOf> LoadChildrenOf(db::Read& txn, const Group& group,
                                          const OfferingFacts& facts) {
  ChildrenOf children;
  Seat seat;
  seat.centre = group.id.substr(0, group.id.find('/'));
  seat.group = group.id;
  ASSIGN_OR_RETURN(const auto offers, LoadHolds(txn, seat, facts.today));
  for (const Offer& each : offers) {
    children.held.push_back({FindChild(facts, each.case_number),
                             each.seat.pool,
                             {each.seat.start, OutgrownOn(each.end)},
                             each.seat.part});
  }
  ASSIGN_OR_RETURN(const auto enrolments, LoadEnrolmentsOfCentre(txn, seat.centre));
  for (const Enrolment& each : enrolments) {
    if (each.group != group.id || each.period.Empty()) continue;
    const absl::CivilDay until = each.running ? OutgrownOn(each.period.until) : each.period.until;
    children.held.push_back(
        {FindChild(facts, each.case_number), each.pool, {each.period.from, until}, each.part});
  }
  ASSIGN_OR_RETURN(const auto waiting, LoadWaiting(txn, {QueuePlace(), facts.today}, kAllRows));
  for (const Waiting& each : waiting) {
    const std::vector<std::string>& choices = each.application.choices;
    const Child* const child = FindChild(facts, each.application.case_number);
    const bool chosen = std::find(choices.begin(), choices.end(), seat.centre) != choices.end();
    if (each.placed || child == nullptr || !chosen) continue;
    children.wanted.push_back(
        {child, FindDecision(facts, each.application), each.application.desired_start});
  }
  return children;
}

// A day that has passed is seen as it was; on one to come nobody has left but who is known to.
PoolDay PoolsOn(const Group& group, const std::vector<TakenSeats>& taken,
                const std::vector<SeatHeld>& held, absl::CivilDay day, absl::CivilDay today) {
  if (today <= day) return LookAhead(group, taken, day, today);
  PoolDay pools(group, day, day);
  for (const SeatHeld& each : held) {
    if (each.period.Contains(day)) pools.Take(each.place, 1, each.part);
  }
  return pools;
}

}  // namespace

grpc::Status PlacesService::ProposeSeatContract(grpc::ServerContext* context,
                                                const v1::ProposeSeatContractRequest* request,
                                                v1::SeatContract* response) {
  return front_.Answer(
      context, "ProposeSeatContract", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const SeatContract said, FromProto(*request, caller.park));
        return rpc::Mutate(
            mutation_, caller, *request, response, [&] { return peers_.AskToday(caller); },
            [&](rpc::Change& change, absl::CivilDay today) -> absl::Status {
              ASSIGN_OR_RETURN(Proposed proposed, Complete(said, packs_.contracts, today));
              ASSIGN_OR_RETURN(const Party party, SpeaksAs(caller, "parent", request->parent()));
              RETURN_IF_ERROR(CheckParty(proposed.contract, party));
              proposed.contract.proposed_by = party.side;
              return Propose(change, proposed, today, response);
            });
      });
}

grpc::Status PlacesService::ConfirmSeatContract(grpc::ServerContext* context,
                                                const v1::ConfirmSeatContractRequest* request,
                                                v1::SeatContract* response) {
  return front_.Answer(
      context, "ConfirmSeatContract", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string id, ContractOf(request->name()));
        return rpc::Mutate(
            mutation_, caller, *request, response, [&] { return peers_.AskToday(caller); },
            [&](rpc::Change& change, absl::CivilDay today) -> absl::Status {
              ASSIGN_OR_RETURN(const Party party, SpeaksAs(caller, "party", request->party()));
              RETURN_IF_ERROR(LockWaitingList(change.txn));
              ASSIGN_OR_RETURN(SeatContract contract, LoadContractFor(change.txn, id, party));
              RETURN_IF_ERROR(Confirm(contract, party, today));
              ASSIGN_OR_RETURN(Group group, LockSeatsOf(change.txn, contract.group));
              group.contracts.push_back(contract);
              RETURN_IF_ERROR(CheckSeatsOf(change.txn, group, today, "name"));
              return SaveInForce(change, "SeatContractConfirmed", contract, response);
            });
      });
}

grpc::Status PlacesService::EndSeatContract(grpc::ServerContext* context,
                                            const v1::EndSeatContractRequest* request,
                                            v1::SeatContract* response) {
  return front_.Answer(
      context, "EndSeatContract", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string id, ContractOf(request->name()));
        return rpc::Mutate(
            mutation_, caller, *request, response, [&] { return peers_.AskToday(caller); },
            [&](rpc::Change& change, absl::CivilDay today) -> absl::Status {
              ASSIGN_OR_RETURN(const Party party, SpeaksAs(caller, "party", request->party()));
              RETURN_IF_ERROR(LockWaitingList(change.txn));
              ASSIGN_OR_RETURN(SeatContract contract, LoadContractFor(change.txn, id, party));
              absl::CivilDay end = today;
              if (contract.state == ContractState::kConfirmed) {
                ASSIGN_OR_RETURN(end, DayOf("end_date", request->end_date()));
              }
              RETURN_IF_ERROR(EndContract(contract, party, end, today));
              if (contract.state == ContractState::kCancelled) {
                return Save(change, "SeatContractCancelled", contract, response);
              }
              RETURN_IF_ERROR(CheckEnded(change, contract, today));
              return SaveInForce(change, "SeatContractEnded", contract, response);
            });
      });
}

grpc::Status PlacesService::ListSeatContracts(grpc::ServerContext* context,
                                              const v1::ListSeatContractsRequest* request,
                                              v1::ListSeatContractsResponse* response) {
  return front_.Answer(
      context, "ListSeatContracts", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(ContractRange range, ContractsOf(request->parent()));
        const std::string list = absl::StrCat(request->parent(), "/seatContracts");
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list, kPages));
        range.after = page.after;
        range.rows_max = page.size;
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const auto contracts, LoadContracts(txn, range));
          for (const SeatContract& each : contracts) {
            *response->add_seat_contracts() = ToProto(caller.park, each);
          }
          if (static_cast<int64_t>(contracts.size()) == page.size) {
            response->set_next_page_token(rpc::NextPageToken(list, contracts.back().id));
          }
          return absl::OkStatus();
        });
      });
}

grpc::Status PlacesService::ListPoolDays(grpc::ServerContext* context,
                                         const v1::ListPoolDaysRequest* request,
                                         v1::ListPoolDaysResponse* response) {
  return front_.Answer(
      context, "ListPoolDays", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string id, GroupOf("parent", caller.park, request->parent()));
        ASSIGN_OR_RETURN(Period period, FromProto(*request));
        const std::string list =
            absl::StrCat(request->parent(), "/", request->from_date(), "/", request->until_date());
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list,
                                       {kPoolDaysMax, kPoolDaysMax}));
        if (!page.after.empty()) {
          const auto last = ParseDay(page.after);
          if (!last.ok()) return rpc::PageTokenInvalid();
          period.from = *last + 1;
        }
        ASSIGN_OR_RETURN(const OfferingFacts facts,
                         AskOffering(peers_, db_, caller, packs_.waiting));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const auto group, LoadGroup(txn, id));
          if (!group.has_value()) return GroupNotFound(request->parent());
          const std::string centre = id.substr(0, id.find('/'));
          ASSIGN_OR_RETURN(const auto taken,
                           LoadSeats(txn, {centre, centre, facts.today, facts.today, true}));
          ASSIGN_OR_RETURN(const ChildrenOf children, LoadChildrenOf(txn, *group, facts));
          const absl::CivilDay until = std::min(period.until, period.from + page.size);
          for (absl::CivilDay day = period.from; day < until; ++day) {
            const PoolDay pools = PoolsOn(*group, taken, children.held, day, facts.today);
            const auto firms = CountFirms(*group, pools, children.held, children.wanted, day);
            *response->add_pool_days() = ToProto(caller.park, {day, *group, pools, firms});
          }
          if (until < period.until) {
            response->set_next_page_token(rpc::NextPageToken(list, FormatDay(until - 1)));
          }
          return absl::OkStatus();
        });
      });
}

}  // namespace tuoqiao::places
