// A programme: a scheme of a rule pack that a park offers from a day on, and those that take its
// place later.
#ifndef TUOQIAO_SERVICES_ELIGIBILITY_PROGRAMME_H_
#define TUOQIAO_SERVICES_ELIGIBILITY_PROGRAMME_H_

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/common/period.h"
#include "services/common/rules/scheme.h"

namespace tuoqiao::eligibility {

// A child's whole time in care, and a little.
inline constexpr int64_t kPeriodDaysMax = 1100;

// A scheme that a programme has from a day on.
struct SchemeVersion {
  std::string scheme;
  absl::CivilDay from_date;
  std::set<std::string> adopted_values;
  std::string shadow;  // The id of the one that brought it; empty of the first.
};

struct Programme {
  std::string id;
  std::string display_name;
  std::string funding_plan;
  absl::CivilDay from_date;
  std::vector<SchemeVersion> versions;  // Ascending; the first is from `from_date` on.
  int64_t adoptions = 0;                // Shadows that brought a scheme, also one that went again.
};

// The version takes the place of whatever would hold from its day on.
void Adopt(SchemeVersion version, Programme* programme);

// Whether a park may decide by the version's scheme: in a sandbox always, else where each value
// that holds from its first day on is official or adopted by name. SAMPLE_VALUES_REFUSED at the
// field.
absl::Status CheckValues(const SchemeVersion& version, const rules::Scheme& scheme, bool sandbox,
                         absl::string_view field);

// PERIOD_INVALID: no day, or too many.
absl::Status CheckDays(const Period& period);
// PERIOD_INVALID: the same, or before the programme.
absl::Status CheckDays(const Programme& programme, const Period& period);

}  // namespace tuoqiao::eligibility

#endif  // TUOQIAO_SERVICES_ELIGIBILITY_PROGRAMME_H_
