#include "services/places/contracts/seat_contract.h"

#include <gtest/gtest.h>

#include "services/common/errors.h"
#include "services/places/testing_values.h"

namespace tuoqiao::places {
namespace {

using Day = absl::CivilDay;

Party Park() { return {}; }
Party Firm(const std::string& id) {
  Party party;
  party.side = Side::kFirm;
  party.id = id;
  return party;
}
Party CentreParty(const std::string& id) {
  Party party;
  party.side = Side::kCentre;
  party.id = id;
  return party;
}

SeatContract Reserved() {
  SeatContract contract;
  contract.id = "c1";
  contract.group = "a/g1";
  contract.pool = {"RESERVED", "91a", 5};
  contract.period = {kToday, kToday + 100};
  contract.revision = 1;
  return contract;
}

TEST(SeatContractTest, OnlyTheOtherSideConfirms) {
  struct Case {
    Side proposed_by;
    Party party;
    const char* reason;
  };
  for (const Case& each : {
           Case{Side::kPark, Firm("91a"), ""},
           Case{Side::kFirm, Park(), ""},
           Case{Side::kPark, Park(), "CONFIRMED_BY_SAME_SIDE"},
           Case{Side::kFirm, Firm("91a"), "CONFIRMED_BY_SAME_SIDE"},
           Case{Side::kPark, Firm("91b"), "PARTY_WRONG"},
           Case{Side::kPark, CentreParty("a"), "PARTY_WRONG"},
       }) {
    SeatContract contract = Reserved();
    contract.proposed_by = each.proposed_by;
    EXPECT_EQ(ReasonOf(Confirm(contract, each.party, kToday)), each.reason);
    EXPECT_EQ(contract.state == ContractState::kConfirmed, *each.reason == '\0');
  }
  SeatContract shared = Reserved();
  shared.pool = {"SHARED", "", 3};
  EXPECT_EQ(ReasonOf(Confirm(shared, CentreParty("b"), kToday)), "PARTY_WRONG");
  EXPECT_EQ(ReasonOf(Confirm(shared, CentreParty("a"), kToday)), "");
  EXPECT_EQ(ReasonOf(Confirm(shared, CentreParty("a"), kToday)), "CONTRACT_STATE_WRONG");
}

TEST(SeatContractTest, ADayThatHasPassedBeginsNothing) {
  SeatContract contract = Reserved();
  EXPECT_EQ(ReasonOf(Confirm(contract, Firm("91a"), kToday + 1)), "DATE_ORDER");
  contract.period = {kToday, kToday};
  EXPECT_EQ(ReasonOf(CheckPeriod(contract, kToday)), "DATE_ORDER");
}

TEST(SeatContractTest, EitherSideEndsItFromADayOn) {
  struct Case {
    Party party;
    Day end;
    const char* reason;
  };
  for (const Case& each : {
           Case{Park(), kToday + 50, ""},
           Case{Firm("91a"), kToday + 10, ""},
           Case{Firm("91b"), kToday + 50, "PARTY_WRONG"},
           Case{Park(), kToday + 9, "DATE_ORDER"},
           Case{Park(), kToday + 100, "DATE_ORDER"},
           Case{Park(), kToday - 1, "DATE_ORDER"},
       }) {
    SeatContract contract = Reserved();
    ASSERT_TRUE(Confirm(contract, Firm("91a"), kToday).ok());
    EXPECT_EQ(ReasonOf(EndContract(contract, each.party, each.end, kToday + 10)), each.reason);
    EXPECT_EQ(contract.period.until, *each.reason == '\0' ? each.end : kToday + 100);
  }
}

TEST(SeatContractTest, AProposalThatIsEndedNeverWas) {
  SeatContract contract = Reserved();
  ASSERT_TRUE(EndContract(contract, Firm("91a"), kToday, kToday).ok());
  EXPECT_EQ(contract.state, ContractState::kCancelled);
  EXPECT_EQ(ReasonOf(EndContract(contract, Park(), kToday + 1, kToday)), "CONTRACT_STATE_WRONG");
  EXPECT_EQ(ReasonOf(Confirm(contract, Park(), kToday)), "CONTRACT_STATE_WRONG");
}

TEST(SeatContractTest, AFloorIsRoundedUpAndACeilingDown) {
  SeatContract contract = Reserved();
  contract.pool = {"COMMUNITY", "", 0};
  contract.floor_bp = 2'500;
  contract.ceiling_bp = 5'000;
  EXPECT_EQ(contract.SeatsIn(18), 5);    // 4.5.
  EXPECT_EQ(contract.CeilingIn(15), 7);  // 7.5.
  contract.ceiling_bp = 0;
  contract.ceiling_seats = 2;
  EXPECT_EQ(contract.CeilingIn(18), 5) << "no ceiling is below its floor";
}

TEST(SeatContractTest, ThePublicHasNoMoreThanItsShare) {
  struct Case {
    int64_t floor, floor_bp, ceiling, ceiling_bp;
    const char* reason;
  };
  for (const Case& each : {
           Case{3, 0, 10, 0, ""},
           Case{3, 0, 11, 0, "COMMUNITY_SHARE_OVER_MAX"},
           Case{11, 0, 0, 5'000, "COMMUNITY_SHARE_OVER_MAX"},
           Case{0, 5'000, 0, 5'000, ""},
           Case{0, 5'001, 0, 5'001, "COMMUNITY_SHARE_OVER_MAX"},
       }) {
    SeatContract contract = Reserved();
    contract.pool = {"COMMUNITY", "", each.floor};
    contract.floor_bp = each.floor_bp;
    contract.ceiling_seats = each.ceiling;
    contract.ceiling_bp = each.ceiling_bp;
    EXPECT_EQ(ReasonOf(CheckCommunityShare(contract, 20, 5'000)), each.reason);
  }
}

TEST(SeatContractTest, ReservationsReturnOnAStatedDay) {
  SeatContract contract = Reserved();
  EXPECT_EQ(contract.ReleaseDayFor(kToday), std::nullopt);
  contract.release_days = 30;
  EXPECT_EQ(contract.ReleaseDayFor(Day(2026, 12, 24)), Day(2026, 11, 1));
  EXPECT_EQ(contract.ReleaseDayFor(Day(2026, 12, 1)), Day(2026, 11, 1));
}

}  // namespace
}  // namespace tuoqiao::places
