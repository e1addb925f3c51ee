#include "services/places/care/convert_care.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/check.h"
#include "services/common/errors.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"

namespace tuoqiao::places {
namespace {

bool ValidId(absl::string_view id) {
  return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](char c) {
    return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-';
  });
}

absl::Status NameInvalid(absl::string_view field, absl::string_view form) {
  return FieldInvalid(field, absl::StrCat("is not ", form), absl::StrCat(" 应为 ", form));
}

// What a name's parts are in a form; none where it has another one.
std::vector<std::string> PartsOf(const std::string& name,
                                 const std::vector<absl::string_view>& form) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  if (parts.size() != form.size()) return {};
  for (size_t i = 0; i < form.size(); ++i) {
    if (form[i] == "*" ? !ValidId(parts[i]) : parts[i] != form[i]) return {};
  }
  return parts;
}

v1::CareKind KindIn(CareKind kind) {
  v1::CareKind found = v1::CARE_KIND_UNSPECIFIED;
  CHECK(v1::CareKind_Parse(std::string(CareKindName(kind)), &found));
  return found;
}

v1::Session SessionIn(Session session) {
  v1::Session found = v1::SESSION_UNSPECIFIED;
  if (session != Session::kWholeDay) {
    CHECK(v1::Session_Parse(std::string(SessionName(session)), &found));
  }
  return found;
}

v1::CareKind KindIn(Session session) {
  return session == Session::kWholeDay ? v1::FULL_DAY : v1::HALF_DAY;
}

absl::StatusOr<CareKind> BookedKindOf(v1::CareKind kind) {
  switch (kind) {
    case v1::HOURLY:
      return CareKind::kHourly;
    case v1::TEMPORARY:
      return CareKind::kTemporary;
    case v1::LATE:
      return CareKind::kLate;
    case v1::BACK_UP:
      return CareKind::kBackUp;
    case v1::CARE_KIND_UNSPECIFIED:
      return FieldRequired("booking.care_kind");
    default:
      return FieldInvalid("booking.care_kind", "is not booked by the day: it needs a place",
                          "不能按日预约,须申请入托名额");
  }
}

// Hours are said where they are paid by, and for nothing else.
absl::Status AddMinutes(const v1::Booking& message, Booking& booking) {
  booking.from_minute = message.from_minute();
  booking.until_minute = message.until_minute();
  const bool by_hours = booking.kind == CareKind::kHourly || booking.kind == CareKind::kLate;
  if (!by_hours) {
    if (booking.from_minute == 0 && booking.until_minute == 0) return absl::OkStatus();
    return FieldInvalid("booking.from_minute", "is of HOURLY and LATE only",
                        "仅用于 HOURLY 和 LATE");
  }
  if (booking.until_minute == 0) return FieldRequired("booking.until_minute");
  if (0 <= booking.from_minute && booking.from_minute < booking.until_minute &&
      booking.until_minute <= kMinutesOfADay) {
    return absl::OkStatus();
  }
  return FieldInvalid("booking.until_minute", "is not after from_minute within the day",
                      "须晚于开始时刻且在当日之内");
}

v1::Suspension SuspensionIn(const Suspension& suspension) {
  v1::Suspension message;
  message.set_from_date(FormatDay(suspension.period.from));
  message.set_until_date(FormatDay(suspension.period.until));
  message.set_reason(suspension.reason);
  message.set_keep_seat(suspension.keep_seat);
  return message;
}

}  // namespace

std::string BookingName(absl::string_view park, const Booking& booking) {
  return absl::StrCat("parks/", park, "/families/", booking.family, "/bookings/", booking.id);
}

absl::StatusOr<BookingKey> BookingKeyOf(const std::string& name) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  if (parts.size() == 6 && parts[2] == "families" && parts[4] == "bookings" && ValidId(parts[3]) &&
      ValidId(parts[5])) {
    return BookingKey{parts[3], parts[5]};
  }
  return NameInvalid("name", "parks/{park}/families/{family}/bookings/{booking}");
}

absl::StatusOr<std::string> GroupOf(absl::string_view park, const std::string& name) {
  if (name.empty()) return FieldRequired("group");
  const auto parts = PartsOf(name, {"parks", park, "centres", "*", "groups", "*"});
  if (parts.empty()) return NameInvalid("group", "parks/{park}/centres/{centre}/groups/{group}");
  return absl::StrCat(parts[3], "/", parts[5]);
}

absl::StatusOr<BookingParent> BookingParentOf(const std::string& name) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  if (parts.size() == 2) return BookingParent();
  if (parts.size() == 4 && ValidId(parts[3])) {
    if (parts[2] == "centres") return BookingParent{parts[3], ""};
    if (parts[2] == "families") return BookingParent{"", parts[3]};
  }
  return NameInvalid("parent", "parks/{park}, or a centre or family of it");
}

absl::StatusOr<Session> SessionOf(v1::CareKind kind, v1::Session session) {
  if (kind == v1::CARE_KIND_UNSPECIFIED || kind == v1::FULL_DAY) {
    if (session == v1::SESSION_UNSPECIFIED) return Session::kWholeDay;
    return FieldInvalid("session", "is of HALF_DAY only", "仅用于 HALF_DAY");
  }
  if (kind != v1::HALF_DAY) {
    return FieldInvalid("care_kind", "is neither FULL_DAY nor HALF_DAY",
                        "既非 FULL_DAY 也非 HALF_DAY");
  }
  if (session == v1::MORNING) return Session::kMorning;
  if (session == v1::AFTERNOON) return Session::kAfternoon;
  return FieldRequired("session");
}

absl::StatusOr<Booking> FromProto(absl::string_view park, const v1::BookCareRequest& request) {
  const v1::Booking& message = request.booking();
  Booking booking;
  ASSIGN_OR_RETURN(booking.family, FamilyOf("parent", request.parent()));
  if (message.child().empty()) return FieldRequired("booking.child");
  const auto child =
      PartsOf(message.child(), {"parks", park, "families", booking.family, "children", "*"});
  if (child.empty()) return NameInvalid("booking.child", "a child of the family");
  booking.child = child[5];
  const absl::StatusOr<std::string> programme = ProgrammeOf(park, message.programme());
  if (!programme.ok()) return AtField(programme.status(), "booking.");
  booking.programme = *programme;
  if (message.centre().empty()) return FieldRequired("booking.centre");
  const auto centre = PartsOf(message.centre(), {"parks", park, "centres", "*"});
  if (centre.empty()) return NameInvalid("booking.centre", "parks/{park}/centres/{centre}");
  booking.centre = centre[3];
  ASSIGN_OR_RETURN(booking.kind, BookedKindOf(message.care_kind()));
  ASSIGN_OR_RETURN(booking.day, DayOf("booking.date", message.date()));
  RETURN_IF_ERROR(AddMinutes(message, booking));
  booking.revision = 1;
  return booking;
}

absl::StatusOr<Suspension> FromProto(const v1::Suspension& message) {
  Suspension suspension;
  ASSIGN_OR_RETURN(suspension.period.from, DayOf("suspension.from_date", message.from_date()));
  ASSIGN_OR_RETURN(suspension.period.until, DayOf("suspension.until_date", message.until_date()));
  suspension.reason = message.reason();
  suspension.keep_seat = message.keep_seat();
  if (suspension.reason.empty()) return FieldRequired("suspension.reason");
  for (const char* const each : {"FAMILY_ASKED", "CENTRE_ASKED", "AUTHORITY_ORDERED"}) {
    if (suspension.reason == each) return suspension;
  }
  return FieldInvalid("suspension.reason", "is not one of its codes", "不是允许的代码");
}

absl::StatusOr<TransferSaid> FromProto(absl::string_view park,
                                       const v1::TransferEnrolmentRequest& request) {
  TransferSaid said;
  ASSIGN_OR_RETURN(said.enrolment, EnrolmentKeyOf(request.name()));
  if (!request.transfer_date().empty()) {
    ASSIGN_OR_RETURN(said.day, DayOf("transfer_date", request.transfer_date()));
  }
  if (request.offer().empty()) {
    ASSIGN_OR_RETURN(said.group, GroupOf(park, request.group()));
    if (!said.day.has_value()) return FieldRequired("transfer_date");
    return said;
  }
  if (!request.group().empty()) {
    return FieldInvalid("group", "is the offer's, where there is one", "已由录取指定");
  }
  const auto offer = PartsOf(request.offer(), {"parks", park, "families", "*", "offers", "*"});
  if (offer.empty()) return NameInvalid("offer", "parks/{park}/families/{family}/offers/{offer}");
  said.offer = {offer[3], offer[5]};
  return said;
}

absl::StatusOr<GroupMoveSaid> FromProto(absl::string_view park,
                                        const v1::ConfirmGroupMoveRequest& request) {
  GroupMoveSaid said;
  ASSIGN_OR_RETURN(said.enrolment, EnrolmentKeyOf(request.name()));
  ASSIGN_OR_RETURN(said.group, GroupOf(park, request.group()));
  if (said.group.substr(0, said.group.find('/')) != said.enrolment.centre) {
    return FieldInvalid("group", "is not of the place's centre", "不属于入托所在机构");
  }
  if (!request.move_date().empty()) {
    ASSIGN_OR_RETURN(said.day, DayOf("move_date", request.move_date()));
  }
  return said;
}

v1::Booking ToProto(absl::string_view park, const Booking& booking, absl::CivilDay today) {
  v1::Booking message;
  message.set_name(BookingName(park, booking));
  message.set_child(ChildName(park, booking.family, booking.child));
  message.set_case_number(booking.case_number);
  message.set_programme(absl::StrCat("parks/", park, "/programmes/", booking.programme));
  message.set_centre(CentreName(park, booking.centre));
  message.set_group(GroupName(park, booking.group));
  if (booking.group_kind.has_value()) {
    v1::Group::Kind kind = v1::Group::KIND_UNSPECIFIED;
    CHECK(v1::Group::Kind_Parse(std::string(BandOf(*booking.group_kind).name), &kind));
    message.set_group_kind(kind);
  }
  message.set_care_kind(KindIn(booking.kind));
  message.set_date(FormatDay(booking.day));
  message.set_from_minute(static_cast<int32_t>(booking.from_minute));
  message.set_until_minute(static_cast<int32_t>(booking.until_minute));
  v1::Booking::State state = v1::Booking::STATE_UNSPECIFIED;
  CHECK(v1::Booking::State_Parse(std::string(StateName(StateOn(booking, today))), &state));
  message.set_state(state);
  message.set_counts_as_use(booking.CountsAsUse());
  if (booking.cancel_until.has_value()) {
    message.set_cancel_until_time(FormatInstant(*booking.cancel_until));
  }
  message.set_revision(booking.revision);
  return message;
}

v1::GroupMove ToProto(absl::string_view park, const GroupMove& move) {
  v1::GroupMove message;
  message.set_enrolment(EnrolmentName(park, *move.enrolment));
  message.set_child(ChildName(park, move.enrolment->family, move.enrolment->child));
  message.set_case_number(move.enrolment->case_number);
  message.set_from_group(GroupName(park, move.enrolment->group));
  message.set_move_date(FormatDay(move.day));
  v1::GroupMove::State state = v1::GroupMove::STATE_UNSPECIFIED;
  CHECK(v1::GroupMove::State_Parse(std::string(StateName(move.state)), &state));
  message.set_state(state);
  if (!move.to_group.empty()) message.set_to_group(GroupName(park, move.to_group));
  if (move.stay_until.has_value()) message.set_stay_until_date(FormatDay(*move.stay_until));
  return message;
}

v1::AbsenceWarning ToProto(absl::string_view park, const AbsenceWarning& warning) {
  v1::AbsenceWarning message;
  message.set_enrolment(EnrolmentName(park, *warning.enrolment));
  message.set_child(ChildName(park, warning.enrolment->family, warning.enrolment->child));
  message.set_case_number(warning.enrolment->case_number);
  if (warning.last_present.has_value()) {
    message.set_last_present_date(FormatDay(*warning.last_present));
  }
  message.set_days_absent(static_cast<int32_t>(warning.days_absent));
  message.set_state(warning.due ? v1::AbsenceWarning::END_DUE : v1::AbsenceWarning::WARNED);
  message.set_end_due_date(FormatDay(warning.end_due));
  return message;
}

void AddCare(absl::string_view park, const Enrolment& enrolment, v1::Enrolment& message) {
  message.set_care_kind(KindIn(enrolment.session));
  message.set_session(SessionIn(enrolment.session));
  if (!enrolment.follows.empty()) {
    const std::pair<std::string, std::string> former =
        absl::StrSplit(enrolment.follows, absl::MaxSplits('/', 1));
    message.set_transferred_from(
        absl::StrCat(CentreName(park, former.first), "/enrolments/", former.second));
  }
  message.set_entitled_from_date(FormatDay(enrolment.entitled_from));
  message.set_end_reason(enrolment.end_reason);
  for (const Suspension& each : enrolment.suspensions) {
    *message.add_suspensions() = SuspensionIn(each);
  }
}

void AddCare(const Enrolment& enrolment, const Period& month, v1::EnrolmentMonth& message) {
  message.set_care_kind(KindIn(enrolment.session));
  message.set_session(SessionIn(enrolment.session));
  for (const Suspension& each : enrolment.suspensions) {
    if (!Intersect(each.period, month).Empty()) *message.add_suspensions() = SuspensionIn(each);
  }
}

void AddBookings(absl::string_view park, const Enrolment& enrolment,
                 const std::vector<Booking>& bookings, absl::CivilDay today,
                 v1::EnrolmentMonth* message) {
  for (const Booking& each : bookings) {
    if (enrolment.period.Contains(each.day)) {
      *message->add_bookings() = ToProto(park, each, today);
    }
  }
}

void AddCare(Session session, v1::Application& message) {
  message.set_care_kind(KindIn(session));
  message.set_session(SessionIn(session));
}

}  // namespace tuoqiao::places
