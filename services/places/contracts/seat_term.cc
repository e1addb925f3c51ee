#include "services/places/contracts/seat_term.h"

#include <algorithm>
#include <set>

#include "absl/strings/strip.h"
#include "services/places/contracts/pool_days.h"

namespace tuoqiao::places {
namespace {

// What the place was taken by right of: SHARED by none.
SeatTerm TermOf(const std::string& pool) {
  SeatTerm term;
  const std::string right = PlaceOf(pool).right;
  absl::string_view firm = right;
  if (absl::ConsumePrefix(&firm, "RESERVED/")) {
    term.kind = "RESERVED";
    term.firm = std::string(firm);
  } else {
    term.kind = right.empty() ? "SHARED" : right;
  }
  return term;
}

std::string KeyOf(const SeatTerm& term) { return SeatPool{term.kind, term.firm, 0}.Key(); }

}  // namespace

std::vector<SeatTerm> SeatTermsOf(const Enrolment& enrolment, const Period& days,
                                  const std::vector<SeatContract>& contracts,
                                  const ParkContract* loan) {
  const Period period = Intersect(days, enrolment.period);
  std::vector<SeatTerm> terms;
  if (period.Empty()) return terms;
  const SeatTerm right = TermOf(enrolment.pool);
  std::set<absl::CivilDay> turns = {period.from};
  for (const SeatContract& each : contracts) {
    for (const absl::CivilDay day : {each.period.from, each.period.until}) {
      if (period.Contains(day) && each.pool.Key() == KeyOf(right)) turns.insert(day);
    }
  }
  for (auto turn = turns.begin(); turn != turns.end(); ++turn) {
    SeatTerm term = right;
    const auto next = std::next(turn);
    term.days = {*turn, next == turns.end() ? period.until : *next};
    const auto contract =
        std::find_if(contracts.begin(), contracts.end(), [&](const SeatContract& each) {
          return each.pool.Key() == KeyOf(right) && each.period.Contains(*turn);
        });
    if (contract != contracts.end()) {
      term.contract = contract->id;
      term.cost_share_bp = contract->cost_share_bp;
    } else if (loan != nullptr) {
      term.contract = loan->id;
      term.borrowed = true;
      term.cost_share_bp = loan->cost_share_bp;
    }
    terms.push_back(std::move(term));
  }
  return terms;
}

}  // namespace tuoqiao::places
