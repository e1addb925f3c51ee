#include "services/places/referral/referral.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/errors.h"

namespace tuoqiao::referral {
namespace {

using Day = absl::CivilDay;

constexpr absl::string_view kLi = "PARK_ADMIN:li";

Actor On(int day) { return {std::string(kLi), Day(2026, 10, day)}; }

Referral Proposed(const std::vector<Consent>& consents = {}, int day = 1) {
  Referral referral;
  referral.id = "ref-1";
  referral.partner = "hospital";
  referral.purpose = Purpose::kEarlyIntervention;
  EXPECT_TRUE(Propose(referral, {}, consents, On(day)).ok());
  return referral;
}

Referral Active() {
  Referral referral = Proposed({{1, Day(2026, 10, 2), std::nullopt}}, 2);
  EXPECT_TRUE(Accept(referral, On(3)).ok());
  SessionPlan plan;
  plan.period = {Day(2026, 10, 5), Day(2026, 11, 5)};
  plan.weekdays = {1, 3};
  EXPECT_TRUE(Plan(referral, {plan, std::nullopt}, CareDays(), On(4)).ok());
  return referral;
}

// "PROPOSED 2026-10-01 PARK_ADMIN:li, CONSENTED 2026-10-03 GUARDIAN CONSENT_GIVEN".
std::string History(const Referral& referral) {
  return absl::StrJoin(referral.history, ", ", [](std::string* out, const Transition& each) {
    absl::StrAppend(out, NameOf(each.to), " ", FormatDay(each.day), " ", each.by,
                    each.why.empty() ? "" : " ", each.why);
  });
}

TEST(ReferralTest, NothingIsShownAndNothingIsDoneBeforeAConsent) {
  Referral referral = Proposed();
  EXPECT_EQ(referral.state, State::kProposed);
  EXPECT_FALSE(referral.Shown());
  EXPECT_EQ(ReasonOf(Accept(referral, On(2))), "REFERRAL_NOT_CONSENTED");
  EXPECT_EQ(ReasonOf(Decline(referral, "OTHER", On(2))), "REFERRAL_NOT_CONSENTED");
  EXPECT_EQ(ReasonOf(End(referral, "OTHER", On(2))), "REFERRAL_NOT_CONSENTED");
  EXPECT_EQ(ReasonOf(Plan(referral, {}, CareDays(), On(2))), "REFERRAL_NOT_CONSENTED");
  EXPECT_EQ(referral.revision, 1);
}

TEST(ReferralTest, GoesFromProposalToEndStepByStep) {
  Referral referral = Proposed();
  Follow(referral, {{1, Day(2026, 10, 3), std::nullopt}});
  EXPECT_TRUE(referral.Shown());
  ASSERT_TRUE(Accept(referral, On(5)).ok());
  EXPECT_EQ(ReasonOf(Accept(referral, On(5))), "REFERRAL_STATE_WRONG");
  SessionPlan plan;
  plan.period = {Day(2026, 10, 12), Day(2026, 12, 1)};
  plan.weekdays = {2};
  ASSERT_TRUE(Plan(referral, {plan, std::nullopt}, CareDays(), On(6)).ok());
  EXPECT_EQ(ReasonOf(Decline(referral, "OTHER", On(7))), "REFERRAL_STATE_WRONG");
  ASSERT_TRUE(End(referral, "GOALS_MET", On(20)).ok());
  EXPECT_EQ(referral.plans[0].period.until, Day(2026, 10, 21));
  EXPECT_FALSE(referral.Shown());
  EXPECT_EQ(History(referral),
            "PROPOSED 2026-10-01 PARK_ADMIN:li, CONSENTED 2026-10-03 GUARDIAN CONSENT_GIVEN, "
            "ACCEPTED 2026-10-05 PARK_ADMIN:li, ACTIVE 2026-10-06 PARK_ADMIN:li SESSIONS_PLANNED, "
            "ENDED 2026-10-20 PARK_ADMIN:li GOALS_MET");
}

TEST(ReferralTest, AWithdrawnConsentStopsItOnThatDayWhateverItHadComeTo) {
  Referral referral = Active();
  Follow(referral, {{1, Day(2026, 10, 2), Day(2026, 10, 14)}});
  EXPECT_EQ(referral.state, State::kWithdrawn);
  EXPECT_FALSE(referral.Shown());
  EXPECT_EQ(referral.plans[0].period.until, Day(2026, 10, 14));
  EXPECT_EQ(ReasonOf(End(referral, "OTHER", On(15))), "REFERRAL_CONSENT_WITHDRAWN");
  EXPECT_EQ(ReasonOf(Accept(referral, On(15))), "REFERRAL_CONSENT_WITHDRAWN");
  EXPECT_EQ(ReasonOf(Withdraw(referral, "OTHER", On(15))), "REFERRAL_STATE_WRONG");
}

TEST(ReferralTest, AConsentThatIsGivenAgainCarriesNoOldReferral) {
  const std::vector<Consent> twice = {{1, Day(2026, 10, 2), Day(2026, 10, 14)},
                                      {2, Day(2026, 10, 15), std::nullopt}};
  Referral old = Active();
  Follow(old, twice);
  EXPECT_EQ(old.state, State::kWithdrawn);
  Referral anew = Proposed(twice, 16);
  EXPECT_EQ(anew.consent, 2);
  EXPECT_EQ(anew.state, State::kConsented);
}

TEST(ReferralTest, StandsTheSameWhoeverLooksWhen) {
  const std::vector<Consent> given = {{1, Day(2026, 10, 3), std::nullopt}};
  const std::vector<Consent> withdrawn = {{1, Day(2026, 10, 3), Day(2026, 10, 9)}};
  Referral watched = Proposed(), unwatched = Proposed();
  Follow(watched, given);
  Follow(watched, given);
  Follow(watched, withdrawn);
  Follow(unwatched, withdrawn);
  EXPECT_EQ(History(watched), History(unwatched));
  EXPECT_EQ(History(watched),
            "PROPOSED 2026-10-01 PARK_ADMIN:li, CONSENTED 2026-10-03 GUARDIAN CONSENT_GIVEN, "
            "WITHDRAWN 2026-10-09 GUARDIAN CONSENT_WITHDRAWN");
}

TEST(ReferralTest, OneIsOpenForAChildPartnerAndPurpose) {
  const Referral first = Proposed();
  Referral second = first;
  second.id = "ref-2";
  EXPECT_EQ(ReasonOf(Propose(second, {first}, {}, On(2))), "REFERRAL_EXISTS");
  second.purpose = Purpose::kRehabilitation;
  EXPECT_TRUE(Propose(second, {first}, {}, On(2)).ok());
  Referral gone = first;
  ASSERT_TRUE(Withdraw(gone, "FAMILY_WISH", On(3)).ok());
  second.purpose = first.purpose;
  EXPECT_TRUE(Propose(second, {gone}, {}, On(4)).ok());
}

TEST(ReferralTest, ANewPlanEndsTheOldOneAndLeavesWhatWasRecorded) {
  Referral referral = Active();
  SessionPlan plan;
  plan.period = {Day(2026, 10, 19), Day(2026, 12, 1)};
  plan.dates = {Day(2026, 10, 20)};
  EXPECT_EQ(ReasonOf(Plan(referral, {plan, Day(2026, 10, 19)}, CareDays(), On(18))),
            "SESSIONS_RECORDED");
  ASSERT_TRUE(Plan(referral, {plan, Day(2026, 10, 14)}, CareDays(), On(18)).ok());
  ASSERT_EQ(referral.plans.size(), 2u);
  EXPECT_EQ(referral.plans[0].period.until, Day(2026, 10, 19));
  plan.period.from = Day(2026, 10, 5);
  ASSERT_TRUE(Plan(referral, {plan, std::nullopt}, CareDays(), On(18)).ok());
  EXPECT_EQ(referral.plans.size(), 1u);
}

TEST(ReferralTest, SessionsAtACentreNeedAPlaceThere) {
  Referral referral = Active();
  SessionPlan plan;
  plan.period = {Day(2026, 11, 2), Day(2026, 11, 30)};
  plan.weekdays = {1};
  plan.centre = "north";
  CareDays care;
  care.open = [](Day day) { return day != Day(2026, 11, 23); };
  EXPECT_EQ(ReasonOf(Plan(referral, {plan, std::nullopt}, care, On(18))),
            "SESSION_OUTSIDE_ENROLMENT");
  care.periods["north"] = {{Day(2026, 9, 1), Day(2026, 11, 16)}};
  EXPECT_EQ(ReasonOf(Plan(referral, {plan, std::nullopt}, care, On(18))),
            "SESSION_OUTSIDE_ENROLMENT")
      << "on the 16th; on the 23rd the centre is closed";
  plan.period.until = Day(2026, 11, 16);
  EXPECT_TRUE(Plan(referral, {plan, std::nullopt}, care, On(18)).ok());
}

}  // namespace
}  // namespace tuoqiao::referral
