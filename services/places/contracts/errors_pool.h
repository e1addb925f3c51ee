// The failures of seat contracts, by name.
#ifndef TUOQIAO_SERVICES_PLACES_CONTRACTS_ERRORS_POOL_H_
#define TUOQIAO_SERVICES_PLACES_CONTRACTS_ERRORS_POOL_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace tuoqiao::places {

absl::Status ContractNotFound(absl::string_view name);
absl::Status ContractExists(absl::string_view name);
// It is in `state`, and should be in `wanted`.
absl::Status ContractStateWrong(absl::string_view state, absl::string_view wanted);
// DATE_ORDER: days that have passed, or the wrong way round.
absl::Status ContractDateOrder(absl::string_view field);
// Beside the park, it is the `other` side's.
absl::Status PartyWrong(absl::string_view field, absl::string_view other);
absl::Status ConfirmedBySameSide();
absl::Status CommunityShareOverMax(int64_t seats, int64_t seats_max, int64_t share_max_bp);
// What another park owns is set by it alone, and is not lent on.
absl::Status GuestCentre(absl::string_view field, absl::string_view owner_centre);
// The guest centre would have the id of one that is there.
absl::Status GuestCentreTaken(absl::string_view centre);
// The guest's children have places, offers or bookings on that day or later.
absl::Status SeatsInUse(absl::CivilDay day, int64_t uses);
// Another contract of the same pool.
absl::Status ContractOverlap(absl::string_view other);
// On that day the pools of the group would have so many seats.
struct SeatsOfCapacity {
  int64_t seats, capacity;
};
absl::Status PoolOverCapacity(absl::string_view field, absl::string_view group, absl::CivilDay day,
                              SeatsOfCapacity pools);
// CAPACITY_BELOW_ENROLMENTS of a day to come: so many places would have no seat left for them.
absl::Status PlacesWithoutSeats(absl::string_view field, absl::string_view group,
                                absl::CivilDay day, int64_t places);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_CONTRACTS_ERRORS_POOL_H_
