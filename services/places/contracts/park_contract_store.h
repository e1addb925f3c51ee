// Contracts between parks in the database, and what a guest park has of another's centre.
#ifndef TUOQIAO_SERVICES_PLACES_CONTRACTS_PARK_CONTRACT_STORE_H_
#define TUOQIAO_SERVICES_PLACES_CONTRACTS_PARK_CONTRACT_STORE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/db/db.h"
#include "services/places/contracts/park_contract.h"

namespace tuoqiao::places {

absl::StatusOr<std::optional<ParkContract>> LoadParkContract(db::Read& txn, const std::string& id);
// CONTRACT_NOT_FOUND.
absl::StatusOr<ParkContract> LockParkContract(db::Write& txn, const std::string& id);
struct ParkContractRange {
  std::string centre;  // Empty: all.
  std::string after;
  int64_t rows_max = 0;
};
// By id.
absl::StatusOr<std::vector<ParkContract>> LoadParkContracts(db::Read& txn,
                                                            const ParkContractRange& range);
// Those of which the other park has not been told all: what the copy says, or how its centre is.
absl::StatusOr<std::vector<ParkContract>> LoadUntold(db::Read& txn);
// Those by which the park lends seats, confirmed: of its centres from the first to the last.
absl::StatusOr<std::vector<ParkContract>> LoadLent(db::Read& txn, const std::string& first_centre,
                                                   const std::string& last_centre);
// Those by which the park has seats of others, confirmed.
absl::StatusOr<std::vector<ParkContract>> LoadBorrowed(db::Read& txn);
absl::Status SaveParkContract(db::Write& txn, const ParkContract& contract);
// The other park has been told so much.
struct Told {
  std::string id;
  int64_t revision = 0, centre_revision = 0, days_edition = 0;
};
absl::Status SaveTold(db::Write& txn, const Told& told);

// Seats of a group that are taken on a day or later: places, offers that are open, bookings.
absl::StatusOr<int64_t> CountUsesFrom(db::Read& txn, const std::string& group, absl::CivilDay day,
                                      absl::CivilDay today);
// Places of a group on a day.
absl::StatusOr<int64_t> CountPlacesOn(db::Read& txn, const std::string& group, absl::CivilDay day);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_CONTRACTS_PARK_CONTRACT_STORE_H_
