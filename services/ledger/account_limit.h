// What an account may hold, and how much of it is left. A balance is debits less credits.
#ifndef TUOQIAO_SERVICES_LEDGER_ACCOUNT_LIMIT_H_
#define TUOQIAO_SERVICES_LEDGER_ACCOUNT_LIMIT_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"

namespace tuoqiao::ledger {

// In force from its day until the next of the account begins; without floor and ceiling nothing is
// limited.
struct AccountLimit {
  std::string account;
  absl::CivilDay from_date;
  std::optional<int64_t> floor_minor, ceiling_minor;
  int64_t revision = 0;
  // Of a budget's limit that was heard: the plan that has it, and when it was said, to be compared.
  // Empty where a person set it.
  std::string funding_plan, said;
};
// Whether two say the same; revisions apart, and who said it.
bool SameLimit(const AccountLimit& a, const AccountLimit& b);

// An account as a transfer meets it. What is reserved counts as if it were posted, but only where
// it uses a limit up: a reservation may be voided, so it gives nothing to others.
struct Standing {
  AccountLimit limit;
  int64_t balance_minor = 0;
  int64_t reserved_debit_minor = 0;
  int64_t reserved_credit_minor = 0;

  // What may still be debited and credited; nothing where no limit says. Negative beyond it.
  std::optional<int64_t> DebitLeft() const;
  std::optional<int64_t> CreditLeft() const;
  // By how much the balance itself is beyond the limit: what was heard is never refused.
  int64_t BreachedMinor() const;
};

// LIMIT_EXCEEDED with how much is left.
absl::Status CheckDebit(const Standing& standing, int64_t amount_minor);
absl::Status CheckCredit(const Standing& standing, int64_t amount_minor);

}  // namespace tuoqiao::ledger

#endif  // TUOQIAO_SERVICES_LEDGER_ACCOUNT_LIMIT_H_
