// Viability: between the contract's messages and the core.
#ifndef TUOQIAO_SERVICES_PLACES_CONVERT_VIABILITY_H_
#define TUOQIAO_SERVICES_PLACES_CONVERT_VIABILITY_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/common/rules/parameter_file.h"
#include "services/places/centre.h"
#include "services/places/viability/demand.h"
#include "services/places/viability/forecast.h"
#include "services/places/viability/numbers.h"
#include "services/places/viability/occupancy.h"
#include "services/places/viability_store.h"
#include "tuoqiao/places/v1/places.pb.h"

namespace tuoqiao::places {

inline constexpr int64_t kOccupancyMonthsMax = 36;
inline constexpr int64_t kForecastMonths = 12, kForecastMonthsMax = 24;
inline constexpr int64_t kStaffMax = 1'000'000;

// What a centre says is free, by id of the group, with the place of each in the request.
struct VacancySaid {
  int64_t free = 0;
  int at = 0;
};
struct VacanciesSaid {
  std::string centre;
  std::map<std::string, VacancySaid> groups;
};
// FIELD_REQUIRED, FIELD_INVALID.
absl::StatusOr<VacanciesSaid> FromProto(absl::string_view park,
                                        const v1::ConfirmVacancyRequest& request);

// FIELD_REQUIRED, FIELD_INVALID.
struct OccupancySaid {
  std::string centre;  // Empty: the park.
  viability::Months months;
};
absl::StatusOr<OccupancySaid> FromProto(const v1::ListOccupancyRequest& request);

// FIELD_REQUIRED, FIELD_INVALID, HEAD_COUNT_OVER_STAFF.
absl::StatusOr<viability::HeadCount> FromProto(const v1::SubmitHeadCountRequest& request);

// How many months; FIELD_INVALID.
absl::StatusOr<int64_t> MonthsAhead(int64_t months_ahead, int64_t otherwise);

// FIELD_REQUIRED, FIELD_INVALID, CAPACITY_OVER_BAND.
struct PreviewSaid {
  std::string centre;
  GroupKind kind = GroupKind::kInfant;
  int64_t seats = 0;
  int64_t months = 0;
};
absl::StatusOr<PreviewSaid> FromProto(const v1::PreviewGroupRequest& request);

std::string HeadCountName(absl::string_view park, const viability::HeadCount& head_count);
// `open` for the state, which holds everything; a reply holds no number of a firm.
v1::HeadCount ToProto(absl::string_view park, const viability::HeadCount& head_count, bool open);
v1::VacancyConfirmation ToProto(absl::string_view park, const VacancyConfirmation& confirmation);

v1::Occupancy ToProto(absl::string_view park, const viability::Occupied& occupied,
                      absl::CivilMonth from);
v1::DemandCount ToProto(const viability::SaidCell& cell);
v1::DemandMonth ToProto(const viability::MonthForecast& month, absl::CivilMonth of,
                        const viability::Numbers& numbers);
v1::GroupPreviewMonth ToProto(const viability::KindForecast& month, absl::CivilMonth of,
                              const viability::Numbers& numbers);
v1::ViabilitySource SourceToProto(const rules::ParameterFile& pack, absl::CivilDay day,
                                  const viability::Numbers& numbers);
std::string SeedText(uint64_t seed);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_CONVERT_VIABILITY_H_
