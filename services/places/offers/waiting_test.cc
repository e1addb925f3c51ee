#include "services/places/offers/waiting.h"

#include <gtest/gtest.h>

#include "services/common/errors.h"
#include "services/places/offers/refusal.h"
#include "services/places/testing_values.h"

namespace tuoqiao::places {
namespace {

using Day = absl::CivilDay;

const Seat kSeat = {"a", "a/g1", GroupKind::kLarge, "SHARED", kToday};

class WaitingTest : public ::testing::Test {
 protected:
  WaitingTest() {
    numbers_.confirm_every_days = 90;
    numbers_.confirm_window_days = 28;
    numbers_.second_reminder_days = 14;
    numbers_.reopen_days = 28;
    numbers_.answer_months = 4;
    numbers_.urgent_answer_days = 14;
    application_.confirm_by = kBy;
  }
  Confirming On(Day day) {
    const auto confirming = ConfirmingOn(application_, numbers_, day);
    EXPECT_TRUE(confirming.has_value()) << day;
    return confirming.value_or(Confirming());
  }

  static constexpr Day kBy{2026, 12, 30};
  WaitingNumbers numbers_;
  Application application_ = ApplicationOf("C1");
};

TEST_F(WaitingTest, RemindersAreReadOffTheLastDay) {
  struct Case {
    int64_t days_before;
    Confirmation confirmation;
    int64_t reminder;
  };
  for (const Case& each : {Case{29, Confirmation::kNotDue, 0}, Case{28, Confirmation::kDue, 28},
                           Case{15, Confirmation::kDue, 28}, Case{14, Confirmation::kDue, 14},
                           Case{1, Confirmation::kDue, 14}, Case{0, Confirmation::kDue, 0},
                           Case{-1, Confirmation::kOverdue, 0}}) {
    const Confirming confirming = On(kBy - each.days_before);
    EXPECT_EQ(confirming.confirmation, each.confirmation) << each.days_before;
    EXPECT_EQ(confirming.reminder_days, each.reminder) << each.days_before;
  }
}

TEST_F(WaitingTest, NobodyIsLostWhoComesBackInTime) {
  EXPECT_EQ(StateOn(application_, kBy), ApplicationState::kWaiting);
  EXPECT_EQ(StateOn(application_, kBy + 1), ApplicationState::kClosed);
  EXPECT_EQ(ReasonOf(ConfirmWaiting(application_, numbers_, kBy - 29)), "CONFIRMATION_NOT_DUE");
  const absl::Time submitted = application_.submitted;
  ASSERT_TRUE(ConfirmWaiting(application_, numbers_, kBy + 28).ok());
  EXPECT_EQ(application_.submitted, submitted) << "the old order";
  EXPECT_EQ(*application_.confirm_by, kBy + 28 + 90);
  EXPECT_EQ(StateOn(application_, kBy + 28), ApplicationState::kWaiting);
}

TEST_F(WaitingTest, WhoComesTooLateAppliesAgain) {
  EXPECT_FALSE(Forgotten(application_, numbers_, kBy + 28));
  EXPECT_TRUE(Forgotten(application_, numbers_, kBy + 29));
  EXPECT_EQ(ReasonOf(ConfirmWaiting(application_, numbers_, kBy + 29)), "CONFIRMATION_LATE");
  EXPECT_FALSE(ConfirmingOn(application_, numbers_, kBy + 29).has_value());
}

TEST_F(WaitingTest, WhoHasAnOfferNeedNotSayThatItWaits) {
  const Offer offer =
      MakeOffer(kPark, application_, kSeat, kBy + 500, OfferDays{kBy + 2, kBy + 14, kBy + 42});
  EXPECT_EQ(StateOn(application_, kBy + 14), ApplicationState::kOffered);
  EXPECT_FALSE(ConfirmingOn(application_, numbers_, kBy + 14).has_value());
  EXPECT_EQ(StateOn(application_, kBy + 15), ApplicationState::kWaiting);
  EXPECT_EQ(On(kBy + 15).confirmation, Confirmation::kDue);
  EXPECT_EQ(*On(kBy + 15).by, kBy + 42);
}

TEST_F(WaitingTest, AnAnswerIsDueFourMonthsAfterSubmissionOrTwoWeeks) {
  const absl::Time submitted =
      absl::FromCivil(absl::CivilSecond(2026, 10, 31, 23), absl::UTCTimeZone());
  EXPECT_EQ(AnswerBy(submitted, false, numbers_), Day(2027, 3, 1)) << "February has no 31st";
  EXPECT_EQ(AnswerBy(submitted, true, numbers_), Day(2026, 11, 14));
  application_.answer_by = kToday;
  EXPECT_FALSE(AnswerOverdue(application_, kToday));
  EXPECT_TRUE(AnswerOverdue(application_, kToday + 1));
  application_.offers = 1;
  EXPECT_FALSE(AnswerOverdue(application_, kToday + 1)) << "an offer is an answer";
}

TEST_F(WaitingTest, AFamilyMayWithdrawWithItsOfferAndAfterwardsNotAgain) {
  Offer offer = MakeOffer(kPark, application_, kSeat, kBy + 500, kToday);
  ASSERT_TRUE(Withdraw(application_, &offer, kToday).ok());
  EXPECT_EQ(offer.state, OfferState::kDeclined);
  EXPECT_FALSE(application_.Standing());
  EXPECT_EQ(ReasonOf(Withdraw(application_, nullptr, kToday)), "APPLICATION_NOT_WAITING");
  Application placed = ApplicationOf("C2");
  placed.state = ApplicationState::kPlaced;
  EXPECT_EQ(ReasonOf(Withdraw(placed, nullptr, kToday)), "APPLICATION_NOT_WAITING");
}

TEST_F(WaitingTest, OtherChoicesKeepTheOrderAndTheSubmissionIsStillKnown) {
  const Application submitted = application_;
  ASSERT_TRUE(ChangeChoices(application_, {"b", "a"}, kToday).ok());
  ASSERT_TRUE(ChangeChoices(application_, {"c"}, kToday).ok());
  EXPECT_EQ(application_.submitted, submitted.submitted);
  EXPECT_EQ(application_.choices, std::vector<std::string>{"c"});
  EXPECT_TRUE(SameSubmission(application_, submitted)) << "sent again it is UNCHANGED";
  const int64_t revision = application_.revision;
  ASSERT_TRUE(ChangeChoices(application_, {"c"}, kToday).ok());
  EXPECT_EQ(application_.revision, revision) << "nothing changed";
  MakeOffer(kPark, application_, kSeat, kBy + 500, kToday);
  EXPECT_EQ(ReasonOf(ChangeChoices(application_, {"a"}, kToday)), "OFFER_OPEN");
  EXPECT_TRUE(ChangeChoices(application_, {"a"}, kToday + 15).ok()) << "it ran out";
}

TEST_F(WaitingTest, ARefusalTakesTheOfferBackAndLeavesTheOrder) {
  Offer offer = MakeOffer(kPark, application_, kSeat, kBy + 500, kToday);
  const RefusalSaid said = {"a", "AGE_MIX", ""};
  auto refusal = Refuse(kPark, said, application_, &offer, {}, kToday);
  ASSERT_TRUE(refusal.ok()) << refusal.status();
  EXPECT_EQ(offer.state, OfferState::kRescinded);
  EXPECT_EQ(application_.state, ApplicationState::kWaiting);
  EXPECT_EQ(ReasonOf(Refuse(kPark, said, application_, nullptr, {*refusal}, kToday).status()),
            "APPLICANT_REFUSED");
  ASSERT_TRUE(Lift(*refusal, kToday).ok());
  EXPECT_EQ(ReasonOf(Lift(*refusal, kToday)), "REFUSAL_LIFTED");
  const auto again = Refuse(kPark, said, application_, nullptr, {*refusal}, kToday);
  ASSERT_TRUE(again.ok());
  EXPECT_NE(again->id, refusal->id);
}

TEST_F(WaitingTest, ARefusalByOneCentreLeavesTheOfferOfAnother) {
  Offer offer = MakeOffer(kPark, application_, kSeat, kBy + 500, kToday);
  ASSERT_TRUE(Refuse(kPark, {"b", "OTHER", "too far"}, application_, &offer, {}, kToday).ok());
  EXPECT_EQ(offer.state, OfferState::kOpen);
  application_.state = ApplicationState::kPlaced;
  EXPECT_EQ(
      ReasonOf(Refuse(kPark, {"b", "OTHER", "x"}, application_, nullptr, {}, kToday).status()),
      "APPLICATION_NOT_WAITING");
}

}  // namespace
}  // namespace tuoqiao::places
