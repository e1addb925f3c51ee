#include "services/payroll/pay_run.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
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
  std::string text = absl::StrCat("1\t", run.Id(), "\t", FormatDay(run.pay_date), "\t",
                                  FormatDay(run.cut_off_date), "\t", run.tax_advice, "\n");
  for (const Instruction& each : instructions) {
    absl::StrAppend(&text, each.id, "\t", each.employee_no, "\t", InstructionKindName(each.kind),
                    "\t", each.share_minor, "\t");
    absl::StrAppend(&text, each.amount_minor, "\t", each.carried_minor, "\t", each.reason, "\n");
    for (const WageShare& share : each.shares) {
      absl::StrAppend(&text, "\t", share.statement, "\t", share.family, "\t", share.amount_minor,
                      "\n");
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

void AddArrears(absl::string_view park, const PayRun& run, const Instruction& instruction,
                std::vector<Arrears>& arrears) {
  const auto add = [&](ArrearsOrigin origin, int64_t amount_minor) {
    if (amount_minor <= 0) return;
    const std::string key = absl::StrCat(instruction.id, "/", ArrearsOriginName(origin));
    arrears.push_back({DeriveId("arr", {park, key}, 0), instruction.id, instruction.employee_no,
                       run.month, amount_minor, origin});
  };
  add(ArrearsOrigin::kCarried, instruction.carried_minor);
  add(instruction.state == State::kMissing ? ArrearsOrigin::kMissing : ArrearsOrigin::kShort,
      instruction.amount_minor - instruction.seen_minor);
}

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

std::string PayRun::Id() const { return absl::StrCat(firm, "/", FormatMonth(month)); }

PayRun NewPayRun(const std::string& firm, absl::CivilMonth month, const FirmTerms& terms) {
  PayRun run;
  run.firm = firm;
  run.month = month;
  run.pay_date = absl::CivilDay(month + 1) + (terms.pay_day - 1);
  run.cut_off_date = run.pay_date - terms.cut_off_days;
  run.tax_advice = terms.tax_advice;
  return run;
}

void TakePlan(absl::string_view park, PayRun& run, std::vector<Instruction>& instructions) {
  run.instructions = 0;
  run.deduct_minor = 0;
  for (Instruction& each : instructions) {
    each.id = InstructionId(park, run.Id(), each);
    run.instructions += each.GoesOut() ? 1 : 0;
    if (each.kind == InstructionKind::kDeduct) run.deduct_minor += each.amount_minor;
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

absl::string_view ArrearsOriginName(ArrearsOrigin origin) {
  switch (origin) {
    case ArrearsOrigin::kCarried:
      return "CARRIED";
    case ArrearsOrigin::kShort:
      return "SHORT";
    case ArrearsOrigin::kMissing:
      return "MISSING";
  }
  return "";
}

ArrearsOrigin ArrearsOriginOf(absl::string_view name) {
  for (const ArrearsOrigin origin :
       {ArrearsOrigin::kCarried, ArrearsOrigin::kShort, ArrearsOrigin::kMissing}) {
    if (name == ArrearsOriginName(origin)) return origin;
  }
  CHECK(false);
}

absl::StatusOr<Reconciliation> Reconcile(absl::string_view park, PayRun& run,
                                         std::vector<Instruction>& instructions) {
  RETURN_IF_ERROR(CheckReading(run));
  Reconciliation reconciliation;
  for (Instruction& each : instructions) {
    each.state = EndOf(each);
    if (each.kind != InstructionKind::kDeduct) continue;
    AddArrears(park, run, each, reconciliation.arrears);
    for (SeenDeduction& part : SplitByFamily(each)) {
      reconciliation.deductions.push_back(std::move(part));
    }
  }
  for (const Arrears& each : reconciliation.arrears) run.arrears_minor += each.amount_minor;
  run.state = PayRunState::kReconciled;
  ++run.revision;
  return reconciliation;
}

}  // namespace tuoqiao::payroll
