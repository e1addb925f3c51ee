// How full groups are, whose children have the places, and who waits for one.
#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/cli/intake.h"
#include "services/cli/report/report.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "tuoqiao/places/v1/places.grpc.pb.h"

namespace tuoqiao::cli {
namespace {

namespace v1 = places::v1;
using Stub = v1::Places::Stub;

absl::StatusOr<std::vector<ReportRow>> Occupancy(Client& client, const ReportAsk& ask) {
  v1::ListOccupancyRequest request;
  request.set_parent(ask.park);
  request.set_from_month(FormatMonth(ask.month));
  request.set_until_month(FormatMonth(ask.month + 1));
  std::vector<ReportRow> rows;
  const auto add = [&](const v1::ListOccupancyResponse& page) {
    const auto text = [&](const v1::OccupancyCount& count) {
      return count.few() ? absl::StrCat("<", page.source().least_count())
                         : absl::StrCat(count.children());
    };
    for (const v1::Occupancy& each : page.occupancies()) {
      // Sums of a centre and the park leave out what is not said: whoever adds rows up sees that.
      if (each.group().empty()) continue;
      for (const v1::OccupancyMonth& month : each.months()) {
        rows.push_back({month.month(), CodeOf(each.centre()), CodeOf(each.group()),
                        v1::Group::Kind_Name(each.group_kind()), absl::StrCat(each.seats()),
                        text(month.drafted()), text(month.planned()), text(month.confirmed()),
                        text(month.realised()), absl::StrCat(month.confirmed().occupancy_bp()),
                        absl::StrCat(month.realised().occupancy_bp()),
                        month.under_floor() ? "Y" : "N"});
      }
    }
  };
  RETURN_IF_ERROR((client.ForEachPage<Stub, v1::ListOccupancyRequest, v1::ListOccupancyResponse>(
      &Stub::ListOccupancy, request, ParkAdmin(ask.park), add)));
  return rows;
}

// Days of the month on which the child has the place.
int64_t DaysOf(const v1::Enrolment& place, absl::CivilMonth month) {
  const absl::CivilDay first(month), end(month + 1);
  const absl::CivilDay from = ParseDay(place.start_date()).value_or(first);
  const absl::CivilDay until = ParseDay(place.end_date()).value_or(end);
  return std::max<int64_t>(0, std::min(until, end) - std::max(from, first));
}

absl::StatusOr<std::vector<ReportRow>> PlacesByFirm(Client& client, const ReportAsk& ask) {
  struct Use {
    int64_t places = 0, days = 0;
  };
  std::map<std::pair<std::string, std::string>, Use> uses;  // By firm and pool.
  const auto add = [&](const v1::ListHeldPlacesResponse& page) {
    for (const v1::HeldPlace& each : page.places()) {
      const int64_t days = DaysOf(each.enrolment(), ask.month);
      if (days == 0) continue;
      Use& use = uses[{CodeOf(each.firm()), each.pool_kind()}];
      ++use.places;
      use.days += days;
    }
  };
  ASSIGN_OR_RETURN(const std::vector<std::string> centres, CentreCodes(client, ask.park));
  for (const std::string& code : centres) {
    v1::ListHeldPlacesRequest request;
    request.set_parent(CentreName(ask.park, code));
    RETURN_IF_ERROR(
        (client.ForEachPage<Stub, v1::ListHeldPlacesRequest, v1::ListHeldPlacesResponse>(
            &Stub::ListHeldPlaces, request, ParkAdmin(ask.park), add)));
  }
  std::vector<ReportRow> rows;
  for (const auto& [key, use] : uses) {
    rows.push_back({FormatMonth(ask.month), key.first, key.second, absl::StrCat(use.places),
                    absl::StrCat(use.days)});
  }
  return rows;
}

absl::StatusOr<std::vector<ReportRow>> Waiting(Client& client, const ReportAsk& ask) {
  v1::ListWaitingRequest request;
  request.set_parent(ask.park);
  std::vector<ReportRow> rows;
  const auto add = [&](const v1::ListWaitingResponse& page) {
    for (const v1::WaitingApplication& each : page.waiting()) {
      const v1::Application& application = each.application();
      rows.push_back({application.case_number(), v1::Application::State_Name(application.state()),
                      application.submitted_time(), application.desired_start_date(),
                      absl::StrJoin(application.choices(), " ",
                                    [](std::string* out, const std::string& choice) {
                                      absl::StrAppend(out, CodeOf(choice));
                                    }),
                      application.answer_by_date(), each.answer_overdue() ? "Y" : "N",
                      each.confirm_by_date(),
                      v1::WaitingApplication::Confirmation_Name(each.confirmation())});
    }
  };
  RETURN_IF_ERROR((client.ForEachPage<Stub, v1::ListWaitingRequest, v1::ListWaitingResponse>(
      &Stub::ListWaiting, request, ParkAdmin(ask.park), add)));
  return rows;
}

}  // namespace

std::vector<Report> PlaceReports() {
  return {
      {"occupancy",
       "month,centre,group,kind,seats,drafted,planned,confirmed,realised,confirmed_bp,realised_bp,"
       "under_floor",
       "a group in the month; a count under five is not said", Occupancy},
      {"places-by-firm", "month,uscc,pool,places,days",
       "a firm's places and calendar days in the month, by the pool whose seat they took; no firm: "
       "open to all",
       PlacesByFirm},
      {"waiting",
       "case_number,state,submitted,desired_start,choices,answer_by,answer_overdue,confirm_by,"
       "confirmation",
       "an application that waits now", Waiting},
  };
}

}  // namespace tuoqiao::cli
