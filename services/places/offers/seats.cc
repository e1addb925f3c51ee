#include "services/places/offers/seats.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace tuoqiao::places {
namespace {

int64_t CountFree(const Group& group, std::vector<TakenSeats> taken, const Asker& asker,
                  absl::CivilDay day) {
  int64_t free = 0;
  for (auto place = FindSeat(group, taken, asker, day); place.has_value();
       place = FindSeat(group, taken, asker, day)) {
    taken.push_back({group.id, *place, 1, std::nullopt, asker.until});
    ++free;
  }
  return free;
}

bool HasCeiling(const PoolDay& pools) {
  return std::any_of(pools.pools().begin(), pools.pools().end(),
                     [](const PoolOnDay& each) { return each.ceiling.has_value(); });
}

// So many shared seats may go to the public beside its own that are free.
int64_t PublicsPart(PoolDay pools, const std::vector<TakenSeats>& taken, absl::CivilDay day) {
  for (const TakenSeats& each : taken) {
    if (each.On(day)) pools.Take(each.pool, each.count, each.part);
  }
  for (const PoolOnDay& each : pools.pools()) {
    if (!each.ceiling.has_value()) continue;
    return std::max<int64_t>(*each.ceiling - each.by_right - each.Free(), 0);
  }
  return 0;
}

}  // namespace

int64_t FreeSeats(const Group& group, const std::vector<TakenSeats>& taken, const Asker& asker,
                  absl::CivilDay day) {
  if (!group.contracts.empty()) return CountFree(group, taken, asker, day);
  int64_t in_pools = 0;
  for (const SeatPool& pool : group.pools) {
    if (!OpenTo(pool, asker)) continue;
    const int64_t in_pool = CountTaken(taken, day, group.id, pool.Key());
    in_pools += std::max<int64_t>(pool.seats - in_pool, 0);
  }
  const int64_t left = group.CapacityOn(day) - CountTaken(taken, day, group.id);
  return std::max<int64_t>(std::min(in_pools, left), 0);
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
  std::map<std::string, std::vector<TakenSeats>> in_group;
  for (const TakenSeats& each : taken) {
    in_pool[{each.group, each.pool}].push_back(each);
    in_group[each.group].push_back(each);
  }
  for (const Centre& centre : centres) {
    std::vector<Seats>& groups = by_centre_[centre.id];
    if (std::count(centre.care_kinds.begin(), centre.care_kinds.end(), CareKind::kHalfDay) > 0) {
      half_day_centres_.insert(centre.id);
    }
    for (const Group& group : centre.groups) {
      Seats seats{group, {}, in_pool[{group.id, ""}], {}};
      if (!group.contracts.empty()) seats.taken = std::move(in_group[group.id]);
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

SeatBook::Pool* SeatBook::FreePool(Seats& seats, const Asker& asker, Session part,
                                   absl::CivilDay start) {
  const int64_t taken = seats.TakenOn(start);
  for (Pool& pool : seats.pools) {
    if (!OpenTo(pool.pool, asker)) continue;
    const int64_t with = pool.TakenWith(start, part);
    const int64_t capacity = seats.group.CapacityOn(start);
    if (with <= pool.pool.seats && taken - pool.TakenOn(start) + with <= capacity) return &pool;
  }
  return nullptr;
}

std::optional<std::string> SeatBook::TakeIn(Seats& seats, const Asker& asker, Session part,
                                            absl::CivilDay start) {
  const std::string& group = seats.group.id;
  if (!seats.group.contracts.empty()) {
    Asker for_part = asker;
    for_part.part = part;
    const auto place = FindSeat(seats.group, seats.taken, for_part, start);
    if (place.has_value()) {
      seats.taken.push_back({group, *place, 1, std::nullopt, asker.until, part});
    }
    return place;
  }
  Pool* const pool = FreePool(seats, asker, part, start);
  if (pool == nullptr) return std::nullopt;
  pool->taken.push_back({group, pool->pool.Key(), 1, std::nullopt, std::nullopt, part});
  return pool->pool.Key();
}

Asker SeatBook::AskerFor(const Child& child, absl::CivilDay start) const {
  Asker asker;
  asker.needs_level = child.needs_level;
  asker.firms = FirmsOn(child, start);
  asker.community = asker.firms.empty();
  asker.today = days_.today;
  asker.until = OutgrownOn(AgesOutOn(child));
  return asker;
}

std::optional<Seat> SeatBook::HoldOn(const Wish& wish, absl::CivilDay start) {
  if (!EligibleOn(wish.child, wish.decision, start)) return std::nullopt;
  Asker asker = AskerFor(wish.child, start);
  const absl::CivilDay outgrown = asker.until;
  const int64_t months = AgeInMonths(wish.child.birth_date, start);
  for (const std::string& choice : wish.choices) {
    const auto centre = by_centre_.find(choice);
    if (centre == by_centre_.end() || wish.passed_over.count(choice) == 1) continue;
    if (wish.session != Session::kWholeDay && half_day_centres_.count(choice) == 0) continue;
    for (Seats& seats : centre->second) {
      if (!BandOf(seats.group.kind).Holds(months)) continue;
      const Session part = seats.PartOf(wish.session);
      asker.until = seats.group.EndBy(outgrown);
      const auto place = TakeIn(seats, asker, part, start);
      if (!place.has_value()) continue;
      Seat seat = {choice, seats.group.id, seats.group.kind, *place, start, part};
      if (seats.group.open.has_value()) seat.until = seats.group.open->until;
      return seat;
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

std::vector<int64_t> SeatBook::FreeByContract(const Seats& seats, const PoolDay& pools,
                                              absl::CivilDay day) const {
  std::vector<int64_t> free;
  std::vector<TakenSeats> taken = seats.taken;
  for (const PoolOnDay& each : pools.pools()) {
    int64_t count = 0;
    const PlaceAsked asked = {each.pool.Key(), {day, absl::CivilDay::max()}, days_.today};
    while (StillThere(seats.group, taken, asked)) {
      taken.push_back({seats.group.id, asked.place, 1, std::nullopt});
      ++count;
    }
    free.push_back(count);
  }
  return free;
}

std::vector<SeatBook::FreePoolSeats> SeatBook::FreeOn(absl::CivilDay day) const {
  std::vector<FreePoolSeats> free;
  for (const auto& [centre, groups] : by_centre_) {
    for (const Seats& seats : groups) {
      const Group& group = seats.group;
      const auto until = group.open.has_value() ? std::make_optional(group.open->until)
                                                : std::optional<absl::CivilDay>();
      int64_t number = 0;
      if (!group.contracts.empty()) {
        const PoolDay pools(group, day, days_.today);
        const std::vector<int64_t> counts = FreeByContract(seats, pools, day);
        const int64_t publics = PublicsPart(pools, seats.taken, day);
        size_t i = 0;
        for (const PoolOnDay& each : pools.pools()) {
          int64_t here = counts[i++];
          const bool split = each.pool.kind == "SHARED" && HasCeiling(pools);
          const int64_t for_public = split ? std::min(publics, here) : 0;
          here -= for_public;
          free.push_back({centre, group.id, each.pool.Key(), group.kind, ++number, here, until});
          if (!split) continue;
          free.push_back(
              {centre, group.id, kSharedByPublic, group.kind, ++number, for_public, until});
        }
        continue;
      }
      int64_t left = group.CapacityOn(day) - seats.TakenOn(day);
      for (const Pool& pool : seats.pools) {
        const int64_t here =
            std::max<int64_t>(0, std::min(pool.pool.seats - pool.TakenOn(day), left));
        left -= here;
        free.push_back({centre, group.id, pool.pool.Key(), group.kind, ++number, here, until});
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
  const Asker asker = AskerFor(child, start);
  const int64_t months = AgeInMonths(child.birth_date, start);
  for (const Seats& seats : groups->second) {
    const bool of_age = BandOf(seats.group.kind).Holds(months);
    int64_t number = 0;
    const auto add = [&](const SeatPool& pool, bool for_child) {
      fits.push_back({seats.group.id, ++number, of_age, for_child && OpenTo(pool, asker)});
    };
    if (seats.group.contracts.empty()) {
      for (const Pool& pool : seats.pools) add(pool.pool, true);
      continue;
    }
    // Where the public has a ceiling, it may have so many of the shared seats and no more.
    const PoolDay pools(seats.group, start, days_.today);
    for (const PoolOnDay& each : pools.pools()) {
      const bool split = each.pool.kind == "SHARED" && HasCeiling(pools);
      add(each.pool, !split || !asker.community);
      if (split) add(each.pool, true);
    }
  }
  return fits;
}

bool SeatBook::HalvesShare(const std::string& group) const {
  const auto groups = by_centre_.find(group.substr(0, group.find('/')));
  return groups != by_centre_.end() &&
         std::any_of(groups->second.begin(), groups->second.end(), [&](const Seats& each) {
           return each.group.id == group && each.group.half_days_share;
         });
}

}  // namespace tuoqiao::places
