#include "services/eligibility/convert_shadow.h"

#include "absl/strings/str_cat.h"
#include "services/common/check.h"
#include "services/common/errors.h"
#include "services/common/money.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/eligibility/convert.h"

namespace tuoqiao::eligibility {
namespace {

// Far above any programme, far below what overflows.
constexpr int64_t kAmountMax = 1'000'000'000'000;
constexpr int64_t kChildrenMax = 100'000'000;

absl::StatusOr<int64_t> ThresholdOf(absl::string_view field, int64_t value, int64_t most) {
  if (0 <= value && value <= most) return value;
  return FieldInvalid(absl::StrCat("thresholds.", field), absl::StrCat("is not from 0 to ", most),
                      absl::StrCat("不在 0 至 ", most, " 之间"));
}

absl::StatusOr<ShadowThresholds> FromProto(const v1::ShadowThresholds& message) {
  ShadowThresholds thresholds;
  ASSIGN_OR_RETURN(thresholds.changed_children_bp,
                   ThresholdOf("changed_children_bp", message.changed_children_bp(), kBasisPoints));
  ASSIGN_OR_RETURN(thresholds.losing_children,
                   ThresholdOf("losing_children", message.losing_children(), kChildrenMax));
  ASSIGN_OR_RETURN(thresholds.payer_rise_minor,
                   ThresholdOf("payer_rise_minor", message.payer_rise_minor(), kAmountMax));
  ASSIGN_OR_RETURN(
      thresholds.child_difference_minor,
      ThresholdOf("child_difference_minor", message.child_difference_minor(), kAmountMax));
  return thresholds;
}

v1::Shadow::State StateOf(ShadowState state) {
  static constexpr v1::Shadow::State kStates[] = {v1::Shadow::RUNNING, v1::Shadow::COMPARED,
                                                  v1::Shadow::SIGNED, v1::Shadow::ADOPTED};
  return kStates[static_cast<int>(state)];
}

void FillFigures(const Shadow& shadow, v1::Shadow* message) {
  const ShadowFigures& figures = shadow.figures;
  message->set_children(static_cast<int32_t>(figures.children));
  message->set_changed_children(static_cast<int32_t>(figures.changed_children));
  message->set_losing_children(static_cast<int32_t>(figures.losing_children));
  message->set_gaining_children(static_cast<int32_t>(figures.gaining_children));
  message->set_faults(static_cast<int32_t>(figures.faults));
  message->set_differences(static_cast<int32_t>(figures.differences));
  message->set_largest_difference_minor(figures.largest_difference_minor);
  for (const auto& [payer, change] : figures.payers) {
    v1::PayerWorth* added = message->add_payers();
    added->set_payer(rules::PayerName(payer));
    added->set_before_minor(change.before_minor);
    added->set_after_minor(change.after_minor);
  }
  for (const Excess& each : ExcessesOf(figures, shadow.thresholds)) {
    v1::ShadowExcess* added = message->add_excesses();
    added->set_figure(each.figure);
    added->set_payer(each.payer);
    added->set_found(each.found);
    added->set_allowed(each.allowed);
  }
}

}  // namespace

absl::StatusOr<Shadow> FromProto(absl::string_view park, const v1::StartShadowRequest& request) {
  Shadow shadow;
  ASSIGN_OR_RETURN(shadow.programme, ProgrammeOf(park, "parent", request.parent()));
  RETURN_IF_ERROR(RequireText("scheme", request.scheme()));
  shadow.scheme = request.scheme();
  ASSIGN_OR_RETURN(shadow.period.from, DayOf("from_date", request.from_date()));
  ASSIGN_OR_RETURN(shadow.period.until, DayOf("until_date", request.until_date()));
  ASSIGN_OR_RETURN(shadow.thresholds, FromProto(request.thresholds()));
  ASSIGN_OR_RETURN(shadow.adopted_values,
                   AdoptedValuesOf("adopted_values", request.adopted_values()));
  return shadow;
}

v1::Shadow ToProto(absl::string_view park, const Shadow& shadow) {
  v1::Shadow message;
  message.set_name(ShadowName(park, shadow.programme, shadow.id));
  message.set_scheme(shadow.scheme);
  message.set_live_scheme(shadow.base.live_scheme);
  message.set_rule_hash(shadow.base.rule_hash);
  message.set_live_rule_hash(shadow.base.live_rule_hash);
  message.set_from_date(FormatDay(shadow.period.from));
  message.set_until_date(FormatDay(shadow.period.until));
  message.set_state(StateOf(shadow.state));
  v1::ShadowThresholds* thresholds = message.mutable_thresholds();
  thresholds->set_changed_children_bp(static_cast<int32_t>(shadow.thresholds.changed_children_bp));
  thresholds->set_losing_children(static_cast<int32_t>(shadow.thresholds.losing_children));
  thresholds->set_payer_rise_minor(shadow.thresholds.payer_rise_minor);
  thresholds->set_child_difference_minor(shadow.thresholds.child_difference_minor);
  message.set_digest(shadow.digest);
  for (const std::string& subject : shadow.approvers) message.add_approvers(subject);
  for (const std::string& value : shadow.adopted_values) message.add_adopted_values(value);
  if (shadow.state != ShadowState::kRunning) FillFigures(shadow, &message);
  return message;
}

std::string DifferenceName(absl::string_view park, const DifferencePlace& place) {
  return absl::StrCat(ShadowName(park, place.shadow.programme, place.shadow.id), "/differences/",
                      place.case_number, "-", place.ordinal);
}

v1::ShadowDifference ToProto(const KeptDifference& kept) {
  const Difference& difference = kept.difference;
  v1::ShadowDifference message;
  message.set_child(kept.child);
  message.set_case_number(kept.place.case_number);
  message.set_cause(difference.cause);
  if (difference.amount.empty()) {
    message.set_from_date(FormatDay(difference.period.from));
    message.set_until_date(FormatDay(difference.period.until));
    message.set_before(ToProto(difference.before));
    message.set_after(ToProto(difference.after));
    return message;
  }
  message.set_amount(difference.amount);
  message.set_payer(rules::PayerName(difference.payer));
  message.set_before_minor(difference.before_minor);
  message.set_after_minor(difference.after_minor);
  return message;
}

rules::Payer PayerOf(const std::string& name) {
  for (const rules::Payer each : kPayers) {
    if (name == rules::PayerName(each)) return each;
  }
  CHECK(false);
}

std::string DifferenceBytes(const Difference& difference) {
  return ToProto(KeptDifference{{}, "", difference}).SerializeAsString();
}

Difference ReadDifference(const std::string& bytes) {
  v1::ShadowDifference message;
  CHECK(message.ParseFromString(bytes));
  Difference difference;
  difference.cause = message.cause();
  if (message.amount().empty()) {
    difference.period = {*ParseDay(message.from_date()), *ParseDay(message.until_date())};
    difference.before = FromProto(message.before());
    difference.after = FromProto(message.after());
    return difference;
  }
  difference.amount = message.amount();
  difference.payer = PayerOf(message.payer());
  difference.before_minor = message.before_minor();
  difference.after_minor = message.after_minor();
  return difference;
}

}  // namespace tuoqiao::eligibility
