// What a change of a group's seats by contract rests on.
#ifndef TUOQIAO_SERVICES_PLACES_CONTRACTS_CONTRACT_GROUND_H_
#define TUOQIAO_SERVICES_PLACES_CONTRACTS_CONTRACT_GROUND_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/db/db.h"
#include "services/places/centre.h"

namespace tuoqiao::places {

// Whoever takes a seat of the group waits, and whoever offers one. GROUP_NOT_FOUND.
absl::StatusOr<Group> LockSeatsOf(db::Write& txn, const std::string& group);

// Whether the group's contracts go together, and with who has a place. CONTRACT_OVERLAP,
// POOL_OVER_CAPACITY, CAPACITY_BELOW_ENROLMENTS.
absl::Status CheckSeatsOf(db::Read& txn, const Group& group, absl::CivilDay today,
                          absl::string_view field);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_CONTRACTS_CONTRACT_GROUND_H_
