// Booked days in the database, and what a day of a group is made of.
#ifndef TUOQIAO_SERVICES_PLACES_CARE_BOOKING_STORE_H_
#define TUOQIAO_SERVICES_PLACES_CARE_BOOKING_STORE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/common/db/db.h"
#include "services/common/period.h"
#include "services/places/care/absence_warning.h"
#include "services/places/care/booking.h"
#include "services/places/enrolment.h"

namespace tuoqiao::places {

// Of the park, of a family or of a centre, where one is named; on days of the period, where there
// is one. By day, then id, behind `after_day` and `after_id`.
struct BookingRange {
  std::string family, centre;
  std::optional<Period> days;
  std::string after_day, after_id;
  int64_t rows_max = 0;
};
absl::StatusOr<std::vector<Booking>> LoadBookings(db::Read& txn, const BookingRange& range);
// Those that stand or count as a use, on days of the period, of children with a place from the
// first to the last (centre, then id). By child, day, id.
struct PlaceRange {
  std::string first_centre, first_id;
  std::string last_centre, last_id;
};
absl::StatusOr<std::vector<Booking>> LoadBookingsBeside(db::Read& txn, const PlaceRange& places,
                                                        const Period& days);
// Those of a day or later that stand or count as a use: of a centre, or of all (empty).
absl::StatusOr<std::vector<Booking>> LoadStanding(db::Read& txn, const std::string& centre,
                                                  absl::CivilDay from);
// The booking of a family. BOOKING_NOT_FOUND.
struct BookingKey {
  std::string family, id;
};
absl::StatusOr<Booking> LoadBooking(db::Read& txn, const BookingKey& key);
absl::StatusOr<bool> HasBooking(db::Read& txn, const std::string& child, absl::CivilDay day);
// The child's back-up days of a calendar year.
absl::StatusOr<int64_t> CountUses(db::Read& txn, const std::string& child, int64_t year);
// The first day of the period on which the place's seat is lent.
absl::StatusOr<std::optional<absl::CivilDay>> LoadFirstLent(db::Read& txn,
                                                            const Enrolment& enrolment,
                                                            const Period& days);

// What a group has on a day: read under its lock.
struct DayAsked {
  const Group& group;
  absl::CivilDay day, today;
};
absl::StatusOr<DayRoom> LoadDayRoom(db::Read& txn, const DayAsked& asked);

// The last day on which each child of a centre came, by place. One place's where it is named.
absl::StatusOr<LastPresent> LoadLastPresent(db::Read& txn, const std::string& centre,
                                            const std::string& place = "");

// A row by which those who book for a child without a place wait for each other.
absl::Status KeepChild(db::Write& txn, const std::string& child);
// BOOKING_EXISTS where the child has got another at the same moment.
absl::Status InsertBooking(db::Write& txn, const Booking& booking);
absl::Status UpdateBooking(db::Write& txn, const Booking& booking);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_CARE_BOOKING_STORE_H_
