#include "services/places/contracts/park_contract.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "services/common/errors.h"
#include "services/places/contracts/pool_days.h"
#include "services/places/testing_values.h"

namespace tuoqiao::places {
namespace {

using State = ParkContractState;

constexpr absl::CivilDay kFrom = kToday + 10, kUntil = kToday + 100;

ParkContract Proposed() {
  ParkContract contract;
  contract.id = "pkc-1";
  contract.owner = "binhai";
  contract.guest = "yunqi";
  contract.group = "c001/l01";
  contract.kind = GroupKind::kLarge;
  contract.seats = 3;
  contract.period = {kFrom, kUntil};
  return contract;
}
ParkContract In(State state) {
  ParkContract contract = Proposed();
  contract.state = state;
  return contract;
}

TEST(ParkContractTest, TheGuestHasACentreAndAGroupOfItsOwnNames) {
  const ParkContract contract = Proposed();
  EXPECT_EQ(contract.CentreIn("binhai"), "c001");
  EXPECT_EQ(contract.CentreIn("yunqi"), "binhai--c001");
  const Group group = GuestGroupOf(contract, GroupOf("c001", "l01", GroupKind::kLarge, 20));
  EXPECT_EQ(group.id, "binhai--c001/pkc-1");
  EXPECT_EQ(group.CapacityOn(kFrom - 1), 0);
  EXPECT_EQ(group.CapacityOn(kFrom), 3);
  EXPECT_EQ(group.CapacityOn(kUntil), 0);
  EXPECT_EQ(group.EndBy(kUntil + 200), kUntil) << "a place ends with the contract";
}

TEST(ParkContractTest, NobodyOfTheOwnersHasASeatThatIsLent) {
  Group group = GroupOf("c001", "l01", GroupKind::kLarge, 5);
  group.contracts.push_back(LentSeats(Proposed()));
  const PoolDay before(group, kFrom - 1, kToday), on(group, kFrom, kToday);
  EXPECT_EQ(before.Open(), 5);
  EXPECT_EQ(on.Open(), 2);
  EXPECT_FALSE(on.MayTake("LENT/yunqi"));
  Asker asker;
  asker.today = kToday;
  asker.until = kUntil + 400;
  std::vector<TakenSeats> taken;
  int seats = 0;
  for (auto place = FindSeat(group, taken, asker, kFrom); place.has_value();
       place = FindSeat(group, taken, asker, kFrom)) {
    EXPECT_EQ(*place, "SHARED");
    taken.push_back({group.id, *place, 1, std::nullopt, asker.until});
    ++seats;
  }
  EXPECT_EQ(seats, 2);
}

TEST(ParkContractTest, EachSideDoesItsPartInItsTurn) {
  struct Case {
    const char* what;
    State state;
    const char* park;
    const char* reason;
  };
  for (const Case& each : {
           Case{"accept", State::kProposed, "yunqi", ""},
           Case{"accept", State::kProposed, "binhai", "CONFIRMED_BY_SAME_SIDE"},
           Case{"accept", State::kAccepted, "yunqi", "CONTRACT_STATE_WRONG"},
           Case{"accept", State::kCancelled, "yunqi", "CONTRACT_STATE_WRONG"},
           Case{"cancel", State::kProposed, "yunqi", ""},
           Case{"cancel", State::kProposed, "binhai", ""},
           // The owner's answer is on its way.
           Case{"cancel", State::kAccepted, "yunqi", "CONTRACT_STATE_WRONG"},
           Case{"cancel", State::kConfirmed, "binhai", "CONTRACT_STATE_WRONG"},
           Case{"close", State::kConfirmed, "yunqi", ""},
           Case{"close", State::kAccepted, "yunqi", "CONTRACT_STATE_WRONG"},
           Case{"ask", State::kConfirmed, "binhai", ""},
           Case{"ask", State::kProposed, "binhai", "CONTRACT_STATE_WRONG"},
       }) {
    ParkContract own = In(each.state);
    const std::string what = each.what;
    const absl::Status status = what == "accept"   ? AcceptLoan(own, each.park, kToday)
                                : what == "cancel" ? CancelLoan(own, each.park)
                                : what == "close"  ? CloseLoan(own, kFrom + 1, kToday)
                                                   : AskForEnd(own, kFrom + 1, kToday);
    EXPECT_EQ(ReasonOf(status), each.reason) << what << " " << StateName(each.state);
    EXPECT_EQ(own.revision, status.ok() ? 2 : 1);
  }
}

TEST(ParkContractTest, ItEndsOnOneOfItsDaysThatHasNotPassed) {
  struct Case {
    absl::CivilDay end, today;
    const char* reason;
  };
  for (const Case& each : {
           Case{kFrom, kToday, ""},
           Case{kFrom - 1, kToday, "DATE_ORDER"},
           Case{kUntil, kToday, "DATE_ORDER"},
           Case{kFrom + 5, kFrom + 5, ""},
           Case{kFrom + 5, kFrom + 6, "DATE_ORDER"},
       }) {
    ParkContract own = In(State::kConfirmed);
    EXPECT_EQ(ReasonOf(CloseLoan(own, each.end, each.today)), each.reason);
    ParkContract asked = In(State::kConfirmed);
    EXPECT_EQ(ReasonOf(AskForEnd(asked, each.end, each.today)), each.reason);
    if (*each.reason == '\0') {
      EXPECT_EQ(own.period.until, each.end);
      EXPECT_EQ(asked.period.until, kUntil) << "the guest closes first";
      EXPECT_EQ(asked.OpenDays().until, each.end) << "nobody new behind the day";
    }
  }
  ParkContract late = Proposed();
  EXPECT_EQ(ReasonOf(AcceptLoan(late, "yunqi", kFrom + 1)), "DATE_ORDER");
}

TEST(ParkContractTest, WhatIsAcceptedTooLateIsCancelledOnBothSides) {
  for (const char* why : {"SEATS_TAKEN", "DATE_PASSED", "GROUP_GONE"}) {
    ParkContract owner = Proposed(), guest = FirstHeard(owner);
    ASSERT_TRUE(AcceptLoan(guest, "yunqi", kToday).ok());
    EXPECT_TRUE(AsksForSeats(owner, guest));
    EXPECT_TRUE(HearGuest(owner, guest, why));
    EXPECT_TRUE(HearOwner(guest, owner));
    EXPECT_EQ(owner.state, State::kCancelled);
    EXPECT_EQ(guest.state, State::kCancelled);
    EXPECT_EQ(guest.cancel_reason, why);
  }
}

// Words are lost, late and repeated in any order, while both sides do what they like: on no day has
// the guest a seat that the owner has not lent, and once the last words have come both say the
// same.
TEST(ParkContractTest, NoOrderOfWordsPutsASeatIntoTwoPools) {
  int confirmed = 0, cancelled = 0, shortened = 0;
  for (unsigned seed = 1; seed <= 5000; ++seed) {
    std::mt19937 random(seed);
    const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
    ParkContract owner = Proposed();
    std::optional<ParkContract> guest;
    std::vector<ParkContract> by_owner = {owner}, by_guest;
    absl::CivilDay today = kToday;
    const auto to_guest = [&](const ParkContract& word) {
      if (guest.has_value()) {
        HearOwner(*guest, word);
      } else if (word.state == State::kProposed) {
        guest = FirstHeard(word);
      }
    };
    const std::string no_seats = pick(4) == 0 ? "SEATS_TAKEN" : "";
    for (int step = 0; step < 40; ++step) {
      switch (pick(9)) {
        case 0:
          if (guest.has_value()) AcceptLoan(*guest, "yunqi", today).IgnoreError();
          break;
        case 1:
          if (pick(6) == 0) CancelLoan(owner, "binhai").IgnoreError();
          break;
        case 2:
          if (guest.has_value() && pick(6) == 0) CancelLoan(*guest, "yunqi").IgnoreError();
          break;
        case 3:
          AskForEnd(owner, today + 20 + pick(60), today).IgnoreError();
          break;
        case 4:
          if (guest.has_value()) CloseLoan(*guest, today + 20 + pick(60), today).IgnoreError();
          break;
        case 5:
          today += pick(4);
          break;
        case 6:
        case 7:
          to_guest(by_owner[static_cast<size_t>(pick(static_cast<int>(by_owner.size())))]);
          break;
        default:
          if (by_guest.empty()) break;
          HearGuest(owner, by_guest[static_cast<size_t>(pick(static_cast<int>(by_guest.size())))],
                    no_seats);
      }
      by_owner.push_back(owner);
      if (guest.has_value()) by_guest.push_back(*guest);
      // Both begin on one day, so their last days say it for all.
      const bool open = guest.has_value() && guest->state == State::kConfirmed;
      const bool lent = owner.state == State::kConfirmed;
      ASSERT_TRUE(!open || (lent && guest->period.until <= owner.period.until))
          << "seed " << seed << " step " << step;
    }
    for (int round = 0; round < 4; ++round) {
      to_guest(owner);
      if (guest.has_value()) HearGuest(owner, *guest, no_seats);
    }
    if (!guest.has_value()) {
      EXPECT_EQ(owner.state, State::kCancelled) << "seed " << seed;
      continue;
    }
    EXPECT_EQ(owner.state, guest->state) << "seed " << seed;
    EXPECT_EQ(owner.period, guest->period) << "seed " << seed;
    EXPECT_EQ(owner.end_asked, guest->end_asked) << "seed " << seed;
    confirmed += owner.state == State::kConfirmed ? 1 : 0;
    cancelled += owner.state == State::kCancelled ? 1 : 0;
    shortened += owner.period.until < kUntil ? 1 : 0;
  }
  EXPECT_GT(confirmed, 1000);
  EXPECT_GT(cancelled, 500);
  EXPECT_GT(shortened, 500);
}

}  // namespace
}  // namespace tuoqiao::places
