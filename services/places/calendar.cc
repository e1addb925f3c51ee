#include "services/places/calendar.h"

#include <algorithm>

#include "services/common/period.h"
#include "services/places/errors.h"

namespace tuoqiao::places {

bool Weekend(absl::CivilDay day) {
  const absl::Weekday weekday = absl::GetWeekday(day);
  return weekday == absl::Weekday::saturday || weekday == absl::Weekday::sunday;
}

Opening::Opening(const std::vector<OpeningCalendar>& calendars) {
  for (const OpeningCalendar& each : calendars) {
    closed_.insert(each.closed.begin(), each.closed.end());
    working_weekends_.insert(each.working_weekends.begin(), each.working_weekends.end());
  }
}

bool Opening::OpenOn(absl::CivilDay day) const {
  return working_weekends_.count(day) == 1 || (!Weekend(day) && closed_.count(day) == 0);
}

std::vector<absl::CivilDay> Opening::DaysOf(absl::CivilMonth month) const {
  const Period period = MonthPeriod(month);
  std::vector<absl::CivilDay> days;
  for (absl::CivilDay day = period.from; day < period.until; ++day) {
    if (OpenOn(day)) days.push_back(day);
  }
  return days;
}

std::optional<OpeningCalendar> Put(std::vector<OpeningCalendar>& calendars, OpeningCalendar said) {
  const auto same = std::find_if(calendars.begin(), calendars.end(),
                                 [&](const OpeningCalendar& each) { return each.id == said.id; });
  if (same == calendars.end()) {
    said.revision = 1;
    calendars.push_back(said);
    return said;
  }
  if (same->closed == said.closed && same->working_weekends == said.working_weekends) {
    return std::nullopt;
  }
  said.revision = same->revision + 1;
  *same = said;
  return said;
}

absl::Status CheckKeepsMonths(const Opening& before, const Opening& after,
                              const std::vector<absl::CivilMonth>& closed_months) {
  for (const absl::CivilMonth month : closed_months) {
    if (before.DaysOf(month) != after.DaysOf(month)) return MonthClosed(month);
  }
  return absl::OkStatus();
}

}  // namespace tuoqiao::places
