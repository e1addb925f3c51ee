#include "services/places/convert.h"

#include <algorithm>
#include <optional>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/errors.h"
#include "services/common/identity.h"
#include "services/common/period.h"
#include "services/common/resource_name.h"
#include "services/common/status_macros.h"
#include "services/places/care/convert_care.h"
#include "services/places/finding/convert_search.h"

namespace tuoqiao::places {
namespace {

// Who applied before or will apply after these has a clock that is wrong.
constexpr int kYearMin = 2000, kYearMax = 2199;
constexpr int64_t kSeatsMax = 1000;

std::vector<std::string> Parts(absl::string_view name) { return absl::StrSplit(name, '/'); }

bool ValidId(absl::string_view id) {
  return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](char c) {
    return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-';
  });
}

absl::Status NameInvalid(absl::string_view field, absl::string_view form) {
  return FieldInvalid(field, absl::StrCat("is not ", form), absl::StrCat(" 应为 ", form));
}

absl::Status CheckText(absl::string_view field, const std::string& text, size_t bytes_max) {
  if (text.size() > bytes_max) {
    return FieldInvalid(field, absl::StrCat("is longer than ", bytes_max, " bytes"),
                        absl::StrCat("超过 ", bytes_max, " 字节"));
  }
  if (std::any_of(text.begin(), text.end(),
                  [](char c) { return absl::ascii_iscntrl(static_cast<unsigned char>(c)); })) {
    return FieldInvalid(field, "holds a control character", "含有控制字符");
  }
  return absl::OkStatus();
}

absl::Status RequireText(absl::string_view field, const std::string& text) {
  if (text.empty()) return FieldRequired(field);
  return CheckText(field, text, kTextBytesMax);
}

absl::Status RequireOneOf(absl::string_view field, const std::string& value,
                          const std::set<std::string>& known) {
  if (value.empty()) return FieldRequired(field);
  if (known.count(value) == 1) return absl::OkStatus();
  return FieldInvalid(field, "is not one of its codes", "不是允许的代码");
}

absl::Status RequireBetween(absl::string_view field, int64_t value, int64_t least, int64_t most) {
  if (least <= value && value <= most) return absl::OkStatus();
  return FieldInvalid(field, absl::StrCat("is not from ", least, " to ", most),
                      absl::StrCat("不在 ", least, " 至 ", most, " 之间"));
}

absl::StatusOr<GroupKind> KindOf(absl::string_view field, v1::Group::Kind kind) {
  switch (kind) {
    case v1::Group::INFANT:
      return GroupKind::kInfant;
    case v1::Group::SMALL:
      return GroupKind::kSmall;
    case v1::Group::LARGE:
      return GroupKind::kLarge;
    case v1::Group::MIXED:
      return GroupKind::kMixed;
    default:
      return FieldRequired(field);
  }
}

absl::StatusOr<SeatPool> FromProto(absl::string_view path, const v1::SeatPool& message) {
  SeatPool pool;
  RETURN_IF_ERROR(RequireOneOf(absl::StrCat(path, ".kind"), message.kind(),
                               {"RESERVED", "SHARED", "COMMUNITY", "SPECIALIST"}));
  pool.kind = message.kind();
  pool.firm = LastPart(message.firm());
  const bool reserved = pool.kind == "RESERVED";
  if (reserved && pool.firm.empty()) return FieldRequired(absl::StrCat(path, ".firm"));
  if ((!reserved && !pool.firm.empty()) || (reserved && !ValidId(pool.firm))) {
    return FieldInvalid(absl::StrCat(path, ".firm"), "is not the firm of a reserved pool",
                        "不是预留名额所属的用人单位");
  }
  RETURN_IF_ERROR(RequireBetween(absl::StrCat(path, ".seats"), message.seats(), 0, kSeatsMax));
  pool.seats = message.seats();
  return pool;
}

absl::StatusOr<Group> FromProto(absl::string_view centre, absl::string_view path,
                                const v1::Group& message) {
  Group group;
  RETURN_IF_ERROR(RequireText(absl::StrCat(path, ".code"), message.code()));
  const std::string id = absl::AsciiStrToLower(message.code());
  if (!ValidId(id)) {
    return FieldInvalid(absl::StrCat(path, ".code"), "is not letters, digits and hyphens",
                        "须为字母、数字或连字符");
  }
  group.id = absl::StrCat(centre, "/", id);
  group.code = message.code();
  ASSIGN_OR_RETURN(group.kind, KindOf(absl::StrCat(path, ".kind"), message.kind()));
  RETURN_IF_ERROR(
      RequireBetween(absl::StrCat(path, ".capacity"), message.capacity(), 0, kSeatsMax));
  RETURN_IF_ERROR(RequireBetween(absl::StrCat(path, ".staff"), message.staff(), 0, kSeatsMax));
  group.capacity = message.capacity();
  group.staff = message.staff();
  group.half_days_share = message.half_days_share();
  int64_t seats = 0;
  std::set<std::string> keys;
  for (int i = 0; i < message.pools_size(); ++i) {
    const std::string pool_path = absl::StrCat(path, ".pools[", i, "]");
    ASSIGN_OR_RETURN(SeatPool pool, FromProto(pool_path, message.pools(i)));
    if (!keys.insert(pool.Key()).second) {
      return FieldInvalid(pool_path, "is there twice", "重复");
    }
    seats += pool.seats;
    group.pools.push_back(std::move(pool));
  }
  if (seats != group.capacity) {
    return FieldInvalid(absl::StrCat(path, ".capacity"), "is not the sum of its pools",
                        "不等于各类名额之和");
  }
  std::sort(group.pools.begin(), group.pools.end(),
            [](const SeatPool& a, const SeatPool& b) { return a.Key() < b.Key(); });
  return group;
}

absl::Status AddGroups(const v1::Centre& message, Centre& centre) {
  if (message.groups_size() > kGroupsMax) {
    return FieldInvalid("centre.groups", absl::StrCat("holds more than ", kGroupsMax, " groups"),
                        absl::StrCat("超过 ", kGroupsMax, " 个班级"));
  }
  std::set<std::string> ids;
  for (int i = 0; i < message.groups_size(); ++i) {
    const std::string path = absl::StrCat("centre.groups[", i, "]");
    ASSIGN_OR_RETURN(Group group, FromProto(centre.id, path, message.groups(i)));
    if (!ids.insert(group.id).second) {
      return FieldInvalid(absl::StrCat(path, ".code"), "is there twice", "重复");
    }
    centre.groups.push_back(std::move(group));
  }
  std::sort(centre.groups.begin(), centre.groups.end(),
            [](const Group& a, const Group& b) { return a.id < b.id; });
  return absl::OkStatus();
}

absl::StatusOr<std::string> AddFiling(const v1::Centre& message, Centre& centre) {
  if (message.filing_number().empty()) return std::string("centre.filing_number");
  if (message.filing_from_date().empty()) return std::string("centre.filing_from_date");
  if (message.filing_until_date().empty()) return std::string("centre.filing_until_date");
  RETURN_IF_ERROR(CheckText("centre.filing_number", message.filing_number(), kTextBytesMax));
  centre.filing_number = message.filing_number();
  ASSIGN_OR_RETURN(centre.filing_from,
                   DayOf("centre.filing_from_date", message.filing_from_date()));
  ASSIGN_OR_RETURN(centre.filing_until,
                   DayOf("centre.filing_until_date", message.filing_until_date()));
  if (centre.filing_until <= centre.filing_from) {
    return FieldInvalid("centre.filing_until_date", "is not after filing_from_date",
                        "不晚于起始日期");
  }
  return std::string();
}

absl::StatusOr<std::set<absl::CivilDay>> DaysOf(
    absl::string_view field, const google::protobuf::RepeatedPtrField<std::string>& texts) {
  if (texts.size() > kExceptionsMax) {
    return FieldInvalid(field, absl::StrCat("holds more than ", kExceptionsMax, " days"),
                        absl::StrCat("超过 ", kExceptionsMax, " 天"));
  }
  std::set<absl::CivilDay> days;
  for (int i = 0; i < texts.size(); ++i) {
    ASSIGN_OR_RETURN(const absl::CivilDay day,
                     DayOf(absl::StrCat(field, "[", i, "]"), texts.Get(i)));
    days.insert(day);
  }
  return days;
}

// The centre that a choice names: by its name, or by its code.
absl::StatusOr<std::string> ChoiceOf(absl::string_view park, absl::string_view field,
                                     const std::string& choice) {
  const std::string id = absl::AsciiStrToLower(LastPart(choice));
  const bool named = absl::StrContains(choice, '/');
  if (ValidId(id) && (!named || choice == CentreName(park, id))) return id;
  return FieldInvalid(field, "is not a centre of the park", "不是该园区的机构");
}

absl::StatusOr<absl::Time> SubmittedOf(const std::string& text) {
  if (text.empty()) return FieldRequired("submitted_time");
  absl::Time time;
  if (absl::ParseTime(absl::RFC3339_full, text, &time, nullptr)) {
    const int64_t year = absl::ToCivilYear(time, absl::UTCTimeZone()).year();
    if (kYearMin <= year && year <= kYearMax) return time;
  }
  return FieldInvalid("submitted_time", "is not a time as RFC 3339 writes it",
                      "不是 RFC 3339 格式的时间");
}

}  // namespace

absl::StatusOr<std::string> CentreOf(absl::string_view field, const std::string& name) {
  const std::vector<std::string> parts = Parts(name);
  if (parts.size() == 2) return std::string();
  if (parts.size() == 4 && parts[2] == "centres" && ValidId(parts[3])) return parts[3];
  return NameInvalid(field, "parks/{park}/centres/{centre}");
}

absl::StatusOr<std::string> FamilyOf(absl::string_view field, const std::string& name) {
  const std::vector<std::string> parts = Parts(name);
  if (parts.size() == 4 && parts[2] == "families" && ValidId(parts[3])) return parts[3];
  return NameInvalid(field, "parks/{park}/families/{family}");
}

absl::StatusOr<OfferKey> OfferKeyOf(const std::string& name) {
  const std::vector<std::string> parts = Parts(name);
  if (parts.size() == 6 && parts[2] == "families" && parts[4] == "offers" && ValidId(parts[3]) &&
      ValidId(parts[5])) {
    return OfferKey{parts[3], parts[5]};
  }
  return NameInvalid("name", "parks/{park}/families/{family}/offers/{offer}");
}

absl::StatusOr<NameParts> PartsOfName(absl::string_view field, const std::string& name,
                                      absl::string_view above, absl::string_view below) {
  const std::vector<std::string> parts = Parts(name);
  if (parts.size() == 6 && parts[2] == above && parts[4] == below && ValidId(parts[3]) &&
      ValidId(parts[5])) {
    return NameParts{parts[3], parts[5]};
  }
  return NameInvalid(field, absl::StrCat("parks/{park}/", above, "/{id}/", below, "/{id}"));
}

absl::StatusOr<EnrolmentKey> EnrolmentKeyOf(const std::string& name) {
  const std::vector<std::string> parts = Parts(name);
  if (parts.size() == 6 && parts[2] == "centres" && parts[4] == "enrolments" && ValidId(parts[3]) &&
      ValidId(parts[5])) {
    return EnrolmentKey{parts[3], parts[5]};
  }
  return NameInvalid("name", "parks/{park}/centres/{centre}/enrolments/{enrolment}");
}

absl::StatusOr<std::string> ProgrammeOf(absl::string_view park, const std::string& name) {
  if (name.empty()) return FieldRequired("programme");
  const std::vector<std::string> parts = Parts(name);
  if (parts.size() == 4 && parts[1] == park && parts[2] == "programmes" && ValidId(parts[3])) {
    return parts[3];
  }
  return NameInvalid("programme", "parks/{park}/programmes/{programme}");
}

absl::StatusOr<CentreSaid> FromProto(absl::string_view park, const v1::Centre& message) {
  CentreSaid said;
  Centre& centre = said.centre;
  RETURN_IF_ERROR(RequireText("centre.code", message.code()));
  centre.code = message.code();
  centre.id = absl::AsciiStrToLower(centre.code);
  if (!ValidId(centre.id) || message.name() != CentreName(park, centre.id)) {
    return NameInvalid("centre.name", "parks/{park}/centres/{code in lower case}");
  }
  RETURN_IF_ERROR(RequireText("centre.display_name", message.display_name()));
  centre.display_name = message.display_name();
  RETURN_IF_ERROR(RequireOneOf("centre.provider_type", message.provider_type(),
                               {"WORKPLACE", "PARK", "PUBLIC", "COMMUNITY", "HOME"}));
  centre.provider_type = message.provider_type();
  if (message.uscc().empty()) return FieldRequired("centre.uscc");
  if (!ValidUscc(message.uscc())) {
    return FieldInvalid("centre.uscc", "is not a unified social credit code",
                        "不是有效的统一社会信用代码");
  }
  centre.uscc = message.uscc();
  centre.latitude_micro = message.latitude_micro();
  centre.longitude_micro = message.longitude_micro();
  RETURN_IF_ERROR(AddCare(message, centre));
  RETURN_IF_ERROR(AddGroups(message, centre));
  ASSIGN_OR_RETURN(said.filing_missing, AddFiling(message, centre));
  return said;
}

absl::StatusOr<OpeningCalendar> FromProto(const v1::OpeningCalendar& message) {
  OpeningCalendar calendar;
  const std::vector<std::string> parts = Parts(message.name());
  if (parts.size() != 4 || parts[2] != "openingCalendars" || !ValidId(parts[3])) {
    return NameInvalid("calendar.name", "parks/{park}/openingCalendars/{calendar}");
  }
  calendar.id = parts[3];
  ASSIGN_OR_RETURN(calendar.closed, DaysOf("calendar.closed_dates", message.closed_dates()));
  ASSIGN_OR_RETURN(calendar.working_weekends,
                   DaysOf("calendar.working_weekends", message.working_weekends()));
  for (const absl::CivilDay day : calendar.working_weekends) {
    if (Weekend(day) && calendar.closed.count(day) == 0) continue;
    return FieldInvalid("calendar.working_weekends",
                        absl::StrCat("holds ", FormatDay(day), ", which is no weekend to work on"),
                        absl::StrCat("含有 ", FormatDay(day), ",并非可调班的周末"));
  }
  return calendar;
}

absl::StatusOr<std::vector<std::string>> ChoicesFrom(
    absl::string_view park, const google::protobuf::RepeatedPtrField<std::string>& choices) {
  std::vector<std::string> chosen;
  if (choices.empty()) return FieldRequired("choices");
  if (choices.size() > kChoicesMax) {
    return FieldInvalid("choices", absl::StrCat("holds more than ", kChoicesMax, " centres"),
                        absl::StrCat("超过 ", kChoicesMax, " 个机构"));
  }
  for (int i = 0; i < choices.size(); ++i) {
    const std::string path = absl::StrCat("choices[", i, "]");
    ASSIGN_OR_RETURN(std::string choice, ChoiceOf(park, path, choices.Get(i)));
    if (std::count(chosen.begin(), chosen.end(), choice) > 0) {
      return FieldInvalid(path, "is there twice", "重复");
    }
    chosen.push_back(std::move(choice));
  }
  return chosen;
}

absl::StatusOr<Application> FromProto(absl::string_view park, const v1::Application& message) {
  Application application;
  RETURN_IF_ERROR(RequireText("case_number", message.case_number()));
  RETURN_IF_ERROR(CheckText("case_number", message.case_number(), kCaseNumberBytesMax));
  application.case_number = message.case_number();
  ASSIGN_OR_RETURN(application.choices, ChoicesFrom(park, message.choices()));
  ASSIGN_OR_RETURN(application.desired_start,
                   DayOf("desired_start_date", message.desired_start_date()));
  ASSIGN_OR_RETURN(application.submitted, SubmittedOf(message.submitted_time()));
  application.urgent = message.urgent();
  ASSIGN_OR_RETURN(application.session, SessionOf(message.care_kind(), message.session()));
  application.revision = 1;
  return application;
}

absl::StatusOr<ChildDay> FromProto(const v1::AttendanceDay& message) {
  ChildDay day;
  if (message.case_number().empty()) return FieldInvalid("case_number", "is empty", "为空");
  RETURN_IF_ERROR(CheckText("case_number", message.case_number(), kCaseNumberBytesMax));
  day.case_number = message.case_number();
  const absl::StatusOr<absl::CivilDay> date = ParseDay(message.date());
  if (!date.ok()) {
    return FieldInvalid("date", "is not a date YYYY-MM-DD", "不是 YYYY-MM-DD 格式的日期");
  }
  day.day = *date;
  day.present = message.status() == v1::AttendanceDay::PRESENT;
  if (!day.present && message.status() != v1::AttendanceDay::ABSENT) {
    return FieldInvalid("status", "is neither PRESENT nor ABSENT", "既非 PRESENT 也非 ABSENT");
  }
  day.evidence = message.evidence();
  RETURN_IF_ERROR(CheckText("correction_reason", message.correction_reason(), kTextBytesMax));
  day.correction_reason = message.correction_reason();
  if (message.reason().empty()) return day;
  const std::optional<Reason> reason = AbsenceReasonOf(message.reason());
  if (!reason.has_value()) {
    return FieldInvalid("reason", "is not one of its codes", "不是允许的代码");
  }
  day.reason = *reason;
  return day;
}

absl::Status CheckDeclineReason(const std::string& reason) {
  return RequireOneOf("reason", reason, {"FOUND_ANOTHER", "TOO_FAR", "TOO_DEAR", "LATER", "OTHER"});
}

absl::Status CheckEndReason(const std::string& reason) {
  return RequireOneOf("reason", reason, {"LEFT", "TRANSFERRED", "LAPSED", "ABSENT"});
}

absl::StatusOr<absl::CivilDay> DayOf(absl::string_view field, const std::string& text) {
  if (text.empty()) return FieldRequired(field);
  const absl::StatusOr<absl::CivilDay> day = ParseDay(text);
  if (day.ok()) return *day;
  return FieldInvalid(field, "is not a date YYYY-MM-DD", "不是 YYYY-MM-DD 格式的日期");
}

absl::StatusOr<absl::CivilMonth> MonthOf(absl::string_view field, const std::string& text) {
  if (text.empty()) return FieldRequired(field);
  const absl::StatusOr<absl::CivilMonth> month = ParseMonth(text);
  if (month.ok()) return *month;
  return FieldInvalid(field, "is not a month YYYY-MM", "不是 YYYY-MM 格式的月份");
}

absl::Status CheckItems(absl::string_view field, int items, int items_max) {
  if (items == 0) return FieldRequired(field);
  if (items <= items_max) return absl::OkStatus();
  return FieldInvalid(field, absl::StrCat("holds more than ", items_max, " items"),
                      absl::StrCat("超过 ", items_max, " 条"));
}

}  // namespace tuoqiao::places
