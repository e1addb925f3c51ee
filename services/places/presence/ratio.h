// Whether enough carers were there for the children who were: a group's day, hour by hour.
#ifndef TUOQIAO_SERVICES_PLACES_PRESENCE_RATIO_H_
#define TUOQIAO_SERVICES_PLACES_PRESENCE_RATIO_H_

#include <cstdint>
#include <vector>

namespace tuoqiao::places::presence {

// [from, until) in minutes after midnight.
struct Span {
  int64_t from = 0, until = 0;

  bool Holds(int64_t minute) const { return from <= minute && minute < until; }
};

// One child, while it was there.
struct ChildThere {
  Span span;
  // How many children like this one a carer may have.
  int64_t children_per_carer = 1;
  bool assumed = false;  // No event says when it came, or that it had gone.
};

struct CarersThere {
  Span span;
  int64_t carers = 0;
};
inline bool operator==(const CarersThere& a, const CarersThere& b) {
  return a.span.from == b.span.from && a.span.until == b.span.until && a.carers == b.carers;
}

// An hour at its worst moment: where most carers were missing, then where most children were, then
// the earliest.
struct RatioHour {
  int64_t hour = 0;  // 0 to 23.
  int64_t children = 0, children_assumed = 0;
  int64_t carers = 0, carers_needed = 0;

  bool Breach() const { return carers < carers_needed; }
};

// Each hour with a child in it, in order. Where children of several ages are together, the
// strictest of their ratios holds for all of them.
std::vector<RatioHour> HoursOf(const std::vector<ChildThere>& children,
                               const std::vector<CarersThere>& carers);

}  // namespace tuoqiao::places::presence

#endif  // TUOQIAO_SERVICES_PLACES_PRESENCE_RATIO_H_
