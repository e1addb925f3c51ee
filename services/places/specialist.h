// Seats that are kept for children with needs.
#ifndef TUOQIAO_SERVICES_PLACES_SPECIALIST_H_
#define TUOQIAO_SERVICES_PLACES_SPECIALIST_H_

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "services/common/db/db.h"
#include "services/common/rpc/caller.h"
#include "services/places/application_store.h"
#include "services/places/facts.h"

namespace tuoqiao::places {

// An open offer of such a seat is taken only while the child has needs on record: between offer and
// answer a level may change. A place that it has is its own whatever changes later.
// SPECIALIST_SEAT_NOT_NEEDED, CHILD_NOT_FOUND.
absl::Status CheckSpecialistSeat(db::Database& db, const Peers& peers, const rpc::Caller& caller,
                                 const OfferKey& key, absl::CivilDay today);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_SPECIALIST_H_
