#include "services/places/contracts/owner_days_store.h"

#include <limits>

#include "services/common/status_macros.h"
#include "services/places/attendance/attendance_rules_store.h"
#include "services/places/row.h"
#include "services/places/store.h"

namespace tuoqiao::places {
namespace {

constexpr int64_t kAll = std::numeric_limits<int64_t>::max();

}  // namespace

absl::Status NewDaysEdition(db::Write& txn) {
  return txn
      .Execute(
          "INSERT INTO days_edition (park_id, edition) VALUES (:park, 1) "
          "ON CONFLICT (park_id) DO UPDATE SET edition = days_edition.edition + 1",
          {})
      .status();
}

absl::StatusOr<OwnerDays> LoadOwnDays(db::Read& txn, const std::string& centre) {
  OwnerDays days;
  ASSIGN_OR_RETURN(days.edition,
                   txn.QueryInt("SELECT edition FROM days_edition WHERE park_id = :park", {}));
  ASSIGN_OR_RETURN(days.closures, LoadClosures(txn, {centre, {}, kAll}));
  ASSIGN_OR_RETURN(const auto calendars, LoadCalendars(txn));
  days.calendar = Together(calendars);
  return days;
}

absl::StatusOr<OwnerDays> LoadHeardDays(db::Read& txn, const std::string& centre) {
  OwnerDays days;
  days.edition = -1;
  RETURN_IF_ERROR(txn.QueryOne("SELECT edition, closed_days, working_weekends FROM owner_days "
                               "WHERE park_id = :park AND centre_id = :centre",
                               {{"centre", centre}},
                               [&](const db::Row& row) {
                                 days.edition = row.Int(0);
                                 days.calendar.closed = DaysFrom(row.Text(1));
                                 days.calendar.working_weekends = DaysFrom(row.Text(2));
                               })
                      .status());
  ASSIGN_OR_RETURN(const auto closures, LoadClosures(txn, {centre, {}, kAll}));
  for (const Closure& each : closures) {
    if (each.centre == centre) days.closures.push_back(each);  // The others are the park's.
  }
  return days;
}

absl::Status SaveHeardDays(db::Write& txn, const std::string& centre, int64_t edition,
                           const OpeningCalendar& calendar) {
  return txn
      .Execute(
          "INSERT INTO owner_days (park_id, centre_id, edition, closed_days, working_weekends) "
          "VALUES (:park, :centre, :edition, :closed, :working) "
          "ON CONFLICT (park_id, centre_id) DO UPDATE SET edition = excluded.edition, "
          "closed_days = excluded.closed_days, working_weekends = excluded.working_weekends",
          {{"centre", centre},
           {"edition", edition},
           {"closed", DaysText(calendar.closed)},
           {"working", DaysText(calendar.working_weekends)}})
      .status();
}

absl::StatusOr<std::map<std::string, OpeningCalendar>> LoadOwnerCalendars(db::Read& txn) {
  std::map<std::string, OpeningCalendar> calendars;
  RETURN_IF_ERROR(
      txn.Query("SELECT centre_id, closed_days, working_weekends FROM owner_days "
                "WHERE park_id = :park",
                {}, [&](const db::Row& row) {
                  OpeningCalendar& calendar = calendars[row.Text(0)];
                  calendar.closed = DaysFrom(row.Text(1));
                  calendar.working_weekends = DaysFrom(row.Text(2));
                  return absl::OkStatus();
                }));
  return calendars;
}

}  // namespace tuoqiao::places
