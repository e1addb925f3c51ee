#include "services/billing/layers.h"

#include <algorithm>
#include <utility>

#include "services/common/check.h"
#include "services/common/money.h"

namespace tuoqiao::billing {
namespace {

constexpr size_t kKinds = std::size(kLineKinds);
constexpr size_t kPayerCount = std::size(kPayers);

size_t Of(LineKind kind) { return static_cast<size_t>(kind); }
size_t Of(Payer payer) { return static_cast<size_t>(payer); }

// What is left of each kind of line, and who took what of it.
class LinesLeft {
 public:
  explicit LinesLeft(const std::vector<Line>& lines) {
    for (const Line& line : lines) left_[Of(line.kind)] += line.amount_minor;
  }

  int64_t BaseOf(const LineSet& lines) {
    SetOff(lines);
    int64_t base_minor = 0;
    for (const LineKind kind : kLineKinds) {
      if (lines.Has(kind)) base_minor += left_[Of(kind)];
    }
    return std::max<int64_t>(base_minor, 0);
  }

  // At most the base of the lines.
  void Take(const LineSet& lines, int64_t amount_minor, Payer payer) {
    for (const LineKind kind : kLineKinds) {
      int64_t& left = left_[Of(kind)];
      if (!lines.Has(kind) || left <= 0) continue;
      const int64_t part = std::min(left, amount_minor);
      left -= part;
      amount_minor -= part;
      taken_[Of(payer)][Of(kind)] += part;
    }
    CHECK(amount_minor == 0);
  }

  int64_t TakenBy(Payer payer, const LineSet& lines) const {
    int64_t taken_minor = 0;
    for (const LineKind kind : kLineKinds) {
      if (lines.Has(kind)) taken_minor += taken_[Of(payer)][Of(kind)];
    }
    return taken_minor;
  }

 private:
  void SetOff(const LineSet& lines) {
    for (const LineKind less : kLineKinds) {
      if (!lines.Has(less) || left_[Of(less)] >= 0) continue;
      for (const LineKind more : kLineKinds) {
        if (!lines.Has(more) || left_[Of(more)] <= 0) continue;
        const int64_t part = std::min(left_[Of(more)], -left_[Of(less)]);
        left_[Of(more)] -= part;
        left_[Of(less)] += part;
      }
    }
  }

  int64_t left_[kKinds] = {};
  int64_t taken_[kPayerCount][kKinds] = {};
};

int64_t SumOf(const std::vector<Bearing>& bearings) {
  int64_t sum_minor = 0;
  for (const Bearing& each : bearings) sum_minor += each.amount_minor;
  return sum_minor;
}

class Splitter {
 public:
  Splitter(const FundingPlan& plan, const std::vector<Line>& lines, const SplitFacts& facts,
           CapPage& page)
      : plan_(plan), facts_(facts), left_(lines), page_(page) {}

  void Fund(size_t index) {
    const Layer& layer = plan_.layers[index];
    const int64_t base_minor = left_.BaseOf(layer.lines);
    if (base_minor == 0) return;
    const bool lost = Lost(layer, facts_, base_minor);
    std::vector<Bearing> own = OwnBearings(index, base_minor);
    if (layer.rule.decided.has_value()) page_.TakeDecided(index, SumOf(own));
    // What is lost is nobody's, so that nobody matches it.
    for (const Bearing& each : own) {
      left_.Take(layer.lines, each.amount_minor, lost ? Payer::kFamily : each.payer);
    }
    if (lost) {
      Bear(index, SumOf(own));
      return;
    }
    for (Bearing& each : own) {
      if (each.amount_minor == 0) continue;
      if (!layer.caps.empty()) page_.Take(layer, index, PartyOf(each), each.amount_minor);
      bearings_.push_back(each);
    }
  }

  std::vector<Bearing> Finish() && { return std::move(bearings_); }

 private:
  std::string PartyOf(const Bearing& bearing) const {
    return bearing.firm == kNoFirm ? PayerName(bearing.payer) : facts_.firms[bearing.firm].firm;
  }

  int64_t ShareFor(const Rule& rule, size_t firm, int64_t base_minor) const {
    if (rule.kind == RuleKind::kSeatContract) {
      return facts_.SeatShareOf(firm == kNoFirm ? "" : facts_.firms[firm].firm);
    }
    if (!rule.bands.has_value()) return rule.share_bp;
    return rule.bands->ShareFor(FactOf(rule.bands->fact, facts_, base_minor));
  }

  RuleBase BaseFor(size_t index, const Rule& rule, size_t firm, int64_t base_minor) const {
    const Layer& layer = plan_.layers[index];
    RuleBase base;
    base.base_minor = base_minor;
    base.share_bp = ShareFor(rule, firm, base_minor);
    base.coefficient_bp = layer.rule.CoefficientFor(facts_.needs_level);
    if (rule.kind == RuleKind::kMatch) {
      base.matched_minor = left_.TakenBy(*rule.matches, layer.lines);
    }
    if (rule.decided.has_value()) {
      base.decided_minor =
          MulDivHalfUp(facts_.DecidedMinor(*rule.decided), base.coefficient_bp, kBasisPoints);
      base.decided_left_minor =
          std::max<int64_t>(base.decided_minor - page_.DecidedTaken(index), 0);
    }
    return base;
  }

  // Cuts to what the layer's caps leave to the party.
  Bearing Capped(Bearing bearing) const {
    const Layer& layer = plan_.layers[bearing.layer];
    if (layer.caps.empty()) return bearing;
    const CapRoom room = page_.RoomOf(layer, bearing.layer, PartyOf(bearing));
    if (room.room_minor >= bearing.amount_minor) return bearing;
    bearing.amount_minor = room.room_minor;
    bearing.bound = room;
    return bearing;
  }

  Bearing Alone(size_t index, Payer payer, size_t firm, int64_t base_minor) const {
    const Layer& layer = plan_.layers[index];
    const bool by_code = layer.rule.kind == RuleKind::kFirmPlan;
    const Rule& rule = by_code ? plan_.firm_plans.at(facts_.firms[firm].plan) : layer.rule;
    Bearing bearing;
    bearing.layer = index;
    bearing.payer = payer;
    bearing.firm = firm;
    bearing.base = BaseFor(index, rule, firm, base_minor);
    bearing.amount_minor = AmountOf(rule, bearing.base);
    if (by_code && layer.rule.cap_minor != 0) {
      bearing.amount_minor = std::min(bearing.amount_minor, layer.rule.cap_minor);
    }
    return Capped(bearing);
  }

  std::vector<Bearing> OfFirms(size_t index, int64_t base_minor) const {
    std::vector<Bearing> bearings;
    for (size_t firm = 0; firm < facts_.firms.size(); ++firm) {
      bearings.push_back(Alone(index, Payer::kFirm, firm, base_minor));
    }
    const int64_t alone_minor = SumOf(bearings);
    if (alone_minor <= base_minor) return bearings;
    std::vector<int64_t> alone;
    for (Bearing& each : bearings) {
      alone.push_back(each.amount_minor);
      each.amount_minor = MulDivFloor(base_minor, each.amount_minor, alone_minor);
      each.cut_to_minor = base_minor;
    }
    int64_t spare_minor = base_minor - SumOf(bearings);
    for (size_t i = 0; spare_minor > 0; ++i) {
      if (alone[i] == 0) continue;
      ++bearings[i].amount_minor;
      --spare_minor;
    }
    return bearings;
  }

  std::vector<Bearing> OfParts(size_t index, int64_t base_minor) const {
    const Rule& rule = plan_.layers[index].rule;
    std::vector<int64_t> weights;
    for (const Part& part : rule.parts) weights.push_back(part.weight);
    const std::vector<int64_t> amounts = Allocate(base_minor, weights);
    RuleBase base;
    base.base_minor = base_minor;
    std::vector<Bearing> bearings;
    for (size_t i = 0; i < amounts.size(); ++i) {
      AddShared(index, rule.parts[i].payer, amounts[i], base, &bearings);
    }
    return bearings;
  }

  // What a pack decides the child has once, however many firms pay it.
  std::vector<Bearing> OfFirmsTogether(size_t index, int64_t base_minor) const {
    const RuleBase base = BaseFor(index, plan_.layers[index].rule, kNoFirm, base_minor);
    std::vector<Bearing> bearings;
    AddShared(index, Payer::kFirm, std::min(base.decided_left_minor, base_minor), base, &bearings);
    return bearings;
  }

  // Within the layer's caps; what would be the family's stays in the lines.
  void AddShared(size_t index, Payer payer, int64_t amount_minor, const RuleBase& base,
                 std::vector<Bearing>* bearings) const {
    const int64_t cap_minor = plan_.layers[index].rule.cap_minor;
    for (Bearing& each : Shared(index, payer, amount_minor)) {
      if (each.payer == Payer::kFamily) continue;
      each.base = base;
      if (cap_minor != 0) each.amount_minor = std::min(each.amount_minor, cap_minor);
      bearings->push_back(Capped(each));
    }
  }

  std::vector<Bearing> OwnBearings(size_t index, int64_t base_minor) const {
    const Layer& layer = plan_.layers[index];
    if (layer.rule.kind == RuleKind::kParts) return OfParts(index, base_minor);
    if (layer.payer == Payer::kFirm) {
      return layer.rule.kind == RuleKind::kSchemeAmount ? OfFirmsTogether(index, base_minor)
                                                        : OfFirms(index, base_minor);
    }
    if (layer.payer == Payer::kUnion && !facts_.OfUnion()) return {};
    return {Alone(index, layer.payer, kNoFirm, base_minor)};
  }

  // An amount on a payer, or in equal parts on the paying firms; on the family where there is none.
  std::vector<Bearing> Shared(size_t index, Payer payer, int64_t amount_minor) const {
    Bearing bearing;
    bearing.layer = index;
    bearing.payer = payer;
    bearing.amount_minor = amount_minor;
    const bool absent = (payer == Payer::kFirm && facts_.firms.empty()) ||
                        (payer == Payer::kUnion && !facts_.OfUnion());
    if (absent) bearing.payer = Payer::kFamily;
    if (bearing.payer != Payer::kFirm) return {bearing};
    std::vector<Bearing> bearings;
    for (const int64_t each :
         AllocateEqually(amount_minor, static_cast<int64_t>(facts_.firms.size()))) {
      bearing.firm = bearings.size();
      bearing.amount_minor = each;
      bearings.push_back(bearing);
    }
    return bearings;
  }

  void Bear(size_t index, int64_t lost_minor) {
    const Layer& layer = plan_.layers[index];
    for (Bearing& each : Shared(index, *layer.bearer_if_lost, lost_minor)) {
      if (each.amount_minor == 0) continue;
      each.why = Bearing::Why::kLost;
      each.from = layer.payer;
      bearings_.push_back(each);
    }
  }

  const FundingPlan& plan_;
  const SplitFacts& facts_;
  LinesLeft left_;
  CapPage& page_;
  std::vector<Bearing> bearings_;
};

}  // namespace

bool Lost(const Layer& layer, const SplitFacts& facts, int64_t base_minor) {
  switch (layer.condition) {
    case Condition::kNone:
      return false;
    case Condition::kAttendedHalf:
      // A child without a day in the month of attendance could not attend: it is funded.
      return facts.has_attended_month && facts.present * 2 < facts.opening_days;
    case Condition::kAtLeast:
      return FactOf(layer.at_least->fact, facts, base_minor) < layer.at_least->value;
  }
  CHECK(false);
}

std::vector<Bearing> SplitLayers(const FundingPlan& plan, const std::vector<Line>& lines,
                                 const SplitFacts& facts, LayerSet left_out, CapPage& page) {
  Splitter splitter(plan, lines, facts, page);
  for (size_t i = 0; i < plan.layers.size(); ++i) {
    if (plan.layers[i].payer == Payer::kFamily || (left_out & LayerBit(i)) != 0) continue;
    splitter.Fund(i);
  }
  return std::move(splitter).Finish();
}

int64_t RestOf(const std::vector<Line>& lines, const std::vector<Bearing>& bearings) {
  int64_t rest_minor = TotalOf(lines);
  for (const Bearing& each : bearings) {
    if (each.payer != Payer::kFamily) rest_minor -= each.amount_minor;
  }
  return rest_minor;
}

}  // namespace tuoqiao::billing
