// What bringing a child to each of some centres adds to a family's way.
#ifndef TUOQIAO_SERVICES_PLACES_SEARCH_LEGS_H_
#define TUOQIAO_SERVICES_PLACES_SEARCH_LEGS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/places/care_kind.h"
#include "services/places/hours.h"
#include "services/places/search/grid.h"
#include "services/places/search/numbers.h"
#include "services/places/search/travel.h"

namespace tuoqiao::places::search {

// A family's day, and what it asks of a centre. One at least of home, work and grandparent.
struct Family {
  std::optional<Point> home, work, grandparent;
  Mode mode = Mode::kFoot;
  Mode pick_up_mode = Mode::kFoot;  // The grandparent's.
  std::optional<DayHours> shift;
  std::vector<Point> siblings;  // Centres to which other children are brought, in that order.

  absl::CivilDay start;
  CareKind care_kind = CareKind::kFullDay;
  std::vector<std::string> languages;  // One of them is enough; none: any.
  bool inclusive_only = false;
  bool specialist_only = false;

  // The child stays while somebody works, so the parent has to be back before the centre closes.
  bool ParentPicksUp() const;
  // From home past the siblings to work; where one of the two is missing, back to where it began.
  std::vector<Point> Way() const;
};

// Near any of its places, or on its way where that is not too long.
Near NearOf(const Family& family, const Numbers& numbers);

// One centre on the way: between which two of its places it adds least.
struct Leg {
  size_t stop = 0;             // After which place of the way: 0 is home.
  int64_t to_seconds = 0;      // From there to the centre.
  int64_t onward_seconds = 0;  // From the centre to the next place.
  int64_t direct_seconds = 0;  // From there to the next place without it.
  // From the centre to the end of the way, with the siblings that are brought after this child.
  int64_t rest_seconds = 0;
  int64_t stops_after = 0;  // How many those are.
  // The grandparent's way there and back; nothing where there is none.
  std::optional<int64_t> pick_up_seconds;

  int64_t detour_seconds() const { return to_seconds + onward_seconds - direct_seconds; }
};

// A leg for each of the centres; nothing where there is no way to one. What the port says
// otherwise, and NOT_FOUND where there is no way from one place of the family to its next.
absl::StatusOr<std::vector<std::optional<Leg>>> LegsTo(const Travel& travel, const Family& family,
                                                       const std::vector<Point>& centres);

}  // namespace tuoqiao::places::search

#endif  // TUOQIAO_SERVICES_PLACES_SEARCH_LEGS_H_
