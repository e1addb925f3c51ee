// What each layer of a plan puts on each payer: the arithmetic of a split, without its words.
#ifndef TUOQIAO_SERVICES_BILLING_LAYERS_H_
#define TUOQIAO_SERVICES_BILLING_LAYERS_H_

#include <cstdint>
#include <vector>

#include "services/billing/caps.h"
#include "services/billing/plan.h"
#include "services/billing/rule.h"
#include "services/billing/split_facts.h"
#include "services/billing/statement.h"

namespace tuoqiao::billing {

// A bit for each layer of a plan, of which there are at most 50.
using LayerSet = uint64_t;
inline LayerSet LayerBit(size_t layer) { return LayerSet{1} << layer; }

inline constexpr size_t kNoFirm = static_cast<size_t>(-1);

// What one layer puts on one payer.
struct Bearing {
  // The payer's own; borne for a payer that lost its layer; or for one whose budget is empty.
  enum class Why { kOwn, kLost, kOver };

  size_t layer = 0;
  Payer payer = Payer::kFamily;
  size_t firm = kNoFirm;  // Of the facts' firms.
  int64_t amount_minor = 0;
  Why why = Why::kOwn;
  Payer from = Payer::kFamily;  // For whom it is borne.
  // How it came about, of the payer's own.
  RuleBase base;
  int64_t cut_to_minor = 0;  // Of two firms that were cut together; 0: they were not.
  CapRoom bound;             // The cap that bound it, if one did.
  bool short_of_budget = false;
};

// The layers in order, but for those in `left_out`. `plan` was checked and knows each firm's code.
//
// What a layer takes it takes from its lines, and no line is funded twice: first what its lines
// give back (reduction, refund) is set off against its other lines in the order of a statement,
// then it takes from what is left of them in that order. Its base is what is left of all its lines,
// never below zero. Layers with the same lines so share one base, and those with other lines have
// one of their own; where sets overlap, what one layer took of a line is gone for the other. What
// its lines give back beyond them is set off for nobody, and stays the family's credit.
//
// Who pays a layer takes `AmountOf` its rule of the base, of its own caps at most what is left of
// each. Two firms: each as if alone, then, where both together exceed the base,
// floor(base × own / both) each, and the spare fen to the firm with the lower uscc; a cap of the
// layer is each firm's own. PARTS: by weight, by largest remainder, equal ones in the written
// order; the part of FIRM in equal parts among the firms, the spare fen to the lower uscc; the
// family's part, that of a firm or a union that is not there, and what a cap keeps off stay in the
// lines.
//
// What a pack decides (SCHEME_AMOUNT) the child has once in the month: what one statement leaves of
// it is there for the next, as `page` knows, and firms bear it together, in equal parts as above.
//
// A layer whose condition fails takes the same of its lines, so that no later layer takes it up;
// its bearer bears it, FIRM in equal parts as above, and the family where that bearer is not there.
// It counts for no cap and is matched by nobody; of a decided amount it counts, because the child
// has had it.
//
// `page` is taken from. Bearings of zero are left out; those of the family say why its rest is
// higher and are no part of any sum.
std::vector<Bearing> SplitLayers(const FundingPlan& plan, const std::vector<Line>& lines,
                                 const SplitFacts& facts, LayerSet left_out, CapPage& page);

// What is left to the family, whatever its sign: no rounding.
int64_t RestOf(const std::vector<Line>& lines, const std::vector<Bearing>& bearings);

// Whether the condition of a layer fails.
bool Lost(const Layer& layer, const SplitFacts& facts, int64_t base_minor);

}  // namespace tuoqiao::billing

#endif  // TUOQIAO_SERVICES_BILLING_LAYERS_H_
