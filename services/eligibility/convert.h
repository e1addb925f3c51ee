// Between the contract's messages and the core: names, and all checks of syntax.
#ifndef TUOQIAO_SERVICES_ELIGIBILITY_CONVERT_H_
#define TUOQIAO_SERVICES_ELIGIBILITY_CONVERT_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/eligibility/changes.h"
#include "services/eligibility/child.h"
#include "services/eligibility/decision.h"
#include "services/eligibility/due.h"
#include "services/eligibility/programme.h"
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

std::string ProgrammeName(absl::string_view park, absl::string_view programme);
std::string DecisionName(absl::string_view park, absl::string_view programme,
                         absl::string_view decision);

// The programme of `parks/{park}/programmes/{programme}` in this park. FIELD_REQUIRED,
// FIELD_INVALID.
absl::StatusOr<std::string> ProgrammeOf(absl::string_view park, absl::string_view field,
                                        const std::string& name);
// FIELD_REQUIRED, FIELD_INVALID.
absl::StatusOr<Programme> FromProto(const v1::CreateProgrammeRequest& request);
// FIELD_REQUIRED, FIELD_INVALID; whether the period makes sense is the core's to say.
absl::StatusOr<Period> FromProto(const v1::DecideChildrenRequest& request);
// What is asked about a family that nobody knows.
struct FamilyQuestion {
  Child child;
  std::vector<RecordedFact> facts;
  absl::CivilDay from;
  std::optional<absl::CivilDay> until;
};
// FIELD_REQUIRED, FIELD_INVALID.
absl::StatusOr<FamilyQuestion> FromProto(const v1::CheckFamilyRequest& request);
absl::StatusOr<Child> FromProto(const directory::v1::ChildFacts& message);

// `rule_hash` is that of the rule file in force.
v1::Programme ToProto(absl::string_view park, const Programme& programme,
                      const std::string& rule_hash);
v1::Slice ToProto(const Slice& slice);
v1::Change ToProto(const Change& change);
v1::Worth ToProto(const Due& due);
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
