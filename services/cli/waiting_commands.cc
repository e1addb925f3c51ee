#include "services/cli/waiting_commands.h"

#include <iostream>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "services/cli/client.h"
#include "services/cli/verbs.h"
#include "services/common/status_macros.h"
#include "tuoqiao/places/v1/places.grpc.pb.h"

namespace tuoqiao::cli {
namespace {

namespace v1 = places::v1;
using Stub = v1::Places::Stub;

// What every verb of this file needs.
// `C001` or a centre's name.
std::string CentreBy(const std::string& park, const std::string& text) {
  if (absl::StrContains(text, '/')) return text;
  return absl::StrCat(park, "/centres/", absl::AsciiStrToLower(text));
}

// One of the contract's names, in lower case with hyphens if somebody likes; none where the flag is
// empty.
template <typename Kind>
absl::Status ReadKind(const Arguments& arguments, const std::string& flag,
                      bool (*parse)(const std::string&, Kind*), Kind* kind) {
  const std::string& text = arguments.Get(flag);
  const std::string name = absl::StrReplaceAll(absl::AsciiStrToUpper(text), {{"-", "_"}});
  if (text.empty() || parse(name, kind)) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("--", flag, " is no ", flag, ": ", text));
}

std::string LineOf(const v1::WaitingApplication& each) {
  const v1::Application& application = each.application();
  return absl::StrFormat(
      "%s  %s  %s  answer by %s%s  confirm by %s %s%s%s", application.case_number(),
      application.name(), v1::Application::State_Name(application.state()),
      application.answer_by_date(), each.answer_overdue() ? " OVERDUE" : "", each.confirm_by_date(),
      v1::WaitingApplication::Confirmation_Name(each.confirmation()),
      each.refusals_size() > 0 ? "  refused by " : "",
      absl::StrJoin(each.refusals(), ", ", [](std::string* out, const v1::Refusal& refusal) {
        absl::StrAppend(out, refusal.name(), " ", v1::Refusal::Reason_Name(refusal.reason()));
      }));
}
std::string LineOf(const v1::CentreWaiting& each) {
  return absl::StrFormat("%3d  %s  %s  %s  from %s  %s", each.rank(), each.case_number(),
                         each.application(), each.group_kind(), each.desired_start_date(),
                         each.sentence_en());
}
std::string LineOf(const v1::UnplacedChild& each) {
  return absl::StrFormat("%s  eligible since %s  %s", each.case_number(), each.eligible_from_date(),
                         each.application().empty()
                             ? "never applied"
                             : v1::Application::State_Name(each.application_state()));
}
std::string LineOf(const v1::Handover& each) {
  std::string line =
      absl::StrFormat("%s  %s  %s left on %s", each.name(), v1::Handover::State_Name(each.state()),
                      each.firm(), each.leave_date());
  for (const v1::Handover::Leg& leg : each.legs()) {
    absl::StrAppend(&line, "; from ", leg.from_date(), " ",
                    leg.firm().empty() ? "the family" : leg.firm());
  }
  if (!each.grace_until_date().empty()) {
    absl::StrAppend(&line, "; goes on until ", each.grace_until_date());
  }
  return line;
}
std::string LineOf(const v1::PlaceAdvice& each) {
  return absl::StrFormat("%s  %s  %s  %s", each.advise_date(), each.case_number(), each.enrolment(),
                         each.sentence_en());
}

// The JSON of a page's message, or one line for each of its rows.
template <typename Page, typename Rows>
void PrintRows(const Arguments& arguments, const Page& all, const Rows& rows) {
  if (arguments.Has("json")) {
    PrintJson(all);
    return;
  }
  for (const auto& each : rows) std::cout << LineOf(each) << "\n";
}

// ---- Offers.

absl::Status SetPolicy(const Arguments& arguments) {
  ASSIGN_OR_RETURN(Desk desk, DeskBy(arguments));
  v1::SetOfferPolicyRequest request;
  ASSIGN_OR_RETURN(const std::string from, arguments.Need("from"));
  v1::OfferPolicy* policy = request.mutable_policy();
  policy->set_name(absl::StrCat(desk.park, "/offerPolicies/", from));
  ASSIGN_OR_RETURN(const int32_t hold, CountBy(arguments, "hold-hours"));
  ASSIGN_OR_RETURN(const int32_t open, CountBy(arguments, "open-days"));
  ASSIGN_OR_RETURN(const int32_t confirm, CountBy(arguments, "confirm-every-days"));
  policy->set_hold_hours(hold);
  policy->set_open_days(open);
  policy->set_confirm_every_days(confirm);
  v1::OfferPolicy::RollOn roll_on{};
  RETURN_IF_ERROR(ReadKind<v1::OfferPolicy::RollOn>(arguments, "roll-on",
                                                    v1::OfferPolicy::RollOn_Parse, &roll_on));
  policy->set_roll_on(roll_on);
  request.set_request_id(desk.client->RequestId({"policy", request.SerializeAsString()}));
  ASSIGN_OR_RETURN(const auto set, desk.client->Call(&Stub::SetOfferPolicy, request, desk.who));
  PrintJson(set);
  return absl::OkStatus();
}

absl::Status RollOn(const Arguments& arguments) {
  ASSIGN_OR_RETURN(Desk desk, DeskBy(arguments));
  v1::RollOnRequest request;
  request.set_parent(desk.park);
  ASSIGN_OR_RETURN(const std::string run, arguments.Need("run"));
  request.set_request_id(desk.client->RequestId({"roll-on", run}));
  ASSIGN_OR_RETURN(const auto started, desk.client->Call(&Stub::RollOn, request, desk.who));
  ASSIGN_OR_RETURN(const auto done, WaitFor(*desk.client, started, "roll on", desk.who));
  v1::RollOnResult result;
  if (!done.response().UnpackTo(&result)) return absl::InternalError("the answer is no result");
  std::cout << absl::StrFormat(
      "%s: %d offers made, %d applications wait, %d closed, %d seats returned\n", result.date(),
      result.offers_made(), result.waiting(), result.applications_closed(),
      result.seats_returned());
  return absl::OkStatus();
}

// ---- Who waits.

absl::Status ListWaiting(const Arguments& arguments) {
  ASSIGN_OR_RETURN(Desk desk, DeskBy(arguments));
  v1::ListWaitingRequest request;
  request.set_parent(desk.park);
  request.set_answer_overdue(arguments.Has("answer-overdue"));
  v1::WaitingApplication::Confirmation confirmation{};
  RETURN_IF_ERROR(ReadKind<v1::WaitingApplication::Confirmation>(
      arguments, "confirmation", v1::WaitingApplication::Confirmation_Parse, &confirmation));
  request.set_confirmation(confirmation);
  v1::ListWaitingResponse all;
  RETURN_IF_ERROR((desk.client->ForEachPage<Stub, v1::ListWaitingRequest, v1::ListWaitingResponse>(
      &Stub::ListWaiting, request, desk.who, [&](const v1::ListWaitingResponse& page) {
        all.mutable_waiting()->MergeFrom(page.waiting());
      })));
  PrintRows(arguments, all, all.waiting());
  return absl::OkStatus();
}

absl::Status ShowLine(const Arguments& arguments) {
  ASSIGN_OR_RETURN(Desk desk, DeskBy(arguments));
  ASSIGN_OR_RETURN(const std::string centre, OneWord(arguments, "centre"));
  v1::ListCentreWaitingRequest request;
  request.set_parent(CentreBy(desk.park, centre));
  v1::ListCentreWaitingResponse all;
  RETURN_IF_ERROR(
      (desk.client->ForEachPage<Stub, v1::ListCentreWaitingRequest, v1::ListCentreWaitingResponse>(
          &Stub::ListCentreWaiting, request, desk.who,
          [&](const v1::ListCentreWaitingResponse& page) {
            all.mutable_waiting()->MergeFrom(page.waiting());
          })));
  PrintRows(arguments, all, all.waiting());
  return absl::OkStatus();
}

void PrintApplication(const v1::Application& application) {
  std::cout << absl::StrFormat("%s is %s, confirm by %s\n", application.name(),
                               v1::Application::State_Name(application.state()),
                               application.confirm_by_date());
}

// `say` of one application, which the verb's word names.
template <typename Request>
absl::Status Say(const Arguments& arguments, const std::string& verb,
                 grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                              v1::Application*)) {
  ASSIGN_OR_RETURN(Desk desk, DeskBy(arguments));
  Request request;
  ASSIGN_OR_RETURN(*request.mutable_name(), OneWord(arguments, "application"));
  ASSIGN_OR_RETURN(const std::string run, arguments.Need("run"));
  request.set_request_id(desk.client->RequestId({verb, request.name(), run}));
  ASSIGN_OR_RETURN(const auto application, desk.client->Call(method, request, desk.who));
  PrintApplication(application);
  return absl::OkStatus();
}
absl::Status Confirm(const Arguments& arguments) {
  return Say(arguments, "confirm-waiting", &Stub::ConfirmWaiting);
}
absl::Status Withdraw(const Arguments& arguments) {
  return Say(arguments, "withdraw", &Stub::WithdrawApplication);
}

absl::Status Choose(const Arguments& arguments) {
  ASSIGN_OR_RETURN(Desk desk, DeskBy(arguments));
  v1::ChangeChoicesRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), OneWord(arguments, "application"));
  ASSIGN_OR_RETURN(const std::string choices, arguments.Need("choices"));
  for (absl::string_view each : absl::StrSplit(choices, ',', absl::SkipWhitespace())) {
    request.add_choices(std::string(absl::StripAsciiWhitespace(each)));
  }
  ASSIGN_OR_RETURN(const std::string run, arguments.Need("run"));
  request.set_request_id(desk.client->RequestId({"choose", request.SerializeAsString(), run}));
  ASSIGN_OR_RETURN(const auto application,
                   desk.client->Call(&Stub::ChangeChoices, request, desk.who));
  PrintApplication(application);
  return absl::OkStatus();
}

// ---- Refusals.

absl::Status Refuse(const Arguments& arguments) {
  ASSIGN_OR_RETURN(Desk desk, DeskBy(arguments));
  v1::RefuseApplicantRequest request;
  ASSIGN_OR_RETURN(*request.mutable_application(), OneWord(arguments, "application"));
  ASSIGN_OR_RETURN(const std::string centre, arguments.Need("centre"));
  request.set_name(CentreBy(desk.park, centre));
  v1::Refusal::Reason reason{};
  RETURN_IF_ERROR(
      ReadKind<v1::Refusal::Reason>(arguments, "reason", v1::Refusal::Reason_Parse, &reason));
  request.set_reason(reason);
  request.set_text(arguments.Get("text"));
  request.set_request_id(desk.client->RequestId({"refuse", request.SerializeAsString()}));
  ASSIGN_OR_RETURN(const auto refusal,
                   desk.client->Call(&Stub::RefuseApplicant, request, desk.who));
  std::cout << refusal.name() << "\n";
  return absl::OkStatus();
}

absl::Status Lift(const Arguments& arguments) {
  ASSIGN_OR_RETURN(Desk desk, DeskBy(arguments));
  v1::LiftRefusalRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), OneWord(arguments, "refusal"));
  request.set_request_id(desk.client->RequestId({"lift", request.name()}));
  ASSIGN_OR_RETURN(const auto refusal, desk.client->Call(&Stub::LiftRefusal, request, desk.who));
  std::cout << absl::StrFormat("%s was lifted on %s\n", refusal.name(), refusal.lift_date());
  return absl::OkStatus();
}

// ---- Who has no place.

absl::Status ShowUnplaced(const Arguments& arguments) {
  ASSIGN_OR_RETURN(Desk desk, DeskBy(arguments));
  ASSIGN_OR_RETURN(const std::string programme, arguments.Need("programme"));
  const std::string name = absl::StrCat(desk.park, "/programmes/", programme);
  if (!arguments.Get("firm").empty()) {
    v1::CountUnplacedRequest request;
    request.set_parent(
        absl::StrCat(desk.park, "/firms/", absl::AsciiStrToLower(arguments.Get("firm"))));
    request.set_programme(name);
    ASSIGN_OR_RETURN(const auto count, desk.client->Call(&Stub::CountUnplaced, request, desk.who));
    PrintJson(count);
    return absl::OkStatus();
  }
  v1::ListUnplacedRequest request;
  request.set_parent(desk.park);
  request.set_programme(name);
  v1::ListUnplacedResponse all;
  RETURN_IF_ERROR(
      (desk.client->ForEachPage<Stub, v1::ListUnplacedRequest, v1::ListUnplacedResponse>(
          &Stub::ListUnplaced, request, desk.who, [&](const v1::ListUnplacedResponse& page) {
            all.mutable_unplaced()->MergeFrom(page.unplaced());
          })));
  PrintRows(arguments, all, all.unplaced());
  return absl::OkStatus();
}

// ---- Handovers.

absl::Status ListHandovers(const Arguments& arguments) {
  ASSIGN_OR_RETURN(Desk desk, DeskBy(arguments));
  v1::ListHandoversRequest request;
  request.set_parent(desk.park);
  v1::Handover::State state{};
  RETURN_IF_ERROR(
      ReadKind<v1::Handover::State>(arguments, "state", v1::Handover::State_Parse, &state));
  request.set_state(state);
  v1::ListHandoversResponse all;
  RETURN_IF_ERROR(
      (desk.client->ForEachPage<Stub, v1::ListHandoversRequest, v1::ListHandoversResponse>(
          &Stub::ListHandovers, request, desk.who, [&](const v1::ListHandoversResponse& page) {
            all.mutable_handovers()->MergeFrom(page.handovers());
          })));
  PrintRows(arguments, all, all.handovers());
  return absl::OkStatus();
}

absl::Status Lapse(const Arguments& arguments) {
  ASSIGN_OR_RETURN(Desk desk, DeskBy(arguments));
  v1::ConfirmLapseRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), OneWord(arguments, "handover"));
  request.set_request_id(desk.client->RequestId({"lapse", request.name()}));
  ASSIGN_OR_RETURN(const auto ended, desk.client->Call(&Stub::ConfirmLapse, request, desk.who));
  std::cout << absl::StrFormat("%s ends on %s\n", ended.name(), ended.end_date());
  return absl::OkStatus();
}

absl::Status ListAdvices(const Arguments& arguments) {
  ASSIGN_OR_RETURN(Desk desk, DeskBy(arguments));
  ASSIGN_OR_RETURN(const std::string centre, OneWord(arguments, "centre"));
  v1::ListPlaceAdvicesRequest request;
  request.set_parent(CentreBy(desk.park, centre));
  v1::ListPlaceAdvicesResponse all;
  RETURN_IF_ERROR(
      (desk.client->ForEachPage<Stub, v1::ListPlaceAdvicesRequest, v1::ListPlaceAdvicesResponse>(
          &Stub::ListPlaceAdvices, request, desk.who,
          [&](const v1::ListPlaceAdvicesResponse& page) {
            all.mutable_place_advices()->MergeFrom(page.place_advices());
          })));
  PrintRows(arguments, all, all.place_advices());
  return absl::OkStatus();
}

const Flag kRun = {"run", "WORD", "1",
                   "another word does the same once more; the same word finds what was done"};

}  // namespace

std::vector<Command> WaitingCommands() {
  return {
      {"places offers policy", "", "sets how long offers are held and open from a day on",
       "What is left out is the pack's (services/rules/cn/waiting.textproto).",
       With({{"from", "YYYY-MM-DD", "", "the first day"},
             {"hold-hours", "N", "", "how long a seat is held, 24 to 336"},
             {"open-days", "N", "", "how long an offer can be accepted"},
             {"confirm-every-days", "N", "", "how often a family says that it still waits"},
             {"roll-on", "MODE", "on-request", "on-request or daily"}}),
       SetPolicy},
      {"places offers roll-on", "", "does for everybody who waits what the day asks for",
       "Closes what nobody confirmed, returns reserved seats, and makes offers.", With({kRun}),
       RollOn},
      {"places waiting list", "", "lists who waits, and what they have to do by when",
       "With the last day for an answer and for the family's word that it still waits.",
       With({{"confirmation", "STATE", "", "not-due, due or overdue only"},
             {"answer-overdue", "", "", "only whose answer is overdue"}}),
       ListWaiting},
      {"places waiting line", "CENTRE", "shows who waits for a centre, first in line first",
       "As the centre sees it: ranks and why, nothing of homes.", With({}), ShowLine},
      {"places waiting confirm", "APPLICATION", "a family says that it still waits",
       "Opens what closed for want of it, in its old order, while that can be done.", With({kRun}),
       Confirm},
      {"places waiting withdraw", "APPLICATION", "a family no longer wants a place",
       "An open offer is declined with it.", With({kRun}), Withdraw},
      {"places waiting choose", "APPLICATION", "changes the choices of an application",
       "Its time of submission is kept, and with it its place in every line.",
       With({{"choices", "LIST", "", "e.g. C001,C002, in the order of preference"}, kRun}), Choose},
      {"places refusals refuse", "APPLICATION", "a centre cannot take a child, and says why",
       "Takes an open offer back; the application waits for its other choices.",
       With({{"centre", "CENTRE", "", "who refuses"},
             {"reason", "CODE", "",
              "no-staff-for-need, age-mix, medical-check-missing, or other with --text"},
             {"text", "TEXT", "", "what the family reads beside the code"}}),
       Refuse},
      {"places refusals lift", "REFUSAL", "the reason is gone: the centre is a choice again",
       "It stays on record.", With({}), Lift},
      {"places unplaced", "", "lists who may start today and has no place",
       "With --firm only how many, and none below five.",
       With({{"programme", "ID", "", "the programme"},
             {"firm", "USCC", "", "counts of this firm's people"}}),
       ShowUnplaced},
      {"places handovers list", "", "lists places whose guardian left a firm",
       "Who pays next from which day, and until when the place goes on.",
       With({{"state", "STATE", "", "ahead, in-grace, continued, lapse-due or handover-ended"}}),
       ListHandovers},
      {"places handovers lapse", "HANDOVER", "ends a place on the day on which its grace is over",
       "Nothing ends by itself.", With({}), Lapse},
      {"places handovers advices", "CENTRE", "lists what a centre was told of its places",
       "Until when each goes on and from when somebody else pays; never who, or why.", With({}),
       ListAdvices},
  };
}

}  // namespace tuoqiao::cli
