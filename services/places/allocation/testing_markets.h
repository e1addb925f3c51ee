// Markets as a clerk would write them, and random small ones; for the tests of this folder.
#ifndef TUOQIAO_SERVICES_PLACES_ALLOCATION_TESTING_MARKETS_H_
#define TUOQIAO_SERVICES_PLACES_ALLOCATION_TESTING_MARKETS_H_

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/places/allocation/lottery.h"
#include "services/places/allocation/market.h"

namespace tuoqiao::allocation {

inline Draw DrawOf(const std::string& name) {
  Draw draw;
  draw.seed = name;
  draw.seed.resize(32, '.');
  return draw;
}

// Centres as `north 1; south 2`: one pool each, with so many free seats. Families as lines of
// `name | minute of submission | centre points, centre points`, in the order of preference.
inline Market MarketOf(Policy policy, Ties ties, const std::string& centres,
                       const std::vector<std::string>& families) {
  Market market;
  market.round = "parks/yunqi/allocations/spring";
  market.policy = policy;
  market.ties = ties;
  market.start = absl::CivilDay(2027, 3, 1);
  market.seed_hash = SeedHash(DrawOf("spring").seed);
  for (const absl::string_view each : absl::StrSplit(centres, "; ")) {
    const std::vector<std::string> words = absl::StrSplit(each, ' ');
    market.units.push_back({absl::StrCat(words[0], "/g/1"), std::stoll(words[1])});
  }
  for (const std::string& each : families) {
    const std::vector<std::string> cells = absl::StrSplit(each, " | ");
    Applicant applicant;
    applicant.id = applicant.draws_as = std::string(absl::StripAsciiWhitespace(cells[0]));
    applicant.submitted = absl::FromUnixSeconds(1'790'000'000 + 60 * std::stoll(cells[1]));
    for (const absl::string_view choice : absl::StrSplit(cells[2], ", ")) {
      const std::vector<std::string> words = absl::StrSplit(choice, ' ');
      applicant.choices.push_back({words[0], std::stoll(words[1]), {words[0] + "/g/1"}});
    }
    market.applicants.push_back(std::move(applicant));
  }
  const auto by_id = [](const auto& a, const auto& b) { return a.id < b.id; };
  std::sort(market.units.begin(), market.units.end(), by_id);
  std::sort(market.applicants.begin(), market.applicants.end(), by_id);
  return market;
}

// `an north/g/1, bo -`: by applicant.
inline std::string TextOf(const Market& market, const Seats& seats) {
  std::vector<std::string> cells;
  for (const Applicant& each : market.applicants) {
    const auto seat = seats.find(each.id);
    const std::string centre =
        seat == seats.end() ? "-" : seat->second.substr(0, seat->second.find('/'));
    cells.push_back(absl::StrCat(each.id, " ", centre));
  }
  return absl::StrJoin(cells, ", ");
}

// At most four applicants for at most four pools of at most three centres, some pools without a
// seat and some children for whom a centre has nothing. Every second market is crowded: three seats
// at three centres, for which everybody asks; there is then often more than one stable result. In
// every third, seats of the first pool are for half days, and children come for a half or the whole
// of the day.
class RandomMarket {
 public:
  enum class Part { kWhole, kMorning, kAfternoon };

  explicit RandomMarket(std::mt19937_64& random)
      : random_(random), crowded_(Pick(0, 1) == 1), halves_(Pick(0, 2) == 0) {}

  Market Make() {
    Market market;
    market.round = "parks/yunqi/allocations/random";
    market.policy = crowded_ ? Policy::kDeferredAcceptance : static_cast<Policy>(Pick(0, 3));
    market.ties = static_cast<Ties>(Pick(0, 1));
    const int centres = crowded_ ? 3 : Pick(1, 3), units = crowded_ ? 3 : Pick(centres, 4);
    for (int i = 0; i < units; ++i) {
      market.units.push_back(
          {absl::StrCat("c", i % centres, "/g/", i / centres), crowded_ ? 1 : Pick(0, 2)});
    }
    for (const SeatUnit& each : market.units) seats_[each.id] = each.seats;
    if (halves_) PartFirst(market);
    std::sort(market.units.begin(), market.units.end(),
              [](const SeatUnit& a, const SeatUnit& b) { return a.id < b.id; });
    const int applicants = crowded_ ? 4 : Pick(1, 4);
    for (int i = 0; i < applicants; ++i) market.applicants.push_back(Applying(i, centres, market));
    return market;
  }

  // Seats of each pool before any were for half days, and when each child comes: by id.
  const std::map<std::string, int64_t>& seats() const { return seats_; }
  const std::map<std::string, Part>& parts() const { return parts_; }
  bool halves() const { return halves_; }

 private:
  void PartFirst(Market& market) {
    SeatUnit& whole = market.units.front();
    const int64_t said = Pick(1, 2), halves = std::min(said, whole.seats);
    const std::string id = whole.id;
    market.half_seats[id.substr(0, id.rfind('/'))] = said;
    whole.seats -= halves;
    market.units.push_back({absl::StrCat(id, kMorningUnit), halves});
    market.units.push_back({absl::StrCat(id, kAfternoonUnit), halves});
  }
  // Whether the unit is in the line of a child that comes so.
  static bool IsFor(const SeatUnit& unit, Part part) {
    if (absl::EndsWith(unit.id, kMorningUnit)) return part == Part::kMorning;
    if (absl::EndsWith(unit.id, kAfternoonUnit)) return part == Part::kAfternoon;
    return true;
  }

  int Pick(int least, int most) { return std::uniform_int_distribution<int>(least, most)(random_); }

  Applicant Applying(int i, int centres, const Market& market) {
    Applicant applicant;
    applicant.id = absl::StrCat("a", i);
    applicant.draws_as = i > 0 && Pick(0, 3) == 0 ? absl::StrCat("a", i - 1) : applicant.id;
    applicant.submitted = absl::FromUnixSeconds(Pick(0, 2));
    const Part part = parts_[applicant.id] = halves_ ? static_cast<Part>(Pick(0, 2)) : Part::kWhole;
    std::vector<int> order;
    for (int c = 0; c < centres; ++c) order.push_back(c);
    std::shuffle(order.begin(), order.end(), random_);
    order.resize(crowded_ ? centres : Pick(1, centres));
    for (const int c : order) {
      Choice choice{absl::StrCat("c", c), Pick(0, crowded_ ? 9 : 2), {}};
      for (const SeatUnit& unit : market.units) {
        const bool here = unit.id.substr(0, 2) == choice.centre;
        if (!here || !IsFor(unit, part) || !(crowded_ || Pick(0, 4) > 0)) continue;
        // Half a seat before a whole one.
        const bool half = unit.id.find('-') != std::string::npos;
        choice.units.insert(half ? choice.units.begin() : choice.units.end(), unit.id);
      }
      applicant.choices.push_back(std::move(choice));
    }
    return applicant;
  }

  std::mt19937_64& random_;
  const bool crowded_, halves_;
  std::map<std::string, int64_t> seats_;
  std::map<std::string, Part> parts_;
};

}  // namespace tuoqiao::allocation

#endif  // TUOQIAO_SERVICES_PLACES_ALLOCATION_TESTING_MARKETS_H_
