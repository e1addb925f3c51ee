// Seat contracts in the database.
#ifndef TUOQIAO_SERVICES_PLACES_CONTRACTS_CONTRACT_STORE_H_
#define TUOQIAO_SERVICES_PLACES_CONTRACTS_CONTRACT_STORE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/db/db.h"
#include "services/places/contracts/seat_contract.h"

namespace tuoqiao::places {

// Those that were ever confirmed, by group and id, and behind them what is lent to other parks: of
// the centres from the first to the last, or of one group.
absl::StatusOr<std::map<std::string, std::vector<SeatContract>>> LoadConfirmedContracts(
    db::Read& txn, const std::string& first_centre, const std::string& last_centre);
absl::StatusOr<std::vector<SeatContract>> LoadConfirmedContracts(db::Read& txn,
                                                                 const std::string& group);

absl::StatusOr<std::optional<SeatContract>> LoadContract(db::Read& txn, const std::string& id);
struct ContractRange {
  // One of the two, or none for all.
  std::string firm, centre;
  std::string after;
  int64_t rows_max = 0;
};
// By id.
absl::StatusOr<std::vector<SeatContract>> LoadContracts(db::Read& txn, const ContractRange& range);

absl::Status SaveContract(db::Write& txn, const SeatContract& contract);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_CONTRACTS_CONTRACT_STORE_H_
