#include "services/places/care/booking.h"

#include <gtest/gtest.h>

#include "services/common/errors.h"
#include "services/places/testing_values.h"

namespace tuoqiao::places {
namespace {

using Day = absl::CivilDay;

// 1 October 2026 is a Thursday.
class BookingTest : public ::testing::Test {
 protected:
  BookingTest() {
    centre_.care_kinds = {CareKind::kHourly, CareKind::kTemporary, CareKind::kLate,
                          CareKind::kBackUp};
    centre_.filing_from = Day(2026, 1, 1);
    centre_.filing_until = Day(2026, 12, 1);
    centre_.opening_hours = {{0x1f, 480, 720}, {0x1f, 780, 1050}};
    numbers_.booking_days_ahead = 90;
    numbers_.cancel_working_days = 2;
    numbers_.cancel_seconds = 17 * 3600;
  }
  static Booking Of(CareKind kind, Day day = kToday + 1, int64_t from = 0, int64_t until = 0) {
    Booking booking;
    booking.centre = "a";
    booking.kind = kind;
    booking.day = day;
    booking.from_minute = from;
    booking.until_minute = until;
    return booking;
  }
  std::string Open(const Booking& booking) const {
    return ReasonOf(CheckCentreOpen(booking, {centre_, opening_, numbers_, kToday}));
  }
  static std::string Beside(CareKind kind, const char* own_centre, int64_t uses = 0) {
    Enrolment place;
    place.centre = own_centre;
    return ReasonOf(CheckOwnCare(Of(kind), {*own_centre == '\0' ? nullptr : &place, uses, 3}));
  }

  Centre centre_ = CentreWith("a", {});
  CareNumbers numbers_;
  const Opening opening_{{}};
};

TEST_F(BookingTest, TheCentreOffersTheCareAndIsOpenThen) {
  EXPECT_EQ(Open(Of(CareKind::kTemporary)), "");
  EXPECT_EQ(Open(Of(CareKind::kHalfDay)), "CARE_KIND_NOT_OFFERED");
  EXPECT_EQ(Open(Of(CareKind::kTemporary, kToday)), "");
  EXPECT_EQ(Open(Of(CareKind::kTemporary, kToday - 1)), "BOOKING_DAY_OUT_OF_RANGE");
  EXPECT_EQ(Open(Of(CareKind::kTemporary, kToday + 91)), "BOOKING_DAY_OUT_OF_RANGE");
  EXPECT_EQ(Open(Of(CareKind::kTemporary, Day(2026, 10, 3))), "NOT_AN_OPENING_DAY");
  EXPECT_EQ(Open(Of(CareKind::kTemporary, Day(2026, 12, 1))), "FILING_NOT_IN_FORCE");
  const Booking tomorrow = Of(CareKind::kTemporary);
  EXPECT_EQ(ReasonOf(CheckCentreOpen(tomorrow, {centre_, opening_, numbers_, kToday, true})),
            "NOT_AN_OPENING_DAY");
}

TEST_F(BookingTest, HoursAreWithinThoseOfTheCentreAndLateCareIsBehindThem) {
  struct Case {
    CareKind kind;
    int64_t from, until;
    const char* reason;
  };
  for (const Case& each : {
           Case{CareKind::kHourly, 480, 600, ""},
           Case{CareKind::kHourly, 479, 600, "OUTSIDE_OPENING_HOURS"},
           Case{CareKind::kHourly, 700, 800, "OUTSIDE_OPENING_HOURS"},
           Case{CareKind::kHourly, 780, 1050, ""},
           Case{CareKind::kLate, 1050, 1140, ""},
           Case{CareKind::kLate, 1049, 1140, "OUTSIDE_OPENING_HOURS"},
       }) {
    EXPECT_EQ(Open(Of(each.kind, kToday + 1, each.from, each.until)), each.reason) << each.from;
  }
  centre_.opening_hours.clear();
  EXPECT_EQ(Open(Of(CareKind::kHourly, kToday + 1, 0, 60)), "") << "nobody said the hours";
}

TEST_F(BookingTest, WhatGoesBesideAPlaceAndWhatInsteadOfOne) {
  EXPECT_EQ(Beside(CareKind::kTemporary, ""), "");
  EXPECT_EQ(Beside(CareKind::kTemporary, "b"), "CHILD_ALREADY_ENROLLED");
  EXPECT_EQ(Beside(CareKind::kHourly, "a"), "CHILD_ALREADY_ENROLLED");
  EXPECT_EQ(Beside(CareKind::kLate, ""), "NO_PLACE_THAT_DAY");
  EXPECT_EQ(Beside(CareKind::kLate, "b"), "NO_PLACE_THAT_DAY");
  EXPECT_EQ(Beside(CareKind::kLate, "a"), "");
  EXPECT_EQ(Beside(CareKind::kBackUp, ""), "NO_PLACE_THAT_DAY");
  EXPECT_EQ(Beside(CareKind::kBackUp, "a"), "BACK_UP_AT_OWN_CENTRE");
  EXPECT_EQ(Beside(CareKind::kBackUp, "b", 2), "");
  EXPECT_EQ(Beside(CareKind::kBackUp, "b", 3), "BACK_UP_USES_SPENT");
}

TEST_F(BookingTest, TheFamilyHasConsentedAndTheChildIsEligibleThatDay) {
  Child child = ChildOf("C1", Day(2024, 6, 1));
  EXPECT_EQ(ReasonOf(CheckChild(child, Eligible(), kToday)), "");
  EXPECT_EQ(ReasonOf(CheckChild(child, Decision(), kToday)), "NOT_ELIGIBLE");
  child.centre_consent = false;
  EXPECT_EQ(ReasonOf(CheckChild(child, Eligible(), kToday)), "CONSENT_MISSING");
}

TEST_F(BookingTest, ALentSeatIsUsedBeforeAFreeOneAndNotByTheHour) {
  DayRoom room;
  room.capacity = 3;
  room.taken = 2;
  room.lenders = {"a/enr-1", "a/enr-2"};
  EXPECT_EQ(FindSeat(room, Of(CareKind::kTemporary)), "a/enr-1");
  EXPECT_EQ(FindSeat(room, Of(CareKind::kBackUp)), "a/enr-1");
  const Booking hours = Of(CareKind::kHourly, kToday + 1, 540, 600);
  EXPECT_EQ(FindSeat(room, hours), "");
  room.booked = {Minutes()};
  EXPECT_EQ(FindSeat(room, hours), std::nullopt);
  room.lenders.clear();
  EXPECT_EQ(FindSeat(room, Of(CareKind::kTemporary)), std::nullopt);
}

TEST_F(BookingTest, HoursThatDoNotOverlapShareASeat) {
  struct Case {
    std::vector<Minutes> booked;
    int64_t seats;
  };
  for (const Case& each : {
           Case{{}, 0},
           Case{{{480, 600}}, 1},
           Case{{{480, 600}, {600, 720}, {720, 780}}, 1},
           Case{{{480, 601}, {600, 720}}, 2},
           Case{{{480, 720}, {500, 520}, {520, 540}, {700, 800}}, 2},
           Case{{{480, 600}, {480, 600}, {480, 600}}, 3},
           Case{{Minutes(), {480, 600}, {600, 720}}, 2},
       }) {
    EXPECT_EQ(SeatsAtOnce(each.booked), each.seats);
  }
  DayRoom room;
  room.capacity = 3;
  room.taken = 2;
  room.booked = {{480, 600}};
  EXPECT_EQ(FindSeat(room, Of(CareKind::kHourly, kToday + 1, 600, 720)), "");
  EXPECT_EQ(FindSeat(room, Of(CareKind::kHourly, kToday + 1, 599, 720)), std::nullopt);
  EXPECT_EQ(FindSeat(room, Of(CareKind::kTemporary)), std::nullopt) << "the whole day";
}

TEST_F(BookingTest, ADayThatIsClosedIsNoUse) {
  struct Case {
    BookingState state;
    bool closes;
  };
  for (const Case& each :
       {Case{BookingState::kBooked, true}, Case{BookingState::kCancelledLate, true},
        Case{BookingState::kCancelled, false}, Case{BookingState::kClosed, false}}) {
    Booking booking = Of(CareKind::kBackUp);
    booking.state = each.state;
    booking.lender = "b/enr-1";
    EXPECT_EQ(CloseDay(booking), each.closes) << StateName(each.state);
    if (!each.closes) continue;
    EXPECT_EQ(booking.state, BookingState::kClosed);
    EXPECT_FALSE(booking.CountsAsUse());
    EXPECT_FALSE(booking.TakesSeat());
    EXPECT_EQ(booking.lender, "");
  }
}

TEST_F(BookingTest, AUseIsGivenBackUpToFiveOClockTwoWorkingDaysBefore) {
  const absl::TimeZone zone = absl::FixedTimeZone(8 * 3600);
  // From Thursday two working days back: Tuesday. From Monday: Thursday, over the weekend.
  EXPECT_EQ(CancelUntil(Day(2026, 10, 15), opening_, numbers_, zone),
            absl::FromCivil(absl::CivilSecond(2026, 10, 13, 17, 0, 0), zone));
  EXPECT_EQ(CancelUntil(Day(2026, 10, 19), opening_, numbers_, zone),
            absl::FromCivil(absl::CivilSecond(2026, 10, 15, 17, 0, 0), zone));
  struct Case {
    absl::Duration after;
    BookingState state;
    bool counts;
  };
  for (const Case& each : {Case{absl::ZeroDuration(), BookingState::kCancelled, false},
                           Case{absl::Seconds(1), BookingState::kCancelledLate, true}}) {
    Booking booking = Of(CareKind::kBackUp, Day(2026, 10, 15));
    booking.cancel_until = CancelUntil(booking.day, opening_, numbers_, zone);
    EXPECT_TRUE(booking.CountsAsUse());
    ASSERT_TRUE(Cancel(booking, *booking.cancel_until + each.after, Day(2026, 10, 13)).ok());
    EXPECT_EQ(booking.state, each.state);
    EXPECT_EQ(booking.CountsAsUse(), each.counts);
    EXPECT_FALSE(booking.TakesSeat());
    EXPECT_EQ(ReasonOf(Cancel(booking, *booking.cancel_until, Day(2026, 10, 13))),
              "BOOKING_NOT_OPEN");
  }
}

TEST_F(BookingTest, WhatIsNoUseIsGivenBackUpToTheDayBefore) {
  Booking booking = Of(CareKind::kTemporary, kToday + 1);
  EXPECT_EQ(StateOn(booking, kToday), BookingState::kBooked);
  EXPECT_EQ(StateOn(booking, kToday + 1), BookingState::kTaken);
  EXPECT_EQ(ReasonOf(Cancel(booking, absl::Now(), kToday + 1)), "BOOKING_NOT_OPEN");
  ASSERT_TRUE(Cancel(booking, absl::Now(), kToday).ok());
  EXPECT_EQ(booking.state, BookingState::kCancelled);
}

TEST_F(BookingTest, LateCareTakesNoSeat) {
  EXPECT_FALSE(Of(CareKind::kLate).TakesSeat());
  EXPECT_TRUE(Of(CareKind::kHourly).TakesSeat());
}

}  // namespace
}  // namespace tuoqiao::places
