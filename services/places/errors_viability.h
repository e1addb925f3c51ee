// What may be wrong with a vacancy, a head count or a group that is not there yet.
#ifndef TUOQIAO_SERVICES_PLACES_ERRORS_VIABILITY_H_
#define TUOQIAO_SERVICES_PLACES_ERRORS_VIABILITY_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace tuoqiao::places {

absl::Status VacancyDiffers(absl::string_view field, absl::string_view group, int64_t said,
                            int64_t counted);
absl::Status HeadCountOverStaff();
absl::Status HeadCountMonthWrong(absl::CivilMonth month, int64_t months_max);
// CAPACITY_OVER_BAND, of a group that is only asked about.
absl::Status SeatsOverBand(int64_t seats, int64_t children_max);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_ERRORS_VIABILITY_H_
