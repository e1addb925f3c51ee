// Balances that a firm or a centre brings from other books: one person proposes them with control
// totals, a second one confirms them, and both may take them back while nothing was built on them.
#ifndef TUOQIAO_SERVICES_LEDGER_OPENING_H_
#define TUOQIAO_SERVICES_LEDGER_OPENING_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/ledger/entry.h"
#include "services/ledger/reversal.h"

namespace tuoqiao::ledger {

// Positive debits, negative credits; never zero.
struct OpeningBalance {
  std::string account;
  int64_t amount_minor = 0;
  std::string item;  // Of a clearing account: what explains it.
  std::optional<absl::CivilDay> open_day;
};

// What a party bore in a year before it came.
struct OpeningCounter {
  std::string kind, party, year;
  int64_t amount_minor = 0, statements = 0, months = 0;
};

enum class OpeningState { kProposed, kConfirmed, kReversalProposed, kReversed };
OpeningState OpeningStateOf(absl::string_view name);  // Of a name that the next one gave.
absl::string_view OpeningStateName(OpeningState state);

struct Opening {
  std::string id, source, content_hash;
  absl::CivilDay as_of;
  std::vector<OpeningBalance> balances;
  std::vector<OpeningCounter> counters;
  int64_t debit_minor = 0, credit_minor = 0;  // Control totals.
  OpeningState state = OpeningState::kProposed;
  std::string proposed_by, confirmed_by, reason;
  int64_t position = 0;  // Where the book stood once it was posted.
  int64_t revision = 0;  // 0 where there is none.

  // Whether its entries stand.
  bool Posted() const {
    return state == OpeningState::kConfirmed || state == OpeningState::kReversalProposed;
  }
};
// SHA-256 of what is proposed, hexadecimal; who proposes it and how far it is are no part of it.
std::string DigestOf(const Opening& opening);

// Whether an account is brought by openings: a party's, as others hear of it.
bool MayOpen(absl::string_view account);

// Rows against control totals, and days. `behind` is the first day behind every booked month.
// OPENING_TOTAL_WRONG, OPENING_NOT_BALANCED, OPENING_IN_FUTURE, OPENING_MONTH_BOOKED.
struct OpeningDays {
  absl::CivilDay today;
  std::optional<absl::CivilDay> behind;
};
absl::Status CheckOpening(const Opening& opening, const OpeningDays& days);

// What is known is proposed once more where it was taken back. False where nothing changes.
// OPENING_CHANGED.
absl::StatusOr<bool> Propose(const Opening& said, const std::string& subject, Opening& known);
// OPENING_STATE. False where it is proposed for the same reason already.
absl::StatusOr<bool> ProposeReversal(Opening& opening, const Hand& hand);
// False where it was confirmed before. OPENING_REVISION_CHANGED, CONFIRMED_BY_SAME_PERSON.
absl::StatusOr<bool> Confirm(Opening& opening, int64_t revision, const std::string& subject);

// One entry for each party and day, each against the opening's account; an item is as old as it
// was, but never in a booked month.
struct OpeningPlace {
  std::string park, resource;
};
std::vector<Entry> BookOpening(const OpeningPlace& place, const Opening& opening,
                               const OpeningDays& days);

}  // namespace tuoqiao::ledger

#endif  // TUOQIAO_SERVICES_LEDGER_OPENING_H_
