#include "services/places/convert_viability.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/errors.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/places/convert.h"
#include "services/places/errors_viability.h"

namespace tuoqiao::places {
namespace {

// As the wire has numbers.
int32_t Narrow(int64_t number) { return static_cast<int32_t>(number); }

absl::Status RequireBetween(absl::string_view field, int64_t value, int64_t least, int64_t most) {
  if (least <= value && value <= most) return absl::OkStatus();
  return FieldInvalid(field, absl::StrCat("is not from ", least, " to ", most),
                      absl::StrCat("不在 ", least, " 至 ", most, " 之间"));
}

absl::StatusOr<absl::CivilMonth> RequireMonth(absl::string_view field, const std::string& text) {
  if (text.empty()) return FieldRequired(field);
  const auto month = ParseMonth(text);
  if (month.ok()) return *month;
  return FieldInvalid(field, "is not a month as YYYY-MM", "不是 YYYY-MM 格式的月份");
}

absl::StatusOr<GroupKind> RequireKind(absl::string_view field, v1::Group::Kind kind) {
  for (const GroupKind each : kGroupKinds) {
    if (BandOf(each).name == v1::Group::Kind_Name(kind)) return each;
  }
  if (kind == v1::Group::KIND_UNSPECIFIED) return FieldRequired(field);
  return FieldInvalid(field, "is not one of its codes", "不是允许的代码");
}

v1::Group::Kind ToProto(GroupKind kind) {
  v1::Group::Kind found = v1::Group::KIND_UNSPECIFIED;
  v1::Group::Kind_Parse(std::string(BandOf(kind).name), &found);
  return found;
}

v1::OccupancyCount ToProto(const viability::SaidCount& count, int64_t seats,
                           int64_t weighted_seats_milli) {
  v1::OccupancyCount message;
  message.set_children(Narrow(count.children()));
  message.set_few(count.few > 0);
  message.set_weighted_seats_milli(count.weighted_milli);
  message.set_occupancy_bp(Narrow(viability::ShareBp(count.children_milli, seats * 1000)));
  message.set_weighted_occupancy_bp(
      Narrow(viability::ShareBp(count.weighted_milli, weighted_seats_milli)));
  return message;
}

v1::OccupancyRange::Warning ToProto(viability::Warning warning) {
  switch (warning) {
    case viability::Warning::kNone:
      return v1::OccupancyRange::WARNING_UNSPECIFIED;
    case viability::Warning::kPossible:
      return v1::OccupancyRange::POSSIBLE;
    case viability::Warning::kLikely:
      return v1::OccupancyRange::LIKELY;
    case viability::Warning::kNearlyCertain:
      return v1::OccupancyRange::NEARLY_CERTAIN;
  }
  return v1::OccupancyRange::WARNING_UNSPECIFIED;
}

// Seats that are not there are not said.
void SetOccupancy(const viability::KindForecast& forecast, const viability::Numbers& numbers,
                  v1::OccupancyRange* message) {
  const viability::Range said = viability::SayRange(forecast.seated, numbers.least_count);
  const auto share = [&](int64_t seated) {
    return Narrow(viability::ShareBp(std::min(seated, forecast.seats), forecast.seats));
  };
  message->set_low_bp(share(said.low));
  message->set_expected_bp(share(said.expected));
  message->set_high_bp(share(said.high));
  message->set_warning(ToProto(forecast.warning));
}

v1::DemandOfKind ToProto(const viability::KindForecast& forecast,
                         const viability::Numbers& numbers) {
  const viability::Range said = viability::SayRange(forecast.wanting, numbers.least_count);
  v1::DemandOfKind message;
  message.set_low(Narrow(said.low));
  message.set_expected(Narrow(said.expected));
  message.set_high(Narrow(said.high));
  message.set_seats(Narrow(forecast.seats));
  if (forecast.seats > 0) SetOccupancy(forecast, numbers, message.mutable_occupancy());
  return message;
}

absl::StatusOr<std::string> RequireCentre(absl::string_view field, const std::string& name) {
  ASSIGN_OR_RETURN(std::string centre, CentreOf(field, name));
  if (!centre.empty()) return centre;
  return FieldInvalid(field, "is not parks/{park}/centres/{centre}",
                      " 应为 parks/{park}/centres/{centre}");
}

}  // namespace

// ---- What is asked.

absl::StatusOr<VacanciesSaid> FromProto(absl::string_view park,
                                        const v1::ConfirmVacancyRequest& request) {
  VacanciesSaid said;
  ASSIGN_OR_RETURN(said.centre, RequireCentre("name", request.name()));
  if (request.vacancies().empty()) return FieldRequired("vacancies");
  if (request.vacancies_size() > kGroupsMax) {
    return FieldInvalid("vacancies", absl::StrCat("holds more than ", kGroupsMax, " groups"),
                        absl::StrCat("超过 ", kGroupsMax, " 个班级"));
  }
  const std::string prefix = absl::StrCat(CentreName(park, said.centre), "/groups/");
  for (int i = 0; i < request.vacancies_size(); ++i) {
    const std::string path = absl::StrCat("vacancies[", i, "]");
    const v1::GroupVacancy& each = request.vacancies(i);
    if (each.group().empty()) return FieldRequired(absl::StrCat(path, ".group"));
    if (!absl::StartsWith(each.group(), prefix)) {
      return FieldInvalid(absl::StrCat(path, ".group"), "is not a group of the centre",
                          "不是该机构的班级");
    }
    RETURN_IF_ERROR(RequireBetween(absl::StrCat(path, ".free"), each.free(), 0, 1000));
    const std::string id = absl::StrCat(said.centre, "/", each.group().substr(prefix.size()));
    if (!said.groups.emplace(id, VacancySaid{each.free(), i}).second) {
      return FieldInvalid(absl::StrCat(path, ".group"), "is there twice", "重复");
    }
  }
  return said;
}

absl::StatusOr<OccupancySaid> FromProto(const v1::ListOccupancyRequest& request) {
  OccupancySaid said;
  ASSIGN_OR_RETURN(said.centre, CentreOf("parent", request.parent()));
  ASSIGN_OR_RETURN(said.months.from, RequireMonth("from_month", request.from_month()));
  ASSIGN_OR_RETURN(const absl::CivilMonth until,
                   RequireMonth("until_month", request.until_month()));
  said.months.count = until - said.months.from;
  if (said.months.count < 1 || said.months.count > kOccupancyMonthsMax) {
    return FieldInvalid(
        "until_month",
        absl::StrCat("is not 1 to ", kOccupancyMonthsMax, " months after from_month"),
        absl::StrCat("须晚于 from_month 1 至 ", kOccupancyMonthsMax, " 个月"));
  }
  return said;
}

absl::StatusOr<viability::HeadCount> FromProto(const v1::SubmitHeadCountRequest& request) {
  const v1::HeadCount& message = request.head_count();
  const std::vector<std::string> parts = absl::StrSplit(request.parent(), '/');
  if (parts.size() != 4 || parts[2] != "firms" || parts[3].empty()) {
    return FieldInvalid("parent", "is not parks/{park}/firms/{firm}",
                        " 应为 parks/{park}/firms/{firm}");
  }
  viability::HeadCount head_count;
  head_count.firm = parts[3];
  ASSIGN_OR_RETURN(head_count.month,
                   RequireMonth("head_count.survey_month", message.survey_month()));
  if (message.staff() == 0) return FieldRequired("head_count.staff");
  RETURN_IF_ERROR(RequireBetween("head_count.staff", message.staff(), 1, kStaffMax));
  head_count.staff = message.staff();
  const std::pair<const char*, int64_t> children[] = {{"head_count.newborn", message.newborn()},
                                                      {"head_count.infant", message.infant()},
                                                      {"head_count.small", message.small()},
                                                      {"head_count.large", message.large()}};
  for (size_t i = 0; i < std::size(children); ++i) {
    RETURN_IF_ERROR(RequireBetween(children[i].first, children[i].second, 0, kStaffMax));
    head_count.children[i] = children[i].second;
  }
  if (!viability::Plausible(head_count)) return HeadCountOverStaff();
  return head_count;
}

absl::StatusOr<int64_t> MonthsAhead(int64_t months_ahead, int64_t otherwise) {
  RETURN_IF_ERROR(RequireBetween("months_ahead", months_ahead, 0, kForecastMonthsMax));
  return months_ahead == 0 ? otherwise : months_ahead;
}

absl::StatusOr<PreviewSaid> FromProto(const v1::PreviewGroupRequest& request) {
  PreviewSaid said;
  ASSIGN_OR_RETURN(said.centre, RequireCentre("parent", request.parent()));
  ASSIGN_OR_RETURN(said.kind, RequireKind("kind", request.kind()));
  if (request.seats() == 0) return FieldRequired("seats");
  if (request.seats() < 0) return RequireBetween("seats", request.seats(), 1, 1000);
  ASSIGN_OR_RETURN(said.months, MonthsAhead(request.months_ahead(), kForecastMonthsMax));
  said.seats = request.seats();
  const int64_t most = BandOf(said.kind).children_max;
  if (said.seats > most) return SeatsOverBand(said.seats, most);
  return said;
}

// ---- What is answered.

std::string HeadCountName(absl::string_view park, const viability::HeadCount& head_count) {
  return absl::StrCat(ParkName(park), "/firms/", head_count.firm, "/headCounts/",
                      FormatMonth(head_count.month));
}

v1::HeadCount ToProto(absl::string_view park, const viability::HeadCount& head_count, bool open) {
  v1::HeadCount message;
  message.set_name(HeadCountName(park, head_count));
  message.set_survey_month(FormatMonth(head_count.month));
  message.set_revision(head_count.revision);
  if (!open) return message;
  message.set_staff(Narrow(head_count.staff));
  message.set_newborn(Narrow(head_count.children[0]));
  message.set_infant(Narrow(head_count.children[1]));
  message.set_small(Narrow(head_count.children[2]));
  message.set_large(Narrow(head_count.children[3]));
  return message;
}

v1::VacancyConfirmation ToProto(absl::string_view park, const VacancyConfirmation& confirmation) {
  v1::VacancyConfirmation message;
  message.set_name(absl::StrCat(CentreName(park, confirmation.centre), "/vacancyConfirmation"));
  message.set_confirm_date(FormatDay(confirmation.date));
  message.set_confirm_time(FormatInstant(confirmation.time));
  message.set_confirmed_by(confirmation.confirmed_by);
  message.set_revision(confirmation.revision);
  return message;
}

v1::Occupancy ToProto(absl::string_view park, const viability::Occupied& occupied,
                      absl::CivilMonth from) {
  v1::Occupancy message;
  if (!occupied.centre.empty()) message.set_centre(CentreName(park, occupied.centre));
  if (!occupied.group.empty()) {
    message.set_group(GroupName(park, occupied.group));
    message.set_group_kind(ToProto(occupied.kind));
  }
  message.set_seats(Narrow(occupied.seats));
  message.set_weighted_seats_milli(occupied.weighted_seats_milli);
  for (size_t i = 0; i < occupied.months.size(); ++i) {
    const viability::MonthOccupancy& each = occupied.months[i];
    v1::OccupancyMonth* month = message.add_months();
    month->set_month(FormatMonth(from + static_cast<int64_t>(i)));
    const auto count = [&](const viability::SaidCount& said) {
      return ToProto(said, each.seats, each.weighted_seats_milli);
    };
    *month->mutable_drafted() = count(each.drafted);
    *month->mutable_planned() = count(each.planned);
    *month->mutable_confirmed() = count(each.confirmed);
    *month->mutable_realised() = count(each.realised);
    month->set_opening_days(Narrow(each.opening_days));
    month->set_under_floor(each.under_floor);
    month->set_staff_needed(Narrow(each.staff_needed));
  }
  return message;
}

v1::DemandCount ToProto(const viability::SaidCell& cell) {
  v1::DemandCount message;
  message.set_from_months(Narrow(cell.band.from));
  message.set_until_months(Narrow(cell.band.until));
  message.set_applied(cell.applied);
  for (const viability::FirmSize size : cell.sizes) {
    message.add_firm_sizes(static_cast<v1::DemandCount::FirmSize>(size));
  }
  message.set_children(Narrow(cell.children));
  return message;
}

v1::DemandMonth ToProto(const viability::MonthForecast& month, absl::CivilMonth of,
                        const viability::Numbers& numbers) {
  v1::DemandMonth message;
  message.set_month(FormatMonth(of));
  for (const GroupKind kind : kGroupKinds) {
    *message.add_demands() = ToProto(month.kinds[static_cast<size_t>(kind)], numbers);
    message.mutable_demands(message.demands_size() - 1)->set_group_kind(ToProto(kind));
  }
  *message.add_demands() = ToProto(month.all, numbers);
  return message;
}

v1::GroupPreviewMonth ToProto(const viability::KindForecast& month, absl::CivilMonth of,
                              const viability::Numbers& numbers) {
  const viability::Range said = viability::SayRange(month.seated, numbers.least_count);
  v1::GroupPreviewMonth message;
  message.set_month(FormatMonth(of));
  message.set_low(Narrow(said.low));
  message.set_expected(Narrow(said.expected));
  message.set_high(Narrow(said.high));
  SetOccupancy(month, numbers, message.mutable_occupancy());
  return message;
}

v1::ViabilitySource SourceToProto(const rules::ParameterFile& pack, absl::CivilDay day,
                                  const viability::Numbers& numbers) {
  static constexpr const char* kConfidences[] = {"OFFICIAL", "SECONDARY", "SAMPLE"};
  v1::ViabilitySource message;
  message.set_pack(pack.name);
  message.set_pack_sha256(pack.hash);
  message.set_confidence(kConfidences[static_cast<size_t>(pack.ConfidenceOn(day))]);
  message.set_floor_bp(Narrow(numbers.floor_bp));
  const rules::Source& floor = viability::FloorSourceOn(pack, day);
  message.set_floor_source(absl::StrCat(floor.title, floor.uri.empty() ? "" : " ", floor.uri));
  message.set_least_count(Narrow(numbers.least_count));
  return message;
}

std::string SeedText(uint64_t seed) { return absl::StrCat(absl::Hex(seed, absl::kZeroPad16)); }

}  // namespace tuoqiao::places
