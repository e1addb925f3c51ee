#include "services/payroll/instruction.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/check.h"
#include "services/common/hash.h"
#include "services/common/money.h"
#include "services/common/status_macros.h"
#include "services/payroll/errors.h"

namespace tuoqiao::payroll {
namespace {

using Kind = InstructionKind;

// The instruction that a share asks for; none for a benefit on which the firm took advice.
std::optional<Kind> KindOf(WageForm form, bool tax_advice) {
  switch (form) {
    case WageForm::kInvoiced:
      return tax_advice ? std::nullopt : std::optional<Kind>(Kind::kTaxableBenefit);
    case WageForm::kAllowance:
      return Kind::kAllow;
    case WageForm::kDeduct:
      return Kind::kDeduct;
  }
  return std::nullopt;
}

// What the statements of each family ask for; a family that is owed money asks for nothing.
std::map<std::string, int64_t> AskedByFamily(const std::vector<WageShare>& shares) {
  std::map<std::string, int64_t> asked;
  for (const WageShare& each : shares) asked[each.family] += each.amount_minor;
  for (auto& [family, minor] : asked) minor = std::max<int64_t>(0, minor);
  return asked;
}

int64_t SumOf(const std::vector<WageShare>& shares) {
  return std::accumulate(
      shares.begin(), shares.end(), int64_t{0},
      [](int64_t sum, const WageShare& each) { return sum + each.amount_minor; });
}

ArrearsMode ModeOf(const std::vector<WageShare>& shares) {
  return std::min_element(
             shares.begin(), shares.end(),
             [](const WageShare& a, const WageShare& b) { return a.case_number < b.case_number; })
      ->mode;
}

void MakeDirect(const char* reason, Instruction& instruction) {
  instruction.state = InstructionState::kDirect;
  instruction.reason = reason;
}

absl::Status PlanDeduction(const PlanFacts& facts, Instruction& instruction) {
  if (!facts.basis.has_value() || !facts.basis->HoldsOn(facts.pay_date)) {
    MakeDirect("LEGAL_BASIS_MISSING", instruction);
    return absl::OkStatus();
  }
  const auto signed_by = facts.authorisations.find(instruction.employee);
  const Authorisation* const authorisation = signed_by == facts.authorisations.end()
                                                 ? nullptr
                                                 : HoldingOn(signed_by->second, facts.pay_date);
  if (authorisation == nullptr) {
    MakeDirect("AUTHORISATION_MISSING", instruction);
    return absl::OkStatus();
  }
  const auto figure = facts.last_figures.find(instruction.employee);
  if (figure == facts.last_figures.end()) {
    MakeDirect("PAY_FIGURE_MISSING", instruction);
    return absl::OkStatus();
  }
  if (!facts.floor.has_value()) return PayFloorMissing();
  int64_t asked_minor = 0;
  for (const auto& [family, minor] : AskedByFamily(instruction.shares)) asked_minor += minor;
  const ArrearsMode mode = ModeOf(instruction.shares);
  const int64_t allowed_minor = authorisation->AllowedOf(asked_minor);
  const int64_t fit_minor = Fit({allowed_minor, figure->second, *facts.floor}, mode);
  instruction.amount_minor = Deducted(asked_minor, fit_minor, mode);
  // A fixed sum is taken as it was signed or not at all; never more than is owed.
  if (authorisation->formula == Formula::kFixed &&
      instruction.amount_minor < std::min(asked_minor, allowed_minor)) {
    instruction.amount_minor = 0;
  }
  instruction.carried_minor = asked_minor - instruction.amount_minor;
  return absl::OkStatus();
}

}  // namespace

std::optional<WageForm> ParseWageForm(absl::string_view name) {
  for (const WageForm form : {WageForm::kInvoiced, WageForm::kAllowance, WageForm::kDeduct}) {
    if (name == WageFormName(form)) return form;
  }
  return std::nullopt;
}

absl::string_view WageFormName(WageForm form) {
  switch (form) {
    case WageForm::kInvoiced:
      return "INVOICED";
    case WageForm::kAllowance:
      return "ALLOWANCE";
    case WageForm::kDeduct:
      return "DEDUCT";
  }
  return "";
}

std::optional<InstructionKind> ParseInstructionKind(absl::string_view name) {
  for (const Kind kind : {Kind::kDeduct, Kind::kAllow, Kind::kTaxableBenefit, Kind::kReverse}) {
    if (name == InstructionKindName(kind)) return kind;
  }
  return std::nullopt;
}

absl::string_view InstructionKindName(InstructionKind kind) {
  switch (kind) {
    case Kind::kDeduct:
      return "DEDUCT";
    case Kind::kAllow:
      return "ALLOW";
    case Kind::kTaxableBenefit:
      return "TAXABLE_BENEFIT";
    case Kind::kReverse:
      return "REVERSE";
  }
  return "";
}

absl::string_view InstructionStateName(InstructionState state) {
  switch (state) {
    case InstructionState::kPlanned:
      return "PLANNED";
    case InstructionState::kSent:
      return "SENT";
    case InstructionState::kSeen:
      return "SEEN";
    case InstructionState::kShort:
      return "SHORT";
    case InstructionState::kOver:
      return "OVER";
    case InstructionState::kMissing:
      return "MISSING";
    case InstructionState::kSettled:
      return "SETTLED";
    case InstructionState::kInArrears:
      return "IN_ARREARS";
    case InstructionState::kDirect:
      return "DIRECT";
  }
  return "";
}

InstructionState InstructionStateOf(absl::string_view name) {
  for (int state = 0; state <= static_cast<int>(InstructionState::kDirect); ++state) {
    const auto known = static_cast<InstructionState>(state);
    if (name == InstructionStateName(known)) return known;
  }
  CHECK(false);
}

std::string InstructionId(absl::string_view park, absl::string_view pay_run,
                          const Instruction& instruction) {
  const std::string key =
      absl::StrCat(pay_run, "/", instruction.employee, "/", InstructionKindName(instruction.kind));
  return DeriveId("ins", {park, key}, 0);
}

absl::StatusOr<std::vector<Instruction>> PlanInstructions(const PlanFacts& facts) {
  // By employee number and kind, which is the order of the plan.
  std::map<std::pair<std::string, std::string>, Instruction> planned;
  for (const WageShare& share : facts.shares) {
    const std::optional<Kind> kind = KindOf(share.form, facts.tax_advice);
    if (!kind.has_value()) continue;
    const auto number = facts.employee_nos.find(share.employee);
    CHECK(number != facts.employee_nos.end());
    Instruction& instruction = planned[{number->second, std::string(InstructionKindName(*kind))}];
    instruction.employee = share.employee;
    instruction.employee_no = number->second;
    instruction.kind = *kind;
    instruction.shares.push_back(share);
  }
  std::vector<Instruction> instructions;
  for (auto& [key, instruction] : planned) {
    std::sort(instruction.shares.begin(), instruction.shares.end(),
              [](const WageShare& a, const WageShare& b) { return a.statement < b.statement; });
    instruction.share_minor = SumOf(instruction.shares);
    if (instruction.kind == Kind::kDeduct) {
      RETURN_IF_ERROR(PlanDeduction(facts, instruction));
    } else {
      instruction.amount_minor = instruction.share_minor;
    }
    instructions.push_back(std::move(instruction));
  }
  return instructions;
}

std::vector<SeenDeduction> SplitByFamily(const Instruction& instruction) {
  std::vector<SeenDeduction> parts;
  if (!instruction.GoesOut()) return parts;
  std::vector<int64_t> weights;
  for (const auto& [family, minor] : AskedByFamily(instruction.shares)) {
    parts.push_back({instruction.id, family});
    weights.push_back(minor);
  }
  const int64_t taken_minor = std::min(instruction.seen_minor, instruction.amount_minor);
  const std::vector<int64_t> amounts = Allocate(instruction.amount_minor, weights);
  const std::vector<int64_t> taken = Allocate(taken_minor, amounts);
  const std::vector<int64_t> excess = Allocate(instruction.seen_minor - taken_minor, weights);
  for (size_t i = 0; i < parts.size(); ++i) {
    parts[i].amount_minor = amounts[i];
    parts[i].seen_minor = taken[i] + excess[i];
  }
  return parts;
}

}  // namespace tuoqiao::payroll
