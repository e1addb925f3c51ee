// Between the contract's messages and the core: names, and all checks of syntax.
#ifndef TUOQIAO_SERVICES_SETTLEMENT_CONVERT_H_
#define TUOQIAO_SERVICES_SETTLEMENT_CONVERT_H_

#include <string>

#include "absl/status/statusor.h"
#include "services/settlement/bank_line.h"
#include "services/settlement/payee_account.h"
#include "services/settlement/payout.h"
#include "services/settlement/receivable.h"
#include "tuoqiao/settlement/v1/settlement.pb.h"

namespace tuoqiao::settlement {

// Texts are cut off nowhere: what is longer is refused.
inline constexpr size_t kTextBytesMax = 400;
inline constexpr int kItemsMax = 500;

std::string ReceivableName(absl::string_view park, absl::string_view id);
std::string BankLineName(absl::string_view park, absl::string_view id);
std::string PayoutName(absl::string_view park, const Payout& payout);
std::string PayeeAccountName(absl::string_view park, absl::string_view centre);

// The month of `parks/{park}/months/{month}`. FIELD_INVALID.
absl::StatusOr<absl::CivilMonth> MonthOf(absl::string_view field, const std::string& name);
// The centre of `parks/{park}/centres/{centre}`, empty for `parks/{park}`. FIELD_INVALID.
absl::StatusOr<std::string> CentreOf(const std::string& parent);
// FIELD_REQUIRED, FIELD_INVALID, ACCOUNT_INVALID.
absl::StatusOr<PayeeAccount> FromProto(const v1::PayeeAccount& account);
// FIELD_INVALID, CURRENCY_UNKNOWN. A line that names no currency is in the park's.
absl::StatusOr<BankLine> FromProto(absl::string_view park, absl::string_view currency_code,
                                   const v1::BankLine& line);
// FIELD_INVALID.
absl::Status CheckStatus(const v1::PaymentStatus& status);
// A batch of none or more than kItemsMax is FIELD_INVALID.
absl::Status CheckItems(absl::string_view field, int items);

v1::PayeeAccount ToProto(absl::string_view park, const PayeeAccount& account);
v1::Receivable ToProto(absl::string_view park, const Receivable& receivable);
v1::BankLine ToProto(absl::string_view park, const BankLine& line);
v1::Payout ToProto(absl::string_view park, const Payout& payout);

}  // namespace tuoqiao::settlement

#endif  // TUOQIAO_SERVICES_SETTLEMENT_CONVERT_H_
