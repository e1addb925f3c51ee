// Days on which a centre, or the whole park, is closed beside its calendar.
#ifndef TUOQIAO_SERVICES_PLACES_ATTENDANCE_CLOSURE_H_
#define TUOQIAO_SERVICES_PLACES_ATTENDANCE_CLOSURE_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"

namespace tuoqiao::places {

struct Closure {
  std::string id;
  std::string centre;  // Empty: of the whole park.
  std::set<absl::CivilDay> days;
  std::string kind;  // PLANNED or FORCED.
  std::string reason;
  bool refund = false;  // As a day on which the centre was closed.
  int64_t revision = 0;
};
bool SaysTheSame(const Closure& a, const Closure& b);

// What a month was priced by stands: no day of a closed month may become closed, or open, or change
// its refund. MONTH_CLOSED.
absl::Status CheckKeepsMonths(const Closure& before, const Closure& after,
                              const std::vector<absl::CivilMonth>& closed_months);

// How a centre stands on a day. Of several closures one with a refund is enough.
enum class Closed { kNo, kWithoutRefund, kWithRefund };

// Closures of some days, of the park and its centres.
class ClosedDays {
 public:
  // An empty centre is the whole park.
  void Add(const std::string& centre, absl::CivilDay day, bool refund);
  Closed On(const std::string& centre, absl::CivilDay day) const;
  bool empty() const { return days_.empty(); }

 private:
  std::map<std::pair<std::string, absl::CivilDay>, bool> days_;
};

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_ATTENDANCE_CLOSURE_H_
