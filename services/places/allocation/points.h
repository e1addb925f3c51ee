// A park's dated table of points, and what a child is given by it.
#ifndef TUOQIAO_SERVICES_PLACES_ALLOCATION_POINTS_H_
#define TUOQIAO_SERVICES_PLACES_ALLOCATION_POINTS_H_

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace tuoqiao::allocation {

// A sibling with a place at the centre; recorded needs; two guardians employed in the park; a home
// in the centre's catchment; so many days waited.
enum class CriterionKind { kSibling, kSpecialNeeds, kBothEmployed, kCatchment, kWaiting };

absl::string_view NameOf(CriterionKind kind);
std::optional<CriterionKind> CriterionKindOf(absl::string_view name);

struct Criterion {
  CriterionKind kind = CriterionKind::kSibling;
  int64_t points = 0;
  // Of kWaiting: `points` for each full `days`, at most `points_max`.
  int64_t days = 0, points_max = 0;
  std::string reason;  // Why, as a parent reads it.
};

struct PointsPolicy {
  std::string display_name;
  std::string source;  // Who decided it, and where it is published.
  absl::CivilDay from;
  std::optional<absl::CivilDay> until;  // The first day outside.
  std::vector<Criterion> criteria;

  bool HoldsOn(absl::CivilDay day) const {
    return from <= day && (!until.has_value() || day < *until);
  }
};

// What is looked at. None of it is kept: only the points are.
struct Facts {
  std::set<std::string> sibling_centres, catchment_centres;
  int64_t needs_level = 0;
  bool both_employed = false;
  int64_t waiting_days = 0;
};

struct Award {
  CriterionKind kind = CriterionKind::kSibling;
  std::string centre;  // Empty where it holds at every centre.
  int64_t points = 0;
};

// In the order of the policy's criteria, then of the choices; without those that give nothing.
std::vector<Award> Judge(const PointsPolicy& policy, const Facts& facts,
                         const std::vector<std::string>& choices);
int64_t PointsAt(const std::vector<Award>& awards, absl::string_view centre);

}  // namespace tuoqiao::allocation

#endif  // TUOQIAO_SERVICES_PLACES_ALLOCATION_POINTS_H_
