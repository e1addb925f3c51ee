// Seat contracts behind the real handlers, on both engines.
#include <gtest/gtest.h>

#include <atomic>
#include <random>
#include <thread>

#include "services/common/resource_name.h"
#include "services/places/testing_engines.h"
#include "services/places/testing_places.h"

namespace tuoqiao::places {
namespace {

constexpr char kGroup[] = "parks/yunqi/centres/c001/groups/l01";

std::string FirmName(const std::string& firm) { return absl::StrCat(kYunqi, "/firms/", firm); }
std::string ContractName(const std::string& id) {
  return absl::StrCat(kYunqi, "/seatContracts/", id);
}

class ContractFixture : public PlacesFixture {
 public:
  explicit ContractFixture(const std::string& engine)
      : PlacesFixture(OpenEngine(engine, "contracts")) {}

  template <typename Response>
  static std::string Said(const absl::StatusOr<Response>& response) {
    if (response.ok()) return "OK";
    const std::string reason = ReasonOf(response.status());
    return reason.empty() ? std::string(response.status().message()) : reason;
  }

  // RESERVED seats of a firm.
  static v1::SeatContract Reserved(const std::string& firm, int seats,
                                   const std::string& from = "2026-10-10",
                                   const std::string& until = "2028-10-01") {
    v1::SeatContract contract;
    contract.set_group(kGroup);
    contract.mutable_pool()->set_kind("RESERVED");
    contract.mutable_pool()->set_firm(FirmName(firm));
    contract.mutable_pool()->set_seats(seats);
    contract.set_from_date(from);
    contract.set_until_date(until);
    return contract;
  }
  // Of no firm.
  static v1::SeatContract Seats(const std::string& kind, int seats,
                                const std::string& from = "2026-10-10") {
    v1::SeatContract contract = Reserved("", seats, from);
    contract.mutable_pool()->set_kind(kind);
    contract.mutable_pool()->clear_firm();
    return contract;
  }

  absl::StatusOr<v1::SeatContract> Propose(const std::string& id, const v1::SeatContract& contract,
                                           const std::string& role = "PARK_ADMIN",
                                           const std::string& parent = kYunqi) {
    v1::ProposeSeatContractRequest request;
    request.set_parent(parent);
    request.set_contract_id(id);
    *request.mutable_contract() = contract;
    return Send(&Stub::ProposeSeatContract, request, role, parent);
  }
  absl::StatusOr<v1::SeatContract> Confirm(const std::string& id, const std::string& role,
                                           const std::string& party) {
    v1::ConfirmSeatContractRequest request;
    request.set_name(ContractName(id));
    request.set_party(party);
    return Send(&Stub::ConfirmSeatContract, request, role, party);
  }
  absl::StatusOr<v1::SeatContract> EndContract(const std::string& id, const std::string& end,
                                               const std::string& role = "PARK_ADMIN",
                                               const std::string& party = kYunqi) {
    v1::EndSeatContractRequest request;
    request.set_name(ContractName(id));
    request.set_party(party);
    request.set_end_date(end);
    return Send(&Stub::EndSeatContract, request, role, party);
  }
  // By both sides.
  std::string Agree(const std::string& id, const v1::SeatContract& contract) {
    const std::string proposed = Said(Propose(id, contract));
    if (proposed != "OK") return proposed;
    if (contract.pool().kind() == "RESERVED") {
      return Said(Confirm(id, "FIRM_HR", contract.pool().firm()));
    }
    return Said(Confirm(id, "CENTRE_MANAGER",
                        contract.group().substr(0, contract.group().find("/groups"))));
  }
  std::vector<std::string> ContractsOf(const std::string& role, const std::string& parent) {
    v1::ListSeatContractsRequest request;
    request.set_parent(parent);
    const auto response = Call(&Stub::ListSeatContracts, request, role, parent);
    EXPECT_TRUE(response.ok()) << response.status();
    std::vector<std::string> names;
    for (const auto& each : response->seat_contracts()) {
      names.push_back(LastPart(each.name()));
    }
    return names;
  }

  v1::PoolDay Day(const std::string& date, const std::string& group = kGroup) {
    v1::ListPoolDaysRequest request;
    request.set_parent(group);
    request.set_from_date(date);
    const auto response = Call(&Stub::ListPoolDays, request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() && response->pool_days_size() == 1 ? response->pool_days(0)
                                                            : v1::PoolDay();
  }
  static std::string NameOf(const v1::SeatPool& pool) {
    return pool.firm().empty() ? pool.kind() : LastPart(pool.firm());
  }
  // `91b 1/3`: taken of seats.
  std::string Pools(const std::string& date) {
    std::string text;
    const v1::PoolDay day = Day(date);
    for (const v1::PoolOfDay& each : day.pools()) {
      absl::StrAppend(&text, text.empty() ? "" : ", ", NameOf(each.pool()), " ", each.taken(), "/",
                      each.pool().seats());
    }
    return text;
  }
  v1::PoolOfDay PoolOf(const std::string& date, const std::string& name) {
    const v1::PoolDay day = Day(date);
    for (const v1::PoolOfDay& each : day.pools()) {
      if (NameOf(each.pool()) == name) return each;
    }
    return {};
  }

  // A child that waits; of the public where no firm is named.
  void Wait(const std::string& case_number, const std::string& firm,
            const std::string& start = "2026-11-02",
            const std::vector<std::string>& choices = {"C001"}) {
    AddChild(case_number);
    directory_.ChangeChild(case_number, [&](directory::v1::ChildFacts& facts) {
      facts.mutable_employments(0)->set_firm(FirmName(firm));
      if (firm.empty()) facts.clear_employments();
    });
    EXPECT_EQ(ApplyOne(ApplicationMessage(case_number, choices, "2026-09-20T08:00:00Z", start)),
              "CREATED");
  }
  // Whoever is offered a seat takes it; the case numbers.
  std::string OfferAndAccept() {
    std::string placed;
    for (const auto& [case_number, offer] : Offers()) {
      EXPECT_EQ(Said(Accept(offer.name())), "OK") << case_number;
      absl::StrAppend(&placed, placed.empty() ? "" : " ", case_number);
    }
    return placed;
  }
  void SetToday(const std::string& date) { directory_.SetToday(date); }
};

class ContractTest : public ::testing::TestWithParam<std::string>, protected ContractFixture {
 protected:
  ContractTest() : ContractFixture(GetParam()) {}
};

TEST_P(ContractTest, BothSidesAgreeAndThePoolsAreTheContracts) {
  OpenCentre("C001", {{"L01", v1::Group::LARGE, 4}});
  ASSERT_EQ(Said(Propose("c1", Reserved("91b", 3))), "OK");
  EXPECT_EQ(Pools("2026-10-10"), "SHARED 0/4") << "nothing changes before the other side confirms";
  EXPECT_EQ(Said(Confirm("c1", "PARK_ADMIN", kYunqi)), "CONFIRMED_BY_SAME_SIDE");
  EXPECT_EQ(Said(Confirm("c1", "PARK_ADMIN", FirmName("91b"))), "PARTY_WRONG");
  EXPECT_EQ(Said(Confirm("c1", "FIRM_HR", FirmName("91a"))), "CONTRACT_NOT_FOUND");
  EXPECT_EQ(Said(Confirm("c1", "CENTRE_MANAGER", "parks/yunqi/centres/c001")),
            "CONTRACT_NOT_FOUND");
  EXPECT_EQ(Said(Confirm("c2", "FIRM_HR", FirmName("91b"))), "CONTRACT_NOT_FOUND");
  const auto confirmed = Confirm("c1", "FIRM_HR", FirmName("91b"));
  ASSERT_TRUE(confirmed.ok()) << confirmed.status();
  EXPECT_EQ(confirmed->state(), v1::SeatContract::CONFIRMED);
  EXPECT_EQ(confirmed->proposed_by(), kYunqi);
  EXPECT_EQ(confirmed->confirmed_by(), FirmName("91b"));
  EXPECT_EQ(Said(Confirm("c1", "FIRM_HR", FirmName("91b"))), "CONTRACT_STATE_WRONG");
  EXPECT_EQ(Pools("2026-10-09"), "SHARED 0/4");
  EXPECT_EQ(Pools("2026-10-10"), "91b 0/3, SHARED 0/1");
  EXPECT_EQ(Pools("2028-10-01"), "SHARED 0/4");

  Wait("A1", "91a");
  Wait("A2", "91a");
  Wait("B1", "91b");
  EXPECT_EQ(OfferAndAccept(), "A1 B1");
  EXPECT_EQ(Pools("2026-11-02"), "91b 1/3, SHARED 1/1");
  EXPECT_EQ(ContractsOf("FIRM_HR", FirmName("91b")), (std::vector<std::string>{"c1"}));
  EXPECT_EQ(ContractsOf("FIRM_HR", FirmName("91a")), (std::vector<std::string>{}));
  EXPECT_EQ(ContractsOf("CENTRE_MANAGER", "parks/yunqi/centres/c001"),
            (std::vector<std::string>{"c1"}));
}

TEST_P(ContractTest, WhatIsUnusedReturnsOnTheStatedDayAndIsTheFirmsAgainWhenItIsFree) {
  OpenCentre("C001", {{"L01", v1::Group::LARGE, 3}});
  v1::SeatContract contract = Reserved("91b", 2);
  contract.set_release_days(10);
  ASSERT_EQ(Agree("c1", contract), "OK");
  Wait("A1", "91a");
  Wait("A2", "91a");
  EXPECT_EQ(OfferAndAccept(), "A1");
  SetToday("2026-10-21");
  EXPECT_EQ(OfferAndAccept(), "");
  EXPECT_EQ(PoolOf("2026-11-02", "91b").release_date(), "2026-10-22");
  SetToday("2026-10-22");
  EXPECT_TRUE(PoolOf("2026-11-02", "91b").released());
  EXPECT_EQ(OfferAndAccept(), "A2");
  EXPECT_EQ(Pools("2026-11-02"), "91b 1/2, SHARED 1/1");
  EXPECT_EQ(PoolOf("2026-11-02", "91b").lent(), 1);
  EXPECT_EQ(PoolOf("2026-12-01", "91b").owed(), 1) << "December is not released yet";

  Wait("B1", "91b", "2026-12-01");
  Wait("B2", "91b", "2026-12-01");
  Wait("A3", "91a", "2026-12-01");
  EXPECT_EQ(OfferAndAccept(), "B1");
  const v1::PoolOfDay december = PoolOf("2026-12-01", "91b");
  EXPECT_EQ(december.by_right(), 1);
  EXPECT_EQ(december.waiting(), 1);
  EXPECT_EQ(december.unmet(), 1);
  // A shared seat becomes free: whoever is owed one comes before whoever applied earlier.
  for (const v1::Enrolment& each : Enrolments()) {
    if (each.case_number() == "A1") {
      ASSERT_TRUE(End(each.name(), "2026-11-30").ok());
    }
  }
  EXPECT_EQ(OfferAndAccept(), "B2");
  EXPECT_EQ(PoolOf("2026-12-01", "91b").by_right(), 2);
  EXPECT_EQ(PoolOf("2026-12-01", "91b").owed(), 0);
}

TEST_P(ContractTest, ThePublicHasItsFloorAndNoMoreThanItsCeiling) {
  OpenCentre("C001", {{"L01", v1::Group::LARGE, 6}});
  v1::SeatContract contract = Seats("COMMUNITY", 2);
  const auto proposed = Propose("c1", contract, "CENTRE_MANAGER", "parks/yunqi/centres/c001");
  ASSERT_TRUE(proposed.ok()) << proposed.status();
  EXPECT_EQ(proposed->ceiling_bp(), 5000) << "the pack's, where nobody says another";
  ASSERT_EQ(Said(Confirm("c1", "PARK_ADMIN", kYunqi)), "OK");
  for (const char* each : {"P1", "P2", "P3", "P4"}) Wait(each, "");
  EXPECT_EQ(OfferAndAccept(), "P1 P2 P3") << "half of six";
  for (const char* each : {"A1", "A2", "A3", "A4"}) Wait(each, "91a");
  EXPECT_EQ(OfferAndAccept(), "A1 A2 A3");
  EXPECT_EQ(Pools("2026-11-02"), "COMMUNITY 2/2, SHARED 4/4");

  v1::SeatContract over = Seats("COMMUNITY", 0, "2026-10-11");
  over.set_floor_bp(5'001);
  EXPECT_EQ(Said(Propose("c2", over)), "COMMUNITY_SHARE_OVER_MAX");
  over.set_from_date("2025-12-31");
  EXPECT_EQ(Said(Propose("c2", over)), "DATE_ORDER");
}

TEST_P(ContractTest, WhatCannotBeIsRefusedByNameAndChangesNothing) {
  OpenCentre("C001", {{"L01", v1::Group::LARGE, 4}});
  ASSERT_EQ(Agree("c1", Reserved("91b", 3)), "OK");
  struct Case {
    std::string id;
    v1::SeatContract contract;
    const char* reason;
  };
  const auto with = [](v1::SeatContract contract, const auto& change) {
    change(contract);
    return contract;
  };
  const std::vector<Case> cases = {
      {"", Reserved("91a", 1), "FIELD_REQUIRED"},
      {"C2", Reserved("91a", 1), "FIELD_INVALID"},
      {"c2", with(Reserved("91a", 1), [](auto& c) { c.set_group("c001/l01"); }), "FIELD_INVALID"},
      {"c2", with(Reserved("91a", 1), [](auto& c) { c.set_group("parks/b/centres/c/groups/g"); }),
       "FIELD_INVALID"},
      {"c2", with(Reserved("91a", 1), [](auto& c) { c.mutable_pool()->set_kind("OTHER"); }),
       "FIELD_INVALID"},
      {"c2", with(Reserved("91a", 1), [](auto& c) { c.mutable_pool()->clear_firm(); }),
       "FIELD_REQUIRED"},
      {"c2", with(Seats("SHARED", 1), [](auto& c) { c.mutable_pool()->set_firm(FirmName("91a")); }),
       "FIELD_INVALID"},
      {"c2", Reserved("91a", 0), "FIELD_INVALID"},
      {"c2", with(Reserved("91a", 1), [](auto& c) { c.set_floor_bp(1); }), "FIELD_INVALID"},
      {"c2", with(Seats("SHARED", 1), [](auto& c) { c.set_release_days(1); }), "FIELD_INVALID"},
      {"c2", with(Reserved("91a", 1), [](auto& c) { c.set_cost_share_bp(10'001); }),
       "FIELD_INVALID"},
      {"c2", with(Seats("COMMUNITY", 1), [](auto& c) { c.set_floor_bp(1); }), "FIELD_INVALID"},
      {"c2", with(Reserved("91a", 1), [](auto& c) { c.set_until_date("soon"); }), "FIELD_INVALID"},
      {"c2", Reserved("91a", 1, "2026-10-10", "2026-10-10"), "DATE_ORDER"},
      {"c2", Reserved("91a", 1, "2026-09-30"), "DATE_ORDER"},
      {"c1", Reserved("91a", 1), "CONTRACT_EXISTS"},
      {"c2", with(Reserved("91a", 1), [](auto& c) { c.mutable_group()->append("x"); }),
       "GROUP_NOT_FOUND"},
      {"c2", Reserved("91b", 1, "2028-09-30", "2028-12-01"), "CONTRACT_OVERLAP"},
      {"c2", Reserved("91a", 2), "POOL_OVER_CAPACITY"},
      {"c2", Reserved("91a", 2, "2028-10-01", "2028-12-01"), "OK"},
  };
  for (const Case& each : cases) {
    const int64_t rows = RowsWritten();
    EXPECT_EQ(Said(Propose(each.id, each.contract)), each.reason)
        << each.id << " " << each.contract.ShortDebugString();
    if (std::string(each.reason) != "OK") {
      EXPECT_EQ(RowsWritten(), rows);
    }
  }
  EXPECT_EQ(Said(Propose("c3", Seats("SHARED", 1), "FIRM_HR", FirmName("91a"))), "PARTY_WRONG");
  EXPECT_EQ(Said(Propose("c3", Reserved("91a", 1), "FIRM_HR", FirmName("91b"))), "PARTY_WRONG");
  EXPECT_EQ(Said(Propose("c3", Reserved("91a", 1), "FIRM_HR", FirmName("91a"))), "OK");
  EXPECT_EQ(Said(Confirm("c3", "PARK_ADMIN", kYunqi)), "OK");
}

TEST_P(ContractTest, WhoHasAPlaceKeepsItWhateverIsAgreed) {
  v1::Centre centre = OpenCentre("C001", {{"L01", v1::Group::LARGE, 4}});
  for (const char* each : {"A1", "A2", "A3"}) Wait(each, "91a", "2026-10-01");
  EXPECT_EQ(OfferAndAccept(), "A1 A2 A3");
  EXPECT_EQ(Agree("c1", Reserved("91b", 2)), "CAPACITY_BELOW_ENROLMENTS");
  // From the month on in which all have grown out the seats are there.
  EXPECT_EQ(Agree("c2", Reserved("91b", 4, "2027-07-01")), "OK");
  EXPECT_EQ(Agree("c3", Reserved("91b", 1, "2026-10-10", "2027-07-01")), "OK");
  Wait("B1", "91b");
  EXPECT_EQ(OfferAndAccept(), "B1");
  EXPECT_EQ(Said(EndContract("c3", "2026-11-20", "FIRM_HR", FirmName("91b"))), "OK");
  EXPECT_EQ(Pools("2026-11-20"), "91b 1/0, SHARED 3/4");
  EXPECT_EQ(Day("2026-11-20").open(), 0);

  const auto set = [&](int capacity) {
    centre.mutable_groups(0)->set_capacity(capacity);
    centre.mutable_groups(0)->mutable_pools(0)->set_seats(capacity);
    return Said(SetCentre(centre));
  };
  EXPECT_EQ(set(3), "POOL_OVER_CAPACITY") << "four are promised for next July";
  EXPECT_EQ(set(5), "OK");
  EXPECT_EQ(Said(EndContract("c2", "2027-07-01")), "OK");
  EXPECT_EQ(set(3), "CAPACITY_BELOW_ENROLMENTS");
  EXPECT_EQ(set(4), "OK");
  EXPECT_EQ(Said(EndContract("c2", "2027-07-01")), "DATE_ORDER");
}

// Whatever comes first, nobody who was told to have a place is left without a seat.
TEST_P(ContractTest, AContractAndTheFamiliesWhoAcceptCompeteForTheSameSeats) {
  OpenCentre("C001", {{"L01", v1::Group::LARGE, 12}});
  for (int i = 0; i < 12; ++i) Wait(absl::StrCat("A", 10 + i), "91a");
  const auto offers = Offers();
  ASSERT_EQ(offers.size(), 12u);
  ASSERT_EQ(Said(Propose("c1", Reserved("91b", 6))), "OK");
  std::atomic<int> accepted{0}, taken{0};
  std::string confirmed;
  std::vector<std::thread> clients;
  for (const auto& [case_number, offer] : offers) {
    clients.emplace_back([&, name = offer.name()] {
      const std::string said = Said(Accept(name));
      accepted += said == "OK" ? 1 : 0;
      taken += said == "SEAT_TAKEN" ? 1 : 0;
    });
  }
  clients.emplace_back([&] { confirmed = Said(Confirm("c1", "FIRM_HR", FirmName("91b"))); });
  for (std::thread& each : clients) each.join();
  EXPECT_EQ(accepted + taken, 12);
  if (confirmed == "OK") {
    // Who came too late has an offer still, which holds what there is no more.
    EXPECT_EQ(accepted, 6);
    EXPECT_EQ(Enrolments().size(), 6u);
  } else {
    EXPECT_EQ(confirmed, "CAPACITY_BELOW_ENROLMENTS");
    EXPECT_EQ(accepted, 12);
  }
}

TEST_P(ContractTest, AProposalIsTakenBackAndARepeatedRequestIsOne) {
  OpenCentre("C001", {{"L01", v1::Group::LARGE, 4}});
  v1::ProposeSeatContractRequest request;
  request.set_parent(kYunqi);
  request.set_contract_id("c1");
  *request.mutable_contract() = Reserved("91b", 1);
  request.set_request_id("only-once");
  request.set_validate_only(true);
  ASSERT_EQ(Said(Call(&Stub::ProposeSeatContract, request)), "OK");
  EXPECT_EQ(ContractsOf("PARK_ADMIN", kYunqi), (std::vector<std::string>{}));
  request.set_validate_only(false);
  request.set_request_id("twice-the-same");
  ASSERT_EQ(Said(Call(&Stub::ProposeSeatContract, request)), "OK");
  ASSERT_EQ(Said(Call(&Stub::ProposeSeatContract, request)), "OK");
  const auto ended = EndContract("c1", "", "FIRM_HR", FirmName("91b"));
  ASSERT_TRUE(ended.ok()) << ended.status();
  EXPECT_EQ(ended->state(), v1::SeatContract::CANCELLED);
  EXPECT_EQ(ended->ended_by(), FirmName("91b"));
  EXPECT_EQ(Said(Confirm("c1", "FIRM_HR", FirmName("91b"))), "CONTRACT_STATE_WRONG");
  EXPECT_EQ(Said(EndContract("c1", "")), "CONTRACT_STATE_WRONG");
}

TEST_P(ContractTest, DaysComeInPages) {
  OpenCentre("C001", {{"L01", v1::Group::LARGE, 4}});
  v1::ListPoolDaysRequest request;
  request.set_parent(kGroup);
  request.set_from_date("2026-09-29");
  request.set_until_date("2026-10-04");
  request.set_page_size(3);
  std::string dates;
  do {
    const auto response = Call(&Stub::ListPoolDays, request);
    ASSERT_TRUE(response.ok()) << response.status();
    for (const auto& each : response->pool_days()) absl::StrAppend(&dates, each.date(), " ");
    request.set_page_token(response->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(dates, "2026-09-29 2026-09-30 2026-10-01 2026-10-02 2026-10-03 ");
  request.set_until_date("2026-09-29");
  EXPECT_EQ(Said(Call(&Stub::ListPoolDays, request)), "DATE_ORDER");
  request.set_until_date("2027-10-01");
  EXPECT_EQ(Said(Call(&Stub::ListPoolDays, request)), "FIELD_INVALID");
  request.set_until_date("");
  request.set_parent("parks/yunqi/centres/c001/groups/l09");
  EXPECT_EQ(Said(Call(&Stub::ListPoolDays, request)), "GROUP_NOT_FOUND");
}

INSTANTIATE_TEST_SUITE_P(Engines, ContractTest, ::testing::Values("sqlite", "postgres"),
                         [](const auto& info) { return info.param; });

// ---- Two months of a park, through the service.

class Months : private ContractFixture {
 public:
  Months(const std::string& engine, uint64_t seed) : ContractFixture(engine), random_(seed) {
    OpenCentre("C001", {{"L01", v1::Group::LARGE, 10}});
    OpenCentre("C002", {{"L01", v1::Group::LARGE, 8}});
  }

  std::string Run() {
    SetToday("2026-09-20");
    AgreeFirst("s1", "90", 3, 20, "c001");
    AgreeFirst("s2", "91", 2, 0, "c001");
    AgreeFirst("s3", "92", 3, 10, "c002");
    for (absl::CivilDay day(2026, 10, 1); day < absl::CivilDay(2026, 11, 28); ++day) {
      Live(FormatDay(day));
    }
    return log_;
  }
  int released() const { return released_; }
  int unmet() const { return unmet_; }

 private:
  int64_t Between(int64_t least, int64_t most) {
    return std::uniform_int_distribution<int64_t>(least, most)(random_);
  }
  std::string SomeGroup() {
    return absl::StrCat(kYunqi, "/centres/c00", Between(1, 2), "/groups/l01");
  }

  // What stands before anybody comes.
  void AgreeFirst(const std::string& id, const std::string& firm, int seats, int release_days,
                  const std::string& centre) {
    v1::SeatContract contract = Reserved(firm, seats, "2026-10-01");
    contract.set_group(absl::StrCat(kYunqi, "/centres/", centre, "/groups/l01"));
    contract.set_release_days(release_days);
    EXPECT_EQ(Agree(id, contract), "OK");
  }
  void Live(const std::string& today) {
    SetToday(today);
    if (Between(0, 2) == 0) ProposeOne(today);
    if (Between(0, 9) == 0) EndOne(today);
    LeaveOne(today);
    for (int64_t i = Between(0, 2); i > 0; --i) {
      const int64_t firm = Between(0, 6);
      Wait(absl::StrCat("K", 1000 + ++children_), firm > 4 ? "" : absl::StrCat("9", firm), today,
           {"C001", "C002"});
    }
    absl::StrAppend(&log_, today, " places ", OfferAndAccept(), "\n");
    for (const char* centre : {"c001", "c002"}) {
      Look(Day(today, absl::StrCat(kYunqi, "/centres/", centre, "/groups/l01")));
    }
  }

  void ProposeOne(const std::string& today) {
    const std::string id = absl::StrCat("c", ++contracts_);
    v1::SeatContract contract =
        Between(0, 5) == 0
            ? Seats("COMMUNITY", static_cast<int>(Between(1, 3)), today)
            : Reserved(absl::StrCat("9", Between(0, 4)), static_cast<int>(Between(1, 5)), today);
    contract.set_group(SomeGroup());
    if (contract.pool().kind() == "RESERVED") {
      contract.set_release_days(static_cast<int>(Between(0, 2) * 10));
    }
    const std::string said = Agree(id, contract);
    if (said == "OK") standing_.push_back(id);
    absl::StrAppend(&log_, today, " ", id, " ", said, "\n");
  }
  void EndOne(const std::string& today) {
    if (standing_.empty()) return;
    absl::StrAppend(&log_, today, " ends ", standing_[0], " ",
                    Said(EndContract(standing_[0], today)), "\n");
    standing_.erase(standing_.begin());
  }
  void LeaveOne(const std::string& today) {
    const std::vector<v1::Enrolment> enrolments = Enrolments();
    if (enrolments.empty() || Between(0, 3) != 0) return;
    const auto which = static_cast<size_t>(Between(0, static_cast<int64_t>(enrolments.size()) - 1));
    const std::string said = Said(End(enrolments[which].name(), today));
    absl::StrAppend(&log_, today, " leaves ", enrolments[which].case_number(), " ", said, "\n");
  }

  void Look(const v1::PoolDay& day) {
    int seats = 0, taken = 0;
    for (const v1::PoolOfDay& each : day.pools()) {
      const std::string where = absl::StrCat(day.date(), " ", NameOf(each.pool()));
      seats += each.pool().seats();
      taken += each.taken();
      if (each.pool().kind() == "COMMUNITY") {
        EXPECT_EQ(each.lent(), 0) << where;
      }
      if (each.unmet() > 0) {
        ++unmet_;
        EXPECT_EQ(each.free(), 0) << where;
        EXPECT_EQ(day.open(), 0) << where;
      }
      released_ += each.released() ? each.lent() : 0;
      absl::StrAppend(&log_, where, " ", each.taken(), "/", each.pool().seats(), " ",
                      each.by_right(), " ", each.owed(), " ", each.over_share(), "\n");
    }
    EXPECT_EQ(seats, day.capacity()) << day.date();
    EXPECT_EQ(taken, day.taken()) << day.date();
    EXPECT_LE(taken, day.capacity()) << day.date();
  }

  std::mt19937_64 random_;
  int children_ = 0, contracts_ = 0, released_ = 0, unmet_ = 0;
  std::vector<std::string> standing_;
  std::string log_;
};

TEST(ContractMonthsTest, TheRightsOfAllHoldOnEveryDayAndBothEnginesSayTheSame) {
  const uint64_t seed = 20261126;
  Months sqlite("sqlite", seed), postgres("postgres", seed);
  const std::string log = sqlite.Run();
  EXPECT_EQ(log, postgres.Run());
  EXPECT_GT(sqlite.released(), 0);
  EXPECT_GT(sqlite.unmet(), 0);
}

}  // namespace
}  // namespace tuoqiao::places
