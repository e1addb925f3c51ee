#include "services/places/allocation/replay.h"

#include "absl/strings/str_cat.h"
#include "services/places/allocation/check.h"
#include "services/places/allocation/matching.h"

namespace tuoqiao::allocation {
namespace {

std::optional<std::string> Differs(absl::string_view what, const std::string& said,
                                   absl::string_view by, const std::string& found) {
  if (said == found) return std::nullopt;
  return absl::StrCat("the log says ", what, " ", said, ", and ", by, " is ", found);
}

std::optional<std::string> DiffersFrom(absl::string_view what, const std::string& said,
                                       const std::string& published) {
  if (published.empty()) return std::nullopt;
  return Differs(what, said, "what was published", published);
}

std::string SeatIn(const Seats& seats, const std::string& applicant) {
  const auto seat = seats.find(applicant);
  return seat == seats.end() ? "no seat" : seat->second;
}

std::optional<std::string> CompareDraw(const Market& market, const Drawn& drawn) {
  if (auto wrong =
          Differs("seed-hash", market.seed_hash, "that of its seed", SeedHash(drawn.draw.seed))) {
    return wrong;
  }
  const Market after = After(market, drawn.changes);
  const Seats seats = Match(after, drawn.draw);
  for (const Applicant& each : market.applicants) {
    const std::string said = SeatIn(drawn.seats, each.id), found = SeatIn(seats, each.id);
    if (said != found) {
      return absl::StrCat("the log gives ", each.id, " ", said, ", and the rule gives ", found);
    }
  }
  if (auto wrong = FirstFault(after, drawn.draw, seats)) return wrong;
  return Differs("result-digest", drawn.result_digest, "that of its lines",
                 Digest(ResultLines(market, drawn)));
}

}  // namespace

std::optional<std::string> FirstDifference(const Log& log, const Published& published) {
  if (auto wrong = Differs("market-digest", log.market_digest, "that of its lines",
                           Digest(MarketLines(log.market)))) {
    return wrong;
  }
  if (auto wrong = DiffersFrom("seed-hash", log.market.seed_hash, published.seed_hash)) {
    return wrong;
  }
  if (auto wrong = DiffersFrom("market-digest", log.market_digest, published.market_digest)) {
    return wrong;
  }
  if (!log.drawn.has_value()) return std::nullopt;
  if (auto wrong = CompareDraw(log.market, *log.drawn)) return wrong;
  return DiffersFrom("result-digest", log.drawn->result_digest, published.result_digest);
}

}  // namespace tuoqiao::allocation
