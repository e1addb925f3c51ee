// Rows of what owners say of their centres' days: which edition there is, and which was heard.
#ifndef TUOQIAO_SERVICES_PLACES_CONTRACTS_OWNER_DAYS_STORE_H_
#define TUOQIAO_SERVICES_PLACES_CONTRACTS_OWNER_DAYS_STORE_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/db/db.h"
#include "services/places/contracts/owner_days.h"

namespace tuoqiao::places {

// Whoever changes a closure or a calendar of the park says so, in the same transaction.
absl::Status NewDaysEdition(db::Write& txn);

// The owner's own word about a centre of its park.
absl::StatusOr<OwnerDays> LoadOwnDays(db::Read& txn, const std::string& centre);

// What was heard of a guest centre's owner: its edition, its calendar, and the closures that
// followed from it. Edition -1: nothing yet.
absl::StatusOr<OwnerDays> LoadHeardDays(db::Read& txn, const std::string& centre);
absl::Status SaveHeardDays(db::Write& txn, const std::string& centre, int64_t edition,
                           const OpeningCalendar& calendar);
// The calendars of owners, by guest centre.
absl::StatusOr<std::map<std::string, OpeningCalendar>> LoadOwnerCalendars(db::Read& txn);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_CONTRACTS_OWNER_DAYS_STORE_H_
