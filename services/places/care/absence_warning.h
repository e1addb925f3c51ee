// Places to which nobody comes.
#ifndef TUOQIAO_SERVICES_PLACES_CARE_ABSENCE_WARNING_H_
#define TUOQIAO_SERVICES_PLACES_CARE_ABSENCE_WARNING_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/places/care/care_numbers.h"
#include "services/places/enrolment.h"

namespace tuoqiao::places {

// The last day on which each child came, by the place's id.
using LastPresent = std::map<std::string, absl::CivilDay>;

struct AbsenceWarning {
  const Enrolment* enrolment = nullptr;
  std::optional<absl::CivilDay> last_present;
  int64_t days_absent = 0;
  absl::CivilDay end_due;  // The day on which the place may be ended.
  bool due = false;
};

// Calendar days without attendance up to yesterday: since the last day on which the child came, or
// since the start; days on which the place rests are not counted. Nothing for a place that has not
// begun, is over, or has less than the days of the warning.
std::optional<AbsenceWarning> WarningOf(const Enrolment& enrolment,
                                        std::optional<absl::CivilDay> last_present,
                                        const CareNumbers& numbers, absl::CivilDay today);
// In the order of the places.
std::vector<AbsenceWarning> WarningsOf(const std::vector<Enrolment>& enrolments,
                                       const LastPresent& last_present, const CareNumbers& numbers,
                                       absl::CivilDay today);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_CARE_ABSENCE_WARNING_H_
