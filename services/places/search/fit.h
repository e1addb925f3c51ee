// Opening hours held against a shift.
#ifndef TUOQIAO_SERVICES_PLACES_SEARCH_FIT_H_
#define TUOQIAO_SERVICES_PLACES_SEARCH_FIT_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "services/places/hours.h"
#include "services/places/search/legs.h"

namespace tuoqiao::places::search {

// When a child is brought, and when it has to be fetched; minutes after midnight.
struct Stay {
  int64_t drop_off_minute = 0;
  std::optional<int64_t> pick_up_minute;  // Nothing where another than the parent fetches it.
};
// In time for the shift, with the handing over at this centre and at those after it; the way back
// takes as long as the way there. Minutes are rounded against the family.
Stay StayOf(const Family& family, const Leg& leg, int64_t handover_seconds);

enum class Opening { kOpen, kUnknown, kClosedThatDay, kClosedAtDropOff, kClosedAtPickUp };
struct OpeningFit {
  Opening opening = Opening::kOpen;
  int weekday = 0;     // The first on which it does not fit.
  int64_t minute = 0;  // When somebody would have to come: at drop-off or pick-up.
  // When it opens or closes on that day: the first opening, or the closing of the hours in which
  // the child was brought.
  int64_t limit_minute = 0;
};
// On each weekday of the shift the child is brought and fetched within one stretch of opening.
OpeningFit FitHours(const std::vector<DayHours>& hours, uint32_t weekdays, const Stay& stay);

}  // namespace tuoqiao::places::search

#endif  // TUOQIAO_SERVICES_PLACES_SEARCH_FIT_H_
