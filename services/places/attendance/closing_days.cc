#include "services/places/attendance/closing_days.h"

#include <algorithm>

#include "services/common/status_macros.h"
#include "services/places/attendance/attendance_rules_store.h"
#include "services/places/care/booking_store.h"
#include "services/places/care/convert_care.h"
#include "services/places/store.h"

namespace tuoqiao::places {

absl::Status CloseBookings(rpc::Change& change, const DaysClosed& days) {
  db::Write& txn = change.txn;
  ASSIGN_OR_RETURN(auto bookings, LoadStanding(txn, days.centre, days.from));
  if (bookings.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const auto calendars, LoadCalendars(txn));
  const Opening opening(calendars);
  const auto last = std::max_element(bookings.begin(), bookings.end(),
                                     [](const auto& a, const auto& b) { return a.day < b.day; });
  ASSIGN_OR_RETURN(const ClosedDays closed,
                   LoadClosedDays(txn, opening, {days.from, last->day + 1}));
  for (Booking& each : bookings) {
    if (opening.OpenOn(each.day) && closed.On(each.centre, each.day) == Closed::kNo) continue;
    RETURN_IF_ERROR(LockChild(txn, each.child));
    ASSIGN_OR_RETURN(each, LoadBooking(txn, {each.family, each.id}));
    if (!CloseDay(each)) continue;
    RETURN_IF_ERROR(UpdateBooking(txn, each));
    const v1::Booking message = ToProto(txn.park(), each, days.today);
    change.Publish("BookingClosed", message.name(), each.revision, message);
  }
  return absl::OkStatus();
}

}  // namespace tuoqiao::places
