#include "services/places/specialist.h"

#include <optional>

#include "services/common/errors.h"
#include "services/common/status_macros.h"
#include "services/places/errors.h"
#include "services/places/referring.h"

namespace tuoqiao::places {

absl::Status CheckSpecialistSeat(db::Database& db, const Peers& peers, const rpc::Caller& caller,
                                 const OfferKey& key, absl::CivilDay today) {
  std::optional<Offer> offer;
  RETURN_IF_ERROR(db.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
    auto found = LoadOffer(txn, key);
    if (found.ok()) offer = *std::move(found);
    // One that is not there is for whoever looks under the lock to say.
    return found.ok() || absl::IsNotFound(found.status()) ? absl::OkStatus() : found.status();
  }));
  if (!offer.has_value() || offer->seat.pool != "SPECIALIST") return absl::OkStatus();
  if (StateOn(*offer, today) != OfferState::kOpen) return absl::OkStatus();
  ASSIGN_OR_RETURN(const Child child, AskChild(peers, caller, offer->family, offer->child));
  return child.needs_level > 0 ? absl::OkStatus() : SpecialistSeatNotNeeded(offer->seat.group);
}

}  // namespace tuoqiao::places
