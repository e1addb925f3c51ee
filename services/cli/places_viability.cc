#include "services/cli/places_viability.h"

#include <iostream>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/cli/intake.h"
#include "services/cli/verbs.h"
#include "services/common/resource_name.h"
#include "services/common/status_macros.h"
#include "tuoqiao/places/v1/places.grpc.pb.h"

namespace tuoqiao::cli {
namespace {

namespace v1 = places::v1;
using PlacesStub = v1::Places::Stub;

absl::Status NoWords(const Arguments& arguments) {
  if (arguments.words().empty()) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("\"", arguments.words()[0], "\" stands without a flag"));
}

std::string Percent(int32_t basis_points) {
  return absl::StrFormat("%d.%d %%", basis_points / 100, basis_points / 10 % 10);
}

// ---- Occupancy.

// `12`, or `<5` where it is not said; of a sum `12+`, where a part of it is not.
std::string CountText(const v1::OccupancyCount& count, bool sum,
                      const v1::ViabilitySource& source) {
  if (!count.few()) return absl::StrCat(count.children());
  return sum ? absl::StrCat(count.children(), "+") : absl::StrCat("<", source.least_count());
}

std::string PlaceText(const v1::Occupancy& occupancy) {
  if (!occupancy.group().empty()) {
    return absl::StrCat("    ", LastPart(occupancy.group()), " ",
                        v1::Group::Kind_Name(occupancy.group_kind()));
  }
  return occupancy.centre().empty() ? "park" : absl::StrCat("  ", LastPart(occupancy.centre()));
}

void PrintOccupancy(const v1::Occupancy& occupancy, const v1::ViabilitySource& source) {
  std::cout << PlaceText(occupancy) << ", " << occupancy.seats() << " seats";
  if (!occupancy.vacancy_confirmed_date().empty() && occupancy.group().empty()) {
    std::cout << ", vacancies confirmed on " << occupancy.vacancy_confirmed_date();
  }
  std::cout << "\n";
  const auto count = [&](const v1::OccupancyCount& of) {
    return CountText(of, occupancy.group().empty(), source);
  };
  for (const v1::OccupancyMonth& month : occupancy.months()) {
    std::cout << absl::StrFormat(
        "      %s  drafted %4s  planned %4s  confirmed %4s (%s, by age %s)  realised %4s (%s)  "
        "carers %d%s\n",
        month.month(), count(month.drafted()), count(month.planned()), count(month.confirmed()),
        Percent(month.confirmed().occupancy_bp()),
        Percent(month.confirmed().weighted_occupancy_bp()), count(month.realised()),
        Percent(month.realised().occupancy_bp()), month.staff_needed(),
        month.under_floor() ? absl::StrCat("  UNDER ", Percent(source.floor_bp())) : "");
  }
}

absl::Status Occupancy(const Arguments& arguments) {
  RETURN_IF_ERROR(NoWords(arguments));
  v1::ListOccupancyRequest request;
  ASSIGN_OR_RETURN(const std::string park, ParkBy(arguments));
  request.set_parent(arguments.Has("centre") ? CentreName(park, arguments.Get("centre")) : park);
  request.set_from_month(arguments.Get("from"));
  request.set_until_month(arguments.Get("until"));
  request.set_page_size(1000);
  ASSIGN_OR_RETURN(auto client, ConnectBy(arguments));
  const Who who = ParkAdmin(park);
  v1::ListOccupancyResponse all;
  do {
    ASSIGN_OR_RETURN(const auto page, client->Call(&PlacesStub::ListOccupancy, request, who));
    all.MergeFrom(page);
    all.set_next_page_token("");
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  if (arguments.Has("json")) {
    PrintJson(all);
    return absl::OkStatus();
  }
  for (const auto& each : all.occupancies()) PrintOccupancy(each, all.source());
  std::cout << "Counted at " << all.as_of_time() << "; the floor: " << all.source().floor_source()
            << "\n";
  return absl::OkStatus();
}

// ---- What is to come.

std::string WarningText(const v1::OccupancyRange& range, const v1::ViabilitySource& source) {
  const std::string floor = Percent(source.floor_bp());
  switch (range.warning()) {
    case v1::OccupancyRange::POSSIBLE:
      return absl::StrCat("  perhaps under ", floor);
    case v1::OccupancyRange::LIKELY:
      return absl::StrCat("  UNDER ", floor, ", by what is expected");
    case v1::OccupancyRange::NEARLY_CERTAIN:
      return absl::StrCat("  UNDER ", floor, ", all but surely");
    default:
      return "";
  }
}

std::string RangeText(const v1::OccupancyRange& range, const v1::ViabilitySource& source) {
  return absl::StrCat(Percent(range.expected_bp()), " (", Percent(range.low_bp()), " to ",
                      Percent(range.high_bp()), ")", WarningText(range, source));
}

void PrintDemand(const v1::DemandOfKind& demand, const v1::ViabilitySource& source) {
  const std::string kind = demand.group_kind() == v1::Group::KIND_UNSPECIFIED
                               ? "all"
                               : v1::Group::Kind_Name(demand.group_kind());
  std::cout << absl::StrFormat("  %-7s %4d (%d to %d) want one of %d seats", kind,
                               demand.expected(), demand.low(), demand.high(), demand.seats());
  if (demand.has_occupancy()) std::cout << ", " << RangeText(demand.occupancy(), source);
  std::cout << "\n";
}

void PrintForecast(const v1::DemandForecast& forecast) {
  std::cout << "On " << forecast.as_of_date() << ", in multiples of "
            << forecast.source().least_count() << "\n";
  for (const v1::DemandCount& count : forecast.counts()) {
    if (count.children() == 0) continue;
    std::cout << absl::StrFormat("  %2d to %2d months%s: %d\n", count.from_months(),
                                 count.until_months(), count.applied() ? ", applied" : "",
                                 count.children());
  }
  std::cout << "  in a year " << forecast.joined() << " joined and " << forecast.left()
            << " left\n";
  for (const v1::DemandMonth& month : forecast.months()) {
    std::cout << month.month() << "\n";
    for (const v1::DemandOfKind& each : month.demands()) PrintDemand(each, forecast.source());
  }
  std::cout << "Each range holds what comes " << Percent(forecast.coverage_bp()) << " of the time ("
            << forecast.courses() << " courses, seed " << forecast.seed() << ").\n";
}

absl::Status Preview(const Arguments& arguments, const std::string& park, Client& client) {
  v1::PreviewGroupRequest request;
  ASSIGN_OR_RETURN(const std::string centre, arguments.Need("centre"));
  ASSIGN_OR_RETURN(const int32_t seats, CountBy(arguments, "seats"));
  ASSIGN_OR_RETURN(const int32_t months, CountBy(arguments, "months"));
  request.set_parent(CentreName(park, centre));
  v1::Group::Kind kind = v1::Group::KIND_UNSPECIFIED;
  if (!v1::Group::Kind_Parse(arguments.Get("kind"), &kind)) {
    return absl::InvalidArgumentError("--kind is INFANT, SMALL, LARGE or MIXED");
  }
  request.set_kind(kind);
  request.set_seats(seats);
  request.set_months_ahead(months);
  ASSIGN_OR_RETURN(const auto preview,
                   client.Call(&PlacesStub::PreviewGroup, request, ParkAdmin(park)));
  if (arguments.Has("json")) {
    PrintJson(preview);
    return absl::OkStatus();
  }
  std::cout << preview.seats_there() << " seats for these ages are there already.\n";
  for (const v1::GroupPreviewMonth& month : preview.months()) {
    std::cout << absl::StrFormat("%s %4d (%d to %d), ", month.month(), month.expected(),
                                 month.low(), month.high())
              << RangeText(month.occupancy(), preview.source()) << "\n";
  }
  std::cout << "Under the floor, by what is expected, in " << preview.months_under_floor() << " of "
            << preview.months_size() << " months.\n";
  return absl::OkStatus();
}

absl::Status Forecast(const Arguments& arguments) {
  RETURN_IF_ERROR(NoWords(arguments));
  ASSIGN_OR_RETURN(const std::string park, ParkBy(arguments));
  ASSIGN_OR_RETURN(auto client, ConnectBy(arguments));
  if (arguments.Has("kind")) return Preview(arguments, park, *client);
  v1::ForecastDemandRequest request;
  request.set_parent(park);
  ASSIGN_OR_RETURN(const int32_t months, CountBy(arguments, "months"));
  request.set_months_ahead(months);
  ASSIGN_OR_RETURN(const auto forecast,
                   client->Call(&PlacesStub::ForecastDemand, request, ParkAdmin(park)));
  if (arguments.Has("json")) {
    PrintJson(forecast);
  } else {
    PrintForecast(forecast);
  }
  return absl::OkStatus();
}

}  // namespace

std::vector<Command> PlacesViabilityCommands() {
  return {
      {"places occupancy", "", "how full groups, centres and the park are, by month",
       "Drafted are open offers, planned are places that have not begun, confirmed are those that\n"
       "  have, realised are attended days by opening days. A number of children under five is\n"
       "  not said, and no sum holds it.",
       With({{"from", "YYYY-MM", "", "the first month"},
             {"until", "YYYY-MM", "", "the first month after"},
             {"centre", "CODE", "", "one centre; all by default"}}),
       Occupancy},
      {"places forecast", "", "how many children will want a place, with a range",
       "From the park's families and its firms' head counts, without names. With --centre, --kind\n"
       "  and --seats it says how full a group would be that is not there yet, e.g.\n"
       "    tuoqiao places forecast --park qilan --centre C001 --kind SMALL --seats 15",
       With({{"months", "N", "", "so many months ahead, at most 24"},
             {"centre", "CODE", "", "where the new group would be"},
             {"kind", "KIND", "", "INFANT, SMALL, LARGE or MIXED"},
             {"seats", "N", "", "of the new group"}}),
       Forecast},
  };
}

}  // namespace tuoqiao::cli
