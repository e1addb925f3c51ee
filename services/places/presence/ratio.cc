#include "services/places/presence/ratio.h"

#include <algorithm>
#include <tuple>

namespace tuoqiao::places::presence {
namespace {

constexpr int64_t kHours = 24, kMinutesOfAnHour = 60;

RatioHour MomentAt(int64_t minute, const std::vector<ChildThere>& children,
                   const std::vector<CarersThere>& carers) {
  RatioHour moment;
  moment.hour = minute / kMinutesOfAnHour;
  int64_t strictest = 0;
  for (const ChildThere& each : children) {
    if (!each.span.Holds(minute)) continue;
    ++moment.children;
    if (each.assumed) ++moment.children_assumed;
    strictest =
        strictest == 0 ? each.children_per_carer : std::min(strictest, each.children_per_carer);
  }
  for (const CarersThere& each : carers) {
    if (each.span.Holds(minute)) moment.carers += each.carers;
  }
  if (strictest > 0) moment.carers_needed = (moment.children + strictest - 1) / strictest;
  return moment;
}

auto Badness(const RatioHour& moment) {
  return std::make_tuple(moment.carers_needed - moment.carers, moment.children);
}

}  // namespace

std::vector<RatioHour> HoursOf(const std::vector<ChildThere>& children,
                               const std::vector<CarersThere>& carers) {
  std::vector<RatioHour> hours;
  for (int64_t hour = 0; hour < kHours; ++hour) {
    RatioHour worst;
    for (int64_t minute = 0; minute < kMinutesOfAnHour; ++minute) {
      const RatioHour moment = MomentAt(hour * kMinutesOfAnHour + minute, children, carers);
      if (moment.children == 0) continue;
      if (worst.children == 0 || Badness(worst) < Badness(moment)) worst = moment;
    }
    if (worst.children > 0) hours.push_back(worst);
  }
  return hours;
}

}  // namespace tuoqiao::places::presence
