// The failures of booked days, and of what becomes of a place.
#ifndef TUOQIAO_SERVICES_PLACES_CARE_ERRORS_CARE_H_
#define TUOQIAO_SERVICES_PLACES_CARE_ERRORS_CARE_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace tuoqiao::places {

absl::Status CareKindNotOffered(absl::string_view kind);
absl::Status BookingDayOutOfRange(absl::CivilDay first, absl::CivilDay last);
absl::Status FilingNotInForce(absl::CivilDay day);
// Of late care: it begins before the centre closes.
absl::Status OutsideOpeningHours(bool late);
absl::Status BookingExists(absl::CivilDay day);
absl::Status NoPlaceThatDay(absl::CivilDay day);
absl::Status BackUpAtOwnCentre();
absl::Status BackUpUsesSpent(int64_t year, int64_t uses_max);
absl::Status NoGroupForAge(absl::CivilDay day);
absl::Status DayFull(absl::CivilDay day);
absl::Status BookingNotFound(absl::string_view name);
absl::Status BookingNotOpen(absl::string_view state);

absl::Status TransferToSameCentre();
// Nothing begins, ends or rests on a day of a month that is closed.
absl::Status DayInClosedMonth(absl::string_view field, absl::CivilDay day);
absl::Status SuspensionOutside(absl::CivilDay from, absl::CivilDay until);
absl::Status SuspensionOverlaps(absl::CivilDay from, absl::CivilDay until);
absl::Status EnrolmentNotSuspended(absl::CivilDay day);
absl::Status SeatLent(absl::CivilDay day);
absl::Status NoShowTooEarly(absl::CivilDay earliest);
absl::Status ChildCame();
absl::Status StayNotAllowed();
absl::Status AbsenceEndNotDue();

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_CARE_ERRORS_CARE_H_
