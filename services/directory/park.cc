#include "services/directory/park.h"

#include "services/common/check.h"
#include "services/directory/errors.h"

namespace tuoqiao::directory {

absl::CivilDay Today(const Park& park, absl::Time now) {
  if (park.current_day.has_value()) return *park.current_day;
  absl::TimeZone zone;
  CHECK(absl::LoadTimeZone(park.time_zone, &zone));
  return absl::ToCivilDay(now, zone);
}

absl::Status Advance(Park& park, absl::CivilDay day) {
  if (!park.sandbox) return NotASandbox(park.id);
  if (day < *park.current_day) return ClockBackwards(*park.current_day);
  park.current_day = day;
  ++park.revision;
  return absl::OkStatus();
}

}  // namespace tuoqiao::directory
