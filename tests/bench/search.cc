#include "tests/bench/search.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/common/status_macros.h"
#include "services/places/finding/centre_index.h"
#include "services/places/finding/vacancy.h"
#include "services/places/search/numbers.h"
#include "services/places/search/rank.h"
#include "tests/bench/land.h"
#include "tests/bench/raw_earth.h"

namespace tuoqiao::bench {
namespace {

using places::Centre;
using places::search::Numbers;
using places::search::Point;

constexpr int kRounds = 5, kPeerRounds = 3;
constexpr size_t kResults = 20;

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
  const auto& family = asked.family;
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
  ASSIGN_OR_RETURN(const Numbers numbers, places::search::NumbersOn(pack, kLandToday));
  Land land(seed);
  std::vector<Centre> made = land.Centres(centres);
  const auto taken = land.Taken(made);
  std::vector<Asked> asked;
  for (int64_t i = 0; i < searches; ++i) asked.push_back(land.NextAsked());

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
