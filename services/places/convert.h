// Between the contract's messages and the core: names, and all checks of syntax.
#ifndef TUOQIAO_SERVICES_PLACES_CONVERT_H_
#define TUOQIAO_SERVICES_PLACES_CONVERT_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/places/attendance/attendance.h"
#include "services/places/attendance/closure.h"
#include "services/places/calendar.h"
#include "services/places/centre.h"
#include "services/places/child.h"
#include "services/places/enrolment.h"
#include "services/places/offers/application.h"
#include "services/places/offers/application_store.h"
#include "tuoqiao/directory/v1/directory.pb.h"
#include "tuoqiao/eligibility/v1/eligibility.pb.h"
#include "tuoqiao/places/v1/places.pb.h"

namespace tuoqiao::places {

// Texts are cut off nowhere: what is longer is refused.
inline constexpr size_t kTextBytesMax = 400;
inline constexpr size_t kCaseNumberBytesMax = 64;
inline constexpr int kApplicationsMax = 500;
inline constexpr int kDaysMax = 1000;
inline constexpr int kChoicesMax = 10;
inline constexpr int kGroupsMax = 100;
inline constexpr int kExceptionsMax = 1000;

// ---- Names.

std::string ParkName(absl::string_view park);
std::string CentreName(absl::string_view park, absl::string_view centre);
std::string ChildName(absl::string_view park, absl::string_view family, absl::string_view child);
// Of `{centre}/{group}`.
std::string GroupName(absl::string_view park, absl::string_view group);
std::string CalendarName(absl::string_view park, absl::string_view calendar);
std::string ApplicationName(absl::string_view park, const Application& application);
std::string OfferName(absl::string_view park, const Offer& offer);
std::string EnrolmentName(absl::string_view park, const Enrolment& enrolment);
// One enrolment's child-days of a month: `{enrolment}/months/{YYYY-MM}`.
std::string AttendanceName(absl::string_view park, const Enrolment& enrolment,
                           absl::CivilMonth month);

// The centre of `parks/{park}/centres/{centre}`; empty for `parks/{park}`. FIELD_INVALID.
absl::StatusOr<std::string> CentreOf(absl::string_view field, const std::string& name);
// The family of `parks/{park}/families/{family}`. FIELD_INVALID.
absl::StatusOr<std::string> FamilyOf(absl::string_view field, const std::string& name);
// Of `parks/{park}/families/{family}/offers/{offer}`. FIELD_INVALID.
absl::StatusOr<OfferKey> OfferKeyOf(const std::string& name);
// Of `parks/{park}/centres/{centre}/enrolments/{enrolment}`. FIELD_INVALID.
struct EnrolmentKey {
  std::string centre, id;
};
absl::StatusOr<EnrolmentKey> EnrolmentKeyOf(const std::string& name);
// The two ids of `parks/{park}/{above}/{id}/{below}/{id}`. FIELD_INVALID.
struct NameParts {
  std::string above, below;
};
absl::StatusOr<NameParts> PartsOfName(absl::string_view field, const std::string& name,
                                      absl::string_view above, absl::string_view below);
// The programme of `parks/{park}/programmes/{programme}`, of that park. FIELD_REQUIRED,
// FIELD_INVALID.
absl::StatusOr<std::string> ProgrammeOf(absl::string_view park, const std::string& name);

// ---- Requests. Each gives FIELD_REQUIRED or FIELD_INVALID with the path, and what else is said.

// FILING_MISSING is for the core's order of checks: a filing that is not named is empty here.
struct CentreSaid {
  Centre centre;
  // The field of the filing that is missing; empty where it is whole.
  std::string filing_missing;
};
absl::StatusOr<CentreSaid> FromProto(absl::string_view park, const v1::Centre& centre);
absl::StatusOr<OpeningCalendar> FromProto(const v1::OpeningCalendar& calendar);
// Without the child's ids, which directory knows.
absl::StatusOr<Application> FromProto(absl::string_view park, const v1::Application& application);
// Ids of centres in the order of preference, by name or by code.
absl::StatusOr<std::vector<std::string>> ChoicesFrom(
    absl::string_view park, const google::protobuf::RepeatedPtrField<std::string>& choices);
// FIELD_INVALID only.
absl::StatusOr<ChildDay> FromProto(const v1::AttendanceDay& day);
absl::Status CheckDeclineReason(const std::string& reason);
absl::Status CheckEndReason(const std::string& reason);
absl::StatusOr<absl::CivilDay> DayOf(absl::string_view field, const std::string& text);
absl::StatusOr<absl::CivilMonth> MonthOf(absl::string_view field, const std::string& text);
// A batch of none is FIELD_REQUIRED, of more than `items_max` FIELD_INVALID.
absl::Status CheckItems(absl::string_view field, int items, int items_max);

// ---- What peers say: convert_peers.cc. INTERNAL where a message breaks its contract.

absl::StatusOr<Child> FromProto(const directory::v1::ChildFacts& facts);
absl::StatusOr<Decision> FromProto(const eligibility::v1::Decision& decision);

// ---- Replies. What has a state has it on a day, the park's.

// With the seats that are held or taken on that day.
v1::Centre ToProto(absl::string_view park, const Centre& centre,
                   const std::vector<TakenSeats>& taken, absl::CivilDay today);
v1::OpeningCalendar ToProto(absl::string_view park, const OpeningCalendar& calendar);
v1::Application ToProto(absl::string_view park, const Application& application,
                        absl::CivilDay today);
v1::Offer ToProto(absl::string_view park, const Offer& offer, absl::CivilDay today);
v1::Enrolment ToProto(absl::string_view park, const Enrolment& enrolment, absl::CivilDay today);
// Only the days of the enrolment: what was recorded behind an end that came later is left out. On a
// closed day who did not come was absent for that, whatever was recorded.
v1::EnrolmentMonth ToProto(absl::string_view park, const Enrolment& enrolment,
                           const AttendanceMonth& attendance, const ClosedDays& closed = {});

// Of the days of a month that are absences; who prices a month does not need it.
void AddEvidence(const AttendanceMonth& attendance, v1::EnrolmentMonth* message);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_CONVERT_H_
