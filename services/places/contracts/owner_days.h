// The days on which an owner's centre is closed, as the parks hear them to which its seats are
// lent.
#ifndef TUOQIAO_SERVICES_PLACES_CONTRACTS_OWNER_DAYS_H_
#define TUOQIAO_SERVICES_PLACES_CONTRACTS_OWNER_DAYS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/places/attendance/closure.h"
#include "services/places/calendar.h"

namespace tuoqiao::places {

// All that an owner says of a centre's days, at an edition: a later one says everything anew, so it
// does not matter which words between were lost.
struct OwnerDays {
  int64_t edition = 0;
  std::vector<Closure> closures;  // Of the centre and of the whole park.
  OpeningCalendar calendar;       // The owner's calendars together; without an id.
};

// The owner's calendars as one.
OpeningCalendar Together(const std::vector<OpeningCalendar>& calendars);

// The owner's closures under the names that they have at the guest's centre: closures of its own,
// one with a refund and one without for each, so that a day that is priced already keeps its refund
// when the others change theirs.
std::vector<Closure> GuestClosures(const OwnerDays& days, const std::string& owner,
                                   const std::string& guest_centre);

// What of the guest centre's closures changes by that, with new revisions. A day of a month that
// the guest's billing has closed stays as it was.
std::vector<Closure> HearClosures(const std::vector<Closure>& before,
                                  const std::vector<Closure>& said,
                                  const std::vector<absl::CivilMonth>& closed_months);
// The same for the calendar.
OpeningCalendar HearCalendar(const OpeningCalendar& before, const OpeningCalendar& said,
                             const std::vector<absl::CivilMonth>& closed_months);

// The first day on which something changed; none where nothing did.
std::optional<absl::CivilDay> FirstChange(const OpeningCalendar& before,
                                          const OpeningCalendar& after,
                                          const std::vector<Closure>& changed);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_CONTRACTS_OWNER_DAYS_H_
