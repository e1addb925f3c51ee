#include "services/cli/places_care.h"

#include <iostream>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "services/cli/client.h"
#include "services/cli/intake.h"
#include "services/cli/verbs.h"
#include "services/common/resource_name.h"
#include "services/common/status_macros.h"
#include "tuoqiao/places/v1/places.grpc.pb.h"

namespace tuoqiao::cli {
namespace {

namespace v1 = places::v1;
using Stub = v1::Places::Stub;

// Who asks, and in which park.
// `c001`, or a centre's name.
std::string CentreBy(const std::string& park, const std::string& text) {
  if (absl::StartsWith(text, "parks/")) return text;
  return absl::AsciiStrToLower(absl::StrCat(park, "/centres/", text));
}

// `c001/l01`, or a group's name.
std::string GroupBy(const std::string& park, const std::string& text) {
  if (absl::StartsWith(text, "parks/")) return text;
  const std::pair<std::string, std::string> parts = absl::StrSplit(text, absl::MaxSplits('/', 1));
  return absl::AsciiStrToLower(
      absl::StrCat(park, "/centres/", parts.first, "/groups/", parts.second));
}

// Minutes after midnight of HH:MM; 0 where nothing is given.
absl::StatusOr<int32_t> MinuteBy(const Arguments& arguments, const std::string& flag) {
  const std::string& text = arguments.Get(flag);
  if (text.empty()) return 0;
  const std::vector<std::string> parts = absl::StrSplit(text, ':');
  int32_t hours = 0, minutes = 0;
  if (parts.size() == 2 && absl::SimpleAtoi(parts[0], &hours) &&
      absl::SimpleAtoi(parts[1], &minutes) && 0 <= hours && hours <= 24 && 0 <= minutes &&
      minutes < 60) {
    return hours * 60 + minutes;
  }
  return absl::InvalidArgumentError(absl::StrCat("--", flag, " is not HH:MM: ", text));
}

void PrintLine(const v1::Booking& booking) {
  std::cout << absl::StrFormat(
      "%s %-14s %-9s %s %s%s\n", booking.date(), v1::Booking::State_Name(booking.state()),
      v1::CareKind_Name(booking.care_kind()), booking.case_number(), LastPart(booking.centre()),
      booking.counts_as_use() ? ", a use" : "");
  std::cout << "    " << booking.name() << "\n";
}

void PrintLine(const v1::Enrolment& place) {
  std::cout << absl::StrFormat("%s %s from %s until %s%s%s\n", place.case_number(),
                               v1::Enrolment::State_Name(place.state()), place.start_date(),
                               place.end_date(), place.end_reason().empty() ? "" : ", ",
                               place.end_reason());
  std::cout << "    " << place.name() << "\n";
  for (const v1::Suspension& each : place.suspensions()) {
    std::cout << absl::StrFormat("    rests from %s until %s, the seat is %s\n", each.from_date(),
                                 each.until_date(), each.keep_seat() ? "kept" : "lent");
  }
}

void PrintLine(const v1::GroupMove& move) {
  std::cout << absl::StrFormat("%s %s %s%s%s\n", move.move_date(), move.case_number(),
                               v1::GroupMove::State_Name(move.state()),
                               move.to_group().empty() ? "" : " in ", LastPart(move.to_group()));
  if (!move.stay_until_date().empty()) {
    std::cout << "    may stay until " << move.stay_until_date() << "\n";
  }
  std::cout << "    " << move.enrolment() << "\n";
}

void PrintLine(const v1::AbsenceWarning& warning) {
  std::cout << absl::StrFormat("%s %s: %d days, may be ended on %s\n", warning.case_number(),
                               v1::AbsenceWarning::State_Name(warning.state()),
                               warning.days_absent(), warning.end_due_date());
  std::cout << "    " << warning.enrolment() << "\n";
}

template <typename Message>
absl::Status Print(const Arguments& arguments, const absl::StatusOr<Message>& reply) {
  if (!reply.ok()) return reply.status();
  if (arguments.Has("json")) {
    PrintJson(*reply);
  } else {
    PrintLine(*reply);
  }
  return absl::OkStatus();
}

// Sends a change under a request id of its own content.
template <typename Request, typename Response>
absl::Status Change(const Arguments& arguments, Desk& desk,
                    grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                    Request request) {
  request.set_request_id(
      desk.client->RequestId({Request::descriptor()->name(), request.SerializeAsString()}));
  return Print(arguments, desk.client->Call(method, request, desk.who));
}

absl::Status Book(const Arguments& arguments) {
  v1::BookCareRequest request;
  v1::Booking* booking = request.mutable_booking();
  ASSIGN_OR_RETURN(Desk desk, DeskBy(arguments));
  ASSIGN_OR_RETURN(const std::string child, OneWord(arguments, "child"));
  ASSIGN_OR_RETURN(const std::string centre, arguments.Need("centre"));
  ASSIGN_OR_RETURN(const std::string kind, arguments.Need("kind"));
  ASSIGN_OR_RETURN(const std::string programme, arguments.Need("programme"));
  ASSIGN_OR_RETURN(*booking->mutable_date(), arguments.Need("on"));
  ASSIGN_OR_RETURN(const int32_t from, MinuteBy(arguments, "from"));
  ASSIGN_OR_RETURN(const int32_t until, MinuteBy(arguments, "until"));
  v1::CareKind care = v1::CARE_KIND_UNSPECIFIED;
  if (!v1::CareKind_Parse(absl::StrReplaceAll(absl::AsciiStrToUpper(kind), {{"-", "_"}}), &care)) {
    return absl::InvalidArgumentError(absl::StrCat("--kind is no kind of care: ", kind));
  }
  request.set_parent(child.substr(0, child.find("/children/")));
  booking->set_child(child);
  booking->set_centre(CentreBy(desk.park, centre));
  booking->set_programme(absl::StrCat(desk.park, "/programmes/", programme));
  booking->set_care_kind(care);
  booking->set_from_minute(from);
  booking->set_until_minute(until);
  return Change(arguments, desk, &Stub::BookCare, request);
}

absl::Status GiveBack(const Arguments& arguments) {
  v1::CancelBookingRequest request;
  ASSIGN_OR_RETURN(Desk desk, DeskBy(arguments));
  ASSIGN_OR_RETURN(*request.mutable_name(), OneWord(arguments, "booking"));
  return Change(arguments, desk, &Stub::CancelBooking, request);
}

// Every page of a list, as lines or as one JSON a page.
template <typename Request, typename Response, typename Rows>
absl::Status PrintAll(const Arguments& arguments, Desk& desk,
                      grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                      const Request& request, const Rows& rows) {
  return desk.client->ForEachPage<Stub, Request, Response>(method, request, desk.who,
                                                           [&](const Response& page) {
                                                             if (arguments.Has("json")) {
                                                               PrintJson(page);
                                                               return;
                                                             }
                                                             for (const auto& each : rows(page))
                                                               PrintLine(each);
                                                           });
}

absl::Status ListDays(const Arguments& arguments) {
  v1::ListBookingsRequest request;
  ASSIGN_OR_RETURN(Desk desk, DeskBy(arguments));
  request.set_parent(arguments.Has("centre") ? CentreBy(desk.park, arguments.Get("centre"))
                                             : desk.park);
  request.set_month(arguments.Get("month"));
  return PrintAll(arguments, desk, &Stub::ListBookings, request,
                  [](const auto& page) { return page.bookings(); });
}

absl::Status Transfer(const Arguments& arguments) {
  v1::TransferEnrolmentRequest request;
  ASSIGN_OR_RETURN(Desk desk, DeskBy(arguments));
  ASSIGN_OR_RETURN(*request.mutable_name(), OneWord(arguments, "enrolment"));
  if (arguments.Has("to")) request.set_group(GroupBy(desk.park, arguments.Get("to")));
  request.set_offer(arguments.Get("offer"));
  request.set_transfer_date(arguments.Get("on"));
  return Change(arguments, desk, &Stub::TransferEnrolment, request);
}

absl::Status Suspend(const Arguments& arguments) {
  v1::SuspendEnrolmentRequest request;
  v1::Suspension* suspension = request.mutable_suspension();
  ASSIGN_OR_RETURN(Desk desk, DeskBy(arguments));
  ASSIGN_OR_RETURN(*request.mutable_name(), OneWord(arguments, "enrolment"));
  ASSIGN_OR_RETURN(*suspension->mutable_from_date(), arguments.Need("from"));
  ASSIGN_OR_RETURN(*suspension->mutable_until_date(), arguments.Need("until"));
  ASSIGN_OR_RETURN(*suspension->mutable_reason(), arguments.Need("reason"));
  suspension->set_keep_seat(arguments.Has("keep-seat"));
  return Change(arguments, desk, &Stub::SuspendEnrolment, request);
}

absl::Status Resume(const Arguments& arguments) {
  v1::ResumeEnrolmentRequest request;
  ASSIGN_OR_RETURN(Desk desk, DeskBy(arguments));
  ASSIGN_OR_RETURN(*request.mutable_name(), OneWord(arguments, "enrolment"));
  ASSIGN_OR_RETURN(*request.mutable_resume_date(), arguments.Need("on"));
  return Change(arguments, desk, &Stub::ResumeEnrolment, request);
}

absl::Status NeverCame(const Arguments& arguments) {
  v1::MarkNoShowRequest request;
  ASSIGN_OR_RETURN(Desk desk, DeskBy(arguments));
  ASSIGN_OR_RETURN(*request.mutable_name(), OneWord(arguments, "enrolment"));
  return Change(arguments, desk, &Stub::MarkNoShow, request);
}

absl::Status ListMoves(const Arguments& arguments) {
  v1::ListGroupMovesRequest request;
  ASSIGN_OR_RETURN(Desk desk, DeskBy(arguments));
  ASSIGN_OR_RETURN(const std::string centre, OneWord(arguments, "centre"));
  request.set_parent(CentreBy(desk.park, centre));
  return PrintAll(arguments, desk, &Stub::ListGroupMoves, request,
                  [](const auto& page) { return page.group_moves(); });
}

absl::Status Move(const Arguments& arguments) {
  v1::ConfirmGroupMoveRequest request;
  ASSIGN_OR_RETURN(Desk desk, DeskBy(arguments));
  ASSIGN_OR_RETURN(*request.mutable_name(), OneWord(arguments, "enrolment"));
  ASSIGN_OR_RETURN(const std::string group, arguments.Need("to"));
  request.set_group(GroupBy(desk.park, group));
  request.set_move_date(arguments.Get("on"));
  return Change(arguments, desk, &Stub::ConfirmGroupMove, request);
}

absl::Status ListAbsences(const Arguments& arguments) {
  v1::ListAbsenceWarningsRequest request;
  ASSIGN_OR_RETURN(Desk desk, DeskBy(arguments));
  ASSIGN_OR_RETURN(const std::string centre, OneWord(arguments, "centre"));
  request.set_parent(CentreBy(desk.park, centre));
  return PrintAll(arguments, desk, &Stub::ListAbsenceWarnings, request,
                  [](const auto& page) { return page.absence_warnings(); });
}

}  // namespace

std::vector<Command> PlacesCareCommands() {
  const Flag on = {"on", "YYYY-MM-DD", "", "the day"};
  return {
      {"places book", "CHILD", "books a day of care for a child, by its name",
       "A day in one centre, which is no place. BACK_UP is in another centre than the child's own\n"
       "  and takes one use of the year, e.g.\n"
       "    tuoqiao places book parks/qilan/families/f-1/children/c-1 --park qilan --centre C002 "
       "\\\n"
       "      --kind back-up --on 2026-11-12 --programme qilan-childcare-2026",
       With({{"centre", "CODE", "", "where"},
             {"kind", "KIND", "", "HOURLY, TEMPORARY, LATE or BACK_UP"},
             on,
             {"from", "HH:MM", "", "of HOURLY and LATE"},
             {"until", "HH:MM", "", "of HOURLY and LATE"},
             {"programme", "ID", "", "under which the child is eligible"}}),
       Book},
      {"places give-back", "BOOKING", "gives a booked day back",
       "A back-up day that is given back late stays a use of its year.", With({}), GiveBack},
      {"places bookings", "", "lists booked days", "By day; of the park, or of one centre.",
       With({{"centre", "CODE", "", "only this one"}, {"month", "YYYY-MM", "", "only this one"}}),
       ListDays},
      {"places transfer", "ENROLMENT", "moves a place to another centre",
       "The old place ends on the day on which the new one starts.",
       With({{"to", "CENTRE/GROUP", "", "a group with a free seat"},
             {"offer", "NAME", "", "or an open offer to the child"},
             on}),
       Transfer},
      {"places suspend", "ENROLMENT", "lets a place rest",
       "The place stays the child's; its seat is lent to booked children unless it is kept.",
       With({{"from", "YYYY-MM-DD", "", "the first day of rest"},
             {"until", "YYYY-MM-DD", "", "the first day behind it"},
             {"reason", "CODE", "FAMILY_ASKED", "FAMILY_ASKED, CENTRE_ASKED or AUTHORITY_ORDERED"},
             {"keep-seat", "", "", "nobody is booked into the seat"}}),
       Suspend},
      {"places resume", "ENROLMENT", "ends the rest of a place earlier",
       "From the day on the child comes again.", With({on}), Resume},
      {"places no-show", "ENROLMENT", "says that a child never came",
       "The place never was, and its seat is free.", With({}), NeverCame},
      {"places moves", "CENTRE", "lists children who outgrow their groups",
       "What a person may confirm with `places move`.", With({}), ListMoves},
      {"places move", "ENROLMENT", "moves a child to another group of its centre",
       "With its own group a child that ages out stays until the end of the term, where the rules\n"
       "  let it.",
       With({{"to", "CENTRE/GROUP", "", "the group"}, on}), Move},
      {"places absences", "CENTRE", "lists places to which nobody comes",
       "Who is END_DUE may be ended with the reason ABSENT.", With({}), ListAbsences},
  };
}

}  // namespace tuoqiao::cli
