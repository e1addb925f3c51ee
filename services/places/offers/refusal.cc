#include "services/places/offers/refusal.h"

#include "absl/strings/str_cat.h"
#include "services/common/hash.h"
#include "services/places/offers/errors_waiting.h"

namespace tuoqiao::places {

absl::StatusOr<Refusal> Refuse(absl::string_view park, const RefusalSaid& said,
                               Application& application, Offer* offer,
                               const std::vector<Refusal>& known, absl::CivilDay today) {
  const ApplicationState state = StateOn(application, today);
  if (state != ApplicationState::kWaiting && state != ApplicationState::kOffered) {
    return ApplicationNotWaiting(StateName(state));
  }
  for (const Refusal& each : known) {
    if (each.Stands()) return ApplicantRefused(each.id);
  }
  if (offer != nullptr && offer->seat.centre == said.centre &&
      StateOn(*offer, today) == OfferState::kOpen) {
    Rescind(*offer, application);
  }
  Refusal refusal;
  refusal.id = DeriveId("ref", {park, absl::StrCat(application.id, "/", said.centre)},
                        static_cast<int64_t>(known.size()));
  refusal.centre = said.centre;
  refusal.application = application.id;
  refusal.family = application.family;
  refusal.child = application.child;
  refusal.case_number = application.case_number;
  refusal.reason = said.reason;
  refusal.text = said.text;
  refusal.refused = today;
  refusal.revision = 1;
  return refusal;
}

absl::Status Lift(Refusal& refusal, absl::CivilDay today) {
  if (!refusal.Stands()) return RefusalLifted(*refusal.lifted);
  refusal.lifted = today;
  ++refusal.revision;
  return absl::OkStatus();
}

}  // namespace tuoqiao::places
