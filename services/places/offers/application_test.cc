#include "services/places/offers/application.h"

#include <gtest/gtest.h>

#include "services/common/errors.h"
#include "services/places/testing_values.h"

namespace tuoqiao::places {
namespace {

const Seat kSeat = {"a", "a/g1", GroupKind::kLarge, "SHARED", kToday};

class OfferTest : public ::testing::Test {
 protected:
  Offer Make() {
    return MakeOffer(kPark, application_, kSeat, absl::CivilDay(2027, 6, 15), kToday);
  }
  Application application_ = ApplicationOf("C1");
};

TEST_F(OfferTest, HoldsTheSeatForTwoDaysAndStaysOpenForTwoWeeks) {
  const Offer offer = Make();
  EXPECT_EQ(application_.state, ApplicationState::kOffered);
  EXPECT_TRUE(offer.HoldsOn(kToday + 2));
  EXPECT_FALSE(offer.HoldsOn(kToday + 3));
  EXPECT_TRUE(CheckMayAccept(offer, kToday + 14).ok());
  EXPECT_EQ(ReasonOf(CheckMayAccept(offer, kToday + 15)), "OFFER_EXPIRED");
  EXPECT_EQ(StateOn(offer, kToday + 14), OfferState::kOpen);
  EXPECT_EQ(StateOn(offer, kToday + 15), OfferState::kExpired);
}

TEST_F(OfferTest, AnApplicationWaitsAgainOnceItsOfferRanOutWhoeverNoticed) {
  Offer offer = Make();
  EXPECT_EQ(StateOn(application_, kToday + 14), ApplicationState::kOffered);
  EXPECT_EQ(StateOn(application_, kToday + 15), ApplicationState::kWaiting);
  Expire(offer, application_);
  EXPECT_EQ(offer.state, OfferState::kExpired);
  EXPECT_EQ(StateOn(application_, kToday), ApplicationState::kWaiting);
  EXPECT_EQ(ReasonOf(CheckMayAccept(offer, kToday)), "OFFER_EXPIRED");
}

TEST_F(OfferTest, EachOfferOfAnApplicationHasAnIdOfItsOwnThatIsMadeTheSameAgain) {
  Application same = application_;
  const Offer first = Make(), second = Make();
  EXPECT_NE(first.id, second.id);
  EXPECT_EQ(MakeOffer(kPark, same, kSeat, kToday + 100, kToday + 7).id, first.id);
}

TEST_F(OfferTest, OnlyFoundAnotherEndsTheWait) {
  for (const char* reason : {"TOO_FAR", "TOO_DEAR", "LATER", "OTHER"}) {
    Offer offer = Make();
    ASSERT_TRUE(Decline(offer, application_, reason, kToday).ok());
    EXPECT_EQ(offer.state, OfferState::kDeclined);
    EXPECT_EQ(application_.state, ApplicationState::kWaiting) << reason;
  }
  Offer offer = Make();
  ASSERT_TRUE(Decline(offer, application_, "FOUND_ANOTHER", kToday).ok());
  EXPECT_EQ(application_.state, ApplicationState::kWithdrawn);
  EXPECT_FALSE(application_.Standing());
  EXPECT_EQ(ReasonOf(Decline(offer, application_, "OTHER", kToday)), "OFFER_NOT_OPEN");
}

TEST_F(OfferTest, NobodyDeclinesOrAcceptsWhatIsNotOpen) {
  Offer offer = Make();
  EXPECT_EQ(ReasonOf(Decline(offer, application_, "OTHER", kToday + 15)), "OFFER_NOT_OPEN");
  Rescind(offer, application_);
  EXPECT_EQ(offer.state, OfferState::kRescinded);
  EXPECT_EQ(application_.state, ApplicationState::kWaiting);
  EXPECT_EQ(ReasonOf(CheckMayAccept(offer, kToday)), "OFFER_NOT_OPEN");
}

TEST_F(OfferTest, HoldsInTheOrderOfSubmissionThenCaseNumber) {
  Application later = ApplicationOf("C0"), beside = ApplicationOf("C2");
  later.submitted += absl::Seconds(1);
  const Offer first = Make();
  const Offer second = MakeOffer(kPark, beside, kSeat, kToday + 100, kToday);
  const Offer third = MakeOffer(kPark, later, kSeat, kToday + 100, kToday);
  EXPECT_TRUE(ComesBefore(first, second));
  EXPECT_TRUE(ComesBefore(second, third));
  EXPECT_FALSE(ComesBefore(third, first));
}

TEST(ApplicationTest, TheSameSubmissionIsKnownAgainWhateverBecameOfIt) {
  Application a = ApplicationOf("C1"), b = a;
  b.state = ApplicationState::kPlaced;
  b.revision = 9;
  EXPECT_TRUE(SameSubmission(a, b));
  b.choices.push_back("b");
  EXPECT_FALSE(SameSubmission(a, b));
}

}  // namespace
}  // namespace tuoqiao::places
