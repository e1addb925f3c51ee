#include "services/cli/sample/calendar.h"

#include <algorithm>

namespace tuoqiao::cli {
namespace {

bool Contains(const std::vector<absl::CivilDay>& days, absl::CivilDay day) {
  return std::find(days.begin(), days.end(), day) != days.end();
}

std::vector<absl::CivilDay> DaysThatAre(bool open, const Period& period) {
  std::vector<absl::CivilDay> days;
  for (absl::CivilDay day = period.from; day < period.until; ++day) {
    if (OpenOn(day) == open) days.push_back(day);
  }
  return days;
}

}  // namespace

const std::vector<absl::CivilDay>& ClosedDates() {
  static const auto* const kDays = new std::vector<absl::CivilDay>{
      absl::CivilDay(2026, 9, 25), absl::CivilDay(2026, 10, 1), absl::CivilDay(2026, 10, 2),
      absl::CivilDay(2026, 10, 3), absl::CivilDay(2026, 10, 4), absl::CivilDay(2026, 10, 5),
      absl::CivilDay(2026, 10, 6), absl::CivilDay(2026, 10, 7)};
  return *kDays;
}

const std::vector<absl::CivilDay>& WorkingWeekends() {
  static const auto* const kDays =
      new std::vector<absl::CivilDay>{absl::CivilDay(2026, 9, 20), absl::CivilDay(2026, 10, 10)};
  return *kDays;
}

bool OpenOn(absl::CivilDay day) {
  if (Contains(WorkingWeekends(), day)) return true;
  const absl::Weekday weekday = absl::GetWeekday(day);
  return weekday != absl::Weekday::saturday && weekday != absl::Weekday::sunday &&
         !Contains(ClosedDates(), day);
}

std::vector<absl::CivilDay> OpeningDays(const Period& period) { return DaysThatAre(true, period); }
std::vector<absl::CivilDay> ShutDays(const Period& period) { return DaysThatAre(false, period); }

}  // namespace tuoqiao::cli
