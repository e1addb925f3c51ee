#include "services/billing/convert.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/billing/convert_fields.h"
#include "services/billing/errors.h"
#include "services/common/check.h"
#include "services/common/errors.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"

namespace tuoqiao::billing {
namespace {

constexpr int64_t kThresholdMax = 366;

std::vector<std::string> Parts(absl::string_view name) { return absl::StrSplit(name, '/'); }

v1::Statement::Kind KindOf(StatementKind kind) {
  switch (kind) {
    case StatementKind::kOriginal:
      return v1::Statement::ORIGINAL;
    case StatementKind::kLate:
      return v1::Statement::LATE;
    case StatementKind::kCorrection:
      return v1::Statement::CORRECTION;
    case StatementKind::kRefund:
      return v1::Statement::REFUND;
  }
  CHECK(false);
}

v1::Month::State StateOf(MonthState state) {
  switch (state) {
    case MonthState::kOpen:
      return v1::Month::OPEN;
    case MonthState::kPreviewed:
      return v1::Month::PREVIEWED;
    case MonthState::kApproved:
      return v1::Month::APPROVED;
    case MonthState::kClosed:
      return v1::Month::CLOSED;
  }
  return v1::Month::STATE_UNSPECIFIED;
}

v1::Line* AddLine(const Line& line, google::protobuf::RepeatedPtrField<v1::Line>* lines) {
  v1::Line* added = lines->Add();
  added->set_kind(LineKindName(line.kind));
  added->set_amount_minor(line.amount_minor);
  added->set_service_month(FormatMonth(line.service_month));
  added->set_reason(line.reason);
  added->set_former_minor(line.former_minor);
  added->set_cause(line.cause);
  return added;
}

// A price that is told.
template <typename Number>
absl::Status AddPrice(const char* field, bool told, Number value, const Range& range,
                      std::optional<int64_t>& to) {
  if (!told) return absl::OkStatus();
  RETURN_IF_ERROR(CheckIn(range, absl::StrCat("tariff.", field), value, FieldInvalid));
  to = value;
  return absl::OkStatus();
}

absl::Status AddOtherPrices(const v1::Tariff& message, Tariff& tariff) {
  const Range amount = {0, kAmountMax}, part = {0, kBasisPointsMax};
  RETURN_IF_ERROR(AddPrice("half_day_bp", message.has_half_day_bp(), message.half_day_bp(), part,
                           tariff.half_day_bp));
  RETURN_IF_ERROR(AddPrice("half_day_meal_fee_minor", message.has_half_day_meal_fee_minor(),
                           message.half_day_meal_fee_minor(), amount,
                           tariff.half_day_meal_fee_minor));
  if (tariff.half_day_bp.has_value() != tariff.half_day_meal_fee_minor.has_value()) {
    return FieldInvalid("tariff.half_day_meal_fee_minor",
                        "stands with half_day_bp, and that with it", "须与 half_day_bp 同时填写");
  }
  RETURN_IF_ERROR(AddPrice("hour_fee_minor", message.has_hour_fee_minor(), message.hour_fee_minor(),
                           amount, tariff.hour_fee_minor));
  RETURN_IF_ERROR(AddPrice("late_hour_fee_minor", message.has_late_hour_fee_minor(),
                           message.late_hour_fee_minor(), amount, tariff.late_hour_fee_minor));
  RETURN_IF_ERROR(AddPrice("day_fee_minor", message.has_day_fee_minor(), message.day_fee_minor(),
                           amount, tariff.day_fee_minor));
  RETURN_IF_ERROR(AddPrice("back_up_day_fee_minor", message.has_back_up_day_fee_minor(),
                           message.back_up_day_fee_minor(), amount, tariff.back_up_day_fee_minor));
  RETURN_IF_ERROR(AddPrice("suspended_by_family_bp", message.has_suspended_by_family_bp(),
                           message.suspended_by_family_bp(), part, tariff.suspended_by_family_bp));
  return AddPrice("suspended_by_others_bp", message.has_suspended_by_others_bp(),
                  message.suspended_by_others_bp(), part, tariff.suspended_by_others_bp);
}

void SetOtherPrices(const Tariff& tariff, v1::Tariff* message) {
  if (tariff.half_day_bp) message->set_half_day_bp(static_cast<int32_t>(*tariff.half_day_bp));
  if (tariff.half_day_meal_fee_minor) {
    message->set_half_day_meal_fee_minor(*tariff.half_day_meal_fee_minor);
  }
  if (tariff.hour_fee_minor) message->set_hour_fee_minor(*tariff.hour_fee_minor);
  if (tariff.late_hour_fee_minor) message->set_late_hour_fee_minor(*tariff.late_hour_fee_minor);
  if (tariff.day_fee_minor) message->set_day_fee_minor(*tariff.day_fee_minor);
  if (tariff.back_up_day_fee_minor) {
    message->set_back_up_day_fee_minor(*tariff.back_up_day_fee_minor);
  }
  if (tariff.suspended_by_family_bp) {
    message->set_suspended_by_family_bp(static_cast<int32_t>(*tariff.suspended_by_family_bp));
  }
  if (tariff.suspended_by_others_bp) {
    message->set_suspended_by_others_bp(static_cast<int32_t>(*tariff.suspended_by_others_bp));
  }
}

void AddDraws(const std::vector<BudgetDraw>& draws,
              google::protobuf::RepeatedPtrField<v1::BudgetDraw>* messages) {
  for (const BudgetDraw& each : draws) {
    v1::BudgetDraw* message = messages->Add();
    message->set_payer(PayerName(each.payer));
    message->set_year(static_cast<int32_t>(each.year));
    message->set_amount_minor(each.amount_minor);
    if (each.budget_minor.has_value()) message->set_budget_minor(*each.budget_minor);
  }
}

}  // namespace

std::string MonthName(absl::string_view park, absl::CivilMonth month) {
  return absl::StrCat("parks/", park, "/months/", FormatMonth(month));
}
std::string FundingPlanName(absl::string_view park, absl::string_view plan) {
  return absl::StrCat("parks/", park, "/fundingPlans/", plan);
}
std::string StatementName(absl::string_view park, absl::CivilMonth month, absl::string_view id) {
  return absl::StrCat(MonthName(park, month), "/statements/", id);
}

absl::StatusOr<absl::CivilMonth> MonthOf(absl::string_view field, absl::string_view name) {
  if (name.empty()) return FieldRequired(field);
  const std::vector<std::string> parts = Parts(name);
  if (parts.size() == 4 && parts[0] == "parks" && parts[2] == "months") {
    if (const auto month = ParseMonth(parts[3]); month.ok()) return *month;
  }
  return FieldInvalid(field, "is not parks/{park}/months/{YYYY-MM}",
                      " 应为 parks/{park}/months/{YYYY-MM}");
}

absl::StatusOr<std::string> FundingPlanOf(absl::string_view field, absl::string_view name) {
  if (name.empty()) return FieldRequired(field);
  std::vector<std::string> parts = Parts(name);
  if (parts.size() == 4 && parts[0] == "parks" && parts[2] == "fundingPlans" && ValidId(parts[3])) {
    return std::move(parts[3]);
  }
  return FieldInvalid(field, "is not parks/{park}/fundingPlans/{plan}",
                      " 应为 parks/{park}/fundingPlans/{plan}");
}

absl::StatusOr<StatementKey> StatementOf(absl::string_view field, absl::string_view name) {
  if (name.empty()) return FieldRequired(field);
  const std::vector<std::string> parts = Parts(name);
  if (parts.size() == 6 && parts[0] == "parks" && parts[2] == "months" &&
      parts[4] == "statements") {
    if (const auto month = ParseMonth(parts[3]); month.ok()) return StatementKey{*month, parts[5]};
  }
  return FieldInvalid(field, "is not parks/{park}/months/{YYYY-MM}/statements/{statement}",
                      " 应为 parks/{park}/months/{YYYY-MM}/statements/{statement}");
}

absl::StatusOr<Tariff> FromProto(const std::string& parent, const v1::Tariff& message) {
  const std::vector<std::string> parts = Parts(parent);
  if (parts.size() != 4 || parts[0] != "parks" || parts[2] != "centres" || parts[3].empty()) {
    return FieldInvalid("parent", "is not parks/{park}/centres/{centre}",
                        " 应为 parks/{park}/centres/{centre}");
  }
  Tariff tariff;
  tariff.centre = parent;
  ASSIGN_OR_RETURN(tariff.group_kind, FieldCodeOf("tariff.group_kind", message.group_kind(),
                                                  {GroupKind::kInfant, GroupKind::kSmall,
                                                   GroupKind::kLarge, GroupKind::kMixed},
                                                  GroupKindName));
  if (message.from_date().empty()) return FieldRequired("tariff.from_date");
  const absl::StatusOr<absl::CivilDay> from_date = ParseDay(message.from_date());
  if (!from_date.ok()) {
    return FieldInvalid("tariff.from_date", "is not a date YYYY-MM-DD",
                        "不是 YYYY-MM-DD 格式的日期");
  }
  tariff.from_date = *from_date;
  ASSIGN_OR_RETURN(
      tariff.spread,
      FieldCodeOf("tariff.spread", message.spread(),
                  {Spread::kCalendarDays, Spread::kOpeningDays, Spread::kHalfMonths}, SpreadName));
  ASSIGN_OR_RETURN(tariff.billing, FieldCodeOf("tariff.billing", message.billing(),
                                               {BillingMode::kInAdvance, BillingMode::kInArrears},
                                               BillingModeName));
  const Range amount = {0, kAmountMax}, part = {0, kBasisPointsMax},
              coefficient = {1, kCoefficientMax};
  const struct {
    const char* field;
    int64_t value;
    Range range;
    int64_t* to;
  } numbers[] = {
      {"monthly_fee_minor", message.monthly_fee_minor(), amount, &tariff.monthly_fee_minor},
      {"meal_fee_minor", message.meal_fee_minor(), amount, &tariff.meal_fee_minor},
      {"supplement_minor", message.supplement_minor(), amount, &tariff.supplement_minor},
      // Zero would give the care away: it was left out.
      {"coefficient_1_bp", message.coefficient_1_bp(), coefficient, &tariff.coefficient_1_bp},
      {"coefficient_2_bp", message.coefficient_2_bp(), coefficient, &tariff.coefficient_2_bp},
      {"sibling_reduction_bp", message.sibling_reduction_bp(), part, &tariff.sibling_reduction_bp},
      {"refund_threshold_days",
       message.refund_threshold_days(),
       {0, kThresholdMax},
       &tariff.refund_threshold_days},
      {"refund_share_bp", message.refund_share_bp(), part, &tariff.refund_share_bp},
  };
  for (const auto& each : numbers) {
    RETURN_IF_ERROR(
        CheckIn(each.range, absl::StrCat("tariff.", each.field), each.value, FieldInvalid));
    *each.to = each.value;
  }
  RETURN_IF_ERROR(AddOtherPrices(message, tariff));
  tariff.name = absl::StrCat(parent, "/tariffs/", TariffId(tariff.group_kind, tariff.from_date));
  return tariff;
}

v1::Tariff ToProto(const Tariff& tariff) {
  v1::Tariff message;
  message.set_name(tariff.name);
  message.set_group_kind(GroupKindName(tariff.group_kind));
  message.set_from_date(FormatDay(tariff.from_date));
  message.set_monthly_fee_minor(tariff.monthly_fee_minor);
  message.set_spread(SpreadName(tariff.spread));
  message.set_meal_fee_minor(tariff.meal_fee_minor);
  message.set_supplement_minor(tariff.supplement_minor);
  message.set_coefficient_1_bp(static_cast<int32_t>(tariff.coefficient_1_bp));
  message.set_coefficient_2_bp(static_cast<int32_t>(tariff.coefficient_2_bp));
  message.set_sibling_reduction_bp(static_cast<int32_t>(tariff.sibling_reduction_bp));
  message.set_refund_threshold_days(static_cast<int32_t>(tariff.refund_threshold_days));
  message.set_refund_share_bp(static_cast<int32_t>(tariff.refund_share_bp));
  message.set_billing(BillingModeName(tariff.billing));
  SetOtherPrices(tariff, &message);
  return message;
}

v1::Month ToProto(absl::string_view park, const Month& month,
                  const std::vector<HoldOut>& hold_outs) {
  v1::Month message;
  message.set_name(MonthName(park, month.month));
  message.set_state(StateOf(month.state));
  if (!month.funding_plan.empty()) {
    message.set_funding_plan(FundingPlanName(park, month.funding_plan));
  }
  message.set_digest(month.digest);
  for (const std::string& subject : month.approvers) message.add_approvers(subject);
  message.set_statements(static_cast<int32_t>(month.totals.statements));
  message.set_total_minor(month.totals.total_minor);
  if (month.preview != 0) {
    for (const Payer payer : kPayers) {
      v1::PayerTotal* total = message.add_payer_totals();
      total->set_payer(PayerName(payer));
      const auto found = month.totals.by_payer.find(payer);
      if (found != month.totals.by_payer.end()) total->set_amount_minor(found->second);
    }
    (*message.mutable_log_positions())["directory"] = month.positions.directory;
    (*message.mutable_log_positions())["places"] = month.positions.places;
    if (month.positions.OfEligibility() != 0) {
      (*message.mutable_log_positions())["eligibility"] = month.positions.OfEligibility();
    }
  }
  for (const HoldOut& each : hold_outs) {
    v1::HoldOut* added = message.add_hold_outs();
    added->set_case_number(each.case_number);
    added->set_reason(each.reason);
    for (const std::string& missing : each.missing) added->add_missing(missing);
  }
  message.set_revision(month.revision);
  message.set_programme(month.programme);
  message.set_corrections(static_cast<int32_t>(month.corrections));
  message.set_corrections_minor(month.corrections_minor);
  if (month.close_date.has_value()) message.set_close_date(FormatDay(*month.close_date));
  return message;
}

v1::MonthApproved ToApproved(absl::string_view park, const Month& month,
                             const std::vector<BudgetDraw>& draws) {
  v1::MonthApproved message;
  message.set_month(FormatMonth(month.month));
  message.set_digest(month.digest);
  message.set_funding_plan(FundingPlanName(park, month.funding_plan));
  AddDraws(draws, message.mutable_budget_draws());
  return message;
}

v1::MonthApprovalWithdrawn ToWithdrawn(const Month& month, const std::vector<BudgetDraw>& draws) {
  v1::MonthApprovalWithdrawn message;
  message.set_month(FormatMonth(month.month));
  AddDraws(draws, message.mutable_budget_draws());
  return message;
}

v1::MonthClosed ToClosed(absl::string_view park, const Month& month,
                         const std::vector<BudgetDraw>& draws) {
  v1::MonthClosed message;
  message.set_month(FormatMonth(month.month));
  message.set_statements(static_cast<int32_t>(month.totals.statements));
  message.set_total_minor(month.totals.total_minor);
  if (month.close_date.has_value()) message.set_close_date(FormatDay(*month.close_date));
  message.set_funding_plan(FundingPlanName(park, month.funding_plan));
  AddDraws(draws, message.mutable_budget_draws());
  return message;
}

v1::Statement ToProto(absl::string_view park, const KeptStatement& kept) {
  const Statement& statement = kept.statement;
  v1::Statement message;
  message.set_name(StatementName(park, kept.month, statement.id));
  message.set_child(statement.child);
  message.set_case_number(statement.case_number);
  message.set_family(statement.family);
  message.set_centre(statement.centre);
  message.set_enrolment(statement.enrolment);
  for (const Line& line : statement.lines) AddLine(line, message.mutable_lines());
  message.set_total_minor(statement.total_minor());
  for (const Share& share : statement.shares) {
    v1::Share* added = message.add_shares();
    added->set_payer(PayerName(share.payer));
    added->set_firm(share.firm);
    added->set_employee(share.employee);
    added->set_amount_minor(share.amount_minor);
    added->set_form(ShareFormName(share.form));
    added->set_reason(share.reason);
    added->set_arrears_mode(share.arrears_mode);
    added->set_former_minor(share.former_minor);
    added->set_cause(share.cause);
  }
  for (const Draw& draw : statement.draws) {
    v1::Draw* added = message.add_draws();
    added->set_account(draw.account);
    added->set_owner(draw.owner);
    added->set_party(draw.party);
    added->set_amount_minor(draw.amount_minor);
  }
  message.set_state(kept.closed ? "CLOSED" : "DRAFT");
  message.set_attended_days(static_cast<int32_t>(statement.attended_days));
  message.set_tariff(statement.tariff);
  message.set_kind(KindOf(statement.kind));
  message.set_billed_month(FormatMonth(statement.billed_month));
  message.set_corrects(statement.corrects);
  message.set_correction_number(static_cast<int32_t>(statement.correction_number));
  message.set_correction(statement.correction);
  return message;
}

v1::CentreStatement ToCentre(absl::string_view park, const KeptStatement& kept) {
  const Statement& statement = kept.statement;
  v1::CentreStatement message;
  message.set_statement(StatementName(park, kept.month, statement.id));
  message.set_child(statement.child);
  message.set_case_number(statement.case_number);
  message.set_enrolment(statement.enrolment);
  message.set_kind(KindOf(statement.kind));
  message.set_billed_month(FormatMonth(statement.billed_month));
  message.set_correction(statement.correction);
  for (const Line& line : statement.lines) AddLine(line, message.mutable_lines())->clear_cause();
  message.set_total_minor(statement.total_minor());
  for (const Share& share : statement.shares) {
    if (IsPaidStraight(share.form)) {
      message.set_direct_minor(message.direct_minor() + share.amount_minor);
    } else {
      message.set_collected_minor(message.collected_minor() + share.amount_minor);
    }
  }
  message.set_attended_days(static_cast<int32_t>(statement.attended_days));
  return message;
}

v1::PayerShare ToProto(absl::string_view park, absl::CivilMonth month, const PayerShareRow& row) {
  v1::PayerShare message;
  message.set_statement(StatementName(park, month, row.statement_id));
  message.set_case_number(row.case_number);
  message.set_centre(row.centre);
  message.set_kind(KindOf(row.kind));
  message.set_billed_month(FormatMonth(row.billed_month));
  message.set_correction(row.correction);
  message.set_amount_minor(row.amount_minor);
  message.set_former_minor(row.former_minor);
  message.set_reason(row.reason);
  message.set_attended_days(static_cast<int32_t>(row.attended_days));
  return message;
}

v1::FirmShare ToProto(absl::CivilMonth month, const FirmShareSum& sum) {
  v1::FirmShare message;
  message.set_employee(sum.employee);
  message.set_employee_no(sum.employee_no);
  message.set_month(FormatMonth(month));
  message.set_amount_minor(sum.amount_minor);
  message.set_form(sum.form);
  return message;
}

}  // namespace tuoqiao::billing
