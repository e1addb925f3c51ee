#include "services/cli/eligibility_commands.h"

#include <iostream>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/cli/client.h"
#include "services/cli/eligibility_text.h"
#include "services/cli/verbs.h"
#include "services/common/status_macros.h"
#include "tuoqiao/eligibility/v1/eligibility.grpc.pb.h"

namespace tuoqiao::cli {
namespace {

namespace v1 = eligibility::v1;
using Stub = v1::Eligibility::Stub;

// What every verb of this file needs.
absl::StatusOr<std::string> ProgrammeBy(const Arguments& arguments, const std::string& park) {
  ASSIGN_OR_RETURN(const std::string programme, arguments.Need("programme"));
  return absl::StrCat(park, "/programmes/", programme);
}

// A state by the name that the contract has for it; none where the flag is not given.
template <typename State>
absl::Status ReadState(const Arguments& arguments, bool (*parse)(const std::string&, State*),
                       State* state) {
  const std::string& text = arguments.Get("state");
  if (text.empty() || parse(text, state)) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("there is no state ", text));
}
bool ParseStanding(const std::string& text, v1::Entitlement::State* state) {
  return v1::Entitlement::State_Parse(text, state);
}
bool ParseOverride(const std::string& text, v1::Override::State* state) {
  return v1::Override::State_Parse(text, state);
}
bool ParseAppeal(const std::string& text, v1::Appeal::State* state) {
  return v1::Appeal::State_Parse(text, state);
}

template <typename Message>
absl::Status Print(const Arguments& arguments, const Message& message,
                   std::string (*text)(const Message&)) {
  if (arguments.Has("json")) {
    PrintJson(message);
  } else {
    std::cout << text(message);
  }
  return absl::OkStatus();
}

// ---- why

absl::Status Explain(const Arguments& arguments) {
  v1::ExplainDecisionRequest request;
  ASSIGN_OR_RETURN(*request.mutable_child(), OneWord(arguments, "child"));
  ASSIGN_OR_RETURN(const Language language, LanguageBy(arguments));
  ASSIGN_OR_RETURN(Desk desk, DeskBy(arguments));
  ASSIGN_OR_RETURN(*request.mutable_programme(), ProgrammeBy(arguments, desk.park));
  ASSIGN_OR_RETURN(const auto explanation,
                   desk.client->Call(&Stub::ExplainDecision, request, desk.who));
  if (arguments.Has("json")) {
    PrintJson(explanation);
  } else {
    std::cout << ExplanationText(explanation, language);
  }
  return absl::OkStatus();
}

absl::Status Check(const Arguments& arguments) {
  v1::CheckFamilyRequest request;
  ASSIGN_OR_RETURN(const Language language, LanguageBy(arguments));
  ASSIGN_OR_RETURN(*request.mutable_birth_date(), arguments.Need("birth-date"));
  ASSIGN_OR_RETURN(*request.mutable_on_date(), arguments.Need("on"));
  request.set_until_date(arguments.Get("until"));
  request.set_guardians_employed(arguments.Has("nobody-employed") ? 0 : 1);
  RETURN_IF_ERROR(AddFacts(arguments, &request));
  ASSIGN_OR_RETURN(Desk desk, DeskBy(arguments));
  ASSIGN_OR_RETURN(*request.mutable_programme(), ProgrammeBy(arguments, desk.park));
  ASSIGN_OR_RETURN(const auto answer, desk.client->Call(&Stub::CheckFamily, request, desk.who));
  if (arguments.Has("json")) {
    PrintJson(answer);
  } else {
    std::cout << SlicesText(answer.slices())
              << SentencesText(answer.sentences_en(), answer.sentences_zh(), language)
              << ChangesText(answer.changes()) << WorthsText(answer.worths(), language);
  }
  return absl::OkStatus();
}

absl::Status Record(const Arguments& arguments) {
  v1::RecordFactsRequest request;
  ASSIGN_OR_RETURN(*request.mutable_child(), OneWord(arguments, "child"));
  v1::FactRecord* record = request.add_facts();
  ASSIGN_OR_RETURN(*record->mutable_fact(), arguments.Need("fact"));
  ASSIGN_OR_RETURN(*record->mutable_value(), arguments.Need("value"));
  ASSIGN_OR_RETURN(*record->mutable_from_date(), arguments.Need("from"));
  ASSIGN_OR_RETURN(Desk desk, DeskBy(arguments));
  request.set_request_id(desk.client->RequestId(
      {"record", request.child(), record->fact(), record->value(), record->from_date()}));
  ASSIGN_OR_RETURN(const auto recorded, desk.client->Call(&Stub::RecordFacts, request, desk.who));
  for (const v1::RecordedFact& each : recorded.facts()) std::cout << each.name() << "\n";
  for (const std::string& each : recorded.decisions()) std::cout << "decided " << each << "\n";
  return absl::OkStatus();
}

// ---- the queue

absl::Status Queue(const Arguments& arguments) {
  v1::ListEntitlementsRequest request;
  v1::Entitlement::State state = v1::Entitlement::STATE_UNSPECIFIED;
  RETURN_IF_ERROR(ReadState(arguments, ParseStanding, &state));
  request.set_state(state);
  ASSIGN_OR_RETURN(Desk desk, DeskBy(arguments));
  ASSIGN_OR_RETURN(*request.mutable_parent(), ProgrammeBy(arguments, desk.park));
  v1::ListEntitlementsResponse all;
  RETURN_IF_ERROR(
      (desk.client->ForEachPage<Stub, v1::ListEntitlementsRequest, v1::ListEntitlementsResponse>(
          &Stub::ListEntitlements, request, desk.who,
          [&](const v1::ListEntitlementsResponse& page) {
            all.mutable_entitlements()->MergeFrom(page.entitlements());
          })));
  if (arguments.Has("json")) {
    PrintJson(all);
    return absl::OkStatus();
  }
  for (const v1::Entitlement& each : all.entitlements()) std::cout << EntitlementText(each);
  std::cout << all.entitlements_size() << " entitlements\n";
  return absl::OkStatus();
}

absl::Status Confirm(const Arguments& arguments) {
  v1::ConfirmEntitlementRequest request;
  ASSIGN_OR_RETURN(*request.mutable_child(), OneWord(arguments, "child"));
  ASSIGN_OR_RETURN(Desk desk, DeskBy(arguments));
  ASSIGN_OR_RETURN(*request.mutable_programme(), ProgrammeBy(arguments, desk.park));
  request.set_request_id(desk.client->RequestId({"confirm", request.child()}));
  ASSIGN_OR_RETURN(const auto confirmed,
                   desk.client->Call(&Stub::ConfirmEntitlement, request, desk.who));
  return Print(arguments, confirmed, EntitlementText);
}

absl::Status Faults(const Arguments& arguments) {
  v1::ListDecisionFaultsRequest request;
  ASSIGN_OR_RETURN(Desk desk, DeskBy(arguments));
  ASSIGN_OR_RETURN(*request.mutable_parent(), ProgrammeBy(arguments, desk.park));
  v1::ListDecisionFaultsResponse all;
  RETURN_IF_ERROR((
      desk.client->ForEachPage<Stub, v1::ListDecisionFaultsRequest, v1::ListDecisionFaultsResponse>(
          &Stub::ListDecisionFaults, request, desk.who,
          [&](const v1::ListDecisionFaultsResponse& page) {
            all.mutable_faults()->MergeFrom(page.faults());
          })));
  if (arguments.Has("json")) {
    PrintJson(all);
    return absl::OkStatus();
  }
  for (const v1::DecisionFault& each : all.faults()) {
    std::cout << each.case_number() << "  " << each.field() << "  " << each.reason() << "\n  "
              << each.text_en() << " " << each.next_step_en() << "\n";
  }
  std::cout << all.faults_size() << " faults\n";
  return absl::OkStatus();
}

// ---- overrides

absl::Status OverridePropose(const Arguments& arguments) {
  v1::ProposeOverrideRequest request;
  ASSIGN_OR_RETURN(*request.mutable_child(), OneWord(arguments, "child"));
  ASSIGN_OR_RETURN(const std::string outcome, arguments.Need("outcome"));
  v1::Slice::Outcome wanted = v1::Slice::OUTCOME_UNSPECIFIED;
  if (!v1::Slice::Outcome_Parse(outcome, &wanted)) {
    return absl::InvalidArgumentError("--outcome is ELIGIBLE or INELIGIBLE");
  }
  request.set_outcome(wanted);
  ASSIGN_OR_RETURN(*request.mutable_from_date(), arguments.Need("from"));
  ASSIGN_OR_RETURN(*request.mutable_until_date(), arguments.Need("until"));
  ASSIGN_OR_RETURN(*request.mutable_reason(), arguments.Need("reason"));
  ASSIGN_OR_RETURN(Desk desk, DeskAs(arguments));
  ASSIGN_OR_RETURN(*request.mutable_parent(), ProgrammeBy(arguments, desk.park));
  request.set_request_id(desk.client->RequestId(
      {"propose", request.child(), outcome, request.from_date(), request.until_date()}));
  ASSIGN_OR_RETURN(const auto made, desk.client->Call(&Stub::ProposeOverride, request, desk.who));
  return Print(arguments, made, OverrideText);
}

absl::Status OverrideApprove(const Arguments& arguments) {
  v1::ApproveOverrideRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), OneWord(arguments, "override"));
  ASSIGN_OR_RETURN(Desk desk, DeskAs(arguments));
  request.set_request_id(desk.client->RequestId({"approve", request.name(), desk.who.subject}));
  ASSIGN_OR_RETURN(const auto made, desk.client->Call(&Stub::ApproveOverride, request, desk.who));
  return Print(arguments, made, OverrideText);
}

absl::Status OverrideRevoke(const Arguments& arguments) {
  v1::RevokeOverrideRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), OneWord(arguments, "override"));
  ASSIGN_OR_RETURN(Desk desk, DeskAs(arguments));
  request.set_request_id(desk.client->RequestId({"revoke", request.name()}));
  ASSIGN_OR_RETURN(const auto made, desk.client->Call(&Stub::RevokeOverride, request, desk.who));
  return Print(arguments, made, OverrideText);
}

// The park, or the family whose texts are wanted too.
std::string ParentBy(const Arguments& arguments, const std::string& park) {
  const std::string& family = arguments.Get("family");
  return family.empty() ? park : family;
}

absl::Status OverrideList(const Arguments& arguments) {
  v1::ListOverridesRequest request;
  v1::Override::State state = v1::Override::STATE_UNSPECIFIED;
  RETURN_IF_ERROR(ReadState(arguments, ParseOverride, &state));
  request.set_state(state);
  ASSIGN_OR_RETURN(Desk desk, DeskBy(arguments));
  request.set_parent(ParentBy(arguments, desk.park));
  v1::ListOverridesResponse all;
  RETURN_IF_ERROR(
      (desk.client->ForEachPage<Stub, v1::ListOverridesRequest, v1::ListOverridesResponse>(
          &Stub::ListOverrides, request, desk.who, [&](const v1::ListOverridesResponse& page) {
            all.mutable_overrides()->MergeFrom(page.overrides());
          })));
  if (arguments.Has("json")) {
    PrintJson(all);
    return absl::OkStatus();
  }
  for (const v1::Override& each : all.overrides()) std::cout << OverrideText(each);
  std::cout << all.overrides_size() << " overrides\n";
  return absl::OkStatus();
}

// ---- appeals

absl::Status AppealOpen(const Arguments& arguments) {
  v1::OpenAppealRequest request;
  ASSIGN_OR_RETURN(*request.mutable_child(), OneWord(arguments, "child"));
  ASSIGN_OR_RETURN(*request.mutable_text(), arguments.Need("text"));
  ASSIGN_OR_RETURN(Desk desk, DeskBy(arguments));
  ASSIGN_OR_RETURN(*request.mutable_programme(), ProgrammeBy(arguments, desk.park));
  request.set_request_id(desk.client->RequestId({"appeal", request.child(), request.programme()}));
  ASSIGN_OR_RETURN(const auto made, desk.client->Call(&Stub::OpenAppeal, request, desk.who));
  return Print(arguments, made, AppealText);
}

absl::Status AppealSettle(const Arguments& arguments) {
  v1::SettleAppealRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), OneWord(arguments, "appeal"));
  RETURN_IF_ERROR(arguments.Need("state").status());
  v1::Appeal::State state = v1::Appeal::STATE_UNSPECIFIED;
  RETURN_IF_ERROR(ReadState(arguments, ParseAppeal, &state));
  request.set_state(state);
  request.set_upheld_by(arguments.Get("upheld-by"));
  ASSIGN_OR_RETURN(*request.mutable_reason(), arguments.Need("reason"));
  ASSIGN_OR_RETURN(Desk desk, DeskBy(arguments));
  request.set_request_id(desk.client->RequestId({"settle", request.name()}));
  ASSIGN_OR_RETURN(const auto made, desk.client->Call(&Stub::SettleAppeal, request, desk.who));
  return Print(arguments, made, AppealText);
}

absl::Status AppealList(const Arguments& arguments) {
  v1::ListAppealsRequest request;
  v1::Appeal::State state = v1::Appeal::STATE_UNSPECIFIED;
  RETURN_IF_ERROR(ReadState(arguments, ParseAppeal, &state));
  request.set_state(state);
  ASSIGN_OR_RETURN(Desk desk, DeskBy(arguments));
  request.set_parent(ParentBy(arguments, desk.park));
  v1::ListAppealsResponse all;
  RETURN_IF_ERROR((desk.client->ForEachPage<Stub, v1::ListAppealsRequest, v1::ListAppealsResponse>(
      &Stub::ListAppeals, request, desk.who, [&](const v1::ListAppealsResponse& page) {
        all.mutable_appeals()->MergeFrom(page.appeals());
      })));
  if (arguments.Has("json")) {
    PrintJson(all);
    return absl::OkStatus();
  }
  for (const v1::Appeal& each : all.appeals()) std::cout << AppealText(each);
  std::cout << all.appeals_size() << " appeals\n";
  return absl::OkStatus();
}

const Flag kProgramme = {"programme", "ID", "", "the programme"};
const Flag kLanguage = LanguageFlag();
const Flag kFamily = {"family", "NAME", "", "only this family's, with their texts"};

}  // namespace

std::vector<Command> EligibilityCommands() {
  return {
      {"explain", "CHILD", "says why a child is eligible or not",
       "The outcome of each slice with its days, what is missing and whom to ask, the conditions "
       "in\n"
       "sentences, and the fewest changes that would make it a yes.",
       With({kProgramme, kLanguage}), Explain},
      {"eligibility check", "", "says what the rules say of a family without an account",
       "Nothing is stored.",
       With({kProgramme,
             {"birth-date", "YYYY-MM-DD", "", "the child's; may lie ahead"},
             {"on", "YYYY-MM-DD", "", "the first day that is asked about"},
             {"until", "YYYY-MM-DD", "", "the first day that is not; by default a year later"},
             {"nobody-employed", "", "", "no guardian works for a firm of the park"},
             {"facts", "NAME=VALUE,..", "", "what else the rules ask for"},
             kLanguage}),
       Check},
      {"eligibility record", "CHILD", "records the answer to what a decision names as missing", "",
       With({{"fact", "NAME", "", "as the decision names it"},
             {"value", "TEXT", "", "its value"},
             {"from", "YYYY-MM-DD", "", "the first day on which it is so"}}),
       Record},
      {"eligibility queue", "", "lists who is to confirm an entitlement, by due date",
       "Case numbers only.",
       With({kProgramme, {"state", "STATE", "", "e.g. RECONFIRM_DUE, GRACE, LAPSED"}}), Queue},
      {"eligibility confirm", "CHILD", "confirms for a family that nothing has changed", "",
       With({kProgramme}), Confirm},
      {"eligibility faults", "", "lists children of whom something impossible is said", "",
       With({kProgramme}), Faults},
      {"eligibility override propose", "CHILD", "proposes another outcome for some days",
       "Another person has to approve it.",
       With({kProgramme,
             {"outcome", "OUTCOME", "", "ELIGIBLE or INELIGIBLE"},
             {"from", "YYYY-MM-DD", "", "its first day"},
             {"until", "YYYY-MM-DD", "", "the first day after it; at most 366 days later"},
             {"reason", "TEXT", "", "why; kept sealed"},
             {"as", "SUBJECT", kFirstAdmin, "who proposes it"}}),
       OverridePropose},
      {"eligibility override approve", "OVERRIDE", "approves an override",
       "The child is decided on again at once.",
       With({{"as", "SUBJECT", kSecondAdmin, "who approves it; not who proposed it"}}),
       OverrideApprove},
      {"eligibility override revoke", "OVERRIDE", "takes an override back before it ends", "",
       With({{"as", "SUBJECT", kFirstAdmin, "who takes it back"}}), OverrideRevoke},
      {"eligibility override list", "", "lists overrides", "",
       With({{"state", "STATE", "", "PROPOSED, APPROVED or REVOKED"}, kFamily}), OverrideList},
      {"eligibility appeal open", "CHILD", "opens an appeal for a family",
       "While it is open nothing is recovered.",
       With({kProgramme, {"text", "TEXT", "", "what the family says; kept sealed"}}), AppealOpen},
      {"eligibility appeal settle", "APPEAL", "settles an appeal", "",
       With({{"state", "STATE", "", "UPHELD or DISMISSED"},
             {"upheld-by", "NAME", "", "of UPHELD: the override or decision"},
             {"reason", "TEXT", "", "why; kept sealed"}}),
       AppealSettle},
      {"eligibility appeal list", "", "lists appeals", "",
       With({{"state", "STATE", "", "OPEN, UPHELD or DISMISSED"}, kFamily}), AppealList},
  };
}

}  // namespace tuoqiao::cli
