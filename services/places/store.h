// Centres with their groups, opening calendars, and the rows by which writers wait for each other.
#ifndef TUOQIAO_SERVICES_PLACES_STORE_H_
#define TUOQIAO_SERVICES_PLACES_STORE_H_

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/common/db/db.h"
#include "services/places/calendar.h"
#include "services/places/centre.h"

namespace tuoqiao::places {

// Writers lock in this order: waiting list, centre, child, group.
absl::Status LockWaitingList(db::Write& txn);
absl::Status LockCentre(db::Write& txn, const std::string& id);
absl::Status LockChild(db::Write& txn, const std::string& id);
absl::Status LockGroup(db::Write& txn, const std::string& id);

// Centres by id, with their groups.
struct CentreRange {
  std::string after;
  int64_t rows_max = 0;
};
absl::StatusOr<std::vector<Centre>> LoadCentres(db::Read& txn, const CentreRange& range);
absl::StatusOr<std::vector<Centre>> LoadAllCentres(db::Read& txn);
absl::StatusOr<std::optional<Centre>> LoadCentre(db::Read& txn, const std::string& id);
absl::StatusOr<std::optional<Group>> LoadGroup(db::Read& txn, const std::string& id);
absl::StatusOr<bool> CentreExists(db::Read& txn, const std::string& id);
absl::StatusOr<std::set<std::string>> LoadCentreIds(db::Read& txn);
// Counts the changes of the park's centres, groups and pools: what was loaded at an edition is
// right while it stands. Whoever changes one makes a new edition, as SaveCentre does.
absl::StatusOr<int64_t> LoadCentreEdition(db::Read& txn);
absl::Status NewCentreEdition(db::Write& txn);
// Groups and pools that are no longer named are gone.
absl::Status SaveCentre(db::Write& txn, const Centre& centre);

// By id.
absl::StatusOr<std::vector<OpeningCalendar>> LoadCalendars(db::Read& txn);
absl::Status SaveCalendar(db::Write& txn, const OpeningCalendar& calendar);

// In order.
absl::StatusOr<std::vector<absl::CivilMonth>> LoadClosedMonths(db::Read& txn);
absl::Status SaveClosedMonth(db::Write& txn, absl::CivilMonth month);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_STORE_H_
