#include "services/places/search/fit.h"

#include <algorithm>

namespace tuoqiao::places::search {
namespace {

int64_t MinutesUp(int64_t seconds) { return (seconds + 59) / 60; }

// Until when it stays open who is open now: hours that touch are one stretch.
int64_t ClosingOf(const std::vector<DayHours>& hours, int weekday, const DayHours& open) {
  int64_t close = open.close_minute;
  const auto goes_on = [&](const DayHours& each) {
    return each.On(weekday) && each.open_minute == close;
  };
  for (auto next = std::find_if(hours.begin(), hours.end(), goes_on); next != hours.end();
       next = std::find_if(hours.begin(), hours.end(), goes_on)) {
    close = next->close_minute;
  }
  return close;
}

OpeningFit FitDay(const std::vector<DayHours>& hours, int weekday, const Stay& stay) {
  std::optional<int64_t> opens;
  for (const DayHours& each : hours) {
    if (each.On(weekday)) opens = std::min(opens.value_or(each.open_minute), each.open_minute);
  }
  if (!opens.has_value()) return {Opening::kClosedThatDay, weekday, 0, 0};
  const auto open = std::find_if(hours.begin(), hours.end(), [&](const DayHours& each) {
    return each.On(weekday) && each.open_minute <= stay.drop_off_minute &&
           stay.drop_off_minute < each.close_minute;
  });
  if (open == hours.end()) {
    return {Opening::kClosedAtDropOff, weekday, stay.drop_off_minute, *opens};
  }
  if (!stay.pick_up_minute.has_value()) return {};
  const int64_t closes = ClosingOf(hours, weekday, *open);
  if (*stay.pick_up_minute <= closes) return {};
  return {Opening::kClosedAtPickUp, weekday, *stay.pick_up_minute, closes};
}

}  // namespace

Stay StayOf(const Family& family, const Leg& leg, int64_t handover_seconds) {
  Stay stay;
  const int64_t way = MinutesUp(leg.rest_seconds + handover_seconds * (leg.stops_after + 1));
  stay.drop_off_minute = family.shift->open_minute - way;
  if (family.ParentPicksUp()) {
    // On the way back the siblings behind this centre are fetched before this child.
    stay.pick_up_minute = family.shift->close_minute +
                          MinutesUp(leg.rest_seconds + handover_seconds * leg.stops_after);
  }
  return stay;
}

OpeningFit FitHours(const std::vector<DayHours>& hours, uint32_t weekdays, const Stay& stay) {
  if (hours.empty()) return {Opening::kUnknown, 0, 0, 0};
  for (int weekday = 1; weekday <= kWeekdays; ++weekday) {
    if (((weekdays >> (weekday - 1)) & 1U) == 0) continue;
    const OpeningFit fit = FitDay(hours, weekday, stay);
    if (fit.opening != Opening::kOpen) return fit;
  }
  return {};
}

}  // namespace tuoqiao::places::search
