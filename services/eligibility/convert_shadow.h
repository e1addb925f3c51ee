// Between the contract's messages and the core, for shadows.
#ifndef TUOQIAO_SERVICES_ELIGIBILITY_CONVERT_SHADOW_H_
#define TUOQIAO_SERVICES_ELIGIBILITY_CONVERT_SHADOW_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/eligibility/shadow.h"
#include "services/eligibility/shadow_store.h"
#include "tuoqiao/eligibility/v1/eligibility.pb.h"

namespace tuoqiao::eligibility {

// What a request says; what the programme says of it is filled in later. FIELD_REQUIRED,
// FIELD_INVALID.
absl::StatusOr<Shadow> FromProto(absl::string_view park, const v1::StartShadowRequest& request);

// Without figures while it is RUNNING: they are those of some children only.
v1::Shadow ToProto(absl::string_view park, const Shadow& shadow);
v1::ShadowDifference ToProto(const KeptDifference& kept);
// `{shadow}/differences/{case number}-{ordinal}`.
std::string DifferenceName(absl::string_view park, const DifferencePlace& place);

// The name is ours.
rules::Payer PayerOf(const std::string& name);

// Bytes for the store: the same difference always makes the same. The bytes are ours.
std::string DifferenceBytes(const Difference& difference);
Difference ReadDifference(const std::string& bytes);

}  // namespace tuoqiao::eligibility

#endif  // TUOQIAO_SERVICES_ELIGIBILITY_CONVERT_SHADOW_H_
