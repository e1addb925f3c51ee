#include "services/places/search/legs.h"

#include <utility>

#include "services/common/status_macros.h"

namespace tuoqiao::places::search {
namespace {

// The times of a family's way, and between its places and the centres.
struct Times {
  std::vector<int64_t> direct;  // From each place to the next.
  TravelTable to, onward;
  std::optional<TravelTable> pick_up, back;
};

absl::StatusOr<Times> AskTimes(const Travel& travel, const Family& family,
                               const std::vector<Point>& centres) {
  const std::vector<Point> way = family.Way();
  const std::vector<Point> starts(way.begin(), way.end() - 1), ends(way.begin() + 1, way.end());
  Times times;
  ASSIGN_OR_RETURN(const TravelTable direct, travel.Table(starts, ends, family.mode));
  for (size_t i = 0; i < starts.size(); ++i) {
    times.direct.push_back(direct.at(i, i));
    if (times.direct.back() == kNoWay) return absl::NotFoundError("there is no way to work");
  }
  ASSIGN_OR_RETURN(times.to, travel.Table(starts, centres, family.mode));
  ASSIGN_OR_RETURN(times.onward, travel.Table(centres, ends, family.mode));
  if (family.grandparent.has_value()) {
    ASSIGN_OR_RETURN(times.pick_up,
                     travel.Table({*family.grandparent}, centres, family.pick_up_mode));
    ASSIGN_OR_RETURN(times.back, travel.Table(centres, {*family.grandparent}, family.pick_up_mode));
  }
  return times;
}

std::optional<Leg> LegTo(const Times& times, size_t centre) {
  std::optional<Leg> best;
  int64_t behind = 0;  // From the next place to the end of the way.
  for (size_t stop = times.direct.size(); stop-- > 0;) {
    Leg leg;
    leg.stop = stop;
    leg.to_seconds = times.to.at(stop, centre);
    leg.onward_seconds = times.onward.at(centre, stop);
    leg.direct_seconds = times.direct[stop];
    leg.rest_seconds = leg.onward_seconds + behind;
    leg.stops_after = static_cast<int64_t>(times.direct.size() - 1 - stop);
    behind += times.direct[stop];
    if (leg.to_seconds == kNoWay || leg.onward_seconds == kNoWay) continue;
    // Of equals the earlier.
    if (!best.has_value() || leg.detour_seconds() <= best->detour_seconds()) best = leg;
  }
  if (!best.has_value() || !times.pick_up.has_value()) return best;
  const int64_t there = times.pick_up->at(0, centre), back = times.back->at(centre, 0);
  if (there == kNoWay || back == kNoWay) return std::nullopt;
  best->pick_up_seconds = there + back;
  return best;
}

}  // namespace

bool Family::ParentPicksUp() const {
  const bool whole_day = care_kind != CareKind::kHalfDay && care_kind != CareKind::kHourly;
  return whole_day && !grandparent.has_value();
}

std::vector<Point> Family::Way() const {
  const Point& begin = home.has_value() ? *home : work.has_value() ? *work : *grandparent;
  std::vector<Point> way = {begin};
  way.insert(way.end(), siblings.begin(), siblings.end());
  way.push_back(work.value_or(begin));
  return way;
}

Near NearOf(const Family& family, const Numbers& numbers) {
  Near near;
  for (const auto& place : {family.home, family.work, family.grandparent}) {
    if (place.has_value()) near.points.push_back(*place);
  }
  near.circle_metres = numbers.CircleOf(family.mode);
  near.way_more_metres = numbers.way_metres;
  const bool commutes = family.home.has_value() && family.work.has_value();
  if (commutes && MetresBetween(*family.home, *family.work) <= numbers.way_metres_max) {
    near.way = Near::Way{*family.home, *family.work};
  }
  return near;
}

absl::StatusOr<std::vector<std::optional<Leg>>> LegsTo(const Travel& travel, const Family& family,
                                                       const std::vector<Point>& centres) {
  std::vector<std::optional<Leg>> legs;
  if (centres.empty()) return legs;
  ASSIGN_OR_RETURN(const Times times, AskTimes(travel, family, centres));
  for (size_t i = 0; i < centres.size(); ++i) legs.push_back(LegTo(times, i));
  return legs;
}

}  // namespace tuoqiao::places::search
