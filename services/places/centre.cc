#include "services/places/centre.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/places/errors.h"

namespace tuoqiao::places {

const Band& BandOf(GroupKind kind) {
  static constexpr std::array<Band, 4> kBands = {{
      {"INFANT", 6, 12, 10},
      {"SMALL", 12, 24, 15},
      {"LARGE", 24, 36, 20},
      {"MIXED", 18, 36, 18},
  }};
  return kBands[static_cast<size_t>(kind)];
}

bool operator==(const Group& a, const Group& b) {
  return std::tie(a.id, a.code, a.kind, a.capacity, a.staff, a.half_days_share, a.pools,
                  a.park_contract, a.open) == std::tie(b.id, b.code, b.kind, b.capacity, b.staff,
                                                       b.half_days_share, b.pools, b.park_contract,
                                                       b.open);
}

bool SaysTheSame(const Centre& a, const Centre& b) {
  const auto said = [](const Centre& c) {
    return std::tie(c.id, c.code, c.display_name, c.provider_type, c.uscc, c.filing_number,
                    c.filing_from, c.filing_until, c.latitude_micro, c.longitude_micro,
                    c.opening_hours, c.languages, c.inclusive, c.care_kinds, c.groups);
  };
  return said(a) == said(b);
}

std::vector<Group> GroupsGone(const Centre& before, const Centre& after) {
  std::vector<Group> gone;
  std::copy_if(before.groups.begin(), before.groups.end(), std::back_inserter(gone),
               [&](const Group& group) {
                 return std::none_of(after.groups.begin(), after.groups.end(),
                                     [&](const Group& each) { return each.id == group.id; });
               });
  return gone;
}

absl::Status CheckGroups(const std::vector<Group>& groups) {
  for (const Group& group : groups) {
    const Band& band = BandOf(group.kind);
    if (group.capacity > band.children_max) {
      return CapacityOverBand(group.code, group.capacity, band.children_max);
    }
  }
  return absl::OkStatus();
}

absl::Status CheckLocation(int64_t latitude_micro, int64_t longitude_micro) {
  constexpr int64_t kDegree = 1'000'000;
  const bool on_earth = -90 * kDegree <= latitude_micro && latitude_micro <= 90 * kDegree &&
                        -180 * kDegree <= longitude_micro && longitude_micro <= 180 * kDegree;
  const bool filled_in = latitude_micro != 0 || longitude_micro != 0;
  return on_earth && filled_in ? absl::OkStatus() : LocationInvalid();
}

void SeatCount::Add(Session part, int64_t children) {
  children_[static_cast<size_t>(part)] += children;
}

int64_t CountTaken(const std::vector<TakenSeats>& taken, absl::CivilDay day,
                   absl::string_view group) {
  int64_t whole = 0;
  std::map<absl::string_view, SeatCount> halves;  // By pool.
  for (const TakenSeats& each : taken) {
    if (each.group != group || !each.On(day)) continue;
    if (each.part == Session::kWholeDay) {
      whole += each.count;
    } else {
      halves[each.pool].Add(each.part, each.count);
    }
  }
  for (const auto& [pool, count] : halves) whole += count.seats();
  return whole;
}

int64_t CountTaken(const std::vector<TakenSeats>& taken, absl::CivilDay day,
                   absl::string_view group, absl::string_view pool) {
  SeatCount count;
  for (const TakenSeats& each : taken) {
    if (each.group == group && each.pool == pool && each.On(day)) count.Add(each.part, each.count);
  }
  return count.seats();
}

absl::Status CheckKeepsPlaces(const std::vector<Group>& groups,
                              const std::vector<TakenSeats>& enrolled, absl::CivilDay today) {
  std::map<std::string, int64_t> capacities;
  std::map<std::pair<std::string, std::string>, int64_t> seats;
  std::set<std::string> with_contracts;
  for (const Group& group : groups) {
    if (!group.contracts.empty()) with_contracts.insert(group.id);
    capacities[group.id] = group.capacity;
    for (const SeatPool& pool : group.pools) seats[{group.id, pool.Key()}] = pool.seats;
  }
  // A group or pool that is no longer named has no seats.
  for (const TakenSeats& each : enrolled) {
    if (with_contracts.count(each.group) == 1) continue;
    const int64_t in_group = CountTaken(enrolled, today, each.group);
    if (in_group > capacities[each.group]) {
      return CapacityBelowEnrolments(each.group, capacities[each.group], in_group);
    }
    if (each.pool.empty()) continue;
    const int64_t in_pool = CountTaken(enrolled, today, each.group, each.pool);
    if (in_pool > seats[{each.group, each.pool}]) {
      return CapacityBelowEnrolments(absl::StrCat(each.group, " (", each.pool, ")"),
                                     seats[{each.group, each.pool}], in_pool);
    }
  }
  return absl::OkStatus();
}

}  // namespace tuoqiao::places
