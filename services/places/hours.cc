#include "services/places/hours.h"

#include <algorithm>

namespace tuoqiao::places {

std::optional<size_t> FindOverlap(const std::vector<DayHours>& hours) {
  for (size_t i = 1; i < hours.size(); ++i) {
    const auto overlaps = [&](const DayHours& before) {
      return (before.weekdays & hours[i].weekdays) != 0 &&
             before.open_minute < hours[i].close_minute &&
             hours[i].open_minute < before.close_minute;
    };
    if (std::any_of(hours.begin(), hours.begin() + static_cast<std::ptrdiff_t>(i), overlaps)) {
      return i;
    }
  }
  return std::nullopt;
}

}  // namespace tuoqiao::places
