// Lines of the park's bank account, and what each of them pays.
#ifndef TUOQIAO_SERVICES_SETTLEMENT_BANK_LINE_H_
#define TUOQIAO_SERVICES_SETTLEMENT_BANK_LINE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/settlement/matching.h"
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
  // `receivables/{id}`, `payouts/{id}` or `accounts/{account}`, the first of several; empty while
  // it is in suspense.
  std::string matched;
  std::vector<Part> parts;  // As they stand; none while it is in suspense.
  bool hands_only = false;  // A person took its match back, and a person matches it.
  int64_t revision = 1;     // Rises with each event.

  absl::string_view state() const { return matched.empty() ? "UNMATCHED" : "MATCHED"; }
};

// What a bank calls a line becomes an id of ours: the same line always the same.
std::string BankLineId(absl::string_view park, absl::string_view line_id);

// The subject of a part, or its account where it has none: what `matched` holds.
std::string MatchedBy(const Part& part);

// A line out of a payout's amount shows it, also one that the bank had refused before. One in is
// the money of a payout come back: it is payable again. Another amount matches nothing.
struct PayoutMatch {
  Part part;
  PayoutState after = PayoutState::kConfirmed;
};
std::optional<PayoutMatch> MatchPayout(const BankLine& line, const Payout& payout);

// What lines that wait already show of payouts that did not leave yet: the bank was quicker.
int64_t ShownEarly(const std::vector<BankLine>& waiting, const std::vector<Payout>& due);

// A line out that gives a credit back, wholly or in part; nothing where it is more.
std::optional<Part> RepayCredit(const BankLine& line, const Receivable& credit);

// What a person said: where each part of the line goes, by a subject or an account.
struct Claimed {
  std::string subject;  // As in a part.
  std::string account;
  int64_t amount_minor = 0;
};
// What is known of the subjects and accounts that were named.
struct ClaimFacts {
  std::map<std::string, Receivable> receivables;  // By subject.
  std::map<std::string, Payout> payouts;          // By subject.
  std::map<std::string, int64_t> balances;        // By account: what stands there for its owner.
};
// MATCH_SUM_DIFFERS, MATCH_SUBJECT_UNKNOWN, MATCH_DIRECTION, MATCH_EXCEEDS_BALANCE.
absl::StatusOr<std::vector<Part>> MatchByPerson(const BankLine& line,
                                                const std::vector<Claimed>& claimed,
                                                const ClaimFacts& facts);

// Whether a line may be taken back: not where it showed a payout, nor where what it brought was
// given back since. MATCH_SHOWS_PAYOUT, MATCH_USED_SINCE.
absl::Status CheckUnmatch(const BankLine& line, const std::map<std::string, int64_t>& balances);

// Accounts whose money is somebody's to get back: unapplied money of payers, float and fund.
bool Returnable(absl::string_view account);

}  // namespace tuoqiao::settlement

#endif  // TUOQIAO_SERVICES_SETTLEMENT_BANK_LINE_H_
