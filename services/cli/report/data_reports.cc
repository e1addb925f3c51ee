// What nobody has said yet, and who seems to be there twice.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/cli/intake.h"
#include "services/cli/report/report.h"
#include "services/common/errors.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "tuoqiao/billing/v1/billing.grpc.pb.h"
#include "tuoqiao/directory/v1/directory.grpc.pb.h"
#include "tuoqiao/places/v1/places.grpc.pb.h"

namespace tuoqiao::cli {
namespace {

using Directory = directory::v1::Directory::Stub;
using Places = places::v1::Places::Stub;

// Firms that stand still, and the month's children who are held out: each with what is missing. A
// month that nobody has previewed holds out nobody yet.
absl::StatusOr<std::vector<ReportRow>> Missing(Client& client, const ReportAsk& ask) {
  std::vector<ReportRow> rows;
  directory::v1::ListFirmsRequest firms;
  firms.set_parent(ask.park);
  firms.set_stuck(true);
  RETURN_IF_ERROR((client.ForEachPage<Directory, directory::v1::ListFirmsRequest,
                                      directory::v1::ListFirmsResponse>(
      &Directory::ListFirms, firms, ParkAdmin(ask.park),
      [&](const directory::v1::ListFirmsResponse& page) {
        for (const auto& each : page.firms()) {
          rows.push_back({"FIRM", each.uscc(), each.blocker(), "", each.next_actor()});
        }
      })));
  billing::v1::GetMonthRequest request;
  request.set_name(absl::StrCat(ask.park, "/months/", FormatMonth(ask.month)));
  const auto month = client.Call(&billing::v1::Billing::Stub::GetMonth, request, Finance(ask.park));
  if (ReasonOf(month.status()) == "MONTH_NOT_FOUND") return rows;
  RETURN_IF_ERROR(month.status());
  for (const auto& each : month->hold_outs()) {
    rows.push_back(
        {"CHILD", each.case_number(), each.reason(), absl::StrJoin(each.missing(), "; "), ""});
  }
  return rows;
}

absl::StatusOr<std::vector<ReportRow>> Duplicates(Client& client, const ReportAsk& ask) {
  std::vector<ReportRow> rows;
  directory::v1::ListChildDuplicatesRequest children;
  children.set_parent(ask.park);
  children.set_unreviewed(true);
  RETURN_IF_ERROR((client.ForEachPage<Directory, directory::v1::ListChildDuplicatesRequest,
                                      directory::v1::ListChildDuplicatesResponse>(
      &Directory::ListChildDuplicates, children, ParkAdmin(ask.park),
      [&](const directory::v1::ListChildDuplicatesResponse& page) {
        for (const auto& each : page.child_duplicates()) {
          rows.push_back({each.same_document() ? "SAME_DOCUMENT" : "SAME_NAME_AND_BIRTH_DATE",
                          each.case_number(), each.earlier_case_number(), each.find_date()});
        }
      })));
  places::v1::ListPlacesElsewhereRequest elsewhere;
  elsewhere.set_parent(ask.park);
  RETURN_IF_ERROR((client.ForEachPage<Places, places::v1::ListPlacesElsewhereRequest,
                                      places::v1::ListPlacesElsewhereResponse>(
      &Places::ListPlacesElsewhere, elsewhere, ParkAdmin(ask.park),
      [&](const places::v1::ListPlacesElsewhereResponse& page) {
        for (const auto& each : page.places_elsewhere()) {
          rows.push_back({"PLACE_ELSEWHERE", each.case_number(), "", each.from_date()});
        }
      })));
  return rows;
}

}  // namespace

std::vector<Report> DataReports() {
  return {
      {"missing", "what,id,reason,missing,next_actor",
       "a firm that stands still, or a child that the month holds out", Missing},
      {"duplicates", "what,case_number,earlier_case_number,since",
       "two cases that may be one child and that nobody has reviewed, or a place in another park",
       Duplicates},
  };
}

}  // namespace tuoqiao::cli
