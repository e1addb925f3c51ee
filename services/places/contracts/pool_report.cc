#include "services/places/contracts/pool_report.h"

#include <algorithm>

#include "absl/strings/match.h"

namespace tuoqiao::places {
namespace {

// A child that holds its seat by one firm's right is no other firm's.
bool CountsFor(const SeatPool& pool, const SeatHeld& held, absl::CivilDay day) {
  if (!held.period.Contains(day)) return false;
  const std::string right = PlaceOf(held.place).right;
  if (absl::StartsWith(right, "RESERVED/")) return right == pool.Key();
  return held.child != nullptr && FirmsOn(*held.child, day).count(pool.firm) == 1;
}

bool Waits(const SeatPool& pool, const Group& group, const SeatWanted& wanted, absl::CivilDay day) {
  if (day < wanted.desired_start || !wanted.child->centre_consent) return false;
  if (!BandOf(group.kind).Holds(AgeInMonths(wanted.child->birth_date, day))) return false;
  if (FirmsOn(*wanted.child, day).count(pool.firm) == 0) return false;
  return wanted.decision != nullptr && EligibleOn(*wanted.child, *wanted.decision, day);
}

}  // namespace

std::map<std::string, FirmOnDay> CountFirms(const Group& group, const PoolDay& pools,
                                            const std::vector<SeatHeld>& held,
                                            const std::vector<SeatWanted>& wanted,
                                            absl::CivilDay day) {
  std::map<std::string, FirmOnDay> firms;
  for (const PoolOnDay& each : pools.pools()) {
    if (each.pool.kind != "RESERVED") continue;
    FirmOnDay& firm = firms[each.pool.Key()];
    firm.children = std::count_if(held.begin(), held.end(), [&](const SeatHeld& seat) {
      return CountsFor(each.pool, seat, day);
    });
    firm.waiting = std::count_if(wanted.begin(), wanted.end(), [&](const SeatWanted& wish) {
      return Waits(each.pool, group, wish, day);
    });
    firm.over_share = std::max<int64_t>(firm.children - each.pool.seats, 0);
    firm.unmet = std::min(each.Right(), firm.waiting);
  }
  return firms;
}

}  // namespace tuoqiao::places
