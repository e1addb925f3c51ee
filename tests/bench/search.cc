#include "tests/bench/search.h"

#include <algorithm>
#include <random>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "services/common/status_macros.h"
#include "services/places/finding/centre_index.h"
#include "services/places/finding/vacancy.h"
#include "services/places/search/numbers.h"
#include "services/places/search/rank.h"
#include "tests/bench/raw_earth.h"

namespace tuoqiao::bench {
namespace {

using places::Centre;
using places::search::Family;
using places::search::Numbers;
using places::search::Point;

constexpr absl::CivilDay kToday(2026, 10, 15);
constexpr int kRounds = 5, kPeerRounds = 3;
constexpr size_t kResults = 20;

// What a search is asked for, with the child.
struct Asked {
  Family family;
  places::Asker asker;
  absl::CivilDay birth_date;
};

// A land of a degree each way: half of the centres in towns of ten kilometres, the rest anywhere.
class World {
 public:
  explicit World(uint64_t seed) : random_(seed) {
    for (int i = 0; i < kTowns; ++i) towns_.push_back(Anywhere());
  }

  std::vector<Centre> Centres(int64_t count) {
    std::vector<Centre> centres;
    for (int64_t i = 0; i < count; ++i) centres.push_back(NextCentre(i));
    return centres;
  }

  // What is taken of each centre; one group in five is full.
  std::vector<std::vector<places::TakenSeats>> Taken(const std::vector<Centre>& centres) {
    std::vector<std::vector<places::TakenSeats>> taken(centres.size());
    for (size_t i = 0; i < centres.size(); ++i) {
      const Centre& centre = centres[i];
      for (const places::Group& group : centre.groups) {
        for (const places::SeatPool& pool : group.pools) {
          const int64_t count = Between(1, 5) == 1 ? pool.seats : Between(0, pool.seats);
          if (count > 0) taken[i].push_back({group.id, pool.Key(), count, std::nullopt});
        }
      }
    }
    return taken;
  }

  Asked NextAsked() {
    Asked asked;
    asked.family.home = Near(towns_[Between(0, kTowns - 1)], 45'000);
    asked.family.work = Near(*asked.family.home, 50'000);
    if (Between(1, 3) == 1) asked.family.grandparent = Near(*asked.family.home, 20'000);
    asked.family.mode = places::search::kModes[Between(0, 3)];
    asked.family.shift = places::DayHours{0x1f, 540, 1050};
    asked.family.start = kToday;
    if (Between(1, 4) == 1) asked.family.languages = {"en"};
    asked.family.inclusive_only = Between(1, 4) == 1;
    asked.asker.needs_level = Between(1, 20) == 1 ? 1 : 0;
    asked.birth_date = kToday - Between(200, 1000);
    return asked;
  }

 private:
  static constexpr int kTowns = 40;

  int64_t Between(int64_t least, int64_t most) {
    return std::uniform_int_distribution<int64_t>(least, most)(random_);
  }
  Point Near(const Point& point, int64_t micro) {
    return {point.latitude_micro + Between(-micro, micro),
            point.longitude_micro + Between(-micro, micro)};
  }
  Point Anywhere() { return Near({30'500'000, 126'500'000}, 500'000); }

  Centre NextCentre(int64_t number) {
    Centre centre;
    centre.id = absl::StrFormat("c%06d", number);
    centre.code = centre.display_name = centre.id;
    const Point at = Between(0, 1) == 0 ? Near(towns_[Between(0, kTowns - 1)], 50'000) : Anywhere();
    centre.latitude_micro = at.latitude_micro;
    centre.longitude_micro = at.longitude_micro;
    centre.filing_from = absl::CivilDay(2025, 1, 1);
    centre.filing_until = absl::CivilDay(2028, 1, 1);
    if (Between(1, 10) > 1) {
      centre.opening_hours = {{0x1f, 420 + Between(0, 6) * 15, 1020 + Between(0, 8) * 15}};
    }
    centre.languages = {"zh"};
    if (Between(1, 3) == 1) centre.languages.emplace_back("en");
    centre.inclusive = Between(0, 1) == 1;
    for (const places::GroupKind kind : places::kGroupKinds) {
      if (Between(1, 3) == 1) continue;
      places::Group group;
      group.code = std::string(places::BandOf(kind).name);
      group.id = absl::StrCat(centre.id, "/", group.code);
      group.kind = kind;
      group.pools = {{"SHARED", "", Between(3, 8)}};
      if (Between(1, 4) == 1) group.pools.push_back({"SPECIALIST", "", 1});
      for (const places::SeatPool& pool : group.pools) group.capacity += pool.seats;
      centre.groups.push_back(std::move(group));
    }
    return centre;
  }

  std::mt19937_64 random_;
  std::vector<Point> towns_;
};

// A search as the handler does it, between what it read and what it writes.
class Searcher {
 public:
  Searcher(const places::CentreIndex& centres,
           const std::vector<std::vector<places::TakenSeats>>& taken, const Numbers& numbers)
      : centres_(centres), taken_(taken), numbers_(numbers), travel_(numbers.paces) {}

  absl::StatusOr<places::search::Ranking> Search(const Asked& asked) const {
    const auto nearby = centres_.index.Find(places::search::NearOf(asked.family, numbers_),
                                            static_cast<size_t>(numbers_.candidates_max));
    const auto days =
        places::StartDaysOf(asked.birth_date, asked.family.start, numbers_.wait_months_max);
    std::vector<places::search::Candidate> candidates;
    std::vector<Point> points;
    for (const auto& found : nearby.found) {
      const auto& site = centres_.index.sites()[found.index];
      candidates.push_back({&site, found.nearness, std::nullopt,
                            places::VacanciesOf(centres_.centres[found.index], taken_[found.index],
                                                asked.asker, days)});
      points.push_back(site.at);
    }
    ASSIGN_OR_RETURN(const auto legs, places::search::LegsTo(travel_, asked.family, points));
    for (size_t i = 0; i < candidates.size(); ++i) candidates[i].leg = legs[i];
    return places::search::Rank({asked.family, AgeInMonths(asked.birth_date, asked.family.start),
                                 prices_, numbers_, kResults},
                                candidates);
  }

 private:
  const places::CentreIndex& centres_;
  const std::vector<std::vector<places::TakenSeats>>& taken_;
  const Numbers& numbers_;
  const places::search::StraightTravel travel_;
  const places::search::Prices prices_;
};

RawEarth::Query QueryOf(const Asked& asked, const Numbers& numbers) {
  const Family& family = asked.family;
  return {*family.home, *family.work, family.grandparent.value_or(*family.home),
          numbers.CircleOf(family.mode)};
}

// Without what only lies on the way, which the peer does not look for.
int64_t InCircles(const places::CentreIndex& centres, const Asked& asked, const Numbers& numbers) {
  auto near = places::search::NearOf(asked.family, numbers);
  near.way.reset();
  return static_cast<int64_t>(centres.index.Find(near, centres.centres.size()).in_all);
}

size_t WriteSentences(const places::search::Ranking& ranking) {
  size_t bytes = 0;
  for (const auto* list : {&ranking.results, &ranking.passed_over}) {
    for (const auto& ranked : *list) {
      for (const auto& reason : ranked.reasons) {
        const rules::Words words = places::search::SentenceOf(reason);
        bytes += words.en.size() + words.zh.size();
      }
    }
  }
  return bytes;
}

// The best of several rounds.
template <typename Work>
absl::StatusOr<absl::Duration> Time(int rounds, Work work) {
  absl::Duration best = absl::InfiniteDuration();
  for (int round = 0; round < rounds; ++round) {
    const absl::Time begin = absl::Now();
    RETURN_IF_ERROR(work());
    best = std::min(best, absl::Now() - begin);
  }
  return best;
}

absl::Status CheckPeer(const places::CentreIndex& centres, const std::vector<Asked>& asked,
                       const Numbers& numbers, RawEarth& peer) {
  for (const Asked& each : asked) {
    ASSIGN_OR_RETURN(const int64_t theirs, peer.CountNear(QueryOf(each, numbers)));
    const int64_t ours = InCircles(centres, each, numbers);
    if (ours == theirs) continue;
    return absl::InternalError(absl::StrCat("near are ", ours, " by us, ", theirs, " by the peer"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Searched> SearchMany(int64_t centres, int64_t searches, uint64_t seed,
                                    const std::string& conninfo) {
  ASSIGN_OR_RETURN(const rules::ParameterFile pack, places::search::LoadNumbers("services/rules"));
  ASSIGN_OR_RETURN(const Numbers numbers, places::search::NumbersOn(pack, kToday));
  World world(seed);
  std::vector<Centre> made = world.Centres(centres);
  const auto taken = world.Taken(made);
  std::vector<Asked> asked;
  for (int64_t i = 0; i < searches; ++i) asked.push_back(world.NextAsked());

  Searched searched;
  searched.centres = centres;
  searched.searches = searches;
  const absl::Time begin = absl::Now();
  const places::CentreIndex index(std::move(made));
  searched.index = absl::Now() - begin;
  const Searcher searcher(index, taken, numbers);
  for (const Asked& each : asked) {
    ASSIGN_OR_RETURN(const auto ranking, searcher.Search(each));
    searched.near += ranking.fitting + ranking.passed_over_in_all;
    searched.fitting += ranking.fitting;
    searched.shown += static_cast<int64_t>(ranking.results.size());
  }
  size_t bytes = 0;
  ASSIGN_OR_RETURN(searched.ours, Time(kRounds, [&]() -> absl::Status {
                     for (const Asked& each : asked) {
                       ASSIGN_OR_RETURN(const auto ranking, searcher.Search(each));
                       bytes += WriteSentences(ranking);
                     }
                     return absl::OkStatus();
                   }));
  ASSIGN_OR_RETURN(searched.without_sentences, Time(kRounds, [&]() -> absl::Status {
                     for (const Asked& each : asked) {
                       RETURN_IF_ERROR(searcher.Search(each).status());
                     }
                     return absl::OkStatus();
                   }));
  if (bytes == 0) return absl::InternalError("nothing was said");

  ASSIGN_OR_RETURN(const auto peer, OpenRawEarth(conninfo));
  std::vector<Point> points;
  for (const auto& site : index.index.sites()) points.push_back(site.at);
  RETURN_IF_ERROR(peer->Load(points));
  RETURN_IF_ERROR(CheckPeer(index, asked, numbers, *peer));
  ASSIGN_OR_RETURN(searched.peer, Time(kPeerRounds, [&]() -> absl::Status {
                     for (const Asked& each : asked) {
                       RETURN_IF_ERROR(peer->Nearest(QueryOf(each, numbers)).status());
                     }
                     return absl::OkStatus();
                   }));
  return searched;
}

}  // namespace tuoqiao::bench
