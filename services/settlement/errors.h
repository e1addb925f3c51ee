// What settlement can refuse.
#ifndef TUOQIAO_SERVICES_SETTLEMENT_ERRORS_H_
#define TUOQIAO_SERVICES_SETTLEMENT_ERRORS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace tuoqiao::settlement {

absl::Status AccountInvalid(absl::string_view field);
absl::Status VerifiedBySamePerson();
// `source` is the log that the ledger, or settlement itself, has not heard to its end.
absl::Status LedgerBehind(absl::string_view source);
// An event of another service that no line can be made of; it stops the listener before it.
absl::Status EventInvalid(absl::string_view event, absl::string_view what);
absl::Status PayeeAccountUnverified(const std::vector<std::string>& centres);
absl::Status PayeeAccountWaiting(absl::CivilDay first_day);
absl::Status PayableChanged(const std::vector<std::string>& centres);
absl::Status FloatMissing(int64_t missing_minor);

// Of a person's match and its undoing.
absl::Status BankLineMatched(absl::string_view line);
absl::Status BankLineUnmatched(absl::string_view line);
absl::Status MatchSumDiffers(int64_t line_minor, int64_t matches_minor);
absl::Status MatchSubjectUnknown(absl::string_view subject);
absl::Status MatchDirection(absl::string_view subject);
absl::Status MatchExceedsBalance(absl::string_view subject, int64_t balance_minor);
absl::Status MatchShowsPayout(absl::string_view payout);
absl::Status MatchUsedSince(absl::string_view account, int64_t balance_minor);

// Of items of a batch.
absl::Status DuplicateInRequest(absl::string_view field);
absl::Status LineDiffers(absl::string_view line);
absl::Status CurrencyUnknown(absl::string_view currency);
absl::Status PayoutNotFound(absl::string_view end_to_end_id);
absl::Status PayoutStateWrong(absl::string_view payout, absl::string_view status);
absl::Status StatusUnknown(absl::string_view status);

}  // namespace tuoqiao::settlement

#endif  // TUOQIAO_SERVICES_SETTLEMENT_ERRORS_H_
