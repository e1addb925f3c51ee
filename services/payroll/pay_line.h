// Lines that a payroll system gave back, matched to what was sent. What a set of lines comes to
// does not depend on the order in which they came, nor on how often.
#ifndef TUOQIAO_SERVICES_PAYROLL_PAY_LINE_H_
#define TUOQIAO_SERVICES_PAYROLL_PAY_LINE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/payroll/instruction.h"
#include "services/payroll/pay_run.h"

namespace tuoqiao::payroll {

// What a line says.
struct PayResult {
  std::string instruction;  // The id; empty where the system lost it.
  std::string employee_no;
  absl::CivilMonth period;
  InstructionKind kind = InstructionKind::kDeduct;
  int64_t amount_minor = 0;  // What was taken; nothing where it was refused.
  int64_t sequence = 0;      // Rises with each correction.
  std::string currency;      // Empty: CNY.
  std::string employer;      // The firm's id that it names; empty: none.
};

// What found a line's instruction: the line names it, employee and kind and period do, a person
// did.
enum class MatchedBy { kNone, kKey, kRule, kPerson };
absl::string_view MatchedByName(MatchedBy matched_by);
MatchedBy MatchedByOf(absl::string_view name);  // Of a name that the last one gave.

struct PayLine {
  std::string id;
  PayResult said;
  MatchedBy matched_by = MatchedBy::kNone;
  std::string instruction;  // The id of what it is matched to.
  std::string reason;       // Why it is matched to nothing.
};

// Two lines that say the same of one run are one line, in whatever files they come.
std::string PayLineId(absl::string_view park, const PayRun& run, const PayResult& said);

// PAY_RUN_STATE where nothing of the run went out.
absl::Status CheckWentOut(const PayRun& run);

// Whether the line is about this run at all. OTHER_FIRM, CURRENCY_WRONG, WRONG_PERIOD,
// RESULT_NEGATIVE.
absl::Status CheckLine(const PayRun& run, const PayResult& said);

// Matches a line to the instruction of its employee and kind (null: there is none).
// UNKNOWN_INSTRUCTION where nothing was sent, or where the line names another one.
absl::Status MatchLine(const Instruction* instruction, PayLine& line);

// What the lines of one instruction come to: the highest sequence holds; a person's word before a
// file's; of files that contradict each other the lowest amount, so that nothing is taken for paid
// that one of them does not show.
struct Standing {
  int64_t amount_minor = 0;
  int64_t sequence = 0;
  bool differs = false;  // Another line of this sequence says something else.
};
std::optional<Standing> StandingOf(const std::vector<const PayLine*>& lines);

// Puts it on the instruction and into the sums of the run, which may be reconciled. False where
// nothing changes.
bool TakeStanding(const Standing& standing, PayRun& run, Instruction& instruction);

// How a line stands. A difference of at most `tolerance_minor` is none to a person; the books take
// what was taken, to the fen.
enum class PayLineState { kMatched, kShort, kOver, kUnknown, kSuperseded };
PayLineState StateOf(const PayLine& line, const std::optional<Standing>& standing,
                     const Instruction* instruction, int64_t tolerance_minor);

}  // namespace tuoqiao::payroll

#endif  // TUOQIAO_SERVICES_PAYROLL_PAY_LINE_H_
