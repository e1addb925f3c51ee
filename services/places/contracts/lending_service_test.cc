// Seats lent between two parks, behind the real handlers on both engines.
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <thread>

#include "services/common/db/outbox.h"
#include "services/common/period.h"
#include "services/common/resource_name.h"
#include "services/places/contracts/testing_lending.h"

namespace tuoqiao::places {
namespace {

class LendingTest : public ::testing::TestWithParam<std::string>, protected LendingFixture {
 protected:
  LendingTest() : LendingFixture(GetParam()) {}
};

INSTANTIATE_TEST_SUITE_P(Each, LendingTest, ::testing::Values("sqlite", "postgres"),
                         [](const auto& each) { return each.param; });

TEST_P(LendingTest, SeatsGoToAnotherParksPoolAndComeBack) {
  ASSERT_TRUE(SetOwnersCentre(5).ok());
  const auto proposed = Propose(Terms(3));
  ASSERT_TRUE(proposed.ok()) << proposed.status();
  const std::string id = LastPart(proposed->name());
  EXPECT_TRUE(Contracts(kYunqi).empty()) << "nobody has carried it there";
  Carry();
  ASSERT_EQ(Contracts(kYunqi).size(), 1u);
  const v1::ParkContract heard = Contracts(kYunqi)[0];
  EXPECT_EQ(heard.owner(), kBinhai);
  EXPECT_EQ(heard.centre_display_name(), "滨海托育中心");
  EXPECT_EQ(heard.group_code(), "L01");
  EXPECT_EQ(heard.group(), "");
  EXPECT_EQ(Lent("2026-10-10"), 0);

  EXPECT_EQ(OutcomeOf(Accept(kYunqi, id)), "OK");
  EXPECT_EQ(State(kBinhai), "PROPOSED");
  EXPECT_EQ(Borrowed(id, "2026-10-10"), 0) << "the owner's seats are lent first";
  Carry();
  EXPECT_EQ(State(kBinhai), "CONFIRMED");
  EXPECT_EQ(State(kYunqi), "CONFIRMED");
  struct Case {
    const char* date;
    int lent, borrowed, open;
  };
  for (const Case& each : {Case{"2026-10-09", 0, 0, 5}, Case{"2026-10-10", 3, 3, 2},
                           Case{"2027-02-28", 3, 3, 2}, Case{"2027-03-01", 0, 0, 5}}) {
    EXPECT_EQ(Lent(each.date), each.lent) << each.date;
    EXPECT_EQ(Borrowed(id, each.date), each.borrowed) << each.date;
    EXPECT_EQ(Day(kOwnersGroup, each.date).open(), each.open) << each.date;
  }

  // A family of the guest finds the centre, and its place ends with the contract.
  const v1::Enrolment place = Enrol("A1", {"binhai--c001"}, "2024-06-15", "2026-10-12");
  EXPECT_EQ(place.start_date(), "2026-10-12");
  EXPECT_EQ(place.end_date(), "2027-03-01");
  EXPECT_EQ(place.group(), absl::StrCat(kGuestCentre, "/groups/", id));
  SetToday(absl::CivilDay(2026, 10, 12));
  Carry();
  EXPECT_EQ(Contracts(kBinhai)[0].taken(), 1) << "the owner reads a count";
  EXPECT_EQ(Contracts("parks/binhai/centres/c001", "CENTRE_MANAGER").size(), 1u);
  v1::ListEnrolmentsRequest list;
  list.set_parent(kBinhai);
  EXPECT_EQ(Call(&Stub::ListEnrolments, list, "PARK_ADMIN", kBinhai)->enrolments_size(), 0);
  // The centre's people see who comes, as in any centre of the park that the child lives in.
  list.set_parent(kGuestCentre);
  EXPECT_EQ(Call(&Stub::ListEnrolments, list, "CENTRE_MANAGER", kGuestCentre)->enrolments_size(),
            1);

  // What is lent is not given up, and what is borrowed is not changed or lent on.
  EXPECT_EQ(OutcomeOf(SetOwnersCentre(2)), "POOL_OVER_CAPACITY");
  EXPECT_EQ(OutcomeOf(SetCentre([] {
              v1::Centre centre = CentreMessage("binhai--C001", {});
              return centre;
            }())),
            "GUEST_CENTRE");
  EXPECT_EQ(OutcomeOf(SetCentre(CentreMessage("other--C001", {}))), "FIELD_INVALID");
  v1::ProposeParkContractRequest on;
  on.set_parent(kYunqi);
  *on.mutable_contract() = Terms(1, "2026-10-20");
  on.mutable_contract()->set_guest("parks/third");
  on.mutable_contract()->set_group(place.group());
  EXPECT_EQ(OutcomeOf(Send(&Stub::ProposeParkContract, on)), "GUEST_CENTRE");

  // The guest gives them back once nobody has them.
  EXPECT_EQ(OutcomeOf(End(kYunqi, id, "2026-12-01")), "SEATS_IN_USE");
  ASSERT_TRUE(PlacesFixture::End(place.name(), "2026-11-20").ok());
  EXPECT_EQ(OutcomeOf(End(kYunqi, id, "2026-12-01")), "OK");
  EXPECT_EQ(Lent("2026-12-01"), 3) << "not before the owner has heard it";
  EXPECT_EQ(Borrowed(id, "2026-12-01"), 0);
  Carry();
  EXPECT_EQ(Lent("2026-11-30"), 3);
  EXPECT_EQ(Lent("2026-12-01"), 0);
  EXPECT_EQ(Contracts(kBinhai)[0].until_date(), "2026-12-01");
}

TEST_P(LendingTest, SaysWhatStandsInTheWay) {
  ASSERT_TRUE(SetOwnersCentre(5).ok());
  struct Case {
    const char* reason;
    std::function<void(v1::ParkContract&)> change;
  };
  for (const Case& each : {
           Case{"FIELD_REQUIRED", [](auto& c) { c.clear_guest(); }},
           Case{"FIELD_INVALID", [](auto& c) { c.set_guest(kBinhai); }},
           Case{"FIELD_INVALID", [](auto& c) { c.set_guest("yunqi"); }},
           Case{"FIELD_INVALID", [](auto& c) { c.set_seats(0); }},
           Case{"FIELD_INVALID", [](auto& c) { c.set_cost_share_bp(10001); }},
           Case{"DATE_ORDER", [](auto& c) { c.set_until_date("2026-10-10"); }},
           Case{"DATE_ORDER", [](auto& c) { c.set_from_date("2026-09-30"); }},
           Case{"GROUP_NOT_FOUND",
                [](auto& c) { c.set_group("parks/binhai/centres/c001/groups/l09"); }},
           Case{"POOL_OVER_CAPACITY", [](auto& c) { c.set_seats(6); }},
       }) {
    v1::ParkContract terms = Terms(3);
    each.change(terms);
    const int64_t rows = RowsWritten();
    EXPECT_EQ(OutcomeOf(Propose(terms)), each.reason);
    EXPECT_EQ(RowsWritten(), rows) << each.reason << " changed something";
  }
  const std::string id = Lend(Terms(3));
  EXPECT_EQ(OutcomeOf(Propose(Terms(1, "2026-11-01"))), "CONTRACT_OVERLAP")
      << "one a group and day";
  EXPECT_EQ(OutcomeOf(Accept(kBinhai, id)), "CONFIRMED_BY_SAME_SIDE");
  EXPECT_EQ(OutcomeOf(Accept(kYunqi, id)), "CONTRACT_STATE_WRONG");
  EXPECT_EQ(OutcomeOf(Accept(kYunqi, "pkc-none")), "CONTRACT_NOT_FOUND");
  EXPECT_EQ(OutcomeOf(End(kYunqi, id, "2026-10-01")), "DATE_ORDER");
  EXPECT_EQ(OutcomeOf(End(kBinhai, id, "2027-03-01")), "DATE_ORDER");
}

TEST_P(LendingTest, WhatIsWithdrawnDeclinedOrGoneIsCancelledOnBothSides) {
  ASSERT_TRUE(SetOwnersCentre(5).ok());
  struct Case {
    const char* reason;
    std::function<void(const std::string& id)> act;
  };
  for (const Case& each : {
           Case{"WITHDRAWN",
                [&](const auto& id) { EXPECT_EQ(OutcomeOf(End(kBinhai, id, "")), "OK"); }},
           Case{"DECLINED",
                [&](const auto& id) { EXPECT_EQ(OutcomeOf(End(kYunqi, id, "")), "OK"); }},
           // Both at once: the guest accepts what is withdrawn meanwhile.
           Case{"WITHDRAWN",
                [&](const auto& id) {
                  EXPECT_EQ(OutcomeOf(End(kBinhai, id, "")), "OK");
                  EXPECT_EQ(OutcomeOf(Accept(kYunqi, id)), "OK");
                }},
           Case{"SEATS_TAKEN",
                [&](const auto& id) {
                  EXPECT_EQ(OutcomeOf(Accept(kYunqi, id)), "OK");
                  ASSERT_TRUE(SetOwnersCentre(2).ok());
                }},
           Case{"DATE_PASSED",
                [&](const auto& id) {
                  EXPECT_EQ(OutcomeOf(Accept(kYunqi, id)), "OK");
                  SetToday(absl::CivilDay(2026, 10, 11));
                }},
       }) {
    SetToday(absl::CivilDay(2026, 10, 1));
    ASSERT_TRUE(SetOwnersCentre(5).ok());
    const auto proposed = Propose(Terms(3));
    ASSERT_TRUE(proposed.ok()) << proposed.status();
    const std::string id = LastPart(proposed->name());
    Carry();
    each.act(id);
    Carry();
    for (const char* park : {kBinhai, kYunqi}) {
      for (const v1::ParkContract& copy : Contracts(park)) {
        if (copy.name() != absl::StrCat(park, "/parkContracts/", id)) continue;
        EXPECT_EQ(copy.state(), v1::ParkContract::CANCELLED) << park << " " << each.reason;
        EXPECT_EQ(copy.cancel_reason(), each.reason) << park;
      }
    }
    EXPECT_EQ(Lent("2026-10-20"), 0);
    EXPECT_EQ(Borrowed(id, "2026-10-20"), 0);
  }
}

TEST_P(LendingTest, SeatsThatTheOwnerWantsBackGoOnceNobodyHasThem) {
  ASSERT_TRUE(SetOwnersCentre(5).ok());
  const std::string id = Lend(Terms(3));
  const v1::Enrolment place = Enrol("A1", {"binhai--c001"}, "2024-06-15", "2026-10-12");
  EXPECT_EQ(OutcomeOf(End(kBinhai, id, "2026-12-01")), "OK");
  Carry();
  EXPECT_EQ(Contracts(kYunqi)[0].end_asked_date(), "2026-12-01");
  EXPECT_EQ(Contracts(kYunqi)[0].until_date(), "2027-03-01") << "a child is there";
  EXPECT_EQ(Lent("2026-12-01"), 3);
  // Nobody new is there behind that day.
  const v1::Enrolment next = Enrol("A2", {"binhai--c001"}, "2024-06-15", "2026-10-12");
  EXPECT_EQ(next.end_date(), "2026-12-01");
  ASSERT_TRUE(PlacesFixture::End(place.name(), "2026-11-20").ok());
  Carry();
  EXPECT_EQ(Contracts(kYunqi)[0].until_date(), "2026-12-01");
  EXPECT_EQ(Lent("2026-12-01"), 0);
  EXPECT_EQ(Lent("2026-11-30"), 3);
}

TEST_P(LendingTest, PlacesEndWithTheContractAndTheChildIsFreeForAnother) {
  ASSERT_TRUE(SetOwnersCentre(5).ok());
  OpenCentre("C009", {{"L01", v1::Group::LARGE, 2}});
  Lend(Terms(3, "2026-10-10", "2026-11-10"));
  const v1::Enrolment place = Enrol("A1", {"binhai--c001"}, "2024-06-15", "2026-10-12");
  EXPECT_EQ(place.end_date(), "2026-11-10");
  SetToday(absl::CivilDay(2026, 11, 10));
  Carry();
  const auto places = Enrolments();
  ASSERT_EQ(places.size(), 1u);
  EXPECT_EQ(places[0].state(), v1::Enrolment::ENDED);
  EXPECT_EQ(places[0].end_reason(), "CONTRACT_ENDED");
  EXPECT_EQ(ApplyOne(ApplicationMessage("A1", {"C009"}, "2026-11-10T08:00:00Z", "2026-11-10")),
            "CREATED");
  const auto offers = Offers();
  ASSERT_EQ(offers.count("A1"), 1u);
  EXPECT_EQ(OutcomeOf(PlacesFixture::Accept(offers.at("A1").name())), "OK");
}

TEST_P(LendingTest, APlaceThatMovesOnToTheParksOwnSeatDoesNotEndWithTheContract) {
  ASSERT_TRUE(SetOwnersCentre(5).ok());
  OpenCentre("C009", {{"L01", v1::Group::LARGE, 2}});
  Lend(Terms(3));
  const v1::Enrolment place = Enrol("A1", {"binhai--c001"}, "2024-06-15", "2026-10-12");
  v1::TransferEnrolmentRequest request;
  request.set_name(place.name());
  request.set_group("parks/yunqi/centres/c009/groups/l01");
  request.set_transfer_date("2026-11-02");
  const auto next = Send(&Stub::TransferEnrolment, request);
  ASSERT_TRUE(next.ok()) << next.status();
  EXPECT_EQ(next->end_date(), "2027-06-15") << "when the child is 36 months old";
}

TEST_P(LendingTest, TheGuestCentreFollowsTheOwners) {
  ASSERT_TRUE(SetOwnersCentre(5).ok());
  Lend(Terms(3));
  ASSERT_TRUE(SetOwnersCentre(6, "滨海第一托育中心").ok());
  Carry();
  v1::GetCentreRequest request;
  request.set_name(kGuestCentre);
  const auto centre = Call(&Stub::GetCentre, request);
  ASSERT_TRUE(centre.ok()) << centre.status();
  EXPECT_EQ(centre->display_name(), "滨海第一托育中心");
  EXPECT_EQ(centre->owner_centre(), "parks/binhai/centres/c001");
  ASSERT_EQ(centre->groups_size(), 1);
  EXPECT_EQ(centre->groups(0).capacity(), 3);
  EXPECT_EQ(centre->groups(0).open_until_date(), "2027-03-01");
  EXPECT_EQ(Contracts(kYunqi)[0].centre_display_name(), "滨海第一托育中心");
}

// Every step is left out, repeated, or taken with what was read before, in any order.
TEST_P(LendingTest, KilledOrRepeatedAnywhereBothParksAgree) {
  ASSERT_TRUE(SetOwnersCentre(20).ok());
  const unsigned seeds = GetParam() == "sqlite" ? 30 : 12;
  int confirmed = 0;
  for (unsigned seed = 1; seed <= seeds; ++seed) {
    std::mt19937 random(seed);
    const auto pick = [&](unsigned n) { return random() % n; };
    SetToday(absl::CivilDay(2026, 10, 1));
    // Each has days of its own, for one group and guest has one contract a day.
    const absl::CivilDay from = absl::CivilDay(2026, 11, 1) + 40 * static_cast<int>(seed);
    const auto proposed = Propose(Terms(3, FormatDay(from), FormatDay(from + 30)));
    ASSERT_TRUE(proposed.ok()) << proposed.status();
    const std::string id = LastPart(proposed->name());
    std::vector<std::pair<std::string, Told>> told;
    for (int step = 0; step < 25; ++step) {
      const std::string park = pick(2) == 0 ? "binhai" : "yunqi";
      switch (pick(7)) {
        case 0:
          (void)Accept(kYunqi, id);
          break;
        case 1:
          if (pick(3) == 0) (void)End(kBinhai, id, FormatDay(from + static_cast<int>(pick(30))));
          break;
        case 2:
          if (pick(3) == 0) (void)End(kYunqi, id, FormatDay(from + static_cast<int>(pick(30))));
          break;
        case 3:
          ASSERT_TRUE(KeepBorrowed(*ground_, park).ok());
          break;
        case 4:
          // An old word is noted, or a new one twice.
          if (told.empty()) break;
          {
            const auto& [by, what] = told[pick(static_cast<unsigned>(told.size()))];
            ASSERT_TRUE(NoteTold(*ground_, by, what).ok());
          }
          break;
        default: {
          const auto said = TellOther(*ground_, park, id);
          // The guest may have heard of nothing yet.
          if (said.ok()) told.emplace_back(park, *said);
        }
      }
      for (int day = 0; day < 30; day += 7) {
        const std::string date = FormatDay(from + day);
        ASSERT_LE(Borrowed(id, date), Lent(date)) << "seed " << seed << " step " << step;
      }
    }
    Carry();
    const auto copy = [&](const char* park) {
      for (const v1::ParkContract& each : Contracts(park)) {
        if (each.name() == absl::StrCat(park, "/parkContracts/", id)) return each;
      }
      return v1::ParkContract();
    };
    const v1::ParkContract owners = copy(kBinhai), guests = copy(kYunqi);
    if (guests.name().empty()) {
      EXPECT_EQ(owners.state(), v1::ParkContract::CANCELLED);
      continue;
    }
    EXPECT_EQ(owners.state(), guests.state()) << "seed " << seed;
    EXPECT_EQ(owners.until_date(), guests.until_date()) << "seed " << seed;
    EXPECT_EQ(owners.end_asked_date(), guests.end_asked_date()) << "seed " << seed;
    for (int day = 0; day < 30; ++day) {
      const std::string date = FormatDay(from + day);
      EXPECT_EQ(Borrowed(id, date), Lent(date)) << "seed " << seed << " " << date;
    }
    confirmed += owners.state() == v1::ParkContract::CONFIRMED ? 1 : 0;
  }
  EXPECT_GT(confirmed, static_cast<int>(seeds / 4));
}

TEST_P(LendingTest, ReplicasThatCarryAtOnceSayItOnce) {
  ASSERT_TRUE(SetOwnersCentre(5).ok());
  const auto proposed = Propose(Terms(3));
  ASSERT_TRUE(proposed.ok());
  const std::string id = LastPart(proposed->name());
  const auto carry = [&] {
    std::vector<std::thread> replicas;
    for (int i = 0; i < 4; ++i) {
      replicas.emplace_back([&] {
        for (const char* park : {"binhai", "yunqi", "binhai", "yunqi"}) {
          const absl::Status status = CarryLoans(*ground_, park);
          EXPECT_TRUE(status.ok()) << status;
        }
      });
    }
    for (std::thread& each : replicas) each.join();
  };
  carry();
  EXPECT_EQ(OutcomeOf(Accept(kYunqi, id)), "OK");
  carry();
  EXPECT_EQ(State(kBinhai), "CONFIRMED");
  EXPECT_EQ(State(kYunqi), "CONFIRMED");
  const absl::Status numbered = harness_.db("places").WriteIn(
      "yunqi", [](db::Write& txn) -> absl::Status { return db::NumberLog(txn, 1000).status(); });
  EXPECT_TRUE(numbered.ok()) << numbered;
  type::v1::ListEventsRequest request;
  request.set_parent(kYunqi);
  const auto events = Call(&Stub::ListEvents, request);
  ASSERT_TRUE(events.ok()) << events.status();
  std::map<std::string, int> kinds;
  for (const auto& each : events->events()) ++kinds[each.kind()];
  EXPECT_EQ(kinds, (std::map<std::string, int>{{"CentreOpened", 1},
                                               {"ParkContractAccepted", 1},
                                               {"ParkContractConfirmed", 1},
                                               {"ParkContractProposed", 1}}));
}

}  // namespace
}  // namespace tuoqiao::places
