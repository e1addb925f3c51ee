// The children and the carers of a group on a day, as the ratio needs them.
#ifndef TUOQIAO_SERVICES_PLACES_ATTENDANCE_CARERS_H_
#define TUOQIAO_SERVICES_PLACES_ATTENDANCE_CARERS_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/places/centre.h"
#include "services/places/presence/event.h"
#include "services/places/presence/numbers.h"
#include "services/places/presence/ratio.h"

namespace tuoqiao::places {

// When a centre is open on a day; all of it where it has not said its hours.
std::vector<presence::Span> OpenSpans(const Centre& centre, absl::CivilDay day);

// How many children a carer may have of one in such a group. In a mixed one it is what the policy
// says; where that says nothing, what the child's age asks for, and where nobody knows its age, the
// strictest of those that a mixed group takes.
struct RatioRule {
  const presence::Numbers& numbers;
  int64_t mixed_children_per_carer = 0;  // 0: not said.
};
int64_t ChildrenPerCarer(const RatioRule& rule, GroupKind kind,
                         const std::optional<int64_t>& age_months);

// A child that came, from its events: where one is missing it is taken to be there while the centre
// is open. Without events at all it is taken to have been there all that time.
std::vector<presence::ChildThere> SpansOf(const presence::PresenceDay* events,
                                          const std::vector<presence::Span>& open,
                                          int64_t children_per_carer);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_ATTENDANCE_CARERS_H_
