#include "services/payroll/convert.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/check.h"
#include "services/common/errors.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/payroll/errors.h"

namespace tuoqiao::payroll {
namespace {

// More than any wage; keeps sums of a batch far from overflow.
constexpr int64_t kAmountMax = 1'000'000'000'000;
constexpr int64_t kBasisPointsMax = 10000;
constexpr int64_t kSequenceMax = 1'000'000;

std::vector<std::string> Parts(const std::string& name) { return absl::StrSplit(name, '/'); }

bool OfAFirm(const std::vector<std::string>& parts) {
  return parts.size() >= 4 && parts[0] == "parks" && parts[2] == "firms" && !parts[3].empty();
}

// Of an item, an empty field is invalid too: the contract has one reason for both.
absl::Status RequireText(absl::string_view field, const std::string& text) {
  if (text.empty()) return FieldInvalid(field, "is empty", "为空");
  return CheckText(field, text);
}

absl::Status CheckBetween(absl::string_view field, int64_t value, int64_t least, int64_t most) {
  if (least <= value && value <= most) return absl::OkStatus();
  return FieldInvalid(field, absl::StrCat("is not from ", least, " to ", most),
                      absl::StrCat("不在 ", least, " 至 ", most, " 之间"));
}

absl::StatusOr<absl::CivilDay> DayOf(absl::string_view field, const std::string& text) {
  const absl::StatusOr<absl::CivilDay> day = ParseDay(text);
  if (!day.ok()) return FieldInvalid(field, "is not YYYY-MM-DD", "不是 YYYY-MM-DD 格式的日期");
  return *day;
}

absl::StatusOr<absl::CivilMonth> PeriodOf(absl::string_view field, const std::string& text) {
  const absl::StatusOr<absl::CivilMonth> month = ParseMonth(text);
  if (!month.ok()) return FieldInvalid(field, "is not YYYY-MM", "不是 YYYY-MM 格式的月份");
  return *month;
}

v1::PayRun::State StateOf(PayRunState state) {
  v1::PayRun::State named = v1::PayRun::STATE_UNSPECIFIED;
  CHECK(v1::PayRun::State_Parse(std::string(PayRunStateName(state)), &named));
  return named;
}

v1::PayRun::Type TypeOf(PayRunType type) {
  v1::PayRun::Type named = v1::PayRun::TYPE_UNSPECIFIED;
  CHECK(v1::PayRun::Type_Parse(std::string(PayRunTypeName(type)), &named));
  return named;
}

v1::Instruction::State StateOf(InstructionState state) {
  v1::Instruction::State named = v1::Instruction::STATE_UNSPECIFIED;
  CHECK(v1::Instruction::State_Parse(std::string(InstructionStateName(state)), &named));
  return named;
}

v1::Authorisation::State StateOf(AuthorisationState state) {
  switch (state) {
    case AuthorisationState::kStanding:
      return v1::Authorisation::STANDING;
    case AuthorisationState::kRevoked:
      return v1::Authorisation::REVOKED;
    case AuthorisationState::kTold:
      return v1::Authorisation::TOLD;
    case AuthorisationState::kConfirmed:
      return v1::Authorisation::CONFIRMED;
  }
  return v1::Authorisation::STATE_UNSPECIFIED;
}

}  // namespace

absl::Status CheckText(absl::string_view field, const std::string& text) {
  if (text.size() > kTextBytesMax) {
    return FieldInvalid(field, absl::StrCat("is longer than ", kTextBytesMax, " bytes"),
                        absl::StrCat("超过 ", kTextBytesMax, " 字节"));
  }
  if (std::any_of(text.begin(), text.end(),
                  [](char c) { return absl::ascii_iscntrl(static_cast<unsigned char>(c)); })) {
    return FieldInvalid(field, "holds a control character", "含有控制字符");
  }
  return absl::OkStatus();
}

absl::Status CheckAmount(absl::string_view field, int64_t amount_minor) {
  return CheckBetween(field, amount_minor, 0, kAmountMax);
}

std::string FirmName(absl::string_view park, absl::string_view firm) {
  return absl::StrCat("parks/", park, "/firms/", firm);
}
std::string EmployeeName(absl::string_view park, absl::string_view firm, absl::string_view id) {
  return absl::StrCat(FirmName(park, firm), "/employees/", id);
}
std::string LegalBasisName(absl::string_view park, absl::string_view firm,
                           absl::CivilDay from_date) {
  return absl::StrCat(FirmName(park, firm), "/legalBases/", FormatDay(from_date));
}
std::string AuthorisationName(absl::string_view park, absl::string_view firm,
                              absl::string_view id) {
  return absl::StrCat(FirmName(park, firm), "/authorisations/", id);
}
std::string PayFigureName(absl::string_view park, absl::string_view firm, absl::string_view key) {
  return absl::StrCat(FirmName(park, firm), "/payFigures/", key);
}
std::string PayFloorName(absl::string_view park) {
  return absl::StrCat("parks/", park, "/payFloor");
}
std::string PayRunName(absl::string_view park, const PayRunKey& run) {
  return absl::StrCat(FirmName(park, run.firm), "/payRuns/", run.Text());
}
std::string InstructionName(absl::string_view park, const PayRunKey& run, absl::string_view id) {
  return absl::StrCat(PayRunName(park, run), "/instructions/", id);
}
std::string ArrearsName(absl::string_view park, absl::string_view firm, absl::string_view id) {
  return absl::StrCat(FirmName(park, firm), "/arrears/", id);
}

std::string EmployeeOf(const std::string& name) {
  const std::vector<std::string> parts = Parts(name);
  return OfAFirm(parts) && parts.size() == 6 && parts[4] == "employees" ? parts[5] : "";
}

absl::StatusOr<std::string> FirmOf(const std::string& name) {
  const std::vector<std::string> parts = Parts(name);
  if (!OfAFirm(parts) || parts.size() != 4) return FirmNotFound(name);
  return parts[3];
}

absl::StatusOr<absl::CivilMonth> MonthOf(absl::string_view field, const std::string& text) {
  if (text.empty()) return FieldRequired(field);
  return PeriodOf(field, text);
}

absl::StatusOr<PayRunKey> PayRunOf(const std::string& name) {
  const std::vector<std::string> parts = Parts(name);
  if (OfAFirm(parts) && parts.size() == 6 && parts[4] == "payRuns") {
    if (auto key = ParsePayRunKey(parts[3], parts[5]); key.has_value()) return *std::move(key);
  }
  return PayRunNotFound(name);
}

absl::StatusOr<AuthorisationKey> AuthorisationOf(const std::string& name) {
  const std::vector<std::string> parts = Parts(name);
  if (!OfAFirm(parts) || parts.size() != 6 || parts[4] != "authorisations") {
    return AuthorisationNotFound(name);
  }
  return AuthorisationKey{parts[3], parts[5]};
}

absl::StatusOr<Revocation> FromProto(const v1::RevokeAuthorisationRequest& request) {
  ASSIGN_OR_RETURN(const AuthorisationKey key, AuthorisationOf(request.name()));
  Revocation revocation;
  revocation.firm = key.firm;
  revocation.authorisation = key.authorisation;
  if (!request.revoke_date().empty()) {
    ASSIGN_OR_RETURN(revocation.day, DayOf("revoke_date", request.revoke_date()));
  }
  return revocation;
}

absl::StatusOr<std::optional<absl::CivilDay>> FromProto(
    const v1::ExplainDeductionRequest& request) {
  if (request.employee_no().empty()) return FieldRequired("employee_no");
  RETURN_IF_ERROR(CheckText("employee_no", request.employee_no()));
  if (request.date().empty()) return std::nullopt;
  ASSIGN_OR_RETURN(const absl::CivilDay day, DayOf("date", request.date()));
  return day;
}

absl::StatusOr<LegalBasis> FromProto(const v1::LegalBasis& message) {
  if (message.basis().empty()) return FieldRequired("legal_basis.basis");
  RETURN_IF_ERROR(CheckText("legal_basis.basis", message.basis()));
  if (message.from_date().empty()) return FieldRequired("legal_basis.from_date");
  LegalBasis basis;
  basis.basis = message.basis();
  ASSIGN_OR_RETURN(basis.from_date, DayOf("legal_basis.from_date", message.from_date()));
  if (!message.until_date().empty()) {
    ASSIGN_OR_RETURN(basis.until_date, DayOf("legal_basis.until_date", message.until_date()));
  }
  if (!v1::LegalBasis::Ground_IsValid(message.ground())) {
    return FieldInvalid("legal_basis.ground", "is not one of its codes", "不是允许的代码");
  }
  if (message.ground() != v1::LegalBasis::GROUND_UNSPECIFIED) {
    basis.ground = v1::LegalBasis::Ground_Name(message.ground());
  }
  return basis;
}

absl::StatusOr<PayFloor> FromProto(const v1::PayFloor& message) {
  const std::vector<std::string> parts = Parts(message.name());
  if (parts.size() != 3 || parts[2] != "payFloor") {
    return FieldInvalid("pay_floor.name", "is not parks/{park}/payFloor",
                        " 应为 parks/{park}/payFloor");
  }
  RETURN_IF_ERROR(
      CheckBetween("pay_floor.protected_pay_minor", message.protected_pay_minor(), 0, kAmountMax));
  RETURN_IF_ERROR(
      CheckBetween("pay_floor.deduction_cap_bp", message.deduction_cap_bp(), 0, kBasisPointsMax));
  PayFloor floor;
  floor.protected_pay_minor = message.protected_pay_minor();
  floor.deduction_cap_bp = message.deduction_cap_bp();
  RETURN_IF_ERROR(CheckText("pay_floor.wage_area", message.wage_area()));
  floor.wage_area = message.wage_area();
  return floor;
}

absl::StatusOr<Authorisation> FromProto(const v1::Authorisation& message) {
  RETURN_IF_ERROR(RequireText("employee_no", message.employee_no()));
  RETURN_IF_ERROR(RequireText("signature_reference", message.signature_reference()));
  Authorisation authorisation;
  authorisation.employee_no = message.employee_no();
  authorisation.signature_reference = message.signature_reference();
  ASSIGN_OR_RETURN(authorisation.period.from, DayOf("from_date", message.from_date()));
  ASSIGN_OR_RETURN(authorisation.period.until, DayOf("until_date", message.until_date()));
  RETURN_IF_ERROR(CheckBetween("maximum_minor", message.maximum_minor(), 0, kAmountMax));
  authorisation.maximum_minor = message.maximum_minor();
  RETURN_IF_ERROR(CheckText("text_version", message.text_version()));
  authorisation.text_version = message.text_version();
  if (!v1::Authorisation::Formula_IsValid(message.formula())) {
    return FieldInvalid("formula", "is not one of its codes", "不是允许的代码");
  }
  if (message.formula() != v1::Authorisation::FORMULA_UNSPECIFIED) {
    authorisation.formula = FormulaOf(v1::Authorisation::Formula_Name(message.formula()));
  }
  const bool by_share = authorisation.formula == Formula::kPercentOfShare;
  RETURN_IF_ERROR(CheckBetween("share_bp", message.share_bp(), by_share ? 1 : 0,
                               by_share ? kBasisPointsMax : 0));
  authorisation.share_bp = message.share_bp();
  return authorisation;
}

absl::StatusOr<PayFigure> FromProto(const v1::PayFigure& message) {
  RETURN_IF_ERROR(RequireText("employee_no", message.employee_no()));
  PayFigure figure;
  figure.employee_no = message.employee_no();
  ASSIGN_OR_RETURN(figure.period, PeriodOf("period", message.period()));
  RETURN_IF_ERROR(CheckBetween("gross_minor", message.gross_minor(), 0, kAmountMax));
  RETURN_IF_ERROR(CheckBetween("net_minor", message.net_minor(), 0, kAmountMax));
  figure.gross_minor = message.gross_minor();
  figure.net_minor = message.net_minor();
  return figure;
}

absl::StatusOr<PayResult> FromProto(const v1::PayResult& message) {
  PayResult result;
  RETURN_IF_ERROR(CheckText("instruction", message.instruction()));
  result.instruction = Parts(message.instruction()).back();
  RETURN_IF_ERROR(RequireText("employee_no", message.employee_no()));
  result.employee_no = message.employee_no();
  ASSIGN_OR_RETURN(result.period, PeriodOf("period", message.period()));
  const std::optional<InstructionKind> kind = ParseInstructionKind(message.kind());
  if (!kind.has_value()) {
    return FieldInvalid("kind", "is not one of its codes", "不是允许的代码");
  }
  result.kind = *kind;
  RETURN_IF_ERROR(CheckBetween("amount_minor", message.amount_minor(), -kAmountMax, kAmountMax));
  result.amount_minor = message.amount_minor();
  RETURN_IF_ERROR(CheckBetween("sequence", message.sequence(), 0, kSequenceMax));
  result.sequence = message.sequence();
  RETURN_IF_ERROR(CheckText("currency_code", message.currency_code()));
  result.currency = message.currency_code();
  RETURN_IF_ERROR(CheckText("employer", message.employer()));
  result.employer = absl::AsciiStrToLower(message.employer());
  return result;
}

absl::Status CheckItems(absl::string_view field, int items) {
  if (items == 0) return FieldRequired(field);
  if (items <= kItemsMax) return absl::OkStatus();
  return FieldInvalid(field, absl::StrCat("holds more than ", kItemsMax, " items"),
                      absl::StrCat("超过 ", kItemsMax, " 条"));
}

v1::LegalBasis ToProto(absl::string_view park, absl::string_view firm, const LegalBasis& basis) {
  v1::LegalBasis message;
  message.set_name(LegalBasisName(park, firm, basis.from_date));
  message.set_basis(basis.basis);
  message.set_from_date(FormatDay(basis.from_date));
  if (basis.until_date.has_value()) message.set_until_date(FormatDay(*basis.until_date));
  v1::LegalBasis::Ground ground = v1::LegalBasis::GROUND_UNSPECIFIED;
  v1::LegalBasis::Ground_Parse(basis.ground, &ground);
  message.set_ground(ground);
  return message;
}

v1::Authorisation ToProto(absl::string_view park, absl::string_view firm,
                          const Authorisation& authorisation) {
  v1::Authorisation message;
  message.set_name(AuthorisationName(park, firm, authorisation.id));
  message.set_employee_no(authorisation.employee_no);
  message.set_signature_reference(authorisation.signature_reference);
  message.set_from_date(FormatDay(authorisation.period.from));
  message.set_until_date(FormatDay(authorisation.period.until));
  message.set_maximum_minor(authorisation.maximum_minor);
  if (authorisation.revoke_date) message.set_revoke_date(FormatDay(*authorisation.revoke_date));
  message.set_text_version(authorisation.text_version);
  v1::Authorisation::Formula formula = v1::Authorisation::MAXIMUM;
  v1::Authorisation::Formula_Parse(std::string(FormulaName(authorisation.formula)), &formula);
  message.set_formula(formula);
  message.set_share_bp(static_cast<int32_t>(authorisation.share_bp));
  message.set_state(StateOf(authorisation.state()));
  message.set_told_delivery(authorisation.told_delivery);
  message.set_told_subject(authorisation.told_subject);
  message.set_confirm_delivery(authorisation.confirm_delivery);
  return message;
}

v1::PayFigure ToProto(const PayFigure& figure) {
  v1::PayFigure message;
  message.set_employee_no(figure.employee_no);
  message.set_period(FormatMonth(figure.period));
  message.set_gross_minor(figure.gross_minor);
  message.set_net_minor(figure.net_minor);
  return message;
}

v1::PayFloor ToProto(absl::string_view park, const PayFloor& floor) {
  v1::PayFloor message;
  message.set_name(PayFloorName(park));
  message.set_protected_pay_minor(floor.protected_pay_minor);
  message.set_deduction_cap_bp(static_cast<int32_t>(floor.deduction_cap_bp));
  message.set_wage_area(floor.wage_area);
  return message;
}

v1::PayRun ToProto(absl::string_view park, const PayRun& run) {
  v1::PayRun message;
  message.set_name(PayRunName(park, run.Key()));
  message.set_month(FormatMonth(run.month));
  message.set_pay_date(FormatDay(run.pay_date));
  message.set_cut_off_date(FormatDay(run.cut_off_date));
  message.set_state(StateOf(run.state));
  message.set_instructions(static_cast<int32_t>(run.instructions));
  message.set_deduct_minor(run.deduct_minor);
  message.set_seen_minor(run.seen_minor);
  message.set_arrears_minor(run.arrears_minor);
  message.set_unapplied_minor(run.unapplied_minor);
  message.set_digest(run.digest);
  message.set_revision(run.revision);
  message.set_type(TypeOf(run.type));
  message.set_number(static_cast<int32_t>(run.number));
  message.set_reverse_minor(run.reverse_minor);
  message.set_waiting_items(static_cast<int32_t>(run.waiting_items));
  return message;
}

v1::Instruction ToProto(absl::string_view park, const PayRunKey& run,
                        const Instruction& instruction) {
  v1::Instruction message;
  message.set_name(InstructionName(park, run, instruction.id));
  message.set_employee(EmployeeName(park, run.firm, instruction.employee));
  message.set_employee_no(instruction.employee_no);
  message.set_kind(std::string(InstructionKindName(instruction.kind)));
  message.set_share_minor(instruction.share_minor);
  message.set_amount_minor(instruction.amount_minor);
  message.set_carried_minor(instruction.carried_minor);
  message.set_seen_minor(instruction.seen_minor);
  message.set_state(StateOf(instruction.state));
  message.set_reason(instruction.reason);
  message.set_arrears_minor(instruction.arrears_minor);
  if (instruction.state == InstructionState::kDirect) {
    message.set_direct_minor(instruction.share_minor);
  }
  return message;
}

v1::Arrears ToProto(absl::string_view park, absl::string_view firm, const Arrears& arrears) {
  const auto name_of = [&](const std::string& run) {
    const auto key = ParsePayRunKey(std::string(firm), run);
    CHECK(key.has_value());
    return PayRunName(park, *key);
  };
  v1::Arrears message;
  message.set_name(ArrearsName(park, firm, arrears.id));
  message.set_instruction(
      absl::StrCat(name_of(arrears.run), "/instructions/", arrears.instruction));
  message.set_employee_no(arrears.employee_no);
  message.set_month(FormatMonth(arrears.month));
  message.set_amount_minor(arrears.amount_minor);
  message.set_origin(std::string(ArrearsOriginName(arrears.origin)));
  v1::Arrears::State state = v1::Arrears::STATE_UNSPECIFIED;
  CHECK(v1::Arrears::State_Parse(std::string(ArrearsStateName(arrears.state)), &state));
  message.set_state(state);
  if (!arrears.asked_by.empty()) message.set_pay_run(name_of(arrears.asked_by));
  message.set_bearer(arrears.bearer);
  message.set_write_off_reason(arrears.why);
  message.set_revision(arrears.revision);
  return message;
}

v1::ShareMadeDirect ToProto(const WageShare& share, absl::string_view reason) {
  v1::ShareMadeDirect payload;
  payload.set_statement(share.statement);
  payload.set_family(share.family);
  payload.set_centre(share.centre);
  payload.set_amount_minor(share.amount_minor);
  payload.set_reason(std::string(reason));
  return payload;
}

v1::PayRunReconciled ToProto(absl::string_view park, const PayRun& run,
                             const Reconciliation& reconciliation) {
  v1::PayRunReconciled payload;
  payload.set_pay_run(PayRunName(park, run.Key()));
  payload.set_firm(FirmName(park, run.firm));
  payload.set_month(FormatMonth(run.month));
  const auto write = [&](const SeenDeduction& each, v1::SeenDeduction* part) {
    part->set_instruction(InstructionName(park, run.Key(), each.instruction));
    part->set_family(each.family);
    part->set_amount_minor(each.amount_minor);
    part->set_seen_minor(each.seen_minor);
  };
  for (const SeenDeduction& each : reconciliation.deductions) {
    write(each, payload.add_deductions());
  }
  for (const SeenDeduction& each : reconciliation.reversals) write(each, payload.add_reversals());
  return payload;
}

}  // namespace tuoqiao::payroll
