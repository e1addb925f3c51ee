// What eligibility can refuse, one constructor each. Reasons are contract.
#ifndef TUOQIAO_SERVICES_ELIGIBILITY_ERRORS_H_
#define TUOQIAO_SERVICES_ELIGIBILITY_ERRORS_H_

#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/common/period.h"

namespace tuoqiao::eligibility {

absl::Status SchemeUnknown(absl::string_view field, absl::string_view scheme);
absl::Status ProgrammeExists(absl::string_view name);
absl::Status ProgrammeNotFound(absl::string_view name);
// `values` are those that are neither official nor adopted.
absl::Status SampleValuesRefused(const std::set<std::string>& values);

absl::Status PeriodEmpty();
absl::Status PeriodTooLong(int64_t days_max);
absl::Status PeriodBeforeProgramme(absl::CivilDay from);

absl::Status DecisionNotFound(absl::string_view child);

}  // namespace tuoqiao::eligibility

#endif  // TUOQIAO_SERVICES_ELIGIBILITY_ERRORS_H_
