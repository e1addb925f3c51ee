#include "services/payroll/pay_run.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/common/check.h"
#include "services/common/hash.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/payroll/errors.h"

namespace tuoqiao::payroll {
namespace {

using State = InstructionState;

// Fields are kept apart by tabs and lines, which no field holds.
std::string DigestOf(const PayRun& run, const std::vector<Instruction>& instructions) {
  std::string text = absl::StrCat("2\t", run.Id(), "\t", FormatDay(run.pay_date), "\t",
                                  FormatDay(run.cut_off_date), "\t", run.tax_advice, "\t",
                                  PayRunTypeName(run.type), "\n");
  for (const Instruction& each : instructions) {
    absl::StrAppend(&text, each.id, "\t", each.employee_no, "\t", InstructionKindName(each.kind),
                    "\t", each.share_minor, "\t");
    absl::StrAppend(&text, each.amount_minor, "\t", each.carried_minor, "\t", each.reason, "\t",
                    each.last_pay, "\n");
    for (const WageShare& share : each.shares) {
      absl::StrAppend(&text, "\t", share.statement, "\t", share.family, "\t", share.arrears, "\t",
                      share.amount_minor, "\t", share.asked_minor, "\n");
    }
  }
  return absl::BytesToHexString(Sha256(text));
}

// How an instruction stands when no line comes any more.
State EndOf(const Instruction& instruction) {
  if (instruction.state == State::kSent) return State::kMissing;
  if (instruction.state != State::kPlanned) return instruction.state;
  return instruction.carried_minor > 0 ? State::kInArrears : State::kSettled;
}

// What is left of one of an instruction's shares; `part` tells it from what else is left of that.
Arrears LeftOf(absl::string_view park, const PayRun& run, const Instruction& instruction,
               const WageShare& share, absl::string_view part) {
  const std::string key =
      absl::StrCat(instruction.id, "/", part, "/", share.statement, "/", share.arrears);
  Arrears left;
  left.id = DeriveId("arr", {park, key}, 0);
  left.instruction = instruction.id;
  left.employee_no = instruction.employee_no;
  left.month = share.month;
  left.run = run.Key().Text();
  left.share = share;
  left.share.of_last_pay = instruction.last_pay;
  return left;
}

// What is not paid back is owed to the family.
int64_t SignOf(const Instruction& instruction) {
  return instruction.kind == InstructionKind::kReverse ? -1 : 1;
}

void AddArrears(absl::string_view park, const PayRun& run, const Instruction& instruction,
                std::vector<Arrears>& arrears) {
  const std::vector<Untaken> untaken = UntakenByShare(instruction);
  const auto add = [&](ArrearsOrigin origin, const WageShare& share, int64_t minor) {
    if (minor == 0) return;
    Arrears left = LeftOf(park, run, instruction, share, ArrearsOriginName(origin));
    left.amount_minor = SignOf(instruction) * minor;
    left.origin = origin;
    arrears.push_back(std::move(left));
  };
  for (size_t i = 0; i < untaken.size(); ++i) {
    add(ArrearsOrigin::kCarried, instruction.shares[i], untaken[i].carried_minor);
    add(instruction.state == State::kMissing ? ArrearsOrigin::kMissing : ArrearsOrigin::kShort,
        instruction.shares[i], untaken[i].short_minor);
  }
}

constexpr char kBeside = 'x';

}  // namespace

absl::string_view PayRunStateName(PayRunState state) {
  switch (state) {
    case PayRunState::kPreflighted:
      return "PREFLIGHTED";
    case PayRunState::kReleased:
      return "RELEASED";
    case PayRunState::kResultRead:
      return "RESULT_READ";
    case PayRunState::kReconciled:
      return "RECONCILED";
  }
  return "";
}

PayRunState PayRunStateOf(absl::string_view name) {
  for (const PayRunState state : {PayRunState::kPreflighted, PayRunState::kReleased,
                                  PayRunState::kResultRead, PayRunState::kReconciled}) {
    if (name == PayRunStateName(state)) return state;
  }
  CHECK(false);
}

std::string PayRunKey::Text() const {
  std::string text = FormatMonth(month);
  if (number > 0) absl::StrAppend(&text, "-", beside ? std::string(1, kBeside) : "", number);
  return text;
}

std::optional<PayRunKey> ParsePayRunKey(const std::string& firm, absl::string_view text) {
  constexpr size_t kMonthSize = 7;
  PayRunKey key;
  key.firm = firm;
  const auto month = ParseMonth(text.substr(0, kMonthSize));
  if (!month.ok()) return std::nullopt;
  key.month = *month;
  if (text.size() > kMonthSize) {
    absl::string_view rest = text.substr(kMonthSize);
    if (!absl::ConsumePrefix(&rest, "-")) return std::nullopt;
    key.beside = absl::ConsumePrefix(&rest, std::string(1, kBeside));
    if (!absl::SimpleAtoi(rest, &key.number) || key.number < 1) return std::nullopt;
  }
  // One name for each run.
  return key.Text() == text ? std::optional<PayRunKey>(key) : std::nullopt;
}

PayRunKey PayRun::Key() const { return {firm, month, number, type != PayRunType::kRegular}; }

std::string PayRun::Id() const { return absl::StrCat(firm, "/", Key().Text()); }

PayRun NewPayRun(const std::string& firm, absl::CivilMonth month, const FirmTerms& terms) {
  PayRun run;
  run.firm = firm;
  run.month = month;
  run.pay_date = absl::CivilDay(month + 1) + (terms.pay_day - 1);
  run.cut_off_date = run.pay_date - terms.cut_off_days;
  run.tax_advice = terms.tax_advice;
  return run;
}

absl::StatusOr<std::vector<PayRun>> RunsOf(const std::string& firm, absl::CivilMonth month,
                                           const PayTerms& terms, const WorkingDays& days) {
  const PayRun by_terms = NewPayRun(firm, month, terms.firm);
  const PayCalendar* const calendar = HoldingFor(terms.calendars, month);
  if (calendar == nullptr) return std::vector<PayRun>{by_terms};
  ASSIGN_OR_RETURN(const std::vector<PaySlot> slots, SlotsOf(*calendar, month, days));
  std::vector<PayRun> runs;
  for (const PaySlot& slot : slots) {
    PayRun run = by_terms;
    run.number = slots.size() > 1 ? slot.number : 0;
    run.pay_date = slot.pay_date;
    run.cut_off_date = slot.cut_off_date;
    runs.push_back(std::move(run));
  }
  return runs;
}

void TakePlan(absl::string_view park, PayRun& run, std::vector<Instruction>& instructions) {
  run.instructions = 0;
  run.deduct_minor = 0;
  run.reverse_minor = 0;
  for (Instruction& each : instructions) {
    each.id = InstructionId(park, run.Id(), each);
    run.instructions += each.GoesOut() ? 1 : 0;
    if (each.kind == InstructionKind::kDeduct) run.deduct_minor += each.amount_minor;
    if (each.kind == InstructionKind::kReverse) run.reverse_minor += each.amount_minor;
  }
  run.digest = DigestOf(run, instructions);
}

absl::Status Release(const ReleaseRequest& request, PayRun& run,
                     std::vector<Instruction>& instructions) {
  if (run.state != PayRunState::kPreflighted) return WrongPayRunState(PayRunStateName(run.state));
  if ((!request.digest_seen.empty() && request.digest_seen != run.digest) ||
      request.digest_now != run.digest) {
    return DigestStale();
  }
  if (request.today > run.cut_off_date) return CutOffPassed(run.cut_off_date);
  run.state = PayRunState::kReleased;
  ++run.revision;
  for (Instruction& each : instructions) {
    if (each.state == State::kPlanned && each.GoesOut()) each.state = State::kSent;
  }
  return absl::OkStatus();
}

absl::Status CheckReading(const PayRun& run) {
  if (run.state == PayRunState::kReleased || run.state == PayRunState::kResultRead) {
    return absl::OkStatus();
  }
  return WrongPayRunState(PayRunStateName(run.state));
}

absl::StatusOr<Reconciliation> Reconcile(absl::string_view park, PayRun& run,
                                         std::vector<Instruction>& instructions) {
  RETURN_IF_ERROR(CheckReading(run));
  Reconciliation reconciliation;
  for (Instruction& each : instructions) {
    each.state = EndOf(each);
    const bool deduct = each.kind == InstructionKind::kDeduct;
    if (!deduct && each.kind != InstructionKind::kReverse) continue;
    // What was refused is the family's to pay at the centre.
    if (each.state == State::kDirect) continue;
    AddArrears(park, run, each, reconciliation.arrears);
    auto& parts = deduct ? reconciliation.deductions : reconciliation.reversals;
    for (SeenDeduction& part : SplitByFamily(each)) parts.push_back(std::move(part));
  }
  for (const Arrears& each : reconciliation.arrears) {
    run.arrears_minor += std::max<int64_t>(0, each.amount_minor);
  }
  run.state = PayRunState::kReconciled;
  ++run.revision;
  return reconciliation;
}

std::vector<Arrears> LateArrears(absl::string_view park, const PayRun& run,
                                 const Instruction& before, const Instruction& now) {
  const std::vector<Untaken> was = UntakenByShare(before), is = UntakenByShare(now);
  std::vector<Arrears> arrears;
  for (size_t i = 0; i < is.size(); ++i) {
    const int64_t more_minor = is[i].short_minor - was[i].short_minor;
    if (more_minor == 0) continue;
    const std::string part = absl::StrCat(ArrearsOriginName(ArrearsOrigin::kLate), run.revision);
    Arrears late = LeftOf(park, run, now, now.shares[i], part);
    late.amount_minor = SignOf(now) * more_minor;
    late.origin = ArrearsOrigin::kLate;
    arrears.push_back(std::move(late));
  }
  return arrears;
}

}  // namespace tuoqiao::payroll
