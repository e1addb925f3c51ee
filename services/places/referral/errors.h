// What may be wrong with a referral, by name.
#ifndef TUOQIAO_SERVICES_PLACES_REFERRAL_ERRORS_H_
#define TUOQIAO_SERVICES_PLACES_REFERRAL_ERRORS_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace tuoqiao::referral {

absl::Status PartnerNotFound(absl::string_view name);
absl::Status ReferralNotFound(absl::string_view name);
absl::Status PurposeNotOffered(absl::string_view partner, absl::string_view purpose);
// `id` is that of the one that is open.
absl::Status ReferralExists(absl::string_view id);
absl::Status ReferralNotConsented();
absl::Status ReferralConsentWithdrawn(absl::CivilDay day);
absl::Status ReferralStateWrong(absl::string_view state);

absl::Status PlanDateOrder();
absl::Status SessionOutsideEnrolment(absl::CivilDay day);
absl::Status SessionsRecorded(absl::CivilDay last);
absl::Status SessionNotPlanned(absl::CivilDay day);
absl::Status SessionInFuture(absl::CivilDay day);
absl::Status SessionReasonMissing();

}  // namespace tuoqiao::referral

#endif  // TUOQIAO_SERVICES_PLACES_REFERRAL_ERRORS_H_
