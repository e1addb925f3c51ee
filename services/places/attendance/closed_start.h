// A centre's closures against the first days of a stay.
#ifndef TUOQIAO_SERVICES_PLACES_ATTENDANCE_CLOSED_START_H_
#define TUOQIAO_SERVICES_PLACES_ATTENDANCE_CLOSED_START_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/common/period.h"
#include "services/places/attendance/closure.h"
#include "services/places/calendar.h"
#include "services/places/search/rank.h"

namespace tuoqiao::places {

// The days of the period on which the park's centres are open and the child would come, in order.
// Bit d - 1 of `weekdays` is the day d of ISO 8601.
std::vector<absl::CivilDay> DaysAskedFor(const Opening& opening, const Period& period,
                                         uint32_t weekdays);

// Whether the centre is closed on the first of those days, or on all of them.
search::ClosedStart ClosedStartOf(const std::vector<absl::CivilDay>& days, const ClosedDays& closed,
                                  const std::string& centre);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_ATTENDANCE_CLOSED_START_H_
