#include "services/cli/places_attendance.h"

#include <iostream>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "services/cli/client.h"
#include "services/cli/deliveries.h"
#include "services/cli/files.h"
#include "services/cli/intake.h"
#include "services/cli/verbs.h"
#include "services/common/resource_name.h"
#include "services/common/status_macros.h"
#include "tuoqiao/exchange/v1/exchange.pb.h"
#include "tuoqiao/places/v1/places.grpc.pb.h"

namespace tuoqiao::cli {
namespace {

namespace v1 = places::v1;
using Stub = v1::Places::Stub;
using type::v1::ItemResult;

// What every verb of this file needs: a park, or one of its centres where one is named.
struct Desk {
  std::unique_ptr<Client> client;
  std::string parent;
  Who who;
};

absl::StatusOr<Desk> DeskOfCentre(const Arguments& arguments) {
  Desk desk;
  ASSIGN_OR_RETURN(const std::string code, OneWord(arguments, "centre"));
  ASSIGN_OR_RETURN(const std::string park, ParkBy(arguments));
  ASSIGN_OR_RETURN(desk.client, ConnectBy(arguments));
  desk.parent = CentreName(park, code);
  desk.who = CentreManager(desk.parent);
  return desk;
}

absl::StatusOr<Desk> DeskOfPark(const Arguments& arguments) {
  Desk desk;
  ASSIGN_OR_RETURN(desk.parent, ParkBy(arguments));
  ASSIGN_OR_RETURN(desk.client, ConnectBy(arguments));
  desk.who = ParkAdmin(desk.parent);
  if (!arguments.Get("centre").empty()) {
    desk.parent = CentreName(desk.parent, arguments.Get("centre"));
    desk.who = CentreManager(desk.parent);
  }
  return desk;
}

// "07:45", or "--:--" where nobody knows.
std::string ClockOf(int32_t minute) {
  return minute < 0 ? "--:--" : absl::StrFormat("%02d:%02d", minute / 60, minute % 60);
}

template <typename Request>
absl::StatusOr<Request> OfDate(const Arguments& arguments, const Desk& desk) {
  Request request;
  request.set_parent(desk.parent);
  ASSIGN_OR_RETURN(*request.mutable_date(), arguments.Need("date"));
  return request;
}

template <typename Request>
absl::StatusOr<Request> OfMonth(const Arguments& arguments, const Desk& desk) {
  Request request;
  request.set_parent(desk.parent);
  ASSIGN_OR_RETURN(*request.mutable_month(), arguments.Need("month"));
  return request;
}

// All pages as one, and each row as a line where no JSON is asked for.
template <typename Response, typename Request, typename Show>
absl::Status List(const Arguments& arguments, Desk& desk,
                  grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                  const Request& request, const Show& show) {
  Response all;
  RETURN_IF_ERROR((desk.client->ForEachPage<Stub, Request, Response>(
      method, request, desk.who, [&](const Response& page) { all.MergeFrom(page); })));
  all.clear_next_page_token();
  if (arguments.Has("json")) {
    PrintJson(all);
  } else {
    show(all);
  }
  return absl::OkStatus();
}

absl::Status Day(const Arguments& arguments) {
  ASSIGN_OR_RETURN(Desk desk, DeskOfCentre(arguments));
  ASSIGN_OR_RETURN(const auto request, OfDate<v1::ListChildDaysRequest>(arguments, desk));
  return List<v1::ListChildDaysResponse>(
      arguments, desk, &Stub::ListChildDays, request, [](const v1::ListChildDaysResponse& all) {
        for (const v1::ChildDay& each : all.child_days()) {
          std::cout << absl::StrFormat(
              "%-16s %-8s %-12s %s-%s %s", each.case_number(), LastPart(each.group()),
              v1::ChildDay::State_Name(each.state()), ClockOf(each.first_in_minute()),
              ClockOf(each.last_out_minute()), each.reason());
          for (const int flag : each.flags()) {
            std::cout << " " << v1::ChildDay::Flag_Name(static_cast<v1::ChildDay::Flag>(flag));
          }
          std::cout << (each.locked() ? " locked\n" : "\n");
        }
      });
}

absl::Status Proposals(const Arguments& arguments) {
  ASSIGN_OR_RETURN(Desk desk, DeskOfCentre(arguments));
  ASSIGN_OR_RETURN(const auto request, OfDate<v1::ListAbsenceProposalsRequest>(arguments, desk));
  return List<v1::ListAbsenceProposalsResponse>(
      arguments, desk, &Stub::ListAbsenceProposals, request,
      [](const v1::ListAbsenceProposalsResponse& all) {
        for (const v1::AbsenceProposal& each : all.absence_proposals()) {
          std::cout << absl::StrFormat("%-16s %s\n", each.case_number(), LastPart(each.group()));
        }
      });
}

absl::Status Confirm(const Arguments& arguments) {
  ASSIGN_OR_RETURN(Desk desk, DeskOfCentre(arguments));
  ASSIGN_OR_RETURN(auto request, OfDate<v1::ConfirmAbsenceProposalsRequest>(arguments, desk));
  for (absl::string_view each : absl::StrSplit(arguments.Get("absent"), ',', absl::SkipEmpty())) {
    const std::pair<std::string, std::string> said = absl::StrSplit(each, absl::MaxSplits('=', 1));
    v1::AbsenceException* absence = request.add_absences();
    absence->set_case_number(said.first);
    absence->set_reason(said.second);
  }
  v1::ConfirmAbsenceProposalsRequest::Others others =
      v1::ConfirmAbsenceProposalsRequest::OTHERS_UNSPECIFIED;
  if (!arguments.Get("others").empty() &&
      !v1::ConfirmAbsenceProposalsRequest::Others_Parse(arguments.Get("others"), &others)) {
    return absl::InvalidArgumentError("--others is PRESENT or ABSENT");
  }
  request.set_others(others);
  request.set_correction_reason(arguments.Get("reason"));
  request.set_request_id(desk.client->RequestId({"confirm", request.SerializeAsString()}));
  ASSIGN_OR_RETURN(const auto response,
                   desk.client->Call(&Stub::ConfirmAbsenceProposals, request, desk.who));
  if (arguments.Has("json")) {
    PrintJson(response);
    return absl::OkStatus();
  }
  int64_t said = 0;
  for (const ItemResult& each : response.results()) {
    if (each.outcome() != ItemResult::REJECTED) {
      ++said;
      continue;
    }
    std::cout << absl::StrFormat("  %d: %s %s\n", each.index(), each.reason(), each.text_en());
  }
  std::cout << said << " days said, " << response.results_size() - said << " rejected\n";
  return absl::OkStatus();
}

absl::Status LockWeek(const Arguments& arguments) {
  ASSIGN_OR_RETURN(Desk desk, DeskOfCentre(arguments));
  ASSIGN_OR_RETURN(auto request, OfDate<v1::LockAttendanceWeekRequest>(arguments, desk));
  request.set_request_id(desk.client->RequestId({"lock-week", desk.parent, request.date()}));
  ASSIGN_OR_RETURN(const auto week,
                   desk.client->Call(&Stub::LockAttendanceWeek, request, desk.who));
  if (arguments.Has("json")) {
    PrintJson(week);
  } else {
    std::cout << "the week of " << week.start_date() << " is locked by " << week.locked_by()
              << "\n";
  }
  return absl::OkStatus();
}

absl::Status Corrections(const Arguments& arguments) {
  ASSIGN_OR_RETURN(Desk desk, DeskOfPark(arguments));
  ASSIGN_OR_RETURN(auto request, OfMonth<v1::ListAttendanceCorrectionsRequest>(arguments, desk));
  request.set_after_close_only(arguments.Has("after-close"));
  return List<v1::ListAttendanceCorrectionsResponse>(
      arguments, desk, &Stub::ListAttendanceCorrections, request,
      [](const v1::ListAttendanceCorrectionsResponse& all) {
        for (const v1::AttendanceCorrection& each : all.attendance_corrections()) {
          std::cout << absl::StrFormat(
              "%s %-16s %s %s -> %s %s  %s, %s%s\n", each.date(), each.case_number(),
              v1::AttendanceDay::Status_Name(each.from_status()), each.from_reason(),
              v1::AttendanceDay::Status_Name(each.to_status()), each.to_reason(),
              each.correction_reason(), each.corrected_by(),
              each.after_close() ? ", after the close" : "");
        }
      });
}

absl::Status Ratio(const Arguments& arguments) {
  ASSIGN_OR_RETURN(Desk desk, DeskOfCentre(arguments));
  ASSIGN_OR_RETURN(auto request, OfDate<v1::ListRatioBreachesRequest>(arguments, desk));
  request.set_all_hours(arguments.Has("all"));
  ASSIGN_OR_RETURN(const auto response,
                   desk.client->Call(&Stub::ListRatioBreaches, request, desk.who));
  if (arguments.Has("json")) {
    PrintJson(response);
    return absl::OkStatus();
  }
  for (const v1::RatioHour& each : response.hours()) {
    std::cout << absl::StrFormat("%-8s %02d:00 %d children (%d assumed), %d carers, %d needed\n",
                                 LastPart(each.group()), each.hour(), each.children(),
                                 each.children_assumed(), each.carers(), each.carers_needed());
  }
  std::cout << response.hours_size() << " hours; ratios of " << response.pack() << ", "
            << response.confidence() << "\n";
  return absl::OkStatus();
}

absl::Status Allowances(const Arguments& arguments) {
  ASSIGN_OR_RETURN(Desk desk, DeskOfPark(arguments));
  v1::ListAbsenceAllowancesRequest request;
  request.set_parent(desk.parent);
  ASSIGN_OR_RETURN(const int32_t year, CountBy(arguments, "year"));
  request.set_year(year);
  return List<v1::ListAbsenceAllowancesResponse>(
      arguments, desk, &Stub::ListAbsenceAllowances, request,
      [](const v1::ListAbsenceAllowancesResponse& all) {
        for (const v1::AbsenceAllowance& each : all.absence_allowances()) {
          std::cout << absl::StrFormat("%-16s %d of %d used, %d with evidence, %d over\n",
                                       each.case_number(), each.used(), each.allowed(),
                                       each.evidenced(), each.over());
        }
      });
}

absl::Status Claims(const Arguments& arguments) {
  Desk desk;
  ASSIGN_OR_RETURN(desk.parent, ParkBy(arguments));
  ASSIGN_OR_RETURN(desk.client, ConnectBy(arguments));
  desk.who = ParkAdmin(desk.parent);
  ASSIGN_OR_RETURN(const auto request, OfMonth<v1::ListAttendanceClaimsRequest>(arguments, desk));
  return List<v1::ListAttendanceClaimsResponse>(
      arguments, desk, &Stub::ListAttendanceClaims, request,
      [](const v1::ListAttendanceClaimsResponse& all) {
        for (const v1::AttendanceClaim& each : all.attendance_claims()) {
          std::cout << absl::StrFormat(
              "%-8s %s %d attended, %d absent and counted, %d not counted, %d closed\n",
              LastPart(each.centre()), each.pseudonym(), each.attended_days(),
              each.absent_days_counted(), each.absent_days_not_counted(), each.closed_days());
        }
      });
}

absl::Status Risks(const Arguments& arguments) {
  ASSIGN_OR_RETURN(Desk desk, DeskOfPark(arguments));
  ASSIGN_OR_RETURN(auto request, OfMonth<v1::ListAttendanceRisksRequest>(arguments, desk));
  request.set_at_risk_only(!arguments.Has("all"));
  return List<v1::ListAttendanceRisksResponse>(
      arguments, desk, &Stub::ListAttendanceRisks, request,
      [](const v1::ListAttendanceRisksResponse& all) {
        for (const v1::AttendanceRisk& each : all.attendance_risks()) {
          std::cout << absl::StrFormat("%-16s %-9s %d of %d days, %d left\n", each.case_number(),
                                       v1::AttendanceRisk::Verdict_Name(each.verdict()),
                                       each.days_attended(), each.days_needed(), each.days_left());
        }
      });
}

absl::Status ImportEvents(const Arguments& arguments) {
  if (arguments.words().size() != 2) {
    return absl::InvalidArgumentError("name one centre and one file");
  }
  ASSIGN_OR_RETURN(const std::string park, ParkBy(arguments));
  ASSIGN_OR_RETURN(auto client, ConnectBy(arguments));
  const std::string centre = CentreName(park, arguments.words()[0]);
  Upload upload;
  upload.link = {centre, "kiosk", "centre/kiosk_csv", "PRESENCE_EVENTS", {}, CentreManager(centre)};
  upload.file = NameOf(arguments.words()[1]);
  upload.dry_run = arguments.Has("dry-run");
  ASSIGN_OR_RETURN(upload.bytes, ReadFile(arguments.words()[1]));
  std::vector<exchange::v1::Delivery> deliveries;
  ASSIGN_OR_RETURN(const RowsReport report, Deliver(*client, "events", {upload}, &deliveries));
  for (const std::string& note : deliveries.at(0).notes()) std::cerr << "note: " << note << "\n";
  std::cout << absl::StrFormat("%d rows read: %d new, %d unchanged, %d rejected\n", report.read,
                               report.created, report.unchanged, report.rejected.size());
  for (const RejectedRow& row : report.rejected) {
    std::cout << absl::StrFormat("  %s:%d %s %s: %s\n", row.file, row.line, row.reason, row.field,
                                 row.text);
  }
  return absl::OkStatus();
}

absl::Status SetClosure(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const std::string id, OneWord(arguments, "closure"));
  ASSIGN_OR_RETURN(Desk desk, DeskOfPark(arguments));
  v1::SetClosureRequest request;
  v1::Closure* closure = request.mutable_closure();
  closure->set_name(absl::StrCat(desk.parent, "/closures/", id));
  for (absl::string_view each : absl::StrSplit(arguments.Get("dates"), ',', absl::SkipEmpty())) {
    closure->add_dates(std::string(each));
  }
  closure->set_kind(arguments.Has("forced") ? v1::Closure::FORCED : v1::Closure::PLANNED);
  closure->set_reason(arguments.Get("reason"));
  closure->set_refund(arguments.Has("no-refund") ? v1::Closure::NO_REFUND
                                                 : v1::Closure::AS_CENTRE_CLOSED);
  request.set_request_id(desk.client->RequestId({"closure", closure->SerializeAsString()}));
  ASSIGN_OR_RETURN(const auto set, desk.client->Call(&Stub::SetClosure, request, desk.who));
  if (arguments.Has("json")) {
    PrintJson(set);
  } else {
    std::cout << set.name() << ": " << set.dates_size() << " days\n";
  }
  return absl::OkStatus();
}

const Flag kDate = {"date", "YYYY-MM-DD", "", "the day"};
const Flag kMonth = {"month", "YYYY-MM", "", "the month"};
const Flag kCentre = {"centre", "CODE", "", "one centre; by default the whole park"};

}  // namespace

std::vector<Command> AttendanceCommands() {
  return {
      {"places attendance import", "CENTRE FILE", "sends a kiosk's check-ins and check-outs",
       "A CSV as adapters/centre/kiosk_csv says. Files may come late, twice and in any order.",
       With({{"dry-run", "", "", "reads the file and changes nothing"}}), ImportEvents},
      {"places attendance day", "CENTRE", "shows where each child of a centre stands on a day",
       "Coming, present, departed, absent, closed or not reported; first in, last out, and what\n"
       "  somebody should look at.",
       With({kDate}), Day},
      {"places attendance proposals", "CENTRE", "lists who should have come and was not recorded",
       "Of a day that is over.", With({kDate}), Proposals},
      {"places attendance confirm", "CENTRE", "says what the proposals of a day are",
       "By exception, e.g. everyone was there but two:\n"
       "    tuoqiao places attendance confirm C001 --park qilan --date 2026-10-12 \\\n"
       "      --absent QL-000017=SICK,QL-000031=UNEXPLAINED --others PRESENT",
       With({kDate,
             {"absent", "CASE=REASON,...", "", "who was absent, and why"},
             {"others", "WORD", "", "PRESENT or ABSENT; by default they stay proposals"},
             {"reason", "TEXT", "", "of a locked week: why it is said so late"}}),
       Confirm},
      {"places attendance lock", "CENTRE", "locks the week of a day",
       "After that a day changes with a reason only, and is kept as a late correction.",
       With({kDate}), LockWeek},
      {"places attendance corrections", "", "lists late corrections of a month",
       "Those of a month that billing had closed are marked.",
       With({kMonth, kCentre, {"after-close", "", "", "only of closed months"}}), Corrections},
      {"places attendance ratio", "CENTRE", "lists hours with too few carers",
       "By group and hour, at the worst moment of each; counts, and nobody by name.",
       With({kDate, {"all", "", "", "each hour with a child in it"}}), Ratio},
      {"places attendance allowances", "", "shows how many absences of a year each child has used",
       "Without evidence; those with evidence, for a reason that the pack lists, do not count.",
       With({{"year", "YYYY", "", "the calendar year"}, kCentre}), Allowances},
      {"places attendance claims", "", "shows the days that an authority may count",
       "Per child, under a pseudonym.", With({kMonth}), Claims},
      {"places attendance risks", "", "shows who may fall below the days that the scheme asks for",
       "By the days so far and those that are left.",
       With({kMonth, kCentre, {"all", "", "", "also those who will reach them"}}), Risks},
      {"places closure set", "ID", "closes a centre or the whole park on some days",
       "Who does not come on them is closed out, not absent. Without days it is lifted.",
       With({{"dates", "DATE,...", "", "the days"},
             {"reason", "TEXT", "", "why, as a parent reads it"},
             {"forced", "", "", "force majeure; by default it was planned"},
             {"no-refund", "", "", "the fee of the days is not given back"},
             kCentre}),
       SetClosure},
  };
}

}  // namespace tuoqiao::cli
