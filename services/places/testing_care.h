// Booked days and moves behind the real handlers, on either engine; for the tests of this folder.
#ifndef TUOQIAO_SERVICES_PLACES_TESTING_CARE_H_
#define TUOQIAO_SERVICES_PLACES_TESTING_CARE_H_

#include <memory>
#include <string>
#include <vector>

#include "services/places/testing_engines.h"
#include "services/places/testing_places.h"

namespace tuoqiao::places {

class CareFixture : public PlacesFixture {
 public:
  explicit CareFixture(const std::string& engine) : PlacesFixture(OpenEngine(engine, "care")) {}

  // A centre with every kind of care.
  v1::Centre OpenForAll(const std::string& code, const std::vector<GroupSaid>& groups,
                        bool half_days_share = false) {
    v1::Centre centre = CentreMessage(code, groups);
    for (const auto kind :
         {v1::FULL_DAY, v1::HALF_DAY, v1::HOURLY, v1::TEMPORARY, v1::LATE, v1::BACK_UP}) {
      centre.add_care_kinds(kind);
    }
    for (v1::Group& each : *centre.mutable_groups()) each.set_half_days_share(half_days_share);
    const auto opened = SetCentre(centre);
    EXPECT_TRUE(opened.ok()) << opened.status();
    return opened.ok() ? *opened : v1::Centre();
  }

  struct Said {
    std::string case_number, centre, date;
    v1::CareKind kind = v1::TEMPORARY;
    int from_minute = 0, until_minute = 0;
  };
  static v1::BookCareRequest BookingRequest(const Said& said) {
    const std::string id = absl::AsciiStrToLower(said.case_number);
    v1::BookCareRequest request;
    request.set_parent(absl::StrCat(kYunqi, "/families/fam-", id));
    v1::Booking* booking = request.mutable_booking();
    booking->set_child(absl::StrCat(request.parent(), "/children/child-", id));
    booking->set_programme(absl::StrCat(kYunqi, "/programmes/care"));
    booking->set_centre(absl::StrCat(kYunqi, "/centres/", said.centre));
    booking->set_care_kind(said.kind);
    booking->set_date(said.date);
    booking->set_from_minute(said.from_minute);
    booking->set_until_minute(said.until_minute);
    return request;
  }
  // By the child's own parent.
  absl::StatusOr<v1::Booking> Book(const Said& said) {
    const v1::BookCareRequest request = BookingRequest(said);
    return Send(&Stub::BookCare, request, "PARENT", request.parent());
  }
  std::string BookOne(const Said& said) {
    const auto booking = Book(said);
    return booking.ok() ? v1::Booking::State_Name(booking->state()) : ReasonOf(booking.status());
  }
  absl::StatusOr<v1::Booking> CancelDay(const std::string& booking) {
    v1::CancelBookingRequest request;
    request.set_name(booking);
    return Send(&Stub::CancelBooking, request);
  }
  std::vector<v1::Booking> Bookings(const std::string& parent = kYunqi,
                                    const std::string& month = "") {
    v1::ListBookingsRequest request;
    request.set_parent(parent);
    request.set_month(month);
    request.set_page_size(1000);
    const auto response = Call(&Stub::ListBookings, request);
    EXPECT_TRUE(response.ok()) << response.status();
    return {response->bookings().begin(), response->bookings().end()};
  }

  absl::StatusOr<v1::Enrolment> Suspend(const std::string& enrolment, const std::string& from,
                                        const std::string& until, bool keep_seat) {
    v1::SuspendEnrolmentRequest request;
    request.set_name(enrolment);
    request.mutable_suspension()->set_from_date(from);
    request.mutable_suspension()->set_until_date(until);
    request.mutable_suspension()->set_reason("FAMILY_ASKED");
    request.mutable_suspension()->set_keep_seat(keep_seat);
    return Send(&Stub::SuspendEnrolment, request);
  }
  absl::StatusOr<v1::Enrolment> Resume(const std::string& enrolment, const std::string& date) {
    v1::ResumeEnrolmentRequest request;
    request.set_name(enrolment);
    request.set_resume_date(date);
    return Send(&Stub::ResumeEnrolment, request);
  }
  absl::StatusOr<v1::Enrolment> Transfer(const std::string& enrolment, const std::string& group,
                                         const std::string& date) {
    v1::TransferEnrolmentRequest request;
    request.set_name(enrolment);
    request.set_group(absl::StrCat(kYunqi, "/centres/", group));
    request.set_transfer_date(date);
    return Send(&Stub::TransferEnrolment, request);
  }
  absl::StatusOr<v1::Enrolment> NoShow(const std::string& enrolment) {
    v1::MarkNoShowRequest request;
    request.set_name(enrolment);
    return Send(&Stub::MarkNoShow, request);
  }
  absl::StatusOr<v1::Enrolment> MoveGroup(const std::string& enrolment, const std::string& group,
                                          const std::string& date) {
    v1::ConfirmGroupMoveRequest request;
    request.set_name(enrolment);
    request.set_group(absl::StrCat(kYunqi, "/centres/", group));
    request.set_move_date(date);
    return Send(&Stub::ConfirmGroupMove, request);
  }
  void RecordDay(const std::string& centre, const std::string& case_number, const std::string& date,
                 bool present) {
    v1::BatchRecordAttendanceRequest request;
    request.set_parent(absl::StrCat(kYunqi, "/centres/", centre));
    v1::AttendanceDay* day = request.add_days();
    day->set_case_number(case_number);
    day->set_date(date);
    day->set_status(present ? v1::AttendanceDay::PRESENT : v1::AttendanceDay::ABSENT);
    if (!present) day->set_reason("SICK");
    const auto response = Send(&Stub::BatchRecordAttendance, request);
    ASSERT_TRUE(response.ok()) << response.status();
    EXPECT_EQ(response->results(0).reason(), "");
  }
};

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_TESTING_CARE_H_
