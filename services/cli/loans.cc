#include "services/cli/loans.h"

#include <iostream>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/cli/client.h"
#include "services/cli/group_name.h"
#include "services/cli/verbs.h"
#include "services/common/status_macros.h"
#include "tuoqiao/places/v1/places.grpc.pb.h"

namespace tuoqiao::cli {
namespace {

namespace v1 = places::v1;
using Stub = v1::Places::Stub;

absl::StatusOr<std::string> ContractBy(const Arguments& arguments, const std::string& park) {
  ASSIGN_OR_RETURN(const std::string contract, OneWord(arguments, "contract"));
  return absl::StrContains(contract, '/') ? contract
                                          : absl::StrCat(park, "/parkContracts/", contract);
}

void PrintContract(const v1::ParkContract& contract) {
  std::cout << absl::StrFormat("%s is %s: %d seats of %s %s, %s lends to %s from %s until %s\n",
                               contract.name(), v1::ParkContract::State_Name(contract.state()),
                               contract.seats(), contract.centre_display_name(),
                               contract.group_code(), contract.owner(), contract.guest(),
                               contract.from_date(), contract.until_date());
  if (!contract.group().empty()) std::cout << "  group           " << contract.group() << "\n";
  if (contract.cost_share_bp() > 0) {
    std::cout << "  cost share (bp) " << contract.cost_share_bp() << "\n";
  }
  if (contract.state() == v1::ParkContract::CONFIRMED) {
    std::cout << "  taken           " << contract.taken() << "\n";
  }
  if (!contract.end_asked_date().empty()) {
    std::cout << "  wanted back     " << contract.end_asked_date() << "\n";
  }
  if (!contract.cancel_reason().empty()) {
    std::cout << "  cancelled       " << contract.cancel_reason() << "\n";
  }
}

absl::Status Print(const Arguments& arguments, const v1::ParkContract& contract) {
  if (arguments.Has("json")) {
    PrintJson(contract);
  } else {
    PrintContract(contract);
  }
  return absl::OkStatus();
}

absl::Status Propose(const Arguments& arguments) {
  ASSIGN_OR_RETURN(Desk desk, DeskAs(arguments));
  v1::ProposeParkContractRequest request;
  request.set_parent(desk.park);
  v1::ParkContract* contract = request.mutable_contract();
  ASSIGN_OR_RETURN(const std::string guest, OneWord(arguments, "guest park"));
  contract->set_guest(absl::StartsWith(guest, "parks/") ? guest : absl::StrCat("parks/", guest));
  ASSIGN_OR_RETURN(const std::string group, arguments.Need("group"));
  contract->set_group(GroupName(desk.park, group));
  ASSIGN_OR_RETURN(const int32_t seats, CountBy(arguments, "seats"));
  contract->set_seats(seats);
  ASSIGN_OR_RETURN(const int32_t cost_share_bp, CountBy(arguments, "cost-share-bp"));
  contract->set_cost_share_bp(cost_share_bp);
  ASSIGN_OR_RETURN(*contract->mutable_from_date(), arguments.Need("from"));
  ASSIGN_OR_RETURN(*contract->mutable_until_date(), arguments.Need("until"));
  request.set_request_id(desk.client->RequestId({"propose loan", request.SerializeAsString()}));
  ASSIGN_OR_RETURN(const auto proposed,
                   desk.client->Call(&Stub::ProposeParkContract, request, desk.who));
  return Print(arguments, proposed);
}

absl::Status Accept(const Arguments& arguments) {
  ASSIGN_OR_RETURN(Desk desk, DeskAs(arguments));
  v1::AcceptParkContractRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), ContractBy(arguments, desk.park));
  request.set_request_id(desk.client->RequestId({"accept loan", request.SerializeAsString()}));
  ASSIGN_OR_RETURN(const auto accepted,
                   desk.client->Call(&Stub::AcceptParkContract, request, desk.who));
  return Print(arguments, accepted);
}

absl::Status End(const Arguments& arguments) {
  ASSIGN_OR_RETURN(Desk desk, DeskAs(arguments));
  v1::EndParkContractRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), ContractBy(arguments, desk.park));
  request.set_end_date(arguments.Get("from"));
  request.set_request_id(desk.client->RequestId({"end loan", request.SerializeAsString()}));
  ASSIGN_OR_RETURN(const auto ended, desk.client->Call(&Stub::EndParkContract, request, desk.who));
  return Print(arguments, ended);
}

absl::Status List(const Arguments& arguments) {
  ASSIGN_OR_RETURN(Desk desk, DeskAs(arguments));
  v1::ListParkContractsRequest request;
  request.set_parent(desk.park);
  v1::ListParkContractsResponse all;
  RETURN_IF_ERROR(
      (desk.client->ForEachPage<Stub, v1::ListParkContractsRequest, v1::ListParkContractsResponse>(
          &Stub::ListParkContracts, request, desk.who,
          [&](const v1::ListParkContractsResponse& page) {
            all.mutable_park_contracts()->MergeFrom(page.park_contracts());
          })));
  if (arguments.Has("json")) {
    PrintJson(all);
    return absl::OkStatus();
  }
  for (const v1::ParkContract& each : all.park_contracts()) PrintContract(each);
  return absl::OkStatus();
}

const Flag kAs = As();

}  // namespace

std::vector<Command> LoanCommands() {
  return {
      {"places loan propose", "PARK", "proposes to lend seats of a group to another park",
       "Nothing changes before that park accepts; then the seats are lent, and its pool opens, "
       "e.g.\n"
       "    tuoqiao places loan propose yunqi --park binhai --group C001/L01 --seats 3 \\\n"
       "      --from 2027-01-01 --until 2028-01-01",
       With({{"group", "GROUP", "", "e.g. C001/L01"},
             {"seats", "N", "", "how many"},
             {"cost-share-bp", "N", "", "how much of the cost of these seats that park bears"},
             {"from", "DATE", "", "the first day"},
             {"until", "DATE", "", "the first day outside"},
             kAs}),
       Propose},
      {"places loan accept", "ID", "takes seats that another park lends",
       "Whether they are still there that park's copy says, in seconds: CONFIRMED, or CANCELLED.",
       With({kAs}), Accept},
      {"places loan end", "ID", "gives lent seats back, asks for them, or takes a proposal back",
       "The guest gives them back from a day on that has not passed, once nobody has one behind "
       "it;\n"
       "  the owner asks for them, and they come back when nobody has one.",
       With({{"from", "DATE", "", "the first day outside"}, kAs}), End},
      {"places loan list", "", "lists the park's contracts with other parks",
       "Those that it lends by and those that it borrows by.", With({kAs}), List},
  };
}

}  // namespace tuoqiao::cli
