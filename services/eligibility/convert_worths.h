// What amounts come to in a month: between the contract's messages and the core.
#ifndef TUOQIAO_SERVICES_ELIGIBILITY_CONVERT_WORTHS_H_
#define TUOQIAO_SERVICES_ELIGIBILITY_CONVERT_WORTHS_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/eligibility/decision.h"
#include "services/eligibility/month_worth.h"
#include "tuoqiao/eligibility/v1/eligibility.pb.h"

namespace tuoqiao::eligibility {

// YYYY-MM. FIELD_REQUIRED, FIELD_INVALID.
absl::StatusOr<absl::CivilMonth> MonthOf(absl::string_view field, const std::string& text);

// An amount of the child of that decision.
v1::MonthWorth ToProto(absl::string_view park, const Decision& decision, const MonthWorth& worth);

}  // namespace tuoqiao::eligibility

#endif  // TUOQIAO_SERVICES_ELIGIBILITY_CONVERT_WORTHS_H_
