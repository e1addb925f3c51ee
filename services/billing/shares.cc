#include "services/billing/shares.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/billing/budgets.h"
#include "services/billing/choice.h"
#include "services/billing/layers.h"
#include "services/common/check.h"

namespace tuoqiao::billing {
namespace {

int64_t SumOf(const std::vector<Share>& shares) {
  int64_t sum_minor = 0;
  for (const Share& share : shares) sum_minor += share.amount_minor;
  return sum_minor;
}

// "that AUTHORITY bears only from half of the opening days on". A needs level, an age or a sibling
// is nobody's business but the family's.
std::string LostText(const Layer& layer, Payer from) {
  const std::string bears = absl::StrCat(" that ", PayerName(from), " bears only ");
  if (layer.condition == Condition::kAttendedHalf) {
    return absl::StrCat(bears, "from half of the opening days on");
  }
  const AtLeast& least = *layer.at_least;
  switch (least.fact) {
    case MonthFact::kAttendedDays:
      return absl::StrCat(bears, "from ", least.value, " attended days on");
    case MonthFact::kAttendedShareBp:
      return absl::StrCat(bears, "from ", PercentText(least.value), " of the opening days on");
    case MonthFact::kBaseMinor:
      return absl::StrCat(bears, "of a base from ", YuanText(least.value), " on");
    case MonthFact::kNeedsLevel:
    case MonthFact::kAgeMonths:
    case MonthFact::kOlderEnrolled:
      break;
  }
  return absl::StrCat(bears, "under its condition");
}

std::string BorneText(const Layer& layer, const Bearing& bearing) {
  const std::string amount = YuanText(bearing.amount_minor);
  if (bearing.why == Bearing::Why::kLost) {
    return absl::StrCat(amount, LostText(layer, bearing.from));
  }
  return absl::StrCat(amount, " over the budget of ", PayerName(bearing.from));
}

std::string PartsText(const Rule& rule, const Bearing& bearing) {
  int64_t own = 0, all = 0;
  for (const Part& part : rule.parts) {
    all += part.weight;
    if (part.payer == bearing.payer) own = part.weight;
  }
  return absl::StrCat(
      own, " of ", all, " parts of ", YuanText(bearing.base.base_minor),
      rule.cap_minor == 0 ? "" : absl::StrCat(", at most ", YuanText(rule.cap_minor)));
}

std::string OwnText(const FundingPlan& plan, const SplitFacts& facts, const Bearing& bearing) {
  const Layer& layer = plan.layers[bearing.layer];
  std::string text;
  if (layer.rule.kind == RuleKind::kFirmPlan) {
    const std::string& code = facts.firms[bearing.firm].plan;
    text = absl::StrCat("plan ", code, ": ", RuleText(plan.firm_plans.at(code), bearing.base));
    if (layer.rule.cap_minor != 0) {
      absl::StrAppend(&text, ", at most ", YuanText(layer.rule.cap_minor));
    }
  } else if (layer.rule.kind == RuleKind::kParts) {
    text = PartsText(layer.rule, bearing);
  } else {
    text = RuleText(layer.rule, bearing.base);
    if (layer.rule.decided.has_value() && bearing.firm != kNoFirm && facts.firms.size() > 1) {
      absl::StrAppend(&text, ", in equal parts of ", facts.firms.size(), " firms");
    }
  }
  if (bearing.bound.cap != nullptr) {
    absl::StrAppend(&text, ", at most the ", YuanText(bearing.bound.room_minor), " that its cap ",
                    CapScopeName(bearing.bound.cap->scope), " leaves");
  }
  if (bearing.cut_to_minor != 0) {
    absl::StrAppend(&text, ", cut in proportion to ", YuanText(bearing.cut_to_minor),
                    " for all firms");
  }
  return text;
}

std::string ReasonOf(const FundingPlan& plan, const SplitFacts& facts, const Bearing& bearing) {
  const std::string text = bearing.why == Bearing::Why::kOwn
                               ? OwnText(plan, facts, bearing)
                               : BorneText(plan.layers[bearing.layer], bearing);
  return bearing.short_of_budget ? absl::StrCat(text, ", of which ", YuanText(bearing.amount_minor),
                                                " were left in its budget")
                                 : text;
}

Share ShareOf(const FundingPlan& plan, const SplitFacts& facts, const Bearing& bearing) {
  Share share;
  share.payer = bearing.payer;
  share.form = ShareForm::kCollected;
  share.amount_minor = bearing.amount_minor;
  share.reason = ReasonOf(plan, facts, bearing);
  if (bearing.firm == kNoFirm) return share;
  const PayingFirm& firm = facts.firms[bearing.firm];
  share.firm = firm.firm;
  share.employee = firm.employee;
  share.employee_no = firm.employee_no;
  share.form = firm.form;
  return share;
}

// Adds to the payer's share where it has one. Shares of zero are left out.
void Merge(Share share, std::vector<Share>* shares) {
  if (share.amount_minor == 0) return;
  const auto same = std::find_if(shares->begin(), shares->end(), [&](const Share& each) {
    return each.payer == share.payer && each.firm == share.firm;
  });
  if (same == shares->end()) {
    shares->push_back(std::move(share));
  } else {
    same->amount_minor += share.amount_minor;
    absl::StrAppend(&same->reason, "; ", share.reason);
  }
}

Share FamilyShare(int64_t rest_minor, const std::optional<Deduction>& deduction,
                  std::string reason) {
  Share share;
  share.payer = Payer::kFamily;
  share.amount_minor = rest_minor;
  share.reason = std::move(reason);
  if (!deduction.has_value()) return share;
  share.form = ShareForm::kDeduct;
  share.employee = deduction->employee;
  share.employee_no = deduction->employee_no;
  share.arrears_mode = deduction->arrears_mode;
  return share;
}

// `note` stands with the family's share, and with the last one where the family has none.
std::vector<Share> SharesOf(const FundingPlan& plan, const SplitItem& item,
                            const std::vector<Bearing>& bearings, const std::string& note) {
  std::vector<Share> shares;
  std::string family_reason = "the rest";
  for (const Bearing& each : bearings) {
    if (each.payer == Payer::kFamily) {
      absl::StrAppend(&family_reason, ", with ", BorneText(plan.layers[each.layer], each));
    } else {
      Merge(ShareOf(plan, *item.facts, each), &shares);
    }
  }
  const int64_t rest_minor = RestOf(*item.lines, bearings);
  Merge(FamilyShare(rest_minor, item.facts->deduction, std::move(family_reason)), &shares);
  CHECK(SumOf(shares) == TotalOf(*item.lines));
  if (!note.empty() && !shares.empty()) absl::StrAppend(&shares.back().reason, "; ", note);
  return shares;
}

class DrawSums {
 public:
  void Add(const std::string& account, const std::string& owner, const std::string& party,
           int64_t amount_minor) {
    for (Draw& each : draws_) {
      if (each.account == account && each.owner == owner && each.party == party) {
        each.amount_minor += amount_minor;
        return;
      }
    }
    draws_.push_back({account, owner, party, amount_minor});
  }
  std::vector<Draw> Finish() && { return std::move(draws_); }

 private:
  std::vector<Draw> draws_;
};

// What is borne in the end counts, after budgets.
std::vector<Draw> DrawsOf(const FundingPlan& plan, const SplitItem& item,
                          const std::vector<Bearing>& bearings) {
  DrawSums draws;
  for (const Bearing& each : bearings) {
    if (each.amount_minor == 0) continue;
    if (each.why == Bearing::Why::kOwn) {
      const std::string party =
          each.firm == kNoFirm ? PayerName(each.payer) : item.facts->firms[each.firm].firm;
      for (const Cap& cap : plan.layers[each.layer].caps) {
        if (!IsYearly(cap.scope)) continue;
        draws.Add(cap.account, item.owner.Of(cap.scope), party, each.amount_minor);
      }
    }
    if (plan.HasBudget(each.payer)) draws.Add(PayerName(each.payer), "", "", each.amount_minor);
  }
  return std::move(draws).Finish();
}

std::vector<Payer> ShortOf(const std::vector<Bearing>& bearings) {
  std::vector<Payer> payers;
  for (const Bearing& each : bearings) {
    if (each.short_of_budget) payers.push_back(each.payer);
  }
  return payers;
}

// The places of each child's statements, the child of the first statement first.
std::vector<std::vector<size_t>> ByChild(const std::vector<SplitItem>& items) {
  std::map<std::string, size_t> places;
  std::vector<std::vector<size_t>> children;
  for (size_t i = 0; i < items.size(); ++i) {
    const auto [found, first] = places.try_emplace(items[i].owner.case_number, children.size());
    if (first) children.emplace_back();
    children[found->second].push_back(i);
  }
  return children;
}

}  // namespace

const PayingFirm* FirmWithoutPlan(const FundingPlan& plan, const std::vector<PayingFirm>& firms) {
  const bool asked = std::any_of(plan.layers.begin(), plan.layers.end(), [](const Layer& layer) {
    return layer.rule.kind == RuleKind::kFirmPlan;
  });
  if (!asked) return nullptr;
  for (const PayingFirm& firm : firms) {
    if (plan.firm_plans.count(firm.plan) == 0) return &firm;
  }
  return nullptr;
}

std::vector<SplitResult> SplitMonth(const FundingPlan& plan, int64_t year,
                                    const std::vector<Draw>& before,
                                    const std::vector<SplitItem>& items) {
  const Programmes programmes(plan);
  std::vector<std::vector<Bearing>> bearings(items.size());
  std::vector<std::string> notes(items.size());
  CapBook caps(plan, before);
  for (const std::vector<size_t>& child : ByChild(items)) {
    const CapOwner& owner = items[child.front()].owner;
    std::vector<SplitCase> cases;
    for (const size_t i : child) cases.push_back({items[i].lines, items[i].facts});
    CapPage page = caps.Open(owner);
    ChildSplit split = SplitChild(programmes, cases, page);
    caps.Close(owner, page);
    for (size_t i = 0; i < child.size(); ++i) {
      bearings[child[i]] = std::move(split.bearings[i]);
      notes[child[i]] = split.note;
    }
  }
  BudgetBook budgets(plan, year, before);
  std::vector<SplitResult> results;
  for (size_t i = 0; i < items.size(); ++i) {
    budgets.Limit(*items[i].facts, bearings[i]);
    results.push_back({SharesOf(plan, items[i], bearings[i], notes[i]),
                       DrawsOf(plan, items[i], bearings[i]), ShortOf(bearings[i])});
  }
  return results;
}

std::vector<Share> Split(const FundingPlan& plan, const std::vector<Line>& lines,
                         const SplitFacts& facts) {
  const Programmes programmes(plan);
  CapPage page;
  const ChildSplit split = SplitChild(programmes, {{&lines, &facts}}, page);
  return SharesOf(plan, {{}, &lines, &facts}, split.bearings[0], split.note);
}

}  // namespace tuoqiao::billing
