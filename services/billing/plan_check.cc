// What contradicts the rest of a plan.
#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/billing/errors.h"
#include "services/billing/plan.h"
#include "services/common/status_macros.h"

namespace tuoqiao::billing {
namespace {

// A layer with its field and what stands before it.
struct Place {
  const FundingPlan& plan;
  size_t index;
  std::string field;

  const Layer& layer() const { return plan.layers[index]; }
  bool last() const { return index + 1 == plan.layers.size(); }
};

absl::Status CheckRule(const std::string& field, const Rule& rule) {
  if (rule.kind == RuleKind::kPercent && rule.share_bp == 0) {
    return LayerInvalid(field, "takes no per cent of anything", "百分比为零");
  }
  if ((rule.kind == RuleKind::kFixed || rule.kind == RuleKind::kUpTo) && rule.amount_minor == 0) {
    return LayerInvalid(field, "takes no amount", "金额为零");
  }
  return absl::OkStatus();
}

absl::Status CheckBands(const std::string& field, const Rule& rule) {
  const bool may = rule.kind == RuleKind::kBand || rule.kind == RuleKind::kMatch;
  if (!may && rule.bands.has_value()) {
    return LayerInvalid(field, "are only for BAND and MATCH", "仅用于 BAND 和 MATCH");
  }
  if (rule.kind == RuleKind::kBand && !rule.bands.has_value()) {
    return LayerInvalid(field, "are missing", "缺失");
  }
  if (!rule.bands.has_value()) return absl::OkStatus();
  if (rule.share_bp != 0) {
    return LayerInvalid(field, "stand beside a share_bp: one of the two says the share",
                        "与 share_bp 并存,只能用其一");
  }
  const std::vector<Band>& bands = rule.bands->bands;
  for (size_t i = 1; i + 1 < bands.size(); ++i) {
    if (bands[i].below <= bands[i - 1].below) {
      return LayerInvalid(absl::StrCat(field, ".bands[", i, "].below"),
                          "is not above the one before", "未大于上一档");
    }
  }
  if (std::all_of(bands.begin(), bands.end(), [](const Band& b) { return b.share_bp == 0; })) {
    return LayerInvalid(field, "take no per cent of anything", "各档百分比均为零");
  }
  return absl::OkStatus();
}

absl::Status CheckMatch(const Place& place) {
  const Rule& rule = place.layer().rule;
  const std::string field = absl::StrCat(place.field, ".matches");
  if (rule.kind != RuleKind::kMatch) {
    if (!rule.matches.has_value()) return absl::OkStatus();
    return LayerInvalid(field, "is only for MATCH", "仅用于 MATCH");
  }
  if (!rule.matches.has_value()) {
    return LayerInvalid(field, "does not say whose part is matched", "未写明配比的付款方");
  }
  if (place.layer().payer == *rule.matches) {
    return LayerInvalid(field, "is the layer's own payer", "是本层付款方自身");
  }
  const auto end = place.plan.layers.begin() + static_cast<int64_t>(place.index);
  if (*rule.matches == Payer::kFamily ||
      std::none_of(place.plan.layers.begin(), end, [&](const Layer& layer) {
        return layer.HasPayer(*rule.matches) && layer.lines.Meets(place.layer().lines);
      })) {
    return LayerInvalid(field, "takes nothing of these lines in a layer before",
                        "在此前各层未承担这些项目");
  }
  if (rule.share_bp == 0 && !rule.bands.has_value()) {
    return LayerInvalid(place.field, "takes no per cent of anything", "百分比为零");
  }
  return absl::OkStatus();
}

absl::Status CheckParts(const std::string& field, const Layer& layer) {
  const std::string parts_field = absl::StrCat(field, ".parts");
  const std::vector<Part>& parts = layer.rule.parts;
  if (layer.rule.kind != RuleKind::kParts) {
    if (parts.empty()) return absl::OkStatus();
    return LayerInvalid(parts_field, "are only for PARTS", "仅用于 PARTS");
  }
  if (parts.size() < 2) {
    return LayerInvalid(parts_field, "are fewer than two", "少于两份");
  }
  std::set<Payer> payers;
  for (const Part& part : parts) {
    if (!payers.insert(part.payer).second) {
      return LayerInvalid(parts_field, "name a payer twice", "付款方重复");
    }
  }
  const auto first = std::find_if(parts.begin(), parts.end(),
                                  [](const Part& part) { return part.payer != Payer::kFamily; });
  if (first->payer != layer.payer) {
    return LayerInvalid(absl::StrCat(field, ".payer"), "is not the first of its parts but FAMILY",
                        "应为各份中 FAMILY 以外的首个付款方");
  }
  return absl::OkStatus();
}

absl::Status CheckDecided(const std::string& field, const Rule& rule,
                          std::set<SchemeAmount>& before) {
  if (rule.kind != RuleKind::kSchemeAmount) {
    if (!rule.decided.has_value()) return absl::OkStatus();
    return LayerInvalid(absl::StrCat(field, ".decided_by"), "is only for SCHEME_AMOUNT",
                        "仅用于 SCHEME_AMOUNT");
  }
  if (!rule.decided.has_value()) {
    return LayerInvalid(absl::StrCat(field, ".decided_by"), "does not say who decides the amount",
                        "未写明由哪个项目认定金额");
  }
  if (rule.amount_minor != 0 || rule.share_bp != 0) {
    return LayerInvalid(absl::StrCat(field, rule.amount_minor != 0 ? ".amount_minor" : ".share_bp"),
                        "stands beside an amount that a pack decides", "与由规则包认定的金额并存");
  }
  // The child gets it once: a second layer would pay it again.
  if (!before.insert(*rule.decided).second) {
    return LayerInvalid(absl::StrCat(field, ".amount"), "is paid by a layer before",
                        "已由此前某层支付");
  }
  return absl::OkStatus();
}

absl::Status CheckCoefficients(const std::string& field, const Rule& rule) {
  if (rule.coefficient_1_bp == 0 && rule.coefficient_2_bp == 0) return absl::OkStatus();
  const std::string named =
      absl::StrCat(field, rule.coefficient_1_bp != 0 ? ".coefficient_1_bp" : ".coefficient_2_bp");
  if (rule.kind == RuleKind::kParts || rule.kind == RuleKind::kRest) {
    return LayerInvalid(named, "has no amount to raise", "没有可调整的金额");
  }
  if (rule.kind == RuleKind::kStatutory && rule.cap_minor == 0) {
    return LayerInvalid(named, "raises the rate cap_minor, and there is none",
                        "用于调整 cap_minor,但未设该费率");
  }
  return absl::OkStatus();
}

absl::Status CheckCondition(const std::string& field, const Layer& layer) {
  if ((layer.condition == Condition::kAtLeast) != layer.at_least.has_value()) {
    return LayerInvalid(absl::StrCat(field, ".at_least"), "is for AT_LEAST, and AT_LEAST needs it",
                        "与条件 AT_LEAST 须同时出现");
  }
  if (layer.condition != Condition::kNone && !layer.bearer_if_lost.has_value()) {
    return LayerInvalid(field, "has a condition, and does not say who bears it when lost",
                        "设有条件,但未写明条件不满足时由谁承担");
  }
  if (layer.condition == Condition::kNone && layer.bearer_if_lost.has_value()) {
    return LayerInvalid(absl::StrCat(field, ".bearer_if_lost"), "stands without a condition",
                        "未设条件");
  }
  if (layer.bearer_if_lost.has_value() && *layer.bearer_if_lost != Payer::kFamily &&
      layer.HasPayer(*layer.bearer_if_lost)) {
    return LayerInvalid(absl::StrCat(field, ".bearer_if_lost"), "is the payer that lost it",
                        "是本层付款方自身");
  }
  return absl::OkStatus();
}

absl::Status CheckCaps(const std::string& field, const Layer& layer,
                       std::set<std::string>& accounts) {
  std::set<CapScope> scopes;
  for (size_t i = 0; i < layer.caps.size(); ++i) {
    const Cap& cap = layer.caps[i];
    const std::string here = absl::StrCat(field, ".caps[", i, "]");
    if (!scopes.insert(cap.scope).second) {
      return LayerInvalid(absl::StrCat(here, ".scope"), "stands before", "重复");
    }
    if (IsYearly(cap.scope) == cap.account.empty()) {
      return LayerInvalid(absl::StrCat(here, ".account"),
                          "is for yearly caps, and a yearly cap needs it",
                          "仅用于年度上限,且年度上限必须填写");
    }
    if (!cap.account.empty() && !accounts.insert(cap.account).second) {
      return LayerInvalid(absl::StrCat(here, ".account"), "is another cap's", "已被另一上限使用");
    }
  }
  return absl::OkStatus();
}

absl::Status CheckOver(const Place& place) {
  const Layer& layer = place.layer();
  if (!layer.bearer_if_over.has_value()) return absl::OkStatus();
  const std::string field = absl::StrCat(place.field, ".bearer_if_over");
  if (std::none_of(std::begin(kCollectedPayers), std::end(kCollectedPayers), [&](Payer payer) {
        return layer.HasPayer(payer) && place.plan.HasBudget(payer);
      })) {
    return LayerInvalid(field, "stands without a budget of the payer", "付款方没有预算");
  }
  if (*layer.bearer_if_over != Payer::kFamily && layer.HasPayer(*layer.bearer_if_over)) {
    return LayerInvalid(field, "is the payer whose budget it is", "是预算所属的付款方自身");
  }
  return absl::OkStatus();
}

// The family's layer is a place and nothing else.
absl::Status CheckRest(const std::string& field, const Layer& layer) {
  if (layer.condition != Condition::kNone || layer.at_least.has_value()) {
    return LayerInvalid(field, "bears the rest, and has a condition", "兜底层不能设条件");
  }
  if (layer.rule.cap_minor != 0 || !layer.caps.empty()) {
    return LayerInvalid(field, "bears the rest, and has a cap", "兜底层不能设上限");
  }
  if (!layer.programme.empty()) {
    return LayerInvalid(absl::StrCat(field, ".programme"), "is not for the rest",
                        "兜底层不能属于项目");
  }
  return absl::OkStatus();
}

// What no two layers may have.
struct Before {
  std::set<std::string> accounts;
  std::set<SchemeAmount> decided;
};

absl::Status CheckLayer(const Place& place, Before& before) {
  const Layer& layer = place.layer();
  const std::string& field = place.field;
  const bool family = layer.payer == Payer::kFamily;
  if (family != place.last()) {
    return LayerInvalid(field, "is not in its place: FAMILY comes last, and once",
                        "顺序不对:FAMILY 须为最后一层且仅一次");
  }
  if (family != (layer.rule.kind == RuleKind::kRest)) {
    return LayerInvalid(field, "is not for this payer: REST is FAMILY's, and FAMILY's only kind",
                        "类型与付款方不符:REST 仅用于 FAMILY,且 FAMILY 只能用 REST");
  }
  if (layer.rule.kind == RuleKind::kFirmPlan) {
    if (layer.payer != Payer::kFirm) {
      return LayerInvalid(field, "is not a firm's, and has the kind FIRM_PLAN",
                          "不属于用人单位,不能使用 FIRM_PLAN");
    }
    if (place.plan.firm_plans.empty()) {
      return LayerInvalid(field, "rests on firm plans, and there are none",
                          "依赖单位方案,但未定义任何方案");
    }
  }
  if (layer.rule.kind == RuleKind::kSeatContract) {
    if (layer.payer != Payer::kFirm && layer.payer != Payer::kPark) {
      return LayerInvalid(field,
                          "is neither a firm's nor the park's, and has the kind SEAT_CONTRACT",
                          "不属于用人单位或园区,不能使用 SEAT_CONTRACT");
    }
    if (layer.rule.amount_minor != 0 || layer.rule.share_bp != 0) {
      return LayerInvalid(
          absl::StrCat(field, layer.rule.amount_minor != 0 ? ".amount_minor" : ".share_bp"),
          "stands beside a share that a seat's contract says", "与名额合同约定的比例并存");
    }
  }
  if (!family && layer.lines.Empty()) {
    return LayerInvalid(field, "names no line that it may fund", "未指明可承担的项目");
  }
  if (family) RETURN_IF_ERROR(CheckRest(field, layer));
  RETURN_IF_ERROR(CheckRule(field, layer.rule));
  if (layer.rule.copay_order != CopayOrder::kCapFirst && layer.rule.kind != RuleKind::kStatutory) {
    return LayerInvalid(absl::StrCat(field, ".copay_order"), "is only for STATUTORY",
                        "仅用于 STATUTORY");
  }
  RETURN_IF_ERROR(CheckBands(absl::StrCat(field, ".bands"), layer.rule));
  RETURN_IF_ERROR(CheckMatch(place));
  RETURN_IF_ERROR(CheckParts(field, layer));
  RETURN_IF_ERROR(CheckDecided(field, layer.rule, before.decided));
  RETURN_IF_ERROR(CheckCoefficients(field, layer.rule));
  RETURN_IF_ERROR(CheckCondition(field, layer));
  RETURN_IF_ERROR(CheckCaps(field, layer, before.accounts));
  return CheckOver(place);
}

absl::Status CheckPlanBudgets(const FundingPlan& plan) {
  std::set<std::pair<Payer, int64_t>> known;
  for (size_t i = 0; i < plan.budgets.size(); ++i) {
    const Budget& budget = plan.budgets[i];
    const std::string field = absl::StrCat("funding_plan.budgets[", i, "]");
    if (!IsCollected(budget.payer)) {
      return LayerInvalid(absl::StrCat(field, ".payer"), "is not AUTHORITY, PARK or UNION",
                          "须为 AUTHORITY、PARK 或 UNION");
    }
    if (!known.emplace(budget.payer, budget.year).second) {
      return LayerInvalid(field, "is the payer's second of that year", "同一付款方同一年度重复");
    }
  }
  return absl::OkStatus();
}

struct Named {
  std::string first_field, second_field;
  const std::string& first;
  const std::string& second;
};
absl::Status CheckPair(const std::vector<std::string>& programmes, const std::string& field,
                       const Named& pair) {
  const auto known = [&](const std::string& name) {
    return std::find(programmes.begin(), programmes.end(), name) != programmes.end();
  };
  for (const auto& [name, at] : {std::make_pair(&pair.first, &pair.first_field),
                                 std::make_pair(&pair.second, &pair.second_field)}) {
    if (!known(*name)) {
      return LayerInvalid(absl::StrCat(field, ".", *at), "is no layer's programme",
                          "不是任何一层的项目");
    }
  }
  if (pair.first == pair.second) {
    return LayerInvalid(field, "names one programme twice", "两个项目相同");
  }
  return absl::OkStatus();
}

// The programmes of a circle of yields, the first of them again at the end; empty where there is
// none.
std::vector<std::string> CircleOf(const std::vector<std::string>& programmes,
                                  const std::vector<Yield>& yields) {
  std::set<std::string> done;
  std::vector<std::string> path;
  const auto walk = [&](const auto& self, const std::string& at) -> bool {
    const auto before = std::find(path.begin(), path.end(), at);
    if (before != path.end()) {
      path.erase(path.begin(), before);
      path.push_back(at);
      return true;
    }
    if (!done.insert(at).second) return false;
    path.push_back(at);
    for (const Yield& each : yields) {
      if (each.programme == at && self(self, each.to)) return true;
    }
    path.pop_back();
    return false;
  };
  for (const std::string& each : programmes) {
    if (walk(walk, each)) return path;
  }
  return {};
}

absl::Status CheckProgrammes(const FundingPlan& plan) {
  const std::vector<std::string> programmes = plan.Programmes();
  if (programmes.size() > kProgrammesMax) {
    return LayerInvalid("funding_plan.layers",
                        absl::StrCat("are of more than ", kProgrammesMax, " programmes"),
                        absl::StrCat("的项目超过 ", kProgrammesMax, " 个"));
  }
  std::set<std::pair<std::string, std::string>> excluded, yielded;
  for (size_t i = 0; i < plan.exclusions.size(); ++i) {
    const Exclusion& each = plan.exclusions[i];
    const std::string field = absl::StrCat("funding_plan.exclusions[", i, "]");
    RETURN_IF_ERROR(CheckPair(programmes, field, {"first", "second", each.first, each.second}));
    if (!excluded.insert(std::minmax(each.first, each.second)).second) {
      return LayerInvalid(field, "stands before", "重复");
    }
  }
  for (size_t i = 0; i < plan.yields.size(); ++i) {
    const Yield& each = plan.yields[i];
    const std::string field = absl::StrCat("funding_plan.yields[", i, "]");
    RETURN_IF_ERROR(CheckPair(programmes, field, {"programme", "to", each.programme, each.to}));
    if (!yielded.emplace(each.programme, each.to).second) {
      return LayerInvalid(field, "stands before", "重复");
    }
  }
  std::set<std::pair<std::string, std::string>> schemes;
  for (size_t i = 0; i < plan.schemes.size(); ++i) {
    const PlanScheme& each = plan.schemes[i];
    const std::string field = absl::StrCat("funding_plan.schemes[", i, "]");
    if (std::find(programmes.begin(), programmes.end(), each.programme) == programmes.end()) {
      return LayerInvalid(absl::StrCat(field, ".programme"), "is no layer's programme",
                          "不是任何一层的项目");
    }
    if (!schemes.emplace(each.programme, each.scheme).second) {
      return LayerInvalid(field, "stands before", "重复");
    }
  }
  const std::vector<std::string> circle = CircleOf(programmes, plan.yields);
  if (circle.empty()) return absl::OkStatus();
  const std::string names = absl::StrJoin(circle, " > ");
  return LayerInvalid("funding_plan.yields",
                      absl::StrCat("run in a circle, so that none of them could pay: ", names),
                      absl::StrCat("构成循环,均无法支付:", names));
}

}  // namespace

absl::Status CheckPlan(const FundingPlan& plan) {
  if (plan.layers.empty()) {
    return LayerInvalid("funding_plan.layers", "are none", "为空");
  }
  Before before;
  for (size_t i = 0; i < plan.layers.size(); ++i) {
    RETURN_IF_ERROR(CheckLayer({plan, i, absl::StrCat("funding_plan.layers[", i, "]")}, before));
  }
  for (const auto& [code, rule] : plan.firm_plans) {
    const std::string field = absl::StrCat("funding_plan.firm_plans[", code, "]");
    if (rule.kind != RuleKind::kFixed && rule.kind != RuleKind::kPercent &&
        rule.kind != RuleKind::kUpTo) {
      return LayerInvalid(field, "is not FIXED, PERCENT or UP_TO", "须为 FIXED、PERCENT 或 UP_TO");
    }
    RETURN_IF_ERROR(CheckRule(field, rule));
  }
  RETURN_IF_ERROR(CheckPlanBudgets(plan));
  return CheckProgrammes(plan);
}

absl::Status CheckBudgets(const FundingPlan& plan, int64_t year) {
  for (const Payer payer : kCollectedPayers) {
    const bool has = std::any_of(plan.budgets.begin(), plan.budgets.end(), [&](const Budget& each) {
      return each.payer == payer && each.year == year;
    });
    if (plan.HasBudget(payer) && !has) return BudgetMissing(PayerName(payer), year);
  }
  return absl::OkStatus();
}

}  // namespace tuoqiao::billing
