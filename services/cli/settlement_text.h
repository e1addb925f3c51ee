// Bank lines, payouts and the promise of settlement as a person reads them.
#ifndef TUOQIAO_SERVICES_CLI_SETTLEMENT_TEXT_H_
#define TUOQIAO_SERVICES_CLI_SETTLEMENT_TEXT_H_

#include <string>

#include "absl/status/statusor.h"
#include "tuoqiao/settlement/v1/settlement.pb.h"

namespace tuoqiao::cli {

// `receivables/2026-10-invoice-park=300.00` or `unapplied-park=12.50`: what a part of a bank line
// is matched with, and how much of it in yuan. INVALID_ARGUMENT.
absl::StatusOr<settlement::v1::BankLineMatch> ParseMatch(const std::string& park,
                                                         const std::string& word);

// One line each, with its end.
std::string TextOf(const settlement::v1::BankLine& line);
std::string TextOf(const settlement::v1::ReceivableLine& line);
std::string TextOf(const settlement::v1::PayoutLine& line);
// Several lines each.
std::string TextOf(const settlement::v1::PaymentAdvice& advice);
std::string TextOf(const settlement::v1::SettlementPromise& promise);

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_SETTLEMENT_TEXT_H_
