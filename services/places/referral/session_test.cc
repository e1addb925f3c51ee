#include "services/places/referral/session.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "services/common/errors.h"

namespace tuoqiao::referral {
namespace {

using Day = absl::CivilDay;

// Mondays and Wednesdays of October 2026 with the centre, from the 5th on; the 7th it is closed.
class SessionTest : public ::testing::Test {
 protected:
  SessionTest() {
    referral_.id = "ref-1";
    referral_.state = State::kActive;
    referral_.history = {{State::kAccepted, State::kActive, Day(2026, 10, 1), "x", ""}};
    SessionPlan plan;
    plan.period = {Day(2026, 10, 5), Day(2026, 11, 1)};
    plan.weekdays = {1, 3};
    plan.start_minute = 600;
    plan.minutes = 45;
    plan.centre = "north";
    referral_.plans = {plan};
    care_.open = [](Day day) { return day != Day(2026, 10, 7); };
    care_.periods["north"] = {{Day(2026, 9, 1), Day(2026, 10, 27)}};
  }

  std::string Say(int day, SessionStatus status, const std::string& reason = "",
                  const std::string& centre = "") {
    const auto noted = Note(referral_, {Day(2026, 10, day), status, reason, centre}, care_,
                            Day(2026, 10, 20), recorded_);
    if (!noted.ok()) return ReasonOf(noted.status());
    return *noted == Noted::kCreated ? "CREATED" : *noted == Noted::kUpdated ? "UPDATED" : "SAME";
  }
  std::string Month() {
    std::string text;
    for (const Session& each : SessionsIn(referral_, recorded_, October(), care_)) {
      absl::StrAppend(&text, each.planned.day.day(), " ", NameOf(each.status), "; ");
    }
    return text;
  }
  static Period October() { return {Day(2026, 10, 1), Day(2026, 11, 1)}; }

  Referral referral_;
  CareDays care_;
  Sessions recorded_;
};

TEST_F(SessionTest, APatternNamesOpenDaysWithAPlace) {
  EXPECT_EQ(Month(), "5 PLANNED; 12 PLANNED; 14 PLANNED; 19 PLANNED; 21 PLANNED; 26 PLANNED; ");
  referral_.plans[0].centre = "";
  EXPECT_EQ(Month(),
            "5 PLANNED; 7 PLANNED; 12 PLANNED; 14 PLANNED; 19 PLANNED; 21 PLANNED; 26 PLANNED; "
            "28 PLANNED; ");
}

TEST_F(SessionTest, WhatIsSaidIsCountedOnceAndCorrectedWhereItIsSaidOtherwise) {
  EXPECT_EQ(Say(5, SessionStatus::kAttended), "CREATED");
  EXPECT_EQ(Say(5, SessionStatus::kAttended), "SAME");
  EXPECT_EQ(Say(12, SessionStatus::kAttended), "CREATED");
  EXPECT_EQ(Say(12, SessionStatus::kMissed, "SICK", "north"), "UPDATED");
  const SessionSums sums =
      SumOf(SessionsIn(referral_, recorded_, October(), care_), Day(2026, 10, 20));
  EXPECT_EQ(sums.planned, 6);
  EXPECT_EQ(sums.attended, 1);
  EXPECT_EQ(sums.missed, 1);
  EXPECT_EQ(sums.unrecorded, 2) << "the 14th and the 19th";
  EXPECT_EQ(sums.planned_minutes, 270);
  EXPECT_EQ(sums.attended_minutes, 45);
}

TEST_F(SessionTest, EachRefusalHasItsReason) {
  EXPECT_EQ(Say(6, SessionStatus::kAttended), "SESSION_NOT_PLANNED");
  EXPECT_EQ(Say(7, SessionStatus::kAttended), "SESSION_NOT_PLANNED") << "closed";
  EXPECT_EQ(Say(28, SessionStatus::kAttended), "SESSION_NOT_PLANNED") << "no place any more";
  EXPECT_EQ(Say(21, SessionStatus::kAttended), "SESSION_IN_FUTURE");
  EXPECT_EQ(Say(5, SessionStatus::kMissed), "SESSION_REASON_MISSING");
  EXPECT_EQ(Say(5, SessionStatus::kAttended, "", "south"), "REFERRAL_NOT_FOUND");
  referral_.state = State::kAccepted;
  EXPECT_EQ(Say(5, SessionStatus::kAttended), "REFERRAL_STATE_WRONG");
  EXPECT_TRUE(recorded_.empty());
}

TEST_F(SessionTest, ACentreRecordsItsOwnSessionsOnly) {
  SessionPlan elsewhere = referral_.plans[0];
  CutPlans(referral_.plans, Day(2026, 10, 12));
  elsewhere.period.from = Day(2026, 10, 12);
  elsewhere.centre = "";
  referral_.plans.push_back(elsewhere);
  EXPECT_EQ(Say(5, SessionStatus::kAttended, "", "north"), "CREATED");
  EXPECT_EQ(Say(12, SessionStatus::kAttended, "", "north"), "SESSION_NOT_PLANNED");
  EXPECT_EQ(Say(12, SessionStatus::kAttended), "CREATED");
}

TEST_F(SessionTest, NothingIsRecordedOnceTheConsentIsWithdrawn) {
  EXPECT_EQ(Say(5, SessionStatus::kAttended), "CREATED");
  referral_.consent = 1;
  Follow(referral_, {{1, Day(2026, 10, 1), Day(2026, 10, 12)}});
  EXPECT_EQ(Say(12, SessionStatus::kAttended), "REFERRAL_CONSENT_WITHDRAWN");
  EXPECT_EQ(Month(), "5 ATTENDED; ") << "what was before stays";
}

}  // namespace
}  // namespace tuoqiao::referral
