// What is looked at before a month is signed.
#include <optional>
#include <utility>

#include "services/billing/checklist_store.h"
#include "services/billing/convert.h"
#include "services/billing/convert_checklist.h"
#include "services/billing/errors.h"
#include "services/billing/month_store.h"
#include "services/billing/service.h"
#include "services/billing/signing.h"
#include "services/billing/store.h"
#include "services/common/errors.h"
#include "services/common/status_macros.h"

namespace tuoqiao::billing {
namespace {

// Everything about a month that is our own.
struct Looked {
  Month month;
  ChecklistFacts facts;
  MonthSums before, after;
  bool has_before = false;
};

absl::StatusOr<Looked> Look(db::Read& txn, const std::string& name, absl::CivilMonth of,
                            absl::CivilDay today) {
  Looked looked;
  ASSIGN_OR_RETURN(const std::optional<Month> month, FindMonth(txn, of));
  if (!month.has_value()) return MonthNotFound(name);
  looked.month = *month;
  bool counts_years = false;
  if (!month->funding_plan.empty()) {
    ASSIGN_OR_RETURN(const FundingPlan plan, LoadFundingPlan(txn, month->funding_plan));
    counts_years = plan.CountsYears();
  }
  ASSIGN_OR_RETURN(looked.facts, LoadChecklist(txn, *month, counts_years, today));
  ASSIGN_OR_RETURN(looked.after, LoadMonthSums(txn, {of, month->preview}));
  ASSIGN_OR_RETURN(const std::optional<Month> before, FindMonth(txn, of - 1));
  looked.has_before = before.has_value() && before->preview != 0;
  if (looked.has_before) {
    ASSIGN_OR_RETURN(looked.before, LoadMonthSums(txn, {of - 1, before->preview}));
  }
  return looked;
}

// What a signature would be told of the ledger's budgets, with its reason.
absl::Status AskLedger(const Peers& peers, db::Database& db, const rpc::Caller& caller,
                       const Month& month, const std::string& name, absl::Status* said) {
  ASSIGN_OR_RETURN(const SigningFacts facts, AskSigning(peers, db, caller, name));
  return db.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(const auto draws, LoadNamedDraws(txn, month));
    const absl::Status status = CheckLedger(txn, month, draws, facts);
    if (!status.ok() && ReasonOf(status).empty()) return status;
    *said = status;
    return absl::OkStatus();
  });
}

bool WaitsForItsClose(const Month& month) {
  return month.state == MonthState::kPreviewed || month.state == MonthState::kApproved;
}

}  // namespace

grpc::Status BillingService::GetMonthChecklist(grpc::ServerContext* context,
                                               const v1::GetMonthChecklistRequest* request,
                                               v1::MonthChecklist* response) {
  return front_.Answer(
      context, "GetMonthChecklist", *request, [&](const rpc::Caller& caller) -> absl::Status {
        const absl::StatusOr<absl::CivilMonth> name = MonthOf("name", request->name());
        if (!name.ok()) return MonthNotFound(request->name());
        ASSIGN_OR_RETURN(const absl::CivilDay today, peers_.AskToday(caller));
        Looked looked;
        RETURN_IF_ERROR(db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(looked, Look(txn, request->name(), *name, today));
          return absl::OkStatus();
        }));
        std::vector<ChecklistItem> items = ChecklistOf(looked.facts);
        if (looked.month.state == MonthState::kPreviewed) {
          absl::Status said;
          RETURN_IF_ERROR(AskLedger(peers_, db_, caller, looked.month, request->name(), &said));
          AddLedgerBudgets(said, &items);
        }
        LogPositions now;
        if (WaitsForItsClose(looked.month)) {
          ASSIGN_OR_RETURN(now, peers_.AskPositions(caller, *name, looked.month.programme));
        }
        items.push_back(ChangedSince(looked.month.positions, now));
        *response = ToProto(caller.park, looked.month, items);
        if (looked.has_before && looked.month.preview != 0) {
          SetDifference(*name - 1, looked.before, looked.after, response);
        }
        return absl::OkStatus();
      });
}

}  // namespace tuoqiao::billing
