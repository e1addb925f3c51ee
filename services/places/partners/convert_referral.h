// Partners, referrals and sessions between the contract's messages and the core.
#ifndef TUOQIAO_SERVICES_PLACES_PARTNERS_CONVERT_REFERRAL_H_
#define TUOQIAO_SERVICES_PLACES_PARTNERS_CONVERT_REFERRAL_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/places/partners/referral_store.h"
#include "services/places/referral/partner.h"
#include "services/places/referral/referral.h"
#include "services/places/referral/session.h"
#include "tuoqiao/directory/v1/directory.pb.h"
#include "tuoqiao/places/v1/places.pb.h"

namespace tuoqiao::places {

// Needs, goals and notes may have lines.
inline constexpr size_t kCareTextBytesMax = 4000;

// ---- Names.

std::string PartnerName(absl::string_view park, absl::string_view partner);
std::string ReferralName(absl::string_view park, absl::string_view family,
                         absl::string_view referral);
// The partner of `parks/{park}/partners/{partner}`, of that park. FIELD_REQUIRED, FIELD_INVALID.
absl::StatusOr<std::string> PartnerOf(absl::string_view field, absl::string_view park,
                                      const std::string& name);
// Of `parks/{park}/families/{family}/referrals/{referral}`. FIELD_REQUIRED, FIELD_INVALID.
struct ReferralKey {
  std::string family, id;
};
absl::StatusOr<ReferralKey> ReferralKeyOf(absl::string_view field, const std::string& name);
// Of `{referral}/sessionMonths/{YYYY-MM}`. FIELD_INVALID.
struct SessionMonthKey {
  ReferralKey referral;
  absl::CivilMonth month;
};
absl::StatusOr<SessionMonthKey> SessionMonthKeyOf(const std::string& name);

// ---- Requests. FIELD_REQUIRED, FIELD_INVALID, and what else is said.

absl::StatusOr<referral::Partner> FromProto(absl::string_view park, const v1::Partner& message);
// The family is the parent's; the case number is directory's.
absl::StatusOr<referral::Referral> FromProto(absl::string_view park,
                                             const v1::ProposeReferralRequest& request);
// DATE_ORDER.
absl::StatusOr<referral::SessionPlan> FromProto(absl::string_view park,
                                                const v1::SessionPlan& message);
absl::Status CheckReferralDeclineReason(const std::string& reason);
absl::Status CheckReferralEndReason(const std::string& reason);
absl::Status CheckWithdrawReason(const std::string& reason);
// What was said of one session, without the centre that says it.
struct SessionItem {
  ReferralKey referral;
  referral::SessionSaid said;
};
absl::StatusOr<SessionItem> FromProto(const v1::ReferralSession& message);

// ---- What directory says. INTERNAL where a message breaks its contract.

struct ConsentSaid {
  std::string child, partner;
  referral::Purpose purpose = referral::Purpose::kDevelopmentAssessment;
  referral::Consent consent;
};
absl::StatusOr<ConsentSaid> FromProto(const directory::v1::RecipientConsent& message);

// ---- Replies.

v1::Partner ToProto(absl::string_view park, const referral::Partner& partner);
// What is closed in it is empty in the message.
v1::Referral ToProto(absl::string_view park, const referral::Referral& referral);
// As its partner may know it, if it may.
v1::PartnerReferral ToPartnerProto(absl::string_view park, const referral::Referral& referral);
v1::ReferralSession ToProto(absl::string_view park, const SessionOfReferral& session);
v1::SessionMonth ToProto(absl::string_view park, const referral::Referral& referral,
                         absl::CivilMonth month, const std::vector<referral::Session>& sessions,
                         absl::CivilDay today);
v1::CentreSession ToCentreProto(absl::string_view park, const referral::Referral& referral,
                                const referral::Session& session);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_PARTNERS_CONVERT_REFERRAL_H_
