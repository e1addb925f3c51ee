#include "tests/properties/house/seats.h"

#include "absl/strings/str_cat.h"
#include "services/places/contracts/pool_days.h"

namespace tuoqiao::house {
namespace {

constexpr int64_t kCapacity = 20;
constexpr int64_t kSeatsOfAFirm = 4;
const Period kAlways = {absl::CivilDay(2025, 1, 1), absl::CivilDay(2028, 1, 1)};

// Each centre has one group, in which each firm with a contract has seats.
places::Group GroupOf(const World& world, const std::string& centre) {
  places::Group group;
  group.id = centre + "/g1";
  group.kind = places::GroupKind::kSmall;
  group.capacity = kCapacity;
  group.pools = {{"SHARED", "", kCapacity}};
  for (const auto& [firm, cost_share_bp] : world.cost_share_bp) {
    places::SeatContract contract;
    contract.id = absl::StrCat(centre, "-", firm);
    contract.group = group.id;
    contract.pool = {"RESERVED", firm, kSeatsOfAFirm};
    contract.cost_share_bp = cost_share_bp;
    contract.period = kAlways;
    contract.state = places::ContractState::kConfirmed;
    group.contracts.push_back(contract);
  }
  return group;
}

}  // namespace

std::vector<places::SeatTerm> TermsOf(const World& world, const Place& place, const Period& days) {
  places::Enrolment enrolment;
  enrolment.id = place.id;
  enrolment.pool = place.pool.empty() ? "SHARED" : place.pool;
  enrolment.period = place.period;
  return places::SeatTermsOf(enrolment, days, GroupOf(world, place.centre).contracts, nullptr);
}

std::map<std::string, int64_t> SeatDaysByFirm(const World& world, absl::CivilMonth month) {
  std::map<std::string, places::Group> groups;
  for (const auto& [id, place] : world.places) {
    if (groups.count(place.centre) == 0) groups[place.centre] = GroupOf(world, place.centre);
  }
  std::map<std::string, int64_t> used;
  for (absl::CivilDay day(month); absl::CivilMonth(day) == month; ++day) {
    for (const auto& [centre, group] : groups) {
      places::PoolDay pools(group, day, day);
      for (const auto& [id, place] : world.places) {
        if (place.centre != centre || !place.period.Contains(day)) continue;
        pools.Take(place.pool.empty() ? "SHARED" : place.pool, 1);
      }
      for (const places::PoolOnDay& each : pools.pools()) {
        if (each.pool.kind == "RESERVED") used[each.pool.firm] += each.by_right;
      }
    }
  }
  return used;
}

}  // namespace tuoqiao::house
