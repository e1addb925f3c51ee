#include "services/places/allocation/log.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/hash.h"
#include "services/common/period.h"

namespace tuoqiao::allocation {
namespace {

// A line of cells, split by tabulators. No cell holds one, nor a line feed.
template <typename... Cells>
void AddLine(std::string& text, const Cells&... cells) {
  const std::string line = absl::StrJoin({absl::StrCat(cells)...}, "\t");
  absl::StrAppend(&text, line, "\n");
}

void AddPolicy(std::string& text, const PointsPolicy& policy) {
  if (policy.criteria.empty()) return;
  AddLine(text, "points-policy", FormatDay(policy.from),
          policy.until.has_value() ? FormatDay(*policy.until) : "", policy.display_name,
          policy.source);
  for (const Criterion& each : policy.criteria) {
    AddLine(text, "criterion", NameOf(each.kind), each.points, each.days, each.points_max,
            each.reason);
  }
}

}  // namespace

std::string MarketLines(const Market& market) {
  std::string text;
  AddLine(text, "tuoqiao-allocation-log", 1);
  AddLine(text, "round", market.round);
  AddLine(text, "policy", NameOf(market.policy));
  AddLine(text, "ties", NameOf(market.ties));
  AddLine(text, "start", FormatDay(market.start));
  AddLine(text, "seed-hash", market.seed_hash);
  AddLine(text, "entropy-source", market.entropy_source);
  AddPolicy(text, market.points_policy);
  for (const auto& [group, seats] : market.half_seats) AddLine(text, "half-days", group, seats);
  for (const SeatUnit& each : market.units) AddLine(text, "unit", each.id, each.seats);
  for (const Applicant& applicant : market.applicants) {
    AddLine(text, "applicant", applicant.id, applicant.draws_as, FormatMoment(applicant.submitted));
    for (const Choice& choice : applicant.choices) {
      AddLine(text, "choice", choice.centre, choice.points, absl::StrJoin(choice.units, ","));
    }
  }
  return text;
}

std::string ResultLines(const Market& market, const Drawn& drawn) {
  std::string text;
  AddLine(text, "seed", absl::BytesToHexString(drawn.draw.seed));
  AddLine(text, "public-entropy", drawn.draw.public_entropy);
  for (const std::string& each : drawn.changes.gone) AddLine(text, "gone", each);
  for (const auto& [unit, seats] : drawn.changes.seats) AddLine(text, "left", unit, seats);
  for (const Applicant& each : market.applicants) {
    const auto seat = drawn.seats.find(each.id);
    AddLine(text, "result", each.id, seat == drawn.seats.end() ? "-" : seat->second);
  }
  return text;
}

std::string Digest(absl::string_view lines) { return absl::BytesToHexString(Sha256(lines)); }

std::string WriteLog(const Log& log) {
  std::string text = MarketLines(log.market);
  AddLine(text, "market-digest", log.market_digest);
  if (log.drawn.has_value()) {
    absl::StrAppend(&text, ResultLines(log.market, *log.drawn));
    AddLine(text, "result-digest", log.drawn->result_digest);
  }
  return text;
}

}  // namespace tuoqiao::allocation
