// Between the contract's messages and the core: names, and all checks of syntax.
#ifndef TUOQIAO_SERVICES_SETTLEMENT_CONVERT_H_
#define TUOQIAO_SERVICES_SETTLEMENT_CONVERT_H_

#include <string>

#include "absl/status/statusor.h"
#include "services/settlement/bank_line.h"
#include "services/settlement/payee_account.h"
#include "services/settlement/payout.h"
#include "services/settlement/receivable.h"
#include "services/settlement/share_line.h"
#include "services/settlement/share_line_store.h"
#include "tuoqiao/settlement/v1/settlement.pb.h"

namespace tuoqiao::settlement {

// Texts are cut off nowhere: what is longer is refused.
inline constexpr size_t kTextBytesMax = 400;
inline constexpr int kItemsMax = 500;

std::string ReceivableName(absl::string_view park, absl::string_view id);
std::string BankLineName(absl::string_view park, absl::string_view id);
std::string PayoutName(absl::string_view park, const Payout& payout);
// Of what a bank line is matched with: `receivables/{id}`, `payouts/{id}`, `accounts/{account}`.
std::string SubjectName(absl::string_view park, absl::string_view subject);
std::string PayeeAccountName(absl::string_view park, absl::string_view centre);

// The month of `parks/{park}/months/{month}`. FIELD_INVALID.
absl::StatusOr<absl::CivilMonth> MonthOf(absl::string_view field, const std::string& name);
// The centre of `parks/{park}/centres/{centre}`, empty for `parks/{park}`. FIELD_INVALID.
absl::StatusOr<std::string> CentreOf(const std::string& parent);
// The last part of `parks/{park}/{collection}/{id}`. FIELD_INVALID.
absl::StatusOr<std::string> IdIn(absl::string_view field, absl::string_view collection,
                                 const std::string& name);
// The centre of `parks/{park}/centres/{centre}/payeeAccount`, empty in anything else.
std::string CentreOfAccount(const std::string& name);
// The id of the payout in `parks/{park}/centres/{centre}/payouts/{payout}{end}`. FIELD_INVALID.
absl::StatusOr<std::string> PayoutIdOf(absl::string_view field, const std::string& name,
                                       absl::string_view end);
// FIELD_REQUIRED, FIELD_INVALID, ACCOUNT_INVALID.
absl::StatusOr<PayeeAccount> FromProto(const v1::PayeeAccount& account);
// FIELD_INVALID, CURRENCY_UNKNOWN. A line that names no currency is in the park's.
absl::StatusOr<BankLine> FromProto(absl::string_view park, absl::string_view currency_code,
                                   const v1::BankLine& line);
// FIELD_INVALID.
absl::Status CheckStatus(const v1::PaymentStatus& status);
// What a person says of a line: 1 to kMatchesMax parts, each with a subject or an account and an
// amount above zero. FIELD_REQUIRED, FIELD_INVALID.
inline constexpr int kMatchesMax = 100;
absl::StatusOr<std::vector<Claimed>> FromProto(const v1::MatchBankLineRequest& request);
// FIELD_REQUIRED, FIELD_INVALID.
absl::Status CheckReason(const std::string& reason);
// 0 to 1,000,000,000,000 fen. FIELD_INVALID.
absl::StatusOr<int64_t> FromProto(const v1::GuaranteeFund& fund);
// A batch of none or more than kItemsMax is FIELD_INVALID.
absl::Status CheckItems(absl::string_view field, int items);

v1::PayeeAccount ToProto(absl::string_view park, const PayeeAccount& account);
v1::PayeeAccountChange ToProto(const AccountStep& step);
v1::Receivable ToProto(absl::string_view park, const Receivable& receivable);
v1::BankLine ToProto(absl::string_view park, const BankLine& line);
v1::Payout ToProto(absl::string_view park, const Payout& payout);
// Of a CREDIT with its sign turned: what the payer gets back.
v1::ReceivableLine ToReceivableLine(absl::string_view park, const ShareLine& line, bool credit);
v1::PayoutLine ToPayoutLine(const ShareLine& line, absl::CivilMonth payout_month);
v1::PaymentAdvice ToProto(absl::string_view park, const Payout& payout, const Advice& advice);

}  // namespace tuoqiao::settlement

#endif  // TUOQIAO_SERVICES_SETTLEMENT_CONVERT_H_
