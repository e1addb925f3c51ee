// Days, months and half-open periods, and ages counted as the law counts them.
#ifndef TUOQIAO_SERVICES_COMMON_PERIOD_H_
#define TUOQIAO_SERVICES_COMMON_PERIOD_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace tuoqiao {

// `2026-10-08`, strictly; INVALID_ARGUMENT with reason DATE_INVALID otherwise.
absl::StatusOr<absl::CivilDay> ParseDay(absl::string_view text);
std::string FormatDay(absl::CivilDay day);

// `2026-10`, strictly.
absl::StatusOr<absl::CivilMonth> ParseMonth(absl::string_view text);
std::string FormatMonth(absl::CivilMonth month);

// RFC 3339 in UTC, to the second: `2026-10-08T09:30:00Z`.
std::string FormatInstant(absl::Time time);

// The same to the microsecond, so that what one process writes one after the other also sorts so.
std::string FormatMoment(absl::Time time);

// [from, until). Empty where until <= from.
struct Period {
  absl::CivilDay from;
  absl::CivilDay until;

  bool Contains(absl::CivilDay day) const { return from <= day && day < until; }
  bool Empty() const { return until <= from; }
  int64_t Days() const { return Empty() ? 0 : until - from; }
};
bool operator==(const Period& a, const Period& b);

Period MonthPeriod(absl::CivilMonth month);
Period Intersect(const Period& a, const Period& b);

// Whole months completed on `day`. Negative before birth.
int64_t AgeInMonths(absl::CivilDay birth_date, absl::CivilDay day);

// The day on which somebody born on `birth_date` completes `months` months: the same day of the
// month, or the first of the next month where that month has no such day (born on 31 October, six
// months: 1 May). AgeInMonths turns on exactly this day.
absl::CivilDay DayOfCompletingMonths(absl::CivilDay birth_date, int64_t months);

}  // namespace tuoqiao

#endif  // TUOQIAO_SERVICES_COMMON_PERIOD_H_
