// Kinds of care and booked days, and what becomes of a place: between the contract's messages and
// the core.
#ifndef TUOQIAO_SERVICES_PLACES_CARE_CONVERT_CARE_H_
#define TUOQIAO_SERVICES_PLACES_CARE_CONVERT_CARE_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "services/places/care/absence_warning.h"
#include "services/places/care/booking.h"
#include "services/places/care/booking_store.h"
#include "services/places/care/group_move.h"
#include "services/places/convert.h"
#include "services/places/enrolment.h"
#include "services/places/offers/application_store.h"
#include "tuoqiao/places/v1/places.pb.h"

namespace tuoqiao::places {

std::string BookingName(absl::string_view park, const Booking& booking);
// Of `parks/{park}/families/{family}/bookings/{booking}`. FIELD_INVALID.
absl::StatusOr<BookingKey> BookingKeyOf(const std::string& name);
// `{centre}/{group}` of a group's name. FIELD_REQUIRED, FIELD_INVALID.
absl::StatusOr<std::string> GroupOf(absl::string_view park, const std::string& name);
// Of `parks/{park}[/centres/{centre} | /families/{family}]`; an empty id is none. FIELD_INVALID.
struct BookingParent {
  std::string centre, family;
};
absl::StatusOr<BookingParent> BookingParentOf(const std::string& name);

// The part of the day in which a child comes that has or wants a place: FULL_DAY, or HALF_DAY with
// its half. FIELD_REQUIRED, FIELD_INVALID.
absl::StatusOr<Session> SessionOf(v1::CareKind kind, v1::Session session);

// Without group, seat and the child's case number. FIELD_REQUIRED, FIELD_INVALID.
absl::StatusOr<Booking> FromProto(absl::string_view park, const v1::BookCareRequest& request);
absl::StatusOr<Suspension> FromProto(const v1::Suspension& message);

// Where a place goes: a group from a day on, or an offer, and from a day where one is said.
struct TransferSaid {
  EnrolmentKey enrolment;
  std::string group;  // Empty: the offer's.
  OfferKey offer;
  std::optional<absl::CivilDay> day;  // Always there with a group.
};
absl::StatusOr<TransferSaid> FromProto(absl::string_view park,
                                       const v1::TransferEnrolmentRequest& request);
struct GroupMoveSaid {
  EnrolmentKey enrolment;
  std::string group;
  std::optional<absl::CivilDay> day;  // None: the child stays.
};
absl::StatusOr<GroupMoveSaid> FromProto(absl::string_view park,
                                        const v1::ConfirmGroupMoveRequest& request);

v1::Booking ToProto(absl::string_view park, const Booking& booking, absl::CivilDay today);
v1::GroupMove ToProto(absl::string_view park, const GroupMove& move);
v1::AbsenceWarning ToProto(absl::string_view park, const AbsenceWarning& warning);

// What a place says of its kind of care, its suspensions and the place that it follows.
void AddCare(absl::string_view park, const Enrolment& enrolment, v1::Enrolment& message);
// Of the month: its suspensions too.
void AddCare(const Enrolment& enrolment, const Period& month, v1::EnrolmentMonth& message);
void AddCare(Session session, v1::Application& message);
// The child's bookings on days of the place.
void AddBookings(absl::string_view park, const Enrolment& enrolment,
                 const std::vector<Booking>& bookings, absl::CivilDay today,
                 v1::EnrolmentMonth* message);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_CARE_CONVERT_CARE_H_
