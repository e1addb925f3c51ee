#include "services/cli/contracts.h"

#include <iostream>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/cli/client.h"
#include "services/cli/group_name.h"
#include "services/cli/verbs.h"
#include "services/common/resource_name.h"
#include "services/common/status_macros.h"
#include "tuoqiao/places/v1/places.grpc.pb.h"

namespace tuoqiao::cli {
namespace {

namespace v1 = places::v1;
using Stub = v1::Places::Stub;

// Speaks for the park, or for the firm or centre that is named.
absl::StatusOr<Desk> DeskOf(const Arguments& arguments) {
  ASSIGN_OR_RETURN(Desk desk, DeskAs(arguments));
  if (arguments.Has("for-firm")) {
    desk.who.role = "FIRM_HR";
    absl::StrAppend(&desk.who.scope, "/firms/", absl::AsciiStrToLower(arguments.Get("for-firm")));
  } else if (arguments.Has("for-centre")) {
    desk.who.role = "CENTRE_MANAGER";
    absl::StrAppend(&desk.who.scope, "/centres/",
                    absl::AsciiStrToLower(arguments.Get("for-centre")));
  }
  return desk;
}

absl::StatusOr<std::string> ContractBy(const Arguments& arguments, const std::string& park) {
  ASSIGN_OR_RETURN(const std::string contract, OneWord(arguments, "contract"));
  return absl::StrContains(contract, '/') ? contract
                                          : absl::StrCat(park, "/seatContracts/", contract);
}

std::string PoolText(const v1::SeatPool& pool) {
  if (pool.firm().empty()) return pool.kind();
  return absl::StrCat(pool.kind(), " ", LastPart(pool.firm()));
}

void PrintContract(const v1::SeatContract& contract) {
  std::cout << absl::StrFormat("%s is %s: %d %s of %s, from %s until %s\n", contract.name(),
                               v1::SeatContract::State_Name(contract.state()),
                               contract.pool().seats(), PoolText(contract.pool()), contract.group(),
                               contract.from_date(), contract.until_date());
  if (contract.floor_bp() > 0) std::cout << "  floor (bp)      " << contract.floor_bp() << "\n";
  if (contract.ceiling_bp() > 0) std::cout << "  ceiling (bp)    " << contract.ceiling_bp() << "\n";
  if (contract.ceiling_seats() > 0) {
    std::cout << "  ceiling (seats) " << contract.ceiling_seats() << "\n";
  }
  if (contract.cost_share_bp() > 0) {
    std::cout << "  cost share (bp) " << contract.cost_share_bp() << "\n";
  }
  if (contract.release_days() > 0) {
    std::cout << "  released        " << contract.release_days() << " days before each month\n";
  }
  std::cout << "  proposed by     " << contract.proposed_by() << "\n";
  if (!contract.confirmed_by().empty()) {
    std::cout << "  confirmed by    " << contract.confirmed_by() << "\n";
  }
  if (!contract.ended_by().empty())
    std::cout << "  ended by        " << contract.ended_by() << "\n";
}

absl::Status Print(const Arguments& arguments, const v1::SeatContract& contract) {
  if (arguments.Has("json")) {
    PrintJson(contract);
  } else {
    PrintContract(contract);
  }
  return absl::OkStatus();
}

absl::Status Propose(const Arguments& arguments) {
  ASSIGN_OR_RETURN(Desk desk, DeskOf(arguments));
  v1::ProposeSeatContractRequest request;
  request.set_parent(desk.who.scope);
  ASSIGN_OR_RETURN(*request.mutable_contract_id(), OneWord(arguments, "id for the contract"));
  v1::SeatContract* contract = request.mutable_contract();
  ASSIGN_OR_RETURN(const std::string group, arguments.Need("group"));
  contract->set_group(GroupName(desk.park, group));
  v1::SeatPool* pool = contract->mutable_pool();
  pool->set_kind(absl::AsciiStrToUpper(arguments.Get("kind")));
  if (!arguments.Get("firm").empty()) {
    pool->set_firm(
        absl::StrCat(desk.park, "/firms/", absl::AsciiStrToLower(arguments.Get("firm"))));
  }
  ASSIGN_OR_RETURN(const int32_t seats, CountBy(arguments, "seats"));
  pool->set_seats(seats);
  ASSIGN_OR_RETURN(const int32_t floor_bp, CountBy(arguments, "floor-bp"));
  contract->set_floor_bp(floor_bp);
  ASSIGN_OR_RETURN(const int32_t ceiling_seats, CountBy(arguments, "ceiling"));
  contract->set_ceiling_seats(ceiling_seats);
  ASSIGN_OR_RETURN(const int32_t ceiling_bp, CountBy(arguments, "ceiling-bp"));
  contract->set_ceiling_bp(ceiling_bp);
  ASSIGN_OR_RETURN(const int32_t cost_share_bp, CountBy(arguments, "cost-share-bp"));
  contract->set_cost_share_bp(cost_share_bp);
  ASSIGN_OR_RETURN(const int32_t release_days, CountBy(arguments, "release-days"));
  contract->set_release_days(release_days);
  ASSIGN_OR_RETURN(*contract->mutable_from_date(), arguments.Need("from"));
  ASSIGN_OR_RETURN(*contract->mutable_until_date(), arguments.Need("until"));
  request.set_request_id(desk.client->RequestId({"propose contract", request.SerializeAsString()}));
  ASSIGN_OR_RETURN(const auto proposed,
                   desk.client->Call(&Stub::ProposeSeatContract, request, desk.who));
  return Print(arguments, proposed);
}

absl::Status Confirm(const Arguments& arguments) {
  ASSIGN_OR_RETURN(Desk desk, DeskOf(arguments));
  v1::ConfirmSeatContractRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), ContractBy(arguments, desk.park));
  request.set_party(desk.who.scope);
  request.set_request_id(desk.client->RequestId({"confirm contract", request.SerializeAsString()}));
  ASSIGN_OR_RETURN(const auto confirmed,
                   desk.client->Call(&Stub::ConfirmSeatContract, request, desk.who));
  return Print(arguments, confirmed);
}

absl::Status End(const Arguments& arguments) {
  ASSIGN_OR_RETURN(Desk desk, DeskOf(arguments));
  v1::EndSeatContractRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), ContractBy(arguments, desk.park));
  request.set_party(desk.who.scope);
  request.set_end_date(arguments.Get("from"));
  request.set_request_id(desk.client->RequestId({"end contract", request.SerializeAsString()}));
  ASSIGN_OR_RETURN(const auto ended, desk.client->Call(&Stub::EndSeatContract, request, desk.who));
  return Print(arguments, ended);
}

absl::Status List(const Arguments& arguments) {
  ASSIGN_OR_RETURN(Desk desk, DeskOf(arguments));
  v1::ListSeatContractsRequest request;
  request.set_parent(desk.who.scope);
  v1::ListSeatContractsResponse all;
  RETURN_IF_ERROR(
      (desk.client->ForEachPage<Stub, v1::ListSeatContractsRequest, v1::ListSeatContractsResponse>(
          &Stub::ListSeatContracts, request, desk.who,
          [&](const v1::ListSeatContractsResponse& page) {
            all.mutable_seat_contracts()->MergeFrom(page.seat_contracts());
          })));
  if (arguments.Has("json")) {
    PrintJson(all);
    return absl::OkStatus();
  }
  for (const v1::SeatContract& each : all.seat_contracts()) PrintContract(each);
  return absl::OkStatus();
}

void PrintDay(const v1::PoolDay& day) {
  std::cout << absl::StrFormat("%s  %d of %d taken, %d open to all\n", day.date(), day.taken(),
                               day.capacity(), day.open());
  for (const v1::PoolOfDay& each : day.pools()) {
    std::cout << absl::StrFormat(
        "  %-32s seats %2d  taken %2d  lent %2d  by right %2d  free %2d  owed %2d",
        PoolText(each.pool()), each.pool().seats(), each.taken(), each.lent(), each.by_right(),
        each.free(), each.owed());
    if (each.over_share() > 0) std::cout << "  over its share by " << each.over_share();
    if (each.unmet() > 0) std::cout << "  waits with a right: " << each.unmet();
    if (!each.release_date().empty()) {
      std::cout << (each.released() ? "  returned " : "  returns ") << each.release_date();
    }
    std::cout << "\n";
  }
}

absl::Status Pools(const Arguments& arguments) {
  Desk desk;
  ASSIGN_OR_RETURN(desk.park, ParkBy(arguments));
  ASSIGN_OR_RETURN(const std::string subject, arguments.Need("as"));
  ASSIGN_OR_RETURN(desk.client, ConnectBy(arguments));
  desk.who = {"PARK_ADMIN", desk.park, subject, ""};
  v1::ListPoolDaysRequest request;
  ASSIGN_OR_RETURN(const std::string group, OneWord(arguments, "group"));
  request.set_parent(GroupName(desk.park, group));
  ASSIGN_OR_RETURN(*request.mutable_from_date(), arguments.Need("from"));
  request.set_until_date(arguments.Get("until"));
  v1::ListPoolDaysResponse all;
  RETURN_IF_ERROR(
      (desk.client->ForEachPage<Stub, v1::ListPoolDaysRequest, v1::ListPoolDaysResponse>(
          &Stub::ListPoolDays, request, desk.who, [&](const v1::ListPoolDaysResponse& page) {
            all.mutable_pool_days()->MergeFrom(page.pool_days());
          })));
  if (arguments.Has("json")) {
    PrintJson(all);
    return absl::OkStatus();
  }
  for (const v1::PoolDay& each : all.pool_days()) PrintDay(each);
  return absl::OkStatus();
}

const Flag kAs = As("hr-1");
const Flag kForFirm = {"for-firm", "USCC", "", "speaks for this firm instead of the park"};
const Flag kForCentre = {"for-centre", "CODE", "", "speaks for this centre instead of the park"};

}  // namespace

std::vector<Command> ContractCommands() {
  return {
      {"places contract propose", "ID", "proposes who holds seats of a group on which days",
       "RESERVED seats are agreed between park and firm, SHARED, COMMUNITY and SPECIALIST ones\n"
       "  between park and centre. Nothing changes before the other side confirms, e.g.\n"
       "    tuoqiao places contract propose 2027-acme --park qilan --group C001/L01 --firm 91... "
       "\\\n"
       "      --seats 5 --release-days 30 --from 2027-01-01 --until 2028-01-01",
       With({{"group", "GROUP", "", "e.g. C001/L01"},
             {"kind", "KIND", "RESERVED", "RESERVED, SHARED, COMMUNITY or SPECIALIST"},
             {"firm", "USCC", "", "whose, of RESERVED"},
             {"seats", "N", "", "how many; of COMMUNITY the floor"},
             {"floor-bp", "N", "", "or the floor in basis points of the capacity"},
             {"ceiling", "N", "", "how many children of the public at most"},
             {"ceiling-bp", "N", "", "or in basis points; by default what the pack allows"},
             {"cost-share-bp", "N", "", "how much of the cost of these seats the firm bears"},
             {"release-days", "N", "", "so many days before a month unused seats return to all"},
             {"from", "DATE", "", "the first day"},
             {"until", "DATE", "", "the first day outside"},
             kForFirm,
             kForCentre,
             kAs}),
       Propose},
      {"places contract confirm", "ID", "agrees to a contract that the other side proposed",
       "From its first day on it makes the pools.", With({kForFirm, kForCentre, kAs}), Confirm},
      {"places contract end", "ID", "ends a contract, or takes a proposal back",
       "From a day on that has not passed. Whoever has a place keeps it.",
       With({{"from", "DATE", "", "the first day outside"}, kForFirm, kForCentre, kAs}), End},
      {"places contract list", "", "lists the contracts of the park, a firm or a centre",
       "The ended and cancelled ones too.", With({kForFirm, kForCentre, kAs}), List},
      {"places pools", "GROUP", "shows what the pools of a group have, hold and are owed",
       "On a day, or each day of a period: seats, taken, lent to others, taken by right, free,\n"
       "  owed; which firm has more than its seats, and whose right is not met.",
       With({{"from", "DATE", "", "the first day"},
             {"until", "DATE", "", "the first day outside; one day by default"},
             kAs}),
       Pools},
  };
}

}  // namespace tuoqiao::cli
