#include "services/cli/hours.h"

#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "tuoqiao/places/v1/places.pb.h"

namespace tuoqiao::cli {
namespace {

// `07:45` as minutes after midnight.
bool ReadClock(absl::string_view text, int32_t* minute) {
  const std::vector<std::string> parts = absl::StrSplit(text, ':');
  int32_t hours = 0, minutes = 0;
  if (parts.size() != 2 || !absl::SimpleAtoi(parts[0], &hours) ||
      !absl::SimpleAtoi(parts[1], &minutes) || hours < 0 || hours > 24 || minutes < 0 ||
      minutes > 59) {
    return false;
  }
  *minute = hours * 60 + minutes;
  return true;
}

// `1-5` or `6`.
bool ReadWeekdays(absl::string_view text, places::v1::DayHours* hours) {
  const std::vector<std::string> ends = absl::StrSplit(text, '-');
  int32_t first = 0, last = 0;
  if (ends.size() > 2 || !absl::SimpleAtoi(ends.front(), &first) ||
      !absl::SimpleAtoi(ends.back(), &last) || first < 1 || last > 7 || last < first) {
    return false;
  }
  for (int32_t weekday = first; weekday <= last; ++weekday) hours->add_weekdays(weekday);
  return true;
}

}  // namespace

bool ReadSpan(absl::string_view text, places::v1::DayHours* hours) {
  const std::vector<std::string> ends = absl::StrSplit(text, '-');
  int32_t open = 0, close = 0;
  if (ends.size() != 2 || !ReadClock(ends[0], &open) || !ReadClock(ends[1], &close)) return false;
  hours->set_open_minute(open);
  hours->set_close_minute(close);
  return true;
}

bool ReadOpening(absl::string_view text, places::v1::Centre* centre) {
  for (absl::string_view each : absl::StrSplit(text, ';', absl::SkipWhitespace())) {
    const std::vector<std::string> words =
        absl::StrSplit(absl::StripAsciiWhitespace(each), ' ', absl::SkipEmpty());
    places::v1::DayHours hours;
    if (words.size() != 2 || !ReadWeekdays(words[0], &hours) || !ReadSpan(words[1], &hours)) {
      return false;
    }
    *centre->add_opening_hours() = hours;
  }
  return true;
}

}  // namespace tuoqiao::cli
