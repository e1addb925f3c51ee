#include "services/eligibility/comparison.h"

#include <algorithm>
#include <set>

#include "services/common/check.h"
#include "services/common/rules/combination.h"
#include "services/eligibility/entitlement.h"

namespace tuoqiao::eligibility {
namespace {

using rules::ProgrammeBit;
using rules::ProgrammeSet;
using Kind = WhyNot::Kind;

// ---- Each programme by itself.

// The days on which it is offered and its first and last scheme do not begin later or end before.
Period DaysOf(const Candidate& candidate, const Period& period) {
  Period days = {std::max(period.from, candidate.programme.from_date), period.until};
  for (const SchemeSpan& each : candidate.versions.Over(days)) {
    const rules::Validity& validity = each.scheme->validity;
    if (each.period.from == days.from) days.from = std::max(days.from, validity.from);
    if (each.period.until == days.until) {
      days.until = std::min(days.until, validity.until.value_or(days.until));
    }
  }
  return days;
}

std::string WhyUndecided(const Candidate& candidate, const Period& period) {
  const Versions& versions = candidate.versions;
  for (const SchemeSpan& each : versions.Over(period)) {
    if (each.scheme == nullptr) return "SCHEME_UNKNOWN";
  }
  if (period.until <= candidate.programme.from_date) return "PROGRAMME_NOT_BEGUN";
  const Period days = DaysOf(candidate, period);
  if (days.Empty() || !versions.CheckInForce(days, "").ok()) return "RULE_NOT_IN_FORCE";
  return "";
}

void AddMissing(const std::vector<std::string>& missing, Compared* compared) {
  for (const std::string& each : missing) {
    auto& all = compared->missing;
    if (std::find(all.begin(), all.end(), each) == all.end()) all.push_back(each);
  }
}

Compared DecideOn(const Candidate& candidate, const rules::Facts& facts, const Period& period) {
  Compared compared;
  compared.reason = WhyUndecided(candidate, period);
  if (!compared.reason.empty()) return compared;
  compared.period = DaysOf(candidate, period);
  compared.slices = Decide(candidate.versions, facts, compared.period);
  AddTerms(candidate.versions, &compared.slices);
  compared.worths = DueIn(candidate.versions, facts, compared.period);
  for (const Slice& each : compared.slices) AddMissing(each.missing, &compared);
  for (const Due& each : compared.worths) {
    AddMissing(each.missing, &compared);
    if (each.payer == rules::Payer::kTaxBase) continue;
    const bool by_family = each.payer == rules::Payer::kFamily;
    if (!by_family) compared.paid_minor += each.minor;
    compared.family_worth_minor += by_family ? -each.minor : each.minor;
  }
  return compared;
}

bool Counts(const Due& due) { return due.times > 0 && due.payer != rules::Payer::kTaxBase; }

// Sums are of one currency: that of the first programme that has any.
void SetCurrency(Comparison* comparison) {
  bool set = false;
  for (Compared& programme : comparison->programmes) {
    for (const Due& each : programme.worths) {
      if (!Counts(each)) continue;
      if (!set) comparison->currency = each.currency;
      set = true;
      if (each.currency != comparison->currency) programme.reason = "CURRENCY_DIFFERS";
    }
  }
}

// ---- Two of them.

// What keeps two programmes apart, by their places. Of kYields, `one` yields to `other`.
struct Apart {
  size_t one = 0, other = 0;
  Kind kind = Kind::kNone;
  std::string source;
};

bool EligibleTogether(const Compared& one, const Compared& other) {
  for (const Slice& a : one.slices) {
    for (const Slice& b : other.slices) {
      if (a.outcome != Outcome::kEligible || b.outcome != Outcome::kEligible) continue;
      if (!Intersect(a.period, b.period).Empty()) return true;
    }
  }
  return false;
}

// Of two schemes that hold on a day in common.
void AddApart(const SchemeSpan& one, const SchemeSpan& other, Apart apart,
              std::vector<Apart>* all) {
  if (apart.one < apart.other && one.name == other.name) {
    apart.kind = Kind::kSameScheme;
    all->push_back(apart);
  }
  for (const rules::Exclusion& each : one.scheme->exclusions) {
    if (each.scheme != other.name) continue;
    apart.kind = each.yields ? Kind::kYields : Kind::kNotWith;
    apart.source = each.source.title;
    all->push_back(apart);
  }
}

std::vector<Apart> ApartIn(const std::vector<Candidate>& candidates, const Comparison& comparison) {
  const std::vector<Compared>& programmes = comparison.programmes;
  std::vector<Apart> all;
  for (size_t one = 0; one < programmes.size(); ++one) {
    for (size_t other = 0; other < programmes.size(); ++other) {
      if (one == other || !programmes[one].reason.empty() || !programmes[other].reason.empty() ||
          !EligibleTogether(programmes[one], programmes[other])) {
        continue;
      }
      for (const SchemeSpan& a : candidates[one].versions.Over(programmes[one].period)) {
        for (const SchemeSpan& b : candidates[other].versions.Over(programmes[other].period)) {
          if (!Intersect(a.period, b.period).Empty()) AddApart(a, b, {one, other}, &all);
        }
      }
    }
  }
  return all;
}

rules::CombinationRules RulesOf(size_t programmes, const std::vector<Apart>& apart) {
  rules::CombinationRules rules;
  rules.excludes.resize(programmes);
  rules.yields_to.resize(programmes);
  for (const Apart& each : apart) {
    if (each.kind == Kind::kYields) {
      rules.yields_to[each.one] |= ProgrammeBit(each.other);
    } else {
      rules.excludes[each.one] |= ProgrammeBit(each.other);
      rules.excludes[each.other] |= ProgrammeBit(each.one);
    }
  }
  return rules;
}

// ---- All of them.

// What sets come to: the sum of their programmes, whatever else is in them.
class Sums {
 public:
  explicit Sums(const std::vector<Compared>& programmes) {
    for (const Compared& each : programmes) {
      const bool counts = each.reason.empty();
      const ProgrammeSet bit = ProgrammeBit(worths_.size());
      worths_.push_back(counts ? each.family_worth_minor : 0);
      if (counts && each.paid_minor > 0) paying_ |= bit;
      if (worths_.back() > 0) worthy_ |= bit;
    }
  }

  rules::SetOutcome Of(ProgrammeSet set) const { return {-WorthOf(set), set & paying_}; }

  int64_t BoundOf(ProgrammeSet chosen, ProgrammeSet open) const {
    if ((chosen & ~worthy_) != 0) return rules::kNoCombination;
    return -WorthOf(chosen | (open & worthy_));
  }

 private:
  int64_t WorthOf(ProgrammeSet set) const {
    int64_t worth_minor = 0;
    for (size_t i = 0; i < worths_.size(); ++i) {
      if ((set & ProgrammeBit(i)) != 0) worth_minor += worths_[i];
    }
    return worth_minor;
  }

  std::vector<int64_t> worths_;
  ProgrammeSet paying_ = 0, worthy_ = 0;
};

Choice ChoiceOf(const rules::Combination& combination, size_t programmes) {
  Choice choice;
  for (size_t i = 0; i < programmes; ++i) {
    if ((combination.set & ProgrammeBit(i)) != 0) choice.programmes.push_back(i);
  }
  choice.family_worth_minor = -combination.cost_minor;
  return choice;
}

WhyNot WhyWorthless(const Compared& programme) {
  if (!programme.reason.empty()) return {Kind::kLeftOut};
  if (!programme.missing.empty()) return {Kind::kMissing};
  const auto eligible = [](const Slice& each) { return each.outcome == Outcome::kEligible; };
  const bool ever = std::any_of(programme.slices.begin(), programme.slices.end(), eligible);
  return {ever ? Kind::kWorthNothing : Kind::kIneligible};
}

// Why a programme that is worth something is not in the best: it could be added otherwise.
WhyNot WhyApart(const std::vector<Apart>& apart, const rules::CombinationRules& rules,
                const rules::BestCombination& best, size_t place) {
  const auto chosen = [&](size_t other) { return (best.best.set & ProgrammeBit(other)) != 0; };
  for (const Apart& each : apart) {
    if (each.kind == Kind::kYields || (each.one != place && each.other != place)) continue;
    const size_t other = each.one == place ? each.other : each.one;
    if (chosen(other)) return {each.kind, other, each.source};
  }
  for (const Apart& each : apart) {
    if (each.kind != Kind::kYields || each.one != place) continue;
    const bool pays = (best.paying_alone & ProgrammeBit(each.other)) != 0 &&
                      (rules.excludes[each.other] & best.best.set) == 0;
    if (chosen(each.other) || pays) return {each.kind, each.other, each.source};
  }
  CHECK(false);
}

}  // namespace

Comparison Compare(const std::vector<Candidate>& candidates, const rules::Facts& facts,
                   const Period& period) {
  CHECK(candidates.size() <= kComparedMax);
  Comparison comparison;
  for (const Candidate& each : candidates) {
    comparison.programmes.push_back(DecideOn(each, facts, period));
  }
  SetCurrency(&comparison);
  const size_t size = candidates.size();
  const std::vector<Apart> apart = ApartIn(candidates, comparison);
  const rules::CombinationRules rules = RulesOf(size, apart);
  const Sums sums(comparison.programmes);
  const rules::BestCombination best = rules::Choose(
      rules, [&](ProgrammeSet set) { return sums.Of(set); },
      [&](ProgrammeSet chosen, ProgrammeSet open) { return sums.BoundOf(chosen, open); });
  comparison.best = ChoiceOf(best.best, size);
  if (best.next.has_value()) comparison.next = ChoiceOf(*best.next, size);
  for (size_t i = 0; i < size; ++i) {
    Compared& programme = comparison.programmes[i];
    if ((best.best.set & ProgrammeBit(i)) != 0) continue;
    const bool worthy = programme.reason.empty() && programme.family_worth_minor > 0;
    programme.why_not = worthy ? WhyApart(apart, rules, best, i) : WhyWorthless(programme);
  }
  return comparison;
}

}  // namespace tuoqiao::eligibility
