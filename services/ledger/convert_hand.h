// Between the contract's messages and the core, for what people enter: reversals, transfers,
// limits.
#ifndef TUOQIAO_SERVICES_LEDGER_CONVERT_HAND_H_
#define TUOQIAO_SERVICES_LEDGER_CONVERT_HAND_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/ledger/account_limit.h"
#include "services/ledger/reversal.h"
#include "services/ledger/transfer.h"
#include "tuoqiao/ledger/v1/ledger.pb.h"

namespace tuoqiao::ledger {

// FIELD_REQUIRED, FIELD_INVALID.
absl::StatusOr<std::string> ReasonFromProto(const std::string& reason);

// The items, each with its own fault: FIELD_REQUIRED, FIELD_INVALID, ACCOUNT_NOT_TRANSFERABLE.
struct Batch {
  BatchMode mode = BatchMode::kStop;
  std::vector<absl::StatusOr<Transfer>> items;
};
// FIELD_REQUIRED, FIELD_INVALID of the batch itself.
absl::StatusOr<Batch> FromProto(const v1::BatchTransferRequest& request);
// FIELD_INVALID.
absl::Status CheckAmountToPost(int64_t amount_minor);

// FIELD_INVALID.
absl::StatusOr<AccountLimit> FromProto(const v1::AccountLimit& limit);

v1::Reversal ToProto(absl::string_view park, const Reversal& reversal);
// With its state as it is; `StateOn` says what it is on a day.
v1::Transfer ToProto(absl::string_view park, const Transfer& transfer, TransferState state);
v1::AccountLimit ToProto(absl::string_view park, const AccountLimit& limit);
v1::AccountLimit ToProto(absl::string_view park, const Standing& standing);

}  // namespace tuoqiao::ledger

#endif  // TUOQIAO_SERVICES_LEDGER_CONVERT_HAND_H_
