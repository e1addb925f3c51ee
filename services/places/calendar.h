// On which days the park's centres are open.
#ifndef TUOQIAO_SERVICES_PLACES_CALENDAR_H_
#define TUOQIAO_SERVICES_PLACES_CALENDAR_H_

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"

namespace tuoqiao::places {

// Exceptions from Monday to Friday. A park may have several, say one a year: they add up.
struct OpeningCalendar {
  std::string id;
  std::set<absl::CivilDay> closed;
  std::set<absl::CivilDay> working_weekends;
  int64_t revision = 0;
};

bool Weekend(absl::CivilDay day);

// All calendars of a park together.
class Opening {
 public:
  explicit Opening(const std::vector<OpeningCalendar>& calendars);

  // Monday to Friday unless closed, and the weekends that are worked; a day that no calendar names
  // is no exception.
  bool OpenOn(absl::CivilDay day) const;
  // In order.
  std::vector<absl::CivilDay> DaysOf(absl::CivilMonth month) const;

 private:
  std::set<absl::CivilDay> closed_, working_weekends_;
};

// Replaces or adds the calendar of that id and returns it with its next revision; nothing where it
// says the same already.
std::optional<OpeningCalendar> Put(std::vector<OpeningCalendar>& calendars, OpeningCalendar said);

// A month that was priced keeps its opening days. MONTH_CLOSED.
absl::Status CheckKeepsMonths(const Opening& before, const Opening& after,
                              const std::vector<absl::CivilMonth>& closed_months);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_CALENDAR_H_
