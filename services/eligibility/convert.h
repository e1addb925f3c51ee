// Between the contract's messages and the core: names, and all checks of syntax.
#ifndef TUOQIAO_SERVICES_ELIGIBILITY_CONVERT_H_
#define TUOQIAO_SERVICES_ELIGIBILITY_CONVERT_H_

#include <google/protobuf/repeated_field.h>

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/eligibility/changes.h"
#include "services/eligibility/child.h"
#include "services/eligibility/decision.h"
#include "services/eligibility/due.h"
#include "services/eligibility/programme.h"
#include "services/eligibility/question.h"
#include "services/eligibility/recorded_fact.h"
#include "tuoqiao/directory/v1/directory.pb.h"
#include "tuoqiao/eligibility/v1/eligibility.pb.h"

namespace tuoqiao::eligibility {

inline constexpr size_t kTextBytesMax = 400;
inline constexpr int kAdoptedValuesMax = 100;
inline constexpr int64_t kFactsMax = 50;
inline constexpr int64_t kGuardiansMax = 10;
inline constexpr int64_t kNeedsLevelMax = 9;

// FIELD_REQUIRED, FIELD_INVALID.
absl::Status RequireText(absl::string_view field, const std::string& text);
absl::StatusOr<absl::CivilDay> DayOf(absl::string_view field, const std::string& text);
// FIELD_INVALID.
absl::Status CheckFactCount(int64_t facts);

std::string ShadowName(absl::string_view park, absl::string_view programme,
                       absl::string_view shadow);
std::string ProgrammeName(absl::string_view park, absl::string_view programme);
std::string DecisionName(absl::string_view park, absl::string_view programme,
                         absl::string_view decision);

// The programme of `parks/{park}/programmes/{programme}` in this park. FIELD_REQUIRED,
// FIELD_INVALID.
absl::StatusOr<std::string> ProgrammeOf(absl::string_view park, absl::string_view field,
                                        const std::string& name);
// Names of values that are adopted, each once. FIELD_REQUIRED, FIELD_INVALID.
absl::StatusOr<std::set<std::string>> AdoptedValuesOf(
    absl::string_view field, const google::protobuf::RepeatedPtrField<std::string>& names);
// FIELD_REQUIRED, FIELD_INVALID.
absl::StatusOr<Programme> FromProto(const v1::CreateProgrammeRequest& request);
// FIELD_REQUIRED, FIELD_INVALID; whether the period makes sense is the core's to say.
absl::StatusOr<Period> FromProto(const v1::DecideChildrenRequest& request);
// FIELD_REQUIRED, FIELD_INVALID.
absl::StatusOr<FamilyQuestion> FromProto(const v1::CheckFamilyRequest& request);
absl::StatusOr<FamilyQuestion> FromProto(const v1::CompareProgrammesRequest& request);
absl::StatusOr<Child> FromProto(const directory::v1::ChildFacts& message);

// With the hashes of the rule files that are there.
v1::Programme ToProto(absl::string_view park, const Programme& programme,
                      const rules::Schemes& schemes);
v1::Slice::Outcome ToProto(Outcome outcome);
Outcome FromProto(v1::Slice::Outcome outcome);
v1::Slice ToProto(const Slice& slice);
v1::Change ToProto(const Change& change);
v1::Worth ToProto(const Due& due);
v1::Slice::Outcome ToProto(Outcome outcome);
v1::Decision ToProto(absl::string_view park, const Decision& decision);
v1::DecisionMade ToEvent(absl::string_view park, const Decision& decision,
                         const std::string& superseded);
v1::DecideChildrenResult ToProto(const Tally& tally);

// The slices as bytes: the same slices always make the same bytes.
std::string SliceBytes(const std::vector<Slice>& slices);
// What is sealed of a decision for the store: its slices, and what it carried over.
std::string SealedBytes(const Decision& decision);
// The bytes are ours.
void ReadSealedBytes(const std::string& bytes, Decision* decision);

}  // namespace tuoqiao::eligibility

#endif  // TUOQIAO_SERVICES_ELIGIBILITY_CONVERT_H_
