// A centre comes in: its groups and tariffs, its families, the places that they have, and its
// statements.
#include <google/protobuf/util/json_util.h>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/cli/intake.h"
#include "services/cli/move/errors.h"
#include "services/cli/move/sending.h"
#include "services/common/errors.h"
#include "services/common/status_macros.h"
#include "tuoqiao/billing/v1/billing.grpc.pb.h"
#include "tuoqiao/directory/v1/directory.grpc.pb.h"
#include "tuoqiao/places/v1/places.grpc.pb.h"

namespace tuoqiao::cli {
namespace {

using adapters::Row;
using type::v1::ItemResult;
using BillingStub = billing::v1::Billing::Stub;
using DirectoryStub = directory::v1::Directory::Stub;
using PlacesStub = places::v1::Places::Stub;
using Results = absl::StatusOr<std::vector<ItemResult>>;

constexpr size_t kBatchMax = 500;

std::string CentreHere(const MoveSending& sending) {
  return CentreName(sending.target().park, sending.move().manifest.subject);
}

// A name of the park that it comes into, of one that stands without its park.
std::string Here(const MoveSending& sending, const std::string& tail) {
  return tail.empty() ? "" : absl::StrCat(sending.target().park, "/", tail);
}

template <typename Message>
absl::Status FromCell(const char* file, const Row& row, const char* field, Message* message) {
  const auto status = google::protobuf::util::JsonStringToMessage(row.text(field), message);
  if (status.ok()) return absl::OkStatus();
  return FileRowInvalid({file, row.line, field}, "JSON_INVALID", "The cell is no record.",
                        "单元格不是有效记录。");
}

absl::StatusOr<places::v1::Centre> CentreOf(MoveSending& sending, const Row& row) {
  places::v1::Centre centre;
  RETURN_IF_ERROR(FromCell("centre.csv", row, "terms", &centre));
  centre.set_name(CentreHere(sending));
  std::map<std::string, places::v1::Group*> groups;
  for (const Row& pool : sending.move().rows("pools.csv")) {
    places::v1::Group*& group = groups[pool.text("group")];
    if (group == nullptr) {
      group = centre.add_groups();
      group->set_code(pool.text("group"));
      places::v1::Group::Kind kind = places::v1::Group::KIND_UNSPECIFIED;
      places::v1::Group::Kind_Parse(pool.text("group_kind"), &kind);
      group->set_kind(kind);
      group->set_capacity(static_cast<int32_t>(pool["capacity"].number));
      group->set_staff(static_cast<int32_t>(pool["staff"].number));
      group->set_half_days_share(pool.text("half_days_share") == "Y");
    }
    places::v1::SeatPool* added = group->add_pools();
    added->set_kind(pool.text("pool"));
    added->set_seats(static_cast<int32_t>(pool["seats"].number));
    added->set_firm(Here(sending, pool.text("firm")));
  }
  return centre;
}

absl::Status SendCentreRow(MoveSending& sending) {
  RETURN_IF_ERROR(sending.SendEach("centre.csv", [&](const Row& row) -> absl::Status {
    places::v1::SetCentreRequest request;
    ASSIGN_OR_RETURN(*request.mutable_centre(), CentreOf(sending, row));
    return sending.Call(&PlacesStub::SetCentre, request, ParkAdmin(sending.target().park)).status();
  }));
  sending.CountAsNew("pools.csv");
  return absl::OkStatus();
}

absl::Status SendTariffs(MoveSending& sending) {
  return sending.SendEach("tariffs.csv", [&](const Row& row) -> absl::Status {
    billing::v1::CreateTariffRequest request;
    request.set_parent(CentreHere(sending));
    RETURN_IF_ERROR(FromCell("tariffs.csv", row, "terms", request.mutable_tariff()));
    const absl::Status status =
        sending.Call(&BillingStub::CreateTariff, request, ParkAdmin(sending.target().park))
            .status();
    return ReasonOf(status) == "TARIFF_EXISTS" ? absl::OkStatus() : status;
  });
}

// Those with a record are applied as the intake desk's are; the others have to be here.
absl::Status SendFamilies(MoveSending& sending) {
  return sending.Send(
      "families.csv", kBatchMax, [&](const std::vector<const Row*>& rows) -> Results {
        std::vector<ItemResult> results(rows.size());
        directory::v1::BatchApplyFamiliesRequest request;
        request.set_parent(sending.target().park);
        std::vector<size_t> sent;
        for (size_t i = 0; i < rows.size(); ++i) {
          results[i].set_outcome(ItemResult::UNCHANGED);
          if (!rows[i]->Has("record")) continue;
          RETURN_IF_ERROR(FromCell("families.csv", *rows[i], "record", request.add_records()));
          sent.push_back(i);
        }
        if (sent.empty()) return results;
        ASSIGN_OR_RETURN(const auto response,
                         sending.Call(&DirectoryStub::BatchApplyFamilies, request,
                                      ParkAdmin(sending.target().park)));
        for (size_t i = 0; i < sent.size(); ++i) {
          results[sent[i]] = response.results(static_cast<int>(i));
        }
        return results;
      });
}

absl::StatusOr<places::v1::HeldPlace> PlaceOf(const MoveSending& sending, const Row& row) {
  places::v1::HeldPlace place;
  const std::string centre = CentreHere(sending);
  places::v1::Enrolment* enrolment = place.mutable_enrolment();
  enrolment->set_name(absl::StrCat(centre, "/enrolments/", row.text("place")));
  enrolment->set_case_number(row.text("case_number"));
  enrolment->set_group(absl::StrCat(centre, "/groups/", row.text("group")));
  places::v1::Group::Kind kind = places::v1::Group::KIND_UNSPECIFIED;
  places::v1::Group::Kind_Parse(row.text("group_kind"), &kind);
  enrolment->set_group_kind(kind);
  enrolment->set_start_date(row.text("start_date"));
  enrolment->set_end_date(row.text("end_date"));
  enrolment->set_entitled_from_date(row.text("entitled_from"));
  enrolment->set_end_reason(row.text("end_reason"));
  enrolment->set_transferred_from(Here(sending, row.text("transferred_from")));
  places::v1::CareKind care = places::v1::CARE_KIND_UNSPECIFIED;
  places::v1::CareKind_Parse(row.text("care_kind"), &care);
  enrolment->set_care_kind(care);
  places::v1::Session session = places::v1::SESSION_UNSPECIFIED;
  places::v1::Session_Parse(row.text("session"), &session);
  enrolment->set_session(session);
  for (absl::string_view each : absl::StrSplit(row.text("suspensions"), ';', absl::SkipEmpty())) {
    const std::vector<std::string> parts = absl::StrSplit(each, '/');
    if (parts.size() != 4) {
      return FileRowInvalid({"places.csv", row.line, "suspensions"}, "SUSPENSION_INVALID",
                            "It is not from/until/reason/keep.", "应为 起/止/原因/保留。");
    }
    places::v1::Suspension* suspension = enrolment->add_suspensions();
    suspension->set_from_date(parts[0]);
    suspension->set_until_date(parts[1]);
    suspension->set_reason(parts[2]);
    suspension->set_keep_seat(parts[3] == "Y");
  }
  place.set_pool_kind(row.text("pool"));
  place.set_firm(Here(sending, row.text("firm")));
  place.set_programme(absl::StrCat(sending.target().park, "/programmes/", row.text("programme")));
  place.set_running(row.text("running") == "Y");
  return place;
}

absl::Status SendPlaces(MoveSending& sending) {
  return sending.Send("places.csv", kBatchMax, [&](const std::vector<const Row*>& rows) -> Results {
    places::v1::BatchImportPlacesRequest request;
    request.set_parent(CentreHere(sending));
    for (const Row* row : rows) {
      ASSIGN_OR_RETURN(*request.add_places(), PlaceOf(sending, *row));
    }
    ASSIGN_OR_RETURN(const auto response, sending.Call(&PlacesStub::BatchImportPlaces, request,
                                                       ParkAdmin(sending.target().park)));
    return ResultsOf(response);
  });
}

absl::Status SendAttendance(MoveSending& sending) {
  return sending.Send(
      "attendance.csv", kBatchMax, [&](const std::vector<const Row*>& rows) -> Results {
        places::v1::BatchRecordAttendanceRequest request;
        request.set_parent(CentreHere(sending));
        for (const Row* row : rows) {
          places::v1::AttendanceDay* day = request.add_days();
          day->set_case_number(row->text("case_number"));
          day->set_date(row->text("date"));
          day->set_status(row->text("status") == "PRESENT" ? places::v1::AttendanceDay::PRESENT
                                                           : places::v1::AttendanceDay::ABSENT);
          day->set_reason(row->text("reason"));
          day->set_evidence(row->text("evidence") == "Y");
        }
        ASSIGN_OR_RETURN(const auto response,
                         sending.Call(&PlacesStub::BatchRecordAttendance, request,
                                      CentreManager(CentreHere(sending))));
        return ResultsOf(response);
      });
}

// Owners and parties of draws are families and firms by name, or case numbers.
std::string DrawPart(const MoveSending& sending, const std::string& text) {
  const bool name = absl::StartsWith(text, "families/") || absl::StartsWith(text, "firms/");
  return name ? Here(sending, text) : text;
}

absl::Status SendStatements(MoveSending& sending) {
  std::map<std::string, std::vector<const Row*>> draws;
  for (const Row& row : sending.move().rows("draws.csv")) {
    draws[row.text("statement")].push_back(&row);
  }
  RETURN_IF_ERROR(sending.Send(
      "statements.csv", kBatchMax, [&](const std::vector<const Row*>& rows) -> Results {
        billing::v1::BatchImportStatementsRequest request;
        request.set_parent(CentreHere(sending));
        for (const Row* row : rows) {
          billing::v1::ImportedStatement* each = request.add_statements();
          each->set_name(
              absl::StrCat(CentreHere(sending), "/importedStatements/", row->text("statement")));
          each->set_month(row->text("month"));
          each->set_billed_month(row->text("billed_month"));
          each->set_case_number(row->text("case_number"));
          each->set_total_minor((*row)["total"].number);
          each->set_collected_minor((*row)["collected"].number);
          each->set_direct_minor((*row)["direct"].number);
          int32_t days = 0;  // Below zero of a correction.
          if (absl::SimpleAtoi(row->text("attended_days"), &days)) each->set_attended_days(days);
          each->set_source(sending.move().manifest.source);
          for (const Row* drawn : draws[row->text("statement")]) {
            billing::v1::Draw* draw = each->add_draws();
            draw->set_account(drawn->text("account"));
            draw->set_owner(DrawPart(sending, drawn->text("owner")));
            draw->set_party(DrawPart(sending, drawn->text("party")));
            draw->set_amount_minor((*drawn)["amount"].number);
          }
        }
        ASSIGN_OR_RETURN(const auto response,
                         sending.Call(&BillingStub::BatchImportStatements, request,
                                      Finance(sending.target().park)));
        return ResultsOf(response);
      }));
  sending.CountAsNew("draws.csv");
  return absl::OkStatus();
}

// Whether the centre is here; of one that is not, a dry run has nobody to ask.
bool CentreIsHere(MoveSending& sending) {
  places::v1::GetCentreRequest request;
  request.set_name(CentreHere(sending));
  return sending.client()
      .Call(&PlacesStub::GetCentre, request, ParkAdmin(sending.target().park))
      .ok();
}

}  // namespace

absl::Status SendCentre(MoveSending& sending) {
  RETURN_IF_ERROR(SendCentreRow(sending));
  if (sending.report().Refused()) return absl::OkStatus();
  RETURN_IF_ERROR(SendFamilies(sending));
  if (sending.report().Refused()) return absl::OkStatus();
  const bool families_new = sending.report().files["families.csv"].created > 0;
  if (sending.target().dry && (families_new || !CentreIsHere(sending))) {
    for (const char* file :
         {"tariffs.csv", "places.csv", "attendance.csv", "statements.csv", "draws.csv"}) {
      sending.CountAsNew(file);
    }
    return SendOpening(sending);
  }
  RETURN_IF_ERROR(SendTariffs(sending));
  RETURN_IF_ERROR(SendPlaces(sending));
  if (sending.report().Refused()) return absl::OkStatus();
  RETURN_IF_ERROR(SendAttendance(sending));
  RETURN_IF_ERROR(SendStatements(sending));
  if (sending.report().Refused()) return absl::OkStatus();
  return SendOpening(sending);
}

}  // namespace tuoqiao::cli
