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

int64_t WeightedMilli(int64_t seats, GroupKind kind, const Numbers& numbers) {
  return seats * numbers.weight(kind).weight_bp / 10;
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
void WarnUnderFloor(const Numbers& numbers, MonthOccupancy* month) {
  const int64_t few = month->planned.few + month->confirmed.few;
  const int64_t most = month->planned.children_milli + month->confirmed.children_milli +
                       few * (numbers.least_count - 1) * 1000;
  month->under_floor = month->seats > 0 && most * 10'000 < numbers.floor_bp * month->seats * 1000;
}

struct MonthAsked {
  absl::CivilDay last_day;
  int64_t opening_days = 0;
};
MonthOccupancy MonthOf(const Counted& counted, const GroupSeats& group, const MonthAsked& asked,
                       const Numbers& numbers) {
  MonthOccupancy month;
  month.seats = group.SeatsOn(asked.last_day);
  month.weighted_seats_milli = WeightedMilli(month.seats, group.kind, numbers);
  month.drafted = Say(counted.drafted, group.kind, numbers);
  month.planned = Say(counted.planned, group.kind, numbers);
  month.confirmed = Say(counted.confirmed, group.kind, numbers);
  month.opening_days = asked.opening_days;
  if (month.opening_days > 0) {
    month.realised = Say(counted.attending, counted.attended_days * 1000 / month.opening_days,
                         group.kind, numbers);
  }
  if (month.planned.few == 0 && month.confirmed.few == 0) {
    const int64_t per_carer = numbers.weight(group.kind).per_carer;
    month.staff_needed = (counted.planned + counted.confirmed + per_carer - 1) / per_carer;
  }
  WarnUnderFloor(numbers, &month);
  return month;
}

void Add(const Occupied& group, const Numbers& numbers, Occupied* sum) {
  sum->seats += group.seats;
  sum->weighted_seats_milli += group.weighted_seats_milli;
  sum->months.resize(group.months.size());
  for (size_t i = 0; i < group.months.size(); ++i) {
    MonthOccupancy& month = sum->months[i];
    month.seats += group.months[i].seats;
    month.weighted_seats_milli += group.months[i].weighted_seats_milli;
    Add(group.months[i].drafted, &month.drafted);
    Add(group.months[i].planned, &month.planned);
    Add(group.months[i].confirmed, &month.confirmed);
    Add(group.months[i].realised, &month.realised);
    month.opening_days = group.months[i].opening_days;
    month.staff_needed += group.months[i].staff_needed;
    WarnUnderFloor(numbers, &month);
  }
}

class Occupying {
 public:
  Occupying(const SeatsKnown& known, const Months& months, absl::CivilDay today,
            const Numbers& numbers)
      : known_(known),
        months_(months),
        today_(today),
        numbers_(numbers),
        counts_(CountIn(known, months, today)) {}

  Occupied Of(const GroupSeats& group) const {
    const int64_t seats = group.SeatsOn(today_);
    Occupied occupied{
        group.centre, group.id, group.kind, seats, WeightedMilli(seats, group.kind, numbers_), {}};
    const std::vector<Counted>& counted = counts_.at(group.id);
    for (int64_t i = 0; i < months_.count; ++i) {
      const MonthAsked asked = {LastDay(months_.from + i), known_.opening_days[i]};
      occupied.months.push_back(MonthOf(counted[i], group, asked, numbers_));
    }
    return occupied;
  }

 private:
  const SeatsKnown& known_;
  const Months& months_;
  const absl::CivilDay today_;
  const Numbers& numbers_;
  const Counts counts_;
};

}  // namespace

std::vector<Occupied> OccupancyOf(const SeatsKnown& known, const Months& months,
                                  absl::CivilDay today, const Numbers& numbers, bool of_park) {
  const Occupying occupying(known, months, today, numbers);
  Occupied park;
  park.months.resize(months.count);
  std::vector<Occupied> centres;
  for (size_t i = 0; i < known.groups.size();) {
    Occupied centre;
    centre.centre = known.groups[i].centre;
    std::vector<Occupied> groups;
    for (; i < known.groups.size() && known.groups[i].centre == centre.centre; ++i) {
      groups.push_back(occupying.Of(known.groups[i]));
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
