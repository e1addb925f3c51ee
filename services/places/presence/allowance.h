// How many absences of a year need no evidence, and whether a month's attendance will do.
#ifndef TUOQIAO_SERVICES_PLACES_PRESENCE_ALLOWANCE_H_
#define TUOQIAO_SERVICES_PLACES_PRESENCE_ALLOWANCE_H_

#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/places/attendance/absence.h"
#include "services/places/presence/numbers.h"

namespace tuoqiao::places::presence {

// kEvidenced: for a reason that the pack lists, with its evidence. kWithin and kOver: all others,
// in the order of days.
enum class Counted { kEvidenced, kWithin, kOver };

// One of each absence of a child in one year, in order. Days on which the centre was closed are no
// absences of the child, and are not handed in.
std::vector<Counted> CountAbsences(const std::vector<Absence>& absences, const Numbers& numbers);

// A child's month against the days that a scheme asks for.
struct MonthSoFar {
  int64_t opening_days = 0;  // Within the place, without closures.
  int64_t attended = 0, absent = 0;

  int64_t Left() const { return opening_days - attended - absent; }
};
// Rounded up: a scheme that asks for half of 21 days asks for 11.
int64_t DaysNeeded(const MonthSoFar& month, int64_t threshold_bp);

enum class Verdict { kReached, kOnTrack, kAtRisk, kMissed };
absl::string_view VerdictName(Verdict verdict);
// AT_RISK where the days that are left would be attended at the rate so far and do not suffice.
Verdict Judge(const MonthSoFar& month, int64_t threshold_bp);

}  // namespace tuoqiao::places::presence

#endif  // TUOQIAO_SERVICES_PLACES_PRESENCE_ALLOWANCE_H_
