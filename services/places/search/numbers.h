// The dated numbers of a search: how fast people get on, how far they look, what comes first.
#ifndef TUOQIAO_SERVICES_PLACES_SEARCH_NUMBERS_H_
#define TUOQIAO_SERVICES_PLACES_SEARCH_NUMBERS_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/common/rules/parameter_file.h"
#include "services/places/search/travel.h"

namespace tuoqiao::places::search {

// What makes a centre come later.
struct Weights {
  int64_t detour_minute_points = 0;
  int64_t pick_up_minute_points = 0;
  int64_t hundred_yuan_points = 0;
  int64_t wait_month_points = 0;
  int64_t last_seat_points = 0;
};

// As they are on a day.
struct Numbers {
  Paces paces;
  int64_t circle_metres = 0, circle_seconds = 0;
  int64_t way_metres = 0, way_metres_max = 0;
  int64_t candidates_max = 0;
  int64_t handover_seconds = 0;
  int64_t wait_months_max = 0;
  int64_t closed_days = 0;  // From the start on, in which closures are looked at.
  Weights weights;

  const Pace& pace(Mode mode) const { return paces[static_cast<size_t>(mode)]; }
  // The circle in which centres are looked for by a mode.
  int64_t CircleOf(Mode mode) const;
};

// The pack `cn.travel` below a folder of packs. PACK_INVALID, PACK_UNREADABLE.
absl::StatusOr<rules::ParameterFile> LoadNumbers(const std::string& folder);
// RULE_NOT_IN_FORCE. The file was loaded by LoadNumbers.
absl::StatusOr<Numbers> NumbersOn(const rules::ParameterFile& file, absl::CivilDay day);

}  // namespace tuoqiao::places::search

#endif  // TUOQIAO_SERVICES_PLACES_SEARCH_NUMBERS_H_
