// When a month is booked: what was posted of its statements is what billing says that they are.
#ifndef TUOQIAO_SERVICES_LEDGER_BOOKING_H_
#define TUOQIAO_SERVICES_LEDGER_BOOKING_H_

#include <cstdint>
#include <optional>

#include "absl/time/civil_time.h"

namespace tuoqiao::ledger {

struct StatementSum {
  int64_t statements = 0;
  int64_t total_minor = 0;
};
bool operator==(const StatementSum& a, const StatementSum& b);

struct MonthBooking {
  absl::CivilMonth month;
  StatementSum posted;                 // From the shares that were posted.
  std::optional<StatementSum> closed;  // What billing said when it closed the month.
  StatementSum published;              // With the last MonthBooked.
  int64_t revision = 0;                // How many MonthBooked there were.
  // The park's day of the close, as billing says it; nothing of what was closed before that did.
  std::optional<absl::CivilDay> close_date;

  bool Booked() const { return closed.has_value() && *closed == posted; }
  // Whether MonthBooked has to be published now: once for each sum at which the two agree.
  bool Due() const { return Booked() && (revision == 0 || !(published == posted)); }
};

}  // namespace tuoqiao::ledger

#endif  // TUOQIAO_SERVICES_LEDGER_BOOKING_H_
