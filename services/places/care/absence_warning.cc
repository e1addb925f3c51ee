#include "services/places/care/absence_warning.h"

#include <algorithm>

namespace tuoqiao::places {

std::optional<AbsenceWarning> WarningOf(const Enrolment& enrolment,
                                        std::optional<absl::CivilDay> last_present,
                                        const CareNumbers& numbers, absl::CivilDay today) {
  if (!enrolment.running || !enrolment.period.Contains(today)) return std::nullopt;
  AbsenceWarning warning;
  warning.enrolment = &enrolment;
  warning.last_present = last_present;
  const absl::CivilDay first = last_present.has_value()
                                   ? std::max(*last_present + 1, enrolment.period.from)
                                   : enrolment.period.from;
  int64_t counted = 0;
  absl::CivilDay day = first;
  for (; counted < numbers.absence_end_days && day < enrolment.period.until; ++day) {
    if (enrolment.SuspensionOn(day) == nullptr) ++counted;
    if (day == today - 1) warning.days_absent = counted;
  }
  // Behind the last day of that long absence.
  warning.end_due = day;
  warning.due = counted == numbers.absence_end_days && day <= today;
  for (; warning.due && day < today; ++day) {
    if (enrolment.SuspensionOn(day) == nullptr) ++counted;
  }
  if (warning.due) warning.days_absent = counted;
  if (!warning.due && warning.days_absent < numbers.absence_warning_days) return std::nullopt;
  return warning;
}

std::vector<AbsenceWarning> WarningsOf(const std::vector<Enrolment>& enrolments,
                                       const LastPresent& last_present, const CareNumbers& numbers,
                                       absl::CivilDay today) {
  std::vector<AbsenceWarning> warnings;
  for (const Enrolment& each : enrolments) {
    const auto last = last_present.find(each.id);
    const auto warning = WarningOf(
        each, last == last_present.end() ? std::nullopt : std::make_optional(last->second), numbers,
        today);
    if (warning.has_value()) warnings.push_back(*warning);
  }
  return warnings;
}

}  // namespace tuoqiao::places
