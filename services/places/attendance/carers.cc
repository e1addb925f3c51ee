#include "services/places/attendance/carers.h"

#include <algorithm>

namespace tuoqiao::places {
namespace {

using presence::ChildThere;
using presence::Span;

// ISO 8601: Monday is 1.
int WeekdayOf(absl::CivilDay day) { return static_cast<int>(absl::GetWeekday(day)) + 1; }

}  // namespace

std::vector<Span> OpenSpans(const Centre& centre, absl::CivilDay day) {
  if (centre.opening_hours.empty()) return {{0, kMinutesOfADay}};
  std::vector<Span> spans;
  for (const DayHours& each : centre.opening_hours) {
    if (each.On(WeekdayOf(day))) spans.push_back({each.open_minute, each.close_minute});
  }
  // A day that is worked all the same, as a weekend for a bridge day: nobody said its hours.
  if (spans.empty()) spans.push_back({0, kMinutesOfADay});
  return spans;
}

int64_t ChildrenPerCarer(const RatioRule& rule, GroupKind kind,
                         const std::optional<int64_t>& age_months) {
  switch (kind) {
    case GroupKind::kInfant:
      return rule.numbers.infant_children_per_carer;
    case GroupKind::kSmall:
      return rule.numbers.small_children_per_carer;
    case GroupKind::kLarge:
      return rule.numbers.large_children_per_carer;
    case GroupKind::kMixed:
      break;
  }
  if (rule.mixed_children_per_carer > 0) return rule.mixed_children_per_carer;
  if (!age_months.has_value()) return rule.numbers.small_children_per_carer;
  if (*age_months < BandOf(GroupKind::kInfant).until_months) {
    return rule.numbers.infant_children_per_carer;
  }
  return *age_months < BandOf(GroupKind::kSmall).until_months
             ? rule.numbers.small_children_per_carer
             : rule.numbers.large_children_per_carer;
}

std::vector<ChildThere> SpansOf(const presence::PresenceDay* events, const std::vector<Span>& open,
                                int64_t children_per_carer) {
  int64_t first = kMinutesOfADay, last = 0;
  for (const Span& each : open) {
    first = std::min(first, each.from);
    last = std::max(last, each.until);
  }
  std::vector<ChildThere> spans;
  if (events == nullptr || !events->present()) {
    for (const Span& each : open) spans.push_back({each, children_per_carer, true});
    return spans;
  }
  for (const presence::Stay& each : events->stays) {
    // Who came after the end of the hours, and was never seen to go, was there for that minute.
    const int64_t from = each.from.value_or(std::min(first, each.until.value_or(first)));
    const int64_t until = each.until.value_or(std::max(last, from + 1));
    spans.push_back(
        {{from, until}, children_per_carer, !each.from.has_value() || !each.until.has_value()});
  }
  return spans;
}

}  // namespace tuoqiao::places
