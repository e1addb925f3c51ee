// Between the contract's messages and the core for what people say, confirm, decide and appeal.
#ifndef TUOQIAO_SERVICES_ELIGIBILITY_CONVERT_CASE_H_
#define TUOQIAO_SERVICES_ELIGIBILITY_CONVERT_CASE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/eligibility/appeal.h"
#include "services/eligibility/child.h"
#include "services/eligibility/entitlement.h"
#include "services/eligibility/entitlement_store.h"
#include "services/eligibility/fault_store.h"
#include "services/eligibility/override.h"
#include "services/eligibility/override_store.h"
#include "services/eligibility/recorded_fact.h"
#include "tuoqiao/eligibility/v1/eligibility.pb.h"

namespace tuoqiao::eligibility {

// What a person may write about a child.
inline constexpr size_t kReasonBytesMax = 4000;

// FIELD_REQUIRED, FIELD_INVALID. Lines are allowed, other control characters are not.
absl::Status RequireReason(absl::string_view field, const std::string& text);
// Of `parks/{park}/programmes/{programme}/{kind}/{id}` of this park. FIELD_REQUIRED, FIELD_INVALID.
absl::StatusOr<CaseKey> CaseKeyOf(absl::string_view park, absl::string_view field,
                                  absl::string_view kind, const std::string& name);
// A list's parent as a family; empty where it is the whole park.
std::string FamilyOfParent(const std::string& parent);

// Facts without revisions. FIELD_REQUIRED, FIELD_INVALID.
absl::StatusOr<std::vector<RecordedFact>> FromProto(const v1::RecordFactsRequest& request);
// An override that nobody has proposed yet. FIELD_REQUIRED, FIELD_INVALID.
absl::StatusOr<Override> FromProto(absl::string_view park,
                                   const v1::ProposeOverrideRequest& request);
// FIELD_REQUIRED, FIELD_INVALID.
absl::StatusOr<Settlement> FromProto(const v1::SettleAppealRequest& request);

v1::RecordedFact ToProto(const std::string& child, const RecordedFact& fact);
v1::DecisionFault ToProto(absl::string_view park, const FaultRow& row);
v1::Override ToProto(absl::string_view park, const Override& exception);
v1::OverrideChanged ToEvent(absl::string_view park, const Override& exception);
v1::Appeal ToProto(absl::string_view park, const Appeal& appeal);
v1::AppealChanged ToEvent(absl::string_view park, const Appeal& appeal);
v1::EntitlementConfirmation ToProto(absl::string_view park, const Confirmation& confirmation);
// Of the decision's child, last confirmed on that day.
v1::Entitlement ToProto(absl::string_view park, const Decision& decision,
                        const Entitlement& entitlement, std::optional<absl::CivilDay> confirmed);

// The name of a state as the stores keep it; empty where all are wanted.
std::string StateText(v1::Override::State state);
std::string StateText(v1::Appeal::State state);

// Bytes for the store: fact, value, day and whose word it is, or an appeal's texts. The bytes are
// ours.
std::string FactBytes(const RecordedFact& fact);
RecordedFact ReadFactBytes(const std::string& bytes);
std::string AppealBytes(const Appeal& appeal);
void ReadAppealBytes(const std::string& bytes, Appeal* appeal);

}  // namespace tuoqiao::eligibility

#endif  // TUOQIAO_SERVICES_ELIGIBILITY_CONVERT_CASE_H_
