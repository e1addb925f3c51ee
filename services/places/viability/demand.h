// A park's demand, counted without names.
#ifndef TUOQIAO_SERVICES_PLACES_VIABILITY_DEMAND_H_
#define TUOQIAO_SERVICES_PLACES_VIABILITY_DEMAND_H_

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/common/period.h"
#include "services/places/viability/numbers.h"

namespace tuoqiao::places::viability {

// Whole months of age, [from, until).
struct AgeBand {
  int64_t from = 0, until = 0;

  int64_t months() const { return until - from; }
};
// Before any group, and those of the groups INFANT, SMALL and LARGE.
inline constexpr std::array<AgeBand, 4> kAgeBands = {{{0, 6}, {6, 12}, {12, 24}, {24, 36}}};
inline constexpr int64_t kYoungestMonths = 6, kOldestMonths = 36;

// A guardian's time with a firm.
struct Stay {
  std::string firm;
  Period period;  // Until the first day without; far ahead where none is known.
};

struct DemandChild {
  absl::CivilDay birth_date;
  std::vector<Stay> stays;
  bool applied = false;
};

// What a firm's HR said: children of its staff by band, in the middle of a month.
struct HeadCount {
  std::string firm;
  absl::CivilMonth month;
  int64_t staff = 0;
  std::array<int64_t, kAgeBands.size()> children = {};
  int64_t revision = 0;
};
// No firm has more children than twice its staff: then somebody counted something else.
bool Plausible(const HeadCount& head_count);

// By the staff of its head count; a firm without one has not said.
enum class FirmSize { kNotSaid, kSmall, kMedium, kLarge };
inline constexpr size_t kFirmSizes = 4;

// Exact, and for nobody's eyes. Each child of the park today is in one cell.
struct Demand {
  // By band, then whether it has applied (not asked before the first group), then the size of its
  // firm.
  std::array<std::array<std::array<int64_t, kFirmSizes>, 2>, kAgeBands.size()> cells = {};
  // In the last twelve months: children who are there now and came with a guardian's first day at a
  // firm; children under 36 months whose last guardian left.
  int64_t joined = 0, left = 0;
  int64_t firms_counted = 0;
};

// A child is there while a guardian is employed; it is counted with the firm whose id comes first.
// Where a firm has said more children of an age than are known of it, the rest are children who
// have not applied; the last head count of a firm counts where it is young enough, its children
// grown by the months since then.
Demand CountDemand(const std::vector<DemandChild>& children,
                   const std::vector<HeadCount>& head_counts, absl::CivilDay today,
                   const Numbers& numbers);

// A number of children as it is said: a multiple of the least count, not above the number.
struct SaidCell {
  AgeBand band;
  bool applied = false;
  std::vector<FirmSize> sizes;
  int64_t children = 0;
};
struct SaidDemand {
  std::vector<SaidCell> cells;
  int64_t joined = 0, left = 0, firms_counted = 0;
  int64_t step = 0;  // A number that is said as n stands for n to n + step - 1.
};

// The rule by which nobody is found by adding and subtracting, whoever knows it:
// - Cells are disjoint, and each is said as a multiple of the least count k: it may be any of k
//   numbers, and no other cell says which.
// - Firms of neighbouring sizes stand in one cell until it has k children, the last of them with
//   those before; so a cell of one size alone has k at least, or is all that there is of its age.
// - Nothing else is said of the same children but what follows from the cells: `joined` stops at
//   their sum, so that it narrows none of them.
SaidDemand Say(const Demand& demand, const Numbers& numbers);

}  // namespace tuoqiao::places::viability

#endif  // TUOQIAO_SERVICES_PLACES_VIABILITY_DEMAND_H_
