// Funding plans: between the contract's messages and the core.
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/billing/convert.h"
#include "services/billing/convert_fields.h"
#include "services/billing/errors.h"
#include "services/common/status_macros.h"

namespace tuoqiao::billing {
namespace {

constexpr int kLayersMax = 50;
constexpr int kFirmPlansMax = 1000;
constexpr int kBandsMax = 100;
constexpr int kBudgetsMax = 100;
constexpr int kPairsMax = 240;  // Of 16 programmes.
constexpr int64_t kCodeBytesMax = 40;
constexpr int64_t kSourceBytesMax = 400;
constexpr int64_t kNameBytesMax = 200;
constexpr int kSchemesMax = 64;
constexpr int64_t kMatchBpMax = 100'000;
constexpr int64_t kWeightMax = 1'000'000;
constexpr Range kYears = {2000, 2999};

template <typename Enum, size_t size, typename NameOf>
absl::StatusOr<Enum> PlanCodeOf(const std::string& field, const std::string& text,
                                const Enum (&all)[size], const NameOf& name_of) {
  return CodeOf(field, text, all, name_of, LayerInvalid);
}

absl::Status CheckPlanRange(const Range& range, const std::string& field, int64_t value) {
  return CheckIn(range, field, value, LayerInvalid);
}

absl::Status CheckSource(const std::string& field, const std::string& source) {
  return CheckPlanRange({1, kSourceBytesMax}, absl::StrCat(field, ".source"),
                        static_cast<int64_t>(source.size()));
}

absl::Status CheckCode(const std::string& field, const std::string& code) {
  if (ValidId(code)) return absl::OkStatus();
  return LayerInvalid(field, "is not 1 to 40 lower-case letters, digits, hyphens",
                      "须为 1 至 40 位小写字母、数字或连字符");
}

int64_t ShareMax(RuleKind kind) { return kind == RuleKind::kMatch ? kMatchBpMax : kBasisPointsMax; }

// What a layer's rule and a firm plan's have in common.
template <typename Message>
absl::StatusOr<Rule> RuleFromProto(const std::string& field, const Message& message) {
  Rule rule;
  ASSIGN_OR_RETURN(rule.kind, PlanCodeOf(absl::StrCat(field, ".kind"), message.kind(), kRuleKinds,
                                         RuleKindName));
  RETURN_IF_ERROR(CheckPlanRange({0, kAmountMax}, absl::StrCat(field, ".amount_minor"),
                                 message.amount_minor()));
  RETURN_IF_ERROR(CheckPlanRange({0, ShareMax(rule.kind)}, absl::StrCat(field, ".share_bp"),
                                 message.share_bp()));
  RETURN_IF_ERROR(
      CheckPlanRange({0, kAmountMax}, absl::StrCat(field, ".cap_minor"), message.cap_minor()));
  rule.amount_minor = message.amount_minor();
  rule.share_bp = message.share_bp();
  rule.cap_minor = message.cap_minor();
  return rule;
}

absl::StatusOr<BandTable> BandsFromProto(const std::string& field, const v1::BandTable& message,
                                         RuleKind kind) {
  BandTable table;
  ASSIGN_OR_RETURN(table.fact, PlanCodeOf(absl::StrCat(field, ".fact"), message.fact(), kMonthFacts,
                                          MonthFactName));
  RETURN_IF_ERROR(
      CheckPlanRange({1, kBandsMax}, absl::StrCat(field, ".bands"), message.bands_size()));
  for (int i = 0; i < message.bands_size(); ++i) {
    const v1::Band& band = message.bands(i);
    const std::string here = absl::StrCat(field, ".bands[", i, "]");
    const bool last = i + 1 == message.bands_size();
    if (band.has_below() == last) {
      return LayerInvalid(absl::StrCat(here, ".below"),
                          last ? "bounds the last band, which has to be open" : "is missing",
                          last ? "限制了最后一档,最后一档须不设上限" : "缺失");
    }
    if (!last) {
      RETURN_IF_ERROR(CheckPlanRange({1, kAmountMax}, absl::StrCat(here, ".below"), band.below()));
    }
    RETURN_IF_ERROR(
        CheckPlanRange({0, ShareMax(kind)}, absl::StrCat(here, ".share_bp"), band.share_bp()));
    table.bands.push_back({band.below(), band.share_bp()});
  }
  return table;
}

// Nothing where neither is said; what one says, the other has to.
absl::Status AddDecided(const std::string& field, const v1::Layer& message, Rule& rule) {
  if (message.decided_by().empty() && message.amount().empty()) return absl::OkStatus();
  RETURN_IF_ERROR(CheckPlanRange({1, kNameBytesMax}, absl::StrCat(field, ".decided_by"),
                                 static_cast<int64_t>(message.decided_by().size())));
  RETURN_IF_ERROR(CheckPlanRange({1, kNameBytesMax}, absl::StrCat(field, ".amount"),
                                 static_cast<int64_t>(message.amount().size())));
  rule.decided = SchemeAmount{message.decided_by(), message.amount()};
  return absl::OkStatus();
}

// What a rule has beyond that.
absl::Status AddLayerRule(const std::string& field, const v1::Layer& message, Rule& rule) {
  if (!message.matches().empty()) {
    ASSIGN_OR_RETURN(rule.matches, PlanCodeOf(absl::StrCat(field, ".matches"), message.matches(),
                                              kPayers, PayerName));
  }
  if (message.has_bands()) {
    ASSIGN_OR_RETURN(rule.bands,
                     BandsFromProto(absl::StrCat(field, ".bands"), message.bands(), rule.kind));
  }
  RETURN_IF_ERROR(CheckPlanRange({0, static_cast<int64_t>(std::size(kPayers))},
                                 absl::StrCat(field, ".parts"), message.parts_size()));
  for (int i = 0; i < message.parts_size(); ++i) {
    const std::string here = absl::StrCat(field, ".parts[", i, "]");
    Part part;
    ASSIGN_OR_RETURN(part.payer, PlanCodeOf(absl::StrCat(here, ".payer"), message.parts(i).payer(),
                                            kPayers, PayerName));
    RETURN_IF_ERROR(
        CheckPlanRange({1, kWeightMax}, absl::StrCat(here, ".weight"), message.parts(i).weight()));
    part.weight = message.parts(i).weight();
    rule.parts.push_back(part);
  }
  if (!message.copay_order().empty()) {
    ASSIGN_OR_RETURN(rule.copay_order,
                     PlanCodeOf(absl::StrCat(field, ".copay_order"), message.copay_order(),
                                {CopayOrder::kCapFirst, CopayOrder::kCopayFirst}, CopayOrderName));
  }
  RETURN_IF_ERROR(AddDecided(field, message, rule));
  RETURN_IF_ERROR(CheckPlanRange({0, kCoefficientMax}, absl::StrCat(field, ".coefficient_1_bp"),
                                 message.coefficient_1_bp()));
  RETURN_IF_ERROR(CheckPlanRange({0, kCoefficientMax}, absl::StrCat(field, ".coefficient_2_bp"),
                                 message.coefficient_2_bp()));
  rule.coefficient_1_bp = message.coefficient_1_bp();
  rule.coefficient_2_bp = message.coefficient_2_bp();
  return absl::OkStatus();
}

absl::Status AddCondition(const std::string& field, const v1::Layer& message, Layer& layer) {
  ASSIGN_OR_RETURN(
      layer.condition,
      PlanCodeOf(absl::StrCat(field, ".condition"), message.condition(),
                 {Condition::kNone, Condition::kAttendedHalf, Condition::kAtLeast}, ConditionName));
  if (!message.bearer_if_lost().empty()) {
    ASSIGN_OR_RETURN(layer.bearer_if_lost,
                     PlanCodeOf(absl::StrCat(field, ".bearer_if_lost"), message.bearer_if_lost(),
                                kPayers, PayerName));
  }
  if (!message.has_at_least()) return absl::OkStatus();
  AtLeast least;
  ASSIGN_OR_RETURN(least.fact, PlanCodeOf(absl::StrCat(field, ".at_least.fact"),
                                          message.at_least().fact(), kMonthFacts, MonthFactName));
  RETURN_IF_ERROR(CheckPlanRange({1, kAmountMax}, absl::StrCat(field, ".at_least.value"),
                                 message.at_least().value()));
  least.value = message.at_least().value();
  layer.at_least = least;
  return absl::OkStatus();
}

absl::Status AddCaps(const std::string& field, const v1::Layer& message, Layer& layer) {
  RETURN_IF_ERROR(CheckPlanRange({0, static_cast<int64_t>(std::size(kCapScopes))},
                                 absl::StrCat(field, ".caps"), message.caps_size()));
  for (int i = 0; i < message.caps_size(); ++i) {
    const v1::Cap& each = message.caps(i);
    const std::string here = absl::StrCat(field, ".caps[", i, "]");
    Cap cap;
    ASSIGN_OR_RETURN(cap.scope, PlanCodeOf(absl::StrCat(here, ".scope"), each.scope(), kCapScopes,
                                           CapScopeName));
    RETURN_IF_ERROR(
        CheckPlanRange({1, kAmountMax}, absl::StrCat(here, ".amount_minor"), each.amount_minor()));
    if (!each.account().empty()) {
      RETURN_IF_ERROR(CheckCode(absl::StrCat(here, ".account"), each.account()));
    }
    cap.amount_minor = each.amount_minor();
    cap.account = each.account();
    layer.caps.push_back(std::move(cap));
  }
  return absl::OkStatus();
}

absl::StatusOr<Layer> LayerFromProto(const std::string& field, const v1::Layer& message) {
  Layer layer;
  ASSIGN_OR_RETURN(layer.payer,
                   PlanCodeOf(absl::StrCat(field, ".payer"), message.payer(), kPayers, PayerName));
  ASSIGN_OR_RETURN(layer.rule, RuleFromProto(field, message));
  for (const std::string& name : message.lines()) {
    ASSIGN_OR_RETURN(const LineKind kind,
                     PlanCodeOf(absl::StrCat(field, ".lines"), name, kLineKinds, LineKindName));
    if (layer.lines.Has(kind)) return LayerInvalid(field, "names a line twice", "项目重复");
    layer.lines.Add(kind);
  }
  RETURN_IF_ERROR(AddLayerRule(field, message, layer.rule));
  RETURN_IF_ERROR(AddCondition(field, message, layer));
  RETURN_IF_ERROR(AddCaps(field, message, layer));
  if (!message.bearer_if_over().empty()) {
    ASSIGN_OR_RETURN(
        layer.bearer_if_over,
        PlanCodeOf(absl::StrCat(field, ".bearer_if_over"), message.bearer_if_over(),
                   {Payer::kFamily, Payer::kAuthority, Payer::kPark, Payer::kUnion}, PayerName));
  }
  if (!message.programme().empty()) {
    RETURN_IF_ERROR(CheckCode(absl::StrCat(field, ".programme"), message.programme()));
    layer.programme = message.programme();
  }
  return layer;
}

absl::Status AddFirmPlans(const v1::FundingPlan& message, FundingPlan& plan) {
  for (int i = 0; i < message.firm_plans_size(); ++i) {
    const v1::FirmPlan& each = message.firm_plans(i);
    const std::string field = absl::StrCat("funding_plan.firm_plans[", i, "]");
    RETURN_IF_ERROR(CheckPlanRange({1, kCodeBytesMax}, absl::StrCat(field, ".code"),
                                   static_cast<int64_t>(each.code().size())));
    ASSIGN_OR_RETURN(const Rule rule, RuleFromProto(field, each));
    if (!plan.firm_plans.emplace(each.code(), rule).second) {
      return LayerInvalid(field, "has a code that stands before", "代码重复");
    }
  }
  return absl::OkStatus();
}

absl::Status AddBudgets(const v1::FundingPlan& message, FundingPlan& plan) {
  for (int i = 0; i < message.budgets_size(); ++i) {
    const v1::Budget& each = message.budgets(i);
    const std::string field = absl::StrCat("funding_plan.budgets[", i, "]");
    Budget budget;
    ASSIGN_OR_RETURN(budget.payer,
                     PlanCodeOf(absl::StrCat(field, ".payer"), each.payer(), kPayers, PayerName));
    RETURN_IF_ERROR(CheckPlanRange(kYears, absl::StrCat(field, ".year"), each.year()));
    RETURN_IF_ERROR(
        CheckPlanRange({1, kAmountMax}, absl::StrCat(field, ".amount_minor"), each.amount_minor()));
    budget.year = each.year();
    budget.amount_minor = each.amount_minor();
    plan.budgets.push_back(budget);
  }
  return absl::OkStatus();
}

absl::Status AddStacking(const v1::FundingPlan& message, FundingPlan& plan) {
  for (int i = 0; i < message.exclusions_size(); ++i) {
    const v1::Exclusion& each = message.exclusions(i);
    RETURN_IF_ERROR(CheckSource(absl::StrCat("funding_plan.exclusions[", i, "]"), each.source()));
    plan.exclusions.push_back({each.first(), each.second(), each.source()});
  }
  for (int i = 0; i < message.yields_size(); ++i) {
    const v1::Yield& each = message.yields(i);
    RETURN_IF_ERROR(CheckSource(absl::StrCat("funding_plan.yields[", i, "]"), each.source()));
    plan.yields.push_back({each.programme(), each.to(), each.source()});
  }
  return absl::OkStatus();
}

absl::Status AddSchemes(const v1::FundingPlan& message, FundingPlan& plan) {
  for (int i = 0; i < message.schemes_size(); ++i) {
    const v1::PlanScheme& each = message.schemes(i);
    RETURN_IF_ERROR(CheckPlanRange({1, kNameBytesMax},
                                   absl::StrCat("funding_plan.schemes[", i, "].scheme"),
                                   static_cast<int64_t>(each.scheme().size())));
    plan.schemes.push_back({each.programme(), each.scheme()});
  }
  return absl::OkStatus();
}

template <typename Message>
void SetRule(const Rule& rule, Message* message) {
  message->set_kind(RuleKindName(rule.kind));
  message->set_amount_minor(rule.amount_minor);
  message->set_share_bp(static_cast<int32_t>(rule.share_bp));
  message->set_cap_minor(rule.cap_minor);
}

void SetLayerRule(const Rule& rule, v1::Layer* message) {
  SetRule(rule, message);
  if (rule.matches.has_value()) message->set_matches(PayerName(*rule.matches));
  if (rule.bands.has_value()) {
    v1::BandTable* table = message->mutable_bands();
    table->set_fact(MonthFactName(rule.bands->fact));
    for (size_t i = 0; i < rule.bands->bands.size(); ++i) {
      v1::Band* band = table->add_bands();
      if (i + 1 < rule.bands->bands.size()) band->set_below(rule.bands->bands[i].below);
      band->set_share_bp(static_cast<int32_t>(rule.bands->bands[i].share_bp));
    }
  }
  for (const Part& each : rule.parts) {
    v1::Part* part = message->add_parts();
    part->set_payer(PayerName(each.payer));
    part->set_weight(static_cast<int32_t>(each.weight));
  }
  if (rule.decided.has_value()) {
    message->set_decided_by(rule.decided->decided_by);
    message->set_amount(rule.decided->amount);
  }
  if (rule.copay_order != CopayOrder::kCapFirst) {
    message->set_copay_order(CopayOrderName(rule.copay_order));
  }
  message->set_coefficient_1_bp(static_cast<int32_t>(rule.coefficient_1_bp));
  message->set_coefficient_2_bp(static_cast<int32_t>(rule.coefficient_2_bp));
}

void SetLayer(const Layer& layer, v1::Layer* message) {
  message->set_payer(PayerName(layer.payer));
  SetLayerRule(layer.rule, message);
  for (const LineKind kind : kLineKinds) {
    if (layer.lines.Has(kind)) message->add_lines(LineKindName(kind));
  }
  message->set_condition(ConditionName(layer.condition));
  if (layer.bearer_if_lost.has_value()) {
    message->set_bearer_if_lost(PayerName(*layer.bearer_if_lost));
  }
  if (layer.at_least.has_value()) {
    message->mutable_at_least()->set_fact(MonthFactName(layer.at_least->fact));
    message->mutable_at_least()->set_value(layer.at_least->value);
  }
  for (const Cap& each : layer.caps) {
    v1::Cap* cap = message->add_caps();
    cap->set_scope(CapScopeName(each.scope));
    cap->set_amount_minor(each.amount_minor);
    cap->set_account(each.account);
  }
  if (layer.bearer_if_over.has_value()) {
    message->set_bearer_if_over(PayerName(*layer.bearer_if_over));
  }
  message->set_programme(layer.programme);
}

}  // namespace

absl::Status CheckFundingPlanId(const std::string& id) {
  if (id.empty()) return FieldRequired("funding_plan_id");
  if (ValidId(id)) return absl::OkStatus();
  return FieldInvalid("funding_plan_id", "is not 1 to 40 lower-case letters, digits, hyphens",
                      "须为 1 至 40 位小写字母、数字或连字符");
}

absl::StatusOr<FundingPlan> FromProto(const std::string& id, const v1::FundingPlan& message) {
  const struct {
    const char* field;
    Range range;
    int size;
  } kSizes[] = {{"layers", {1, kLayersMax}, message.layers_size()},
                {"firm_plans", {0, kFirmPlansMax}, message.firm_plans_size()},
                {"budgets", {0, kBudgetsMax}, message.budgets_size()},
                {"exclusions", {0, kPairsMax}, message.exclusions_size()},
                {"yields", {0, kPairsMax}, message.yields_size()},
                {"schemes", {0, kSchemesMax}, message.schemes_size()}};
  for (const auto& each : kSizes) {
    RETURN_IF_ERROR(
        CheckPlanRange(each.range, absl::StrCat("funding_plan.", each.field), each.size));
  }
  FundingPlan plan;
  plan.id = id;
  for (int i = 0; i < message.layers_size(); ++i) {
    ASSIGN_OR_RETURN(Layer layer, LayerFromProto(absl::StrCat("funding_plan.layers[", i, "]"),
                                                 message.layers(i)));
    plan.layers.push_back(std::move(layer));
  }
  RETURN_IF_ERROR(AddFirmPlans(message, plan));
  RETURN_IF_ERROR(AddBudgets(message, plan));
  RETURN_IF_ERROR(AddStacking(message, plan));
  RETURN_IF_ERROR(AddSchemes(message, plan));
  return plan;
}

v1::FundingPlan ToProto(absl::string_view park, const FundingPlan& plan) {
  v1::FundingPlan message;
  message.set_name(FundingPlanName(park, plan.id));
  for (const Layer& layer : plan.layers) SetLayer(layer, message.add_layers());
  for (const auto& [code, rule] : plan.firm_plans) {
    v1::FirmPlan* added = message.add_firm_plans();
    added->set_code(code);
    SetRule(rule, added);
  }
  for (const Budget& each : plan.budgets) {
    v1::Budget* budget = message.add_budgets();
    budget->set_payer(PayerName(each.payer));
    budget->set_year(static_cast<int32_t>(each.year));
    budget->set_amount_minor(each.amount_minor);
  }
  for (const Exclusion& each : plan.exclusions) {
    v1::Exclusion* exclusion = message.add_exclusions();
    exclusion->set_first(each.first);
    exclusion->set_second(each.second);
    exclusion->set_source(each.source);
  }
  for (const Yield& each : plan.yields) {
    v1::Yield* yield = message.add_yields();
    yield->set_programme(each.programme);
    yield->set_to(each.to);
    yield->set_source(each.source);
  }
  for (const PlanScheme& each : plan.schemes) {
    v1::PlanScheme* scheme = message.add_schemes();
    scheme->set_programme(each.programme);
    scheme->set_scheme(each.scheme);
  }
  return message;
}

}  // namespace tuoqiao::billing
