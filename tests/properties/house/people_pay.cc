// What people of a firm do for its pay runs.
#include <algorithm>
#include <utility>

#include "services/common/status_macros.h"
#include "tests/properties/house/people.h"

namespace tuoqiao::house {

using payroll::v1::Instruction;
using payroll::v1::PayRun;

absl::Status People::RunPayroll(absl::CivilMonth month) {
  RETURN_IF_ERROR(Hear());
  std::set<std::string> firms;
  for (const auto& statement : record_.closed().at(month)) {
    for (const auto& share : statement.shares()) {
      if (share.employee().empty()) continue;
      if (share.form() != "DEDUCT" && !random_.InHundred(10)) continue;
      firms.insert(PartAfter(share.employee(), "firms"));
    }
  }
  for (const std::string& firm : firms) {
    if (!random_.InHundred(8)) RETURN_IF_ERROR(RunPay(firm, month));
  }
  return absl::OkStatus();
}

absl::Status People::RunPay(const std::string& firm, absl::CivilMonth month) {
  payroll::v1::PlanPayRunRequest plan;
  plan.set_parent(world_.FirmName(firm));
  plan.set_month(FormatMonth(month));
  ASSIGN_OR_RETURN(const PayRun planned,
                   Do("payroll", &Payroll::PlanPayRun, plan, Payroller(firm)));
  payroll::v1::ReleasePayRunRequest release;
  release.set_name(planned.name());
  if (random_.InHundred(10)) {
    release.set_digest(std::string(64, '0'));
    RETURN_IF_ERROR(Refused(
        Do("payroll", &Payroll::ReleasePayRun, release, Payroller(firm)).status(), "DIGEST_STALE"));
  }
  release.set_digest(planned.digest());
  const auto released = Do("payroll", &Payroll::ReleasePayRun, release, Payroller(firm));
  // Holidays may lie between the cut-off and the pay date: the run is missed.
  if (ReasonOf(released.status()) == "CUT_OFF_PASSED") {
    ++lived_.refusals;
    return absl::OkStatus();
  }
  RETURN_IF_ERROR(released.status());
  ++lived_.pay_runs;
  record_.AddRun(released->name());
  if (random_.InHundred(15)) {
    waiting_.push_back(released->name());  // Its results come late.
    return absl::OkStatus();
  }
  RETURN_IF_ERROR(ReadPayBack(*released));
  return Reconcile(released->name());
}

absl::Status People::ReadPayBack(const PayRun& run) {
  const std::string firm = PartAfter(run.name(), "firms");
  payroll::v1::ListInstructionsRequest list;
  list.set_parent(run.name());
  list.set_page_size(1000);
  std::vector<payroll::v1::PayResult> results;
  RETURN_IF_ERROR(EachPage(house_, &Payroll::ListInstructions, list, Payroller(firm),
                           [&](const payroll::v1::ListInstructionsResponse& page) {
                             for (const Instruction& each : page.instructions()) {
                               if (each.state() != Instruction::SENT || each.amount_minor() <= 0) {
                                 continue;
                               }
                               payroll::v1::PayResult result;
                               if (!random_.InHundred(20)) result.set_instruction(each.name());
                               result.set_employee_no(each.employee_no());
                               result.set_period(run.month());
                               result.set_kind(each.kind());
                               int64_t seen_minor = each.amount_minor();
                               const int behaviour = random_.Below(20);
                               if (behaviour == 0) continue;
                               if (behaviour == 1) seen_minor -= random_.Between(0, 20000);
                               if (behaviour == 2) seen_minor += random_.Between(0, 20000);
                               result.set_amount_minor(std::max<int64_t>(0, seen_minor));
                               results.push_back(result);
                             }
                           }));
  random_.Shuffle(results);
  const size_t first = results.empty() ? 0 : random_.Below(static_cast<int>(results.size()) + 1);
  for (const auto& [from, until] :
       std::vector<std::pair<size_t, size_t>>{{0, first}, {first, results.size()}}) {
    if (from == until) continue;
    payroll::v1::BatchRecordResultsRequest request;
    request.set_parent(run.name());
    for (size_t i = from; i < until; ++i) *request.add_results() = results[i];
    const auto send = [&] {
      return AllTaken(Do("payroll", &Payroll::BatchRecordResults, request, Payroller(firm)));
    };
    RETURN_IF_ERROR(send());
    if (random_.InHundred(20)) RETURN_IF_ERROR(WritesNothing("payroll", send));
  }
  return absl::OkStatus();
}

absl::Status People::Reconcile(const std::string& run) {
  record_.AddRun(run);
  payroll::v1::ReconcilePayRunRequest request;
  request.set_name(run);
  return Do("payroll", &Payroll::ReconcilePayRun, request, Payroller(PartAfter(run, "firms")))
      .status();
}

absl::Status People::ReadLateResults() {
  for (const std::string& run : std::exchange(waiting_, {})) {
    payroll::v1::GetPayRunRequest get;
    get.set_name(run);
    ASSIGN_OR_RETURN(const PayRun released,
                     house_.Call(&Payroll::GetPayRun, get, Payroller(PartAfter(run, "firms"))));
    RETURN_IF_ERROR(ReadPayBack(released));
    RETURN_IF_ERROR(Reconcile(run));
  }
  return absl::OkStatus();
}

absl::Status People::EndArrears() {
  for (const auto& [firm, each] : world_.firms) {
    payroll::v1::ListArrearsRequest list;
    list.set_parent(world_.FirmName(firm));
    list.set_page_size(1000);
    std::vector<payroll::v1::Arrears> open;
    RETURN_IF_ERROR(EachPage(house_, &Payroll::ListArrears, list, Payroller(firm),
                             [&](const payroll::v1::ListArrearsResponse& page) {
                               for (const auto& arrears : page.arrears()) {
                                 if (arrears.state() != payroll::v1::Arrears::OPEN) continue;
                                 if (arrears.amount_minor() > 0 && random_.InHundred(20)) {
                                   open.push_back(arrears);
                                 }
                               }
                             }));
    for (const payroll::v1::Arrears& arrears : open) {
      if (random_.InHundred(60)) {
        payroll::v1::MakeArrearsDirectRequest direct;
        direct.set_name(arrears.name());
        RETURN_IF_ERROR(
            Do("payroll", &Payroll::MakeArrearsDirect, direct, Payroller(firm)).status());
      } else {
        payroll::v1::WriteOffArrearsRequest off;
        off.set_name(arrears.name());
        off.set_bearer("PARK");
        off.set_reason("nobody will ever pay it");
        ASSIGN_OR_RETURN(const payroll::v1::Arrears proposed,
                         Do("payroll", &Payroll::WriteOffArrears, off, Payroller(firm)));
        payroll::v1::ConfirmWriteOffRequest confirm;
        confirm.set_name(arrears.name());
        confirm.set_revision(proposed.revision());
        RETURN_IF_ERROR(Do("payroll", &Payroll::ConfirmWriteOff, confirm, Finance()).status());
      }
      record_.AddEnded(arrears);
    }
  }
  return absl::OkStatus();
}

}  // namespace tuoqiao::house
