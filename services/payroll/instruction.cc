#include "services/payroll/instruction.h"

#include <algorithm>
#include <numeric>
#include <tuple>
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

using Shares = std::vector<WageShare>;

int64_t SumOf(const Shares& shares) {
  return std::accumulate(
      shares.begin(), shares.end(), int64_t{0},
      [](int64_t sum, const WageShare& each) { return sum + each.amount_minor; });
}

// Takes everything that is open, also what would fall to later runs.
void TakeRest(Shares& shares) {
  for (WageShare& each : shares) {
    each.amount_minor += std::exchange(each.rest_minor, 0);
  }
}

ArrearsMode ModeOf(const PlanFacts& facts, const Shares& shares) {
  if (facts.policy.mode.has_value()) return *facts.policy.mode;
  return std::min_element(
             shares.begin(), shares.end(),
             [](const WageShare& a, const WageShare& b) { return a.case_number < b.case_number; })
      ->mode;
}

std::map<std::string, Shares> ByFamily(const Shares& shares) {
  std::map<std::string, Shares> families;
  for (const WageShare& each : shares) families[each.family].push_back(each);
  return families;
}

// Sets each family's credits off against its first debts: what is left is `owed_minor`. With
// `sign` -1 it is the family that is owed.
void SetOff(int64_t sign, Shares& shares) {
  std::map<std::string, int64_t> credit;
  for (WageShare& each : shares) {
    each.owed_minor = std::max<int64_t>(0, sign * each.amount_minor);
    credit[each.family] += each.owed_minor - sign * each.amount_minor;
  }
  for (WageShare& each : shares) {
    const int64_t off_minor = std::min(each.owed_minor, credit[each.family]);
    each.owed_minor -= off_minor;
    credit[each.family] -= off_minor;
  }
}

int64_t OwedBy(const Shares& shares) {
  return std::accumulate(shares.begin(), shares.end(), int64_t{0},
                         [](int64_t sum, const WageShare& each) { return sum + each.owed_minor; });
}

// Asks for so much of the shares: for each family by what it owes, of its first shares first.
void Ask(int64_t minor, const std::vector<WageShare*>& shares) {
  std::map<std::string, int64_t> owed;
  for (const WageShare* each : shares) owed[each->family] += each->owed_minor;
  std::vector<int64_t> weights;
  for (const auto& [family, family_minor] : owed) weights.push_back(family_minor);
  if (minor == 0) return;
  const std::vector<int64_t> parts = Allocate(minor, weights);
  std::map<std::string, int64_t> left;
  for (const auto& [family, family_minor] : owed) left[family] = parts[left.size()];
  for (WageShare* each : shares) {
    each->asked_minor = std::min(each->owed_minor, left[each->family]);
    left[each->family] -= each->asked_minor;
  }
}

// An instruction that was made by hand, or before shares said what is asked of each.
Shares Settled(const Instruction& instruction) {
  Shares shares = instruction.shares;
  int64_t asked_minor = 0;
  for (const WageShare& each : shares) asked_minor += each.asked_minor;
  if (asked_minor == instruction.amount_minor && OwedBy(shares) > 0) return shares;
  SetOff(instruction.kind == Kind::kReverse ? -1 : 1, shares);
  std::vector<WageShare*> all;
  for (WageShare& each : shares) all.push_back(&each);
  Ask(instruction.amount_minor, all);
  return shares;
}

// The order in which shares are taken.
auto PlaceOf(const PlanFacts& facts, const WageShare& share) {
  const bool due_now = share.arrears.empty() && share.month == facts.month;
  const bool first = due_now && facts.policy.priority == PayPriority::kCurrentFirst;
  return std::make_tuple(!first, share.month, share.arrears.empty(), share.statement,
                         share.arrears);
}

void Sort(const PlanFacts& facts, Shares& shares) {
  std::sort(shares.begin(), shares.end(), [&](const WageShare& a, const WageShare& b) {
    return PlaceOf(facts, a) < PlaceOf(facts, b);
  });
}

enum class Employment { kStands, kLastPay, kEnded };

Employment EmploymentOf(const PlanFacts& facts, const std::string& employee) {
  const auto left = facts.leave_dates.find(employee);
  if (left == facts.leave_dates.end() || facts.pay_date < left->second) return Employment::kStands;
  return facts.pay_date <= left->second + facts.numbers.final_pay_days ? Employment::kLastPay
                                                                       : Employment::kEnded;
}

const Authorisation* AuthorisationOf(const PlanFacts& facts, const std::string& employee) {
  const auto signed_by = facts.authorisations.find(employee);
  return signed_by == facts.authorisations.end() ? nullptr
                                                 : HoldingOn(signed_by->second, facts.pay_date);
}

// Why nothing may be deducted; empty where it may.
std::string Refusal(const PlanFacts& facts, const std::string& employee, const Shares& shares) {
  const bool paid_out = std::any_of(shares.begin(), shares.end(),
                                    [](const WageShare& each) { return each.of_last_pay; });
  if (paid_out || EmploymentOf(facts, employee) == Employment::kEnded) return "EMPLOYMENT_ENDED";
  if (!facts.basis.has_value() || !facts.basis->HoldsOn(facts.pay_date)) {
    return "LEGAL_BASIS_MISSING";
  }
  if (AuthorisationOf(facts, employee) == nullptr) return "AUTHORISATION_MISSING";
  return facts.last_figures.count(employee) == 0 ? "PAY_FIGURE_MISSING" : "";
}

// How much of what the shares owe may be deducted.
int64_t FitOf(const PlanFacts& facts, const Instruction& instruction, ArrearsMode mode,
              int64_t sent_minor) {
  const std::string& employee = instruction.employee;
  const int64_t allowed_minor =
      AuthorisationOf(facts, employee)->AllowedOf(OwedBy(instruction.shares));
  return Fit({allowed_minor, facts.last_figures.at(employee), *facts.floor, sent_minor}, mode);
}

// A fixed sum is taken as it was signed or not at all; never more than is owed.
void KeepFixedSum(const Authorisation& authorisation, Instruction& instruction) {
  if (authorisation.formula != Formula::kFixed) return;
  const int64_t owed_minor = OwedBy(instruction.shares);
  if (instruction.amount_minor >= std::min(owed_minor, authorisation.AllowedOf(owed_minor))) return;
  for (WageShare& each : instruction.shares) each.asked_minor = 0;
  instruction.carried_minor += std::exchange(instruction.amount_minor, 0);
}

int64_t SentBefore(const PlanFacts& facts, const std::string& employee) {
  const auto sent = facts.sent_minor.find(employee);
  return sent == facts.sent_minor.end() ? 0 : sent->second;
}

// Asks for what fits, month by month in the order of the shares.
void TakeWhatFits(const PlanFacts& facts, Instruction& instruction) {
  const ArrearsMode mode = ModeOf(facts, instruction.shares);
  const bool capped = facts.policy.payback_maximum_minor > 0;
  int64_t fit_minor = FitOf(facts, instruction, mode, SentBefore(facts, instruction.employee));
  int64_t payback_minor = facts.policy.payback_maximum_minor;
  for (auto from = instruction.shares.begin(); from != instruction.shares.end();) {
    const bool arrears = !from->arrears.empty();
    const auto until = std::find_if(from, instruction.shares.end(), [&](const WageShare& each) {
      return each.month != from->month || each.arrears.empty() == arrears;
    });
    std::vector<WageShare*> group;
    int64_t owed_minor = 0;
    for (auto each = from; each != until; ++each) {
      group.push_back(&*each);
      owed_minor += each->owed_minor;
    }
    const bool in_parts = arrears && capped;
    const int64_t most_minor = in_parts ? std::min(fit_minor, payback_minor) : fit_minor;
    const int64_t asked_minor =
        Deducted(owed_minor, most_minor, in_parts ? ArrearsMode::kTakeWhatFits : mode);
    Ask(asked_minor, group);
    fit_minor -= asked_minor;
    if (arrears) payback_minor -= asked_minor;
    instruction.amount_minor += asked_minor;
    instruction.carried_minor += owed_minor - asked_minor;
    if (arrears) instruction.arrears_minor += owed_minor;
    from = until;
  }
  KeepFixedSum(*AuthorisationOf(facts, instruction.employee), instruction);
}

class Planner {
 public:
  explicit Planner(const PlanFacts& facts) : facts_(facts) {}

  absl::Status PlanDeductions(const std::string& employee, Shares shares) {
    if (const std::string reason = Refusal(facts_, employee, shares); !reason.empty()) {
      TakeRest(shares);
      Instruction& refused = Add(Kind::kDeduct, employee, std::move(shares));
      refused.state = InstructionState::kDirect;
      refused.reason = reason;
      return absl::OkStatus();
    }
    const bool last_pay = EmploymentOf(facts_, employee) == Employment::kLastPay;
    if (last_pay) TakeRest(shares);
    Shares asked, given_back;
    for (auto& [family, of_family] : ByFamily(shares)) {
      Shares& into = SumOf(of_family) >= 0               ? asked
                     : last_pay || WaitedLong(of_family) ? given_back
                                                         : plan_.waiting;
      into.insert(into.end(), of_family.begin(), of_family.end());
    }
    if (!asked.empty()) {
      if (!facts_.floor.has_value()) return PayFloorMissing();
      Instruction& deduct = Add(Kind::kDeduct, employee, std::move(asked));
      deduct.last_pay = last_pay;
      SetOff(1, deduct.shares);
      TakeWhatFits(facts_, deduct);
    }
    if (!given_back.empty()) {
      Instruction& reverse = Add(Kind::kReverse, employee, std::move(given_back));
      reverse.last_pay = last_pay;
      SetOff(-1, reverse.shares);
      for (WageShare& each : reverse.shares) each.asked_minor = each.owed_minor;
      reverse.share_minor = reverse.amount_minor = OwedBy(reverse.shares);
    }
    return absl::OkStatus();
  }

  void PlanNotice(Kind kind, const std::string& employee, Shares shares) {
    if (EmploymentOf(facts_, employee) != Employment::kStands) TakeRest(shares);
    if (SumOf(shares) < 0) {
      plan_.waiting.insert(plan_.waiting.end(), shares.begin(), shares.end());
      return;
    }
    Instruction& notice = Add(kind, employee, std::move(shares));
    notice.amount_minor = notice.share_minor;
    for (WageShare& each : notice.shares) each.owed_minor = each.asked_minor = each.amount_minor;
  }

  void NotNeeded(const WageShare& share) { plan_.not_needed.push_back(share); }

  Plan Finish() {
    std::sort(plan_.instructions.begin(), plan_.instructions.end(),
              [](const Instruction& a, const Instruction& b) {
                return std::make_tuple(a.employee_no, InstructionKindName(a.kind)) <
                       std::make_tuple(b.employee_no, InstructionKindName(b.kind));
              });
    return std::move(plan_);
  }

 private:
  Instruction& Add(Kind kind, const std::string& employee, Shares shares) {
    Sort(facts_, shares);
    Instruction instruction;
    instruction.kind = kind;
    instruction.employee = employee;
    instruction.employee_no = facts_.employee_nos.at(employee);
    instruction.share_minor = SumOf(shares);
    instruction.shares = std::move(shares);
    plan_.instructions.push_back(std::move(instruction));
    return plan_.instructions.back();
  }

  bool WaitedLong(const Shares& shares) const {
    return std::any_of(shares.begin(), shares.end(), [&](const WageShare& each) {
      return each.waited_runs >= facts_.numbers.set_off_runs;
    });
  }

  const PlanFacts& facts_;
  Plan plan_;
};

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

std::optional<InstructionKind> KindOf(WageForm form, bool tax_advice) {
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

std::optional<PayRunType> ParsePayRunType(absl::string_view name) {
  for (const PayRunType type :
       {PayRunType::kRegular, PayRunType::kOffCycle, PayRunType::kCorrection, PayRunType::kFinal}) {
    if (name == PayRunTypeName(type)) return type;
  }
  return std::nullopt;
}

absl::string_view PayRunTypeName(PayRunType type) {
  switch (type) {
    case PayRunType::kRegular:
      return "REGULAR";
    case PayRunType::kOffCycle:
      return "OFF_CYCLE";
    case PayRunType::kCorrection:
      return "CORRECTION";
    case PayRunType::kFinal:
      return "FINAL";
  }
  return "";
}

std::string InstructionId(absl::string_view park, absl::string_view pay_run,
                          const Instruction& instruction) {
  const std::string key =
      absl::StrCat(pay_run, "/", instruction.employee, "/", InstructionKindName(instruction.kind));
  return DeriveId("ins", {park, key}, 0);
}

absl::StatusOr<Plan> PlanInstructions(const PlanFacts& facts) {
  Planner planner(facts);
  std::map<std::pair<std::string, Kind>, Shares> asked;
  for (const WageShare& share : facts.shares) {
    CHECK(facts.employee_nos.count(share.employee) == 1);
    const std::optional<Kind> kind = KindOf(share.form, facts.tax_advice);
    if (!kind.has_value()) {
      planner.NotNeeded(share);
    } else if (facts.type != PayRunType::kFinal ||
               EmploymentOf(facts, share.employee) != Employment::kStands) {
      asked[{share.employee, *kind}].push_back(share);
    }
  }
  for (auto& [key, shares] : asked) {
    const auto& [employee, kind] = key;
    if (kind == Kind::kDeduct) {
      RETURN_IF_ERROR(planner.PlanDeductions(employee, std::move(shares)));
    } else {
      planner.PlanNotice(kind, employee, std::move(shares));
    }
  }
  return planner.Finish();
}

std::vector<int64_t> PlanAhead(int64_t carried_minor, int64_t room_minor, size_t runs) {
  std::vector<int64_t> parts;
  while (carried_minor > 0 && room_minor > 0 && parts.size() < runs) {
    parts.push_back(std::min(carried_minor, room_minor));
    carried_minor -= parts.back();
  }
  return parts;
}

int64_t RoomAhead(const PlanFacts& facts, const Instruction& instruction) {
  if (instruction.carried_minor == 0 || instruction.last_pay) return 0;
  const ArrearsMode mode = ModeOf(facts, instruction.shares);
  int64_t due_minor = 0;
  for (const WageShare& each : instruction.shares) {
    if (each.arrears.empty() && each.month == facts.month) due_minor += each.owed_minor;
  }
  const int64_t room_minor = FitOf(facts, instruction, mode, 0) - due_minor;
  if (facts.policy.payback_maximum_minor > 0) {
    return std::max<int64_t>(0, std::min(room_minor, facts.policy.payback_maximum_minor));
  }
  const bool whole = mode == ArrearsMode::kAllOrNothing && room_minor < instruction.carried_minor;
  return whole ? 0 : std::max<int64_t>(0, room_minor);
}

std::vector<SeenDeduction> SplitByFamily(const Instruction& instruction) {
  std::vector<SeenDeduction> parts;
  if (!instruction.GoesOut()) return parts;
  std::map<std::string, int64_t> owed, asked;
  for (const WageShare& each : Settled(instruction)) {
    owed[each.family] += each.owed_minor;
    asked[each.family] += each.asked_minor;
  }
  std::vector<int64_t> weights, amounts;
  for (const auto& [family, minor] : owed) {
    parts.push_back({instruction.id, family});
    weights.push_back(minor);
    amounts.push_back(asked[family]);
  }
  const int64_t taken_minor = std::min(instruction.seen_minor, instruction.amount_minor);
  const std::vector<int64_t> taken = Allocate(taken_minor, amounts);
  const std::vector<int64_t> excess = Allocate(instruction.seen_minor - taken_minor, weights);
  for (size_t i = 0; i < parts.size(); ++i) {
    parts[i].amount_minor = amounts[i];
    parts[i].seen_minor = taken[i] + excess[i];
  }
  return parts;
}

std::vector<Untaken> UntakenByShare(const Instruction& instruction) {
  std::map<std::string, int64_t> taken;
  for (const SeenDeduction& each : SplitByFamily(instruction)) {
    taken[each.family] = std::min(each.seen_minor, each.amount_minor);
  }
  std::vector<Untaken> untaken;
  for (const WageShare& each : Settled(instruction)) {
    const int64_t taken_minor = std::min(each.asked_minor, taken[each.family]);
    taken[each.family] -= taken_minor;
    untaken.push_back({each.owed_minor - each.asked_minor, each.asked_minor - taken_minor});
  }
  return untaken;
}

}  // namespace tuoqiao::payroll
