#include "services/billing/convert_shadow.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/billing/convert.h"
#include "services/common/errors.h"
#include "services/common/money.h"
#include "services/common/period.h"
#include "services/common/rpc/caller.h"
#include "services/common/status_macros.h"

namespace tuoqiao::billing {
namespace {

// Far above any month, far below what overflows.
constexpr int64_t kAmountMax = 1'000'000'000'000;

absl::StatusOr<int64_t> ThresholdOf(absl::string_view field, int64_t value, int64_t most) {
  if (0 <= value && value <= most) return value;
  return FieldInvalid(absl::StrCat("thresholds.", field), absl::StrCat("is not from 0 to ", most),
                      absl::StrCat("不在 0 至 ", most, " 之间"));
}

absl::StatusOr<ShadowThresholds> FromProto(const v1::ShadowThresholds& message) {
  ShadowThresholds thresholds;
  ASSIGN_OR_RETURN(
      thresholds.changed_children_bp,
      ThresholdOf("changed_children_max_bp", message.changed_children_max_bp(), kBasisPoints));
  ASSIGN_OR_RETURN(
      thresholds.child_difference_minor,
      ThresholdOf("child_difference_max_minor", message.child_difference_max_minor(), kAmountMax));
  ASSIGN_OR_RETURN(
      thresholds.family_rise_minor,
      ThresholdOf("family_rise_max_minor", message.family_rise_max_minor(), kAmountMax));
  ASSIGN_OR_RETURN(thresholds.payer_rise_minor,
                   ThresholdOf("payer_rise_max_minor", message.payer_rise_max_minor(), kAmountMax));
  return thresholds;
}

v1::Shadow::State StateOf(ShadowState state) {
  switch (state) {
    case ShadowState::kRunning:
      return v1::Shadow::RUNNING;
    case ShadowState::kCompared:
      return v1::Shadow::COMPARED;
    case ShadowState::kSigned:
      return v1::Shadow::SIGNED;
    case ShadowState::kAdopted:
      return v1::Shadow::ADOPTED;
    case ShadowState::kRefused:
      return v1::Shadow::REFUSED;
  }
  return v1::Shadow::STATE_UNSPECIFIED;
}

void FillFigures(const Shadow& shadow, v1::Shadow& message) {
  const ShadowFigures& figures = shadow.figures;
  message.set_children(static_cast<int32_t>(figures.children));
  message.set_changed_children(static_cast<int32_t>(figures.changed_children));
  message.set_held_out_children(static_cast<int32_t>(figures.held_out_children));
  message.set_differences(static_cast<int32_t>(figures.differences));
  message.set_largest_difference_minor(figures.largest_difference_minor);
  for (const auto& [payer, change] : figures.payers) {
    v1::PayerChange* added = message.add_payer_changes();
    added->set_payer(PayerName(payer));
    added->set_before_minor(change.before_minor);
    added->set_after_minor(change.after_minor);
  }
  for (const Excess& each : ExcessesOf(figures, shadow.thresholds)) {
    v1::Excess* added = message.add_excesses();
    added->set_figure(each.figure);
    added->set_payer(each.payer);
    added->set_found(each.found);
    added->set_allowed(each.allowed);
  }
}

}  // namespace

std::string ShadowName(absl::string_view park, absl::CivilMonth month, absl::string_view id) {
  return absl::StrCat(MonthName(park, month), "/shadows/", id);
}

absl::StatusOr<ShadowKey> ShadowOf(absl::string_view field, absl::string_view name) {
  if (name.empty()) return FieldRequired(field);
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  if (parts.size() == 6 && parts[0] == "parks" && parts[2] == "months" && parts[4] == "shadows") {
    if (const auto month = ParseMonth(parts[3]); month.ok()) return ShadowKey{*month, parts[5]};
  }
  return FieldInvalid(field, "is not parks/{park}/months/{YYYY-MM}/shadows/{shadow}",
                      " 应为 parks/{park}/months/{YYYY-MM}/shadows/{shadow}");
}

absl::Status CheckProgramme(absl::string_view park, const std::string& programme) {
  if (programme.empty()) return FieldRequired("programme");
  if (rpc::ParkOf(programme) != park) {
    return FieldInvalid("programme", "is not of this park", "不属于本园区");
  }
  return absl::OkStatus();
}

absl::StatusOr<absl::CivilMonth> MonthFieldOf(absl::string_view field, const std::string& text) {
  if (text.empty()) return FieldRequired(field);
  const absl::StatusOr<absl::CivilMonth> month = ParseMonth(text);
  if (!month.ok()) return FieldInvalid(field, "is not YYYY-MM", "不是 YYYY-MM 格式");
  return *month;
}

absl::StatusOr<std::optional<Payer>> PayerFilterOf(const std::string& payer) {
  if (payer.empty()) return std::nullopt;
  for (const Payer each : kPayers) {
    if (payer == PayerName(each)) return std::optional<Payer>(each);
  }
  return FieldInvalid("payer", "is not one of its codes", "不是允许的代码");
}

absl::StatusOr<Shadow> FromProto(absl::string_view park, const v1::StartShadowRequest& request) {
  Shadow shadow;
  ASSIGN_OR_RETURN(shadow.month, MonthOf("parent", request.parent()));
  ASSIGN_OR_RETURN(shadow.plan, FundingPlanOf("funding_plan", request.funding_plan()));
  RETURN_IF_ERROR(CheckProgramme(park, request.programme()));
  shadow.programme = request.programme();
  ASSIGN_OR_RETURN(shadow.first_month, MonthFieldOf("first_month", request.first_month()));
  ASSIGN_OR_RETURN(shadow.thresholds, FromProto(request.thresholds()));
  return shadow;
}

v1::Shadow ToProto(absl::string_view park, const Shadow& shadow) {
  v1::Shadow message;
  message.set_name(ShadowName(park, shadow.month, shadow.id));
  message.set_state(StateOf(shadow.state));
  message.set_funding_plan(FundingPlanName(park, shadow.plan));
  message.set_live_funding_plan(FundingPlanName(park, shadow.live_plan));
  message.set_programme(shadow.programme);
  message.set_first_month(FormatMonth(shadow.first_month));
  message.set_month_digest(shadow.month_digest);
  v1::ShadowThresholds* thresholds = message.mutable_thresholds();
  thresholds->set_changed_children_max_bp(
      static_cast<int32_t>(shadow.thresholds.changed_children_bp));
  thresholds->set_child_difference_max_minor(shadow.thresholds.child_difference_minor);
  thresholds->set_family_rise_max_minor(shadow.thresholds.family_rise_minor);
  thresholds->set_payer_rise_max_minor(shadow.thresholds.payer_rise_minor);
  message.set_digest(shadow.digest);
  for (const std::string& subject : shadow.approvers) message.add_approvers(subject);
  FillFigures(shadow, message);
  message.set_refusal(shadow.refusal.reason);
  message.set_refused_children(static_cast<int32_t>(shadow.refusal.children));
  for (const std::string& each : shadow.refusal.case_numbers) {
    message.add_refused_case_numbers(each);
  }
  message.set_revision(shadow.revision);
  return message;
}

v1::ShadowDifference ToProto(const std::string& park, absl::CivilMonth month,
                             const KeptDifference& kept) {
  const Difference& difference = kept.difference;
  v1::ShadowDifference message;
  message.set_name(
      absl::StrCat(ShadowName(park, month, kept.shadow), "/differences/", kept.ordinal));
  message.set_case_number(difference.case_number);
  message.set_statement(StatementName(park, month, difference.statement));
  message.set_payer(PayerName(difference.payer));
  message.set_firm(difference.firm);
  message.set_before_minor(difference.before_minor);
  message.set_after_minor(difference.after_minor);
  message.set_difference_minor(difference.difference_minor());
  message.set_cause(difference.cause);
  return message;
}

v1::Adoption ToProto(absl::string_view park, const Adoption& adoption) {
  v1::Adoption message;
  message.set_name(absl::StrCat("parks/", park, "/adoptions/", adoption.id));
  message.set_programme(adoption.programme);
  message.set_first_month(FormatMonth(adoption.first_month));
  message.set_funding_plan(FundingPlanName(park, adoption.plan));
  message.set_shadow(ShadowName(park, adoption.shadow_month, adoption.shadow));
  return message;
}

}  // namespace tuoqiao::billing
