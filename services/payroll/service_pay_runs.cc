// Pay runs: planned, released, read back, reconciled.
#include <algorithm>
#include <utility>

#include "services/common/status_macros.h"
#include "services/payroll/convert.h"
#include "services/payroll/errors.h"
#include "services/payroll/pay_figure_store.h"
#include "services/payroll/pay_run_store.h"
#include "services/payroll/result_recording.h"
#include "services/payroll/service.h"
#include "services/payroll/share_store.h"

namespace tuoqiao::payroll {
namespace {

struct Plan {
  PayRun run;
  std::vector<Instruction> instructions;  // With their shares.
};

// Everything that a plan rests on, from our own rows. FACTS_STALE where a share was heard since the
// terms were asked for.
absl::StatusOr<PlanFacts> LoadPlanFacts(db::Read& txn, const KeyRing& keys, const PayRun& run,
                                        const PlanTerms& terms) {
  PlanFacts facts;
  facts.pay_date = run.pay_date;
  facts.tax_advice = run.tax_advice;
  ASSIGN_OR_RETURN(facts.basis, LoadLegalBasis(txn, run.firm, run.pay_date));
  ASSIGN_OR_RETURN(facts.floor, LoadPayFloor(txn));
  ASSIGN_OR_RETURN(facts.shares, LoadOpenShares(txn, run.firm, run.month));
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
      LoadLastFigures(txn, keys, run.firm, absl::CivilMonth(run.pay_date), deducted_from));
  return facts;
}

absl::StatusOr<Plan> MakePlan(db::Read& txn, const KeyRing& keys, const PayRunKey& key,
                              const PlanTerms& terms) {
  Plan plan;
  plan.run = NewPayRun(key.firm, key.month, terms.firm);
  ASSIGN_OR_RETURN(const PlanFacts facts, LoadPlanFacts(txn, keys, plan.run, terms));
  ASSIGN_OR_RETURN(plan.instructions, PlanInstructions(facts));
  TakePlan(txn.park(), plan.run, plan.instructions);
  return plan;
}

absl::Status SavePlan(rpc::Change& change, const Plan& plan, const Staff& staff) {
  RETURN_IF_ERROR(SaveStaff(change.txn, plan.run.firm, staff));
  RETURN_IF_ERROR(ReplaceInstructions(change.txn, plan.run, plan.instructions));
  RETURN_IF_ERROR(SavePayRun(change.txn, plan.run));
  const v1::PayRun planned = ToProto(change.txn.park(), plan.run);
  change.Publish("PayRunPlanned", planned.name(), planned.revision(), planned);
  return absl::OkStatus();
}

// PAY_RUN_NOT_FOUND.
absl::StatusOr<PayRun> LoadPayRun(db::Read& txn, const PayRunKey& key) {
  ASSIGN_OR_RETURN(auto run, FindPayRun(txn, key.firm, key.month));
  if (!run.has_value()) return PayRunNotFound(PayRunName(txn.park(), key.firm, key.month));
  return *std::move(run);
}

// The same, for a change. A run that is there has a firm whose row is there.
absl::StatusOr<PayRun> LockPayRun(db::Write& txn, const PayRunKey& key) {
  RETURN_IF_ERROR(txn.LockRoot("firm", "id", key.firm));
  return LoadPayRun(txn, key);
}

// A refused deduction is the family's to pay at the centre from now on, statement by statement.
void PublishRefused(rpc::Change& change, const std::vector<Instruction>& instructions) {
  for (const Instruction& instruction : instructions) {
    if (instruction.state != InstructionState::kDirect) continue;
    for (const WageShare& share : instruction.shares) {
      change.Publish("ShareMadeDirect", share.statement, 1, ToProto(share, instruction.reason));
    }
  }
}

}  // namespace

grpc::Status PayrollService::PlanPayRun(grpc::ServerContext* context,
                                        const v1::PlanPayRunRequest* request,
                                        v1::PayRun* response) {
  return front_.Answer(
      context, "PlanPayRun", *request, [&](const rpc::Caller& caller) -> absl::Status {
        PayRunKey key;
        ASSIGN_OR_RETURN(key.month, MonthOf("month", request->month()));
        ASSIGN_OR_RETURN(key.firm, FirmOf(request->parent()));
        return rpc::Mutate(
            mutation_, caller, *request, response,
            [&] { return peers_.AskPlan(caller, key.firm, key.month); },
            [&](rpc::Change& change, const PlanTerms& terms) -> absl::Status {
              RETURN_IF_ERROR(LockFirm(change.txn, key.firm));
              ASSIGN_OR_RETURN(const auto before, FindPayRun(change.txn, key.firm, key.month));
              if (before.has_value() && before->state != PayRunState::kPreflighted) {
                return PayRunReleased(PayRunName(caller.park, key.firm, key.month));
              }
              ASSIGN_OR_RETURN(Plan plan, MakePlan(change.txn, keys_, key, terms));
              const bool same = before.has_value() && before->digest == plan.run.digest;
              plan.run.revision = (before.has_value() ? before->revision : 0) + (same ? 0 : 1);
              *response = ToProto(caller.park, plan.run);
              // Who of its staff pays what, and so what they earn, is the firm's own.
              const bool of_the_firm = caller.identity.role == "FIRM_PAYROLL";
              for (const Instruction& each : plan.instructions) {
                if (!of_the_firm) break;
                *response->add_preview() = ToProto(caller.park, key, each);
              }
              return same ? absl::OkStatus() : SavePlan(change, plan, terms.staff);
            });
      });
}

grpc::Status PayrollService::ReleasePayRun(grpc::ServerContext* context,
                                           const v1::ReleasePayRunRequest* request,
                                           v1::PayRun* response) {
  return front_.Answer(
      context, "ReleasePayRun", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const PayRunKey key, PayRunOf(request->name()));
        return rpc::Mutate(
            mutation_, caller, *request, response,
            [&] { return peers_.AskRelease(caller, key.firm, key.month); },
            [&](rpc::Change& change, const PlanTerms& terms) -> absl::Status {
              ASSIGN_OR_RETURN(PayRun run, LockPayRun(change.txn, key));
              // What would be planned now is what goes out, or nothing does.
              ASSIGN_OR_RETURN(Plan plan, MakePlan(change.txn, keys_, key, terms));
              RETURN_IF_ERROR(Release({request->digest(), plan.run.digest, terms.today}, run,
                                      plan.instructions));
              RETURN_IF_ERROR(SaveOutcomes(change.txn, run, plan.instructions));
              RETURN_IF_ERROR(SaveSharesOut(change.txn, key.firm, key.month, plan.instructions));
              RETURN_IF_ERROR(SavePayRun(change.txn, run));
              PublishRefused(change, plan.instructions);
              *response = ToProto(caller.park, run);
              change.Publish("PayRunReleased", response->name(), run.revision, *response);
              return absl::OkStatus();
            });
      });
}

grpc::Status PayrollService::ReconcilePayRun(grpc::ServerContext* context,
                                             const v1::ReconcilePayRunRequest* request,
                                             v1::PayRun* response) {
  return front_.Answer(
      context, "ReconcilePayRun", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const PayRunKey key, PayRunOf(request->name()));
        return rpc::Mutate(
            mutation_, caller, *request, response, [&](rpc::Change& change) -> absl::Status {
              ASSIGN_OR_RETURN(PayRun run, LockPayRun(change.txn, key));
              ASSIGN_OR_RETURN(auto instructions, LoadInstructions(change.txn, run));
              ASSIGN_OR_RETURN(auto shares,
                               LoadSharesByInstruction(change.txn, key.firm, key.month));
              for (Instruction& each : instructions) each.shares = std::move(shares[each.id]);
              ASSIGN_OR_RETURN(const Reconciliation reconciliation,
                               Reconcile(caller.park, run, instructions));
              RETURN_IF_ERROR(SaveOutcomes(change.txn, run, instructions));
              RETURN_IF_ERROR(SaveArrears(change.txn, run, reconciliation.arrears));
              RETURN_IF_ERROR(SavePayRun(change.txn, run));
              *response = ToProto(caller.park, run);
              change.Publish("PayRunReconciled", response->name(), run.revision,
                             ToProto(caller.park, run, reconciliation.deductions));
              return RecordMissing(change, run, instructions);
            });
      });
}

}  // namespace tuoqiao::payroll
