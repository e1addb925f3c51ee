// Lines of the park's bank account, and what each of them pays.
#ifndef TUOQIAO_SERVICES_SETTLEMENT_BANK_LINE_H_
#define TUOQIAO_SERVICES_SETTLEMENT_BANK_LINE_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/settlement/payout.h"
#include "services/settlement/receivable.h"

namespace tuoqiao::settlement {

struct BankLine {
  std::string id;
  std::string line_id;  // The bank's.
  absl::CivilDay value_date;
  bool inward = false;
  int64_t amount_minor = 0;
  std::string currency_code;
  std::string reference;
  std::string counterparty;
  std::string matched;  // `receivables/{id}` or `payouts/{id}`; empty while it is in suspense.
  int64_t applied_minor = 0;

  absl::string_view state() const { return matched.empty() ? "UNMATCHED" : "MATCHED"; }
};

// What a bank calls a line becomes an id of ours: the same line always the same.
std::string BankLineId(absl::string_view park, absl::string_view line_id);

// Where the money of a line goes.
struct Match {
  std::string account;  // The ledger's.
  int64_t applied_minor = 0;
  int64_t surplus_minor = 0;
  std::string unapplied_account;
};

// A line in pays a receivable, wholly or in part; what is more is the payer's, unapplied. Nothing
// for a line out: money that is given back is matched by a person.
std::optional<Match> MatchReceivable(const BankLine& line, const Receivable& receivable);

// A line out of a payout's amount shows it. One in is the money of a payout come back: it is
// payable again. Another amount matches nothing.
struct PayoutMatch {
  Match match;
  PayoutState after = PayoutState::kConfirmed;
};
std::optional<PayoutMatch> MatchPayout(const BankLine& line, const Payout& payout);

}  // namespace tuoqiao::settlement

#endif  // TUOQIAO_SERVICES_SETTLEMENT_BANK_LINE_H_
