// Pay runs: planned, released, read back, reconciled.
#include <algorithm>
#include <utility>

#include "services/common/status_macros.h"
#include "services/payroll/arrears_store.h"
#include "services/payroll/convert.h"
#include "services/payroll/convert_planning.h"
#include "services/payroll/errors.h"
#include "services/payroll/pay_run_store.h"
#include "services/payroll/planning.h"
#include "services/payroll/result_recording.h"
#include "services/payroll/service.h"
#include "services/payroll/share_store.h"

namespace tuoqiao::payroll {
namespace {

absl::Status SavePlan(rpc::Change& change, const PlannedRun& planned, const Staff& staff) {
  const PayRun& run = planned.run;
  RETURN_IF_ERROR(SaveStaff(change.txn, run.firm, staff));
  RETURN_IF_ERROR(ReplaceInstructions(change.txn, run, planned.plan.instructions));
  RETURN_IF_ERROR(SavePayRun(change.txn, run));
  const v1::PayRun message = ToProto(change.txn.park(), run);
  change.Publish("PayRunPlanned", message.name(), message.revision(), message);
  return absl::OkStatus();
}

// PAY_RUN_NOT_FOUND.
absl::StatusOr<PayRun> LoadPayRun(db::Read& txn, const PayRunKey& key) {
  ASSIGN_OR_RETURN(auto run, FindPayRun(txn, key));
  if (!run.has_value()) return PayRunNotFound(PayRunName(txn.park(), key));
  return *std::move(run);
}

// The same, for a change. A run that is there has a firm whose row is there.
absl::StatusOr<PayRun> LockPayRun(db::Write& txn, const PayRunKey& key) {
  RETURN_IF_ERROR(txn.LockRoot("firm", "id", key.firm));
  return LoadPayRun(txn, key);
}

// A refused deduction is the family's to pay at the centre from now on, statement by statement, and
// so are the arrears that it asked for again.
void PublishRefused(rpc::Change& change, const PayRunKey& run, const Plan& plan) {
  for (const Instruction& instruction : plan.instructions) {
    if (instruction.state != InstructionState::kDirect) continue;
    for (const WageShare& share : instruction.shares) {
      const std::string subject = share.arrears.empty()
                                      ? share.statement
                                      : ArrearsName(change.txn.park(), run.firm, share.arrears);
      change.Publish("ShareMadeDirect", subject, 1, ToProto(share, instruction.reason));
    }
  }
}

}  // namespace

grpc::Status PayrollService::PlanPayRun(grpc::ServerContext* context,
                                        const v1::PlanPayRunRequest* request,
                                        v1::PayRun* response) {
  return front_.Answer(
      context, "PlanPayRun", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const RunRequest run, FromProto(*request));
        const PayRunKey& key = run.key;
        return rpc::Mutate(
            mutation_, caller, *request, response,
            [&] { return peers_.AskPlan(caller, key.firm, key.month); },
            [&](rpc::Change& change, const PlanTerms& terms) -> absl::Status {
              RETURN_IF_ERROR(LockFirm(change.txn, key.firm));
              ASSIGN_OR_RETURN(const auto before, FindPayRun(change.txn, key));
              if (before.has_value() && before->state != PayRunState::kPreflighted) {
                return PayRunReleased(PayRunName(caller.park, key));
              }
              ASSIGN_OR_RETURN(PlannedRun planned, planning_.MakePlan(change.txn, run, terms));
              const bool same = before.has_value() && before->digest == planned.run.digest;
              planned.run.revision = (before.has_value() ? before->revision : 0) + (same ? 0 : 1);
              *response = ToProto(caller.park, planned.run);
              // Who of its staff pays what, and so what they earn, is the firm's own.
              if (caller.identity.role == "FIRM_PAYROLL") {
                ASSIGN_OR_RETURN(const auto ahead,
                                 planning_.PlanCarried(change.txn, planned, terms.firm));
                for (size_t i = 0; i < planned.plan.instructions.size(); ++i) {
                  v1::Instruction* preview = response->add_preview();
                  *preview = ToProto(caller.park, key, planned.plan.instructions[i]);
                  for (const Planning::Part& part : ahead[i]) {
                    *preview->add_plan() = ToProto(caller.park, part);
                  }
                }
              }
              return same ? absl::OkStatus() : SavePlan(change, planned, terms.staff);
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
            mutation_, caller, *request, response, [&] { return peers_.AskRelease(caller, key); },
            [&](rpc::Change& change, const PlanTerms& terms) -> absl::Status {
              ASSIGN_OR_RETURN(PayRun run, LockPayRun(change.txn, key));
              // What would be planned now is what goes out, or nothing does.
              ASSIGN_OR_RETURN(PlannedRun now,
                               planning_.MakePlan(change.txn, RequestOf(run), terms));
              RETURN_IF_ERROR(Release({request->digest(), now.run.digest, terms.today}, run,
                                      now.plan.instructions));
              RETURN_IF_ERROR(SaveOutcomes(change.txn, run, now.plan.instructions));
              RETURN_IF_ERROR(SaveSharesOut(change.txn, key, now.plan));
              RETURN_IF_ERROR(SaveArrearsAsked(change.txn, key, now.plan));
              RETURN_IF_ERROR(SavePayRun(change.txn, run));
              PublishRefused(change, key, now.plan);
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
              ASSIGN_OR_RETURN(auto shares, LoadSharesByInstruction(change.txn, key));
              for (Instruction& each : instructions) each.shares = std::move(shares[each.id]);
              ASSIGN_OR_RETURN(const Reconciliation reconciliation,
                               Reconcile(caller.park, run, instructions));
              RETURN_IF_ERROR(SaveOutcomes(change.txn, run, instructions));
              RETURN_IF_ERROR(SaveArrears(change.txn, run.firm, reconciliation.arrears));
              RETURN_IF_ERROR(SavePayRun(change.txn, run));
              *response = ToProto(caller.park, run);
              change.Publish("PayRunReconciled", response->name(), run.revision,
                             ToProto(caller.park, run, reconciliation));
              return RecordMissing(change, run, instructions);
            });
      });
}

}  // namespace tuoqiao::payroll
