// When and where the sessions of a referral take place.
#ifndef TUOQIAO_SERVICES_PLACES_REFERRAL_SESSION_PLAN_H_
#define TUOQIAO_SERVICES_PLACES_REFERRAL_SESSION_PLAN_H_

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/common/period.h"

namespace tuoqiao::referral {

struct SessionPlan {
  Period period;
  // One of the two.
  std::set<int> weekdays;  // ISO 8601: Monday is 1.
  std::set<absl::CivilDay> dates;
  int64_t start_minute = 0, minutes = 0;
  std::string centre;  // Its id; empty: at the partner's.
};

// One session as it is planned.
struct Planned {
  absl::CivilDay day;
  int64_t start_minute = 0, minutes = 0;
  std::string centre;
};

// What says whether a centre can have the child on a day.
struct CareDays {
  std::function<bool(absl::CivilDay)> open;            // The park's centres.
  std::map<std::string, std::vector<Period>> periods;  // The child's places, by centre.

  bool HasPlace(const std::string& centre, absl::CivilDay day) const;
};

// The days that a plan names, whatever can be. A weekday on which the centres are closed names no
// session at a centre; a partner keeps days of its own.
std::vector<Planned> DaysOf(const SessionPlan& plan, const Period& period, const CareDays& care);

// The first day that the plan names on which the child has no place at its centre.
std::optional<absl::CivilDay> DayWithoutPlace(const SessionPlan& plan, const CareDays& care);

// What can take place in a period: the days that the plans name, but for those at a centre without
// a place there. By day.
std::vector<Planned> PlannedIn(const std::vector<SessionPlan>& plans, const Period& period,
                               const CareDays& care);

// No plan names a day from `day` on; those that name none any more are gone.
void CutPlans(std::vector<SessionPlan>& plans, absl::CivilDay day);

}  // namespace tuoqiao::referral

#endif  // TUOQIAO_SERVICES_PLACES_REFERRAL_SESSION_PLAN_H_
