#include "services/places/viability/occupancy.h"

#include <algorithm>
#include <map>

namespace tuoqiao::places::viability {
namespace {

// Of one group in one month, before it is decided what is said.
struct Counted {
  int64_t drafted = 0, planned = 0, confirmed = 0;
  int64_t attending = 0, attended_days = 0;
};

// By group, then month.
using Counts = std::map<std::string, std::vector<Counted>>;

absl::CivilDay LastDay(absl::CivilMonth month) { return absl::CivilDay(month + 1) - 1; }

template <typename Add>
void AddHeld(const std::vector<HeldSeat>& held, const Months& months, Counts* counts,
             const Add& add) {
  for (const HeldSeat& each : held) {
    const auto group = counts->find(each.group);
    if (group == counts->end()) continue;
    for (int64_t i = 0; i < months.count; ++i) {
      if (each.period.Contains(LastDay(months.from + i))) add(each, group->second[i]);
    }
  }
}

Counts CountIn(const SeatsKnown& known, const Months& months, absl::CivilDay today) {
  Counts counts;
  for (const GroupSeats& group : known.groups) counts[group.id].resize(months.count);
  AddHeld(known.offers, months, &counts, [](const HeldSeat&, Counted& of) { ++of.drafted; });
  AddHeld(known.places, months, &counts, [&](const HeldSeat& each, Counted& of) {
    ++(each.period.from <= today ? of.confirmed : of.planned);
  });
  for (const AttendedMonth& each : known.attended) {
    const auto group = counts.find(each.group);
    const int64_t month = each.month - months.from;
    if (group == counts.end() || month < 0 || month >= months.count || each.days == 0) continue;
    ++group->second[month].attending;
    group->second[month].attended_days += each.days;
  }
  return counts;
}

// `children` came or have seats; they are `milli` on an average day.
SaidCount Say(int64_t children, int64_t milli, GroupKind kind, const Numbers& numbers) {
  SaidCount said;
  if (children == 0) return said;
  if (children < numbers.least_count || milli < numbers.least_count * 1000) {
    said.few = 1;
    return said;
  }
  said.children_milli = milli;
  said.weighted_milli = milli * numbers.weight(kind).weight_bp / 10'000;
  return said;
}
SaidCount Say(int64_t children, GroupKind kind, const Numbers& numbers) {
  return Say(children, children * 1000, kind, numbers);
}

void Add(const SaidCount& said, SaidCount* sum) {
  sum->children_milli += said.children_milli;
  sum->weighted_milli += said.weighted_milli;
  sum->few += said.few;
}

// What is not said is at most one fewer than the least count, in each place that it is not said of.
void WarnUnderFloor(int64_t seats, const Numbers& numbers, MonthOccupancy* month) {
  const int64_t few = month->planned.few + month->confirmed.few;
  const int64_t most = month->planned.children_milli + month->confirmed.children_milli +
                       few * (numbers.least_count - 1) * 1000;
  month->under_floor = seats > 0 && most * 10'000 < numbers.floor_bp * seats * 1000;
}

MonthOccupancy MonthOf(const Counted& counted, const GroupSeats& group, int64_t opening_days,
                       const Numbers& numbers) {
  MonthOccupancy month;
  month.drafted = Say(counted.drafted, group.kind, numbers);
  month.planned = Say(counted.planned, group.kind, numbers);
  month.confirmed = Say(counted.confirmed, group.kind, numbers);
  month.opening_days = opening_days;
  if (opening_days > 0) {
    month.realised =
        Say(counted.attending, counted.attended_days * 1000 / opening_days, group.kind, numbers);
  }
  if (month.planned.few == 0 && month.confirmed.few == 0) {
    const int64_t per_carer = numbers.weight(group.kind).per_carer;
    month.staff_needed = (counted.planned + counted.confirmed + per_carer - 1) / per_carer;
  }
  WarnUnderFloor(group.seats, numbers, &month);
  return month;
}

void Add(const Occupied& group, const Numbers& numbers, Occupied* sum) {
  sum->seats += group.seats;
  sum->weighted_seats_milli += group.weighted_seats_milli;
  sum->months.resize(group.months.size());
  for (size_t i = 0; i < group.months.size(); ++i) {
    MonthOccupancy& month = sum->months[i];
    Add(group.months[i].drafted, &month.drafted);
    Add(group.months[i].planned, &month.planned);
    Add(group.months[i].confirmed, &month.confirmed);
    Add(group.months[i].realised, &month.realised);
    month.opening_days = group.months[i].opening_days;
    month.staff_needed += group.months[i].staff_needed;
    WarnUnderFloor(sum->seats, numbers, &month);
  }
}

Occupied OccupiedOf(const GroupSeats& group, const std::vector<Counted>& counted,
                    const SeatsKnown& known, const Numbers& numbers) {
  Occupied occupied{group.centre,
                    group.id,
                    group.kind,
                    group.seats,
                    group.seats * numbers.weight(group.kind).weight_bp / 10,
                    {}};
  for (size_t i = 0; i < counted.size(); ++i) {
    occupied.months.push_back(MonthOf(counted[i], group, known.opening_days[i], numbers));
  }
  return occupied;
}

}  // namespace

std::vector<Occupied> OccupancyOf(const SeatsKnown& known, const Months& months,
                                  absl::CivilDay today, const Numbers& numbers, bool of_park) {
  const Counts counts = CountIn(known, months, today);
  Occupied park;
  park.months.resize(months.count);
  std::vector<Occupied> centres;
  for (size_t i = 0; i < known.groups.size();) {
    Occupied centre;
    centre.centre = known.groups[i].centre;
    std::vector<Occupied> groups;
    for (; i < known.groups.size() && known.groups[i].centre == centre.centre; ++i) {
      groups.push_back(OccupiedOf(known.groups[i], counts.at(known.groups[i].id), known, numbers));
      Add(groups.back(), numbers, &centre);
      Add(groups.back(), numbers, &park);
    }
    centres.push_back(std::move(centre));
    centres.insert(centres.end(), groups.begin(), groups.end());
  }
  if (of_park) centres.insert(centres.begin(), std::move(park));
  return centres;
}

int64_t ShareBp(int64_t milli, int64_t of_milli) {
  return of_milli == 0 ? 0 : milli * 10'000 / of_milli;
}

}  // namespace tuoqiao::places::viability
