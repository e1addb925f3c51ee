// How full groups, centres and a park are, month by month, without a number of children that is too
// small to be said.
#ifndef TUOQIAO_SERVICES_PLACES_VIABILITY_OCCUPANCY_H_
#define TUOQIAO_SERVICES_PLACES_VIABILITY_OCCUPANCY_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/common/period.h"
#include "services/places/viability/numbers.h"

namespace tuoqiao::places::viability {

struct GroupSeats {
  std::string centre;
  std::string id;  // `{centre}/{group}`.
  GroupKind kind = GroupKind::kInfant;
  int64_t seats = 0;
  std::optional<Period> open = {};  // Of seats that another park lends: on these days only.

  int64_t SeatsOn(absl::CivilDay day) const {
    return !open.has_value() || open->Contains(day) ? seats : 0;
  }
};

// A seat that an open offer names, or that a child has.
struct HeldSeat {
  std::string group;
  Period period;
};

// One child's month: on how many days it came.
struct AttendedMonth {
  std::string group;
  absl::CivilMonth month;
  int64_t days = 0;
};

// What is known of a park or a centre. Seats of groups that are not there are passed over.
struct SeatsKnown {
  std::vector<GroupSeats> groups;  // By centre, then id.
  std::vector<HeldSeat> offers, places;
  std::vector<AttendedMonth> attended;
  // Of each month, up to today.
  std::vector<int64_t> opening_days;
};

// A number of children as it is said: exactly, or not at all. Of a sum of groups: what is said of
// them, and whether something is not. So a sum says nothing that its groups do not.
struct SaidCount {
  // In thousandths: attended days by opening days are no whole children.
  int64_t children_milli = 0;
  int64_t weighted_milli = 0;  // By age weight.
  int64_t few = 0;             // In so many groups fewer than the least count, and not none.

  int64_t children() const { return (children_milli + 500) / 1000; }
};

struct MonthOccupancy {
  int64_t seats = 0, weighted_seats_milli = 0;
  SaidCount drafted, planned, confirmed, realised;
  int64_t opening_days = 0;
  int64_t staff_needed = 0;  // By planned and confirmed children, where both are said.
  bool under_floor = false;  // Whatever is not said.
};

struct Occupied {
  std::string centre, group;  // Of a centre: no group; of the park: neither.
  GroupKind kind = GroupKind::kInfant;
  int64_t seats = 0;  // Today.
  int64_t weighted_seats_milli = 0;
  std::vector<MonthOccupancy> months;
};

struct Months {
  absl::CivilMonth from;
  int64_t count = 0;
};

// A month is as it stands on its last day by what is known today: planned are the places that have
// not begun today, confirmed those that have. The park where `of_park`, then the centres by id,
// each before its groups.
std::vector<Occupied> OccupancyOf(const SeatsKnown& known, const Months& months,
                                  absl::CivilDay today, const Numbers& numbers, bool of_park);

// Of seats, in basis points; 0 where there are none.
int64_t ShareBp(int64_t milli, int64_t of_milli);

}  // namespace tuoqiao::places::viability

#endif  // TUOQIAO_SERVICES_PLACES_VIABILITY_OCCUPANCY_H_
