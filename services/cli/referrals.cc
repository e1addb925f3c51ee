#include "services/cli/referrals.h"

#include <google/protobuf/text_format.h>

#include <iostream>
#include <memory>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "services/cli/client.h"
#include "services/cli/files.h"
#include "services/cli/hours.h"
#include "services/cli/verbs.h"
#include "services/common/status_macros.h"
#include "tuoqiao/directory/v1/directory.grpc.pb.h"
#include "tuoqiao/places/v1/places.grpc.pb.h"

namespace tuoqiao::cli {
namespace {

namespace v1 = places::v1;
using Stub = v1::Places::Stub;

// Who coordinates for the park, and for partners, who are no callers.
struct Coordinator {
  std::unique_ptr<Client> client;
  std::string park;
  Who who;
};
absl::StatusOr<Coordinator> CoordinatorBy(const Arguments& arguments) {
  Coordinator coordinator;
  ASSIGN_OR_RETURN(coordinator.park, ParkBy(arguments));
  ASSIGN_OR_RETURN(const std::string subject, arguments.Need("as"));
  ASSIGN_OR_RETURN(coordinator.client, ConnectBy(arguments));
  coordinator.who = {"PARK_ADMIN", coordinator.park, subject};
  return coordinator;
}

// A name as it is, or an id in one of the park's collections.
std::string Named(const std::string& park, absl::string_view collection, const std::string& text) {
  return absl::StrContains(text, '/')
             ? text
             : absl::StrCat(park, "/", collection, "/", absl::AsciiStrToLower(text));
}

// The family of `{family}/referrals/…` or `{family}/children/…`.
std::string FamilyIn(const std::string& name) {
  const std::vector<absl::string_view> parts = absl::StrSplit(name, '/');
  return parts.size() < 4 ? ""
                          : absl::StrCat(parts[0], "/", parts[1], "/", parts[2], "/", parts[3]);
}

// A word of the contract, which a person may write in lower case with hyphens.
template <typename Word>
absl::StatusOr<Word> WordOf(const std::string& flag, absl::string_view text,
                            bool (*parse)(const std::string&, Word*)) {
  Word word{};
  const std::string name = absl::StrReplaceAll(absl::AsciiStrToUpper(text), {{"-", "_"}});
  if (parse(name, &word)) return word;
  return absl::InvalidArgumentError(absl::StrCat("--", flag, " is no ", flag, ": ", text));
}
std::string CodeOf(const std::string& text) {
  return absl::StrReplaceAll(absl::AsciiStrToUpper(text), {{"-", "_"}});
}

void PrintPlan(const v1::SessionPlan& plan) {
  std::string days;
  for (const int weekday : plan.weekdays()) absl::StrAppend(&days, " ", weekday);
  for (const std::string& date : plan.dates()) absl::StrAppend(&days, " ", date);
  std::cout << absl::StrFormat(
      "  sessions from %s until %s, on%s, at %02d:%02d for %d minutes, %s\n", plan.from_date(),
      plan.until_date(), days, plan.start_minute() / 60, plan.start_minute() % 60, plan.minutes(),
      plan.centre().empty() ? "at the partner's" : plan.centre());
}

void PrintReferral(const v1::Referral& referral) {
  std::cout << absl::StrFormat("%s is %s: %s to %s for %s\n", referral.name(),
                               v1::Referral::State_Name(referral.state()), referral.case_number(),
                               referral.partner(), v1::Referral::Purpose_Name(referral.purpose()));
  for (const v1::ReferralTransition& each : referral.history()) {
    std::cout << absl::StrFormat("  %s  %-10s %s %s\n", each.date(), each.to(), each.by(),
                                 each.why());
  }
  for (const v1::SessionPlan& each : referral.session_plans()) PrintPlan(each);
  for (const auto& [what, text] :
       {std::pair<const char*, const std::string&>("needs", referral.needs()),
        {"goals", referral.goals()},
        {"notes", referral.notes()}}) {
    if (!text.empty()) std::cout << absl::StrFormat("  %s: %s\n", what, text);
  }
}

absl::Status Print(const Arguments& arguments, const v1::Referral& referral) {
  if (arguments.Has("json")) {
    PrintJson(referral);
  } else {
    PrintReferral(referral);
  }
  return absl::OkStatus();
}

absl::Status SetPartner(const Arguments& arguments) {
  v1::SetPartnerRequest request;
  v1::Partner* partner = request.mutable_partner();
  ASSIGN_OR_RETURN(const std::string id, OneWord(arguments, "partner"));
  ASSIGN_OR_RETURN(*partner->mutable_display_name(), arguments.Need("name"));
  ASSIGN_OR_RETURN(*partner->mutable_contact(), arguments.Need("contact"));
  ASSIGN_OR_RETURN(const auto kind, WordOf<v1::Partner::Kind>("kind", arguments.Get("kind"),
                                                              v1::Partner::Kind_Parse));
  partner->set_kind(kind);
  for (const absl::string_view each :
       absl::StrSplit(arguments.Get("purposes"), ',', absl::SkipEmpty())) {
    ASSIGN_OR_RETURN(const auto purpose,
                     WordOf<v1::Referral::Purpose>("purposes", each, v1::Referral::Purpose_Parse));
    partner->add_purposes(purpose);
  }
  partner->set_retired(arguments.Has("retired"));
  ASSIGN_OR_RETURN(Coordinator by, CoordinatorBy(arguments));
  partner->set_name(Named(by.park, "partners", id));
  request.set_request_id(by.client->RequestId({"partner", request.SerializeAsString()}));
  ASSIGN_OR_RETURN(const auto set, by.client->Call(&Stub::SetPartner, request, by.who));
  PrintJson(set);
  return absl::OkStatus();
}

absl::Status ListPartners(const Arguments& arguments) {
  ASSIGN_OR_RETURN(Coordinator by, CoordinatorBy(arguments));
  v1::ListPartnersRequest request;
  request.set_parent(by.park);
  v1::ListPartnersResponse all;
  RETURN_IF_ERROR((by.client->ForEachPage<Stub, v1::ListPartnersRequest, v1::ListPartnersResponse>(
      &Stub::ListPartners, request, by.who, [&](const v1::ListPartnersResponse& page) {
        all.mutable_partners()->MergeFrom(page.partners());
      })));
  if (arguments.Has("json")) {
    PrintJson(all);
    return absl::OkStatus();
  }
  for (const v1::Partner& each : all.partners()) {
    std::cout << absl::StrFormat("%s  %s  %s  %s%s\n", each.name(),
                                 v1::Partner::Kind_Name(each.kind()), each.display_name(),
                                 each.contact(), each.retired() ? "  (retired)" : "");
  }
  return absl::OkStatus();
}

absl::Status ShowPartnerView(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const std::string id, OneWord(arguments, "partner"));
  ASSIGN_OR_RETURN(Coordinator by, CoordinatorBy(arguments));
  v1::ListPartnerReferralsRequest request;
  request.set_parent(Named(by.park, "partners", id));
  v1::ListPartnerReferralsResponse all;
  RETURN_IF_ERROR(
      (by.client
           ->ForEachPage<Stub, v1::ListPartnerReferralsRequest, v1::ListPartnerReferralsResponse>(
               &Stub::ListPartnerReferrals, request, by.who,
               [&](const v1::ListPartnerReferralsResponse& page) {
                 all.mutable_referrals()->MergeFrom(page.referrals());
               })));
  if (arguments.Has("json")) {
    PrintJson(all);
    return absl::OkStatus();
  }
  for (const v1::PartnerReferral& each : all.referrals()) {
    std::cout << absl::StrFormat("%s  %s  %s  %s\n  needs: %s\n  goals: %s\n", each.referral(),
                                 each.case_number(), v1::Referral::Purpose_Name(each.purpose()),
                                 v1::Referral::State_Name(each.state()), each.needs(),
                                 each.goals());
    for (const v1::SessionPlan& plan : each.session_plans()) PrintPlan(plan);
  }
  return absl::OkStatus();
}

// What is said of the child comes from a file: a command line is read by whoever lists processes.
absl::Status Propose(const Arguments& arguments) {
  v1::ProposeReferralRequest request;
  v1::Referral* referral = request.mutable_referral();
  ASSIGN_OR_RETURN(const std::string path, arguments.Need("said"));
  ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  if (!google::protobuf::TextFormat::ParseFromString(text, referral)) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, " is not a text proto of tuoqiao.places.v1.Referral"));
  }
  ASSIGN_OR_RETURN(*referral->mutable_child(), OneWord(arguments, "child"));
  ASSIGN_OR_RETURN(const std::string partner, arguments.Need("partner"));
  ASSIGN_OR_RETURN(const auto purpose,
                   WordOf<v1::Referral::Purpose>("purpose", arguments.Get("purpose"),
                                                 v1::Referral::Purpose_Parse));
  referral->set_purpose(purpose);
  ASSIGN_OR_RETURN(Coordinator by, CoordinatorBy(arguments));
  referral->set_partner(Named(by.park, "partners", partner));
  request.set_parent(FamilyIn(referral->child()));
  request.set_request_id(by.client->RequestId({"propose", request.SerializeAsString()}));
  ASSIGN_OR_RETURN(const auto proposed, by.client->Call(&Stub::ProposeReferral, request, by.who));
  return Print(arguments, proposed);
}

// A guardian's own act, and so done as the family.
absl::Status SetConsent(const Arguments& arguments) {
  directory::v1::SetConsentRequest request;
  ASSIGN_OR_RETURN(*request.mutable_child(), OneWord(arguments, "child"));
  ASSIGN_OR_RETURN(const std::string partner, arguments.Need("partner"));
  ASSIGN_OR_RETURN(const std::string purpose, arguments.Need("purpose"));
  request.set_name(FamilyIn(request.child()));
  request.set_purpose(CodeOf(purpose));
  request.set_granted(!arguments.Has("withdraw"));
  request.set_version(arguments.Get("text-version"));
  ASSIGN_OR_RETURN(const std::string park, ParkBy(arguments));
  request.set_recipient(Named(park, "partners", partner));
  ASSIGN_OR_RETURN(const auto client, ConnectBy(arguments));
  request.set_request_id(client->RequestId({"consent", request.SerializeAsString()}));
  const auto family = client->Call(&directory::v1::Directory::Stub::SetConsent, request,
                                   {"PARENT", request.name(), "parent-1"});
  RETURN_IF_ERROR(family.status());
  std::cout << (request.granted() ? "given" : "withdrawn") << "\n";
  return absl::OkStatus();
}

// One step of a referral, with a reason where the step has one.
template <typename Request,
          grpc::Status (Stub::*kMethod)(grpc::ClientContext*, const Request&, v1::Referral*)>
absl::Status Step(const Arguments& arguments) {
  Request request;
  ASSIGN_OR_RETURN(*request.mutable_name(), OneWord(arguments, "referral"));
  if (const auto* field = Request::descriptor()->FindFieldByName("reason")) {
    ASSIGN_OR_RETURN(const std::string reason, arguments.Need("reason"));
    request.GetReflection()->SetString(&request, field, CodeOf(reason));
  }
  ASSIGN_OR_RETURN(Coordinator by, CoordinatorBy(arguments));
  request.set_request_id(by.client->RequestId({Request::descriptor()->name(), request.name()}));
  ASSIGN_OR_RETURN(const auto referral, by.client->Call(kMethod, request, by.who));
  return Print(arguments, referral);
}

absl::Status Plan(const Arguments& arguments) {
  v1::PlanSessionsRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), OneWord(arguments, "referral"));
  v1::SessionPlan* plan = request.mutable_session_plan();
  ASSIGN_OR_RETURN(*plan->mutable_from_date(), arguments.Need("from"));
  ASSIGN_OR_RETURN(*plan->mutable_until_date(), arguments.Need("until"));
  for (const absl::string_view each :
       absl::StrSplit(arguments.Get("weekdays"), ',', absl::SkipEmpty())) {
    int32_t weekday = 0;
    if (!absl::SimpleAtoi(each, &weekday)) {
      return absl::InvalidArgumentError("--weekdays is a list of numbers, Monday is 1");
    }
    plan->add_weekdays(weekday);
  }
  for (const absl::string_view each :
       absl::StrSplit(arguments.Get("dates"), ',', absl::SkipEmpty())) {
    plan->add_dates(std::string(each));
  }
  v1::DayHours hours;
  ASSIGN_OR_RETURN(const std::string span, arguments.Need("time"));
  if (!ReadSpan(span, &hours)) {
    return absl::InvalidArgumentError(absl::StrCat("--time is a span as 10:00-10:45, not ", span));
  }
  plan->set_start_minute(hours.open_minute());
  plan->set_minutes(hours.close_minute() - hours.open_minute());
  ASSIGN_OR_RETURN(Coordinator by, CoordinatorBy(arguments));
  if (!arguments.Get("centre").empty()) {
    plan->set_centre(Named(by.park, "centres", arguments.Get("centre")));
  }
  request.set_request_id(by.client->RequestId({"plan", request.SerializeAsString()}));
  ASSIGN_OR_RETURN(const auto planned, by.client->Call(&Stub::PlanSessions, request, by.who));
  return Print(arguments, planned);
}

absl::Status Show(const Arguments& arguments) {
  v1::GetReferralRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), OneWord(arguments, "referral"));
  ASSIGN_OR_RETURN(Coordinator by, CoordinatorBy(arguments));
  ASSIGN_OR_RETURN(const auto referral, by.client->Call(&Stub::GetReferral, request, by.who));
  return Print(arguments, referral);
}

absl::Status List(const Arguments& arguments) {
  ASSIGN_OR_RETURN(Coordinator by, CoordinatorBy(arguments));
  v1::ListReferralsRequest request;
  request.set_parent(arguments.Get("family").empty()
                         ? by.park
                         : Named(by.park, "families", arguments.Get("family")));
  v1::ListReferralsResponse all;
  RETURN_IF_ERROR(
      (by.client->ForEachPage<Stub, v1::ListReferralsRequest, v1::ListReferralsResponse>(
          &Stub::ListReferrals, request, by.who, [&](const v1::ListReferralsResponse& page) {
            all.mutable_referrals()->MergeFrom(page.referrals());
          })));
  if (arguments.Has("json")) {
    PrintJson(all);
    return absl::OkStatus();
  }
  for (const v1::Referral& each : all.referrals()) PrintReferral(each);
  return absl::OkStatus();
}

absl::Status Record(const Arguments& arguments) {
  v1::BatchRecordSessionsRequest request;
  v1::ReferralSession* session = request.add_sessions();
  ASSIGN_OR_RETURN(*session->mutable_referral(), OneWord(arguments, "referral"));
  ASSIGN_OR_RETURN(*session->mutable_date(), arguments.Need("date"));
  const std::string missed = arguments.Get("missed");
  session->set_status(missed.empty() ? v1::ReferralSession::ATTENDED : v1::ReferralSession::MISSED);
  session->set_reason(CodeOf(missed));
  ASSIGN_OR_RETURN(Coordinator by, CoordinatorBy(arguments));
  request.set_parent(by.park);
  if (const std::string centre = arguments.Get("centre"); !centre.empty()) {
    request.set_parent(Named(by.park, "centres", centre));
  }
  request.set_request_id(by.client->RequestId({"session", request.SerializeAsString()}));
  ASSIGN_OR_RETURN(const auto recorded,
                   by.client->Call(&Stub::BatchRecordSessions, request, by.who));
  PrintJson(recorded);
  return recorded.results(0).reason().empty()
             ? absl::OkStatus()
             : absl::FailedPreconditionError(
                   absl::StrCat(recorded.results(0).reason(), ": nothing was recorded"));
}

absl::Status ShowMonth(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const std::string referral, OneWord(arguments, "referral"));
  ASSIGN_OR_RETURN(const std::string month, arguments.Need("month"));
  ASSIGN_OR_RETURN(Coordinator by, CoordinatorBy(arguments));
  v1::GetSessionMonthRequest request;
  request.set_name(absl::StrCat(referral, "/sessionMonths/", month));
  ASSIGN_OR_RETURN(const auto found, by.client->Call(&Stub::GetSessionMonth, request, by.who));
  if (arguments.Has("json")) {
    PrintJson(found);
    return absl::OkStatus();
  }
  std::cout << absl::StrFormat(
      "%d planned, %d attended, %d missed, %d unrecorded; %d of %d minutes\n", found.planned(),
      found.attended(), found.missed(), found.unrecorded(), found.attended_minutes(),
      found.planned_minutes());
  for (const v1::ReferralSession& each : found.sessions()) {
    std::cout << absl::StrFormat("  %s  %s %s\n", each.date(),
                                 each.status() == v1::ReferralSession::STATUS_UNSPECIFIED
                                     ? "PLANNED"
                                     : v1::ReferralSession::Status_Name(each.status()),
                                 each.reason());
  }
  return absl::OkStatus();
}

absl::Status ShowCentre(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const std::string centre, OneWord(arguments, "centre"));
  v1::ListCentreSessionsRequest request;
  ASSIGN_OR_RETURN(*request.mutable_month(), arguments.Need("month"));
  ASSIGN_OR_RETURN(Coordinator by, CoordinatorBy(arguments));
  request.set_parent(Named(by.park, "centres", centre));
  ASSIGN_OR_RETURN(const auto found, by.client->Call(&Stub::ListCentreSessions, request, by.who));
  PrintJson(found);
  return absl::OkStatus();
}

const Flag kAs = As();
const Flag kPartner = {"partner", "ID", "", "to whom, e.g. hospital"};
const Flag kPurpose = {"purpose", "WORD", "",
                       "development-assessment, early-intervention, rehabilitation or "
                       "inclusive-education"};
const Flag kMonth = {"month", "YYYY-MM", "", "of which month"};
const Flag kCentre = {"centre", "CODE", "", "with which centre; by default at the partner's"};

Flag Reason(const char* codes) { return {"reason", "CODE", "", codes}; }

}  // namespace

std::vector<Command> ReferralCommands() {
  return {
      {"places partner set", "ID", "sets up a partner to whom children may be referred",
       "A hospital, a rehabilitation centre, a school: no caller of this API.",
       With({{"name", "TEXT", "", "how it is called"},
             {"kind", "WORD", "medical", "medical or educational"},
             {"contact", "TEXT", "", "how it is reached"},
             {"purposes", "LIST", "", "what it takes children for, e.g. early-intervention"},
             {"retired", "", "", "it takes no new referrals"},
             kAs}),
       SetPartner},
      {"places partner list", "", "lists the park's partners", "With how they are reached.",
       With({kAs}), ListPartners},
      {"places partner view", "ID", "shows what a partner may know now",
       "The referrals under a consent that stands; each that is shown leaves an access row.",
       With({kAs}), ShowPartnerView},
      {"places referral propose", "CHILD", "proposes a partner to a family",
       "CHILD is a resource name. What is said of the child comes from a text proto of\n"
       "  places.v1.Referral with needs, goals and notes, since a command line is read by whoever\n"
       "  lists processes.",
       With({kPartner, kPurpose, {"said", "FILE", "", "needs, goals and notes"}, kAs}), Propose},
      {"places referral consent", "CHILD", "gives or withdraws a guardian's consent",
       "For one partner and one purpose. A withdrawal stops everything at once.",
       With({kPartner,
             kPurpose,
             {"text-version", "TEXT", "1", "the version of the text that was shown"},
             {"withdraw", "", "", "withdraws it"}}),
       SetConsent},
      {"places referral accept", "NAME", "writes down that the partner takes the child",
       "Once a guardian has consented.", With({kAs}),
       Step<v1::AcceptReferralRequest, &Stub::AcceptReferral>},
      {"places referral decline", "NAME", "writes down that the partner does not take the child",
       "With its reason.", With({Reason("no-capacity, not-suitable or other"), kAs}),
       Step<v1::DeclineReferralRequest, &Stub::DeclineReferral>},
      {"places referral plan", "NAME", "plans sessions from a day on",
       "On weekdays or dates, e.g.\n"
       "    tuoqiao places referral plan NAME --park qilan --from 2026-12-01 --until 2027-03-01 "
       "\\\n"
       "      --weekdays 1,3 --time 10:00-10:45 --centre C001",
       With({{"from", "YYYY-MM-DD", "", "the first day"},
             {"until", "YYYY-MM-DD", "", "the first day outside"},
             {"weekdays", "LIST", "", "e.g. 1,3; Monday is 1"},
             {"dates", "LIST", "", "in place of weekdays"},
             {"time", "SPAN", "", "e.g. 10:00-10:45"},
             kCentre,
             kAs}),
       Plan},
      {"places referral end", "NAME", "ends a referral", "No session is planned after today.",
       With({Reason("goals-met, moved, aged-out or other"), kAs}),
       Step<v1::EndReferralRequest, &Stub::EndReferral>},
      {"places referral withdraw", "NAME", "takes a referral back", "From any open state.",
       With({Reason("family-wish, wrong-partner or other"), kAs}),
       Step<v1::WithdrawReferralRequest, &Stub::WithdrawReferral>},
      {"places referral show", "NAME", "shows a referral with what is said of the child",
       "Leaves an access row.", With({kAs}), Show},
      {"places referral list", "", "lists referrals and where they stand",
       "Of the park, or of one family; without needs, goals and notes.",
       With({{"family", "ID", "", "of one family"}, kAs}), List},
      {"places referral record", "NAME", "records one session",
       "Attended, unless --missed says why not. Said otherwise again, the former row is kept.",
       With({{"date", "YYYY-MM-DD", "", "of which day"},
             {"missed", "CODE", "", "sick, family, partner, centre-closed or other"},
             kCentre,
             kAs}),
       Record},
      {"places referral month", "NAME", "sums up the sessions of a month", "Leaves an access row.",
       With({kMonth, kAs}), ShowMonth},
      {"places centre-sessions", "CENTRE", "lists what takes place with a centre in a month",
       "Who, when and how long, and not what for.", With({kMonth, kAs}), ShowCentre},
  };
}

}  // namespace tuoqiao::cli
