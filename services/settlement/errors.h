// What settlement can refuse.
#ifndef TUOQIAO_SERVICES_SETTLEMENT_ERRORS_H_
#define TUOQIAO_SERVICES_SETTLEMENT_ERRORS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace tuoqiao::settlement {

absl::Status AccountInvalid(absl::string_view field);
absl::Status VerifiedBySamePerson();
// `source` is the log that the ledger has not heard to its end.
absl::Status LedgerBehind(absl::string_view source);
absl::Status PayeeAccountUnverified(const std::vector<std::string>& centres);
absl::Status PayableChanged(const std::vector<std::string>& centres);
absl::Status FloatMissing(int64_t missing_minor);

// Of items of a batch.
absl::Status DuplicateInRequest(absl::string_view field);
absl::Status LineDiffers(absl::string_view line);
absl::Status CurrencyUnknown(absl::string_view currency);
absl::Status PayoutNotFound(absl::string_view end_to_end_id);
absl::Status PayoutStateWrong(absl::string_view payout, absl::string_view status);
absl::Status StatusUnknown(absl::string_view status);

}  // namespace tuoqiao::settlement

#endif  // TUOQIAO_SERVICES_SETTLEMENT_ERRORS_H_
