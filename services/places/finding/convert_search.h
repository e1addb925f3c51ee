// What a centre says beside its seats, and searches: between the contract's messages and the core.
#ifndef TUOQIAO_SERVICES_PLACES_FINDING_CONVERT_SEARCH_H_
#define TUOQIAO_SERVICES_PLACES_FINDING_CONVERT_SEARCH_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/common/rules/parameter_file.h"
#include "services/places/centre.h"
#include "services/places/search/legs.h"
#include "services/places/search/rank.h"
#include "tuoqiao/places/v1/places.pb.h"

namespace tuoqiao::places {

inline constexpr int kHoursMax = 50;
inline constexpr int kLanguagesMax = 10;
inline constexpr int kSiblingsMax = 3;
inline constexpr int kPricesMax = 1000;
inline constexpr int kResultsMax = 100, kResults = 20;

// Opening hours, languages, kinds of care, inclusive. FIELD_REQUIRED or FIELD_INVALID with the
// path.
absl::Status AddCare(const v1::Centre& message, Centre& centre);
void AddCare(const Centre& centre, v1::Centre& message);

// A search as it was asked. What only the park knows is missing: where siblings go, what a child is
// like, the date where none is given.
struct SearchSaid {
  search::Family family;
  std::vector<std::string> sibling_centres;  // Ids.
  std::string child;                         // Its name; empty: it is said here.
  std::optional<absl::CivilDay> birth_date, start;
  int64_t age_months = 0;  // Where there is neither a child nor a birth date.
  int64_t needs_level = 0;
  std::string firm;  // Its id.
  search::Prices prices;
  size_t results_max = kResults;
};
// FIELD_REQUIRED, FIELD_INVALID, LOCATION_INVALID.
absl::StatusOr<SearchSaid> FromProto(absl::string_view park,
                                     const v1::SearchCentresRequest& request);

// A birth date of which that is the age on the day.
absl::CivilDay BirthDateFor(int64_t age_months, absl::CivilDay day);

v1::FoundCentre ToProto(absl::string_view park, const Centre& centre, const search::Family& family,
                        const search::Candidate& candidate, const search::Ranked& ranked);
// Of the model of straight lines; whoever asked an engine says so.
v1::TravelSource ToProto(const rules::ParameterFile& pack, absl::CivilDay day);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_FINDING_CONVERT_SEARCH_H_
