#include "services/places/seats.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace tuoqiao::places {
namespace {

bool OpenTo(const SeatPool& pool, int64_t needs_level, const std::set<std::string>& firms) {
  if (pool.kind == "SHARED") return true;
  if (pool.kind == "RESERVED") return firms.count(pool.firm) == 1;
  return pool.kind == "SPECIALIST" && needs_level > 0;
}

// What is for few is used before what is for all.
int Narrowness(const SeatPool& pool) {
  return pool.kind == "RESERVED" ? 0 : pool.kind == "SPECIALIST" ? 1 : 2;
}

}  // namespace

int64_t FreeSeats(const Group& group, const std::vector<TakenSeats>& taken, const Asker& asker,
                  absl::CivilDay day) {
  int64_t in_pools = 0;
  for (const SeatPool& pool : group.pools) {
    if (!OpenTo(pool, asker.needs_level, asker.firms)) continue;
    if (asker.specialist_only && pool.kind != "SPECIALIST") continue;
    const int64_t in_pool = CountTaken(taken, day, group.id, pool.Key());
    in_pools += std::max<int64_t>(pool.seats - in_pool, 0);
  }
  return std::max<int64_t>(std::min(in_pools, group.capacity - CountTaken(taken, day, group.id)),
                           0);
}

int64_t SeatBook::Pool::TakenOn(absl::CivilDay day) const {
  SeatCount count;
  for (const TakenSeats& each : taken) count.Add(each.part, each.On(day) ? each.count : 0);
  return count.seats();
}

int64_t SeatBook::Pool::TakenWith(absl::CivilDay day, Session part) const {
  SeatCount count;
  for (const TakenSeats& each : taken) count.Add(each.part, each.On(day) ? each.count : 0);
  count.Add(part, 1);
  return count.seats();
}

int64_t SeatBook::Seats::TakenOn(absl::CivilDay day) const {
  int64_t count = 0;
  for (const Pool& pool : pools) count += pool.TakenOn(day);
  for (const TakenSeats& each : booked) count += each.On(day) ? each.count : 0;
  return count;
}

SeatBook::SeatBook(const std::vector<Centre>& centres, const std::vector<TakenSeats>& taken,
                   Days days)
    : days_(days) {
  std::map<std::pair<std::string, std::string>, std::vector<TakenSeats>> in_pool;
  for (const TakenSeats& each : taken) in_pool[{each.group, each.pool}].push_back(each);
  for (const Centre& centre : centres) {
    std::vector<Seats>& groups = by_centre_[centre.id];
    if (std::count(centre.care_kinds.begin(), centre.care_kinds.end(), CareKind::kHalfDay) > 0) {
      half_day_centres_.insert(centre.id);
    }
    for (const Group& group : centre.groups) {
      Seats seats{group, {}, in_pool[{group.id, ""}]};
      for (const SeatPool& pool : group.pools) {
        seats.pools.push_back({pool, in_pool[{group.id, pool.Key()}]});
      }
      std::stable_sort(seats.pools.begin(), seats.pools.end(), [](const Pool& a, const Pool& b) {
        return Narrowness(a.pool) < Narrowness(b.pool);
      });
      groups.push_back(std::move(seats));
    }
    std::sort(groups.begin(), groups.end(), [](const Seats& a, const Seats& b) {
      return std::tie(a.group.kind, a.group.code) < std::tie(b.group.kind, b.group.code);
    });
  }
}

SeatBook::Pool* SeatBook::FreePool(Seats& seats, const Wish& wish, absl::CivilDay start) {
  const Child& child = wish.child;
  if (!BandOf(seats.group.kind).Holds(AgeInMonths(child.birth_date, start))) return nullptr;
  const Session part = seats.PartOf(wish.session);
  const int64_t taken = seats.TakenOn(start);
  const std::set<std::string> firms = FirmsOn(child, start);
  for (Pool& pool : seats.pools) {
    if (!OpenTo(pool.pool, child.needs_level, firms)) continue;
    const int64_t with = pool.TakenWith(start, part);
    if (with <= pool.pool.seats && taken - pool.TakenOn(start) + with <= seats.group.capacity) {
      return &pool;
    }
  }
  return nullptr;
}

std::optional<Seat> SeatBook::HoldOn(const Wish& wish, absl::CivilDay start) {
  if (!EligibleOn(wish.child, wish.decision, start)) return std::nullopt;
  for (const std::string& choice : wish.choices) {
    const auto centre = by_centre_.find(choice);
    if (centre == by_centre_.end() || wish.passed_over.count(choice) == 1) continue;
    if (wish.session != Session::kWholeDay && half_day_centres_.count(choice) == 0) continue;
    for (Seats& seats : centre->second) {
      Pool* const pool = FreePool(seats, wish, start);
      if (pool == nullptr) continue;
      const Session part = seats.PartOf(wish.session);
      pool->taken.push_back({seats.group.id, pool->pool.Key(), 1, std::nullopt, part});
      return Seat{choice, seats.group.id, seats.group.kind, pool->pool.Key(), start, part};
    }
  }
  return std::nullopt;
}

std::optional<Seat> SeatBook::Hold(const Wish& wish) {
  if (!wish.child.centre_consent) return std::nullopt;
  const absl::CivilDay first = std::max(wish.desired_start, days_.earliest_start);
  const std::optional<Seat> seat = HoldOn(wish, first);
  if (seat.has_value() || days_.today <= first) return seat;
  return HoldOn(wish, days_.today);
}

std::vector<SeatBook::FreePoolSeats> SeatBook::FreeOn(absl::CivilDay day) const {
  std::vector<FreePoolSeats> free;
  for (const auto& [centre, groups] : by_centre_) {
    for (const Seats& seats : groups) {
      int64_t left = seats.group.capacity - seats.TakenOn(day);
      int64_t number = 0;
      for (const Pool& pool : seats.pools) {
        const int64_t here =
            std::max<int64_t>(0, std::min(pool.pool.seats - pool.TakenOn(day), left));
        left -= here;
        free.push_back({centre, seats.group.id, pool.pool.Key(), seats.group.kind, ++number, here});
      }
    }
  }
  return free;
}

std::vector<SeatBook::PoolFit> SeatBook::FitsOf(const Child& child, const std::string& centre,
                                                absl::CivilDay start) const {
  std::vector<PoolFit> fits;
  const auto groups = by_centre_.find(centre);
  if (groups == by_centre_.end()) return fits;
  const std::set<std::string> firms = FirmsOn(child, start);
  const int64_t months = AgeInMonths(child.birth_date, start);
  for (const Seats& seats : groups->second) {
    int64_t number = 0;
    for (const Pool& pool : seats.pools) {
      fits.push_back({seats.group.id, ++number, BandOf(seats.group.kind).Holds(months),
                      OpenTo(pool.pool, child.needs_level, firms)});
    }
  }
  return fits;
}

}  // namespace tuoqiao::places
