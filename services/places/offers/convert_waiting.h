// Between the contract's messages and the core: offer policies, refusals, applications that wait.
#ifndef TUOQIAO_SERVICES_PLACES_OFFERS_CONVERT_WAITING_H_
#define TUOQIAO_SERVICES_PLACES_OFFERS_CONVERT_WAITING_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/places/offers/offer_policy.h"
#include "services/places/offers/refusal.h"
#include "services/places/offers/refusal_store.h"
#include "services/places/offers/standing.h"
#include "services/places/offers/waiting.h"
#include "tuoqiao/places/v1/places.pb.h"

namespace tuoqiao::places {

std::string FamilyName(absl::string_view park, absl::string_view family);
std::string ApplicationNameOf(absl::string_view park, absl::string_view family,
                              absl::string_view application);
std::string RefusalName(absl::string_view park, const Refusal& refusal);

// Of `parks/{park}/families/{family}/applications/{application}`. FIELD_REQUIRED, FIELD_INVALID.
struct ApplicationKey {
  std::string family, id;
};
absl::StatusOr<ApplicationKey> ApplicationKeyOf(absl::string_view field, const std::string& name);
absl::StatusOr<RefusalKey> RefusalKeyOf(const std::string& name);

// FIELD_INVALID, with the path.
absl::StatusOr<OfferPolicy> FromProto(const v1::OfferPolicy& message);
// FIELD_REQUIRED, FIELD_INVALID.
absl::StatusOr<RefusalSaid> FromProto(const v1::RefuseApplicantRequest& request);

v1::OfferPolicy ToProto(absl::string_view park, const OfferPolicy& policy);
v1::Refusal ToProto(absl::string_view park, const Refusal& refusal);
v1::WaitingApplication ToProto(absl::string_view park, const Application& application,
                               const Confirming& confirming, const std::vector<Refusal>& refusals,
                               absl::CivilDay today);
v1::CentreWaiting ToProto(absl::string_view park, const InLine& in_line);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_OFFERS_CONVERT_WAITING_H_
