#include "services/places/finding/convert_search.h"

#include <algorithm>
#include <limits>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/check.h"
#include "services/common/errors.h"
#include "services/common/period.h"
#include "services/common/resource_name.h"
#include "services/common/status_macros.h"
#include "services/places/convert.h"
#include "services/places/errors.h"

namespace tuoqiao::places {
namespace {

constexpr uint32_t kMondayToFriday = 0x1f;
constexpr int64_t kAgeMonthsMax = 120, kNeedsLevelMax = 2;
constexpr size_t kLanguageBytesMax = 35;

absl::Status Twice(absl::string_view field) {
  return FieldInvalid(field, "is there twice", "重复");
}

absl::Status CheckCount(absl::string_view field, int count, int most) {
  if (count <= most) return absl::OkStatus();
  return FieldInvalid(field, absl::StrCat("holds more than ", most, " items"),
                      absl::StrCat("超过 ", most, " 条"));
}

absl::Status CheckBetween(absl::string_view field, int64_t value, int64_t least, int64_t most) {
  if (least <= value && value <= most) return absl::OkStatus();
  return FieldInvalid(field, absl::StrCat("is not from ", least, " to ", most),
                      absl::StrCat("不在 ", least, " 至 ", most, " 之间"));
}

absl::StatusOr<uint32_t> WeekdaysOf(absl::string_view path, const v1::DayHours& message) {
  uint32_t weekdays = 0;
  for (int i = 0; i < message.weekdays_size(); ++i) {
    const std::string field = absl::StrCat(path, ".weekdays[", i, "]");
    RETURN_IF_ERROR(CheckBetween(field, message.weekdays(i), 1, kWeekdays));
    const uint32_t bit = 1U << static_cast<uint32_t>(message.weekdays(i) - 1);
    if ((weekdays & bit) != 0) return Twice(field);
    weekdays |= bit;
  }
  return weekdays;
}

// Without weekdays where it names none.
absl::StatusOr<DayHours> HoursOf(absl::string_view path, const v1::DayHours& message) {
  DayHours hours;
  ASSIGN_OR_RETURN(hours.weekdays, WeekdaysOf(path, message));
  hours.open_minute = message.open_minute();
  hours.close_minute = message.close_minute();
  RETURN_IF_ERROR(
      CheckBetween(absl::StrCat(path, ".open_minute"), hours.open_minute, 0, kMinutesOfADay));
  RETURN_IF_ERROR(
      CheckBetween(absl::StrCat(path, ".close_minute"), hours.close_minute, 0, kMinutesOfADay));
  if (hours.open_minute < hours.close_minute) return hours;
  return FieldInvalid(absl::StrCat(path, ".close_minute"), "is not after open_minute",
                      "不晚于开始时刻");
}

absl::Status AddHours(const v1::Centre& message, Centre& centre) {
  RETURN_IF_ERROR(CheckCount("centre.opening_hours", message.opening_hours_size(), kHoursMax));
  for (int i = 0; i < message.opening_hours_size(); ++i) {
    const std::string path = absl::StrCat("centre.opening_hours[", i, "]");
    ASSIGN_OR_RETURN(const DayHours hours, HoursOf(path, message.opening_hours(i)));
    if (hours.weekdays == 0) return FieldRequired(absl::StrCat(path, ".weekdays"));
    centre.opening_hours.push_back(hours);
  }
  if (const auto overlap = FindOverlap(centre.opening_hours); overlap.has_value()) {
    return FieldInvalid(absl::StrCat("centre.opening_hours[", *overlap, "]"),
                        "overlaps earlier hours on a weekday", "与同一星期几的其他开放时段重叠");
  }
  std::sort(centre.opening_hours.begin(), centre.opening_hours.end(),
            [](const DayHours& a, const DayHours& b) {
              return std::tie(a.open_minute, a.close_minute, a.weekdays) <
                     std::tie(b.open_minute, b.close_minute, b.weekdays);
            });
  return absl::OkStatus();
}

// The form of BCP 47: a language of two or three letters, then parts of one to eight letters or
// digits. Whether anybody registered it is not asked.
bool LanguageTag(const std::string& tag) {
  const std::vector<std::string> parts = absl::StrSplit(tag, '-');
  const auto of_letters = [](const std::string& part) {
    return std::all_of(part.begin(), part.end(),
                       [](unsigned char c) { return absl::ascii_isalpha(c); });
  };
  const auto well_formed = [](const std::string& part) {
    return !part.empty() && part.size() <= 8 &&
           std::all_of(part.begin(), part.end(),
                       [](unsigned char c) { return absl::ascii_isalnum(c); });
  };
  return tag.size() <= kLanguageBytesMax && (parts[0].size() == 2 || parts[0].size() == 3) &&
         of_letters(parts[0]) && std::all_of(parts.begin(), parts.end(), well_formed);
}

absl::StatusOr<std::vector<std::string>> LanguagesOf(
    absl::string_view field, const google::protobuf::RepeatedPtrField<std::string>& tags) {
  RETURN_IF_ERROR(CheckCount(field, tags.size(), kLanguagesMax));
  std::vector<std::string> languages;
  std::set<std::string> seen;
  for (int i = 0; i < tags.size(); ++i) {
    const std::string path = absl::StrCat(field, "[", i, "]");
    if (!LanguageTag(tags.Get(i))) {
      return FieldInvalid(path, "is not a language tag as BCP 47 writes it, e.g. zh or zh-Hans",
                          "不是 BCP 47 语言标签,如 zh 或 zh-Hans");
    }
    if (!seen.insert(absl::AsciiStrToLower(tags.Get(i))).second) return Twice(path);
    languages.push_back(tags.Get(i));
  }
  return languages;
}

absl::StatusOr<CareKind> CareKindOf(absl::string_view field, int kind) {
  if (kind == v1::CARE_KIND_UNSPECIFIED) return FieldRequired(field);
  for (const CareKind each : kCareKinds) {
    if (CareKindName(each) == v1::CareKind_Name(static_cast<v1::CareKind>(kind))) return each;
  }
  return FieldInvalid(field, "is not one of its codes", "不是允许的代码");
}

absl::Status AddCareKinds(const v1::Centre& message, Centre& centre) {
  RETURN_IF_ERROR(CheckCount("centre.care_kinds", message.care_kinds_size(),
                             static_cast<int>(kCareKinds.size())));
  for (int i = 0; i < message.care_kinds_size(); ++i) {
    const std::string path = absl::StrCat("centre.care_kinds[", i, "]");
    ASSIGN_OR_RETURN(const CareKind kind, CareKindOf(path, message.care_kinds(i)));
    if (std::count(centre.care_kinds.begin(), centre.care_kinds.end(), kind) > 0) {
      return Twice(path);
    }
    centre.care_kinds.push_back(kind);
  }
  std::sort(centre.care_kinds.begin(), centre.care_kinds.end());
  return absl::OkStatus();
}

// ---- Searches.

absl::StatusOr<search::Mode> ModeOf(absl::string_view field, v1::TravelMode mode) {
  for (const search::Mode each : search::kModes) {
    if (search::ModeName(each) == v1::TravelMode_Name(mode)) return each;
  }
  if (mode == v1::TRAVEL_MODE_UNSPECIFIED) return FieldRequired(field);
  return FieldInvalid(field, "is not one of its codes", "不是允许的代码");
}

absl::StatusOr<std::optional<search::Point>> PointOf(bool written, const char* field,
                                                     const v1::GeoPoint& message) {
  if (!written) return std::optional<search::Point>();
  RETURN_IF_ERROR(
      AtField(CheckLocation(message.latitude_micro(), message.longitude_micro()), field));
  return std::optional<search::Point>({message.latitude_micro(), message.longitude_micro()});
}

absl::Status AddPlaces(const v1::SearchCentresRequest& request, search::Family& family) {
  ASSIGN_OR_RETURN(family.home, PointOf(request.has_home(), "home", request.home()));
  ASSIGN_OR_RETURN(family.work, PointOf(request.has_work(), "work", request.work()));
  ASSIGN_OR_RETURN(family.grandparent,
                   PointOf(request.has_grandparent(), "grandparent", request.grandparent()));
  if (!family.home.has_value() && !family.work.has_value() && !family.grandparent.has_value()) {
    return FieldRequired("home");
  }
  ASSIGN_OR_RETURN(family.mode, ModeOf("mode", request.mode()));
  if (request.pick_up_mode() != v1::TRAVEL_MODE_UNSPECIFIED) {
    ASSIGN_OR_RETURN(family.pick_up_mode, ModeOf("pick_up_mode", request.pick_up_mode()));
  }
  return absl::OkStatus();
}

absl::Status AddDay(const v1::SearchCentresRequest& request, search::Family& family) {
  if (request.has_shift()) {
    ASSIGN_OR_RETURN(family.shift, HoursOf("shift", request.shift()));
    if (family.shift->weekdays == 0) family.shift->weekdays = kMondayToFriday;
  }
  ASSIGN_OR_RETURN(family.languages, LanguagesOf("languages", request.languages()));
  family.inclusive_only = request.inclusive_only();
  family.specialist_only = request.specialist_only();
  if (request.care_kind() != v1::CARE_KIND_UNSPECIFIED) {
    ASSIGN_OR_RETURN(family.care_kind, CareKindOf("care_kind", request.care_kind()));
  }
  return absl::OkStatus();
}

// The id of a centre of the park by its name.
absl::StatusOr<std::string> CentreIn(absl::string_view park, absl::string_view field,
                                     const std::string& name) {
  ASSIGN_OR_RETURN(std::string id, CentreOf(field, name));
  if (!id.empty() && name == CentreName(park, id)) return id;
  return FieldInvalid(field, "is not a centre of the park", "不是该园区的机构");
}

absl::Status AddChild(absl::string_view park, const v1::SearchCentresRequest& request,
                      SearchSaid& said) {
  said.child = request.child();
  const std::string families = absl::StrCat(ParkName(park), "/families/");
  if (!said.child.empty()) {
    const std::vector<std::string> parts = absl::StrSplit(said.child, '/');
    if (parts.size() == 6 && parts[4] == "children" && absl::StartsWith(said.child, families)) {
      return absl::OkStatus();
    }
    return FieldInvalid("child", "is not parks/{park}/families/{family}/children/{child}",
                        " 应为 parks/{park}/families/{family}/children/{child}");
  }
  if (!request.birth_date().empty()) {
    ASSIGN_OR_RETURN(said.birth_date, DayOf("birth_date", request.birth_date()));
  } else {
    if (request.age_months() == 0) return FieldRequired("birth_date");
    RETURN_IF_ERROR(CheckBetween("age_months", request.age_months(), 1, kAgeMonthsMax));
    said.age_months = request.age_months();
  }
  RETURN_IF_ERROR(CheckBetween("needs_level", request.needs_level(), 0, kNeedsLevelMax));
  said.needs_level = request.needs_level();
  if (request.firm().empty()) return absl::OkStatus();
  said.firm = LastPart(request.firm());
  if (request.firm() == absl::StrCat(ParkName(park), "/firms/", said.firm)) return absl::OkStatus();
  return FieldInvalid("firm", "is not a firm of the park", "不是该园区的用人单位");
}

absl::Status AddPrices(absl::string_view park, const v1::SearchCentresRequest& request,
                       SearchSaid& said) {
  RETURN_IF_ERROR(CheckCount("prices", request.prices_size(), kPricesMax));
  for (int i = 0; i < request.prices_size(); ++i) {
    const std::string path = absl::StrCat("prices[", i, "]");
    const v1::FamilyPrice& price = request.prices(i);
    ASSIGN_OR_RETURN(std::string centre, CentreIn(park, path + ".centre", price.centre()));
    const bool known = std::any_of(kGroupKinds.begin(), kGroupKinds.end(), [&](GroupKind kind) {
      return BandOf(kind).name == price.group_kind();
    });
    if (!known) {
      return FieldInvalid(path + ".group_kind", "is not one of its codes", "不是允许的代码");
    }
    RETURN_IF_ERROR(CheckBetween(path + ".family_minor", price.family_minor(), 0, 100'000'000));
    if (!said.prices.insert({{std::move(centre), price.group_kind()}, price.family_minor()})
             .second) {
      return Twice(path);
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status AddCare(const v1::Centre& message, Centre& centre) {
  RETURN_IF_ERROR(AddHours(message, centre));
  ASSIGN_OR_RETURN(centre.languages, LanguagesOf("centre.languages", message.languages()));
  std::sort(centre.languages.begin(), centre.languages.end());
  centre.inclusive = message.inclusive();
  return AddCareKinds(message, centre);
}

void AddCare(const Centre& centre, v1::Centre& message) {
  for (const DayHours& each : centre.opening_hours) {
    v1::DayHours* const hours = message.add_opening_hours();
    for (int weekday = 1; weekday <= kWeekdays; ++weekday) {
      if (each.On(weekday)) hours->add_weekdays(weekday);
    }
    hours->set_open_minute(static_cast<int32_t>(each.open_minute));
    hours->set_close_minute(static_cast<int32_t>(each.close_minute));
  }
  for (const std::string& language : centre.languages) message.add_languages(language);
  message.set_inclusive(centre.inclusive);
  for (const CareKind kind : centre.care_kinds) {
    v1::CareKind said = v1::CARE_KIND_UNSPECIFIED;
    CHECK(v1::CareKind_Parse(std::string(CareKindName(kind)), &said));
    message.add_care_kinds(said);
  }
}

absl::StatusOr<SearchSaid> FromProto(absl::string_view park,
                                     const v1::SearchCentresRequest& request) {
  SearchSaid said;
  RETURN_IF_ERROR(AddPlaces(request, said.family));
  RETURN_IF_ERROR(AddDay(request, said.family));
  RETURN_IF_ERROR(CheckCount("sibling_centres", request.sibling_centres_size(), kSiblingsMax));
  for (int i = 0; i < request.sibling_centres_size(); ++i) {
    ASSIGN_OR_RETURN(std::string centre, CentreIn(park, absl::StrCat("sibling_centres[", i, "]"),
                                                  request.sibling_centres(i)));
    said.sibling_centres.push_back(std::move(centre));
  }
  RETURN_IF_ERROR(AddChild(park, request, said));
  if (!request.start_date().empty()) {
    ASSIGN_OR_RETURN(said.start, DayOf("start_date", request.start_date()));
  }
  RETURN_IF_ERROR(AddPrices(park, request, said));
  RETURN_IF_ERROR(CheckBetween("limit", request.limit(), 0, kResultsMax));
  if (request.limit() > 0) said.results_max = static_cast<size_t>(request.limit());
  return said;
}

absl::CivilDay BirthDateFor(int64_t age_months, absl::CivilDay day) {
  const absl::CivilMonth month = absl::CivilMonth(day) - age_months;
  absl::CivilDay birth_date(month.year(), month.month(), day.day());
  while (AgeInMonths(birth_date, day) < age_months) --birth_date;
  return birth_date;
}

v1::FoundCentre ToProto(absl::string_view park, const Centre& centre, const search::Family& family,
                        const search::Candidate& candidate, const search::Ranked& ranked) {
  v1::FoundCentre message;
  message.set_centre(CentreName(park, centre.id));
  message.set_display_name(centre.display_name);
  message.set_distance_metres(candidate.nearness.metres);
  message.set_near(std::string(search::PlaceName(family, candidate.nearness)));
  if (candidate.leg.has_value()) {
    const search::Leg& leg = *candidate.leg;
    message.set_detour_seconds(leg.detour_seconds());
    message.set_to_seconds(leg.to_seconds);
    message.set_onward_seconds(leg.onward_seconds);
    message.set_direct_seconds(leg.direct_seconds);
    message.set_after_siblings(static_cast<int32_t>(leg.stop));
    message.set_pick_up_seconds(leg.pick_up_seconds.value_or(0));
  }
  for (const search::Vacancy& each : candidate.seats.vacancies) {
    v1::Vacancy* const vacancy = message.add_vacancies();
    vacancy->set_group_kind(std::string(each.group_kind));
    vacancy->set_free(static_cast<int32_t>(each.free));
    vacancy->set_from_date(FormatDay(each.from));
    vacancy->set_specialist(each.specialist);
  }
  message.set_family_minor(ranked.price_minor.value_or(0));
  message.set_points(ranked.points);
  for (const search::Part& each : ranked.parts) {
    v1::PointsPart* const part = message.add_parts();
    part->set_name(std::string(each.name));
    part->set_quantity(each.quantity);
    part->set_points(each.points);
  }
  for (const search::Reason& each : ranked.reasons) {
    v1::SearchReason* const reason = message.add_reasons();
    const rules::Words sentence = search::SentenceOf(each);
    reason->set_code(std::string(search::ReasonName(each.code)));
    reason->set_value(each.value);
    reason->set_sentence_en(sentence.en);
    reason->set_sentence_zh(sentence.zh);
  }
  return message;
}

v1::TravelSource ToProto(const rules::ParameterFile& pack, absl::CivilDay day) {
  v1::TravelSource message;
  message.set_engine("STRAIGHT_LINE");
  message.set_pack(pack.name);
  message.set_pack_sha256(pack.hash);
  switch (pack.ConfidenceOn(day)) {
    case rules::Confidence::kOfficial:
      message.set_confidence("OFFICIAL");
      break;
    case rules::Confidence::kSecondary:
      message.set_confidence("SECONDARY");
      break;
    case rules::Confidence::kSample:
      message.set_confidence("SAMPLE");
      break;
  }
  return message;
}

}  // namespace tuoqiao::places
