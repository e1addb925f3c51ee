// Days that are booked and given back, on both engines.
#include <gtest/gtest.h>

#include "services/places/testing_care.h"

namespace tuoqiao::places {
namespace {

// 12 October 2026 is a Monday.
class CareServiceTest : public ::testing::TestWithParam<std::string>, protected CareFixture {
 protected:
  CareServiceTest() : CareFixture(GetParam()) {
    OpenForAll("C001", {{"L01", v1::Group::LARGE, 1}});
    OpenForAll("C002", {{"L01", v1::Group::LARGE, 1}, {"S01", v1::Group::SMALL, 5}});
    AddChild("A1");
    AddChild("A2");
    AddChild("A3");
  }
};

TEST_P(CareServiceTest, ADayTakesASeatThatNobodyElseGets) {
  EXPECT_EQ(BookOne({"A1", "c001", "2026-10-12"}), "BOOKED");
  EXPECT_EQ(BookOne({"A2", "c001", "2026-10-12"}), "DAY_FULL");
  EXPECT_EQ(BookOne({"A2", "c001", "2026-10-13"}), "BOOKED");
  EXPECT_EQ(BookOne({"A1", "c002", "2026-10-12"}), "BOOKING_EXISTS");
  // A place would run into both days, so nobody is offered one before they are over.
  EXPECT_EQ(ApplyOne(ApplicationMessage("A3", {"c001"})), "CREATED");
  EXPECT_TRUE(Offers().empty());
  directory_.SetToday("2026-10-14");
  const auto offers = Offers();
  ASSERT_EQ(offers.count("A3"), 1u);
  EXPECT_EQ(offers.at("A3").start_date(), "2026-10-14");
  // What is held is not booked away.
  EXPECT_EQ(BookOne({"A1", "c001", "2026-10-20"}), "DAY_FULL");
}

TEST_P(CareServiceTest, HoursThatDoNotOverlapShareASeat) {
  EXPECT_EQ(BookOne({"A1", "c001", "2026-10-12", v1::HOURLY, 480, 600}), "BOOKED");
  EXPECT_EQ(BookOne({"A2", "c001", "2026-10-12", v1::HOURLY, 570, 660}), "DAY_FULL");
  EXPECT_EQ(BookOne({"A2", "c001", "2026-10-12", v1::HOURLY, 600, 660}), "BOOKED");
  EXPECT_EQ(BookOne({"A3", "c001", "2026-10-12"}), "DAY_FULL") << "the whole day";
  // One seat is taken of the day, however many hours of it are booked.
  v1::ListPoolDaysRequest request;
  request.set_parent("parks/yunqi/centres/c001/groups/l01");
  request.set_from_date("2026-10-12");
  const auto days = Call(&Stub::ListPoolDays, request);
  ASSERT_TRUE(days.ok()) << days.status();
  EXPECT_EQ(days->pool_days(0).taken(), 1);
}

TEST_P(CareServiceTest, AClosedDayEndsItsBookingsAndGivesTheUseBack) {
  Enrol("P1", {"c001"});
  for (const char* day : {"2026-10-12", "2026-10-13", "2026-10-14"}) {
    ASSERT_EQ(BookOne({"P1", "c002", day, v1::BACK_UP}), "BOOKED");
  }
  v1::SetClosureRequest request;
  v1::Closure* const closure = request.mutable_closure();
  closure->set_name("parks/yunqi/centres/c002/closures/storm");
  closure->add_dates("2026-10-13");
  closure->set_kind(v1::Closure::FORCED);
  closure->set_reason("台风");
  closure->set_refund(v1::Closure::AS_CENTRE_CLOSED);
  ASSERT_TRUE(Send(&Stub::SetClosure, request).ok());
  ASSERT_TRUE(SetCalendar("2026", {"2026-10-14"}).ok());
  const auto bookings = Bookings("parks/yunqi/families/fam-p1");
  ASSERT_EQ(bookings.size(), 3u);
  const std::vector<v1::Booking::State> states = {v1::Booking::BOOKED, v1::Booking::CLOSED,
                                                  v1::Booking::CLOSED};
  for (size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(bookings[i].state(), states[i]) << bookings[i].date();
    EXPECT_EQ(bookings[i].counts_as_use(), i == 0);
    EXPECT_EQ(bookings[i].group_kind(), v1::Group::LARGE);
  }
  EXPECT_EQ(BookOne({"P1", "c002", "2026-10-13", v1::BACK_UP}), "NOT_AN_OPENING_DAY");
  EXPECT_EQ(ReasonOf(CancelDay(bookings[1].name()).status()), "BOOKING_NOT_OPEN");
}

TEST_P(CareServiceTest, WhoAcceptsLateFindsTheSeatBooked) {
  EXPECT_EQ(ApplyOne(ApplicationMessage("A3", {"c001"})), "CREATED");
  const auto offers = Offers();
  ASSERT_EQ(offers.count("A3"), 1u);
  directory_.SetToday("2026-10-08");
  EXPECT_EQ(BookOne({"A1", "c001", "2026-10-20"}), "BOOKED");
  EXPECT_EQ(ReasonOf(Accept(offers.at("A3").name()).status()), "SEAT_TAKEN");
  ASSERT_TRUE(CancelDay(Bookings()[0].name()).ok());
  EXPECT_TRUE(Accept(offers.at("A3").name()).ok());
  EXPECT_EQ(BookOne({"A1", "c001", "2026-10-21"}), "DAY_FULL");
}

TEST_P(CareServiceTest, SaysTheFirstOfWhatStandsInTheWay) {
  EXPECT_EQ(BookOne({"A9", "c001", "2026-10-12"}), "CHILD_NOT_FOUND");
  EXPECT_EQ(BookOne({"A1", "c009", "2026-10-12"}), "CENTRE_NOT_FOUND");
  EXPECT_EQ(BookOne({"A1", "c001", "2026-09-30"}), "BOOKING_DAY_OUT_OF_RANGE");
  EXPECT_EQ(BookOne({"A1", "c001", "2026-12-31"}), "BOOKING_DAY_OUT_OF_RANGE");
  EXPECT_EQ(BookOne({"A1", "c001", "2026-10-11"}), "NOT_AN_OPENING_DAY");
  EXPECT_EQ(BookOne({"A1", "c001", "2026-10-12", v1::FULL_DAY}), "FIELD_INVALID");
  EXPECT_EQ(BookOne({"A1", "c001", "2026-10-12", v1::HOURLY}), "FIELD_REQUIRED");
  EXPECT_EQ(BookOne({"A1", "c001", "2026-10-12", v1::HOURLY, 600, 500}), "FIELD_INVALID");
  EXPECT_EQ(BookOne({"A1", "c001", "2026-10-12", v1::TEMPORARY, 60, 120}), "FIELD_INVALID");
  EXPECT_EQ(BookOne({"A1", "c001", "2026-10-12", v1::BACK_UP}), "NO_PLACE_THAT_DAY");
  AddChild("Y1", "2026-01-15");
  EXPECT_EQ(BookOne({"Y1", "c001", "2026-10-12"}), "NO_GROUP_FOR_AGE");
  directory_.ChangeChild("A2", [](auto& child) { child.set_centre_consent(false); });
  EXPECT_EQ(BookOne({"A2", "c001", "2026-10-12"}), "CONSENT_MISSING");
  eligibility_.Decide("A3", {absl::CivilDay(2026, 10, 1), absl::CivilDay(2026, 12, 1)},
                      eligibility::v1::Slice::INELIGIBLE);
  EXPECT_EQ(BookOne({"A3", "c001", "2026-10-12"}), "NOT_ELIGIBLE");
  OpenCentre("C003", {{"L01", v1::Group::LARGE, 1}});
  EXPECT_EQ(BookOne({"A1", "c003", "2026-10-12"}), "CARE_KIND_NOT_OFFERED");
  v1::BookCareRequest request = BookingRequest({"A1", "c001", "2026-10-12"});
  request.mutable_booking()->set_programme("parks/yunqi/programmes/other");
  EXPECT_EQ(ReasonOf(Send(&Stub::BookCare, request).status()), "PROGRAMME_NOT_FOUND");
  EXPECT_TRUE(Bookings().empty());
}

TEST_P(CareServiceTest, ADryRunBooksNothingAndARepeatIsOneBooking) {
  v1::BookCareRequest request = BookingRequest({"A1", "c001", "2026-10-12"});
  request.set_validate_only(true);
  ASSERT_TRUE(Send(&Stub::BookCare, request).ok());
  EXPECT_TRUE(Bookings().empty());
  request.set_validate_only(false);
  request.set_request_id("booked-once");
  const auto first = Call(&Stub::BookCare, request), second = Call(&Stub::BookCare, request);
  ASSERT_TRUE(first.ok() && second.ok()) << first.status() << second.status();
  EXPECT_EQ(first->name(), second->name());
  EXPECT_EQ(Bookings().size(), 1u);
}

TEST_P(CareServiceTest, BackUpIsADayInAnotherCentreWithinTheUsesOfTheYear) {
  Enrol("P1", {"c001"});
  EXPECT_EQ(BookOne({"P1", "c002", "2026-10-12"}), "CHILD_ALREADY_ENROLLED");
  EXPECT_EQ(BookOne({"P1", "c001", "2026-10-12", v1::BACK_UP}), "BACK_UP_AT_OWN_CENTRE");
  const std::vector<std::string> days = {"2026-10-12", "2026-10-13", "2026-10-14", "2026-10-15",
                                         "2026-10-16", "2026-10-19", "2026-10-20", "2026-10-21",
                                         "2026-10-22", "2026-10-23"};
  for (const std::string& day : days) {
    EXPECT_EQ(BookOne({"P1", "c002", day, v1::BACK_UP}), "BOOKED") << day;
  }
  EXPECT_EQ(BookOne({"P1", "c002", "2026-10-26", v1::BACK_UP}), "BACK_UP_USES_SPENT");
  const auto bookings = Bookings("parks/yunqi/families/fam-p1");
  ASSERT_EQ(bookings.size(), 10u);
  EXPECT_TRUE(bookings[0].counts_as_use());
  // Thursday the 8th, 17:00 in Shanghai.
  EXPECT_EQ(bookings[0].cancel_until_time(), "2026-10-08T09:00:00Z");
  // In time: the use is back. Too late: it is not.
  directory_.SetToday("2026-10-09");
  const auto late = CancelDay(bookings[0].name());
  ASSERT_TRUE(late.ok()) << late.status();
  EXPECT_EQ(late->state(), v1::Booking::CANCELLED_LATE);
  EXPECT_TRUE(late->counts_as_use());
  EXPECT_EQ(BookOne({"P1", "c002", "2026-10-26", v1::BACK_UP}), "BACK_UP_USES_SPENT");
  const auto early = CancelDay(bookings[9].name());
  ASSERT_TRUE(early.ok()) << early.status();
  EXPECT_EQ(early->state(), v1::Booking::CANCELLED);
  EXPECT_EQ(BookOne({"P1", "c002", "2026-10-26", v1::BACK_UP}), "BOOKED");
  // A day that is given back late leaves its seat.
  EXPECT_EQ(BookOne({"A1", "c002", "2026-10-12"}), "BOOKED");
  EXPECT_EQ(ReasonOf(CancelDay(bookings[0].name()).status()), "BOOKING_NOT_OPEN");
}

TEST_P(CareServiceTest, BillingSeesTheDaysBesideTheOwnPlaceWhichIsAsItWas) {
  Enrol("P1", {"c001"});
  ASSERT_EQ(BookOne({"P1", "c002", "2026-10-12", v1::BACK_UP}), "BOOKED");
  ASSERT_EQ(BookOne({"P1", "c001", "2026-10-13", v1::LATE, 1080, 1140}), "BOOKED");
  ASSERT_EQ(BookOne({"A1", "c002", "2026-10-13"}), "BOOKED");
  v1::ListEnrolmentMonthsRequest request;
  request.set_parent(kYunqi);
  request.set_month("2026-10");
  const auto months = Call(&Stub::ListEnrolmentMonths, request, "SERVICE", "billing");
  ASSERT_TRUE(months.ok()) << months.status();
  ASSERT_EQ(months->enrolment_months_size(), 1);
  const v1::EnrolmentMonth& month = months->enrolment_months(0);
  EXPECT_EQ(month.centre(), "parks/yunqi/centres/c001");
  EXPECT_EQ(month.days_size(), 0);
  ASSERT_EQ(month.bookings_size(), 2);
  EXPECT_EQ(month.bookings(0).centre(), "parks/yunqi/centres/c002");
  EXPECT_EQ(month.bookings(0).care_kind(), v1::BACK_UP);
  EXPECT_EQ(month.bookings(1).care_kind(), v1::LATE);
  EXPECT_EQ(Bookings(kYunqi, "2026-10").size(), 3u);
  EXPECT_EQ(Bookings(kYunqi, "2026-11").size(), 0u);
  EXPECT_EQ(Bookings("parks/yunqi/centres/c002").size(), 2u);
  ASSERT_EQ(month.seat_terms_size(), 1);
  EXPECT_EQ(month.seat_terms(0).from_date(), "2026-10-01");
  EXPECT_EQ(month.seat_terms(0).until_date(), "2026-11-01");
  EXPECT_EQ(month.seat_terms(0).pool_kind(), "SHARED");
  EXPECT_EQ(month.seat_terms(0).payer(), "");
}

TEST_P(CareServiceTest, BillingIsToldOfADayAwayWhatARefundHangsOn) {
  Enrol("P1", {"c001"});
  directory_.SetToday("2026-10-20");
  const std::vector<std::pair<std::string, std::string>> reasons = {
      {"2026-10-12", "SICK"}, {"2026-10-13", "PERSONAL"}, {"2026-10-14", "UNEXPLAINED"}};
  v1::BatchRecordAttendanceRequest record;
  record.set_parent("parks/yunqi/centres/c001");
  for (const auto& [date, reason] : reasons) {
    v1::AttendanceDay* const day = record.add_days();
    day->set_case_number("P1");
    day->set_date(date);
    day->set_status(v1::AttendanceDay::ABSENT);
    day->set_reason(reason);
  }
  ASSERT_TRUE(Send(&Stub::BatchRecordAttendance, record).ok());
  v1::ListEnrolmentMonthsRequest request;
  request.set_parent(kYunqi);
  request.set_month("2026-10");
  const auto months = Call(&Stub::ListEnrolmentMonths, request, "SERVICE", "billing");
  ASSERT_TRUE(months.ok()) << months.status();
  const v1::EnrolmentMonth& month = months->enrolment_months(0);
  ASSERT_EQ(month.days_size(), 3);
  EXPECT_EQ(month.days(0).reason(), "SICK");
  EXPECT_EQ(month.days(1).reason(), "");
  EXPECT_EQ(month.days(2).reason(), "");
  // As the pack has it: the place is paid for while a child is ill, not while nobody knows why.
  EXPECT_TRUE(month.days(0).billable());
  EXPECT_FALSE(month.days(2).billable());
}

TEST_P(CareServiceTest, AnAbsenceThatIsKnownMakesRoomForOne) {
  Enrol("P1", {"c001"});
  EXPECT_EQ(BookOne({"A1", "c001", "2026-10-12"}), "DAY_FULL");
  RecordDay("c001", "P1", "2026-10-12", false);
  EXPECT_EQ(BookOne({"A1", "c001", "2026-10-12", v1::HOURLY, 540, 660}), "DAY_FULL");
  EXPECT_EQ(BookOne({"A1", "c001", "2026-10-12"}), "BOOKED");
  EXPECT_EQ(BookOne({"A2", "c001", "2026-10-12"}), "DAY_FULL");
  EXPECT_EQ(BookOne({"A2", "c001", "2026-10-13"}), "DAY_FULL");
}

TEST_P(CareServiceTest, LateCareIsHadAtTheOwnCentreInTheOwnSeat) {
  Enrol("P1", {"c001"});
  EXPECT_EQ(BookOne({"P1", "c002", "2026-10-12", v1::LATE, 1080, 1140}), "NO_PLACE_THAT_DAY");
  EXPECT_EQ(BookOne({"P1", "c001", "2026-10-12", v1::LATE, 1080, 1140}), "BOOKED");
  EXPECT_EQ(Bookings()[0].group(), "parks/yunqi/centres/c001/groups/l01");
}

TEST_P(CareServiceTest, CapacityIsNotLoweredUnderWhatIsBooked) {
  ASSERT_EQ(BookOne({"A1", "c001", "2026-10-12"}), "BOOKED");
  v1::Centre centre = CentreMessage("C001", {{"L01", v1::Group::LARGE, 0}});
  EXPECT_EQ(ReasonOf(SetCentre(centre).status()), "CAPACITY_BELOW_ENROLMENTS");
}

INSTANTIATE_TEST_SUITE_P(Engines, CareServiceTest, ::testing::Values("sqlite", "postgres"),
                         [](const auto& each) { return each.param; });

}  // namespace
}  // namespace tuoqiao::places
