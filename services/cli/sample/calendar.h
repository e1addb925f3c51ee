// The sample's calendar: which days a centre is open in September and October 2026.
#ifndef TUOQIAO_SERVICES_CLI_SAMPLE_CALENDAR_H_
#define TUOQIAO_SERVICES_CLI_SAMPLE_CALENDAR_H_

#include <vector>

#include "absl/time/civil_time.h"
#include "services/common/period.h"

namespace tuoqiao::cli {

// Mid-autumn and National Day.
const std::vector<absl::CivilDay>& ClosedDates();
// The Sunday and the Saturday that are worked instead.
const std::vector<absl::CivilDay>& WorkingWeekends();

bool OpenOn(absl::CivilDay day);
std::vector<absl::CivilDay> OpeningDays(const Period& period);
// The days of the period on which no centre is open.
std::vector<absl::CivilDay> ShutDays(const Period& period);

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_SAMPLE_CALENDAR_H_
