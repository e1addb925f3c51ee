#include "services/ledger/opening.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/check.h"
#include "services/common/hash.h"
#include "services/common/period.h"
#include "services/ledger/account.h"
#include "services/ledger/errors_opening.h"

namespace tuoqiao::ledger {
namespace {

constexpr const char* kStates[] = {"PROPOSED", "CONFIRMED", "REVERSAL_PROPOSED", "REVERSED"};

std::string DayText(const std::optional<absl::CivilDay>& day) {
  return day.has_value() ? FormatDay(*day) : "";
}

// Whose account it is, so that all of one party stands in one entry.
std::string PartyOf(const std::string& account) {
  const auto name = ParseAccount(account);
  CHECK(name.has_value());
  return name->kind == "clearing-payroll" ? absl::StrCat("firm-", name->party) : name->party;
}

}  // namespace

OpeningState OpeningStateOf(absl::string_view name) {
  const auto found = std::find(std::begin(kStates), std::end(kStates), name);
  CHECK(found != std::end(kStates));
  return static_cast<OpeningState>(found - std::begin(kStates));
}

absl::string_view OpeningStateName(OpeningState state) {
  return kStates[static_cast<size_t>(state)];
}

std::string DigestOf(const Opening& opening) {
  std::string text =
      absl::StrCat(opening.source, "\n", opening.content_hash, "\n", FormatDay(opening.as_of), "\n",
                   opening.debit_minor, " ", opening.credit_minor, "\n");
  for (const OpeningBalance& each : opening.balances) {
    absl::StrAppend(&text, each.account, " ", each.amount_minor, " ", each.item, " ",
                    DayText(each.open_day), "\n");
  }
  for (const OpeningCounter& each : opening.counters) {
    absl::StrAppend(&text, each.kind, " ", each.party, " ", each.year, " ", each.amount_minor, " ",
                    each.statements, " ", each.months, "\n");
  }
  return absl::BytesToHexString(Sha256(text));
}

bool MayOpen(absl::string_view account) {
  const auto name = ParseAccount(account);
  if (!name.has_value() || name->party.empty()) return false;
  if (name->kind == "receivable") {
    return absl::StartsWith(name->party, "firm-") || absl::StartsWith(name->party, "family-");
  }
  if (name->kind == "direct" || name->kind == "unapplied") {
    return absl::StartsWith(name->party, "family-");
  }
  return name->kind == "direct-due" || name->kind == "payable" ||
         name->kind == "clearing-payroll" || name->kind == kMoved;
}

absl::Status CheckOpening(const Opening& opening, const OpeningDays& days) {
  int64_t debit_minor = 0, credit_minor = 0;
  for (const OpeningBalance& each : opening.balances) {
    (each.amount_minor > 0 ? debit_minor : credit_minor) += std::abs(each.amount_minor);
  }
  if (debit_minor != opening.debit_minor) {
    return OpeningTotalWrong("opening.debit_minor", opening.debit_minor, debit_minor);
  }
  if (credit_minor != opening.credit_minor) {
    return OpeningTotalWrong("opening.credit_minor", opening.credit_minor, credit_minor);
  }
  if (debit_minor != credit_minor) return OpeningNotBalanced(debit_minor - credit_minor);
  if (opening.as_of > days.today) return OpeningInFuture(opening.as_of, days.today);
  if (days.behind.has_value() && opening.as_of < *days.behind) {
    return OpeningMonthBooked(opening.as_of, *days.behind);
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> Propose(const Opening& said, const std::string& subject, Opening& known) {
  if (known.revision > 0) {
    if (DigestOf(said) != DigestOf(known)) return OpeningChanged(known.id);
    if (known.state != OpeningState::kReversed) return false;
  }
  const int64_t revision = known.revision + 1;
  known = said;
  known.state = OpeningState::kProposed;
  known.proposed_by = subject;
  known.revision = revision;
  return true;
}

absl::StatusOr<bool> ProposeReversal(Opening& opening, const Hand& hand) {
  if (!opening.Posted()) return OpeningStateWrong(opening.id, OpeningStateName(opening.state));
  if (opening.state == OpeningState::kReversalProposed && opening.reason == hand.reason) {
    return false;
  }
  opening.state = OpeningState::kReversalProposed;
  opening.reason = hand.reason;
  opening.proposed_by = hand.subject;
  ++opening.revision;
  return true;
}

absl::StatusOr<bool> Confirm(Opening& opening, int64_t revision, const std::string& subject) {
  const bool confirmed =
      opening.state == OpeningState::kConfirmed || opening.state == OpeningState::kReversed;
  // The confirmation was its last change.
  const int64_t proposal = confirmed ? opening.revision - 1 : opening.revision;
  if (proposal != revision) return OpeningRevisionChanged(opening.id, proposal);
  if (opening.proposed_by == subject) return OpeningConfirmedBySamePerson();
  if (confirmed) return false;
  opening.state =
      opening.state == OpeningState::kProposed ? OpeningState::kConfirmed : OpeningState::kReversed;
  opening.confirmed_by = subject;
  ++opening.revision;
  return true;
}

std::vector<Entry> BookOpening(const OpeningPlace& place, const Opening& opening,
                               const OpeningDays& days) {
  std::map<std::pair<std::string, absl::CivilDay>, std::vector<OpeningLine>> lines;
  for (const OpeningBalance& each : opening.balances) {
    absl::CivilDay day = std::min(each.open_day.value_or(opening.as_of), opening.as_of);
    if (days.behind.has_value()) day = std::max(day, *days.behind);
    lines[{PartyOf(each.account), day}].push_back({each.account, each.amount_minor, each.item});
  }
  std::vector<Entry> entries;
  for (const auto& [key, of_party] : lines) {
    const std::string part =
        absl::StrCat(key.first, "/", FormatDay(key.second), "/", opening.revision);
    const std::string id = DeriveIdWithin("opn", place.park, opening.id, part);
    entries.push_back(
        BookOpeningLines({id, place.resource}, key.second, OpeningAccount(opening.id), of_party));
  }
  return entries;
}

}  // namespace tuoqiao::ledger
