#include "services/ledger/account_limit.h"

#include <algorithm>

#include "services/ledger/errors.h"

namespace tuoqiao::ledger {
namespace {

absl::Status Check(const Standing& standing, std::optional<int64_t> left_minor,
                   int64_t amount_minor) {
  if (!left_minor.has_value() || amount_minor <= *left_minor) return absl::OkStatus();
  return LimitExceeded(standing.limit.account, std::max<int64_t>(0, *left_minor));
}

}  // namespace

bool SameLimit(const AccountLimit& a, const AccountLimit& b) {
  return a.account == b.account && a.from_date == b.from_date && a.floor_minor == b.floor_minor &&
         a.ceiling_minor == b.ceiling_minor;
}

std::optional<int64_t> Standing::DebitLeft() const {
  if (!limit.ceiling_minor.has_value()) return std::nullopt;
  return *limit.ceiling_minor - balance_minor - reserved_debit_minor;
}

std::optional<int64_t> Standing::CreditLeft() const {
  if (!limit.floor_minor.has_value()) return std::nullopt;
  return balance_minor - reserved_credit_minor - *limit.floor_minor;
}

int64_t Standing::BreachedMinor() const {
  int64_t breached_minor = 0;
  if (limit.ceiling_minor.has_value()) {
    breached_minor = std::max(breached_minor, balance_minor - *limit.ceiling_minor);
  }
  if (limit.floor_minor.has_value()) {
    breached_minor = std::max(breached_minor, *limit.floor_minor - balance_minor);
  }
  return breached_minor;
}

absl::Status CheckDebit(const Standing& standing, int64_t amount_minor) {
  return Check(standing, standing.DebitLeft(), amount_minor);
}

absl::Status CheckCredit(const Standing& standing, int64_t amount_minor) {
  return Check(standing, standing.CreditLeft(), amount_minor);
}

}  // namespace tuoqiao::ledger
