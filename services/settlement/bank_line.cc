#include "services/settlement/bank_line.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/hash.h"
#include "services/common/status_macros.h"
#include "services/settlement/errors.h"
#include "services/settlement/reference.h"

namespace tuoqiao::settlement {
namespace {

Part PartOf(const Claimed& claimed) {
  Part part;
  part.subject = claimed.subject;
  part.account = claimed.account;
  part.amount_minor = claimed.amount_minor;
  return part;
}

absl::StatusOr<Part> ClaimReceivable(const BankLine& line, const Claimed& claimed,
                                     Receivable receivable) {
  if (line.inward == receivable.credit()) return MatchDirection(claimed.subject);
  Part part = PartOf(claimed);
  part.account = receivable.account;
  const int64_t beyond_minor = std::max<int64_t>(0, part.amount_minor - receivable.due_minor());
  if (beyond_minor == 0) return part;
  if (receivable.credit()) return MatchExceedsBalance(claimed.subject, receivable.due_minor());
  part.surplus_minor = beyond_minor;
  part.unapplied_account = UnappliedAccount(receivable);
  return part;
}

absl::StatusOr<Part> ClaimPayout(const BankLine& line, const Claimed& claimed,
                                 const Payout& payout) {
  const auto match = MatchPayout(line, payout);
  if (!match.has_value() || claimed.amount_minor != line.amount_minor) {
    return MatchDirection(claimed.subject);
  }
  return match->part;
}

// `balances` are what is left for the parts behind this one.
absl::StatusOr<Part> ClaimAccount(const BankLine& line, const Claimed& claimed,
                                  std::map<std::string, int64_t>* balances) {
  if (!Returnable(claimed.account)) return MatchSubjectUnknown(claimed.account);
  if (line.inward) {
    // What the park brings has a reference; money of nobody's is a payer's.
    if (!absl::StartsWith(claimed.account, "unapplied-")) return MatchDirection(claimed.account);
    return PartOf(claimed);
  }
  int64_t& balance_minor = (*balances)[claimed.account];
  if (claimed.amount_minor > balance_minor) {
    return MatchExceedsBalance(claimed.account, balance_minor);
  }
  balance_minor -= claimed.amount_minor;
  return PartOf(claimed);
}

}  // namespace

std::string BankLineId(absl::string_view park, absl::string_view line_id) {
  return DeriveId("line", {park, line_id}, 0);
}

std::string MatchedBy(const Part& part) {
  return part.subject.empty() ? absl::StrCat("accounts/", part.account) : part.subject;
}

std::optional<PayoutMatch> MatchPayout(const BankLine& line, const Payout& payout) {
  if (line.amount_minor != payout.amount_minor) return std::nullopt;
  PayoutMatch found;
  found.part.subject = absl::StrCat("payouts/", payout.id());
  found.part.amount_minor = line.amount_minor;
  if (line.inward) {
    if (payout.state != PayoutState::kConfirmed) return std::nullopt;
    found.part.account = absl::StrCat("payable-", payout.centre);
    found.after = PayoutState::kReturned;
    return found;
  }
  if (payout.state == PayoutState::kReleased || payout.state == PayoutState::kRejected) {
    found.part.account = "clearing-payout";
    return found;
  }
  // ACSC has confirmed it and the ledger has taken it from the bank; the line only shows the same
  // once more.
  if (payout.state == PayoutState::kConfirmed && payout.line.empty()) {
    found.part.account = "bank";
    return found;
  }
  return std::nullopt;
}

int64_t ShownEarly(const std::vector<BankLine>& waiting, const std::vector<Payout>& due) {
  int64_t shown_minor = 0;
  for (const Payout& payout : due) {
    const bool shown = std::any_of(waiting.begin(), waiting.end(), [&](const BankLine& line) {
      const auto references = FindReferences(line.reference);
      return !line.inward && line.amount_minor == payout.amount_minor &&
             std::find(references.begin(), references.end(), payout.end_to_end_id) !=
                 references.end();
    });
    if (shown) shown_minor += payout.amount_minor;
  }
  return shown_minor;
}

std::optional<Part> RepayCredit(const BankLine& line, const Receivable& credit) {
  if (line.inward || !credit.credit() || line.amount_minor > credit.due_minor()) {
    return std::nullopt;
  }
  Part part;
  part.subject = absl::StrCat("receivables/", credit.id);
  part.account = credit.account;
  part.amount_minor = line.amount_minor;
  return part;
}

absl::StatusOr<std::vector<Part>> MatchByPerson(const BankLine& line,
                                                const std::vector<Claimed>& claimed,
                                                const ClaimFacts& facts) {
  int64_t sum_minor = 0;
  for (const Claimed& each : claimed) sum_minor += each.amount_minor;
  if (sum_minor != line.amount_minor) return MatchSumDiffers(line.amount_minor, sum_minor);
  std::map<std::string, Receivable> receivables = facts.receivables;
  std::map<std::string, int64_t> balances = facts.balances;
  std::vector<Part> parts;
  for (const Claimed& each : claimed) {
    absl::StatusOr<Part> part;
    if (each.subject.empty()) {
      part = ClaimAccount(line, each, &balances);
    } else if (const auto found = receivables.find(each.subject); found != receivables.end()) {
      part = ClaimReceivable(line, each, found->second);
      if (part.ok()) found->second.paid_minor += part->applied_minor();
    } else if (const auto payout = facts.payouts.find(each.subject);
               payout != facts.payouts.end()) {
      part = ClaimPayout(line, each, payout->second);
    } else {
      return MatchSubjectUnknown(each.subject);
    }
    RETURN_IF_ERROR(part.status());
    part->rule = MatchRule::kPerson;
    parts.push_back(*std::move(part));
  }
  return parts;
}

absl::Status CheckUnmatch(const BankLine& line, const std::map<std::string, int64_t>& balances) {
  std::map<std::string, int64_t> taken;
  for (const Part& each : line.parts) {
    if (absl::StartsWith(each.subject, "payouts/")) return MatchShowsPayout(each.subject);
    if (!line.inward) continue;
    if (Returnable(each.account)) taken[each.account] += each.applied_minor();
    if (each.surplus_minor > 0) taken[each.unapplied_account] += each.surplus_minor;
  }
  for (const auto& [account, minor] : taken) {
    const auto balance = balances.find(account);
    const int64_t left_minor = balance == balances.end() ? 0 : balance->second;
    if (left_minor < minor) return MatchUsedSince(account, left_minor);
  }
  return absl::OkStatus();
}

bool Returnable(absl::string_view account) {
  return account == "float-park" || account == "fund-park" || account == "unapplied-park" ||
         account == "unapplied-union" || account == "unapplied-authority" ||
         (absl::StartsWith(account, "unapplied-firm-") && account.size() > 15) ||
         (absl::StartsWith(account, "unapplied-family-") && account.size() > 17);
}

}  // namespace tuoqiao::settlement
