#include "services/ledger/entering.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/check.h"
#include "services/common/errors.h"
#include "services/common/hash.h"
#include "services/common/status_macros.h"
#include "services/ledger/convert.h"
#include "services/ledger/entry_store.h"
#include "services/ledger/reversal_store.h"
#include "services/ledger/store.h"
#include "services/ledger/transfer_store.h"

namespace tuoqiao::ledger {
namespace {

std::string TransferName(absl::string_view park, absl::string_view id) {
  return absl::StrCat("parks/", park, "/transfers/", id);
}

// Words of people stay out of the log.
void Publish(rpc::Change& change, absl::string_view kind, const Transfer& transfer) {
  v1::Transfer payload = ToProto(change.txn.park(), transfer, transfer.state);
  payload.clear_reason();
  change.Publish(kind, payload.name(), transfer.revision, payload);
}

void Publish(rpc::Change& change, absl::string_view kind, const Reversal& reversal) {
  v1::Reversal payload = ToProto(change.txn.park(), reversal);
  payload.clear_reason();
  change.Publish(kind, payload.name(), reversal.revision, payload);
}

// The entry of what is posted of a transfer; the transfer gets its id.
Entry EntryOf(absl::string_view park, absl::CivilDay today, Transfer* transfer) {
  transfer->entry = DeriveIdWithin("trf", park, "transfer", transfer->id);
  return BookTransfer({transfer->entry, TransferName(park, transfer->id)},
                      {transfer->debit_account, transfer->credit_account}, transfer->posted_minor,
                      today);
}

absl::Status Append(rpc::Change& change, std::vector<Entry> entries) {
  const size_t size = entries.size();
  ASSIGN_OR_RETURN(const auto appended,
                   AppendEntries(change.txn, std::move(entries), change.write_time()));
  CHECK(appended.size() == size);  // Their ids are those of rows that were not there.
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Reversal> ProposeReversal(rpc::Change& change, const std::string& entry,
                                         const Hand& hand) {
  RETURN_IF_ERROR(LockBooks(change.txn));
  ASSIGN_OR_RETURN(const EntryAt found, LoadEntry(change.txn, entry));
  RETURN_IF_ERROR(CheckReversible(found.entry));
  ASSIGN_OR_RETURN(Reversal reversal, LoadReversal(change.txn, entry));
  ASSIGN_OR_RETURN(const bool changed, Propose(reversal, hand));
  if (!changed) return reversal;
  RETURN_IF_ERROR(SaveReversal(change.txn, reversal));
  Publish(change, "ReversalProposed", reversal);
  return reversal;
}

absl::StatusOr<Reversal> ConfirmReversal(rpc::Change& change, const std::string& entry,
                                         const Confirmation& confirmation) {
  RETURN_IF_ERROR(LockBooks(change.txn));
  ASSIGN_OR_RETURN(Reversal reversal, LoadReversal(change.txn, entry));
  ASSIGN_OR_RETURN(const bool changed,
                   Confirm(reversal, confirmation.revision, confirmation.subject));
  if (!changed) return reversal;
  ASSIGN_OR_RETURN(const EntryAt found, LoadEntry(change.txn, entry));
  const std::string& park = change.txn.park();
  reversal.reversal_entry = DeriveIdWithin("rev", park, "reversal", entry);
  RETURN_IF_ERROR(
      Append(change, {BookReversal({reversal.reversal_entry, EntryResource(park, entry)},
                                   found.entry, confirmation.today)}));
  RETURN_IF_ERROR(SaveReversal(change.txn, reversal));
  Publish(change, "EntryReversed", reversal);
  return reversal;
}

absl::Status MakeTransfers(rpc::Change& change, const Batch& batch, absl::CivilDay today,
                           v1::BatchTransferResponse* response) {
  RETURN_IF_ERROR(LockBooks(change.txn));
  ASSIGN_OR_RETURN(TransferBook book, LoadTransferBook(change.txn, batch.items, today));
  const std::vector<ItemOutcome> outcomes = DecideBatch(batch.items, batch.mode, &book);
  std::vector<Transfer> made;
  std::vector<Entry> entries;
  for (size_t i = 0; i < outcomes.size(); ++i) {
    type::v1::ItemResult* result = response->add_results();
    result->set_index(static_cast<int32_t>(i));
    if (!outcomes[i].status.ok()) {
      Reject(outcomes[i].status, result);
      continue;
    }
    Transfer transfer = book.known.at(batch.items[i]->id);
    result->set_resource(TransferName(change.txn.park(), transfer.id));
    result->set_outcome(outcomes[i].unchanged ? type::v1::ItemResult::UNCHANGED
                                              : type::v1::ItemResult::CREATED);
    if (outcomes[i].unchanged) continue;
    if (transfer.state == TransferState::kPosted) {
      entries.push_back(EntryOf(change.txn.park(), today, &transfer));
    }
    Publish(change, "TransferMade", transfer);
    made.push_back(std::move(transfer));
  }
  RETURN_IF_ERROR(Append(change, std::move(entries)));
  return SaveTransfers(change.txn, made);
}

absl::StatusOr<Transfer> PostReserved(rpc::Change& change, const std::string& id,
                                      int64_t amount_minor, absl::CivilDay today) {
  RETURN_IF_ERROR(LockBooks(change.txn));
  ASSIGN_OR_RETURN(Transfer transfer, LoadTransfer(change.txn, id));
  ASSIGN_OR_RETURN(const bool changed, Post(transfer, amount_minor, today));
  if (!changed) return transfer;
  RETURN_IF_ERROR(Append(change, {EntryOf(change.txn.park(), today, &transfer)}));
  RETURN_IF_ERROR(SaveTransfers(change.txn, {transfer}));
  Publish(change, "TransferPosted", transfer);
  return transfer;
}

absl::StatusOr<Transfer> VoidReserved(rpc::Change& change, const std::string& id,
                                      absl::CivilDay today) {
  RETURN_IF_ERROR(LockBooks(change.txn));
  ASSIGN_OR_RETURN(Transfer transfer, LoadTransfer(change.txn, id));
  ASSIGN_OR_RETURN(const bool changed, Void(transfer, today));
  if (!changed) return transfer;
  RETURN_IF_ERROR(SaveTransfers(change.txn, {transfer}));
  Publish(change, "TransferVoided", transfer);
  return transfer;
}

absl::Status SetLimit(rpc::Change& change, AccountLimit limit) {
  RETURN_IF_ERROR(LockBooks(change.txn));
  ASSIGN_OR_RETURN(const auto known, FindLimit(change.txn, limit.account, limit.from_date));
  if (known.has_value() && known->said.empty() && SameLimit(*known, limit)) {
    return absl::OkStatus();
  }
  limit.revision = known.has_value() ? known->revision + 1 : 1;
  RETURN_IF_ERROR(SaveLimit(change.txn, limit));
  const v1::AccountLimit payload = ToProto(change.txn.park(), limit);
  change.Publish("AccountLimitSet", payload.name(), limit.revision, payload);
  return absl::OkStatus();
}

}  // namespace tuoqiao::ledger
