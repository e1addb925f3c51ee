#include "services/ledger/transfer.h"

#include "services/common/status_macros.h"
#include "services/ledger/errors.h"

namespace tuoqiao::ledger {
namespace {

void Enter(const Transfer& transfer, TransferBook* book) {
  Standing& debit = book->standings[transfer.debit_account];
  Standing& credit = book->standings[transfer.credit_account];
  if (transfer.expires_date.has_value()) {
    debit.reserved_debit_minor += transfer.amount_minor;
    credit.reserved_credit_minor += transfer.amount_minor;
  } else {
    debit.balance_minor += transfer.amount_minor;
    credit.balance_minor -= transfer.amount_minor;
  }
  Transfer made = transfer;
  if (!made.expires_date.has_value()) {
    made.state = TransferState::kPosted;
    made.posted_minor = made.amount_minor;
  }
  book->known[transfer.id] = made;
}

absl::StatusOr<bool> DecideOne(const absl::StatusOr<Transfer>& item, TransferBook* book) {
  RETURN_IF_ERROR(item.status());
  if (const auto known = book->known.find(item->id); known != book->known.end()) {
    RETURN_IF_ERROR(CheckSame(known->second, *item));
    return false;
  }
  if (item->expires_date.has_value() && *item->expires_date <= book->today) {
    return TransferExpired(item->id);
  }
  RETURN_IF_ERROR(CheckDebit(book->standings[item->debit_account], item->amount_minor));
  RETURN_IF_ERROR(CheckCredit(book->standings[item->credit_account], item->amount_minor));
  Enter(*item, book);
  return true;
}

// Of ATOMIC, once one item was refused: the others were not made either.
void RefuseAll(std::vector<ItemOutcome>* outcomes) {
  for (ItemOutcome& each : *outcomes) {
    if (each.status.ok() && !each.unchanged) each.status = BatchRefused();
  }
}

}  // namespace

TransferState StateOn(const Transfer& transfer, absl::CivilDay today) {
  const bool over = transfer.state == TransferState::kReserved &&
                    transfer.expires_date.has_value() && *transfer.expires_date <= today;
  return over ? TransferState::kExpired : transfer.state;
}

absl::Status CheckSame(const Transfer& known, const Transfer& asked) {
  if (known.debit_account != asked.debit_account) {
    return ExistsWithDifferent("DEBIT_ACCOUNT", "debit_account", asked.id);
  }
  if (known.credit_account != asked.credit_account) {
    return ExistsWithDifferent("CREDIT_ACCOUNT", "credit_account", asked.id);
  }
  if (known.amount_minor != asked.amount_minor) {
    return ExistsWithDifferent("AMOUNT", "amount_minor", asked.id);
  }
  if (known.expires_date != asked.expires_date) {
    return ExistsWithDifferent("EXPIRES_DATE", "expires_date", asked.id);
  }
  if (known.reason != asked.reason) return ExistsWithDifferent("REASON", "reason", asked.id);
  return absl::OkStatus();
}

std::vector<ItemOutcome> DecideBatch(const std::vector<absl::StatusOr<Transfer>>& items,
                                     BatchMode mode, TransferBook* book) {
  const TransferBook before = *book;
  std::vector<ItemOutcome> outcomes;
  bool refused = false;
  for (const absl::StatusOr<Transfer>& item : items) {
    if (refused && mode == BatchMode::kStop) {
      outcomes.push_back({ItemBeforeRefused()});
      continue;
    }
    const absl::StatusOr<bool> made = DecideOne(item, book);
    refused = refused || !made.ok();
    outcomes.push_back({made.status(), made.ok() && !*made});
  }
  if (refused && mode == BatchMode::kAtomic) {
    *book = before;
    RefuseAll(&outcomes);
  }
  return outcomes;
}

absl::StatusOr<bool> Post(Transfer& transfer, int64_t amount_minor, absl::CivilDay today) {
  if (transfer.month.has_value()) return TransferOfMonth(transfer.id, *transfer.month);
  const int64_t posted_minor = amount_minor == 0 ? transfer.amount_minor : amount_minor;
  const TransferState state = StateOn(transfer, today);
  if (state == TransferState::kPosted && transfer.expires_date.has_value() &&
      transfer.posted_minor == posted_minor) {
    return false;
  }
  if (state == TransferState::kExpired) return TransferExpired(transfer.id);
  if (state != TransferState::kReserved) {
    return TransferNotReserved(transfer.id, TransferStateName(state));
  }
  if (posted_minor > transfer.amount_minor) {
    return TransferAmountExceeded(transfer.id, transfer.amount_minor);
  }
  transfer.state = TransferState::kPosted;
  transfer.posted_minor = posted_minor;
  ++transfer.revision;
  return true;
}

absl::StatusOr<bool> Void(Transfer& transfer, absl::CivilDay today) {
  if (transfer.month.has_value()) return TransferOfMonth(transfer.id, *transfer.month);
  const TransferState state = StateOn(transfer, today);
  if (state == TransferState::kVoided) return false;
  if (state == TransferState::kExpired) return TransferExpired(transfer.id);
  if (state != TransferState::kReserved) {
    return TransferNotReserved(transfer.id, TransferStateName(state));
  }
  transfer.state = TransferState::kVoided;
  ++transfer.revision;
  return true;
}

const char* TransferStateName(TransferState state) {
  switch (state) {
    case TransferState::kReserved:
      return "RESERVED";
    case TransferState::kPosted:
      return "POSTED";
    case TransferState::kVoided:
      return "VOIDED";
    case TransferState::kExpired:
      return "EXPIRED";
  }
  return "";
}

}  // namespace tuoqiao::ledger
