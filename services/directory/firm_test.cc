#include "services/directory/firm.h"

#include <gtest/gtest.h>

#include "services/common/errors.h"

namespace tuoqiao::directory {
namespace {

const absl::CivilDay kToday(2026, 9, 20);
const Move kMove = {kToday, "PARK_ADMIN:li"};

Firm Described(const std::string& agreement = "2026-1") {
  Firm firm;
  firm.uscc = "91330100MA2ABCDE0X";
  firm.id = FirmId(firm.uscc);
  firm.display_name = "云杉软件";
  firm.set_up.plan = "A";
  firm.set_up.share_form = "INVOICED";
  firm.set_up.pay_day = 10;
  firm.set_up.agreement_version = agreement;
  if (!agreement.empty()) firm.set_up.agreement_date = absl::CivilDay(2026, 9, 1);
  return firm;
}

TEST(Firm, WithoutAnAgreementIsInvitedAndWaitsForIt) {
  const Firm firm = *Onboard(std::nullopt, Described(""), kMove);
  EXPECT_EQ(firm.state, FirmState::kInvited);
  EXPECT_EQ(firm.next_actor, "FIRM_HR");
  EXPECT_EQ(firm.blocker, "AGREEMENT_MISSING");
  ASSERT_EQ(firm.history.size(), 1u);
  EXPECT_EQ(firm.history[0].to, "INVITED");
}

TEST(Firm, IsRegisteredByItsAgreementAndKeepsBothSteps) {
  const Firm invited = *Onboard(std::nullopt, Described(""), kMove);
  const Firm firm = *Onboard(invited, Described(), {kToday + 3, "PARK_ADMIN:wang"});
  EXPECT_EQ(firm.state, FirmState::kRegistered);
  EXPECT_EQ(firm.blocker, "ROSTER_MISSING");
  ASSERT_EQ(firm.history.size(), 2u);
  EXPECT_EQ(firm.history[1].from, "INVITED");
  EXPECT_EQ(firm.history[1].by, "PARK_ADMIN:wang");
  EXPECT_EQ(firm.history[1].why, "agreement 2026-1");
  EXPECT_EQ(firm.revision, 2);
}

TEST(Firm, RefusesAnAgreementThatIsOlderThanTheOneThatHolds) {
  const Firm before = *Onboard(std::nullopt, Described(), kMove);
  Firm older = Described("2025-9");
  older.set_up.agreement_date = absl::CivilDay(2026, 8, 31);
  EXPECT_EQ(ReasonOf(Onboard(before, older, kMove).status()), "AGREEMENT_BACKDATED");
}

TEST(Firm, GoesLiveByAWholeRosterAndWaitsOnABrokenOne) {
  struct Case {
    RosterOutcome outcome;
    FirmState state;
    const char* blocker;
    size_t steps;
  };
  for (const Case& c : {Case{{40, 0, false}, FirmState::kLive, "", 4},
                        Case{{39, 1, false}, FirmState::kConnected, "ROSTER_REJECTED", 3},
                        Case{{40, 0, true}, FirmState::kConnected, "LEAVERS_UNCONFIRMED", 3},
                        Case{{0, 40, false}, FirmState::kRegistered, "ROSTER_REJECTED", 2}}) {
    SCOPED_TRACE(c.blocker);
    const Firm firm =
        HearRoster(*Onboard(std::nullopt, Described(), kMove), c.outcome, {kToday, "SERVICE:x"});
    EXPECT_EQ(firm.state, c.state);
    EXPECT_EQ(firm.blocker, c.blocker);
    EXPECT_EQ(firm.next_actor.empty(), firm.blocker.empty());
    EXPECT_EQ(firm.history.size(), c.steps);
  }
}

TEST(Firm, StaysLiveWhenALaterRosterIsBroken) {
  Firm firm = HearRoster(*Onboard(std::nullopt, Described(), kMove), {40, 0, false}, kMove);
  firm = HearRoster(firm, {39, 1, false}, kMove);
  EXPECT_EQ(firm.state, FirmState::kLive);
  EXPECT_EQ(firm.blocker, "ROSTER_REJECTED");
}

TEST(Firm, CanonicalTextDiffersInEachFieldThatAParkSays) {
  const std::string base = CanonicalFirm(Described());
  Firm other = Described();
  other.set_up.union_member = true;
  EXPECT_NE(CanonicalFirm(other), base);
  other = Described();
  other.set_up.contact_email = "hr@example.invalid";
  EXPECT_NE(CanonicalFirm(other), base);
  other = Described();
  other.state = FirmState::kLive;
  EXPECT_EQ(CanonicalFirm(other), base) << "the onboarding is ours to say";
}

}  // namespace
}  // namespace tuoqiao::directory
