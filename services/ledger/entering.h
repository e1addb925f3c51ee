// What people enter by hand, inside the transaction: reversals, transfers and limits.
#ifndef TUOQIAO_SERVICES_LEDGER_ENTERING_H_
#define TUOQIAO_SERVICES_LEDGER_ENTERING_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/rpc/mutate.h"
#include "services/ledger/convert_hand.h"
#include "services/ledger/reversal.h"
#include "services/ledger/transfer.h"
#include "tuoqiao/ledger/v1/ledger.pb.h"

namespace tuoqiao::ledger {

// ENTRY_NOT_FOUND, ENTRY_NOT_REVERSIBLE, ENTRY_REVERSED.
absl::StatusOr<Reversal> ProposeReversal(rpc::Change& change, const std::string& entry,
                                         const Hand& hand);
// Posts the reversal on `today`. REVERSAL_NOT_FOUND, REVERSAL_CHANGED, CONFIRMED_BY_SAME_PERSON.
struct Confirmation {
  int64_t revision = 0;
  std::string subject;
  absl::CivilDay today;
};
absl::StatusOr<Reversal> ConfirmReversal(rpc::Change& change, const std::string& entry,
                                         const Confirmation& confirmation);

// One result for each item.
absl::Status MakeTransfers(rpc::Change& change, const Batch& batch, absl::CivilDay today,
                           v1::BatchTransferResponse* response);
// TRANSFER_NOT_FOUND, and what `Post` and `Void` say.
absl::StatusOr<Transfer> PostReserved(rpc::Change& change, const std::string& id,
                                      int64_t amount_minor, absl::CivilDay today);
absl::StatusOr<Transfer> VoidReserved(rpc::Change& change, const std::string& id,
                                      absl::CivilDay today);

// What a person sets holds against every plan.
absl::Status SetLimit(rpc::Change& change, AccountLimit limit);

}  // namespace tuoqiao::ledger

#endif  // TUOQIAO_SERVICES_LEDGER_ENTERING_H_
