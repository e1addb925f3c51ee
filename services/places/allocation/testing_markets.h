// Markets as a clerk would write them, and random small ones; for the tests of this folder.
#ifndef TUOQIAO_SERVICES_PLACES_ALLOCATION_TESTING_MARKETS_H_
#define TUOQIAO_SERVICES_PLACES_ALLOCATION_TESTING_MARKETS_H_

#include <algorithm>
#include <random>
#include <string>
#include <vector>

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
// at three centres, for which everybody asks; there is then often more than one stable result.
class RandomMarket {
 public:
  explicit RandomMarket(std::mt19937_64& random) : random_(random), crowded_(Pick(0, 1) == 1) {}

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
    std::sort(market.units.begin(), market.units.end(),
              [](const SeatUnit& a, const SeatUnit& b) { return a.id < b.id; });
    const int applicants = crowded_ ? 4 : Pick(1, 4);
    for (int i = 0; i < applicants; ++i) market.applicants.push_back(Applying(i, centres, market));
    return market;
  }

 private:
  int Pick(int least, int most) { return std::uniform_int_distribution<int>(least, most)(random_); }

  Applicant Applying(int i, int centres, const Market& market) {
    Applicant applicant;
    applicant.id = absl::StrCat("a", i);
    applicant.draws_as = i > 0 && Pick(0, 3) == 0 ? absl::StrCat("a", i - 1) : applicant.id;
    applicant.submitted = absl::FromUnixSeconds(Pick(0, 2));
    std::vector<int> order;
    for (int c = 0; c < centres; ++c) order.push_back(c);
    std::shuffle(order.begin(), order.end(), random_);
    order.resize(crowded_ ? centres : Pick(1, centres));
    for (const int c : order) {
      Choice choice{absl::StrCat("c", c), Pick(0, crowded_ ? 9 : 2), {}};
      for (const SeatUnit& unit : market.units) {
        const bool here = unit.id.substr(0, 2) == choice.centre;
        if (here && (crowded_ || Pick(0, 4) > 0)) choice.units.push_back(unit.id);
      }
      applicant.choices.push_back(std::move(choice));
    }
    return applicant;
  }

  std::mt19937_64& random_;
  const bool crowded_;
};

}  // namespace tuoqiao::allocation

#endif  // TUOQIAO_SERVICES_PLACES_ALLOCATION_TESTING_MARKETS_H_
