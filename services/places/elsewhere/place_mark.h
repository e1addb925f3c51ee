// Places that one child has in several parks, as far as parks tell each other: on which days, and
// in which part of the day.
#ifndef TUOQIAO_SERVICES_PLACES_ELSEWHERE_PLACE_MARK_H_
#define TUOQIAO_SERVICES_PLACES_ELSEWHERE_PLACE_MARK_H_

#include <optional>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/common/period.h"
#include "services/places/enrolment.h"

namespace tuoqiao::places {

struct PlaceMark {
  Period days;
  Session session = Session::kWholeDay;
};

// The first day on which a child would be in both at once. A morning and an afternoon go together.
std::optional<absl::CivilDay> FirstDayOfBoth(const PlaceMark& a, const PlaceMark& b);

// What a park says of a child's places: those that have days left, and one that rests, too.
std::vector<PlaceMark> MarksOf(const std::vector<Enrolment>& enrolments, absl::CivilDay today);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_ELSEWHERE_PLACE_MARK_H_
