#include "services/ledger/reversal.h"

#include <map>

#include "services/ledger/account.h"
#include "services/ledger/errors.h"

namespace tuoqiao::ledger {
namespace {

// What an entry posts on an account that items explain is what it did to its items.
bool ItemsKnown(const Entry& entry) {
  std::map<std::string, int64_t> missing;
  for (const Posting& each : entry.postings) {
    if (ExplainedByItems(each.account)) missing[each.account] += each.amount_minor;
  }
  for (const ItemChange& each : entry.items) {
    missing[each.account] -= each.opened_minor - each.closed_minor;
  }
  for (const auto& [account, minor] : missing) {
    if (minor != 0) return false;
  }
  return true;
}

}  // namespace

absl::Status CheckReversible(const Entry& entry) {
  if (!entry.reverses.empty()) return EntryNotReversible(entry.id, Way::kEnterAgain);
  if (IsOpening(entry)) return EntryNotReversible(entry.id, Way::kReverseOpening);
  if (entry.kind == "budget_draw") return EntryNotReversible(entry.id, Way::kCorrectInBilling);
  if (entry.month.has_value()) {
    return EntryNotReversible(
        entry.id, SourceOf(entry) == "billing" ? Way::kCorrectInBilling : Way::kCorrectInPayroll);
  }
  if (entry.postings.empty()) return EntryNotReversible(entry.id, Way::kNothingPosted);
  if (!ItemsKnown(entry)) return EntryNotReversible(entry.id, Way::kItemsNotKnown);
  return absl::OkStatus();
}

absl::StatusOr<bool> Propose(Reversal& reversal, const Hand& hand) {
  if (reversal.Confirmed()) return EntryReversed(reversal.entry, reversal.reversal_entry);
  if (reversal.revision > 0 && reversal.reason == hand.reason) return false;
  reversal.reason = hand.reason;
  reversal.proposed_by = hand.subject;
  ++reversal.revision;
  return true;
}

absl::StatusOr<bool> Confirm(Reversal& reversal, int64_t revision, const std::string& subject) {
  if (reversal.revision == 0) return ReversalNotFound(reversal.entry);
  // The confirmation was its last change.
  const int64_t proposal = reversal.Confirmed() ? reversal.revision - 1 : reversal.revision;
  if (proposal != revision) return ReversalChanged(reversal.entry, proposal);
  if (reversal.proposed_by == subject) return ConfirmedBySamePerson();
  if (reversal.Confirmed()) return false;
  reversal.confirmed_by = subject;
  ++reversal.revision;
  return true;
}

}  // namespace tuoqiao::ledger
