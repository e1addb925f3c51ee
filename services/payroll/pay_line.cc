#include "services/payroll/pay_line.h"

#include <algorithm>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "services/common/check.h"
#include "services/common/hash.h"
#include "services/common/period.h"
#include "services/payroll/errors.h"

namespace tuoqiao::payroll {
namespace {

using State = InstructionState;

constexpr char kCurrency[] = "CNY";

bool WentOut(const Instruction& instruction) {
  switch (instruction.state) {
    case State::kSent:
    case State::kSeen:
    case State::kShort:
    case State::kOver:
    case State::kMissing:
      return true;
    default:
      return false;
  }
}

int64_t Below(int64_t seen_minor, int64_t sent_minor) {
  return std::max<int64_t>(0, sent_minor - seen_minor);
}
int64_t Beyond(int64_t seen_minor, int64_t sent_minor) {
  return std::max<int64_t>(0, seen_minor - sent_minor);
}

}  // namespace

absl::string_view MatchedByName(MatchedBy matched_by) {
  switch (matched_by) {
    case MatchedBy::kNone:
      return "NONE";
    case MatchedBy::kKey:
      return "KEY";
    case MatchedBy::kRule:
      return "RULE";
    case MatchedBy::kPerson:
      return "PERSON";
  }
  return "";
}

MatchedBy MatchedByOf(absl::string_view name) {
  for (const MatchedBy each :
       {MatchedBy::kNone, MatchedBy::kKey, MatchedBy::kRule, MatchedBy::kPerson}) {
    if (name == MatchedByName(each)) return each;
  }
  CHECK(false);
}

std::string PayLineId(absl::string_view park, const PayRun& run, const PayResult& said) {
  // No field holds a line end.
  const std::string key = absl::StrCat(
      run.Id(), "\n", said.instruction, "\n", said.employee_no, "\n", FormatMonth(said.period),
      "\n", InstructionKindName(said.kind), "\n", said.amount_minor, "\n", said.sequence, "\n",
      said.currency, "\n", said.employer);
  return DeriveId("prl", {park, key}, 0);
}

absl::Status CheckWentOut(const PayRun& run) {
  if (run.state != PayRunState::kPreflighted) return absl::OkStatus();
  return WrongPayRunState(PayRunStateName(run.state));
}

absl::Status CheckLine(const PayRun& run, const PayResult& said) {
  if (!said.employer.empty() && said.employer != run.firm) return OtherFirm();
  if (!said.currency.empty() && said.currency != kCurrency) return CurrencyWrong(kCurrency);
  if (said.period != run.month) return WrongPeriod(run.month);
  if (said.amount_minor < 0) return ResultNegative();
  return absl::OkStatus();
}

absl::Status MatchLine(const Instruction* instruction, PayLine& line) {
  const std::string& named = line.said.instruction;
  if (instruction == nullptr || !WentOut(*instruction) ||
      (!named.empty() && named != instruction->id)) {
    return UnknownInstruction();
  }
  line.instruction = instruction->id;
  line.matched_by = named.empty() ? MatchedBy::kRule : MatchedBy::kKey;
  line.reason.clear();
  return absl::OkStatus();
}

std::optional<Standing> StandingOf(const std::vector<const PayLine*>& lines) {
  std::optional<Standing> standing;
  bool by_person = false;
  for (const PayLine* line : lines) {
    const PayResult& said = line->said;
    if (standing.has_value() && said.sequence < standing->sequence) continue;
    const bool person = line->matched_by == MatchedBy::kPerson;
    if (!standing.has_value() || said.sequence > standing->sequence) {
      standing = Standing{said.amount_minor, said.sequence, false};
      by_person = person;
      continue;
    }
    if (said.amount_minor == standing->amount_minor) {
      by_person = by_person || person;
      continue;
    }
    standing->differs = true;
    if (person || (!by_person && said.amount_minor < standing->amount_minor)) {
      standing->amount_minor = said.amount_minor;
    }
    by_person = by_person || person;
  }
  return standing;
}

bool TakeStanding(const Standing& standing, PayRun& run, Instruction& instruction) {
  const int64_t before = instruction.seen_minor, now = standing.amount_minor;
  const int64_t sent = instruction.amount_minor;
  const State state = now == sent ? State::kSeen : now < sent ? State::kShort : State::kOver;
  if (instruction.state == state && before == now) return false;
  instruction.seen_minor = now;
  instruction.state = state;
  if (instruction.kind != InstructionKind::kDeduct) return true;
  run.seen_minor += now - before;
  run.unapplied_minor += Beyond(now, sent) - Beyond(before, sent);
  if (run.state == PayRunState::kReconciled) {
    run.arrears_minor += Below(now, sent) - Below(before, sent);
  }
  return true;
}

PayLineState StateOf(const PayLine& line, const std::optional<Standing>& standing,
                     const Instruction* instruction, int64_t tolerance_minor) {
  if (line.matched_by == MatchedBy::kNone || instruction == nullptr) return PayLineState::kUnknown;
  CHECK(standing.has_value());
  const PayResult& said = line.said;
  if (said.sequence != standing->sequence || said.amount_minor != standing->amount_minor) {
    return PayLineState::kSuperseded;
  }
  const int64_t more_minor = said.amount_minor - instruction->amount_minor;
  if (std::abs(more_minor) <= tolerance_minor) return PayLineState::kMatched;
  return more_minor < 0 ? PayLineState::kShort : PayLineState::kOver;
}

}  // namespace tuoqiao::payroll
