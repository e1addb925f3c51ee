// A year of a park's pool in the pure core: firms that come and go, contracts that begin, end and
// release, children that join, leave and grow out; on every day the rights of all are looked at.
// TUOQIAO_SEED repeats a run, TUOQIAO_CASES says how many years.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/hash.h"
#include "services/places/contracts/pool_days.h"

namespace tuoqiao::places {
namespace {

using Day = absl::CivilDay;

constexpr Day kFirst(2027, 1, 1);
constexpr int kDays = 366, kFirms = 12, kGroups = 5;
constexpr int64_t kCapacity = 20;

int64_t FromEnvironment(const char* name, int64_t otherwise) {
  const char* given = std::getenv(name);
  return given == nullptr ? otherwise : std::strtoll(given, nullptr, 10);
}

struct Family {
  std::string firm;  // Empty: of the public.
  Day since;         // Waits, or holds its seat, since that day.
  Day outgrown;
  int group = -1;
  std::string place;
};

// What the year came to: so that nobody takes an empty year for a good one.
struct Counted {
  int contracts = 0, refused = 0, ended = 0;
  int placed = 0, by_right = 0, lent = 0, repaid = 0, public_placed = 0;
  int released = 0;      // Seats that returned on the stated day.
  int unmet_days = 0;    // A right that was not met, on a day.
  int over_days = 0;     // A firm with more than its seats, on a day.
  int both_days = 0;     // Both in one group: then no seat was free.
  int judged = 0;        // Rights not met that nothing stood in the way of: no seat was free.
  std::string log_hash;  // Of all that happened.
};

class Year {
 public:
  explicit Year(uint64_t seed) : random_(seed) {
    for (int i = 0; i < kGroups; ++i) {
      Group group;
      group.id = absl::StrCat("a/l", i);
      group.kind = GroupKind::kLarge;
      group.capacity = kCapacity;
      group.pools = {{"SHARED", "", kCapacity}};
      groups_.push_back(group);
    }
  }

  Counted Run() {
    for (int i = 0; i < kDays; ++i) Live(kFirst + i);
    counted_.log_hash = absl::BytesToHexString(Sha256(log_));
    return counted_;
  }

 private:
  int64_t Between(int64_t least, int64_t most) {
    return std::uniform_int_distribution<int64_t>(least, most)(random_);
  }
  void Note(absl::string_view what) { absl::StrAppend(&log_, what, "\n"); }

  void Live(Day day) {
    Leave(day);
    if (Between(0, 2) == 0) Propose(day);
    if (Between(0, 29) == 0) End(day);
    Arrive(day);
    CheckReleases(day);
    Offer(day);
    CheckDay(day);
  }

  std::vector<TakenSeats> Taken(int group) const {
    std::vector<TakenSeats> taken;
    for (const Family& each : families_) {
      if (each.group != group) continue;
      taken.push_back({groups_[group].id, each.place, 1, std::nullopt, each.outgrown});
    }
    return taken;
  }

  void Leave(Day day) {
    std::vector<Family> stay;
    for (Family& each : families_) {
      const bool gone = each.outgrown <= day || Between(0, 249) == 0;
      if (!gone) stay.push_back(std::move(each));
    }
    families_ = std::move(stay);
  }

  void Propose(Day day) {
    const int group = static_cast<int>(Between(0, kGroups - 1));
    SeatContract contract;
    contract.id = absl::StrCat("c", ++contracts_);
    contract.group = groups_[group].id;
    contract.state = ContractState::kConfirmed;
    const int64_t kind = Between(0, 13);
    if (kind < 12) {
      contract.pool = {"RESERVED", absl::StrCat("f", kind), Between(1, 6)};
      contract.release_days = Between(0, 4) * 10;
    } else if (kind == 12) {
      contract.pool = {"COMMUNITY", "", Between(1, 4)};
      contract.ceiling_bp = 5'000;
    } else {
      contract.pool = {"SHARED", "", Between(1, 4)};
    }
    contract.period.from = day + Between(0, 45);
    contract.period.until = contract.period.from + Between(30, 240);
    Group with = groups_[group];
    with.contracts.push_back(contract);
    if (!CheckContracts(with, Taken(group), day, "contract").ok()) {
      ++counted_.refused;
      return;
    }
    ++counted_.contracts;
    Note(absl::StrCat(FormatDay(day), " contract ", contract.id, " ", contract.pool.Key()));
    groups_[group] = std::move(with);
  }

  void End(Day day) {
    Group& group = groups_[Between(0, kGroups - 1)];
    for (SeatContract& each : group.contracts) {
      if (!each.period.Contains(day + 5)) continue;
      each.period.until = day + 5;
      ++counted_.ended;
      Note(absl::StrCat(FormatDay(day), " ends ", each.id));
      return;
    }
  }

  void Arrive(Day day) {
    for (int64_t i = Between(0, 2); i > 0; --i) {
      const int64_t firm = Between(0, kFirms + 2);
      Family family;
      if (firm < kFirms) family.firm = absl::StrCat("f", firm);
      family.since = day;
      family.outgrown = Day(absl::CivilMonth(day) + Between(3, 14));
      families_.push_back(std::move(family));
    }
  }

  static Asker AskerFor(const Family& family, Day day) {
    Asker asker;
    if (!family.firm.empty()) asker.firms.insert(family.firm);
    asker.community = family.firm.empty();
    asker.today = day;
    asker.until = family.outgrown;
    return asker;
  }

  // First come, first served; what is before a family stands before it.
  void Offer(Day day) {
    for (Family& each : families_) {
      for (int group = 0; each.group < 0 && group < kGroups; ++group) {
        const auto place = FindSeat(groups_[group], Taken(group), AskerFor(each, day), day);
        if (!place.has_value()) continue;
        CheckGiven(group, each, *place, day);
        each.group = group;
        each.place = *place;
        Count(each);
        Note(absl::StrCat(FormatDay(day), " ", each.firm, " ", groups_[group].id, " ", *place));
      }
    }
  }

  void Count(const Family& family) {
    const PlaceInPool in = PlaceOf(family.place);
    ++counted_.placed;
    counted_.by_right += absl::StartsWith(in.right, "RESERVED/") ? 1 : 0;
    counted_.lent += absl::StartsWith(family.place, "RELEASED/") ? 1 : 0;
    counted_.repaid += in.pool == "SHARED" && absl::StartsWith(in.right, "RESERVED/") ? 1 : 0;
    counted_.public_placed += family.firm.empty() ? 1 : 0;
  }

  // At the moment at which a seat is given by no right, as many are left as firms are owed.
  void CheckGiven(int group, const Family& family, const std::string& place, Day day) const {
    if (absl::StartsWith(PlaceOf(place).right, "RESERVED/")) {
      ASSERT_EQ(PlaceOf(place).right, absl::StrCat("RESERVED/", family.firm));
      return;
    }
    PoolDay pools = LookAhead(groups_[group], Taken(group), day, day);
    int64_t owed = 0;
    for (const PoolOnDay& each : pools.pools()) {
      if (each.pool.kind == "RESERVED" && !each.released) owed += each.Owed();
    }
    const bool open = PlaceOf(place).pool != "COMMUNITY" && PlaceOf(place).pool != "SPECIALIST";
    if (!open) return;
    ASSERT_GT(pools.Unkept(), owed) << FormatDay(day) << " " << place;
  }

  // How many seats of each group anybody may have on the first of the months whose release day is
  // `day`, as seen on `seen`.
  std::map<int, int64_t> OpenNextMonths(Day seen, Day day) const {
    std::map<int, int64_t> open;
    for (int group = 0; group < kGroups; ++group) {
      for (int months = 0; months < 3; ++months) {
        const Day first(absl::CivilMonth(day) + months);
        open[group * 3 + months] = LookAhead(groups_[group], Taken(group), first, seen).Open();
      }
    }
    return open;
  }

  // What is unused, and what is owed, is for all on the day that the contract states and not
  // before.
  void CheckReleases(Day day) {
    const auto before = OpenNextMonths(day - 1, day), after = OpenNextMonths(day, day);
    for (int group = 0; group < kGroups; ++group) {
      for (int months = 0; months < 3; ++months) {
        const Day first(absl::CivilMonth(day) + months);
        int64_t returned = 0;
        const PoolDay pools = LookAhead(groups_[group], Taken(group), first, day);
        for (const PoolOnDay& each : pools.pools()) {
          if (each.release_day == day) returned += each.Right();
          if (each.pool.kind != "RESERVED") continue;
          ASSERT_EQ(each.released, each.release_day.has_value() && *each.release_day <= day);
        }
        if (pools.taken() < kCapacity) {
          ASSERT_EQ(after.at(group * 3 + months) - before.at(group * 3 + months), returned)
              << FormatDay(day) << " " << groups_[group].id << " " << FormatDay(first);
        }
        counted_.released += static_cast<int>(returned);
      }
    }
  }

  bool PoolsTurnAgain(int group, const Family& family, Day day) const {
    const auto turns = TurnsAfter(groups_[group], day);
    return !turns.empty() && *turns.begin() < family.outgrown;
  }

  void CheckDay(Day day) {
    for (int group = 0; group < kGroups; ++group) {
      const PoolDay pools = LookAhead(groups_[group], Taken(group), day, day);
      int64_t seats = 0;
      for (const PoolOnDay& each : pools.pools()) seats += each.pool.seats;
      ASSERT_EQ(seats, kCapacity) << "the pools are the capacity";
      ASSERT_LE(pools.taken(), kCapacity) << FormatDay(day);
      ASSERT_GE(pools.SharedLeft(), 0) << "whoever has a place has a seat";
      bool over = false;
      for (const PoolOnDay& each : pools.pools()) {
        if (each.pool.kind == "COMMUNITY" && each.pool.seats > 0) CheckPublic(each, day);
        over = over || CheckFirm(group, each);
      }
      CheckUnmet(group, pools, over, day);
    }
  }

  // The public's seats are nobody else's, and it has no more than its ceiling by them and beside
  // them.
  void CheckPublic(const PoolOnDay& pool, Day day) const {
    ASSERT_EQ(pool.lent, 0) << FormatDay(day);
    ASSERT_GE(pool.taken + pool.Free(), pool.pool.seats) << FormatDay(day);
    if (pool.by_right > *pool.ceiling) {
      // Only where it was there before the ceiling was.
      ASSERT_GT(pool.taken, 0);
    }
  }

  // Whether the firm has more children in the group than seats.
  bool CheckFirm(int group, const PoolOnDay& pool) {
    if (pool.pool.kind != "RESERVED" || pool.contract.empty()) return false;
    int64_t children = 0;
    for (const Family& each : families_) {
      children += each.group == group && each.firm == pool.pool.firm ? 1 : 0;
    }
    const bool over = children > pool.pool.seats;
    counted_.over_days += over ? 1 : 0;
    return over;
  }

  // A right that is not met, where nothing that is agreed for later stands in its way, finds no
  // seat free that another could have had.
  void CheckUnmet(int group, const PoolDay& pools, bool over, Day day) {
    for (const Family& each : families_) {
      if (each.group >= 0 || each.firm.empty()) continue;
      for (const PoolOnDay& pool : pools.pools()) {
        if (pool.pool.Key() != absl::StrCat("RESERVED/", each.firm) || pool.Right() == 0) continue;
        ++counted_.unmet_days;
        counted_.both_days += over ? 1 : 0;
        if (PoolsTurnAgain(group, each, day)) continue;
        ++counted_.judged;
        ASSERT_EQ(pool.OwnFree(), 0) << FormatDay(day) << " " << each.firm;
        ASSERT_LE(pool.released ? pools.Open() : pools.Unkept(), 0)
            << FormatDay(day) << " " << each.firm;
      }
    }
  }

  std::mt19937_64 random_;
  std::vector<Group> groups_;
  std::vector<Family> families_;  // In the order of submission.
  int contracts_ = 0;
  Counted counted_;
  std::string log_;
};

TEST(PoolYearTest, TheRightsOfAllHoldOnEveryDay) {
  const auto seed = static_cast<uint64_t>(FromEnvironment("TUOQIAO_SEED", 20261126));
  const int64_t years = FromEnvironment("TUOQIAO_YEARS", 4);
  std::cout << "TUOQIAO_SEED=" << seed << "\n";
  int64_t judged = 0;
  for (int64_t i = 0; i < years; ++i) {
    const Counted year = Year(seed + static_cast<uint64_t>(i)).Run();
    if (HasFatalFailure()) return;
    std::cout << "year " << i << ": " << year.contracts << " contracts (" << year.refused
              << " refused, " << year.ended << " ended), " << year.placed << " placed, "
              << year.by_right << " by right, " << year.lent << " lent, " << year.repaid
              << " paid back, " << year.public_placed << " of the public, " << year.released
              << " seats released, " << year.unmet_days << " unmet, " << year.over_days
              << " over share, " << year.both_days << " both, " << year.judged << " judged\n";
    EXPECT_GT(year.contracts, 20);
    EXPECT_GT(year.by_right, 20);
    EXPECT_GT(year.lent, 0);
    EXPECT_GT(year.released, 20);
    EXPECT_GT(year.public_placed, 5);
    judged += year.judged;
    EXPECT_EQ(Year(seed + static_cast<uint64_t>(i)).Run().log_hash, year.log_hash) << "replayed";
  }
  EXPECT_GT(judged, 10 * years) << "rights that nothing but a full group leaves unmet";
}

}  // namespace
}  // namespace tuoqiao::places
