#include "services/cli/places_search.h"

#include <algorithm>
#include <cmath>
#include <iostream>
#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "services/cli/hours.h"
#include "services/cli/intake.h"
#include "services/cli/verbs.h"
#include "services/common/errors.h"
#include "services/common/resource_name.h"
#include "services/common/status_macros.h"
#include "tuoqiao/billing/v1/billing.grpc.pb.h"
#include "tuoqiao/places/v1/places.grpc.pb.h"

namespace tuoqiao::cli {
namespace {

namespace v1 = places::v1;
using BillingStub = billing::v1::Billing::Stub;
using PlacesStub = v1::Places::Stub;

// So many of the first search are priced.
constexpr int32_t kPricedMax = 50;

absl::Status Misused(absl::string_view flag, absl::string_view form) {
  return absl::InvalidArgumentError(absl::StrCat("--", flag, " is not ", form));
}

// `30.1000,126.2000`.
absl::Status ReadPoint(const Arguments& arguments, const char* flag, v1::GeoPoint* point) {
  const std::vector<std::string> parts = absl::StrSplit(arguments.Get(flag), ',');
  double latitude = 0, longitude = 0;
  if (parts.size() != 2 || !absl::SimpleAtod(parts[0], &latitude) ||
      !absl::SimpleAtod(parts[1], &longitude) || !(std::abs(latitude) <= 90) ||
      !(std::abs(longitude) <= 180)) {
    return Misused(flag, "LATITUDE,LONGITUDE, e.g. 30.1000,126.2000");
  }
  point->set_latitude_micro(std::llround(latitude * 1e6));
  point->set_longitude_micro(std::llround(longitude * 1e6));
  return absl::OkStatus();
}

absl::Status ReadShift(const Arguments& arguments, v1::DayHours* shift) {
  if (!ReadSpan(arguments.Get("shift"), shift)) {
    return Misused("shift", "HH:MM-HH:MM, e.g. 09:00-17:30");
  }
  for (absl::string_view each : absl::StrSplit(arguments.Get("weekdays"), ',', absl::SkipEmpty())) {
    int32_t weekday = 0;
    if (!absl::SimpleAtoi(each, &weekday)) return Misused("weekdays", "numbers, e.g. 1,2,3");
    shift->add_weekdays(weekday);
  }
  return absl::OkStatus();
}

template <typename Enum>
absl::Status ReadEnum(const Arguments& arguments, const char* flag,
                      bool (*parse)(const std::string&, Enum*), Enum* value) {
  if (arguments.Get(flag).empty() || parse(arguments.Get(flag), value)) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("--", flag, ": there is no ", arguments.Get(flag)));
}

absl::Status ReadFamily(const Arguments& arguments, v1::SearchCentresRequest* request) {
  v1::TravelMode mode = v1::TRAVEL_MODE_UNSPECIFIED, pick_up = v1::TRAVEL_MODE_UNSPECIFIED;
  if (arguments.Has("home")) {
    RETURN_IF_ERROR(ReadPoint(arguments, "home", request->mutable_home()));
  }
  if (arguments.Has("work")) {
    RETURN_IF_ERROR(ReadPoint(arguments, "work", request->mutable_work()));
  }
  if (arguments.Has("grandparent")) {
    RETURN_IF_ERROR(ReadPoint(arguments, "grandparent", request->mutable_grandparent()));
  }
  RETURN_IF_ERROR(ReadEnum(arguments, "mode", v1::TravelMode_Parse, &mode));
  RETURN_IF_ERROR(ReadEnum(arguments, "pick-up-mode", v1::TravelMode_Parse, &pick_up));
  request->set_mode(mode);
  request->set_pick_up_mode(pick_up);
  if (arguments.Has("shift")) RETURN_IF_ERROR(ReadShift(arguments, request->mutable_shift()));
  for (absl::string_view each : absl::StrSplit(arguments.Get("siblings"), ',', absl::SkipEmpty())) {
    request->add_sibling_centres(CentreName(request->parent(), std::string(each)));
  }
  return absl::OkStatus();
}

absl::Status ReadWishes(const Arguments& arguments, v1::SearchCentresRequest* request) {
  request->set_child(arguments.Get("child"));
  request->set_birth_date(arguments.Get("birth-date"));
  ASSIGN_OR_RETURN(const int32_t age, CountBy(arguments, "age-months"));
  ASSIGN_OR_RETURN(const int32_t needs, CountBy(arguments, "needs"));
  ASSIGN_OR_RETURN(const int32_t limit, CountBy(arguments, "limit"));
  request->set_age_months(age);
  request->set_needs_level(needs);
  request->set_limit(limit);
  if (arguments.Has("firm")) {
    request->set_firm(FirmName(request->parent(), arguments.Get("firm")));
  }
  request->set_start_date(arguments.Get("start"));
  for (absl::string_view each :
       absl::StrSplit(arguments.Get("languages"), ',', absl::SkipEmpty())) {
    request->add_languages(std::string(each));
  }
  request->set_inclusive_only(arguments.Has("inclusive"));
  request->set_specialist_only(arguments.Has("specialist"));
  v1::CareKind kind = v1::CARE_KIND_UNSPECIFIED;
  RETURN_IF_ERROR(ReadEnum(arguments, "care", v1::CareKind_Parse, &kind));
  request->set_care_kind(kind);
  return absl::OkStatus();
}

// What the family would pay at a centre; billing knows no tariff there where it says nothing.
absl::StatusOr<std::optional<v1::FamilyPrice>> PriceAt(Client& client, const Who& who,
                                                       billing::v1::EstimateFamilyRequest request,
                                                       const std::string& centre) {
  request.set_centre(centre);
  const auto estimate = client.Call(&BillingStub::EstimateFamily, request, who);
  if (!estimate.ok()) {
    const std::string reason = ReasonOf(estimate.status());
    const bool of_centre = reason == "TARIFF_MISSING" || reason == "AGE_OUTSIDE_GROUPS";
    if (!of_centre) return estimate.status();
    return std::optional<v1::FamilyPrice>();
  }
  v1::FamilyPrice price;
  price.set_centre(centre);
  price.set_group_kind(estimate->group_kind());
  for (const auto& share : estimate->shares()) {
    if (share.payer() == "FAMILY")
      price.set_family_minor(price.family_minor() + share.amount_minor());
  }
  return std::optional<v1::FamilyPrice>(std::move(price));
}

// Searches, asks what the first of them cost, and puts that into the request.
absl::Status AddPrices(const Arguments& arguments, Client& client, const Who& who,
                       v1::SearchCentresRequest* request) {
  if (request->birth_date().empty()) {
    return absl::InvalidArgumentError("--programme asks for prices, which go by --birth-date");
  }
  v1::SearchCentresRequest first = *request;
  first.set_limit(kPricedMax);
  ASSIGN_OR_RETURN(const auto found, client.Call(&PlacesStub::SearchCentres, first, who));
  billing::v1::EstimateFamilyRequest estimate;
  estimate.set_parent(request->parent());
  estimate.set_programme(
      absl::StrCat(request->parent(), "/programmes/", arguments.Get("programme")));
  estimate.set_birth_date(request->birth_date());
  estimate.set_firm(request->firm());
  estimate.set_needs_level(request->needs_level());
  estimate.set_older_sibling_enrolled(arguments.Has("older-sibling"));
  for (const v1::FoundCentre& each : found.results()) {
    if (each.vacancies().empty()) continue;
    estimate.set_start_month(each.vacancies(0).from_date().substr(0, 7));
    ASSIGN_OR_RETURN(auto price, PriceAt(client, who, estimate, each.centre()));
    if (price.has_value()) *request->add_prices() = *std::move(price);
  }
  return absl::OkStatus();
}

void PrintCentre(const v1::FoundCentre& centre, bool chinese) {
  std::cout << absl::StrFormat("%-8s %s\n", LastPart(centre.centre()), centre.display_name());
  for (const v1::SearchReason& reason : centre.reasons()) {
    std::cout << "    " << (chinese ? reason.sentence_zh() : reason.sentence_en()) << "\n";
  }
}

absl::Status Print(const Arguments& arguments, const v1::SearchCentresResponse& response) {
  if (arguments.Has("json")) {
    PrintJson(response);
    return absl::OkStatus();
  }
  const bool chinese = arguments.Get("lang") == "zh";
  std::cout << absl::StrFormat(
      "%d near, %d fit, %d do not; seats as of %s, times by %s%s\n", response.near(),
      response.fitting(), response.not_fitting(), response.as_of_time(), response.travel().engine(),
      response.travel().fallback_reason().empty() ? "" : " because the engine failed");
  int place = 0;
  for (const v1::FoundCentre& each : response.results()) {
    std::cout << absl::StrFormat("%2d. ", ++place);
    PrintCentre(each, chinese);
  }
  if (!response.passed_over().empty()) std::cout << "Passed over\n";
  for (const v1::FoundCentre& each : response.passed_over()) {
    std::cout << "  - ";
    PrintCentre(each, chinese);
  }
  return absl::OkStatus();
}

absl::Status Search(const Arguments& arguments) {
  if (!arguments.words().empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", arguments.words()[0], "\" stands without a flag"));
  }
  if (arguments.Get("lang") != "zh" && arguments.Get("lang") != "en") {
    return absl::InvalidArgumentError("--lang is zh or en");
  }
  v1::SearchCentresRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), ParkBy(arguments));
  RETURN_IF_ERROR(ReadFamily(arguments, &request));
  RETURN_IF_ERROR(ReadWishes(arguments, &request));
  ASSIGN_OR_RETURN(auto client, ConnectBy(arguments));
  const Who who = ParkAdmin(request.parent());
  if (arguments.Has("programme")) {
    RETURN_IF_ERROR(AddPrices(arguments, *client, who, &request));
  }
  ASSIGN_OR_RETURN(const auto response, client->Call(&PlacesStub::SearchCentres, request, who));
  return Print(arguments, response);
}

}  // namespace

std::vector<Command> PlacesSearchCommands() {
  return {
      {"places search", "", "finds centres that fit a family's day",
       "By the detour from home past the centre to work, the hours against the shift, what the\n"
       "  family would pay and when a seat is free; and says why the others near by do not fit.\n"
       "  Nothing is stored. With --programme the first 50 are priced and ordered again, e.g.\n"
       "    tuoqiao places search --park qilan --home 30.1000,126.2000 --work 30.1200,126.2300 \\\n"
       "      --mode E_BIKE --shift 09:00-17:30 --birth-date 2025-03-05 --start 2026-12-01 \\\n"
       "      --programme qilan-childcare-2026 --firm 91...",
       With({{"home", "LAT,LON", "", "where the family lives, in degrees"},
             {"work", "LAT,LON", "", "the park gate or the office"},
             {"grandparent", "LAT,LON", "", "who fetches the child"},
             {"mode", "MODE", "FOOT", "FOOT, E_BIKE, BUS or CAR"},
             {"pick-up-mode", "MODE", "", "the grandparent's; on foot by default"},
             {"shift", "HH:MM-HH:MM", "", "when the parent works; else hours are not looked at"},
             {"weekdays", "N,...", "",
              "days of the shift, Monday is 1; Monday to Friday by default"},
             {"siblings", "CODE,...", "", "centres to which siblings are brought"},
             {"birth-date", "DATE", "", "of the child, YYYY-MM-DD"},
             {"age-months", "N", "", "or its age on the first day"},
             {"child", "NAME", "", "or a child of the park"},
             {"start", "DATE", "", "the first day; by default the park's date"},
             {"needs", "0|1|2", "", "the child's needs level"},
             {"specialist", "", "", "only seats for children with needs"},
             {"firm", "USCC", "", "a guardian's firm"},
             {"languages", "TAG,...", "", "one of them is enough, e.g. zh,en"},
             {"inclusive", "", "", "only centres that keep to the authority's fees"},
             {"care", "KIND", "", "FULL_DAY, HALF_DAY, HOURLY, TEMPORARY, LATE or BACK_UP"},
             {"programme", "ID", "", "prices by this programme's plan"},
             {"older-sibling", "", "", "for the price: an older child of the family is enrolled"},
             {"limit", "N", "20", "so many of each list at most"},
             {"lang", "LANG", "en", "zh or en"}}),
       Search},
  };
}

}  // namespace tuoqiao::cli
