// Seats lent between two parks behind the real handlers, on either engine; for the tests of this
// folder. The owner is binhai; the guest is yunqi, where the children live.
#ifndef TUOQIAO_SERVICES_PLACES_CONTRACTS_TESTING_LENDING_H_
#define TUOQIAO_SERVICES_PLACES_CONTRACTS_TESTING_LENDING_H_

#include <optional>
#include <string>
#include <vector>

#include "services/common/period.h"
#include "services/common/resource_name.h"
#include "services/places/contracts/lending.h"
#include "services/places/testing_care.h"

namespace tuoqiao::places {

inline constexpr char kBinhai[] = "parks/binhai";
inline constexpr char kOwnersGroup[] = "parks/binhai/centres/c001/groups/l01";
inline constexpr char kGuestCentre[] = "parks/yunqi/centres/binhai--c001";

template <typename Response>
std::string OutcomeOf(const absl::StatusOr<Response>& response) {
  if (response.ok()) return "OK";
  const std::string reason = ReasonOf(response.status());
  return reason.empty() ? std::string(response.status().message()) : reason;
}

class LendingFixture : public CareFixture {
 public:
  // Nobody listens in either park: each step is taken by the test.
  explicit LendingFixture(const std::string& engine) : CareFixture(engine) {
    ground_.emplace(LendingGround{
        {harness_.db("places"), harness_.clock()},
        [](const std::string& park) {
          rpc::Caller caller;
          caller.identity.role = "SERVICE";
          caller.identity.subject = caller.service = "places";
          caller.park = park;
          return caller;
        },
        [this](const rpc::Caller&) -> absl::StatusOr<absl::CivilDay> { return today_; }});
  }

  void SetToday(absl::CivilDay today) {
    today_ = today;
    directory_.SetToday(FormatDay(today));
  }
  absl::StatusOr<v1::Centre> SetOwnersCentre(int seats, const std::string& name = "滨海托育中心") {
    v1::Centre centre = CentreMessage("C001", {{"L01", v1::Group::LARGE, seats}});
    centre.set_name("parks/binhai/centres/c001");
    centre.set_display_name(name);
    for (const auto kind : {v1::FULL_DAY, v1::HALF_DAY, v1::TEMPORARY, v1::BACK_UP}) {
      centre.add_care_kinds(kind);
    }
    v1::SetCentreRequest request;
    *request.mutable_centre() = centre;
    return Send(&Stub::SetCentre, request, "PARK_ADMIN", kBinhai);
  }
  static v1::ParkContract Terms(int seats, const std::string& from = "2026-10-10",
                                const std::string& until = "2027-03-01") {
    v1::ParkContract contract;
    contract.set_guest(kYunqi);
    contract.set_group(kOwnersGroup);
    contract.set_seats(seats);
    contract.set_cost_share_bp(3000);
    contract.set_from_date(from);
    contract.set_until_date(until);
    return contract;
  }
  absl::StatusOr<v1::ParkContract> Propose(const v1::ParkContract& contract) {
    v1::ProposeParkContractRequest request;
    request.set_parent(kBinhai);
    *request.mutable_contract() = contract;
    return Send(&Stub::ProposeParkContract, request, "PARK_ADMIN", kBinhai);
  }
  absl::StatusOr<v1::ParkContract> Accept(const std::string& park, const std::string& id) {
    v1::AcceptParkContractRequest request;
    request.set_name(absl::StrCat(park, "/parkContracts/", id));
    return Send(&Stub::AcceptParkContract, request, "PARK_ADMIN", park);
  }
  absl::StatusOr<v1::ParkContract> End(const std::string& park, const std::string& id,
                                       const std::string& date) {
    v1::EndParkContractRequest request;
    request.set_name(absl::StrCat(park, "/parkContracts/", id));
    request.set_end_date(date);
    return Send(&Stub::EndParkContract, request, "PARK_ADMIN", park);
  }
  std::vector<v1::ParkContract> Contracts(const std::string& parent,
                                          const std::string& role = "PARK_ADMIN") {
    v1::ListParkContractsRequest request;
    request.set_parent(parent);
    const auto found = Call(&Stub::ListParkContracts, request, role, parent);
    EXPECT_TRUE(found.ok()) << found.status();
    return {found->park_contracts().begin(), found->park_contracts().end()};
  }
  // What the park's only copy says.
  std::string State(const std::string& park) {
    const auto contracts = Contracts(park);
    return contracts.empty() ? "" : v1::ParkContract::State_Name(contracts[0].state());
  }
  void Carry() {
    for (int round = 0; round < 3; ++round) {
      for (const char* park : {"binhai", "yunqi"}) {
        const absl::Status status = CarryLoans(*ground_, park);
        EXPECT_TRUE(status.ok()) << status;
      }
    }
  }
  // From the proposal to the open pool; the contract's id.
  std::string Lend(const v1::ParkContract& terms) {
    const auto proposed = Propose(terms);
    EXPECT_TRUE(proposed.ok()) << proposed.status();
    if (!proposed.ok()) return "";
    const std::string id = LastPart(proposed->name());
    Carry();
    EXPECT_EQ(OutcomeOf(Accept(kYunqi, id)), "OK");
    Carry();
    return id;
  }
  v1::PoolDay Day(const std::string& group, const std::string& date) {
    v1::ListPoolDaysRequest request;
    request.set_parent(group);
    request.set_from_date(date);
    const std::string park = group.substr(0, group.find("/centres"));
    const auto found = Call(&Stub::ListPoolDays, request, "PARK_ADMIN", park);
    return found.ok() && found->pool_days_size() == 1 ? found->pool_days(0) : v1::PoolDay();
  }
  int Lent(const std::string& date) {
    int seats = 0;
    const v1::PoolDay day = Day(kOwnersGroup, date);
    for (const auto& each : day.pools()) {
      if (each.pool().kind() == "LENT") seats += each.pool().seats();
    }
    return seats;
  }
  int Borrowed(const std::string& id, const std::string& date) {
    return Day(absl::StrCat(kGuestCentre, "/groups/", id), date).capacity();
  }

  absl::CivilDay today_ = absl::CivilDay(2026, 10, 1);
  std::optional<LendingGround> ground_;
};

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_CONTRACTS_TESTING_LENDING_H_
