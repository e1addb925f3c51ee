// A centre that cannot take a child, and why.
#ifndef TUOQIAO_SERVICES_PLACES_OFFERS_REFUSAL_H_
#define TUOQIAO_SERVICES_PLACES_OFFERS_REFUSAL_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/places/offers/application.h"

namespace tuoqiao::places {

// While it stands the centre is no choice of the application.
struct Refusal {
  std::string id;
  std::string centre;
  std::string application;
  std::string family, child;
  std::string case_number;
  // NO_STAFF_FOR_NEED, AGE_MIX, MEDICAL_CHECK_MISSING or OTHER, which `text` explains: both sealed.
  std::string reason, text;
  absl::CivilDay refused;
  std::optional<absl::CivilDay> lifted;
  int64_t revision = 0;

  bool Stands() const { return !lifted.has_value(); }
};

// What a centre says.
struct RefusalSaid {
  std::string centre, reason, text;
};
// Refuses an application that waits, or whose offer is open, which is then taken back where it is
// the centre's. `known` are the centre's refusals of this application. APPLICATION_NOT_WAITING,
// APPLICANT_REFUSED.
absl::StatusOr<Refusal> Refuse(absl::string_view park, const RefusalSaid& said,
                               Application& application, Offer* offer,
                               const std::vector<Refusal>& known, absl::CivilDay today);

// REFUSAL_LIFTED.
absl::Status Lift(Refusal& refusal, absl::CivilDay today);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_OFFERS_REFUSAL_H_
