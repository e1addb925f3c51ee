// What may be wrong with an application that waits, an offer that is taken, a place that is handed
// over.
#ifndef TUOQIAO_SERVICES_PLACES_OFFERS_ERRORS_WAITING_H_
#define TUOQIAO_SERVICES_PLACES_OFFERS_ERRORS_WAITING_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace tuoqiao::places {

absl::Status ApplicationNotWaiting(absl::string_view state);
absl::Status ConfirmationNotDue(absl::CivilDay from);
absl::Status ConfirmationLate(absl::CivilDay last);
absl::Status OfferOpen(absl::CivilDay expires);

absl::Status RefusalNotFound(absl::string_view name);
absl::Status ApplicantRefused(absl::string_view refusal);
absl::Status RefusalLifted(absl::CivilDay lifted);

// Of a family that takes an offer.
absl::Status NoLongerEligible(absl::CivilDay start);

absl::Status HandoverNotFound(absl::string_view name);
absl::Status LapseNotDue(absl::string_view state);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_OFFERS_ERRORS_WAITING_H_
