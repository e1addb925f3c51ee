#include "services/eligibility/convert_case.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/check.h"
#include "services/common/errors.h"
#include "services/common/period.h"
#include "services/common/resource_name.h"
#include "services/common/status_macros.h"
#include "services/eligibility/convert.h"
#include "tuoqiao/type/v1/error.pb.h"

namespace tuoqiao::eligibility {
namespace {

// Enumerations of the contract, in the order of the core's.
constexpr v1::Override::State kOverrideStates[] = {v1::Override::PROPOSED, v1::Override::APPROVED,
                                                   v1::Override::REVOKED};
constexpr v1::Appeal::State kAppealStates[] = {v1::Appeal::OPEN, v1::Appeal::UPHELD,
                                               v1::Appeal::DISMISSED};
constexpr v1::Entitlement::State kStandings[] = {
    v1::Entitlement::NOT_APPLICABLE, v1::Entitlement::CURRENT, v1::Entitlement::RECONFIRM_DUE,
    v1::Entitlement::GRACE,          v1::Entitlement::LAPSED,  v1::Entitlement::TOO_OLD,
    v1::Entitlement::PROVISIONAL};

constexpr v1::RecordedFact::Attestation kAttestations[] = {
    v1::RecordedFact::ATTESTATION_UNSPECIFIED, v1::RecordedFact::GUARDIAN, v1::RecordedFact::FIRM,
    v1::RecordedFact::AUTHORITY, v1::RecordedFact::PARK};

Attestation AttestationOf(v1::RecordedFact::Attestation attestation) {
  const auto found = std::find(std::begin(kAttestations), std::end(kAttestations), attestation);
  CHECK(found != std::end(kAttestations));
  return static_cast<Attestation>(found - std::begin(kAttestations));
}

// FIELD_REQUIRED, FIELD_INVALID.
absl::Status CheckAttested(const std::string& field, const v1::FactRecord& record) {
  if (!v1::RecordedFact::Attestation_IsValid(record.attested_by())) {
    return FieldInvalid(absl::StrCat(field, ".attested_by"), "is not one of its codes",
                        "不是允许的代码");
  }
  const bool authority = record.attested_by() == v1::RecordedFact::AUTHORITY;
  if (authority) RETURN_IF_ERROR(RequireText(absl::StrCat(field, ".event_id"), record.event_id()));
  for (const auto& [name, id] : {std::pair(".event_id", &record.event_id()),
                                 std::pair(".corrected_event_id", &record.corrected_event_id())}) {
    if (id->empty()) continue;
    if (!authority) {
      return FieldInvalid(absl::StrCat(field, name), "stands with AUTHORITY only",
                          "仅可与 AUTHORITY 一并填写");
    }
    RETURN_IF_ERROR(RequireText(absl::StrCat(field, name), *id));
  }
  return absl::OkStatus();
}

std::string MaybeText(const std::optional<absl::CivilDay>& day) {
  return day.has_value() ? FormatDay(*day) : "";
}

std::string EntitlementName(absl::string_view park, absl::string_view programme,
                            absl::string_view child) {
  return absl::StrCat(ProgrammeName(park, programme), "/entitlements/", LastPart(child));
}

// `parks/{park}/families/{family}/children/{child}` of this park.
absl::Status CheckChildName(absl::string_view park, absl::string_view field,
                            const std::string& name) {
  if (name.empty()) return FieldRequired(field);
  const std::vector<std::string> steps = absl::StrSplit(name, '/');
  if (steps.size() == 6 && steps[0] == "parks" && steps[1] == park && steps[2] == "families" &&
      !steps[3].empty() && steps[4] == "children" && !steps[5].empty()) {
    return absl::OkStatus();
  }
  return FieldInvalid(field, "is not parks/{park}/families/{family}/children/{child} of this park",
                      "须为本园区的 parks/{park}/families/{family}/children/{child}");
}

}  // namespace

absl::Status RequireReason(absl::string_view field, const std::string& text) {
  if (text.empty()) return FieldRequired(field);
  if (text.size() > kReasonBytesMax) {
    return FieldInvalid(field, absl::StrCat("is longer than ", kReasonBytesMax, " bytes"),
                        absl::StrCat("超过 ", kReasonBytesMax, " 字节"));
  }
  if (std::any_of(text.begin(), text.end(), [](char c) {
        return c != '\n' && absl::ascii_iscntrl(static_cast<unsigned char>(c));
      })) {
    return FieldInvalid(field, "holds a control character", "含有控制字符");
  }
  return absl::OkStatus();
}

absl::StatusOr<CaseKey> CaseKeyOf(absl::string_view park, absl::string_view field,
                                  absl::string_view kind, const std::string& name) {
  if (name.empty()) return FieldRequired(field);
  const std::vector<std::string> steps = absl::StrSplit(name, '/');
  if (steps.size() == 6 && steps[0] == "parks" && steps[1] == park && steps[2] == "programmes" &&
      !steps[3].empty() && steps[4] == kind && !steps[5].empty()) {
    return CaseKey{steps[3], steps[5]};
  }
  const std::string form = absl::StrCat("parks/{park}/programmes/{programme}/", kind, "/{id}");
  return FieldInvalid(field, absl::StrCat("is not ", form, " of this park"),
                      absl::StrCat("须为本园区的 ", form));
}

std::string FamilyOfParent(const std::string& parent) {
  return absl::StrContains(parent, "/families/") ? parent : "";
}

absl::StatusOr<std::vector<RecordedFact>> FromProto(const v1::RecordFactsRequest& request) {
  if (request.facts().empty()) return FieldRequired("facts");
  RETURN_IF_ERROR(CheckFactCount(request.facts_size()));
  std::vector<RecordedFact> facts;
  for (int i = 0; i < request.facts_size(); ++i) {
    const v1::FactRecord& each = request.facts(i);
    const std::string field = absl::StrCat("facts[", i, "]");
    RETURN_IF_ERROR(RequireText(absl::StrCat(field, ".fact"), each.fact()));
    RETURN_IF_ERROR(RequireText(absl::StrCat(field, ".value"), each.value()));
    RecordedFact fact;
    fact.name = each.fact();
    fact.value = each.value();
    ASSIGN_OR_RETURN(fact.from_date, DayOf(absl::StrCat(field, ".from_date"), each.from_date()));
    RETURN_IF_ERROR(CheckAttested(field, each));
    fact.attested_by = AttestationOf(each.attested_by());
    fact.event_id = each.event_id();
    fact.corrected_event_id = each.corrected_event_id();
    facts.push_back(std::move(fact));
  }
  return facts;
}

absl::StatusOr<Override> FromProto(absl::string_view park,
                                   const v1::ProposeOverrideRequest& request) {
  Override exception;
  ASSIGN_OR_RETURN(exception.programme, ProgrammeOf(park, "parent", request.parent()));
  RETURN_IF_ERROR(CheckChildName(park, "child", request.child()));
  exception.child = request.child();
  if (request.outcome() != v1::Slice::ELIGIBLE && request.outcome() != v1::Slice::INELIGIBLE) {
    return FieldInvalid("outcome", "is not ELIGIBLE or INELIGIBLE", "须为 ELIGIBLE 或 INELIGIBLE");
  }
  exception.outcome =
      request.outcome() == v1::Slice::ELIGIBLE ? Outcome::kEligible : Outcome::kIneligible;
  ASSIGN_OR_RETURN(exception.period.from, DayOf("from_date", request.from_date()));
  ASSIGN_OR_RETURN(exception.period.until, DayOf("until_date", request.until_date()));
  RETURN_IF_ERROR(RequireReason("reason", request.reason()));
  exception.reason = request.reason();
  return exception;
}

absl::StatusOr<Settlement> FromProto(const v1::SettleAppealRequest& request) {
  Settlement settlement;
  const bool upheld = request.state() == v1::Appeal::UPHELD;
  if (!upheld && request.state() != v1::Appeal::DISMISSED) {
    return FieldInvalid("state", "is not UPHELD or DISMISSED", "须为 UPHELD 或 DISMISSED");
  }
  settlement.state = upheld ? Appeal::State::kUpheld : Appeal::State::kDismissed;
  if (upheld && request.upheld_by().empty()) return FieldRequired("upheld_by");
  if (!upheld && !request.upheld_by().empty()) {
    return FieldInvalid("upheld_by", "stands with an appeal that is dismissed",
                        "驳回申诉时不得填写");
  }
  settlement.upheld_by = request.upheld_by();
  RETURN_IF_ERROR(RequireReason("reason", request.reason()));
  settlement.reason = request.reason();
  return settlement;
}

v1::RecordedFact ToProto(const std::string& child, const RecordedFact& fact) {
  v1::RecordedFact message;
  message.set_name(absl::StrCat(child, "/recordedFacts/", fact.revision));
  message.set_fact(fact.name);
  message.set_value(fact.value);
  message.set_from_date(FormatDay(fact.from_date));
  message.set_superseded(fact.superseded);
  message.set_attested_by(kAttestations[static_cast<int>(fact.attested_by)]);
  message.set_event_id(fact.event_id);
  message.set_corrected_event_id(fact.corrected_event_id);
  return message;
}

v1::DecisionFault ToProto(absl::string_view park, const FaultRow& row) {
  v1::DecisionFault message;
  message.set_name(
      absl::StrCat(ProgrammeName(park, row.programme), "/decisionFaults/", LastPart(row.child)));
  message.set_child(row.child);
  message.set_case_number(row.case_number);
  message.set_field(row.fault.field);
  message.set_reason(row.fault.reason);
  message.set_whose_fault(type::v1::Failure::Fault_Name(type::v1::Failure::DATA));
  const rules::Words text = FaultWords(row.fault.reason);
  const rules::Words next = FaultNextStep(row.fault.reason);
  message.set_text_en(text.en);
  message.set_text_zh(text.zh);
  message.set_next_step_en(next.en);
  message.set_next_step_zh(next.zh);
  return message;
}

v1::Override ToProto(absl::string_view park, const Override& exception) {
  v1::Override message;
  message.set_name(OverrideName(park, exception));
  message.set_child(exception.child);
  message.set_case_number(exception.case_number);
  message.set_outcome(exception.outcome == Outcome::kEligible ? v1::Slice::ELIGIBLE
                                                              : v1::Slice::INELIGIBLE);
  message.set_from_date(FormatDay(exception.period.from));
  message.set_until_date(FormatDay(exception.period.until));
  message.set_reason(exception.reason);
  message.set_state(kOverrideStates[static_cast<int>(exception.state)]);
  message.set_proposed_by(exception.proposed_by);
  message.set_approved_by(exception.approved_by);
  message.set_revoked_by(exception.revoked_by);
  return message;
}

v1::OverrideChanged ToEvent(absl::string_view park, const Override& exception) {
  v1::OverrideChanged message;
  message.set_override(OverrideName(park, exception));
  message.set_child(exception.child);
  message.set_case_number(exception.case_number);
  message.set_state(kOverrideStates[static_cast<int>(exception.state)]);
  return message;
}

v1::Appeal ToProto(absl::string_view park, const Appeal& appeal) {
  v1::Appeal message;
  message.set_name(AppealName(park, appeal));
  message.set_child(appeal.child);
  message.set_case_number(appeal.case_number);
  message.set_decision(DecisionName(park, appeal.programme, appeal.decision));
  message.set_text(appeal.text);
  message.set_state(kAppealStates[static_cast<int>(appeal.state)]);
  message.set_open_date(FormatDay(appeal.open_date));
  message.set_settle_date(MaybeText(appeal.settle_date));
  message.set_opened_by(appeal.opened_by);
  message.set_settled_by(appeal.settled_by);
  message.set_settlement_reason(appeal.settlement_reason);
  message.set_upheld_by(appeal.upheld_by);
  return message;
}

v1::AppealChanged ToEvent(absl::string_view park, const Appeal& appeal) {
  v1::AppealChanged message;
  message.set_appeal(AppealName(park, appeal));
  message.set_child(appeal.child);
  message.set_case_number(appeal.case_number);
  message.set_state(kAppealStates[static_cast<int>(appeal.state)]);
  return message;
}

v1::EntitlementConfirmation ToProto(absl::string_view park, const Confirmation& confirmation) {
  v1::EntitlementConfirmation message;
  message.set_name(EntitlementName(park, confirmation.programme, confirmation.child));
  message.set_child(confirmation.child);
  message.set_case_number(confirmation.case_number);
  message.set_confirm_date(FormatDay(confirmation.day));
  message.set_revision(confirmation.revision);
  return message;
}

v1::Entitlement ToProto(absl::string_view park, const Decision& decision,
                        const Entitlement& entitlement, std::optional<absl::CivilDay> confirmed) {
  v1::Entitlement message;
  message.set_name(EntitlementName(park, decision.programme, decision.child));
  message.set_child(decision.child);
  message.set_case_number(decision.case_number);
  message.set_state(kStandings[static_cast<int>(entitlement.standing)]);
  message.set_due_date(MaybeText(entitlement.due));
  message.set_use_by_date(MaybeText(entitlement.use_by));
  message.set_reconfirm_by_date(MaybeText(entitlement.reconfirm_by));
  message.set_grace_until_date(MaybeText(entitlement.grace_until));
  message.set_provisional_until_date(MaybeText(entitlement.provisional_until));
  message.set_may_start(entitlement.may_start);
  message.set_may_stay(entitlement.may_stay);
  message.set_confirm_date(MaybeText(confirmed));
  return message;
}

std::string StateText(v1::Override::State state) {
  return state == v1::Override::STATE_UNSPECIFIED ? "" : v1::Override::State_Name(state);
}
std::string StateText(v1::Appeal::State state) {
  return state == v1::Appeal::STATE_UNSPECIFIED ? "" : v1::Appeal::State_Name(state);
}

std::string FactBytes(const RecordedFact& fact) {
  v1::FactRecord message;
  message.set_fact(fact.name);
  message.set_value(fact.value);
  message.set_from_date(FormatDay(fact.from_date));
  message.set_attested_by(kAttestations[static_cast<int>(fact.attested_by)]);
  message.set_event_id(fact.event_id);
  message.set_corrected_event_id(fact.corrected_event_id);
  return message.SerializeAsString();
}

RecordedFact ReadFactBytes(const std::string& bytes) {
  v1::FactRecord message;
  CHECK(message.ParseFromString(bytes));
  RecordedFact fact;
  fact.name = message.fact();
  fact.value = message.value();
  fact.from_date = *ParseDay(message.from_date());
  fact.attested_by = AttestationOf(message.attested_by());
  fact.event_id = message.event_id();
  fact.corrected_event_id = message.corrected_event_id();
  return fact;
}

std::string AppealBytes(const Appeal& appeal) {
  v1::Appeal message;
  message.set_text(appeal.text);
  message.set_settlement_reason(appeal.settlement_reason);
  return message.SerializeAsString();
}

void ReadAppealBytes(const std::string& bytes, Appeal* appeal) {
  v1::Appeal message;
  CHECK(message.ParseFromString(bytes));
  appeal->text = message.text();
  appeal->settlement_reason = message.settlement_reason();
}

}  // namespace tuoqiao::eligibility
