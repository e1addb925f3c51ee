#include "services/billing/shares.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/billing/errors.h"
#include "services/common/check.h"
#include "services/common/money.h"
#include "services/common/status_macros.h"

namespace tuoqiao::billing {
namespace {

// What a rule takes of a base that is not below zero.
int64_t AmountOf(const Rule& rule, int64_t base_minor) {
  switch (rule.kind) {
    case RuleKind::kFixed:
    case RuleKind::kUpTo:
      return std::min(rule.amount_minor, base_minor);
    case RuleKind::kPercent: {
      const int64_t part =
          std::min(MulDivHalfUp(base_minor, rule.share_bp, kBasisPoints), base_minor);
      return rule.cap_minor == 0 ? part : std::min(part, rule.cap_minor);
    }
    case RuleKind::kStatutory: {
      const int64_t capped =
          rule.cap_minor == 0 ? base_minor : std::min(base_minor, rule.cap_minor);
      return std::max<int64_t>(capped - rule.amount_minor, 0);
    }
    case RuleKind::kFirmPlan:
    case RuleKind::kRest:
      break;
  }
  CHECK(false);
}

std::string RuleText(const Rule& rule, int64_t base_minor) {
  const std::string base = YuanText(base_minor);
  switch (rule.kind) {
    case RuleKind::kFixed:
      return absl::StrCat("fixed ", YuanText(rule.amount_minor), " of ", base);
    case RuleKind::kUpTo:
      return absl::StrCat("up to ", YuanText(rule.amount_minor), " of ", base);
    case RuleKind::kPercent:
      return absl::StrCat(
          PercentText(rule.share_bp), " of ", base,
          rule.cap_minor == 0 ? "" : absl::StrCat(", at most ", YuanText(rule.cap_minor)));
    case RuleKind::kStatutory:
      return absl::StrCat(
          base, rule.cap_minor == 0 ? "" : absl::StrCat(", at most ", YuanText(rule.cap_minor)),
          ", less ", YuanText(rule.amount_minor));
    case RuleKind::kFirmPlan:
    case RuleKind::kRest:
      break;
  }
  CHECK(false);
}

int64_t SumOf(const std::vector<Share>& shares) {
  int64_t sum_minor = 0;
  for (const Share& share : shares) sum_minor += share.amount_minor;
  return sum_minor;
}

const Rule& RuleOf(const FundingPlan& plan, const Layer& layer, const PayingFirm& firm) {
  return layer.rule.kind == RuleKind::kFirmPlan ? plan.firm_plans.at(firm.plan) : layer.rule;
}

// Each firm as if alone on the base, then cut together to the base.
std::vector<Share> FirmShares(const FundingPlan& plan, const Layer& layer, int64_t base_minor,
                              const std::vector<PayingFirm>& firms) {
  std::vector<Share> shares;
  for (const PayingFirm& firm : firms) {
    const Rule& rule = RuleOf(plan, layer, firm);
    Share share;
    share.payer = Payer::kFirm;
    share.firm = firm.firm;
    share.employee = firm.employee;
    share.employee_no = firm.employee_no;
    share.form = firm.form;
    share.amount_minor = AmountOf(rule, base_minor);
    share.reason = layer.rule.kind == RuleKind::kFirmPlan
                       ? absl::StrCat("plan ", firm.plan, ": ", RuleText(rule, base_minor))
                       : RuleText(rule, base_minor);
    shares.push_back(std::move(share));
  }
  const int64_t alone_minor = SumOf(shares);
  if (alone_minor <= base_minor) return shares;
  for (Share& share : shares) {
    absl::StrAppend(&share.reason, ", cut in proportion to ", YuanText(base_minor),
                    " for all firms");
    share.amount_minor = MulDivFloor(base_minor, share.amount_minor, alone_minor);
  }
  int64_t spare_minor = base_minor - SumOf(shares);
  for (size_t i = 0; spare_minor > 0; ++i, --spare_minor) ++shares[i].amount_minor;
  return shares;
}

std::vector<Share> LayerShares(const FundingPlan& plan, const Layer& layer, int64_t base_minor,
                               const std::vector<PayingFirm>& firms) {
  if (layer.payer == Payer::kFirm) return FirmShares(plan, layer, base_minor, firms);
  if (layer.payer == Payer::kUnion &&
      std::none_of(firms.begin(), firms.end(),
                   [](const PayingFirm& firm) { return firm.union_member; })) {
    return {};
  }
  Share share;
  share.payer = layer.payer;
  share.form = ShareForm::kCollected;
  share.amount_minor = AmountOf(layer.rule, base_minor);
  share.reason = RuleText(layer.rule, base_minor);
  return {share};
}

// A child without a day in the month of attendance could not attend: it is funded.
bool Lost(const Layer& layer, const SplitFacts& facts) {
  return layer.condition == Condition::kAttendedHalf && facts.has_attended_month &&
         facts.present * 2 < facts.opening_days;
}

// Adds to the payer's share where it has one. Shares of zero are left out.
void Merge(std::vector<Share> added, std::vector<Share>* shares) {
  for (Share& share : added) {
    if (share.amount_minor == 0) continue;
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

absl::Status CheckRule(const std::string& field, const Rule& rule) {
  if (rule.kind == RuleKind::kPercent && rule.share_bp == 0) {
    return LayerInvalid(field, "takes no per cent of anything", "百分比为零");
  }
  if ((rule.kind == RuleKind::kFixed || rule.kind == RuleKind::kUpTo) && rule.amount_minor == 0) {
    return LayerInvalid(field, "takes no amount", "金额为零");
  }
  return absl::OkStatus();
}

absl::Status CheckLayer(const std::string& field, const FundingPlan& plan, const Layer& layer,
                        bool last) {
  const bool family = layer.payer == Payer::kFamily;
  if (family != last) {
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
    if (plan.firm_plans.empty()) {
      return LayerInvalid(field, "rests on firm plans, and there are none",
                          "依赖单位方案,但未定义任何方案");
    }
  }
  if (!family && layer.lines.Empty()) {
    return LayerInvalid(field, "funds no line", "未指定资助的项目");
  }
  if (family && layer.condition != Condition::kNone) {
    return LayerInvalid(field, "bears the rest, and has a condition", "兜底层不能设条件");
  }
  if (layer.condition != Condition::kNone && layer.bearer_if_lost != Payer::kFamily) {
    return LayerInvalid(field, "has a condition, and does not say that FAMILY bears it when lost",
                        "设有条件,但未写明条件不满足时由 FAMILY 承担");
  }
  return CheckRule(field, layer.rule);
}

}  // namespace

absl::Status CheckPlan(const FundingPlan& plan) {
  if (plan.layers.empty()) {
    return LayerInvalid("funding_plan.layers", "are none", "为空");
  }
  for (size_t i = 0; i < plan.layers.size(); ++i) {
    RETURN_IF_ERROR(CheckLayer(absl::StrCat("funding_plan.layers[", i, "]"), plan, plan.layers[i],
                               i + 1 == plan.layers.size()));
  }
  for (const auto& [code, rule] : plan.firm_plans) {
    const std::string field = absl::StrCat("funding_plan.firm_plans[", code, "]");
    if (rule.kind != RuleKind::kFixed && rule.kind != RuleKind::kPercent &&
        rule.kind != RuleKind::kUpTo) {
      return LayerInvalid(field, "is not FIXED, PERCENT or UP_TO", "须为 FIXED、PERCENT 或 UP_TO");
    }
    RETURN_IF_ERROR(CheckRule(field, rule));
  }
  return absl::OkStatus();
}

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

std::vector<Share> Split(const FundingPlan& plan, const std::vector<Line>& lines,
                         const SplitFacts& facts) {
  std::vector<Share> shares;
  std::map<LineSet, int64_t> taken;
  std::string family_reason = "the rest";
  for (const Layer& layer : plan.layers) {
    if (layer.payer == Payer::kFamily) continue;
    int64_t base_minor = -taken[layer.lines];
    for (const Line& line : lines) {
      if (layer.lines.Has(line.kind)) base_minor += line.amount_minor;
    }
    base_minor = std::max<int64_t>(base_minor, 0);
    std::vector<Share> cut = LayerShares(plan, layer, base_minor, facts.firms);
    const int64_t cut_minor = SumOf(cut);
    taken[layer.lines] += cut_minor;
    if (!Lost(layer, facts)) {
      Merge(std::move(cut), &shares);
    } else if (cut_minor != 0) {
      absl::StrAppend(&family_reason, ", with ", YuanText(cut_minor), " that ",
                      PayerName(layer.payer), " bears only from half of the opening days on");
    }
  }
  const int64_t rest_minor = TotalOf(lines) - SumOf(shares);
  Merge({FamilyShare(rest_minor, facts.deduction, std::move(family_reason))}, &shares);
  CHECK(SumOf(shares) == TotalOf(lines));
  return shares;
}

const char* PayerName(Payer payer) {
  switch (payer) {
    case Payer::kAuthority:
      return "AUTHORITY";
    case Payer::kPark:
      return "PARK";
    case Payer::kFirm:
      return "FIRM";
    case Payer::kUnion:
      return "UNION";
    case Payer::kFamily:
      return "FAMILY";
  }
  CHECK(false);
}

const char* RuleKindName(RuleKind kind) {
  switch (kind) {
    case RuleKind::kFixed:
      return "FIXED";
    case RuleKind::kPercent:
      return "PERCENT";
    case RuleKind::kUpTo:
      return "UP_TO";
    case RuleKind::kStatutory:
      return "STATUTORY";
    case RuleKind::kFirmPlan:
      return "FIRM_PLAN";
    case RuleKind::kRest:
      return "REST";
  }
  CHECK(false);
}

const char* ShareFormName(ShareForm form) {
  switch (form) {
    case ShareForm::kCollected:
      return "COLLECTED";
    case ShareForm::kInvoiced:
      return "INVOICED";
    case ShareForm::kAllowance:
      return "ALLOWANCE";
    case ShareForm::kCollective:
      return "COLLECTIVE";
    case ShareForm::kDirect:
      return "DIRECT";
    case ShareForm::kDeduct:
      return "DEDUCT";
  }
  CHECK(false);
}

}  // namespace tuoqiao::billing
