#include "services/payroll/pay_exception.h"

#include <algorithm>
#include <cstdlib>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "services/common/check.h"
#include "services/common/hash.h"
#include "services/payroll/errors.h"

namespace tuoqiao::payroll {
namespace {

auto Fields(const Finding& finding) {
  return std::tie(finding.reason, finding.instruction, finding.line, finding.employee_no,
                  finding.amount_minor, finding.seen_minor, finding.file_name,
                  finding.content_hash);
}

Finding OfInstruction(const char* reason, const Instruction& instruction, int64_t seen_minor) {
  Finding finding;
  finding.reason = reason;
  finding.instruction = instruction.id;
  finding.employee_no = instruction.employee_no;
  finding.amount_minor = instruction.amount_minor;
  finding.seen_minor = seen_minor;
  return finding;
}

}  // namespace

bool operator==(const Finding& a, const Finding& b) { return Fields(a) == Fields(b); }

absl::string_view ExceptionStateName(ExceptionState state) {
  switch (state) {
    case ExceptionState::kOpen:
      return "OPEN";
    case ExceptionState::kCleared:
      return "CLEARED";
    case ExceptionState::kResolved:
      return "RESOLVED";
  }
  return "";
}

ExceptionState ExceptionStateOf(absl::string_view name) {
  for (const ExceptionState state :
       {ExceptionState::kOpen, ExceptionState::kCleared, ExceptionState::kResolved}) {
    if (name == ExceptionStateName(state)) return state;
  }
  CHECK(false);
}

absl::string_view RoadName(Road road) {
  switch (road) {
    case Road::kNone:
      return "";
    case Road::kAccept:
      return "ACCEPT";
    case Road::kAssign:
      return "ASSIGN";
    case Road::kDismiss:
      return "DISMISS";
  }
  return "";
}

Road RoadOf(absl::string_view name) {
  for (const Road road : {Road::kNone, Road::kAccept, Road::kAssign, Road::kDismiss}) {
    if (name == RoadName(road)) return road;
  }
  CHECK(false);
}

std::string ExceptionId(absl::string_view park, const PayRun& run, const Finding& finding) {
  if (!finding.file_name.empty()) {
    const std::string key =
        absl::StrCat(run.Id(), "\n", finding.file_name, "\n", finding.content_hash);
    return DeriveId("pex", {park, key}, 0);
  }
  return DeriveId("pex", {park, finding.line.empty() ? finding.instruction : finding.line}, 0);
}

std::optional<Finding> FindingOf(const PayRun& run, const Instruction& instruction,
                                 const std::optional<Standing>& standing, int64_t tolerance_minor) {
  if (!standing.has_value()) {
    if (run.state != PayRunState::kReconciled) return std::nullopt;
    if (instruction.state != InstructionState::kMissing) return std::nullopt;
    return OfInstruction("RESULT_MISSING", instruction, 0);
  }
  const int64_t seen_minor = standing->amount_minor;
  const int64_t more_minor = seen_minor - instruction.amount_minor;
  if (standing->differs) return OfInstruction("RESULT_DIFFERS", instruction, seen_minor);
  if (std::abs(more_minor) <= tolerance_minor) return std::nullopt;
  return OfInstruction(more_minor < 0 ? "RESULT_SHORT" : "RESULT_OVER", instruction, seen_minor);
}

Finding FindingOf(const PayLine& line) {
  Finding finding;
  finding.reason = line.reason;
  finding.line = line.id;
  finding.employee_no = line.said.employee_no;
  finding.seen_minor = line.said.amount_minor;
  return finding;
}

bool Follow(const std::optional<Finding>& found, PayException& exception) {
  if (!found.has_value()) {
    if (exception.revision == 0 || exception.state != ExceptionState::kOpen) return false;
    exception.state = ExceptionState::kCleared;
    ++exception.revision;
    return true;
  }
  const bool same = exception.revision > 0 && *found == exception.finding;
  if (same && exception.state != ExceptionState::kCleared) return false;
  exception.finding = *found;
  exception.state = ExceptionState::kOpen;
  exception.resolution = Road::kNone;
  exception.resolve_reason.clear();
  ++exception.revision;
  return true;
}

std::vector<Road> RoadsOf(absl::string_view reason) {
  if (reason == "RESULT_SHORT" || reason == "RESULT_OVER" || reason == "RESULT_MISSING") {
    return {Road::kAccept, Road::kAssign};
  }
  if (reason == "RESULT_DIFFERS") return {Road::kAssign};
  if (reason == "RESULT_FILE_CHANGED") return {Road::kAccept, Road::kDismiss};
  return {Road::kAssign, Road::kDismiss};
}

absl::Status CheckRoad(const PayException& exception, Road road) {
  if (exception.state != ExceptionState::kOpen) {
    return PayExceptionState(ExceptionStateName(exception.state));
  }
  const std::vector<Road> roads = RoadsOf(exception.finding.reason);
  if (std::find(roads.begin(), roads.end(), road) != roads.end()) return absl::OkStatus();
  return PayExceptionAction(RoadName(road), exception.finding.reason);
}

void Resolve(Road road, absl::string_view why, PayException& exception) {
  exception.state = ExceptionState::kResolved;
  exception.resolution = road;
  exception.resolve_reason = std::string(why);
  ++exception.revision;
}

PayLine LineOfPerson(absl::string_view park, const PayRun& run, const Instruction& instruction,
                     const std::optional<Standing>& standing, int64_t amount_minor) {
  PayLine line;
  line.said.instruction = instruction.id;
  line.said.employee_no = instruction.employee_no;
  line.said.period = run.month;
  line.said.kind = instruction.kind;
  line.said.amount_minor = amount_minor;
  line.said.sequence = standing.has_value() ? standing->sequence + 1 : 0;
  line.id = PayLineId(park, run, line.said);
  line.instruction = instruction.id;
  line.matched_by = MatchedBy::kPerson;
  return line;
}

}  // namespace tuoqiao::payroll
