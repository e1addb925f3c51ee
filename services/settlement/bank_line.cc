#include "services/settlement/bank_line.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/common/hash.h"

namespace tuoqiao::settlement {

std::string BankLineId(absl::string_view park, absl::string_view line_id) {
  return DeriveId("line", {park, line_id}, 0);
}

std::optional<Match> MatchReceivable(const BankLine& line, const Receivable& receivable) {
  if (!line.inward) return std::nullopt;
  Match match;
  match.account = receivable.account;
  match.applied_minor = std::min(line.amount_minor, receivable.due_minor());
  match.surplus_minor = line.amount_minor - match.applied_minor;
  if (match.surplus_minor > 0) match.unapplied_account = UnappliedAccount(receivable);
  return match;
}

std::optional<PayoutMatch> MatchPayout(const BankLine& line, const Payout& payout) {
  if (line.amount_minor != payout.amount_minor) return std::nullopt;
  PayoutMatch found;
  found.match.applied_minor = line.amount_minor;
  if (line.inward) {
    if (payout.state != PayoutState::kConfirmed) return std::nullopt;
    found.match.account = absl::StrCat("payable-", payout.centre);
    found.after = PayoutState::kReturned;
    return found;
  }
  if (payout.state == PayoutState::kReleased) {
    found.match.account = "clearing-payout";
    return found;
  }
  // ACSC has confirmed it and the ledger has taken it from the bank; the line only shows the same
  // once more.
  if (payout.state == PayoutState::kConfirmed && payout.line.empty()) {
    found.match.account = "bank";
    return found;
  }
  return std::nullopt;
}

}  // namespace tuoqiao::settlement
