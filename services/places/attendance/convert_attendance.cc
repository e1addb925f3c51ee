#include "services/places/attendance/convert_attendance.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "services/common/check.h"
#include "services/common/errors.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/places/attendance/errors_attendance.h"
#include "services/places/convert.h"
#include "services/places/rounds/convert_allocation.h"

namespace tuoqiao::places {
namespace {

using presence::Event;
using presence::EventKind;

constexpr int kYearMin = 2000, kYearMax = 2199;
constexpr size_t kCodeBytesMax = 64;
constexpr int kClosureDaysMax = 366, kLockDaysMax = 366, kShiftsMax = 50;
constexpr int64_t kCarersMax = 1000, kMixedMax = 7;

bool ValidId(absl::string_view id) {
  return !id.empty() && id.size() <= kCodeBytesMax && std::all_of(id.begin(), id.end(), [](char c) {
    return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-';
  });
}

// What devices make: nothing that a name could be written with.
absl::Status CheckCode(absl::string_view field, const std::string& text) {
  const auto fits = [](char c) {
    return absl::ascii_isalnum(c) || c == '.' || c == '_' || c == '-';
  };
  if (text.size() <= kCodeBytesMax && std::all_of(text.begin(), text.end(), fits)) {
    return absl::OkStatus();
  }
  return FieldInvalid(field, "is not a code of letters, digits, `.`, `_`, `-`, at most 64",
                      "须为字母、数字、`.`、`_`、`-` 组成的代码,至多 64 位");
}
absl::Status RequireCode(absl::string_view field, const std::string& text) {
  return text.empty() ? FieldRequired(field) : CheckCode(field, text);
}

absl::Status RequireBetween(absl::string_view field, int64_t value, int64_t least, int64_t most) {
  if (least <= value && value <= most) return absl::OkStatus();
  return FieldInvalid(field, absl::StrCat("is not from ", least, " to ", most),
                      absl::StrCat("不在 ", least, " 至 ", most, " 之间"));
}

absl::Status NameInvalid(absl::string_view field, absl::string_view form) {
  return FieldInvalid(field, absl::StrCat("is not ", form), absl::StrCat(" 应为 ", form));
}

// With an offset, or where the park is; whole seconds, which is what is kept.
absl::StatusOr<absl::Time> TimeOf(absl::string_view field, const std::string& text,
                                  const absl::TimeZone& zone) {
  if (text.empty()) return FieldRequired(field);
  const std::string joined = absl::StrReplaceAll(text, {{" ", "T"}});
  absl::Time time;
  const bool read = absl::ParseTime(absl::RFC3339_full, joined, &time, nullptr) ||
                    absl::ParseTime("%Y-%m-%dT%H:%M:%S", joined, zone, &time, nullptr) ||
                    absl::ParseTime("%Y-%m-%dT%H:%M", joined, zone, &time, nullptr);
  const int64_t year = read ? absl::ToCivilYear(time, absl::UTCTimeZone()).year() : 0;
  if (kYearMin <= year && year <= kYearMax) {
    return absl::FromUnixSeconds(absl::ToUnixSeconds(time));
  }
  return FieldInvalid(field, "is not a time as RFC 3339 writes it", "不是 RFC 3339 格式的时间");
}

int64_t MinuteOf(absl::Time time, const absl::TimeZone& zone) {
  return absl::ToCivilMinute(time, zone) - absl::CivilMinute(absl::ToCivilDay(time, zone));
}

absl::StatusOr<EventKind> KindOf(v1::PresenceEvent::Kind kind) {
  switch (kind) {
    case v1::PresenceEvent::CHECK_IN:
      return EventKind::kCheckIn;
    case v1::PresenceEvent::CHECK_OUT:
      return EventKind::kCheckOut;
    case v1::PresenceEvent::NOTHING:
      return EventKind::kNothing;
    default:
      return FieldRequired("kind");
  }
}

absl::Status AddCheckIn(const v1::PresenceEvent& message, const absl::TimeZone& zone,
                        Event& event) {
  if (message.check_in_time().empty()) return absl::OkStatus();
  if (event.kind != EventKind::kCheckOut) {
    return FieldInvalid("check_in_time", "is of CHECK_OUT only", "仅用于 CHECK_OUT");
  }
  ASSIGN_OR_RETURN(event.check_in, TimeOf("check_in_time", message.check_in_time(), zone));
  event.check_in_minute = MinuteOf(*event.check_in, zone);
  if (event.time < *event.check_in) return CheckOutBeforeCheckIn();
  if (absl::ToCivilDay(*event.check_in, zone) != event.day) {
    return FieldInvalid("check_in_time", "is of another day", "不在同一天");
  }
  return absl::OkStatus();
}

absl::Status AddCorrection(const v1::PresenceEvent& message, const absl::TimeZone& zone,
                           Event& event) {
  if (message.corrects().empty()) {
    if (event.kind == EventKind::kNothing) return FieldRequired("corrects");
    if (message.made_time().empty()) return absl::OkStatus();
    return FieldInvalid("made_time", "is of a correction only", "仅用于更正");
  }
  RETURN_IF_ERROR(CheckCode("corrects", message.corrects()));
  if (message.corrects() == event.id) {
    return FieldInvalid("corrects", "is the event itself", "不得指向自身");
  }
  event.corrects = message.corrects();
  ASSIGN_OR_RETURN(event.made, TimeOf("made_time", message.made_time(), zone));
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> PartsOf(absl::string_view field, const std::string& name,
                                                 const std::vector<absl::string_view>& form) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  bool fits = parts.size() == form.size();
  for (size_t i = 0; fits && i < form.size(); ++i) {
    fits = form[i] == "*" ? ValidId(parts[i]) : parts[i] == form[i];
  }
  if (fits) return parts;
  std::string shown;
  for (size_t i = 0; i < form.size(); ++i) {
    absl::StrAppend(&shown, i == 0 ? "" : "/", form[i] == "*" ? "…" : form[i]);
  }
  return NameInvalid(field, shown);
}

v1::AttendanceDay::Status StatusFrom(const std::string& name) {
  v1::AttendanceDay::Status status = v1::AttendanceDay::STATUS_UNSPECIFIED;
  if (!name.empty()) CHECK(v1::AttendanceDay::Status_Parse(name, &status));
  return status;
}

}  // namespace

std::string EventName(absl::string_view park, absl::string_view centre, absl::string_view event) {
  return absl::StrCat(CentreName(park, centre), "/presenceEvents/", event);
}

std::string ClosureName(absl::string_view park, const Closure& closure) {
  return absl::StrCat(closure.centre.empty() ? ParkName(park) : CentreName(park, closure.centre),
                      "/closures/", closure.id);
}

std::string PolicyName(absl::string_view park, absl::string_view centre) {
  return absl::StrCat(centre.empty() ? ParkName(park) : CentreName(park, centre),
                      "/attendancePolicy");
}

std::string ShiftsName(absl::string_view park, const StaffShifts& shifts) {
  return absl::StrCat(GroupName(park, shifts.group), "/staffShifts/", FormatDay(shifts.day));
}

std::string WeekName(absl::string_view park, const LockedWeek& week) {
  return absl::StrCat(CentreName(park, week.centre), "/attendanceWeeks/", FormatDay(week.monday));
}

std::string CorrectionName(absl::string_view park, const DayCorrection& correction) {
  return absl::StrCat(EnrolmentName(park, correction.enrolment), "/attendanceCorrections/",
                      FormatDay(correction.day), "-", correction.ordinal);
}

absl::StatusOr<std::string> OneCentreOf(absl::string_view field, const std::string& name) {
  ASSIGN_OR_RETURN(const std::string centre, CentreOf(field, name));
  if (centre.empty()) return NameInvalid(field, "parks/{park}/centres/{centre}");
  return centre;
}

absl::StatusOr<EventSaid> FromProto(const v1::PresenceEvent& message, const absl::TimeZone& zone) {
  EventSaid said;
  Event& event = said.event;
  RETURN_IF_ERROR(RequireCode("event_id", message.event_id()));
  event.id = message.event_id();
  RETURN_IF_ERROR(RequireCode("device", message.device()));
  event.device = message.device();
  if (message.case_number().empty()) return FieldRequired("case_number");
  if (message.case_number().size() > kCaseNumberBytesMax) {
    return FieldInvalid("case_number",
                        absl::StrCat("is longer than ", kCaseNumberBytesMax, " bytes"),
                        absl::StrCat("超过 ", kCaseNumberBytesMax, " 字节"));
  }
  RETURN_IF_ERROR(CheckLine("case_number", message.case_number()));
  said.case_number = message.case_number();
  ASSIGN_OR_RETURN(event.kind, KindOf(message.kind()));
  ASSIGN_OR_RETURN(event.time, TimeOf("event_time", message.event_time(), zone));
  event.day = absl::ToCivilDay(event.time, zone);
  event.minute = MinuteOf(event.time, zone);
  RETURN_IF_ERROR(CheckCode("person_code", message.person_code()));
  event.person_code = message.person_code();
  RETURN_IF_ERROR(AddCorrection(message, zone, event));
  RETURN_IF_ERROR(AddCheckIn(message, zone, event));
  return said;
}

absl::StatusOr<Closure> FromProto(const v1::Closure& message) {
  Closure closure;
  const std::vector<std::string> parts = absl::StrSplit(message.name(), '/');
  if (parts.size() == 6) {
    RETURN_IF_ERROR(
        PartsOf("closure.name", message.name(), {"parks", "*", "centres", "*", "closures", "*"})
            .status());
    closure.centre = parts[3];
  } else {
    RETURN_IF_ERROR(
        PartsOf("closure.name", message.name(), {"parks", "*", "closures", "*"}).status());
  }
  closure.id = parts.back();
  if (message.dates_size() > kClosureDaysMax) {
    return FieldInvalid("closure.dates", absl::StrCat("holds more than ", kClosureDaysMax, " days"),
                        absl::StrCat("超过 ", kClosureDaysMax, " 天"));
  }
  for (int i = 0; i < message.dates_size(); ++i) {
    ASSIGN_OR_RETURN(const absl::CivilDay day,
                     DayOf(absl::StrCat("closure.dates[", i, "]"), message.dates(i)));
    closure.days.insert(day);
  }
  if (message.kind() != v1::Closure::PLANNED && message.kind() != v1::Closure::FORCED) {
    return FieldRequired("closure.kind");
  }
  closure.kind = v1::Closure::Kind_Name(message.kind());
  if (message.reason().empty()) return FieldRequired("closure.reason");
  RETURN_IF_ERROR(CheckLine("closure.reason", message.reason()));
  closure.reason = message.reason();
  if (message.refund() != v1::Closure::AS_CENTRE_CLOSED &&
      message.refund() != v1::Closure::NO_REFUND) {
    return FieldRequired("closure.refund");
  }
  closure.refund = message.refund() == v1::Closure::AS_CENTRE_CLOSED;
  return closure;
}

absl::StatusOr<AttendancePolicy> FromProto(const v1::AttendancePolicy& message) {
  AttendancePolicy policy;
  const std::vector<std::string> parts = absl::StrSplit(message.name(), '/');
  if (parts.size() == 5) {
    RETURN_IF_ERROR(
        PartsOf("policy.name", message.name(), {"parks", "*", "centres", "*", "attendancePolicy"})
            .status());
    policy.centre = parts[3];
  } else {
    RETURN_IF_ERROR(
        PartsOf("policy.name", message.name(), {"parks", "*", "attendancePolicy"}).status());
  }
  RETURN_IF_ERROR(
      RequireBetween("policy.lock_after_days", message.lock_after_days(), 0, kLockDaysMax));
  policy.lock_after_days = message.lock_after_days();
  for (int i = 0; i < message.absence_rules_size(); ++i) {
    const v1::AbsenceRule& rule = message.absence_rules(i);
    const std::string path = absl::StrCat("policy.absence_rules[", i, "].reason");
    if (rule.reason().empty()) return FieldRequired(path);
    const std::optional<Reason> reason = AbsenceReasonOf(rule.reason());
    if (!reason.has_value()) {
      return FieldInvalid(path, "is not one of its codes", "不是允许的代码");
    }
    if (!policy.billable.emplace(*reason, rule.billable()).second) {
      return FieldInvalid(path, "is there twice", "重复");
    }
  }
  RETURN_IF_ERROR(RequireBetween("policy.mixed_children_per_carer",
                                 message.mixed_children_per_carer(), 0, kMixedMax));
  policy.mixed_children_per_carer = message.mixed_children_per_carer();
  return policy;
}

absl::StatusOr<StaffShifts> FromProto(const v1::StaffShifts& message) {
  StaffShifts shifts;
  const std::vector<std::string> parts = absl::StrSplit(message.name(), '/');
  RETURN_IF_ERROR(PartsOf("staff_shifts.name", message.name(),
                          {"parks", "*", "centres", "*", "groups", "*", "staffShifts", "*"})
                      .status());
  shifts.group = absl::StrCat(parts[3], "/", parts[5]);
  ASSIGN_OR_RETURN(shifts.day, DayOf("staff_shifts.name", parts[7]));
  if (message.shifts_size() > kShiftsMax) {
    return FieldInvalid("staff_shifts.shifts", absl::StrCat("holds more than ", kShiftsMax),
                        absl::StrCat("超过 ", kShiftsMax, " 条"));
  }
  for (int i = 0; i < message.shifts_size(); ++i) {
    const v1::StaffShift& shift = message.shifts(i);
    const std::string path = absl::StrCat("staff_shifts.shifts[", i, "]");
    RETURN_IF_ERROR(RequireBetween(path + ".carers", shift.carers(), 0, kCarersMax));
    RETURN_IF_ERROR(
        RequireBetween(path + ".start_minute", shift.start_minute(), 0, kMinutesOfADay - 1));
    RETURN_IF_ERROR(RequireBetween(path + ".end_minute", shift.end_minute(),
                                   shift.start_minute() + 1, kMinutesOfADay));
    shifts.shifts.push_back({{shift.start_minute(), shift.end_minute()}, shift.carers()});
  }
  return shifts;
}

std::string CorrectionKey(const DayCorrection& correction) {
  return absl::StrCat(correction.enrolment.centre, "\n", correction.enrolment.id, "\n",
                      FormatDay(correction.day), "\n", correction.ordinal);
}

CorrectionPlace CorrectionPlaceOf(const std::string& key) {
  std::vector<std::string> parts = absl::StrSplit(key, '\n');
  parts.resize(4);
  CorrectionPlace place = {parts[0], parts[1], parts[2]};
  if (!absl::SimpleAtoi(parts[3], &place.ordinal)) place.ordinal = 0;
  return place;
}

v1::PresenceEvent ToProto(absl::string_view park, const EventToShow& shown) {
  const Event& event = shown.event;
  v1::PresenceEvent message;
  message.set_name(EventName(park, shown.enrolment.centre, event.id));
  message.set_event_id(event.id);
  message.set_device(event.device);
  message.set_case_number(shown.enrolment.case_number);
  v1::PresenceEvent::Kind kind = v1::PresenceEvent::KIND_UNSPECIFIED;
  CHECK(v1::PresenceEvent::Kind_Parse(std::string(presence::KindName(event.kind)), &kind));
  message.set_kind(kind);
  message.set_event_time(FormatInstant(event.time));
  if (event.check_in.has_value()) message.set_check_in_time(FormatInstant(*event.check_in));
  message.set_person_code(event.person_code);
  message.set_corrects(event.corrects);
  if (event.made.has_value()) message.set_made_time(FormatInstant(*event.made));
  message.set_corrected(shown.corrected);
  message.set_late(event.late);
  message.set_enrolment(EnrolmentName(park, shown.enrolment));
  return message;
}

void TellBilling(const Billable& billable, v1::EnrolmentMonth* message) {
  for (v1::AttendanceDay& each : *message->mutable_days()) {
    if (each.status() != v1::AttendanceDay::ABSENT) continue;
    const bool closed = each.reason() == "CLOSED_NO_REFUND";
    const Reason reason =
        closed ? Reason::kCentreClosed : AbsenceReasonOf(each.reason()).value_or(Reason::kNone);
    each.set_billable(billable(reason));
    if (reason == Reason::kPersonal || reason == Reason::kHoliday ||
        reason == Reason::kUnexplained) {
      each.clear_reason();
    }
  }
}

v1::Closure ToProto(absl::string_view park, const Closure& closure) {
  v1::Closure message;
  message.set_name(ClosureName(park, closure));
  for (const absl::CivilDay day : closure.days) message.add_dates(FormatDay(day));
  v1::Closure::Kind kind = v1::Closure::KIND_UNSPECIFIED;
  CHECK(v1::Closure::Kind_Parse(closure.kind, &kind));
  message.set_kind(kind);
  message.set_reason(closure.reason);
  message.set_refund(closure.refund ? v1::Closure::AS_CENTRE_CLOSED : v1::Closure::NO_REFUND);
  message.set_revision(closure.revision);
  return message;
}

v1::AttendancePolicy ToProto(absl::string_view park, const AttendancePolicy& policy) {
  v1::AttendancePolicy message;
  message.set_name(PolicyName(park, policy.centre));
  message.set_lock_after_days(static_cast<int32_t>(policy.lock_after_days));
  for (const ReasonWord& each : kReasons) {
    const auto rule = policy.billable.find(each.reason);
    if (rule == policy.billable.end()) continue;
    v1::AbsenceRule* to = message.add_absence_rules();
    to->set_reason(std::string(each.name));
    to->set_billable(rule->second);
  }
  message.set_mixed_children_per_carer(static_cast<int32_t>(policy.mixed_children_per_carer));
  message.set_revision(policy.revision);
  return message;
}

v1::StaffShifts ToProto(absl::string_view park, const StaffShifts& shifts) {
  v1::StaffShifts message;
  message.set_name(ShiftsName(park, shifts));
  for (const presence::CarersThere& each : shifts.shifts) {
    v1::StaffShift* to = message.add_shifts();
    to->set_carers(static_cast<int32_t>(each.carers));
    to->set_start_minute(static_cast<int32_t>(each.span.from));
    to->set_end_minute(static_cast<int32_t>(each.span.until));
  }
  message.set_revision(shifts.revision);
  return message;
}

v1::AttendanceWeek ToProto(absl::string_view park, const LockedWeek& week) {
  v1::AttendanceWeek message;
  message.set_name(WeekName(park, week));
  message.set_start_date(FormatDay(week.monday));
  message.set_locked_by(week.locked_by);
  return message;
}

v1::AttendanceCorrection ToProto(absl::string_view park, const DayCorrection& correction) {
  v1::AttendanceCorrection message;
  message.set_name(CorrectionName(park, correction));
  message.set_case_number(correction.enrolment.case_number);
  message.set_date(FormatDay(correction.day));
  message.set_from_status(StatusFrom(correction.from.status));
  message.set_from_reason(std::string(ReasonName(correction.from.reason)));
  message.set_to_status(StatusFrom(correction.to.status));
  message.set_to_reason(std::string(ReasonName(correction.to.reason)));
  message.set_correction_reason(correction.why);
  message.set_corrected_by(correction.corrected_by);
  message.set_after_close(correction.after_close);
  return message;
}

}  // namespace tuoqiao::places
