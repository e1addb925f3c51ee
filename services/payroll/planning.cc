#include "services/payroll/planning.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/errors.h"
#include "services/common/hash.h"
#include "services/common/rpc/mutate.h"
#include "services/common/status_macros.h"
#include "services/payroll/arrears_store.h"
#include "services/payroll/errors.h"
#include "services/payroll/pay_figure_store.h"
#include "services/payroll/pay_run_store.h"
#include "services/payroll/pay_terms_store.h"
#include "services/payroll/share_store.h"

namespace tuoqiao::payroll {
namespace {

// How many runs a plan for what is carried looks ahead.
constexpr size_t kRunsAhead = 12;

// What of an open share is due in the run; `rest_minor` is what is not.
WageShare DueNow(const OpenShare& open, const PayRun& run, const PaySlot& slot) {
  WageShare share = open.share;
  if (share.month < run.month) return share;
  const int64_t out_minor = open.whole_minor - share.amount_minor;
  int64_t due_minor = DueUpTo(open.whole_minor, slot) - out_minor;
  // A later run of the month may have gone out before.
  if (open.whole_minor > 0) due_minor = std::max<int64_t>(0, due_minor);
  share.rest_minor = share.amount_minor - due_minor;
  share.amount_minor = due_minor;
  return share;
}

bool WentOut(const PayRun& run) { return run.state != PayRunState::kPreflighted; }

// Whether the last run of the month by the calendar has gone out.
absl::StatusOr<bool> LastWentOut(db::Read& txn, const std::vector<PayRun>& runs) {
  if (runs.empty()) return false;
  ASSIGN_OR_RETURN(const auto last, FindPayRun(txn, runs.back().Key()));
  return last.has_value() && WentOut(*last);
}

}  // namespace

RunRequest RequestOf(const PayRun& run) {
  return {run.Key(), run.type, run.pay_date, run.cut_off_date};
}

PaySlot SlotOf(const PayRun& run, const std::vector<PayRun>& runs) {
  PaySlot slot;
  slot.count = static_cast<int64_t>(runs.size());
  slot.number = run.type == PayRunType::kRegular ? std::max<int64_t>(1, run.number) : slot.count;
  return slot;
}

absl::StatusOr<std::vector<PayRun>> Planning::LoadRuns(db::Read& txn, const std::string& firm,
                                                       absl::CivilMonth month,
                                                       const FirmTerms& terms) const {
  PayTerms pay_terms{terms};
  ASSIGN_OR_RETURN(pay_terms.calendars, LoadPayCalendars(txn, firm));
  return RunsOf(firm, month, pay_terms, pack_.days);
}

absl::StatusOr<PlanFacts> Planning::LoadFacts(db::Read& txn, const PayRun& run,
                                              const PlanTerms& terms,
                                              const std::vector<PayRun>& runs) const {
  PlanFacts facts;
  facts.pay_date = run.pay_date;
  facts.month = run.month;
  facts.type = run.type;
  facts.tax_advice = run.tax_advice;
  facts.leave_dates = terms.leave_dates;
  ASSIGN_OR_RETURN(facts.numbers, PayNumbersOn(pack_, run.pay_date));
  ASSIGN_OR_RETURN(facts.basis, LoadLegalBasis(txn, run.firm, run.pay_date));
  ASSIGN_OR_RETURN(facts.floor, LoadPayFloor(txn));
  ASSIGN_OR_RETURN(const auto policy, LoadPayPolicy(txn, run.firm));
  if (policy.has_value()) facts.policy = *policy;
  ASSIGN_OR_RETURN(const auto open, LoadOpenShares(txn, run.firm, run.month));
  ASSIGN_OR_RETURN(facts.shares, LoadOpenArrears(txn, run.firm, run.month));
  bool month_too = true;
  if (run.type == PayRunType::kCorrection) {
    ASSIGN_OR_RETURN(month_too, LastWentOut(txn, runs));
  }
  for (const OpenShare& each : open) {
    if (each.share.month == run.month && !month_too) continue;
    WageShare due = DueNow(each, run, SlotOf(run, runs));
    if (due.amount_minor != 0) facts.shares.push_back(std::move(due));
  }
  std::set<std::string> deducted_from;
  for (const WageShare& each : facts.shares) {
    const std::string number = terms.staff.NumberOf(each.employee);
    if (number.empty()) return rpc::FactsStale("the closed statements of the month");
    facts.employee_nos[each.employee] = number;
    if (each.form == WageForm::kDeduct) deducted_from.insert(each.employee);
  }
  if (deducted_from.empty()) return facts;
  ASSIGN_OR_RETURN(facts.authorisations, LoadAuthorisationsOn(txn, run.firm, run.pay_date));
  ASSIGN_OR_RETURN(
      facts.last_figures,
      LoadLastFigures(txn, keys_, run.firm, absl::CivilMonth(run.pay_date), deducted_from));
  ASSIGN_OR_RETURN(facts.sent_minor, LoadSentInMonth(txn, run.Key()));
  return facts;
}

absl::StatusOr<PlannedRun> Planning::MakePlan(db::Read& txn, const RunRequest& request,
                                              const PlanTerms& terms) const {
  const PayRunKey& key = request.key;
  ASSIGN_OR_RETURN(const auto runs, LoadRuns(txn, key.firm, key.month, terms.firm));
  PlannedRun planned;
  if (key.beside) {
    planned.run = NewPayRun(key.firm, key.month, terms.firm);
    planned.run.number = key.number;
    planned.run.type = request.type;
    planned.run.pay_date = request.pay_date;
    planned.run.cut_off_date = request.cut_off_date;
  } else {
    const auto run = std::find_if(runs.begin(), runs.end(),
                                  [&](const PayRun& each) { return each.number == key.number; });
    if (run == runs.end()) {
      return PayRunNotScheduled(key.month, static_cast<int64_t>(runs.size()));
    }
    planned.run = *run;
  }
  ASSIGN_OR_RETURN(planned.facts, LoadFacts(txn, planned.run, terms, runs));
  ASSIGN_OR_RETURN(planned.plan, PlanInstructions(planned.facts));
  planned.run.waiting_items = static_cast<int64_t>(planned.plan.waiting.size());
  TakePlan(txn.park(), planned.run, planned.plan.instructions);
  return planned;
}

absl::StatusOr<std::vector<std::vector<Planning::Part>>> Planning::PlanCarried(
    db::Read& txn, const PlannedRun& planned, const FirmTerms& terms) const {
  const auto& instructions = planned.plan.instructions;
  std::vector<std::vector<Part>> plans(instructions.size());
  const auto carries = [](const Instruction& each) { return each.carried_minor > 0; };
  if (std::none_of(instructions.begin(), instructions.end(), carries)) return plans;
  std::vector<PayRun> ahead;
  for (absl::CivilMonth month = planned.run.month; ahead.size() < kRunsAhead; ++month) {
    const auto runs = LoadRuns(txn, planned.run.firm, month, terms);
    // Of days that nobody has announced there is no plan.
    if (ReasonOf(runs.status()) == "RULE_NOT_IN_FORCE") break;
    RETURN_IF_ERROR(runs.status());
    for (const PayRun& each : *runs) {
      if (each.pay_date > planned.run.pay_date) ahead.push_back(each);
    }
  }
  for (size_t i = 0; i < instructions.size(); ++i) {
    if (!carries(instructions[i])) continue;
    const std::vector<int64_t> parts =
        PlanAhead(instructions[i].carried_minor, RoomAhead(planned.facts, instructions[i]),
                  std::min(kRunsAhead, ahead.size()));
    for (size_t run = 0; run < parts.size(); ++run) {
      plans[i].push_back({ahead[run].Key(), ahead[run].pay_date, parts[run]});
    }
  }
  return plans;
}

absl::StatusOr<std::vector<Planning::Waiting>> Planning::LoadWaiting(db::Read& txn,
                                                                     const std::string& firm,
                                                                     const PlanTerms& terms) const {
  ASSIGN_OR_RETURN(const auto open, LoadOpenShares(txn, firm, kEver));
  // Of each month the last run that has gone out, or whose cut-off has passed.
  struct Passed {
    PaySlot slot;
    bool went_out = false;
  };
  std::map<absl::CivilMonth, Passed> months;
  for (const OpenShare& each : open) {
    const auto [month, first] = months.insert({each.share.month, {}});
    if (!first) continue;
    month->second.slot.number = 0;
    ASSIGN_OR_RETURN(const auto runs, LoadRuns(txn, firm, each.share.month, terms.firm));
    for (const PayRun& run : runs) {
      ASSIGN_OR_RETURN(const auto saved, FindPayRun(txn, run.Key()));
      const bool went_out = saved.has_value() && WentOut(*saved);
      if (went_out || run.cut_off_date < terms.today) {
        month->second = {SlotOf(run, runs), went_out};
      }
    }
  }
  std::vector<Waiting> waiting;
  for (const OpenShare& each : open) {
    const auto kind = KindOf(each.share.form, terms.firm.tax_advice);
    if (!kind.has_value()) continue;
    const Passed& passed = months.at(each.share.month);
    Waiting item{"", each.share, *kind, ""};
    item.id = DeriveId(
        "wai", {txn.park(), absl::StrCat(each.share.statement, "/", WageFormName(each.share.form))},
        0);
    if (each.share.waited_runs > 0) {
      item.reason = "BELOW_ZERO";
    } else if (passed.slot.number > 0) {
      const int64_t out_minor = each.whole_minor - each.share.amount_minor;
      item.share.amount_minor = DueUpTo(each.whole_minor, passed.slot) - out_minor;
      item.reason = passed.went_out ? "AFTER_RELEASE" : "CUT_OFF_MISSED";
    } else {
      continue;
    }
    if (item.share.amount_minor != 0) waiting.push_back(std::move(item));
  }
  std::sort(waiting.begin(), waiting.end(),
            [](const Waiting& a, const Waiting& b) { return a.id < b.id; });
  return waiting;
}

}  // namespace tuoqiao::payroll
