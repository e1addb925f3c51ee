#include "services/settlement/service.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/settlement/convert.h"
#include "services/settlement/errors.h"
#include "services/settlement/recording.h"
#include "services/settlement/store.h"

namespace tuoqiao::settlement {
namespace {

// Whether the ledger's payables are still ours: nothing that moves a payable was written since it
// was asked.
absl::Status CheckHeard(db::Read& txn, int64_t heard) {
  ASSIGN_OR_RETURN(const std::optional<int64_t> position, LoadPayablePosition(txn));
  if (position.has_value() && *position <= heard) return absl::OkStatus();
  return rpc::FactsStale("the payouts that the ledger has heard of");
}

absl::Status Publish(rpc::Change& change, absl::string_view kind, const Receivable& receivable) {
  change.Publish(kind, ReceivableName(change.txn.park(), receivable.id), receivable.revision,
                 ToProto(change.txn.park(), receivable));
  return absl::OkStatus();
}

// Gives new receivables their references, saves and publishes them.
absl::Status SaveIssued(rpc::Change& change, std::vector<Receivable> made) {
  ASSIGN_OR_RETURN(References references, References::Load(change.txn));
  for (Receivable& each : made) {
    each.reference = references.Take(change.txn.park(), absl::StrCat("receivables/", each.id));
    each.revision = 1;
    RETURN_IF_ERROR(Publish(change, "ReceivableIssued", each));
  }
  RETURN_IF_ERROR(references.Save(change.txn));
  return SaveReceivables(change.txn, made);
}

absl::Status SaveFloatAsk(rpc::Change& change, FloatAsk ask) {
  if (!ask.changed) return absl::OkStatus();
  if (ask.receivable.revision == 0) return SaveIssued(change, {std::move(ask.receivable)});
  ++ask.receivable.revision;
  RETURN_IF_ERROR(Publish(change, "ReceivableChanged", ask.receivable));
  return SaveReceivables(change.txn, {ask.receivable});
}

// Gives new payouts their end-to-end ids, saves and publishes what changed. `due` gets the ids too.
absl::Status SaveChanged(rpc::Change& change, std::vector<Payout> changed,
                         std::vector<Payout>* due) {
  ASSIGN_OR_RETURN(References references, References::Load(change.txn));
  for (Payout& each : changed) {
    if (each.end_to_end_id.empty()) {
      each.end_to_end_id = references.Take(change.txn.park(), absl::StrCat("payouts/", each.id()));
    }
    ++each.revision;
    change.Publish("PayoutPrepared", PayoutName(change.txn.park(), each), each.revision,
                   ToProto(change.txn.park(), each));
    for (Payout& listed : *due) {
      if (listed.id() == each.id()) listed = each;
    }
  }
  RETURN_IF_ERROR(references.Save(change.txn));
  return SavePayouts(change.txn, changed);
}

}  // namespace

grpc::Status SettlementService::SetPayeeAccount(grpc::ServerContext* context,
                                                const v1::SetPayeeAccountRequest* request,
                                                v1::PayeeAccount* response) {
  return front_.Answer(
      context, "SetPayeeAccount", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const PayeeAccount said, FromProto(request->payee_account()));
        return rpc::Mutate(
            mutation_, caller, *request, response, [&](rpc::Change& change) -> absl::Status {
              RETURN_IF_ERROR(LockBankAccount(change.txn));
              ASSIGN_OR_RETURN(const auto before, LoadPayeeAccount(change.txn, keys_, said.centre));
              ASSIGN_OR_RETURN(const PayeeAccount account,
                               Propose(before, said, caller.identity.subject));
              *response = ToProto(caller.park, account);
              if (before.has_value() && before->revision == account.revision) {
                return absl::OkStatus();
              }
              RETURN_IF_ERROR(SavePayeeAccount(change.txn, keys_, account));
              v1::PayeeAccountChanged changed;
              changed.set_payee_account(response->name());
              changed.set_state(response->state());
              change.Publish(account.verified() ? "PayeeAccountVerified" : "PayeeAccountProposed",
                             response->name(), account.revision, changed);
              return absl::OkStatus();
            });
      });
}

grpc::Status SettlementService::IssueReceivables(grpc::ServerContext* context,
                                                 const v1::IssueReceivablesRequest* request,
                                                 v1::IssueReceivablesResponse* response) {
  return front_.Answer(
      context, "IssueReceivables", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const absl::CivilMonth month, MonthOf("name", request->name()));
        return rpc::Mutate(
            mutation_, caller, *request, response, [&] { return peers_.AskMonth(caller, month); },
            [&](rpc::Change& change, const std::vector<MonthAmount>& amounts) -> absl::Status {
              RETURN_IF_ERROR(LockBankAccount(change.txn));
              ASSIGN_OR_RETURN(const auto issued, LoadReceivablesOfMonth(change.txn, month));
              Issue issue = IssueMonth(month, amounts, issued);
              response->set_created(static_cast<int32_t>(issue.made.size()));
              response->set_unchanged(static_cast<int32_t>(issue.unchanged));
              return SaveIssued(change, std::move(issue.made));
            });
      });
}

grpc::Status SettlementService::BatchRecordBankLines(grpc::ServerContext* context,
                                                     const v1::BatchRecordBankLinesRequest* request,
                                                     v1::BatchRecordBankLinesResponse* response) {
  return front_.Answer(
      context, "BatchRecordBankLines", *request, [&](const rpc::Caller& caller) -> absl::Status {
        RETURN_IF_ERROR(CheckItems("lines", request->lines_size()));
        return rpc::Mutate(
            mutation_, caller, *request, response, [&] { return peers_.AskPark(caller); },
            [&](rpc::Change& change, const ParkFacts& park) -> absl::Status {
              RETURN_IF_ERROR(LockBankAccount(change.txn));
              Recording recording(change, keys_, park);
              for (int i = 0; i < request->lines_size(); ++i) {
                type::v1::ItemResult* result = response->add_results();
                result->set_index(i);
                RETURN_IF_ERROR(recording.Record(request->lines(i), result));
              }
              return recording.Save();
            });
      });
}

grpc::Status SettlementService::BatchRecordPaymentStatuses(
    grpc::ServerContext* context, const v1::BatchRecordPaymentStatusesRequest* request,
    v1::BatchRecordPaymentStatusesResponse* response) {
  return front_.Answer(context, "BatchRecordPaymentStatuses", *request,
                       [&](const rpc::Caller& caller) -> absl::Status {
                         RETURN_IF_ERROR(CheckItems("statuses", request->statuses_size()));
                         return rpc::Mutate(
                             mutation_, caller, *request, response,
                             [&] { return peers_.AskPark(caller); },
                             [&](rpc::Change& change, const ParkFacts& park) -> absl::Status {
                               RETURN_IF_ERROR(LockBankAccount(change.txn));
                               Recording recording(change, keys_, park);
                               for (int i = 0; i < request->statuses_size(); ++i) {
                                 type::v1::ItemResult* result = response->add_results();
                                 result->set_index(i);
                                 RETURN_IF_ERROR(recording.Record(request->statuses(i), result));
                               }
                               return recording.Save();
                             });
                       });
}

grpc::Status SettlementService::PreparePayouts(grpc::ServerContext* context,
                                               const v1::PreparePayoutsRequest* request,
                                               v1::PreparePayoutsResponse* response) {
  return front_.Answer(
      context, "PreparePayouts", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const absl::CivilMonth month, MonthOf("name", request->name()));
        return rpc::Mutate(
            mutation_, caller, *request, response,
            [&] { return peers_.AskPayables(caller, month); },
            [&](rpc::Change& change, const PayableFacts& facts) -> absl::Status {
              RETURN_IF_ERROR(LockBankAccount(change.txn));
              RETURN_IF_ERROR(CheckHeard(change.txn, facts.heard));
              PrepareFacts prepare;
              prepare.month = month;
              prepare.today = facts.park.today;
              prepare.payables = facts.payables;
              ASSIGN_OR_RETURN(prepare.in_our_hands, LoadInOurHands(change.txn));
              ASSIGN_OR_RETURN(prepare.issued, LoadIssued(change.txn, month));
              Prepared prepared = Prepare(prepare);
              RETURN_IF_ERROR(SaveChanged(change, std::move(prepared.changed), &prepared.due));
              ASSIGN_OR_RETURN(const int64_t spendable_minor, LoadSpendable(change.txn));
              ASSIGN_OR_RETURN(const auto floats, LoadFloats(change.txn));
              const int64_t missing_minor =
                  std::max<int64_t>(0, prepared.due_minor - spendable_minor);
              RETURN_IF_ERROR(SaveFloatAsk(change, AskFloat(month, missing_minor, floats)));
              RETURN_IF_ERROR(SavePrepared(change.txn, month));
              int64_t total_minor = 0;
              for (const Payout& each : prepared.due) {
                *response->add_payouts() = ToProto(caller.park, each);
                total_minor += each.amount_minor;
              }
              response->set_total_minor(total_minor);
              response->set_float_missing_minor(missing_minor);
              return absl::OkStatus();
            });
      });
}

grpc::Status SettlementService::ReleasePayouts(grpc::ServerContext* context,
                                               const v1::ReleasePayoutsRequest* request,
                                               v1::ReleasePayoutsResponse* response) {
  return front_.Answer(
      context, "ReleasePayouts", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const absl::CivilMonth month, MonthOf("name", request->name()));
        return rpc::Mutate(
            mutation_, caller, *request, response,
            [&] { return peers_.AskPayables(caller, month); },
            [&](rpc::Change& change, const PayableFacts& facts) -> absl::Status {
              RETURN_IF_ERROR(LockBankAccount(change.txn));
              RETURN_IF_ERROR(CheckHeard(change.txn, facts.heard));
              ReleaseFacts release;
              release.payables = facts.payables;
              ASSIGN_OR_RETURN(const auto ours, LoadInOurHands(change.txn));
              for (const Payout& each : ours) {
                if (each.month == month && each.state == PayoutState::kDue) {
                  release.due.push_back(each);
                }
              }
              ASSIGN_OR_RETURN(release.verified, LoadVerified(change.txn));
              ASSIGN_OR_RETURN(release.spendable_minor, LoadSpendable(change.txn));
              RETURN_IF_ERROR(CheckRelease(release));
              int64_t total_minor = 0;
              for (Payout& each : release.due) {
                each.state = PayoutState::kReleased;
                each.release_date = facts.park.today;
                ++each.revision;
                total_minor += each.amount_minor;
                v1::MoneyMoved moved;
                moved.set_subject(PayoutName(caller.park, each));
                moved.set_amount_minor(each.amount_minor);
                moved.set_account(absl::StrCat("payable-", each.centre));
                moved.set_date(FormatDay(facts.park.today));
                change.Publish("PayoutReleased", moved.subject(), each.revision, moved);
                *response->add_payouts() = ToProto(caller.park, each);
              }
              response->set_total_minor(total_minor);
              return SavePayouts(change.txn, release.due);
            });
      });
}

}  // namespace tuoqiao::settlement
