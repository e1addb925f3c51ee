#include "services/places/attendance/closure.h"

#include <algorithm>
#include <tuple>

#include "services/places/attendance/errors_attendance.h"

namespace tuoqiao::places {

bool SaysTheSame(const Closure& a, const Closure& b) {
  return std::tie(a.id, a.centre, a.days, a.kind, a.reason, a.refund) ==
         std::tie(b.id, b.centre, b.days, b.kind, b.reason, b.refund);
}

absl::Status CheckKeepsMonths(const Closure& before, const Closure& after,
                              const std::vector<absl::CivilMonth>& closed_months) {
  std::set<absl::CivilDay> all = before.days;
  all.insert(after.days.begin(), after.days.end());
  for (const absl::CivilDay day : all) {
    const bool stays =
        before.days.count(day) == 1 && after.days.count(day) == 1 && before.refund == after.refund;
    if (stays) continue;
    const absl::CivilMonth month(day);
    if (std::find(closed_months.begin(), closed_months.end(), month) != closed_months.end()) {
      return ClosureMonthClosed(day);
    }
  }
  return absl::OkStatus();
}

void ClosedDays::Add(const std::string& centre, absl::CivilDay day, bool refund) {
  days_[{centre, day}] |= refund;
}

Closed ClosedDays::On(const std::string& centre, absl::CivilDay day) const {
  const auto here = days_.find({centre, day}), everywhere = days_.find({"", day});
  if (here == days_.end() && everywhere == days_.end()) return Closed::kNo;
  const bool refund =
      (here != days_.end() && here->second) || (everywhere != days_.end() && everywhere->second);
  return refund ? Closed::kWithRefund : Closed::kWithoutRefund;
}

}  // namespace tuoqiao::places
