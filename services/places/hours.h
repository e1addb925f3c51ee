// When a centre is open in a week, and when somebody works.
#ifndef TUOQIAO_SERVICES_PLACES_HOURS_H_
#define TUOQIAO_SERVICES_PLACES_HOURS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace tuoqiao::places {

inline constexpr int64_t kMinutesOfADay = 1440;
inline constexpr int kWeekdays = 7;

// [open_minute, close_minute) on some days of the week, in minutes after midnight where the park
// is.
struct DayHours {
  uint32_t weekdays = 0;  // Bit d - 1 is the day d of ISO 8601: Monday is 1.
  int64_t open_minute = 0, close_minute = 0;

  bool On(int weekday) const { return ((weekdays >> (weekday - 1)) & 1U) != 0; }
};

inline bool operator==(const DayHours& a, const DayHours& b) {
  return a.weekdays == b.weekdays && a.open_minute == b.open_minute &&
         a.close_minute == b.close_minute;
}

// The first that is open at a minute at which one before it is open already.
std::optional<size_t> FindOverlap(const std::vector<DayHours>& hours);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_HOURS_H_
