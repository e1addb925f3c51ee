// Between the contract's messages and the core, for shadows and what comes of them.
#ifndef TUOQIAO_SERVICES_BILLING_CONVERT_SHADOW_H_
#define TUOQIAO_SERVICES_BILLING_CONVERT_SHADOW_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/billing/shadow.h"
#include "services/billing/shadow_store.h"
#include "tuoqiao/billing/v1/billing.pb.h"

namespace tuoqiao::billing {

std::string ShadowName(absl::string_view park, absl::CivilMonth month, absl::string_view id);

// FIELD_REQUIRED, FIELD_INVALID.
absl::StatusOr<ShadowKey> ShadowOf(absl::string_view field, absl::string_view name);
// A programme of the park, by its resource name. FIELD_REQUIRED, FIELD_INVALID.
absl::Status CheckProgramme(absl::string_view park, const std::string& programme);
absl::StatusOr<absl::CivilMonth> MonthFieldOf(absl::string_view field, const std::string& text);
// Empty: nothing. FIELD_INVALID.
absl::StatusOr<std::optional<Payer>> PayerFilterOf(const std::string& payer);
// What a request says; what the month says of it is filled in later. FIELD_REQUIRED, FIELD_INVALID.
absl::StatusOr<Shadow> FromProto(absl::string_view park, const v1::StartShadowRequest& request);

v1::Shadow ToProto(absl::string_view park, const Shadow& shadow);
v1::ShadowDifference ToProto(const std::string& park, absl::CivilMonth month,
                             const KeptDifference& kept);
v1::Adoption ToProto(absl::string_view park, const Adoption& adoption);

}  // namespace tuoqiao::billing

#endif  // TUOQIAO_SERVICES_BILLING_CONVERT_SHADOW_H_
