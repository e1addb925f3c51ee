#include "services/places/enrolment.h"

#include <gtest/gtest.h>

#include "services/common/errors.h"
#include "services/places/testing_values.h"

namespace tuoqiao::places {
namespace {

const Seat kSeat = {"a", "a/g1", GroupKind::kLarge, "SHARED", kToday};
constexpr absl::CivilDay kAgesOut(2027, 6, 15);

class EnrolmentTest : public ::testing::Test {
 protected:
  static Offer OfferTo(const std::string& case_number, absl::CivilDay today = kToday) {
    Application application = ApplicationOf(case_number);
    return MakeOffer(kPark, application, kSeat, kAgesOut, today);
  }
  static SeatFacts OneSeat() {
    SeatFacts seats;
    seats.capacity = seats.pool_seats = 1;
    return seats;
  }
  Enrolment Enrol() {
    Offer offer = MakeOffer(kPark, application_, kSeat, kAgesOut, kToday);
    const auto enrolment = Accept(kPark, offer, application_, OneSeat(), kToday);
    EXPECT_TRUE(enrolment.ok()) << enrolment.status();
    return *enrolment;
  }

  Application application_ = ApplicationOf("C1");
  const Group group_ = GroupOf("a", "g1", GroupKind::kLarge, 2);
};

TEST_F(EnrolmentTest, AnAcceptedOfferBecomesAPlaceUntilTheChildAgesOut) {
  Offer offer = MakeOffer(kPark, application_, kSeat, kAgesOut, kToday);
  const auto enrolment = Accept(kPark, offer, application_, OneSeat(), kToday);
  ASSERT_TRUE(enrolment.ok()) << enrolment.status();
  EXPECT_EQ(enrolment->period, (Period{kToday, kAgesOut}));
  EXPECT_EQ(enrolment->id, EnrolmentId(kPark, offer));
  EXPECT_EQ(offer.state, OfferState::kAccepted);
  EXPECT_EQ(application_.state, ApplicationState::kPlaced);
  EXPECT_EQ(ReasonOf(Accept(kPark, offer, application_, OneSeat(), kToday).status()),
            "OFFER_NOT_OPEN");
}

TEST_F(EnrolmentTest, SaysTheFirstOfWhatStandsInTheWay) {
  struct Case {
    int64_t days;
    bool child_enrolled;
    int64_t taken, pool_taken;
    const char* reason;
  };
  for (const Case& each : {
           Case{0, false, 0, 0, ""},
           Case{15, true, 1, 1, "OFFER_EXPIRED"},
           Case{0, true, 1, 1, "CHILD_ALREADY_ENROLLED"},
           Case{0, false, 1, 0, "SEAT_TAKEN"},
           Case{0, false, 0, 1, "SEAT_TAKEN"},
       }) {
    Application application = ApplicationOf("C1");
    Offer offer = MakeOffer(kPark, application, kSeat, kAgesOut, kToday);
    SeatFacts seats = OneSeat();
    seats.child_enrolled = each.child_enrolled;
    seats.taken = each.taken;
    seats.pool_taken = each.pool_taken;
    const auto enrolment = Accept(kPark, offer, application, seats, kToday + each.days);
    EXPECT_EQ(ReasonOf(enrolment.status()), each.reason);
    EXPECT_EQ(offer.state == OfferState::kAccepted, enrolment.ok());
  }
}

TEST_F(EnrolmentTest, AHoldCountsAgainstThoseWhoComeAfterIt) {
  const Offer first = OfferTo("C1"), second = OfferTo("C2"), third = OfferTo("C3");
  const std::vector<Offer> holding = {first, second, third};
  EXPECT_EQ(CountSeats(first, group_, {}, holding, kToday).taken, 0);
  EXPECT_EQ(CountSeats(second, group_, {}, holding, kToday).taken, 1);
  EXPECT_EQ(CountSeats(third, group_, {}, holding, kToday).pool_taken, 2);
}

TEST_F(EnrolmentTest, WhoseHoldIsOverComesAfterEverybodyWhoHolds) {
  const Offer early = OfferTo("C1"), late = OfferTo("C9", kToday + 3);
  const std::vector<Offer> open = {early, late};
  EXPECT_EQ(CountSeats(early, group_, {}, open, kToday + 3).taken, 1);
  EXPECT_EQ(CountSeats(late, group_, {}, open, kToday + 3).taken, 0);
  // Once nobody holds, whoever accepts first has the seat.
  EXPECT_EQ(CountSeats(early, group_, {}, open, kToday + 6).taken, 0);
}

TEST_F(EnrolmentTest, CountsThePlacesThatStandOnTheFirstDay) {
  const Offer offer = OfferTo("C1");
  const std::vector<TakenSeats> enrolled = {{"a/g1", "SHARED", 1, std::nullopt},
                                            {"a/g1", "SHARED", 1, kToday},
                                            {"a/g1", "RESERVED/91a", 1, kToday + 1},
                                            {"a/g2", "SHARED", 5, std::nullopt}};
  const SeatFacts facts = CountSeats(offer, group_, enrolled, {}, kToday);
  EXPECT_EQ(facts.capacity, 2);
  EXPECT_EQ(facts.pool_seats, 2);
  EXPECT_EQ(facts.taken, 2);
  EXPECT_EQ(facts.pool_taken, 1);
  EXPECT_EQ(CountSeats(offer, std::nullopt, {}, {}, kToday).capacity, 0) << "the group is gone";
}

TEST_F(EnrolmentTest, ThePlacesStateIsTheDaysDoing) {
  const Enrolment enrolment = Enrol();
  EXPECT_EQ(StateOn(enrolment, kToday - 1), EnrolmentState::kPlanned);
  EXPECT_EQ(StateOn(enrolment, kToday), EnrolmentState::kActive);
  EXPECT_EQ(StateOn(enrolment, kAgesOut - 1), EnrolmentState::kActive);
  EXPECT_EQ(StateOn(enrolment, kAgesOut), EnrolmentState::kEnded);
}

TEST_F(EnrolmentTest, EndsOnceOnADayWithinThePlace) {
  struct Case {
    absl::CivilDay end, today;
    const char* reason;
    EnrolmentState state;
  };
  for (const Case& each : {
           Case{kToday + 10, kToday, "", EnrolmentState::kActive},
           Case{kToday + 10, kToday + 10, "", EnrolmentState::kEnded},
           Case{kToday, kToday, "", EnrolmentState::kCancelled},
           Case{kAgesOut, kToday, "", EnrolmentState::kActive},
           Case{kToday - 1, kToday, "DATE_ORDER", EnrolmentState::kActive},
           Case{kAgesOut + 1, kToday, "DATE_ORDER", EnrolmentState::kActive},
           Case{kToday + 1, kAgesOut, "ENROLMENT_ENDED", EnrolmentState::kEnded},
       }) {
    application_ = ApplicationOf("C1");
    Enrolment enrolment = Enrol();
    EXPECT_EQ(ReasonOf(End(enrolment, application_, each.end, "LEFT", each.today)), each.reason);
    EXPECT_EQ(StateOn(enrolment, each.today), each.state);
    if (*each.reason != '\0') continue;
    EXPECT_EQ(application_.state, ApplicationState::kClosed);
    EXPECT_EQ(ReasonOf(End(enrolment, application_, each.end, "LEFT", each.today)),
              "ENROLMENT_ENDED");
  }
}

}  // namespace
}  // namespace tuoqiao::places
