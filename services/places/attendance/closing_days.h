// What becomes of bookings on days that are closed.
#ifndef TUOQIAO_SERVICES_PLACES_ATTENDANCE_CLOSING_DAYS_H_
#define TUOQIAO_SERVICES_PLACES_ATTENDANCE_CLOSING_DAYS_H_

#include <string>

#include "absl/status/status.h"
#include "services/common/rpc/mutate.h"

namespace tuoqiao::places {

// Closes what is booked on days that are not open any more, by closure or calendar, from a day on:
// in a centre, or in all of the park (empty). Under the waiting list's lock, as bookings are made.
struct DaysClosed {
  std::string centre;
  absl::CivilDay from, today;
};
absl::Status CloseBookings(rpc::Change& change, const DaysClosed& days);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_ATTENDANCE_CLOSING_DAYS_H_
