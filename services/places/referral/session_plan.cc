#include "services/places/referral/session_plan.h"

#include <algorithm>

namespace tuoqiao::referral {
namespace {

int WeekdayOf(absl::CivilDay day) {
  // absl::Weekday starts with Monday as 0.
  return static_cast<int>(absl::GetWeekday(day)) + 1;
}

}  // namespace

bool CareDays::HasPlace(const std::string& centre, absl::CivilDay day) const {
  const auto found = periods.find(centre);
  if (found == periods.end()) return false;
  return std::any_of(found->second.begin(), found->second.end(),
                     [&](const Period& each) { return each.Contains(day); });
}

std::vector<Planned> DaysOf(const SessionPlan& plan, const Period& period, const CareDays& care) {
  std::vector<Planned> days;
  const Period within = Intersect(plan.period, period);
  const auto add = [&](absl::CivilDay day) {
    days.push_back({day, plan.start_minute, plan.minutes, plan.centre});
  };
  for (const absl::CivilDay day : plan.dates) {
    if (within.Contains(day)) add(day);
  }
  if (plan.weekdays.empty()) return days;
  for (absl::CivilDay day = within.from; day < within.until; ++day) {
    const bool named = plan.weekdays.count(WeekdayOf(day)) == 1;
    if (named && (plan.centre.empty() || care.open(day))) add(day);
  }
  return days;
}

std::optional<absl::CivilDay> DayWithoutPlace(const SessionPlan& plan, const CareDays& care) {
  if (plan.centre.empty()) return std::nullopt;
  for (const Planned& each : DaysOf(plan, plan.period, care)) {
    if (!care.HasPlace(plan.centre, each.day)) return each.day;
  }
  return std::nullopt;
}

std::vector<Planned> PlannedIn(const std::vector<SessionPlan>& plans, const Period& period,
                               const CareDays& care) {
  std::vector<Planned> planned;
  for (const SessionPlan& plan : plans) {
    for (Planned& each : DaysOf(plan, period, care)) {
      if (each.centre.empty() || care.HasPlace(each.centre, each.day)) {
        planned.push_back(std::move(each));
      }
    }
  }
  std::sort(planned.begin(), planned.end(),
            [](const Planned& a, const Planned& b) { return a.day < b.day; });
  return planned;
}

void CutPlans(std::vector<SessionPlan>& plans, absl::CivilDay day) {
  for (SessionPlan& each : plans) each.period.until = std::min(each.period.until, day);
  plans.erase(std::remove_if(plans.begin(), plans.end(),
                             [](const SessionPlan& each) { return each.period.Empty(); }),
              plans.end());
}

}  // namespace tuoqiao::referral
