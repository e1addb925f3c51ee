#include "services/places/contracts/pool_days.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/common/status_macros.h"
#include "services/places/contracts/errors_pool.h"

namespace tuoqiao::places {
namespace {

constexpr char kShared[] = "SHARED";
constexpr char kCommunity[] = "COMMUNITY";
constexpr char kLent[] = "LENT";  // To another park: seats that nobody here has.
constexpr char kReserved[] = "RESERVED/";
constexpr char kReleased[] = "RELEASED/";

// How a place's text names a right: a firm by its id.
std::string RightName(const std::string& key) {
  return std::string(absl::StripPrefix(key, kReserved));
}
std::string RightOf(absl::string_view name) {
  return name == kCommunity ? std::string(name) : absl::StrCat(kReserved, name);
}

std::string PlaceText(const std::string& pool, const std::string& right) {
  if (right == pool) return pool;
  const std::string by = right.empty() ? "" : absl::StrCat("/", RightName(right));
  if (pool == kShared) return absl::StrCat(kShared, by);
  return absl::StrCat(kReleased, RightName(pool), by);
}

bool ComesBefore(const PoolOnDay& a, const PoolOnDay& b) {
  const auto order = [](const PoolOnDay& each) {
    return std::make_tuple(Narrowness(each.pool), each.pool.Key());
  };
  return order(a) < order(b);
}

bool InForce(const SeatContract& contract, absl::CivilDay day) {
  return contract.period.Contains(day);
}

// What contracts and SetCentre say, without what SHARED is left with.
std::map<std::string, PoolOnDay> SaidOn(const Group& group, absl::CivilDay day,
                                        absl::CivilDay today) {
  std::map<std::string, PoolOnDay> said;
  const int64_t capacity = group.CapacityOn(day);
  for (const SeatPool& pool : group.pools) said[pool.Key()].pool = pool;
  for (const SeatContract& contract : group.contracts) {
    if (!InForce(contract, day)) continue;
    PoolOnDay& on_day = said[contract.pool.Key()];
    on_day.pool = contract.pool;
    on_day.pool.seats = contract.SeatsIn(capacity);
    on_day.contract = contract.id;
    on_day.release_day = contract.ReleaseDayFor(day);
    on_day.released = on_day.release_day.has_value() && *on_day.release_day <= today;
    if (contract.pool.kind == kCommunity) on_day.ceiling = contract.CeilingIn(capacity);
  }
  return said;
}

int64_t SeatsBeside(const std::map<std::string, PoolOnDay>& said) {
  int64_t seats = 0;
  for (const auto& [key, each] : said) seats += key == kShared ? 0 : each.pool.seats;
  return seats;
}

bool NamedOn(const Group& group, absl::CivilDay day) {
  return std::any_of(group.contracts.begin(), group.contracts.end(),
                     [&](const SeatContract& each) { return InForce(each, day); });
}

absl::Status CheckOverlap(const std::vector<SeatContract>& contracts) {
  for (size_t i = 0; i < contracts.size(); ++i) {
    for (size_t j = i + 1; j < contracts.size(); ++j) {
      if (contracts[i].pool.Key() != contracts[j].pool.Key()) continue;
      if (Intersect(contracts[i].period, contracts[j].period).Empty()) continue;
      return ContractOverlap(contracts[i].id);
    }
  }
  return absl::OkStatus();
}

// SHARED keeps at least what a contract of it says.
absl::Status CheckSeatsOn(const Group& group, absl::CivilDay day, absl::string_view field) {
  const auto said = SaidOn(group, day, day);
  const auto shared = said.find(kShared);
  const bool by_contract = shared != said.end() && !shared->second.contract.empty();
  const int64_t seats = SeatsBeside(said) + (by_contract ? shared->second.pool.seats : 0);
  const int64_t capacity = group.CapacityOn(day);
  if (!NamedOn(group, day) || seats <= capacity) return absl::OkStatus();
  return PoolOverCapacity(field, group.id, day, {seats, capacity});
}

template <typename Stands>
void TakeAll(const Group& group, const std::vector<TakenSeats>& taken, const Stands& stands,
             PoolDay& day) {
  for (const TakenSeats& each : taken) {
    if (each.group == group.id && stands(each)) day.Take(each.pool, each.count, each.part);
  }
}

// With everybody who takes a seat on the day on which a place begins.
PoolDay Begin(const Group& group, const std::vector<TakenSeats>& taken, absl::CivilDay day,
              absl::CivilDay today) {
  PoolDay pools(group, day, today);
  TakeAll(
      group, taken, [&](const TakenSeats& each) { return each.On(day); }, pools);
  return pools;
}

bool HeldUntil(const Group& group, const std::vector<TakenSeats>& taken, const PlaceAsked& asked) {
  for (const absl::CivilDay turn : TurnsAfter(group, asked.period.from)) {
    if (asked.period.until <= turn) break;
    if (!LookAhead(group, taken, turn, asked.today).Holds(asked.place, asked.part)) {
      return false;
    }
  }
  return true;
}

}  // namespace

bool OpenTo(const SeatPool& pool, const Asker& asker) {
  if (pool.kind == "SPECIALIST") return asker.needs_level > 0;
  if (asker.specialist_only) return false;
  if (pool.kind == "RESERVED") return asker.firms.count(pool.firm) == 1;
  return pool.kind == kCommunity ? asker.community : pool.kind == kShared;
}

int Narrowness(const SeatPool& pool) {
  if (pool.kind == "RESERVED" || pool.kind == kLent) return 0;
  if (pool.kind == "SPECIALIST") return 1;
  return pool.kind == kCommunity ? 2 : 3;
}

PlaceInPool PlaceOf(const std::string& text) {
  absl::string_view rest = text;
  if (absl::ConsumePrefix(&rest, kReleased)) {
    const size_t slash = rest.find('/');
    if (slash == absl::string_view::npos) return {absl::StrCat(kReserved, rest), ""};
    return {absl::StrCat(kReserved, rest.substr(0, slash)), RightOf(rest.substr(slash + 1))};
  }
  if (absl::ConsumePrefix(&rest, "SHARED/")) return {kShared, RightOf(rest)};
  // What is booked for single days is in no pool, and here one of the shared seats.
  if (text.empty()) return {kShared, ""};
  return {text, text == kShared ? "" : text};
}

int64_t PoolOnDay::Free() const { return std::max<int64_t>(pool.seats - taken, 0); }
int64_t PoolOnDay::Right() const { return std::max<int64_t>(pool.seats - by_right, 0); }
int64_t PoolOnDay::OwnFree() const { return std::min(Free(), Right()); }
int64_t PoolOnDay::OpenToOthers() const {
  if (pool.kind != "RESERVED") return 0;
  return released ? Free() : Free() - OwnFree();
}

PoolDay::PoolDay(const Group& group, absl::CivilDay day, absl::CivilDay today)
    : capacity_(group.CapacityOn(day)) {
  auto said = SaidOn(group, day, today);
  if (NamedOn(group, day)) {
    PoolOnDay& shared = said[kShared];
    shared.pool.kind = kShared;
    shared.pool.seats = capacity_ - SeatsBeside(said);
  }
  for (auto& [key, each] : said) pools_.push_back(std::move(each));
  std::sort(pools_.begin(), pools_.end(), ComesBefore);
}

void PoolDay::Take(const std::string& place, int64_t count, Session part) {
  const PlaceInPool in = PlaceOf(place);
  SeatCount& counted = counts_[place];
  const int64_t before = counted.seats();
  counted.Add(part, count);
  const int64_t seats = counted.seats() - before;
  PoolOnDay& pool = At(in.pool);
  pool.taken += seats;
  if (in.right != in.pool) pool.lent += seats;
  if (!in.right.empty()) At(in.right).by_right += seats;
  taken_ += seats;
}

bool PoolDay::FillsUp(const std::string& place, Session part) const {
  const auto counted = counts_.find(place);
  if (part == Session::kWholeDay || counted == counts_.end() || taken_ > capacity_) return false;
  SeatCount with = counted->second;
  with.Add(part, 1);
  return with.seats() == counted->second.seats();
}

std::optional<std::string> PoolDay::HalfSeat(const Asker& asker) const {
  const PoolOnDay* const community = Find(kCommunity);
  const bool by_right = community != nullptr && community->ceiling.has_value();
  for (const auto& [place, counted] : counts_) {
    if (!FillsUp(place, asker.part)) continue;
    const std::string right = PlaceOf(place).right;
    const PoolOnDay* const pool = right.empty() ? nullptr : Find(right);
    const bool theirs = pool != nullptr && OpenTo(pool->pool, asker);
    // What is taken by nobody's right is for all, but for the public where it has a ceiling.
    const bool open = right.empty() && !asker.specialist_only && !(asker.community && by_right);
    if (theirs || open) return place;
  }
  return std::nullopt;
}

// A pool that the day does not have holds what is left of an earlier day.
PoolOnDay& PoolDay::At(const std::string& key) {
  for (PoolOnDay& each : pools_) {
    if (each.pool.Key() == key) return each;
  }
  PoolOnDay gone;
  const bool reserved = absl::StartsWith(key, kReserved);
  gone.pool.kind = reserved ? "RESERVED" : key;
  if (reserved) gone.pool.firm = RightName(key);
  const auto place = std::upper_bound(pools_.begin(), pools_.end(), gone, ComesBefore);
  return *pools_.insert(place, std::move(gone));
}

const PoolOnDay* PoolDay::Find(const std::string& key) const {
  for (const PoolOnDay& each : pools_) {
    if (each.pool.Key() == key) return &each;
  }
  return nullptr;
}

int64_t PoolDay::SharedLeft() const {
  int64_t left = 0;
  for (const PoolOnDay& each : pools_) {
    const int64_t over = each.taken - each.pool.seats;
    left -= each.pool.kind == kShared ? over : std::max<int64_t>(over, 0);
  }
  return left;
}

int64_t PoolDay::Unkept() const {
  int64_t unkept = SharedLeft();
  for (const PoolOnDay& each : pools_) unkept += each.OpenToOthers();
  return std::min(unkept, capacity_ - taken_);
}

int64_t PoolDay::Open() const {
  int64_t open = Unkept();
  for (const PoolOnDay& each : pools_) {
    if (each.pool.kind == "RESERVED" && !each.released) open -= each.Owed();
  }
  return open;
}

std::optional<std::string> PoolDay::OpenSeat(const std::string& right) const {
  if (SharedLeft() > 0) return PlaceText(kShared, right);
  // First of a firm that has all its right elsewhere.
  for (const bool has_right : {false, true}) {
    for (const PoolOnDay& each : pools_) {
      if (each.OpenToOthers() == 0 || (each.Right() > 0) != has_right) continue;
      return PlaceText(each.pool.Key(), right);
    }
  }
  return std::nullopt;
}

std::optional<std::string> PoolDay::Find(const Asker& asker) const {
  if (auto half = HalfSeat(asker); half.has_value()) return half;
  if (taken_ >= capacity_) return std::nullopt;
  const PoolOnDay* const community = Find(kCommunity);
  const bool public_ceiling =
      asker.community && community != nullptr && community->ceiling.has_value();
  const bool at_ceiling = public_ceiling && community->by_right >= *community->ceiling;
  for (const PoolOnDay& each : pools_) {
    if (each.pool.kind == kShared || !OpenTo(each.pool, asker)) continue;
    if (each.pool.kind == kCommunity && at_ceiling) continue;
    const int64_t free = each.pool.kind == "RESERVED" ? each.OwnFree() : each.Free();
    if (free > 0) return each.pool.Key();
  }
  if (asker.specialist_only) return std::nullopt;
  for (const bool released : {false, true}) {
    for (const PoolOnDay& each : pools_) {
      if (each.pool.kind != "RESERVED" || asker.firms.count(each.pool.firm) == 0) continue;
      if (each.released != released || each.Right() == 0) continue;
      if ((released ? Open() : Unkept()) > 0) return OpenSeat(each.pool.Key());
    }
  }
  if (Open() <= 0 || at_ceiling) return std::nullopt;
  return OpenSeat(public_ceiling ? kCommunity : "");
}

bool PoolDay::MayTake(const std::string& place, Session part) const {
  if (FillsUp(place, part)) return true;
  if (taken_ >= capacity_) return false;
  const PlaceInPool in = PlaceOf(place);
  const PoolOnDay* const pool = Find(in.pool);
  const PoolOnDay* const right = in.right.empty() ? nullptr : Find(in.right);
  const bool at_ceiling =
      right != nullptr && right->ceiling.has_value() && right->by_right >= *right->ceiling;
  if (pool == nullptr || at_ceiling || (!in.right.empty() && right == nullptr)) return false;
  if (pool->pool.kind == kLent) return false;
  if (in.pool == in.right) {
    return pool->pool.kind == "RESERVED" ? pool->OwnFree() > 0 : pool->Free() > 0;
  }
  const bool claims = right != nullptr && right->pool.kind == "RESERVED";
  if (claims && right->Right() == 0) return false;
  if ((claims && !right->released ? Unkept() : Open()) <= 0) return false;
  return in.pool == kShared ? SharedLeft() > 0 : pool->OpenToOthers() > 0;
}

bool PoolDay::Holds(const std::string& place, Session part) const {
  if (FillsUp(place, part)) return true;
  if (taken_ >= capacity_) return false;
  const PoolOnDay* const pool = Find(PlaceOf(place).pool);
  const bool free = pool != nullptr && pool->pool.kind != kShared && pool->Free() > 0;
  return free || SharedLeft() > 0;
}

absl::CivilDay OutgrownOn(absl::CivilDay end) {
  if (end == absl::CivilDay::max()) return end;
  const absl::CivilMonth month(end);
  return absl::CivilDay(month) == end ? end : absl::CivilDay(month + 1);
}

std::set<absl::CivilDay> TurnsAfter(const Group& group, absl::CivilDay after) {
  std::set<absl::CivilDay> turns;
  const auto add = [&](const Period& period) {
    if (period.Empty()) return;
    for (const absl::CivilDay day : {period.from, period.until}) {
      if (after < day) turns.insert(day);
    }
  };
  for (const SeatContract& each : group.contracts) add(each.period);
  if (group.open.has_value()) add(*group.open);
  return turns;
}

PoolDay LookAhead(const Group& group, const std::vector<TakenSeats>& taken, absl::CivilDay day,
                  absl::CivilDay today) {
  PoolDay pools(group, day, today);
  TakeAll(
      group, taken, [&](const TakenSeats& each) { return each.StandsOn(day); }, pools);
  return pools;
}

std::optional<std::string> FindSeat(const Group& group, const std::vector<TakenSeats>& taken,
                                    const Asker& asker, absl::CivilDay day) {
  const auto place = Begin(group, taken, day, asker.today).Find(asker);
  if (!place.has_value()) return std::nullopt;
  const PlaceAsked asked = {*place, {day, asker.until}, asker.today, asker.part};
  return HeldUntil(group, taken, asked) ? place : std::nullopt;
}

bool StillThere(const Group& group, const std::vector<TakenSeats>& taken, const PlaceAsked& asked) {
  return Begin(group, taken, asked.period.from, asked.today).MayTake(asked.place, asked.part) &&
         HeldUntil(group, taken, asked);
}

absl::Status CheckContracts(const Group& group, const std::vector<TakenSeats>& enrolled,
                            absl::CivilDay today, absl::string_view field) {
  RETURN_IF_ERROR(CheckOverlap(group.contracts));
  std::set<absl::CivilDay> days = TurnsAfter(group, today);
  days.insert(today);
  for (const absl::CivilDay day : days) RETURN_IF_ERROR(CheckSeatsOn(group, day, field));
  for (const absl::CivilDay day : days) {
    const PoolDay pools = LookAhead(group, enrolled, day, today);
    if (pools.SharedLeft() < 0) {
      return PlacesWithoutSeats(field, group.id, day, -pools.SharedLeft());
    }
  }
  return absl::OkStatus();
}

}  // namespace tuoqiao::places
