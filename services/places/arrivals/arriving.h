// Places that come from another system, inside the transaction.
#ifndef TUOQIAO_SERVICES_PLACES_ARRIVALS_ARRIVING_H_
#define TUOQIAO_SERVICES_PLACES_ARRIVALS_ARRIVING_H_

#include <memory>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/common/rpc/mutate.h"
#include "services/places/arrivals/convert_arrival.h"
#include "services/places/child.h"

namespace tuoqiao::places {

struct ArrivalFacts {
  absl::CivilDay today;
  std::shared_ptr<const Children> children;
};

// Under the lock of the waiting list. One that goes on takes its seat, whoever waits: the child has
// it already. False where it came before. UNKNOWN_CHILD, GROUP_NOT_FOUND, POOL_NOT_FOUND,
// CHILD_ALREADY_ENROLLED, SEAT_TAKEN, PLACE_DIFFERS.
absl::StatusOr<bool> Arrive(rpc::Change& change, const ArrivalFacts& facts, HeldPlace place);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_ARRIVALS_ARRIVING_H_
