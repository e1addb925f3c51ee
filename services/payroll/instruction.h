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

// One such share of a closed statement, or of arrears of an earlier run. `statement`, `family` and
// `centre` are resource names.
struct WageShare {
  std::string statement, family, centre;
  std::string case_number;
  std::string employee;  // The employee's id.
  WageForm form = WageForm::kDeduct;
  int64_t amount_minor = 0;  // What is due of it now; below zero where the family is owed it.
  ArrearsMode mode = ArrearsMode::kTakeWhatFits;  // Of a DEDUCT.
  absl::CivilMonth month;                         // Billed.
  std::string arrears;                            // The id of the arrears that it is.
  bool of_last_pay = false;                       // Of arrears: a last pay left them.
  int64_t rest_minor = 0;                         // What falls to later runs of its month.
  int64_t waited_runs = 0;  // How many runs left it out because nothing was there to set it off.
  // In an instruction: what stands once each family's credits are set off, and what of it goes out.
  int64_t owed_minor = 0, asked_minor = 0;
};

enum class InstructionKind { kDeduct, kAllow, kTaxableBenefit, kReverse };
std::optional<InstructionKind> ParseInstructionKind(absl::string_view name);
absl::string_view InstructionKindName(InstructionKind kind);

// The instruction that a share asks for; none for a benefit on which the firm took advice.
std::optional<InstructionKind> KindOf(WageForm form, bool tax_advice);

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
  std::vector<WageShare> shares;  // What it is made of, in the order in which they are taken.
  int64_t arrears_minor = 0;      // How much of what is asked for is arrears.
  bool last_pay = false;          // The employee has left: there is no pay after this one.

  // Whether there is something for payroll to do.
  bool GoesOut() const { return amount_minor > 0; }
};

// The instruction of an employee and kind in a pay run; `pay_run` is the firm and the month.
std::string InstructionId(absl::string_view park, absl::string_view pay_run,
                          const Instruction& instruction);

// Why there is a run.
enum class PayRunType { kRegular, kOffCycle, kCorrection, kFinal };
std::optional<PayRunType> ParsePayRunType(absl::string_view name);
absl::string_view PayRunTypeName(PayRunType type);

// Numbers of the pack `cn.pay_run`.
struct PayNumbers {
  int64_t final_pay_days = 0;  // Behind the last day of employment there is a pay for so long.
  int64_t set_off_runs = 0;  // After so many runs without anything to set it off, money goes back.
};

// What one firm's plan rests on. The maps are by employee id; every share's employee has a number.
struct PlanFacts {
  absl::CivilDay pay_date;
  absl::CivilMonth month;  // Billed.
  PayRunType type = PayRunType::kRegular;
  bool tax_advice = false;
  std::optional<LegalBasis> basis;
  std::optional<PayFloor> floor;
  PayPolicy policy;
  PayNumbers numbers;
  std::vector<WageShare> shares;
  std::map<std::string, std::string> employee_nos;
  std::map<std::string, absl::CivilDay> leave_dates;  // The last day of employment.
  std::map<std::string, std::vector<Authorisation>> authorisations;
  std::map<std::string, PayFigure> last_figures;  // The latest up to the month of the pay date.
  std::map<std::string, int64_t> sent_minor;      // Deducted by other runs of the month.
};

struct Plan {
  std::vector<Instruction>
      instructions;                   // By employee number and kind; ids are left to the caller.
  std::vector<WageShare> waiting;     // Left to a later run.
  std::vector<WageShare> not_needed;  // A benefit on which the firm took advice.
};
// One instruction for each employee and kind. A firm's share is a TAXABLE_BENEFIT by INVOICED (none
// where the firm has tax advice) and an ALLOW by ALLOWANCE; what sums to less than zero waits. A
// family's share is a DEDUCT: refused with the first of EMPLOYMENT_ENDED, LEGAL_BASIS_MISSING,
// AUTHORISATION_MISSING and PAY_FIGURE_MISSING, and then all that is open is, else what fits by the
// firm's mode, or that of the statement with the lowest case number.
// A family whose shares sum to less than zero lends nothing to another one: they wait and are set
// off by what the next runs ask; after `set_off_runs` of them, or with the last pay, money goes
// back by a REVERSE. The last pay asks for all that is open.
// What a last pay left is refused by the next run.
// Arrears are asked for beside what is due, up to the firm's cap; with one they are paid back in
// parts whatever the mode.
// PAY_FLOOR_MISSING where a deduction has no floor to be held against.
absl::StatusOr<Plan> PlanInstructions(const PlanFacts& facts);

// What later runs take of what is carried, run by run, if each has as much room as the ones before:
// `room_minor` of them beside what falls due anyway. Ends with the last of `runs`.
std::vector<int64_t> PlanAhead(int64_t carried_minor, int64_t room_minor, size_t runs);
// The room that a next run has for what this one carries, if pay and shares stay as they are.
int64_t RoomAhead(const PlanFacts& facts, const Instruction& instruction);

// One family's part of a deduction, or of what is paid back.
struct SeenDeduction {
  std::string instruction, family;
  int64_t amount_minor = 0;
  int64_t seen_minor = 0;
};
// What was sent and seen of each family of a deduction, by family. Seen money up to it goes by what
// was sent for each, money beyond by what each owes; spare fen by largest remainder, equal ones to
// the family with the lower name. The parts sum to the instruction.
std::vector<SeenDeduction> SplitByFamily(const Instruction& instruction);

// What is left of each share, in their order: of what was not sent, and of what was sent. Within a
// family what was taken pays the first shares first.
struct Untaken {
  int64_t carried_minor = 0, short_minor = 0;
};
std::vector<Untaken> UntakenByShare(const Instruction& instruction);

}  // namespace tuoqiao::payroll

#endif  // TUOQIAO_SERVICES_PAYROLL_INSTRUCTION_H_
