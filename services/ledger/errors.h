// What the ledger can refuse.
#ifndef TUOQIAO_SERVICES_LEDGER_ERRORS_H_
#define TUOQIAO_SERVICES_LEDGER_ERRORS_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace tuoqiao::ledger {

absl::Status MonthNotBooked(absl::string_view month);
// An event that cannot be posted as it is: the listener stays before it until its source is mended.
absl::Status EventInvalid(absl::string_view event, absl::string_view what);

// ---- Reversals.
absl::Status EntryNotFound(absl::string_view entry);
// How what an entry says is put right instead.
enum class Way {
  kCorrectInBilling,
  kCorrectInPayroll,
  kEnterAgain,
  kItemsNotKnown,
  kNothingPosted,
  kReverseOpening
};
absl::Status EntryNotReversible(absl::string_view entry, Way way);
absl::Status EntryReversed(absl::string_view entry, absl::string_view reversal_entry);
absl::Status ReversalNotFound(absl::string_view entry);
absl::Status ReversalChanged(absl::string_view entry, int64_t revision);
absl::Status ConfirmedBySamePerson();

// ---- Transfers and limits.
absl::Status AccountNotTransferable(absl::string_view field, absl::string_view account);
// `what` ends the reason, e.g. AMOUNT; `field` is the field's own name.
absl::Status ExistsWithDifferent(absl::string_view what, absl::string_view field,
                                 absl::string_view transfer);
absl::Status LimitExceeded(absl::string_view account, int64_t left_minor);
absl::Status ItemBeforeRefused();
absl::Status BatchRefused();
absl::Status TransferNotFound(absl::string_view transfer);
absl::Status TransferOfMonth(absl::string_view transfer, absl::CivilMonth month);
absl::Status TransferNotReserved(absl::string_view transfer, absl::string_view state);
absl::Status TransferExpired(absl::string_view transfer);
absl::Status TransferAmountExceeded(absl::string_view transfer, int64_t reserved_minor);

}  // namespace tuoqiao::ledger

#endif  // TUOQIAO_SERVICES_LEDGER_ERRORS_H_
