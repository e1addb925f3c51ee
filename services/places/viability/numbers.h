// The dated numbers of viability: when a centre does not pay its way, what a child counts, how few
// children are too few to be counted aloud.
#ifndef TUOQIAO_SERVICES_PLACES_VIABILITY_NUMBERS_H_
#define TUOQIAO_SERVICES_PLACES_VIABILITY_NUMBERS_H_

#include <array>
#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/common/rules/parameter_file.h"
#include "services/places/centre.h"

namespace tuoqiao::places::viability {

// What a child of a kind of group counts.
struct Weight {
  int64_t weight_bp = 0;  // A child of a group LARGE: 10,000.
  int64_t per_carer = 1;  // Children for one carer.
};

// As they are on a day.
struct Numbers {
  int64_t floor_bp = 0;
  int64_t least_count = 0;
  std::array<Weight, kGroupKinds.size()> weights;  // By kind.
  int64_t medium_staff = 0, large_staff = 0;
  int64_t survey_months = 0;
  int64_t range_bp = 0;
  int64_t courses = 0;
  int64_t unrest_bp = 0;

  const Weight& weight(GroupKind kind) const { return weights[static_cast<size_t>(kind)]; }
};

// The pack `cn.viability` below a folder of packs. PACK_INVALID, PACK_UNREADABLE.
absl::StatusOr<rules::ParameterFile> LoadNumbers(const std::string& folder);
// RULE_NOT_IN_FORCE. The file was loaded by LoadNumbers.
absl::StatusOr<Numbers> NumbersOn(const rules::ParameterFile& file, absl::CivilDay day);
// Where the floor of a day comes from. As above.
const rules::Source& FloorSourceOn(const rules::ParameterFile& file, absl::CivilDay day);

}  // namespace tuoqiao::places::viability

#endif  // TUOQIAO_SERVICES_PLACES_VIABILITY_NUMBERS_H_
