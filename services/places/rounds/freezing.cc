#include "services/places/rounds/freezing.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace tuoqiao::places {
namespace {

std::string UnitId(const std::string& group, int64_t number, Session part = Session::kWholeDay) {
  return absl::StrCat(group, "/", number,
                      part == Session::kMorning     ? allocation::kMorningUnit
                      : part == Session::kAfternoon ? allocation::kAfternoonUnit
                                                    : "");
}

// From the UTC day of the submission.
int64_t DaysWaited(const Application& application, absl::CivilDay today) {
  return std::max<int64_t>(0, today - absl::ToCivilDay(application.submitted, absl::UTCTimeZone()));
}

std::string BarredBy(const Wanting& wanting, absl::CivilDay start) {
  if (!wanting.child->centre_consent) return "NO_CONSENT";
  const bool eligible =
      wanting.decision != nullptr && EligibleOn(*wanting.child, *wanting.decision, start);
  return eligible ? "" : "NOT_ELIGIBLE";
}

class Freezing {
 public:
  Freezing(const Round& round, const SeatBook& book, const FreezingFacts& facts)
      : round_(round),
        book_(book),
        facts_(facts),
        groups_(round.groups.begin(), round.groups.end()) {}

  Frozen Run(const std::vector<Wanting>& wanting) {
    Frozen frozen;
    AddRule(frozen.log.market);
    AddUnits(frozen);
    for (const Wanting& each : wanting) Add(each, frozen);
    allocation::Market& market = frozen.log.market;
    for (allocation::Applicant& each : market.applicants) {
      each.draws_as = first_of_family_.at(family_of_.at(each.id));
    }
    std::sort(market.applicants.begin(), market.applicants.end(),
              [](const auto& a, const auto& b) { return a.id < b.id; });
    std::sort(frozen.results.begin(), frozen.results.end(),
              [](const auto& a, const auto& b) { return a.applicant < b.applicant; });
    frozen.log.market_digest = allocation::Digest(allocation::MarketLines(market));
    return frozen;
  }

 private:
  void AddRule(allocation::Market& market) const {
    market.round = facts_.round;
    market.policy = round_.policy;
    market.ties = round_.ties;
    market.start = round_.start;
    market.seed_hash = round_.seed_hash;
    market.entropy_source = round_.entropy_source;
    market.points_policy = round_.points;
    market.half_seats = round_.half_seats;
  }

  void AddUnits(Frozen& frozen) {
    for (const FreeUnit& each : FreeUnits(round_, book_)) {
      const SeatBook::FreePoolSeats& pool = each.pool;
      const std::string unit = UnitId(pool.group, pool.number, each.part);
      frozen.units.push_back({unit, pool.group, pool.pool, pool.seats, each.part});
      if (each.part != Session::kWholeDay) half_units_.insert(unit);
    }
    std::sort(frozen.units.begin(), frozen.units.end(),
              [](const RoundUnit& a, const RoundUnit& b) { return a.unit < b.unit; });
    for (const RoundUnit& each : frozen.units) {
      frozen.log.market.units.push_back({each.unit, each.seats});
    }
  }

  void Add(const Wanting& wanting, Frozen& frozen) {
    const Application& application = wanting.application;
    RoundResult result;
    result.round = round_.id;
    result.applicant = facts_.number_of(application.id);
    result.application = application.id;
    result.family = application.family;
    result.child = application.child;
    result.choices = application.choices;
    result.grounds.awards = allocation::Judge(
        round_.points,
        {wanting.sibling_centres, wanting.catchment_centres, wanting.child->needs_level,
         GuardiansEmployedOn(*wanting.child, round_.start) >= 2,
         DaysWaited(application, facts_.today)},
        application.choices);
    result.grounds.barred = BarredBy(wanting, round_.start);

    allocation::Applicant applicant;
    applicant.id = result.applicant;
    applicant.submitted = application.submitted;
    for (const std::string& centre : application.choices) {
      allocation::Choice choice;
      choice.centre = centre;
      choice.points = allocation::PointsAt(result.grounds.awards, centre);
      result.grounds.closed.push_back(wanting.passed_over.count(centre) == 1
                                          ? "DECLINED_BEFORE"
                                          : AddUnitsFor(wanting, centre, choice));
      if (!result.grounds.barred.empty()) choice.units.clear();
      applicant.choices.push_back(std::move(choice));
    }
    const auto [first, made] = first_of_family_.emplace(application.family, applicant.id);
    if (!made) first->second = std::min(first->second, applicant.id);
    family_of_[applicant.id] = application.family;
    frozen.log.market.applicants.push_back(std::move(applicant));
    frozen.results.push_back(std::move(result));
  }

  // Adds the units of the centre that are for the child; says why where none is.
  std::string AddUnitsFor(const Wanting& wanting, const std::string& centre,
                          allocation::Choice& choice) const {
    const Session session = wanting.application.session;
    const bool comes = session == Session::kWholeDay || book_.HasHalfDays(centre);
    bool in_round = false, of_age = false;
    std::string group;
    size_t of_group = 0;  // Where its units begin.
    for (const SeatBook::PoolFit& each : book_.FitsOf(*wanting.child, centre, round_.start)) {
      if (groups_.count(each.group) == 0) continue;
      in_round = true;
      if (!each.of_age) continue;
      of_age = true;
      if (group != each.group) of_group = choice.units.size();
      group = each.group;
      if (!each.for_child || !comes) continue;
      choice.units.push_back(UnitId(each.group, each.number));
      // Half a seat before a whole one, whosever that is.
      const std::string half = UnitId(each.group, each.number, session);
      if (half_units_.count(half) == 1) {
        choice.units.insert(choice.units.begin() + static_cast<int64_t>(of_group), half);
      }
    }
    if (!choice.units.empty()) return "";
    return !in_round ? "NOT_IN_ROUND" : !of_age ? "NO_GROUP_FOR_AGE" : "NO_POOL_FOR_CHILD";
  }

  const Round& round_;
  const SeatBook& book_;
  const FreezingFacts& facts_;
  const std::set<std::string> groups_;
  std::set<std::string> half_units_;
  std::map<std::string, std::string> first_of_family_;  // Applicants, by family.
  std::map<std::string, std::string> family_of_;        // By applicant.
};

}  // namespace

std::vector<FreeUnit> FreeUnits(const Round& round, const SeatBook& book) {
  const std::set<std::string> groups(round.groups.begin(), round.groups.end());
  std::vector<FreeUnit> units;
  for (const SeatBook::FreePoolSeats& each : book.FreeOn(round.start)) {
    if (groups.count(each.group) == 0) continue;
    const auto said = round.half_seats.find(each.group);
    const bool parted =
        said != round.half_seats.end() && each.pool == "SHARED" && book.HalvesShare(each.group);
    const int64_t halves = parted ? std::min(said->second, each.seats) : 0;
    units.push_back({each, Session::kWholeDay});
    units.back().pool.seats -= halves;
    if (!parted) continue;
    for (const Session part : {Session::kMorning, Session::kAfternoon}) {
      units.push_back({each, part});
      units.back().pool.seats = halves;
    }
  }
  return units;
}

std::vector<Wanting> TakeIn(const Round& round, std::vector<Wanting> waiting) {
  std::set<std::string> children;
  std::vector<Wanting> taken;
  for (Wanting& each : waiting) {
    if (each.application.desired_start > round.start) continue;
    if (!children.insert(each.application.child).second) continue;
    taken.push_back(std::move(each));
  }
  return taken;
}

Frozen FreezeMarket(const Round& round, const SeatBook& book, const std::vector<Wanting>& wanting,
                    const FreezingFacts& facts) {
  return Freezing(round, book, facts).Run(wanting);
}

}  // namespace tuoqiao::places
