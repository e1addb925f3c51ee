// Any plan, any month: what always holds of shares, and the chosen programmes against an exhaustive
// search. TUOQIAO_SEED repeats a run, TUOQIAO_CASES says how many plans.
#include "services/billing/shares.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <map>
#include <random>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/billing/budgets.h"
#include "services/billing/layers.h"
#include "services/billing/plan.h"
#include "services/common/money.h"

namespace tuoqiao::billing {
namespace {

constexpr int64_t kYear = 2026;
constexpr size_t kKinds = std::size(kLineKinds);

int64_t FromEnvironment(const char* name, int64_t otherwise) {
  const char* given = std::getenv(name);
  return given == nullptr ? otherwise : std::strtoll(given, nullptr, 10);
}

uint64_t Seed() {
  const auto seed = static_cast<uint64_t>(FromEnvironment("TUOQIAO_SEED", 20261126));
  std::cout << "TUOQIAO_SEED=" << seed << "\n";
  return seed;
}

// ---- Plans and months at random.

class Maker {
 public:
  explicit Maker(uint64_t seed) : random_(seed) {}

  int64_t Below(int64_t most) {
    return static_cast<int64_t>(random_() % static_cast<uint64_t>(most));
  }
  bool OneIn(int64_t n) { return Below(n) == 0; }

  // Small amounts are frequent, so that roundings and empty bases are.
  int64_t Minor() { return 1 + Below(OneIn(3) ? 30 : 200000); }

  Rule Amount() {
    const RuleKind kinds[] = {RuleKind::kFixed, RuleKind::kPercent, RuleKind::kUpTo};
    Rule rule;
    rule.kind = kinds[Below(3)];
    rule.amount_minor = Minor();
    rule.share_bp = 1 + Below(10000);
    if (OneIn(3)) rule.cap_minor = Minor();
    return rule;
  }

  BandTable Bands(int64_t share_max) {
    BandTable table;
    table.fact = kMonthFacts[Below(std::size(kMonthFacts))];
    const int64_t scale = table.fact == MonthFact::kBaseMinor         ? 40000
                          : table.fact == MonthFact::kAttendedShareBp ? 3000
                                                                      : 8;
    int64_t below = 0;
    for (int64_t i = Below(4); i > 0; --i) {
      below += 1 + Below(scale);
      table.bands.push_back({below, Below(share_max + 1)});
    }
    table.bands.push_back({0, 1 + Below(share_max)});
    return table;
  }

  LineSet Lines() {
    LineSet lines;
    const int64_t shape = Below(8);
    for (const LineKind kind : kLineKinds) {
      const bool care = kind != LineKind::kMeals && kind != LineKind::kSupplement;
      if (shape < 4 ? care : shape == 4 ? !care : OneIn(2)) lines.Add(kind);
    }
    if (lines.Empty()) lines.Add(LineKind::kCare);
    return lines;
  }

  Rule LayerRule(const FundingPlan& plan, Layer& layer) {
    Rule rule = Amount();
    const int64_t kind = Below(10);
    if (kind == 0) {
      rule.kind = RuleKind::kStatutory;
      if (OneIn(2)) rule.copay_order = CopayOrder::kCopayFirst;
    } else if (kind == 1) {
      rule.kind = RuleKind::kBand;
      rule.share_bp = 0;
      rule.bands = Bands(10000);
    } else if (kind == 2) {
      for (const Layer& before : plan.layers) {
        if (before.payer == layer.payer || !before.lines.Meets(layer.lines)) continue;
        rule.kind = RuleKind::kMatch;
        rule.matches = before.payer;
        if (OneIn(2)) {
          rule.share_bp = 0;
          rule.bands = Bands(20000);
        }
        break;
      }
    } else if (kind == 3) {
      rule.kind = RuleKind::kParts;
      for (const Payer payer : kPayers) {
        if (OneIn(2)) rule.parts.push_back({payer, 1 + Below(3)});
      }
      std::shuffle(rule.parts.begin(), rule.parts.end(), random_);
      if (rule.parts.size() < 2) rule.parts = {{Payer::kFirm, 1}, {Payer::kFamily, 1}};
      layer.payer =
          rule.parts[0].payer == Payer::kFamily ? rule.parts[1].payer : rule.parts[0].payer;
    } else if (kind == 4 && layer.payer == Payer::kFirm) {
      rule.kind = RuleKind::kFirmPlan;
    } else if (kind == 5) {
      rule.kind = RuleKind::kSchemeAmount;
      rule.amount_minor = rule.share_bp = 0;
      rule.decided = SchemeAmount{"parks/p/programmes/q", absl::StrCat("a", plan.layers.size())};
    }
    if (rule.kind != RuleKind::kParts && OneIn(4) &&
        (rule.kind != RuleKind::kStatutory || rule.cap_minor != 0)) {
      rule.coefficient_1_bp = 1 + Below(30000);
      rule.coefficient_2_bp = 15000;
    }
    return rule;
  }

  void AddCondition(Layer& layer) {
    layer.condition = OneIn(2) ? Condition::kAttendedHalf : Condition::kAtLeast;
    if (layer.condition == Condition::kAtLeast) {
      const MonthFact fact = kMonthFacts[Below(std::size(kMonthFacts))];
      layer.at_least = {fact, 1 + Below(fact == MonthFact::kBaseMinor         ? 60000
                                        : fact == MonthFact::kAttendedShareBp ? 10000
                                                                              : 12)};
    }
    Payer bearer = kPayers[Below(std::size(kPayers))];
    if (layer.HasPayer(bearer)) bearer = Payer::kFamily;
    layer.bearer_if_lost = bearer;
  }

  void AddCaps(size_t index, Layer& layer) {
    for (const CapScope scope : kCapScopes) {
      if (!OneIn(3)) continue;
      layer.caps.push_back(
          {scope, Minor(),
           IsYearly(scope) ? absl::StrCat("c", index, "-", layer.caps.size()) : std::string()});
    }
  }

  FundingPlan Plan(int64_t layers_min, int64_t layers_max) {
    FundingPlan plan;
    for (const char* code : {"A", "B"}) plan.firm_plans[code] = Amount();
    if (OneIn(3)) {
      for (const Payer payer : kCollectedPayers) {
        if (OneIn(2)) plan.budgets.push_back({payer, kYear, Minor() * 3});
      }
    }
    const int64_t layers = layers_min + Below(layers_max - layers_min + 1);
    for (int64_t i = 0; i < layers; ++i) {
      Layer layer;
      layer.payer = kPayers[Below(4)];
      layer.lines = Lines();
      layer.rule = LayerRule(plan, layer);
      if (OneIn(4)) AddCondition(layer);
      if (OneIn(4)) AddCaps(plan.layers.size(), layer);
      if (plan.HasBudget(layer.payer) && OneIn(2)) {
        const Payer bearer = kCollectedPayers[Below(3)];
        if (!layer.HasPayer(bearer)) layer.bearer_if_over = bearer;
      }
      plan.layers.push_back(std::move(layer));
    }
    Layer family;
    family.rule.kind = RuleKind::kRest;
    plan.layers.push_back(std::move(family));
    return plan;
  }

  std::vector<Line> Month() {
    std::vector<Line> lines;
    for (const LineKind kind : kLineKinds) {
      const bool less = kind == LineKind::kSibling || kind == LineKind::kRefund;
      if (OneIn(3)) continue;
      const int64_t minor = 1 + Below(OneIn(4) ? 20 : less ? 60000 : 200000);
      lines.push_back({kind, less ? -minor : minor, absl::CivilMonth(kYear, 10), ""});
    }
    return lines;
  }

  SplitFacts Facts() {
    SplitFacts facts;
    facts.has_attended_month = !OneIn(5);
    facts.opening_days = facts.has_attended_month ? Below(23) : 0;
    facts.present = Below(facts.opening_days + 1);
    facts.needs_level = Below(3);
    facts.age_months = Below(40);
    facts.has_older = OneIn(2);
    for (const char* uscc : {"f1", "f2", "f3"}) {
      if (!OneIn(3)) continue;
      PayingFirm firm;
      firm.firm = uscc;
      firm.uscc = uscc;
      firm.plan = OneIn(2) ? "A" : "B";
      firm.union_member = OneIn(2);
      facts.firms.push_back(std::move(firm));
    }
    return facts;
  }

  // What packs decide for a child, the same on all of its statements; not eligible for all of it.
  std::map<SchemeAmount, int64_t> Decided(const FundingPlan& plan) {
    std::map<SchemeAmount, int64_t> decided;
    for (const SchemeAmount& each : plan.SchemeAmounts()) {
      if (!OneIn(4)) decided[each] = OneIn(8) ? 0 : Minor();
    }
    return decided;
  }

  std::mt19937_64& random() { return random_; }

 private:
  std::mt19937_64 random_;
};

// A month of one or two families.
struct MonthCase {
  FundingPlan plan;
  std::vector<Draw> before;
  std::vector<CapOwner> owners;
  std::vector<std::vector<Line>> lines;
  std::vector<SplitFacts> facts;

  std::vector<SplitItem> Items() const {
    std::vector<SplitItem> items;
    for (size_t i = 0; i < lines.size(); ++i) items.push_back({owners[i], &lines[i], &facts[i]});
    return items;
  }
};

MonthCase MakeCase(Maker& maker) {
  MonthCase made;
  made.plan = maker.Plan(0, 6);
  for (int64_t i = 1 + maker.Below(3); i > 0; --i) {
    made.owners.push_back({maker.OneIn(2) ? "c1" : "c2", "m1"});
    if (maker.OneIn(3)) made.owners.back() = {"c3", "m2"};
    made.lines.push_back(maker.Month());
    made.facts.push_back(maker.Facts());
    const std::string& child = made.owners.back().case_number;
    const auto first =
        std::find_if(made.owners.begin(), made.owners.end(),
                     [&](const CapOwner& each) { return each.case_number == child; });
    SplitFacts& facts = made.facts.back();
    facts.decided = first + 1 == made.owners.end()
                        ? maker.Decided(made.plan)
                        : made.facts[first - made.owners.begin()].decided;
  }
  for (const Layer& layer : made.plan.layers) {
    for (const Cap& cap : layer.caps) {
      if (!IsYearly(cap.scope) || maker.OneIn(2)) continue;
      made.before.push_back({cap.account, IsOfFamily(cap.scope) ? "m1" : "c1",
                             layer.payer == Payer::kFirm ? "f1" : PayerName(layer.payer),
                             maker.Below(cap.amount_minor + 1)});
    }
  }
  for (const Budget& each : made.plan.budgets) {
    if (maker.OneIn(2)) {
      made.before.push_back({PayerName(each.payer), "", "", maker.Below(each.amount_minor + 1)});
    }
  }
  return made;
}

// ---- What always holds.

// Whether each layer can have taken its amount from its lines with no line funded beyond itself: by
// Hall, every set of lines holds all that was taken by layers which may take of nothing else.
bool FitsLines(const FundingPlan& plan, const std::vector<Line>& lines,
               const std::vector<Bearing>& bearings) {
  int64_t room_of_set[1u << kKinds] = {};
  for (const Line& line : lines) {
    const uint32_t bit = 1u << static_cast<uint32_t>(line.kind);
    for (uint32_t set = 0; set < (1u << kKinds); ++set) {
      if ((set & bit) != 0) room_of_set[set] += std::max<int64_t>(line.amount_minor, 0);
    }
  }
  for (const Bearing& each : bearings) {
    uint32_t from = 0;
    for (size_t i = 0; i < kKinds; ++i) {
      if (plan.layers[each.layer].lines.Has(kLineKinds[i])) from |= 1u << i;
    }
    for (uint32_t set = 0; set < (1u << kKinds); ++set) {
      if ((from & ~set) == 0) room_of_set[set] -= each.amount_minor;
    }
  }
  return *std::min_element(std::begin(room_of_set), std::end(room_of_set)) >= 0;
}

// Layer, cap, owner, party.
using CapKey = std::tuple<size_t, size_t, std::string, std::string>;

std::string PartyOf(const SplitFacts& facts, const Bearing& bearing) {
  return bearing.firm == kNoFirm ? PayerName(bearing.payer) : facts.firms[bearing.firm].firm;
}

// Of one statement: no line is over-funded, nothing is below zero, and cap_minor holds.
void CheckStatement(const FundingPlan& plan, const std::vector<Line>& lines,
                    const SplitFacts& facts, const std::vector<Bearing>& bearings) {
  ASSERT_TRUE(FitsLines(plan, lines, bearings));
  for (const Bearing& each : bearings) {
    ASSERT_GT(each.amount_minor, 0);
    const Rule& rule = plan.layers[each.layer].rule;
    if (each.why != Bearing::Why::kOwn || rule.cap_minor == 0) continue;
    const int64_t most =
        rule.kind == RuleKind::kStatutory
            ? MulDivHalfUp(rule.cap_minor, rule.CoefficientFor(facts.needs_level), kBasisPoints)
            : rule.cap_minor;
    ASSERT_LE(each.amount_minor, most);
  }
}

// Whoever bears it, a child has a decided amount once, whatever statements it is spread over.
class DecidedOnce {
 public:
  void Add(const MonthCase& made, size_t statement, const std::vector<Bearing>& bearings) {
    const SplitFacts& facts = made.facts[statement];
    for (size_t i = 0; i < made.plan.layers.size(); ++i) {
      const Rule& rule = made.plan.layers[i].rule;
      if (!rule.decided.has_value()) continue;
      auto& [taken_minor, most_minor] = sums_[{made.owners[statement].case_number, i}];
      // Needs are at random here, those of a child's own statements too.
      most_minor =
          std::max(most_minor, MulDivHalfUp(facts.DecidedMinor(*rule.decided),
                                            rule.CoefficientFor(facts.needs_level), kBasisPoints));
      for (const Bearing& each : bearings) {
        if (each.layer == i) taken_minor += each.amount_minor;
      }
    }
  }
  bool Holds() const {
    return std::all_of(sums_.begin(), sums_.end(),
                       [](const auto& each) { return each.second.first <= each.second.second; });
  }

 private:
  std::map<std::pair<std::string, size_t>, std::pair<int64_t, int64_t>> sums_;
};

// The same steps as a month's, with what each layer took in sight.
void CheckCaps(const MonthCase& made) {
  CapBook book(made.plan, made.before);
  std::map<CapKey, int64_t> taken;
  DecidedOnce decided;
  for (size_t i = 0; i < made.lines.size(); ++i) {
    CapPage page = book.Open(made.owners[i]);
    const auto bearings = SplitLayers(made.plan, made.lines[i], made.facts[i], 0, page);
    book.Close(made.owners[i], page);
    ASSERT_NO_FATAL_FAILURE(CheckStatement(made.plan, made.lines[i], made.facts[i], bearings));
    decided.Add(made, i, bearings);
    for (const Bearing& each : bearings) {
      if (each.why != Bearing::Why::kOwn) continue;
      const Layer& layer = made.plan.layers[each.layer];
      for (size_t cap = 0; cap < layer.caps.size(); ++cap) {
        taken[{each.layer, cap, made.owners[i].Of(layer.caps[cap].scope),
               PartyOf(made.facts[i], each)}] += each.amount_minor;
      }
    }
  }
  ASSERT_TRUE(decided.Holds());
  for (const auto& [key, amount_minor] : taken) {
    const auto& [layer, index, owner, party] = key;
    const Cap& cap = made.plan.layers[layer].caps[index];
    int64_t before_minor = 0;
    for (const Draw& each : made.before) {
      if (each.account == cap.account && each.owner == owner && each.party == party) {
        before_minor += each.amount_minor;
      }
    }
    ASSERT_LE(before_minor + amount_minor, cap.amount_minor);
  }
}

void CheckMonth(const MonthCase& made) {
  std::map<std::string, int64_t> borne, drawn;
  const std::vector<SplitResult> results = SplitMonth(made.plan, kYear, made.before, made.Items());
  for (size_t i = 0; i < results.size(); ++i) {
    int64_t sum_minor = 0;
    for (const Share& share : results[i].shares) {
      sum_minor += share.amount_minor;
      ASSERT_NE(share.amount_minor, 0);
      ASSERT_TRUE(share.payer == Payer::kFamily || share.amount_minor > 0);
      borne[PayerName(share.payer)] += share.amount_minor;
    }
    ASSERT_EQ(sum_minor, TotalOf(made.lines[i]));
    for (const Draw& draw : results[i].draws) {
      ASSERT_GT(draw.amount_minor, 0);
      if (draw.owner.empty()) drawn[draw.account] += draw.amount_minor;
    }
  }
  for (const Budget& each : made.plan.budgets) {
    const std::string payer = PayerName(each.payer);
    ASSERT_EQ(drawn[payer], borne[payer]);
    for (const Draw& draw : made.before) {
      if (draw.account == payer) drawn[payer] += draw.amount_minor;
    }
    ASSERT_LE(drawn[payer], each.amount_minor);
  }
}

TEST(SharesProperty, SumUpAndKeepToLinesCapsAndBudgets) {
  Maker maker(Seed());
  const int64_t cases = FromEnvironment("TUOQIAO_CASES", 1'000'000);
  for (int64_t i = 0; i < cases; ++i) {
    SCOPED_TRACE(absl::StrCat("case ", i));
    const MonthCase made = MakeCase(maker);
    if (i % 64 == 0) {
      ASSERT_TRUE(CheckPlan(made.plan).ok()) << CheckPlan(made.plan);
    }
    ASSERT_NO_FATAL_FAILURE(CheckCaps(made));
    ASSERT_NO_FATAL_FAILURE(CheckMonth(made));
  }
}

// Two guardians, two firms, any two plans: all that is paid for them together is never more than
// the fee, and each firm has one share at most, which names its own employee and nobody else's.
TEST(SharesProperty, TwoFirmsNeverPayMoreThanTheFeeNorForEachOthersEmployee) {
  Maker maker(Seed());
  const int64_t cases = FromEnvironment("TUOQIAO_CASES", 1'000'000) / 5;
  for (int64_t i = 0; i < cases; ++i) {
    SCOPED_TRACE(absl::StrCat("case ", i));
    MonthCase made = MakeCase(maker);
    for (SplitFacts& facts : made.facts) {
      facts.firms.clear();
      for (const char* plan : {"A", "B"}) {
        PayingFirm firm;
        firm.firm = firm.uscc = absl::StrCat("f", plan);
        firm.plan = maker.OneIn(2) ? "A" : "B";
        firm.employee = firm.employee_no = absl::StrCat("of-f", plan);
        facts.firms.push_back(std::move(firm));
      }
    }
    const auto results = SplitMonth(made.plan, kYear, made.before, made.Items());
    for (size_t item = 0; item < results.size(); ++item) {
      int64_t fee_minor = 0, paid_minor = 0;
      for (const Line& line : made.lines[item]) {
        fee_minor += std::max<int64_t>(line.amount_minor, 0);
      }
      std::map<std::string, int64_t> shares_of;
      for (const Share& share : results[item].shares) {
        if (share.payer == Payer::kFamily) continue;
        paid_minor += share.amount_minor;
        if (share.payer != Payer::kFirm) continue;
        ASSERT_EQ(++shares_of[share.firm], 1);
        ASSERT_EQ(share.employee, absl::StrCat("of-", share.firm));
      }
      ASSERT_LE(paid_minor, fee_minor);
    }
  }
}

// ---- The chosen programmes.

// A plan whose layers are of up to six programmes that exclude each other and yield at random.
FundingPlan PlanWithProgrammes(Maker& maker) {
  FundingPlan plan;
  do {
    plan = maker.Plan(3, 10);
    plan.budgets.clear();
    // Half of the plans are plain ones, as most real plans are.
    const bool plain = maker.OneIn(2);
    for (Layer& layer : plan.layers) {
      layer.bearer_if_over.reset();
      if (layer.payer == Payer::kFamily) continue;
      if (plain) {
        layer.lines = LineSet();
        for (const LineKind kind : kLineKinds) layer.lines.Add(kind);
        if (layer.rule.kind == RuleKind::kMatch || layer.rule.kind == RuleKind::kParts) {
          layer.rule = maker.Amount();
        }
      }
      if (!maker.OneIn(5)) layer.programme = absl::StrCat("p", maker.Below(6));
    }
    const std::vector<std::string> names = plan.Programmes();
    for (const std::string& a : names) {
      for (const std::string& b : names) {
        if (a < b && maker.OneIn(5)) plan.exclusions.push_back({a, b, "law"});
        if (a != b && maker.OneIn(10)) plan.yields.push_back({a, b, "law"});
      }
    }
  } while (!CheckPlan(plan).ok());  // A circle of yields.
  return plan;
}

struct Tried {
  std::vector<bool> chosen;  // By programme.
  int64_t family_minor = 0;
  std::vector<bool> paying;
};

// The plan without the layers of the programmes that are not chosen.
Tried Try(const MonthCase& made, const std::vector<std::string>& names,
          const std::vector<bool>& chosen) {
  FundingPlan plan = made.plan;
  plan.layers.clear();
  for (const Layer& layer : made.plan.layers) {
    const auto at = std::find(names.begin(), names.end(), layer.programme);
    if (at == names.end() || chosen[at - names.begin()]) plan.layers.push_back(layer);
  }
  Tried tried;
  tried.chosen = chosen;
  tried.paying.resize(names.size());
  // Caps are known by the places of layers, which have changed; their accounts have not.
  CapBook book(plan, made.before);
  CapPage page = book.Open(made.owners[0]);
  for (size_t i = 0; i < made.lines.size(); ++i) {
    const auto bearings = SplitLayers(plan, made.lines[i], made.facts[i], 0, page);
    tried.family_minor += TotalOf(made.lines[i]);
    for (const Bearing& each : bearings) {
      if (each.payer == Payer::kFamily) continue;
      tried.family_minor -= each.amount_minor;
      const auto at =
          std::find(names.begin(), names.end(), plan.layers[each.layer].programme) - names.begin();
      if (at < static_cast<int64_t>(names.size())) tried.paying[at] = true;
    }
  }
  return tried;
}

struct Expected {
  Tried best;
  std::string loss;  // As the note ends.
};

// Every set of programmes that is legal and of which each pays, those with earlier programmes
// first.
Expected SearchAll(const MonthCase& made) {
  const std::vector<std::string> names = made.plan.Programmes();
  const auto at = [&](const std::string& name) {
    return static_cast<size_t>(std::find(names.begin(), names.end(), name) - names.begin());
  };
  const auto excluded = [&](size_t a, size_t b) {
    return std::any_of(made.plan.exclusions.begin(), made.plan.exclusions.end(),
                       [&](const Exclusion& each) {
                         return (at(each.first) == a && at(each.second) == b) ||
                                (at(each.first) == b && at(each.second) == a);
                       });
  };
  const auto legal = [&](const std::vector<bool>& chosen) {
    for (size_t a = 0; a < names.size(); ++a) {
      for (size_t b = 0; b < names.size(); ++b) {
        if (chosen[a] && chosen[b] && a != b && excluded(a, b)) return false;
      }
    }
    for (const Yield& each : made.plan.yields) {
      const size_t one = at(each.programme), to = at(each.to);
      if (!chosen[one]) continue;
      if (chosen[to]) return false;  // Each that is chosen pays.
      std::vector<bool> alone(names.size());
      alone[to] = true;
      if (!Try(made, names, alone).paying[to]) continue;
      bool kept_out = false;
      for (size_t other = 0; other < names.size(); ++other) {
        kept_out = kept_out || (chosen[other] && other != one && excluded(other, to));
      }
      if (!kept_out) return false;
    }
    return true;
  };
  std::vector<Tried> found;
  for (int64_t bits = (int64_t{1} << names.size()) - 1; bits >= 0; --bits) {
    std::vector<bool> chosen(names.size());
    for (size_t i = 0; i < names.size(); ++i) {
      chosen[i] = (bits >> (names.size() - 1 - i) & 1) != 0;
    }
    if (!legal(chosen)) continue;
    Tried tried = Try(made, names, chosen);
    if (tried.paying == chosen) found.push_back(std::move(tried));
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const Tried& a, const Tried& b) { return a.family_minor < b.family_minor; });
  const std::string loss =
      found.size() < 2
          ? "; no other combination is legal"
          : absl::StrCat(", would leave the family ",
                         YuanText(found[1].family_minor - found[0].family_minor), " more");
  return {found.at(0), loss};
}

TEST(CombinationProperty, IsTheBestOfAllLegalSets) {
  Maker maker(Seed() + 1);
  const int64_t cases = std::min<int64_t>(FromEnvironment("TUOQIAO_CASES", 20000), 20000);
  int64_t with_choice = 0;
  for (int64_t i = 0; i < cases; ++i) {
    SCOPED_TRACE(absl::StrCat("case ", i));
    MonthCase made;
    made.plan = PlanWithProgrammes(maker);
    for (int64_t statements = maker.OneIn(4) ? 2 : 1; statements > 0; --statements) {
      made.owners.push_back({"c1", "m1"});
      made.lines.push_back(maker.Month());
      made.facts.push_back(maker.Facts());
      made.facts.back().decided =
          made.facts.size() == 1 ? maker.Decided(made.plan) : made.facts[0].decided;
    }
    const std::vector<SplitResult> results =
        SplitMonth(made.plan, kYear, made.before, made.Items());
    const Expected expected = SearchAll(made);
    int64_t family_minor = 0;
    std::string reasons;
    for (const SplitResult& result : results) {
      for (const Share& share : result.shares) {
        if (share.payer == Payer::kFamily) family_minor += share.amount_minor;
        absl::StrAppend(&reasons, share.reason, "\n");
      }
    }
    ASSERT_EQ(family_minor, expected.best.family_minor);
    const std::vector<std::string> names = made.plan.Programmes();
    if (names.empty() || reasons.empty()) continue;
    ++with_choice;
    std::string chosen;
    for (size_t p = 0; p < names.size(); ++p) {
      if (!expected.best.chosen[p]) continue;
      absl::StrAppend(&chosen, chosen.empty() ? "" : " + ", names[p]);
    }
    const bool all =
        std::count(expected.best.chosen.begin(), expected.best.chosen.end(), false) == 0;
    ASSERT_TRUE(absl::StrContains(
        reasons,
        absl::StrCat("programmes ", chosen.empty() ? "none" : chosen, all ? "; " : ", without ")))
        << reasons << chosen;
    ASSERT_TRUE(absl::StrContains(reasons, expected.loss)) << reasons << expected.loss;
  }
  EXPECT_GT(with_choice, cases / 2);
}

}  // namespace
}  // namespace tuoqiao::billing
