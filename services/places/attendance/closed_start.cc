#include "services/places/attendance/closed_start.h"

#include <algorithm>

namespace tuoqiao::places {

std::vector<absl::CivilDay> DaysAskedFor(const Opening& opening, const Period& period,
                                         uint32_t weekdays) {
  std::vector<absl::CivilDay> days;
  for (absl::CivilDay day = period.from; day < period.until; ++day) {
    const bool asked = (weekdays >> static_cast<int>(absl::GetWeekday(day)) & 1U) == 1;
    if (asked && opening.OpenOn(day)) days.push_back(day);
  }
  return days;
}

search::ClosedStart ClosedStartOf(const std::vector<absl::CivilDay>& days, const ClosedDays& closed,
                                  const std::string& centre) {
  search::ClosedStart start;
  if (days.empty() || closed.empty()) return start;
  const auto shut = [&](absl::CivilDay day) { return closed.On(centre, day) != Closed::kNo; };
  if (shut(days.front())) start.day = days.front();
  start.all_days = std::all_of(days.begin(), days.end(), shut);
  return start;
}

}  // namespace tuoqiao::places
