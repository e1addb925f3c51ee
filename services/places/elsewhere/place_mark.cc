#include "services/places/elsewhere/place_mark.h"

namespace tuoqiao::places {

std::optional<absl::CivilDay> FirstDayOfBoth(const PlaceMark& a, const PlaceMark& b) {
  const bool apart =
      a.session != Session::kWholeDay && b.session != Session::kWholeDay && a.session != b.session;
  const Period both = Intersect(a.days, b.days);
  if (apart || both.Empty()) return std::nullopt;
  return both.from;
}

std::vector<PlaceMark> MarksOf(const std::vector<Enrolment>& enrolments, absl::CivilDay today) {
  std::vector<PlaceMark> marks;
  for (const Enrolment& each : enrolments) {
    if (each.period.Empty() || each.period.until <= today) continue;
    marks.push_back({each.period, each.session});
  }
  return marks;
}

}  // namespace tuoqiao::places
