#include "services/settlement/service.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/settlement/convert.h"
#include "services/settlement/errors.h"
#include "services/settlement/issuing.h"
#include "services/settlement/numbers.h"
#include "services/settlement/recording.h"
#include "services/settlement/share_line_store.h"
#include "services/settlement/store.h"

namespace tuoqiao::settlement {
namespace {

constexpr char kPayouts[] = "the payouts that the ledger has heard of";

absl::Status SaveFloatAsk(rpc::Change& change, FloatAsk ask) {
  if (!ask.changed) return absl::OkStatus();
  if (ask.receivable.revision == 0) return SaveIssued(change, {std::move(ask.receivable)});
  return SaveChanged(change, std::move(ask.receivable));
}

// What the bank has for payouts that are due, together with what it has already paid of them.
absl::StatusOr<int64_t> SpendableFor(db::Read& txn, const KeyRing& keys,
                                     const std::vector<Payout>& due) {
  ASSIGN_OR_RETURN(const int64_t spendable_minor, LoadSpendable(txn));
  ASSIGN_OR_RETURN(const auto waiting, LoadWaitingLines(txn, keys));
  return spendable_minor + ShownEarly(waiting, due);
}

// Gives new payouts their end-to-end ids, saves and publishes what changed. `due` gets the ids too.
absl::Status SavePrepared(rpc::Change& change, std::vector<Payout> changed,
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
  RETURN_IF_ERROR(SavePayouts(change.txn, changed));
  // One that is held gives its lines back before another takes them.
  for (const Payout& each : changed) {
    if (each.state == PayoutState::kHeld) RETURN_IF_ERROR(TakePayoutLines(change.txn, each));
  }
  for (const Payout& each : *due) RETURN_IF_ERROR(TakePayoutLines(change.txn, each));
  return absl::OkStatus();
}

}  // namespace

grpc::Status SettlementService::SetPayeeAccount(grpc::ServerContext* context,
                                                const v1::SetPayeeAccountRequest* request,
                                                v1::PayeeAccount* response) {
  return front_.Answer(
      context, "SetPayeeAccount", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const PayeeAccount said, FromProto(request->payee_account()));
        return rpc::Mutate(
            mutation_, caller, *request, response, [&] { return peers_.AskPark(caller); },
            [&](rpc::Change& change, const ParkFacts& park) -> absl::Status {
              RETURN_IF_ERROR(LockBankAccount(change.txn));
              ASSIGN_OR_RETURN(const auto before, LoadPayeeAccount(change.txn, keys_, said.centre));
              ASSIGN_OR_RETURN(PayeeAccount account,
                               Propose(before, said, caller.identity.subject));
              if (before.has_value() && before->revision == account.revision) {
                *response = ToProto(caller.park, account);
                return absl::OkStatus();
              }
              if (account.verified()) {
                ASSIGN_OR_RETURN(const Numbers numbers, NumbersOn(numbers_, park.today));
                account.payable_from =
                    FirstPayableDay(account, park.today, numbers.payee_account_waiting_days);
              }
              *response = ToProto(caller.park, account);
              RETURN_IF_ERROR(SavePayeeAccount(change.txn, keys_, account));
              RETURN_IF_ERROR(SaveAccountStep(change.txn, keys_, StepOf(account, park.today)));
              v1::PayeeAccountChanged changed;
              changed.set_payee_account(response->name());
              changed.set_state(response->state());
              changed.set_payable_from_date(response->payable_from_date());
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
            [&](rpc::Change& change, const MonthFacts& facts) -> absl::Status {
              RETURN_IF_ERROR(LockBankAccount(change.txn));
              ASSIGN_OR_RETURN(const auto issued, LoadReceivablesOfMonth(change.txn, month));
              ASSIGN_OR_RETURN(const auto credits, LoadOpenCredits(change.txn));
              const Issue issue = IssueMonth(month, facts.amounts, issued, credits);
              RETURN_IF_ERROR(SaveIssued(change, issue.made));
              for (const Receivable& each : issue.used) {
                RETURN_IF_ERROR(SaveChanged(change, each));
              }
              RETURN_IF_ERROR(SaveSetOffs(change.txn, issue.set_offs));
              for (const Receivable& each : issue.made) {
                RETURN_IF_ERROR(TakeReceivableLines(change.txn, each));
              }
              Recording recording(change, keys_, facts.park, numbers_);
              RETURN_IF_ERROR(recording.Finish(/*something_changed=*/!issue.made.empty()));
              ASSIGN_OR_RETURN(const auto left, LoadOpenCredits(change.txn));
              int64_t set_off_minor = 0, carried_minor = 0;
              for (const SetOff& each : issue.set_offs) set_off_minor += each.amount_minor;
              for (const Receivable& each : left) carried_minor += each.due_minor();
              response->set_created(static_cast<int32_t>(issue.made.size()));
              response->set_unchanged(static_cast<int32_t>(issue.unchanged));
              response->set_set_off_minor(set_off_minor);
              response->set_carried_minor(carried_minor);
              return absl::OkStatus();
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
              Recording recording(change, keys_, park, numbers_);
              for (int i = 0; i < request->lines_size(); ++i) {
                type::v1::ItemResult* result = response->add_results();
                result->set_index(i);
                RETURN_IF_ERROR(recording.Record(request->lines(i), result));
              }
              return recording.Finish();
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
                               Recording recording(change, keys_, park, numbers_);
                               for (int i = 0; i < request->statuses_size(); ++i) {
                                 type::v1::ItemResult* result = response->add_results();
                                 result->set_index(i);
                                 RETURN_IF_ERROR(recording.Record(request->statuses(i), result));
                               }
                               return recording.Finish();
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
              RETURN_IF_ERROR(CheckHeard(LoadPayablePosition(change.txn), facts.heard, kPayouts));
              PrepareFacts prepare;
              prepare.month = month;
              prepare.today = facts.park.today;
              if (facts.close_date.has_value()) {
                ASSIGN_OR_RETURN(const Numbers promised, NumbersOn(numbers_, *facts.close_date));
                prepare.promised_date = *facts.close_date + promised.days_to_pay;
              }
              prepare.payables = facts.payables;
              ASSIGN_OR_RETURN(prepare.in_our_hands, LoadInOurHands(change.txn));
              ASSIGN_OR_RETURN(prepare.issued, LoadIssued(change.txn, month));
              Prepared prepared = Prepare(prepare);
              RETURN_IF_ERROR(SavePrepared(change, std::move(prepared.changed), &prepared.due));
              ASSIGN_OR_RETURN(const int64_t spendable_minor,
                               SpendableFor(change.txn, keys_, prepared.due));
              ASSIGN_OR_RETURN(const auto floats, LoadFloats(change.txn));
              const int64_t missing_minor =
                  std::max<int64_t>(0, prepared.due_minor - spendable_minor);
              RETURN_IF_ERROR(SaveFloatAsk(change, AskFloat(month, missing_minor, floats)));
              RETURN_IF_ERROR(SavePrepared(change.txn, month, facts.close_date));
              Recording recording(change, keys_, facts.park, numbers_);
              RETURN_IF_ERROR(recording.Finish(/*something_changed=*/true));
              int64_t total_minor = 0;
              for (const Payout& each : prepared.due) {
                *response->add_payouts() = ToProto(caller.park, each);
                total_minor += each.amount_minor;
              }
              for (const auto& [centre, minor] : prepared.carried) {
                v1::CarriedPayable* carried = response->add_carried();
                carried->set_centre(absl::StrCat("parks/", caller.park, "/centres/", centre));
                carried->set_amount_minor(minor);
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
              RETURN_IF_ERROR(CheckHeard(LoadPayablePosition(change.txn), facts.heard, kPayouts));
              ReleaseFacts ask;
              ask.today = facts.park.today;
              ask.payables = facts.payables;
              ASSIGN_OR_RETURN(const auto ours, LoadInOurHands(change.txn));
              for (const Payout& each : ours) {
                if (each.month == month && each.state == PayoutState::kDue) {
                  ask.due.push_back(each);
                }
              }
              ASSIGN_OR_RETURN(ask.payable_from, LoadPayableFrom(change.txn));
              ASSIGN_OR_RETURN(ask.spendable_minor, SpendableFor(change.txn, keys_, ask.due));
              ASSIGN_OR_RETURN(Release release, DecideRelease(ask));
              int64_t total_minor = 0;
              for (Payout& each : release.released) {
                each.state = PayoutState::kReleased;
                each.release_date = facts.park.today;
                ++each.revision;
                total_minor += each.amount_minor;
                *response->add_payouts() = ToProto(caller.park, each);
                v1::MoneyMoved moved;
                moved.set_subject(PayoutName(caller.park, each));
                moved.set_amount_minor(each.amount_minor);
                moved.set_account(absl::StrCat("payable-", each.centre));
                moved.set_date(FormatDay(facts.park.today));
                change.Publish("PayoutReleased", moved.subject(), each.revision, moved);
              }
              for (const Payout& each : release.held) {
                v1::Payout* held = response->add_held();
                *held = ToProto(caller.park, each);
                held->set_hold_until_date(FormatDay(ask.payable_from.at(each.centre)));
              }
              response->set_total_minor(total_minor);
              RETURN_IF_ERROR(SavePayouts(change.txn, release.released));
              Recording recording(change, keys_, facts.park, numbers_);
              return recording.Finish(/*something_changed=*/true);
            });
      });
}

}  // namespace tuoqiao::settlement
