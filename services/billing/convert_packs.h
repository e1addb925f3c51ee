// What eligibility says of packs and their amounts, and what a plan says of eligibility's
// programmes: between the contract's messages and the core.
#ifndef TUOQIAO_SERVICES_BILLING_CONVERT_PACKS_H_
#define TUOQIAO_SERVICES_BILLING_CONVERT_PACKS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/billing/draft.h"
#include "services/billing/estimate.h"
#include "services/billing/packs.h"
#include "tuoqiao/billing/v1/billing.pb.h"
#include "tuoqiao/eligibility/v1/eligibility.pb.h"

namespace tuoqiao::billing {

// LAYER_INVALID where a layer's amount is decided by anything but a programme of the park.
absl::Status CheckDecidedBy(absl::string_view park, const FundingPlan& plan);

PackScheme FromProto(const eligibility::v1::SchemeSummary& summary);
// The schemes that a programme has: of one month the one that holds on its last day. INTERNAL.
absl::StatusOr<std::vector<std::string>> SchemesOf(const eligibility::v1::Programme& programme,
                                                   std::optional<absl::CivilMonth> month);
SchemeWorth FromProto(const eligibility::v1::MonthWorth& worth);
// What the answer says of an amount; nothing where the child would not have it.
std::optional<SchemeWorth> WorthFromProto(const eligibility::v1::CheckFamilyResponse& answer,
                                          const std::string& amount);

v1::AmountNotCounted ToProto(const NotCounted& not_counted);

}  // namespace tuoqiao::billing

#endif  // TUOQIAO_SERVICES_BILLING_CONVERT_PACKS_H_
