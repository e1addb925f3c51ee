// The reversal of an entry: one person proposes it, a second one confirms it, once.
#ifndef TUOQIAO_SERVICES_LEDGER_REVERSAL_H_
#define TUOQIAO_SERVICES_LEDGER_REVERSAL_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/ledger/entry.h"

namespace tuoqiao::ledger {

struct Reversal {
  std::string entry;  // That is reversed.
  std::string reason;
  std::string proposed_by;
  std::string confirmed_by;
  std::string reversal_entry;  // Empty while it is proposed.
  int64_t revision = 0;        // 0 where there is none.

  bool Confirmed() const { return !reversal_entry.empty(); }
};

// What a person does to a reversal.
struct Hand {
  std::string subject;
  std::string reason;
};

// ENTRY_NOT_REVERSIBLE with the way: what belongs to a month is corrected by whoever closed it, a
// reversal is undone by entering again, and items have to be known to be undone.
absl::Status CheckReversible(const Entry& entry);

// False where it was proposed for the same reason before. ENTRY_REVERSED.
absl::StatusOr<bool> Propose(Reversal& reversal, const Hand& hand);

// False where it was confirmed before. REVERSAL_NOT_FOUND, REVERSAL_CHANGED,
// CONFIRMED_BY_SAME_PERSON.
absl::StatusOr<bool> Confirm(Reversal& reversal, int64_t revision, const std::string& subject);

}  // namespace tuoqiao::ledger

#endif  // TUOQIAO_SERVICES_LEDGER_REVERSAL_H_
