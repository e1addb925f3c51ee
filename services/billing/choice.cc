#include "services/billing/choice.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/money.h"

namespace tuoqiao::billing {
namespace {

using rules::BestCombination;
using rules::ProgrammeBit;
using rules::SetOutcome;

size_t IndexOf(const std::vector<std::string>& names, const std::string& name) {
  return static_cast<size_t>(std::find(names.begin(), names.end(), name) - names.begin());
}

bool IsOnBase(const Layer& layer) {
  return (layer.rule.bands.has_value() && layer.rule.bands->fact == MonthFact::kBaseMinor) ||
         (layer.at_least.has_value() && layer.at_least->fact == MonthFact::kBaseMinor);
}

// A match can fall by more than what an earlier layer takes from it, a band or a condition on the
// base can jump, and parts by largest remainder can step back a fen.
bool IsSteady(const FundingPlan& plan) {
  for (const Layer& layer : plan.layers) {
    if (layer.rule.kind == RuleKind::kMatch || layer.rule.kind == RuleKind::kParts) return false;
    if (IsOnBase(layer)) return false;
    for (const Layer& other : plan.layers) {
      if (!(layer.lines == other.lines) && layer.lines.Meets(other.lines)) return false;
    }
  }
  return true;
}

bool IsAmount(const Rule& rule) {
  return rule.kind == RuleKind::kFixed || rule.kind == RuleKind::kUpTo ||
         rule.kind == RuleKind::kSchemeAmount;
}

// The trials of one child.
class Trials {
 public:
  Trials(const Programmes& programmes, const std::vector<SplitCase>& cases, const CapPage& page)
      : programmes_(programmes),
        plan_(programmes.plan),
        cases_(cases),
        page_(page),
        steady_(programmes.steady && IsSteadyHere()) {
    if (!steady_) SetMost();
  }

  const SetOutcome& Evaluate(ProgrammeSet set) {
    const auto [found, first] = outcomes_.try_emplace(set);
    if (!first) return found->second;
    CapPage page = page_;
    SetOutcome& outcome = found->second;
    for (const SplitCase& each : cases_) {
      const auto bearings =
          SplitLayers(plan_, *each.lines, *each.facts, programmes_.LeftOut(set), page);
      outcome.cost_minor += RestOf(*each.lines, bearings);
      for (const Bearing& bearing : bearings) {
        if (bearing.payer != Payer::kFamily) outcome.paying |= ProgrammeOf(bearing.layer);
      }
    }
    return outcome;
  }

  int64_t BoundOf(ProgrammeSet chosen, ProgrammeSet open) {
    if (steady_) {
      // Whoever pays nothing beside few pays nothing beside more.
      if (Evaluate(chosen).paying != chosen) return rules::kNoCombination;
      return Evaluate(chosen | open).cost_minor;
    }
    const LayerSet out = programmes_.LeftOut(chosen | open);
    int64_t funded_minor = 0;
    for (size_t i = 0; i < plan_.layers.size(); ++i) {
      if ((out & LayerBit(i)) == 0) funded_minor += most_[i];
    }
    return total_minor_ - std::min(funded_minor, positive_minor_);
  }

 private:
  ProgrammeSet ProgrammeOf(size_t layer) const {
    for (size_t i = 0; i < programmes_.layers.size(); ++i) {
      if ((programmes_.layers[i] & LayerBit(layer)) != 0) return ProgrammeBit(i);
    }
    return 0;
  }

  // Two firms that each take a share of one base take together more than a fen of a fen, a lost
  // layer takes and does not fund, and a cap or a decided amount that runs over two statements
  // moves what it leaves.
  bool IsSteadyHere() const {
    for (size_t i = 0; i < plan_.layers.size(); ++i) {
      const Layer& layer = plan_.layers[i];
      const bool runs_on = !layer.caps.empty() || layer.rule.decided.has_value();
      if (runs_on && cases_.size() > 1) return false;
      for (const SplitCase& each : cases_) {
        if (layer.payer == Payer::kFirm && !IsAmount(layer.rule) && each.facts->firms.size() > 1) {
          return false;
        }
        if (ProgrammeOf(i) != 0 && Lost(layer, *each.facts, 0)) return false;
      }
    }
    return true;
  }

  // No more than this can come of a layer, whatever the others take.
  static int64_t MostOf(const Layer& layer, const SplitCase& each) {
    int64_t lines_minor = 0;
    for (const Line& line : *each.lines) {
      if (layer.lines.Has(line.kind)) lines_minor += std::max<int64_t>(line.amount_minor, 0);
    }
    if (!IsAmount(layer.rule) && layer.rule.kind != RuleKind::kPercent) return lines_minor;
    RuleBase base;
    base.base_minor = lines_minor;
    base.share_bp = layer.rule.share_bp;
    base.coefficient_bp = layer.rule.CoefficientFor(each.facts->needs_level);
    if (layer.rule.decided.has_value()) {
      base.decided_left_minor = MulDivHalfUp(each.facts->DecidedMinor(*layer.rule.decided),
                                             base.coefficient_bp, kBasisPoints);
    }
    const int64_t one_minor = AmountOf(layer.rule, base);
    const auto parties =
        layer.payer == Payer::kFirm ? static_cast<int64_t>(each.facts->firms.size()) : 1;
    return std::min(lines_minor, one_minor * parties);
  }

  void SetMost() {
    most_.assign(plan_.layers.size(), 0);
    for (const SplitCase& each : cases_) {
      for (size_t i = 0; i < plan_.layers.size(); ++i) most_[i] += MostOf(plan_.layers[i], each);
      for (const Line& line : *each.lines) {
        total_minor_ += line.amount_minor;
        positive_minor_ += std::max<int64_t>(line.amount_minor, 0);
      }
    }
  }

  const Programmes& programmes_;
  const FundingPlan& plan_;
  const std::vector<SplitCase>& cases_;
  const CapPage& page_;
  const bool steady_;
  std::vector<int64_t> most_;  // By layer.
  int64_t total_minor_ = 0, positive_minor_ = 0;
  std::map<ProgrammeSet, SetOutcome> outcomes_;
};

std::string NamesOf(const Programmes& programmes, ProgrammeSet set) {
  std::string names;
  for (size_t i = 0; i < programmes.names.size(); ++i) {
    if ((set & ProgrammeBit(i)) == 0) continue;
    absl::StrAppend(&names, names.empty() ? "" : " + ", programmes.names[i]);
  }
  return names.empty() ? "none" : names;
}

// Why a programme that is not in the best combination is not.
std::string WhyLeftOut(const Programmes& programmes, Trials& trials, const BestCombination& best,
                       size_t left) {
  const std::string& name = programmes.names[left];
  const auto chosen = [&](const std::string& other) {
    return (best.best.set & ProgrammeBit(IndexOf(programmes.names, other))) != 0;
  };
  for (const Exclusion& each : programmes.plan.exclusions) {
    if (each.first != name && each.second != name) continue;
    const std::string& other = each.first == name ? each.second : each.first;
    if (chosen(other)) return absl::StrCat("not together with ", other, " (", each.source, ")");
  }
  for (const Yield& each : programmes.plan.yields) {
    const ProgrammeSet to = ProgrammeBit(IndexOf(programmes.names, each.to));
    if (each.programme == name && (chosen(each.to) || (best.paying_alone & to) != 0)) {
      return absl::StrCat("only where ", each.to, " pays nothing (", each.source, ")");
    }
  }
  const SetOutcome& with = trials.Evaluate(best.best.set | ProgrammeBit(left));
  return (with.paying & ProgrammeBit(left)) == 0 ? "pays nothing here"
                                                 : "would leave the family no less";
}

std::string NoteOf(const Programmes& programmes, Trials& trials, const BestCombination& best) {
  std::string note = absl::StrCat("programmes ", NamesOf(programmes, best.best.set));
  for (size_t i = 0; i < programmes.names.size(); ++i) {
    if ((best.best.set & ProgrammeBit(i)) != 0) continue;
    absl::StrAppend(&note, ", without ", programmes.names[i], ": ",
                    WhyLeftOut(programmes, trials, best, i));
  }
  if (!best.next.has_value()) return absl::StrCat(note, "; no other combination is legal");
  return absl::StrCat(note, "; the next best, ", NamesOf(programmes, best.next->set),
                      ", would leave the family ",
                      YuanText(best.next->cost_minor - best.best.cost_minor), " more");
}

}  // namespace

Programmes::Programmes(const FundingPlan& funding_plan)
    : plan(funding_plan), names(funding_plan.Programmes()), steady(IsSteady(funding_plan)) {
  layers.resize(names.size());
  rules.excludes.resize(names.size());
  rules.yields_to.resize(names.size());
  for (size_t i = 0; i < plan.layers.size(); ++i) {
    const std::string& programme = plan.layers[i].programme;
    if (!programme.empty()) layers[IndexOf(names, programme)] |= LayerBit(i);
  }
  for (const Exclusion& each : plan.exclusions) {
    const size_t first = IndexOf(names, each.first), second = IndexOf(names, each.second);
    rules.excludes[first] |= ProgrammeBit(second);
    rules.excludes[second] |= ProgrammeBit(first);
  }
  for (const Yield& each : plan.yields) {
    rules.yields_to[IndexOf(names, each.programme)] |= ProgrammeBit(IndexOf(names, each.to));
  }
}

LayerSet Programmes::LeftOut(ProgrammeSet set) const {
  LayerSet left_out = 0;
  for (size_t i = 0; i < layers.size(); ++i) {
    if ((set & ProgrammeBit(i)) == 0) left_out |= layers[i];
  }
  return left_out;
}

ChildSplit SplitChild(const Programmes& programmes, const std::vector<SplitCase>& cases,
                      CapPage& page) {
  ChildSplit split;
  LayerSet left_out = 0;
  if (!programmes.names.empty()) {
    Trials trials(programmes, cases, page);
    const BestCombination best = rules::Choose(
        programmes.rules, [&](ProgrammeSet set) { return trials.Evaluate(set); },
        [&](ProgrammeSet chosen, ProgrammeSet open) { return trials.BoundOf(chosen, open); });
    left_out = programmes.LeftOut(best.best.set);
    split.note = NoteOf(programmes, trials, best);
  }
  for (const SplitCase& each : cases) {
    split.bearings.push_back(
        SplitLayers(programmes.plan, *each.lines, *each.facts, left_out, page));
  }
  return split;
}

}  // namespace tuoqiao::billing
