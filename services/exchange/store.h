// Connections and deliveries in the database.
#ifndef TUOQIAO_SERVICES_EXCHANGE_STORE_H_
#define TUOQIAO_SERVICES_EXCHANGE_STORE_H_

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/db/db.h"
#include "services/exchange/delivery.h"

namespace tuoqiao::exchange {

// None where there is none of that name.
absl::StatusOr<std::optional<Connection>> FindConnection(db::Read& txn, const std::string& name);
// Locks the row first. CONNECTION_NOT_FOUND.
absl::StatusOr<Connection> LockConnection(db::Write& txn, const std::string& name);
absl::Status SaveConnection(db::Write& txn, const Connection& connection);
// A file was read: the connection's last reading is now.
absl::Status SaveLastRead(db::Write& txn, const std::string& connection, const std::string& time);

// A page of rows by key; `parent` and what is below it.
struct Stretch {
  std::string parent;
  std::string after;
  int64_t rows_max = 0;
};
absl::StatusOr<std::vector<Connection>> LoadConnections(db::Read& txn, const Stretch& stretch);
// Deliveries that are no dry runs, by id; `parent` is not looked at.
absl::StatusOr<std::vector<Delivery>> LoadDeliveries(db::Read& txn, const Stretch& stretch);

absl::StatusOr<std::optional<Delivery>> FindDelivery(db::Read& txn, const std::string& id);
// In a transaction of its own. DELIVERY_NOT_FOUND.
absl::StatusOr<Delivery> LoadDelivery(db::Database& db, const std::string& park,
                                      const std::string& id);
// Locks the row first.
absl::StatusOr<std::optional<Delivery>> LockDelivery(db::Write& txn, const std::string& id);
absl::Status SaveDelivery(db::Write& txn, const Delivery& delivery);

// Files of the same connection that came before and that a job has still to apply, in order.
absl::StatusOr<std::vector<std::string>> LoadQueuedBefore(db::Read& txn, const Delivery& delivery);
// Whether a job waits or runs.
absl::StatusOr<bool> JobIsAlive(db::Read& txn, const std::string& job);
// The last delivery that went out through a connection about a subject.
absl::StatusOr<std::optional<Delivery>> FindLastSent(db::Read& txn, const std::string& connection,
                                                     const std::string& subject);

// By which connections something went out before, and which of these did not get it, so that it
// went by another.
struct RoadsGone {
  std::set<std::string> by, passed_over;
};
absl::StatusOr<RoadsGone> LoadRoadsGone(db::Read& txn, const std::string& subject);
// Whether the target behind a connection has, or may have, another document about the same subject
// than this one.
absl::StatusOr<bool> TargetMayHave(db::Read& txn, const Delivery& delivery);

// The authorisations whose ends a delivery carried, by name.
absl::Status SaveSentEnds(db::Write& txn, const std::string& delivery,
                          const std::vector<std::string>& ends);
absl::StatusOr<std::vector<std::string>> LoadSentEnds(db::Read& txn, const std::string& delivery);

// Parks that have deliveries; for a transaction across parks.
absl::StatusOr<std::vector<std::string>> LoadParks(db::Read& across_parks);
// When the roster that was read longest ago was read, of all connections through which one came;
// empty where there is none.
absl::StatusOr<std::string> LoadOldestRoster(db::Read& txn);

}  // namespace tuoqiao::exchange

#endif  // TUOQIAO_SERVICES_EXCHANGE_STORE_H_
