// Small markets, and every matching that they have.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <set>
#include <tuple>

#include "services/common/hash.h"
#include "services/places/allocation/check.h"
#include "services/places/allocation/matching.h"
#include "services/places/allocation/testing_markets.h"

namespace tuoqiao::allocation {
namespace {

uint64_t TestSeed() {
  const char* asked = std::getenv("TUOQIAO_SEED");
  const uint64_t seed =
      asked != nullptr ? std::strtoull(asked, nullptr, 10) : std::random_device()();
  std::printf("TUOQIAO_SEED=%llu\n", static_cast<unsigned long long>(seed));
  return seed;
}

// The rule once more, from its words alone: shares no line with the room. Everything is looked up
// by place: applicants, and for each the units that it asks for in order.
class Exhaustive {
 public:
  Exhaustive(const Market& market, const Draw& draw) : market_(market), draw_(draw) {
    for (const Applicant& each : market.applicants) {
      std::vector<std::pair<std::string, int64_t>> asked;
      for (const Choice& choice : each.choices) {
        for (const std::string& unit : choice.units) asked.push_back({unit, choice.points});
      }
      asked_.push_back(asked);
    }
  }

  // All matchings that are stable, each as the place of the seat in the own order; the length of
  // the order for no seat.
  std::vector<std::vector<size_t>> Stable() {
    std::vector<std::vector<size_t>> found;
    std::vector<size_t> matching(asked_.size());
    std::function<void(size_t)> walk = [&](size_t applicant) {
      if (applicant == asked_.size()) {
        if (Fits(matching) && !Blocked(matching)) found.push_back(matching);
        return;
      }
      for (size_t place = 0; place <= asked_[applicant].size(); ++place) {
        matching[applicant] = place;
        walk(applicant + 1);
      }
    };
    walk(0);
    return found;
  }

  std::vector<size_t> PlacesOf(const Seats& seats) const {
    std::vector<size_t> places;
    for (size_t i = 0; i < asked_.size(); ++i) {
      size_t place = 0;
      const auto seat = seats.find(market_.applicants[i].id);
      while (place < asked_[i].size() &&
             (seat == seats.end() || asked_[i][place].first != seat->second)) {
        ++place;
      }
      places.push_back(place);
    }
    return places;
  }

 private:
  std::string UnitOf(const std::vector<size_t>& matching, size_t applicant) const {
    const size_t place = matching[applicant];
    return place == asked_[applicant].size() ? "" : asked_[applicant][place].first;
  }
  std::vector<size_t> HoldersOf(const std::vector<size_t>& matching,
                                const std::string& unit) const {
    std::vector<size_t> holders;
    for (size_t i = 0; i < asked_.size(); ++i) {
      if (UnitOf(matching, i) == unit) holders.push_back(i);
    }
    return holders;
  }
  int64_t SeatsOf(const std::string& unit) const {
    for (const SeatUnit& each : market_.units) {
      if (each.id == unit) return each.seats;
    }
    return 0;
  }
  bool Fits(const std::vector<size_t>& matching) const {
    for (const SeatUnit& each : market_.units) {
      if (static_cast<int64_t>(HoldersOf(matching, each.id).size()) > each.seats) return false;
    }
    return true;
  }
  int64_t PointsAt(size_t applicant, const std::string& unit) const {
    for (const auto& [asked, points] : asked_[applicant]) {
      if (asked == unit) return points;
    }
    return -1;
  }
  bool Before(size_t a, size_t b, const std::string& unit) const {
    return Key(a, unit) < Key(b, unit);
  }
  std::tuple<int64_t, int64_t, std::string, std::string> Key(size_t i,
                                                             const std::string& unit) const {
    const Applicant& each = market_.applicants[i];
    const int64_t submitted = absl::ToUnixMicros(each.submitted);
    const std::string number =
        Sha256(draw_.seed + draw_.public_entropy + "\n" + market_.round + "\n" + each.draws_as);
    const int64_t tie = market_.ties == Ties::kSubmission ? submitted : 0;
    switch (market_.policy) {
      case Policy::kFirstCome:
        return {0, submitted, number, each.id};
      case Policy::kPoints:
        return {-each.choices[0].points, tie, number, each.id};
      case Policy::kLottery:
        return {0, 0, number, each.id};
      case Policy::kDeferredAcceptance:
        return {-PointsAt(i, unit), tie, number, each.id};
    }
    return {};
  }
  bool Blocked(const std::vector<size_t>& matching) const {
    for (size_t i = 0; i < asked_.size(); ++i) {
      for (size_t place = 0; place < matching[i]; ++place) {
        const std::string& unit = asked_[i][place].first;
        const auto holders = HoldersOf(matching, unit);
        if (static_cast<int64_t>(holders.size()) < SeatsOf(unit)) return true;
        for (const size_t each : holders) {
          if (Before(i, each, unit)) return true;
        }
      }
    }
    return false;
  }

  const Market& market_;
  const Draw& draw_;
  std::vector<std::vector<std::pair<std::string, int64_t>>> asked_;
};

TEST(StabilityTest, EqualsAllStableMatchingsOfTenThousandSmallMarkets) {
  const uint64_t seed = TestSeed();
  std::mt19937_64 random(seed);
  int several = 0, with_choice = 0;
  for (int i = 0; i < 10'000; ++i) {
    const Market market = RandomMarket(random).Make();
    const Draw draw = DrawOf(absl::StrCat(random()));
    Exhaustive exhaustive(market, draw);
    const auto stable = exhaustive.Stable();
    const Seats seats = Match(market, draw);
    const auto given = exhaustive.PlacesOf(seats);
    ASSERT_EQ(std::count(stable.begin(), stable.end(), given), 1) << "market " << i;
    // Nobody has a better seat in any other stable matching.
    for (const auto& other : stable) {
      for (size_t each = 0; each < given.size(); ++each) ASSERT_LE(given[each], other[each]) << i;
    }
    ASSERT_EQ(FirstFault(market, draw, seats), std::nullopt) << i;
    several += stable.size() > 1 ? 1 : 0;
    with_choice += market.applicants.size() > 2 && market.units.size() > 1 ? 1 : 0;
  }
  std::printf("10000 markets, %d with several stable matchings\n", several);
  EXPECT_GT(several, 200);
  EXPECT_GT(with_choice, 3000);
}

// Whoever shares a seat, no pool has more children at any time of the day than it has seats. And by
// halves nobody has a reason to complain: who got none of what stands for it stands behind all who
// have the halves of its part of the day, and a free half is wanted by nobody of that part.
TEST(StabilityTest, HalvesShareSeatsAndNoneIsOversoldAtAnyTimeOfTheDay) {
  using Part = RandomMarket::Part;
  const uint64_t seed = TestSeed();
  std::mt19937_64 random(seed);
  int with_halves = 0, shared = 0;
  for (int i = 0; i < 10'000; ++i) {
    RandomMarket maker(random);
    const Market market = maker.Make();
    if (!maker.halves()) continue;
    ++with_halves;
    const Draw draw = DrawOf(absl::StrCat(random()));
    const Seats seats = Match(market, draw);
    ASSERT_EQ(FirstFault(market, draw, seats), std::nullopt) << i;
    std::map<std::string, std::map<Part, int64_t>> there;  // By pool.
    std::map<std::string, std::set<Part>> by_half;
    for (const auto& [applicant, unit] : seats) {
      const Part part = maker.parts().at(applicant);
      const bool half = unit.find('-') != std::string::npos;
      ASSERT_TRUE(!half || part != Part::kWhole) << i;
      const std::string pool = unit.substr(0, unit.find('-'));
      ++there[pool][part];
      if (half) by_half[pool].insert(part);
    }
    for (auto& [pool, children] : there) {
      for (const Part part : {Part::kMorning, Part::kAfternoon}) {
        ASSERT_LE(children[Part::kWhole] + children[part], maker.seats().at(pool))
            << "market " << i << " " << pool;
      }
      shared += by_half[pool].size() == 2 ? 1 : 0;
    }
  }
  std::printf("%d markets with half days, %d with a shared seat\n", with_halves, shared);
  EXPECT_GT(with_halves, 2500);
  EXPECT_GT(shared, 200);
}

TEST(StabilityTest, TheCheckSeesWhateverIsChanged) {
  const uint64_t seed = TestSeed();
  std::mt19937_64 random(seed);
  int changed = 0;
  for (int i = 0; i < 2'000; ++i) {
    const Market market = RandomMarket(random).Make();
    const Draw draw = DrawOf(absl::StrCat(random()));
    Exhaustive exhaustive(market, draw);
    const auto stable = exhaustive.Stable();
    for (const Applicant& each : market.applicants) {
      for (const SeatUnit& unit : market.units) {
        Seats seats = Match(market, draw);
        seats[each.id] = unit.id;
        const auto places = exhaustive.PlacesOf(seats);
        const bool asked =
            std::any_of(each.choices.begin(), each.choices.end(), [&](const Choice& choice) {
              return std::count(choice.units.begin(), choice.units.end(), unit.id) > 0;
            });
        const bool sound = asked && std::count(stable.begin(), stable.end(), places) > 0;
        ASSERT_EQ(!FirstFault(market, draw, seats).has_value(), sound) << "market " << i;
        changed += sound ? 0 : 1;
      }
    }
  }
  EXPECT_GT(changed, 1000);
}

}  // namespace
}  // namespace tuoqiao::allocation
