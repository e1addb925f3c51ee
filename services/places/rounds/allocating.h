// The steps of a round inside one transaction: freeze, draw, publish.
#ifndef TUOQIAO_SERVICES_PLACES_ROUNDS_ALLOCATING_H_
#define TUOQIAO_SERVICES_PLACES_ROUNDS_ALLOCATING_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/rpc/mutate.h"
#include "services/common/seal.h"
#include "services/places/offers/offering.h"
#include "services/places/rounds/convert_allocation.h"
#include "services/places/rounds/round.h"

namespace tuoqiao::places {

// 32 bytes that nobody can tell from random ones without the park's key. They follow from the
// round's id, so nothing is kept from which they could be read before the draw, and a step that is
// repeated, or another store, makes the same draw.
std::string SeedOf(const KeyRing& keys, absl::string_view park, const std::string& round);

// Writes one log row of the round.
void PublishStep(rpc::Change& change, absl::string_view kind, const Round& round);

// Under the lock of the waiting list. ALLOCATION_NOT_FOUND.
absl::StatusOr<Round> LockRound(db::Write& txn, const std::string& id);

// The groups that are named, or all that there are. GROUP_NOT_FOUND, ALLOCATION_OVERLAPS,
// HALF_DAYS_NOT_SHARED.
absl::Status ChooseGroups(db::Read& txn, Round& round);

// Each saves and publishes what changes. APPLICATION_NOT_FOUND, ALLOCATION_TOO_LARGE.
absl::Status FreezeRound(rpc::Change& change, const KeyRing& keys, const OfferingFacts& facts,
                         const Catchments& catchments, Round& round);
absl::Status DrawRound(rpc::Change& change, const KeyRing& keys, const std::string& public_entropy,
                       Round& round);
// Offers hold their seats from now on. What is no longer so since the freeze is left out first, so
// that no seat is given twice. MONTH_CLOSED.
absl::Status PublishRound(rpc::Change& change, const KeyRing& keys, const OfferingFacts& facts,
                          Round& round);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_ROUNDS_ALLOCATING_H_
