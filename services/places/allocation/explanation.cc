#include "services/places/allocation/explanation.h"

#include <algorithm>
#include <set>

#include "services/places/allocation/order.h"

namespace tuoqiao::allocation {
namespace {

class Explaining {
 public:
  Explaining(const Market& market, const Draw& draw, const Seats& seats)
      : seats_(seats), order_(market, draw) {
    std::map<std::string, std::set<Standing>> queues;  // By centre.
    for (const Applicant& applicant : market.applicants) {
      for (const Choice& choice : applicant.choices) {
        if (choice.units.empty()) continue;
        queues[choice.centre].insert(order_.Of(applicant, choice));
        const auto seat = seats.find(applicant.id);
        if (seat != seats.end() && Has(choice, seat->second)) NoteSeat(applicant, choice);
      }
    }
    for (const auto& [centre, queue] : queues) NumberQueue(centre, queue);
  }

  std::vector<ChoiceOutcome> Of(const Applicant& applicant) const {
    std::vector<ChoiceOutcome> outcomes;
    const auto seat = seats_.find(applicant.id);
    bool given = false;
    for (const Choice& choice : applicant.choices) {
      ChoiceOutcome outcome;
      const bool here = seat != seats_.end() && Has(choice, seat->second);
      outcome.verdict = choice.units.empty() ? Verdict::kNothingForTheChild
                        : here               ? Verdict::kGiven
                        : given              ? Verdict::kNotNeeded
                                             : Verdict::kFull;
      given = given || here;
      if (!choice.units.empty()) outcome.quarter = quarters_.at(choice.centre).at(applicant.id);
      if (outcome.verdict == Verdict::kFull) outcome.points_needed = PointsNeeded(choice);
      outcomes.push_back(outcome);
    }
    return outcomes;
  }

 private:
  static bool Has(const Choice& choice, const std::string& unit) {
    return std::count(choice.units.begin(), choice.units.end(), unit) > 0;
  }

  void NoteSeat(const Applicant& applicant, const Choice& choice) {
    const int64_t points = order_.Of(applicant, choice).points;
    const auto [least, first] = least_points_.emplace(seats_.at(applicant.id), points);
    if (!first) least->second = std::min(least->second, points);
  }

  void NumberQueue(const std::string& centre, const std::set<Standing>& queue) {
    const int64_t people = static_cast<int64_t>(queue.size());
    int64_t place = 0;
    for (const Standing& each : queue) {
      quarters_[centre][each.id] = people < kQuartersFrom ? 0 : place * 4 / people + 1;
      ++place;
    }
  }

  // The least that any seat which the child might have had was given for.
  int64_t PointsNeeded(const Choice& choice) const {
    std::optional<int64_t> least;
    for (const std::string& unit : choice.units) {
      const auto found = least_points_.find(unit);
      if (found == least_points_.end()) continue;
      least = least.has_value() ? std::min(*least, found->second) : found->second;
    }
    return least.value_or(0) / kPointsBand * kPointsBand;
  }

  const Seats& seats_;
  const Order order_;
  std::map<std::string, int64_t> least_points_;                     // By unit.
  std::map<std::string, std::map<std::string, int64_t>> quarters_;  // By centre and applicant.
};

}  // namespace

absl::string_view NameOf(Verdict verdict) {
  switch (verdict) {
    case Verdict::kGiven:
      return "GIVEN";
    case Verdict::kFull:
      return "FULL";
    case Verdict::kNotNeeded:
      return "NOT_NEEDED";
    case Verdict::kNothingForTheChild:
      return "NOTHING_FOR_THE_CHILD";
  }
  return "";
}

std::optional<Verdict> VerdictOf(absl::string_view name) {
  for (const Verdict each :
       {Verdict::kGiven, Verdict::kFull, Verdict::kNotNeeded, Verdict::kNothingForTheChild}) {
    if (name == NameOf(each)) return each;
  }
  return std::nullopt;
}

std::map<std::string, std::vector<ChoiceOutcome>> Explain(const Market& market, const Draw& draw,
                                                          const Seats& seats) {
  const Explaining explaining(market, draw, seats);
  std::map<std::string, std::vector<ChoiceOutcome>> outcomes;
  for (const Applicant& each : market.applicants) outcomes[each.id] = explaining.Of(each);
  return outcomes;
}

}  // namespace tuoqiao::allocation
