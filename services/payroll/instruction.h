// Instructions: what a pay run asks a firm's payroll to do, and how the closed shares become it.
#ifndef TUOQIAO_SERVICES_PAYROLL_INSTRUCTION_H_
#define TUOQIAO_SERVICES_PAYROLL_INSTRUCTION_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/payroll/authorisation.h"
#include "services/payroll/pay_figure.h"

namespace tuoqiao::payroll {

// The form of a share that concerns wages. It was fixed when the month was previewed: an employee
// who has left since is still asked.
enum class WageForm { kInvoiced, kAllowance, kDeduct };
std::optional<WageForm> ParseWageForm(absl::string_view name);
absl::string_view WageFormName(WageForm form);

// One such share of a closed statement. `statement`, `family` and `centre` are resource names.
struct WageShare {
  std::string statement, family, centre;
  std::string case_number;
  std::string employee;  // The employee's id.
  WageForm form = WageForm::kDeduct;
  int64_t amount_minor = 0;
  ArrearsMode mode = ArrearsMode::kTakeWhatFits;  // Of a DEDUCT.
};

enum class InstructionKind { kDeduct, kAllow, kTaxableBenefit, kReverse };
std::optional<InstructionKind> ParseInstructionKind(absl::string_view name);
absl::string_view InstructionKindName(InstructionKind kind);

// PLANNED, SENT, then what the pay run showed (MISSING: no line came back). DIRECT was refused and
// is the family's to pay at the centre, IN_ARREARS was carried whole, SETTLED asked for nothing.
enum class InstructionState {
  kPlanned,
  kSent,
  kSeen,
  kShort,
  kOver,
  kMissing,
  kSettled,
  kInArrears,
  kDirect
};
InstructionState InstructionStateOf(absl::string_view name);  // Of a name that the next one gave.
absl::string_view InstructionStateName(InstructionState state);

// One item for one employee in one pay run. All amounts in fen.
struct Instruction {
  std::string id;
  std::string employee, employee_no;
  InstructionKind kind = InstructionKind::kDeduct;
  int64_t share_minor = 0;    // What the shares ask for.
  int64_t amount_minor = 0;   // What goes out.
  int64_t carried_minor = 0;  // What does not fit.
  int64_t seen_minor = 0;
  InstructionState state = InstructionState::kPlanned;
  std::string reason;             // Why it was made direct.
  std::vector<WageShare> shares;  // What it is made of, by statement.

  // Whether there is something for payroll to do.
  bool GoesOut() const { return amount_minor > 0; }
};

// The instruction of an employee and kind in a pay run; `pay_run` is the firm and the month.
std::string InstructionId(absl::string_view park, absl::string_view pay_run,
                          const Instruction& instruction);

// What one firm's plan rests on. The maps are by employee id; every share's employee has a number.
struct PlanFacts {
  absl::CivilDay pay_date;
  bool tax_advice = false;
  std::optional<LegalBasis> basis;
  std::optional<PayFloor> floor;
  std::vector<WageShare> shares;
  std::map<std::string, std::string> employee_nos;
  std::map<std::string, std::vector<Authorisation>> authorisations;
  std::map<std::string, PayFigure> last_figures;  // The latest up to the month of the pay date.
};

// One instruction for each employee and kind, by employee number and kind; ids are left to the
// caller. A firm's share is a TAXABLE_BENEFIT by INVOICED (none where the firm has tax advice) and
// an ALLOW by ALLOWANCE. A family's share is a DEDUCT: refused with the first of
// LEGAL_BASIS_MISSING, AUTHORISATION_MISSING and PAY_FIGURE_MISSING, else what fits by the mode of
// the statement with the lowest case number. A family whose statements sum to less than zero lends
// nothing to another one.
// PAY_FLOOR_MISSING where a deduction has no floor to be held against.
absl::StatusOr<std::vector<Instruction>> PlanInstructions(const PlanFacts& facts);

// One family's part of a deduction.
struct SeenDeduction {
  std::string instruction, family;
  int64_t amount_minor = 0;
  int64_t seen_minor = 0;
};
// What was sent and seen of each family of a deduction, by family. Sent and seen money up to it go
// by the families' shares, money beyond likewise; spare fen by largest remainder, equal ones to the
// family with the lower name. The parts sum to the instruction.
std::vector<SeenDeduction> SplitByFamily(const Instruction& instruction);

}  // namespace tuoqiao::payroll

#endif  // TUOQIAO_SERVICES_PAYROLL_INSTRUCTION_H_
