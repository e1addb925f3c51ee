// A programme: a scheme of a rule pack that a park offers from a day on.
#ifndef TUOQIAO_SERVICES_ELIGIBILITY_PROGRAMME_H_
#define TUOQIAO_SERVICES_ELIGIBILITY_PROGRAMME_H_

#include <cstdint>
#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "services/common/period.h"
#include "services/common/rules/scheme.h"

namespace tuoqiao::eligibility {

// A child's whole time in care, and a little.
inline constexpr int64_t kPeriodDaysMax = 1100;

struct Programme {
  std::string id;
  std::string display_name;
  std::string scheme;
  std::string funding_plan;
  absl::CivilDay from_date;
  std::set<std::string> adopted_values;
};

// Whether a park may decide by the scheme: in a sandbox always, else where each value that holds
// from the programme's first day on is official or adopted by name. SAMPLE_VALUES_REFUSED.
absl::Status CheckValues(const Programme& programme, const rules::Scheme& scheme, bool sandbox);

// PERIOD_INVALID: no day, or too many.
absl::Status CheckDays(const Period& period);
// PERIOD_INVALID, RULE_NOT_IN_FORCE.
absl::Status CheckPeriod(const Programme& programme, const rules::Scheme& scheme,
                         const Period& period);

}  // namespace tuoqiao::eligibility

#endif  // TUOQIAO_SERVICES_ELIGIBILITY_PROGRAMME_H_
