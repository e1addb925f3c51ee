// What of a pay run's results a person has to work off: opened and cleared by the lines, ended by a
// person's word.
#ifndef TUOQIAO_SERVICES_PAYROLL_PAY_EXCEPTION_H_
#define TUOQIAO_SERVICES_PAYROLL_PAY_EXCEPTION_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/payroll/instruction.h"
#include "services/payroll/pay_line.h"
#include "services/payroll/pay_run.h"

namespace tuoqiao::payroll {

// What is wrong. One of an instruction, a line or a file.
struct Finding {
  std::string reason;
  std::string instruction;  // The id; empty where none was found.
  std::string line;         // The id of the line; empty for what is about an instruction or a file.
  std::string employee_no;
  int64_t amount_minor = 0;  // What was sent.
  int64_t seen_minor = 0;
  std::string file_name, content_hash;  // Of a file.
};
bool operator==(const Finding& a, const Finding& b);

enum class ExceptionState { kOpen, kCleared, kResolved };
absl::string_view ExceptionStateName(ExceptionState state);
ExceptionState ExceptionStateOf(absl::string_view name);  // Of a name that the last one gave.

// ACCEPT: it is so. ASSIGN: so much was taken for that instruction. DISMISS: it is not ours.
enum class Road { kNone, kAccept, kAssign, kDismiss };
absl::string_view RoadName(Road road);
Road RoadOf(absl::string_view name);  // Of a name that the last one gave.

struct PayException {
  std::string id;
  Finding finding;
  ExceptionState state = ExceptionState::kOpen;
  Road resolution = Road::kNone;
  std::string resolve_reason;  // In a person's words.
  int64_t revision = 0;
};

// The exception of an instruction, of a line, or of a file of a run.
std::string ExceptionId(absl::string_view park, const PayRun& run, const Finding& finding);

// What an instruction's lines leave to a person: RESULT_DIFFERS, RESULT_SHORT and RESULT_OVER
// beyond the tolerance, RESULT_MISSING once the run is reconciled.
std::optional<Finding> FindingOf(const PayRun& run, const Instruction& instruction,
                                 const std::optional<Standing>& standing, int64_t tolerance_minor);
// What a line leaves that is matched to nothing.
Finding FindingOf(const PayLine& line);

// Brings an exception (revision 0: a new one) to what is found now (nothing: it is explained). One
// that a person resolved opens again only when something else is found. False where nothing
// changes.
bool Follow(const std::optional<Finding>& found, PayException& exception);

// What a person may say of a reason.
std::vector<Road> RoadsOf(absl::string_view reason);
// PAY_EXCEPTION_STATE, PAY_EXCEPTION_ACTION.
absl::Status CheckRoad(const PayException& exception, Road road);
void Resolve(Road road, absl::string_view why, PayException& exception);

// The line that a person's word makes: it holds before all that were read.
PayLine LineOfPerson(absl::string_view park, const PayRun& run, const Instruction& instruction,
                     const std::optional<Standing>& standing, int64_t amount_minor);

}  // namespace tuoqiao::payroll

#endif  // TUOQIAO_SERVICES_PAYROLL_PAY_EXCEPTION_H_
