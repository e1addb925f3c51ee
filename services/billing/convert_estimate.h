// Between the contract's messages and the core, for estimates.
#ifndef TUOQIAO_SERVICES_BILLING_CONVERT_ESTIMATE_H_
#define TUOQIAO_SERVICES_BILLING_CONVERT_ESTIMATE_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/billing/estimate.h"
#include "tuoqiao/billing/v1/billing.pb.h"

namespace tuoqiao::billing {

// What a family's request says; its firm and its group kind are found later. FIELD_REQUIRED,
// FIELD_INVALID.
struct FamilyCase {
  absl::CivilMonth month;
  ChildQuestion child;
};
absl::StatusOr<FamilyCase> FromProto(absl::string_view park,
                                     const v1::EstimateFamilyRequest& request);

// FIELD_REQUIRED, FIELD_INVALID.
struct FirmCase {
  absl::CivilMonth month;
  std::vector<GroupQuestion> groups;
};
absl::StatusOr<FirmCase> FromProto(absl::string_view park, const v1::EstimateFirmRequest& request);

// Adds the terms to the plan as a firm plan of its own and gives it to the firm. LAYER_INVALID.
absl::Status SetTerms(const v1::FirmPlan& terms, FundingPlan& plan, Firm& firm);

void FillEstimate(absl::string_view park, const EstimateGround& ground, const ChildQuestion& child,
                  const Statement& statement, v1::EstimateFamilyResponse* response);
void FillEstimate(absl::string_view park, const EstimateGround& ground,
                  const std::vector<GroupEstimate>& groups, v1::EstimateFirmResponse* response);

}  // namespace tuoqiao::billing

#endif  // TUOQIAO_SERVICES_BILLING_CONVERT_ESTIMATE_H_
