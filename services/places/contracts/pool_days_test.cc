#include "services/places/contracts/pool_days.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "absl/strings/match.h"
#include "services/common/errors.h"
#include "services/places/offers/seats.h"
#include "services/places/testing_values.h"

namespace tuoqiao::places {
namespace {

using Day = absl::CivilDay;

SeatContract ContractOf(const SeatPool& pool, Period period, int64_t release_days = 0) {
  SeatContract contract;
  contract.id = absl::StrCat(pool.Key(), " ", FormatDay(period.from));
  contract.group = "a/g1";
  contract.pool = pool;
  contract.ceiling_seats = pool.kind == "COMMUNITY" ? pool.seats : 0;
  contract.period = period;
  contract.release_days = release_days;
  contract.state = ContractState::kConfirmed;
  return contract;
}
SeatContract Reserved(const std::string& firm, int64_t seats, int64_t release_days = 0) {
  return ContractOf({"RESERVED", firm, seats}, {kToday, kToday + 365}, release_days);
}

Group GroupWith(int64_t capacity, std::vector<SeatContract> contracts) {
  Group group = GroupOf("a", "g1", GroupKind::kLarge, capacity);
  group.contracts = std::move(contracts);
  return group;
}

Asker Of(const std::string& firm, Day today = kToday) {
  Asker asker;
  if (!firm.empty()) asker.firms.insert(firm);
  asker.today = today;
  return asker;
}

// Takes seats one after the other, as long as there are some, and says what they are.
std::string TakeAll(const Group& group, std::vector<TakenSeats>& taken, const Asker& asker, Day day,
                    int64_t most = 99) {
  std::vector<std::string> places;
  for (; most > 0; --most) {
    const auto place = FindSeat(group, taken, asker, day);
    if (!place.has_value()) break;
    taken.push_back({group.id, *place, 1, std::nullopt, asker.until});
    places.push_back(*place);
  }
  std::string said;
  for (size_t i = 0, j; i < places.size(); i = j) {
    for (j = i; j < places.size() && places[j] == places[i];) ++j;
    absl::StrAppend(&said, said.empty() ? "" : ", ", j - i, " ", places[i]);
  }
  return said;
}

TEST(PoolDaysTest, APlaceSaysWhereItStandsAndByWhoseRight) {
  struct Case {
    const char* text;
    const char* pool;
    const char* right;
  };
  for (const Case& each : {
           Case{"SHARED", "SHARED", ""},
           Case{"RESERVED/91a", "RESERVED/91a", "RESERVED/91a"},
           Case{"SPECIALIST", "SPECIALIST", "SPECIALIST"},
           Case{"SHARED/91a", "SHARED", "RESERVED/91a"},
           Case{"SHARED/COMMUNITY", "SHARED", "COMMUNITY"},
           Case{"RELEASED/91a", "RESERVED/91a", ""},
           Case{"RELEASED/91a/91b", "RESERVED/91a", "RESERVED/91b"},
           Case{"RELEASED/91a/COMMUNITY", "RESERVED/91a", "COMMUNITY"},
       }) {
    EXPECT_EQ(PlaceOf(each.text).pool, each.pool);
    EXPECT_EQ(PlaceOf(each.text).right, each.right) << each.text;
  }
}

TEST(PoolDaysTest, SharedHasWhatContractsLeaveOnTheirDaysAndSetCentreSaysTheOthers) {
  Group group = GroupOf("a", "g1", GroupKind::kLarge,
                        std::vector<SeatPool>{{"RESERVED", "91a", 2}, {"SHARED", "", 8}});
  group.contracts = {ContractOf({"RESERVED", "91b", 3}, {kToday + 10, kToday + 20}),
                     ContractOf({"RESERVED", "91a", 4}, {kToday + 15, kToday + 30})};
  const auto said = [&](Day day) {
    std::string text;
    const PoolDay pools(group, day, kToday);
    for (const PoolOnDay& each : pools.pools()) {
      absl::StrAppend(&text, text.empty() ? "" : ", ", each.pool.Key(), " ", each.pool.seats);
    }
    return text;
  };
  EXPECT_EQ(said(kToday + 9), "RESERVED/91a 2, SHARED 8");
  EXPECT_EQ(said(kToday + 10), "RESERVED/91a 2, RESERVED/91b 3, SHARED 5");
  EXPECT_EQ(said(kToday + 15), "RESERVED/91a 4, RESERVED/91b 3, SHARED 3");
  EXPECT_EQ(said(kToday + 20), "RESERVED/91a 4, SHARED 6");
  EXPECT_EQ(said(kToday + 30), "RESERVED/91a 2, SHARED 8");
}

TEST(PoolDaysTest, WhatIsUnusedIsForAllFromTheDayOfReleaseOn) {
  const Group group = GroupWith(10, {Reserved("91a", 6, 30)});
  const Day november(2026, 11, 2), released(2026, 10, 2);
  std::vector<TakenSeats> taken = {{"a/g1", "RESERVED/91a", 2, std::nullopt}};
  std::vector<TakenSeats> before = taken;
  EXPECT_EQ(TakeAll(group, before, Of("", released - 1), november), "4 SHARED");
  EXPECT_EQ(TakeAll(group, taken, Of("", released), november, 7), "4 SHARED, 3 RELEASED/91a");
  EXPECT_EQ(TakeAll(group, taken, Of("91a", released), november), "1 RESERVED/91a");
}

TEST(PoolDaysTest, ALentSeatIsTheFirmsAgainWhenItIsFree) {
  const Group group = GroupWith(10, {Reserved("91a", 6, 10)});
  const Day december(2026, 12, 1), seen(2026, 11, 5);
  std::vector<TakenSeats> taken = {{"a/g1", "SHARED", 4, std::nullopt},
                                   {"a/g1", "RELEASED/91a", 3, std::nullopt},
                                   {"a/g1", "RELEASED/91a", 1, Day(2026, 11, 30)},
                                   {"a/g1", "RESERVED/91a", 2, std::nullopt}};
  EXPECT_EQ(TakeAll(group, taken, Of("", seen), december), "");
  EXPECT_EQ(TakeAll(group, taken, Of("91a", seen), december), "1 RESERVED/91a");
  // Of the shared seats that become free, the firm is first to have as many as it lent.
  taken[0].count = 0;
  EXPECT_EQ(TakeAll(group, taken, Of("91b", seen), december), "1 SHARED");
  EXPECT_EQ(TakeAll(group, taken, Of("91a", seen), december), "3 SHARED/91a");
}

TEST(PoolDaysTest, AFirmThatHasAllItsRightElsewhereHasNoMoreThanItsSeats) {
  const Group group = GroupWith(6, {Reserved("91a", 3)});
  std::vector<TakenSeats> taken = {{"a/g1", "SHARED/91a", 2, std::nullopt},
                                   {"a/g1", "RELEASED/91a", 1, std::nullopt}};
  EXPECT_EQ(TakeAll(group, taken, Of("91a"), kToday), "1 RESERVED/91a, 1 SHARED, 1 RELEASED/91a");
}

TEST(PoolDaysTest, ThePublicHasItsFloorAlwaysAndNoMoreThanItsCeiling) {
  SeatContract community = ContractOf({"COMMUNITY", "", 2}, {kToday, kToday + 365});
  community.ceiling_seats = 4;
  const Group group = GroupWith(8, {community});
  Asker anybody = Of("91a"), of_public = Of("");
  of_public.community = true;
  std::vector<TakenSeats> taken;
  EXPECT_EQ(TakeAll(group, taken, of_public, kToday), "2 COMMUNITY, 2 SHARED/COMMUNITY");
  EXPECT_EQ(TakeAll(group, taken, anybody, kToday), "4 SHARED");
  taken.clear();
  EXPECT_EQ(TakeAll(group, taken, anybody, kToday), "6 SHARED");
  EXPECT_EQ(TakeAll(group, taken, of_public, kToday), "2 COMMUNITY");
}

TEST(PoolDaysTest, InARoundThePublicHasSharedSeatsUpToItsCeiling) {
  SeatContract community = ContractOf({"COMMUNITY", "", 2}, {kToday, kToday + 365});
  community.ceiling_seats = 5;
  const Group group = GroupWith(8, {community});
  struct Case {
    std::vector<TakenSeats> taken;
    const char* free;
  };
  for (const Case& each : {
           Case{{}, "COMMUNITY 2 SHARED 3 SHARED/COMMUNITY 3 "},
           Case{{{"a/g1", "COMMUNITY", 1, std::nullopt}},
                "COMMUNITY 1 SHARED 3 SHARED/COMMUNITY 3 "},
           Case{{{"a/g1", "COMMUNITY", 2, std::nullopt}, {"a/g1", "SHARED/COMMUNITY", 2, {}}},
                "COMMUNITY 0 SHARED 3 SHARED/COMMUNITY 1 "},
           Case{{{"a/g1", "SHARED", 5, std::nullopt}}, "COMMUNITY 2 SHARED 0 SHARED/COMMUNITY 1 "},
       }) {
    SeatBook book({CentreWith("a", {group})}, each.taken, {kToday, kToday});
    std::string free;
    for (const auto& pool : book.FreeOn(kToday))
      absl::StrAppend(&free, pool.pool, " ", pool.seats, " ");
    EXPECT_EQ(free, each.free);
  }
  // A child of a firm asks for what is not for all first; one of the public never does.
  SeatBook book({CentreWith("a", {group})}, {}, {kToday, kToday});
  Child of_firm = ChildOf("C1", Day(2024, 6, 1)), of_public = of_firm;
  of_public.employments.clear();
  const auto asks = [&](const Child& child) {
    std::string numbers;
    for (const auto& each : book.FitsOf(child, "a", kToday)) {
      if (each.for_child) absl::StrAppend(&numbers, each.number, " ");
    }
    return numbers;
  };
  EXPECT_EQ(asks(of_firm), "2 3 ");
  EXPECT_EQ(asks(of_public), "1 3 ");
}

TEST(PoolDaysTest, WhoHasAPlaceKeepsItWhenTheContractEnds) {
  const Day end = kToday + 30;
  Group group = GroupWith(6, {ContractOf({"RESERVED", "91a", 4}, {kToday, end}),
                              ContractOf({"RESERVED", "91b", 3}, {end, end + 30})});
  std::vector<TakenSeats> taken;
  EXPECT_EQ(TakeAll(group, taken, Of("91a"), kToday), "3 RESERVED/91a")
      << "a fourth would stand on a seat that is another firm's by then";
  EXPECT_TRUE(CheckContracts(group, taken, kToday, "contract").ok());
  const PoolDay then = LookAhead(group, taken, end, kToday);
  EXPECT_EQ(then.SharedLeft(), 0);
  taken.back().outgrown = end;
  EXPECT_EQ(LookAhead(group, taken, end, kToday).SharedLeft(), 1);
}

TEST(PoolDaysTest, ContractsGoTogetherWithEachOtherAndWithThosePresent) {
  struct Case {
    std::vector<SeatContract> contracts;
    std::vector<TakenSeats> enrolled;
    const char* reason;
  };
  const Period later = {kToday + 10, kToday + 20}, after = {kToday + 20, kToday + 30};
  const TakenSeats five = {"a/g1", "SHARED", 5, std::nullopt};
  TakenSeats five_until = five, five_young = five;
  five_until.until = kToday + 10;
  five_young.outgrown = kToday + 11;
  const auto reserved = [](const char* firm, int64_t seats, Period period) {
    return ContractOf({"RESERVED", firm, seats}, period);
  };
  for (const Case& each : {
           Case{{reserved("91a", 5, later), reserved("91b", 5, later)}, {}, ""},
           Case{{reserved("91a", 5, later), reserved("91b", 6, later)}, {}, "POOL_OVER_CAPACITY"},
           Case{{reserved("91a", 5, later), reserved("91b", 6, after)}, {}, ""},
           Case{{reserved("91a", 5, later), reserved("91a", 1, after)}, {}, ""},
           Case{{reserved("91a", 5, later), reserved("91a", 1, {kToday + 19, kToday + 21})},
                {},
                "CONTRACT_OVERLAP"},
           Case{{reserved("91a", 8, later), ContractOf({"SHARED", "", 3}, later)},
                {},
                "POOL_OVER_CAPACITY"},
           Case{{reserved("91a", 5, later)}, {five}, ""},
           Case{{reserved("91a", 6, later)}, {five}, "CAPACITY_BELOW_ENROLMENTS"},
           Case{{reserved("91a", 6, later)}, {five_until}, ""},
           Case{{reserved("91a", 6, later)}, {five_young}, "CAPACITY_BELOW_ENROLMENTS"},
           Case{{reserved("91a", 6, after)}, {five_young}, ""},
       }) {
    const Group group = GroupWith(10, each.contracts);
    EXPECT_EQ(ReasonOf(CheckContracts(group, each.enrolled, kToday, "contract")), each.reason);
  }
}

// ---- The rule again, seat by seat.

struct ModelSeat {
  std::string owner;  // Empty: shared.
  bool taken = false;
  std::string right;  // The firm by whose right.
};
struct ModelFirm {
  int64_t seats = 0;
  bool released = false;
};
using ModelFirms = std::map<std::string, ModelFirm>;

class Model {
 public:
  Model(int64_t capacity, ModelFirms firms) : firms_(std::move(firms)) {
    for (const auto& [firm, each] : firms_) {
      for (int64_t i = 0; i < each.seats; ++i) seats_.push_back({firm, false, ""});
    }
    while (static_cast<int64_t>(seats_.size()) < capacity) seats_.push_back(ModelSeat());
  }

  int64_t Right(const std::string& firm) const {
    int64_t left = firms_.at(firm).seats;
    for (const ModelSeat& each : seats_) left -= each.taken && each.right == firm;
    return std::max<int64_t>(left, 0);
  }
  // Free seats that somebody keeps, by firm, and the others.
  struct Free {
    std::map<std::string, std::vector<size_t>> own;
    std::vector<size_t> open;
    int64_t owed = 0;
  };
  Free Look() const {
    Free free;
    for (const auto& [firm, each] : firms_) {
      int64_t right = Right(firm);
      for (size_t i = 0; i < seats_.size(); ++i) {
        if (seats_[i].taken || seats_[i].owner != firm) continue;
        if (right > 0) free.own[firm].push_back(i);
        if (right <= 0 || each.released) free.open.push_back(i);
        --right;
      }
      if (!each.released) free.owed += std::max<int64_t>(right, 0);
    }
    for (size_t i = 0; i < seats_.size(); ++i) {
      if (!seats_[i].taken && seats_[i].owner.empty()) free.open.push_back(i);
    }
    return free;
  }
  // Whether a child of the firm (empty: of none) gets a seat; takes it.
  bool Take(const std::string& firm) {
    const Free free = Look();
    const auto own = free.own.find(firm);
    if (own != free.own.end()) return Give(own->second[0], firm);
    const int64_t open = static_cast<int64_t>(free.open.size());
    const bool known = firms_.count(firm) == 1;
    if (known && Right(firm) > 0) {
      const int64_t kept = firms_.at(firm).released ? free.owed : 0;
      return open > kept && Give(free.open.back(), firm);
    }
    return open > free.owed && Give(free.open.back(), "");
  }
  // The seat that a place stands on, as the rule said it.
  bool TakeAt(const std::string& place, bool really) {
    const PlaceInPool in = PlaceOf(place);
    const std::string owner = in.pool == "SHARED" ? "" : in.pool.substr(9);
    for (size_t i = 0; i < seats_.size(); ++i) {
      if (seats_[i].taken || seats_[i].owner != owner) continue;
      return !really || Give(i, in.right.empty() ? "" : in.right.substr(9));
    }
    return false;
  }
  int64_t taken() const {
    return std::count_if(seats_.begin(), seats_.end(), [](const auto& each) { return each.taken; });
  }
  int64_t ByRight(const std::string& firm) const {
    return std::count_if(seats_.begin(), seats_.end(),
                         [&](const auto& each) { return each.taken && each.right == firm; });
  }

 private:
  bool Give(size_t seat, const std::string& right) {
    seats_[seat].taken = true;
    seats_[seat].right = right;
    return true;
  }

  ModelFirms firms_;
  std::vector<ModelSeat> seats_;
};

// To children of 91b, one after the other.
int64_t GivenByTheBook(const Group& group, const std::vector<TakenSeats>& taken) {
  SeatBook book({CentreWith("a", {group})}, taken, {kToday, kToday});
  Child child = ChildOf("1", Day(2024, 6, 15));
  child.employments[0].firm = "91b";
  const Decision decision = Eligible();
  int64_t given = 0;
  while (book.Hold({child, decision, {"a"}, {}, Day(2026, 11, 1)}).has_value()) ++given;
  return given;
}

TEST(PoolDaysTest, TheRuleIsWhatItIsSeatBySeat) {
  std::mt19937_64 random(20261126);
  const auto between = [&](int64_t least, int64_t most) {
    return std::uniform_int_distribution<int64_t>(least, most)(random);
  };
  int given = 0, refused = 0, lent = 0, repaid = 0;
  for (int round = 0; round < 3000; ++round) {
    const int64_t capacity = between(4, 20);
    ModelFirms firms;
    std::vector<SeatContract> contracts;
    int64_t left = capacity;
    for (const char* firm : {"91a", "91b", "91c"}) {
      const int64_t seats = between(0, std::min<int64_t>(left, 6));
      left -= seats;
      const bool released = between(0, 1) == 1;
      firms[firm] = {seats, released};
      contracts.push_back(Reserved(firm, seats, released ? 40 : 1));
    }
    const Group group = GroupWith(capacity, contracts);
    const Day november(2026, 11, 1);
    Model model(capacity, firms);
    std::vector<TakenSeats> taken;
    // What happened before: anything that is possible.
    for (int64_t i = between(0, capacity); i > 0; --i) {
      static const char* const kPlaces[] = {"SHARED",       "SHARED/91a",   "SHARED/91b",
                                            "RELEASED/91a", "RELEASED/91b", "RELEASED/91c/91a",
                                            "RELEASED/91c", "RESERVED/91a"};
      const std::string place = kPlaces[between(0, 7)];
      const PlaceInPool in = PlaceOf(place);
      const std::string by = in.right.empty() ? "" : in.right.substr(9);
      if (!by.empty() && model.Right(by) == 0) continue;
      if (!model.TakeAt(place, true)) continue;
      taken.push_back({"a/g1", place, 1, std::nullopt});
    }
    ASSERT_EQ(FreeSeats(group, taken, Of("91b"), november), GivenByTheBook(group, taken));
    for (int i = 0; i < 12; ++i) {
      const char* const kFirms[] = {"91a", "91b", "91c", "91z", ""};
      const std::string firm = kFirms[between(0, 4)];
      const auto place = FindSeat(group, taken, Of(firm), november);
      Model probe = model;
      ASSERT_EQ(place.has_value(), probe.Take(firm)) << "round " << round << ", " << firm;
      if (!place.has_value()) {
        ++refused;
        continue;
      }
      ASSERT_TRUE(StillThere(group, taken, {*place, {november, Day::max()}, kToday}));
      ASSERT_TRUE(model.TakeAt(*place, true)) << *place;
      taken.push_back({"a/g1", *place, 1, std::nullopt});
      ++given;
      lent += absl::StrContains(*place, "RELEASED/") ? 1 : 0;
      repaid += absl::StrContains(*place, "/91") && absl::StrContains(*place, "SHARED/") ? 1 : 0;
      ASSERT_LE(model.taken(), capacity);
      for (const auto& [each, said] : firms) ASSERT_LE(model.ByRight(each), said.seats);
      // Nobody without a right was given what a firm is owed.
      const Model::Free free = model.Look();
      if (PlaceOf(*place).right.empty()) {
        ASSERT_GE(static_cast<int64_t>(free.open.size()), free.owed) << *place;
      }
    }
  }
  EXPECT_GT(given, 5000);
  EXPECT_GT(refused, 5000);
  EXPECT_GT(lent, 500);
  EXPECT_GT(repaid, 500);
}

TEST(PoolDaysTest, FreeSeatsAreWhatTheBookGivesAndWhatARoundFinds) {
  Group group = GroupWith(10, {Reserved("91a", 4, 30), Reserved("91b", 2)});
  const std::vector<TakenSeats> taken = {{"a/g1", "RESERVED/91a", 1, std::nullopt},
                                         {"a/g1", "RELEASED/91a", 1, std::nullopt},
                                         {"a/g1", "SHARED", 1, std::nullopt}};
  Asker asker = Of("91b");
  EXPECT_EQ(FreeSeats(group, taken, asker, kToday), 2 + 3 + 2);
  SeatBook book({CentreWith("a", {group})}, taken, {kToday, kToday});
  std::string free;
  for (const auto& each : book.FreeOn(kToday))
    absl::StrAppend(&free, each.pool, " ", each.seats, " ");
  EXPECT_EQ(free, "RESERVED/91a 2 RESERVED/91b 2 SHARED 3 ");
  // In November 91a has its seats still, and is owed the one that is lent.
  EXPECT_EQ(GivenByTheBook(group, taken), 2 + 3 - 1);
  EXPECT_EQ(FreeSeats(group, taken, asker, Day(2026, 11, 1)), 2 + 3 - 1);
}

}  // namespace
}  // namespace tuoqiao::places
