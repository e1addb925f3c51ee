// Two months of the sample and a few readers of text, for the tests of this folder.
#ifndef TUOQIAO_SERVICES_BILLING_TESTING_CALENDAR_H_
#define TUOQIAO_SERVICES_BILLING_TESTING_CALENDAR_H_

#include <set>
#include <string>

#include "services/billing/draft.h"
#include "services/billing/tariff.h"
#include "services/common/period.h"

namespace tuoqiao::billing {

inline absl::CivilDay Day(const std::string& text) { return *ParseDay(text); }

// `-1234.05` yuan in fen.
inline int64_t Fen(const std::string& yuan) {
  const bool negative = yuan[0] == '-';
  const size_t point = yuan.find('.');
  const int64_t size = std::stoll(yuan.substr(negative, point - negative)) * 100 +
                       std::stoll(yuan.substr(point + 1));
  return negative ? -size : size;
}

inline Calendar CalendarOf(absl::CivilMonth month, const std::set<int>& closed,
                           const std::set<int>& worked) {
  Calendar calendar;
  calendar.month = month;
  const Period period = MonthPeriod(month);
  for (absl::CivilDay day = period.from; day < period.until; ++day) {
    const absl::Weekday weekday = absl::GetWeekday(day);
    const bool weekend = weekday == absl::Weekday::saturday || weekday == absl::Weekday::sunday;
    if (weekend ? worked.count(day.day()) == 1 : closed.count(day.day()) == 0) {
      calendar.opening.push_back(day);
    }
  }
  return calendar;
}

// 18 opening days: the 8th to the 30th, with Saturday the 10th.
inline const Calendar& October() {
  static const Calendar* const kMonth =
      new Calendar(CalendarOf(absl::CivilMonth(2026, 10), {1, 2, 3, 4, 5, 6, 7}, {10}));
  return *kMonth;
}

// 22 opening days: without the 25th, with Sunday the 20th.
inline const Calendar& September() {
  static const Calendar* const kMonth =
      new Calendar(CalendarOf(absl::CivilMonth(2026, 9), {25}, {20}));
  return *kMonth;
}

// The part of [from, until) in the month; an empty `until` is far away.
inline Period DaysIn(const Calendar& calendar, const std::string& from,
                     const std::string& until = "") {
  return Intersect({Day(from), Day(until.empty() ? "2030-01-01" : until)},
                   MonthPeriod(calendar.month));
}

inline LineSet LinesOf(std::initializer_list<LineKind> kinds) {
  LineSet lines;
  for (const LineKind kind : kinds) lines.Add(kind);
  return lines;
}
inline LineSet CareLines() {
  return LinesOf({LineKind::kCare, LineKind::kCoefficient, LineKind::kSibling, LineKind::kRefund});
}

}  // namespace tuoqiao::billing

#endif  // TUOQIAO_SERVICES_BILLING_TESTING_CALENDAR_H_
