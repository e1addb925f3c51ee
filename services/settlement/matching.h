// By which rules a line of the bank pays what: one debt or several, in part or beyond, and with the
// small differences that banks and people make.
#ifndef TUOQIAO_SERVICES_SETTLEMENT_MATCHING_H_
#define TUOQIAO_SERVICES_SETTLEMENT_MATCHING_H_

#include <cstdint>
#include <string>
#include <vector>

#include "services/settlement/receivable.h"

namespace tuoqiao::settlement {

enum class MatchRule { kReference, kReferences, kNearReference, kOtherDebts, kPerson };

// Where a part of a line's money goes. What pays the receivable is the amount less surplus and
// drift.
struct Part {
  std::string subject;  // `receivables/{id}` or `payouts/{id}`; empty where the account says all.
  std::string account;  // The ledger's.
  int64_t amount_minor = 0;
  int64_t surplus_minor = 0;
  std::string unapplied_account;
  // What the drift account bears: above zero was too much, below too little.
  int64_t drift_minor = 0;
  MatchRule rule = MatchRule::kReference;
  std::string person;    // Of kPerson.
  int64_t revision = 0;  // Of the line, with the event that said so.

  int64_t applied_minor() const { return amount_minor - surplus_minor - drift_minor; }
};

// How much a line may differ, and how much of the year's limit is left.
struct Drift {
  int64_t tolerance_minor = 0;
  int64_t left_minor = 0;

  bool Allows(int64_t difference_minor) const {
    return difference_minor <= tolerance_minor && difference_minor <= left_minor;
  }
};

// What a line in of `amount_minor` pays: the named receivables in their order, each at most what is
// due. What is missing in the end, or too much, is drift where that is allowed, and never of what
// the park is asked to bring, which the bank account needs to the fen. Else what is too much pays
// other debts of the last payer (`others`, the oldest first) where some of them come to it exactly,
// and is the payer's, unapplied, where they do not. `named` is not empty.
std::vector<Part> PayNamed(int64_t amount_minor, const std::vector<Receivable>& named,
                           const std::vector<Receivable>& others, const Drift& drift);

// The reference that a text has with exactly one wrong character; a debt is paid by it only where
// nothing else fits, so the caller gives those that are due exactly the line's amount. Nothing
// where none or several are meant.
const Receivable* FindNear(absl::string_view text, const std::vector<Receivable>& candidates);

}  // namespace tuoqiao::settlement

#endif  // TUOQIAO_SERVICES_SETTLEMENT_MATCHING_H_
