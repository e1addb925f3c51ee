// What firms and unions bore of childcare in a year, and how much of it the law lets a firm deduct.
#ifndef TUOQIAO_SERVICES_LEDGER_COUNTER_H_
#define TUOQIAO_SERVICES_LEDGER_COUNTER_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tuoqiao::ledger {

// What a receivable of a payer came to in the closed months of a year.
struct YearAmount {
  std::string account;
  int64_t amount_minor = 0;
  int64_t statements = 0;
  int64_t months = 0;
  int64_t opening_minor = 0;  // How much of it openings brought.
};

struct Counter {
  std::string kind;  // WELFARE or UNION.
  std::string party;
  int64_t amount_minor = 0;
  int64_t statements = 0;
  int64_t months = 0;
  int64_t opening_minor = 0;  // How much of it openings brought.
  // Of WELFARE where the firm's wages are recorded.
  std::optional<int64_t> wages_minor;
  std::optional<int64_t> limit_minor;
  int64_t rate_basis_points = 0;

  // Below zero is beyond the limit.
  std::optional<int64_t> left_minor() const {
    if (!limit_minor.has_value()) return std::nullopt;
    return *limit_minor - amount_minor;
  }
};

// Rounded down: what is not a whole fen is not deductible.
int64_t WelfareLimit(int64_t wages_minor, int64_t rate_basis_points);

// Both together, by account.
std::vector<YearAmount> WithOpenings(std::vector<YearAmount> amounts,
                                     const std::vector<YearAmount>& openings);

// One for each firm and union of the amounts, in their order. `wages` are by firm.
std::vector<Counter> Count(const std::vector<YearAmount>& amounts,
                           const std::map<std::string, int64_t>& wages, int64_t rate_basis_points);

}  // namespace tuoqiao::ledger

#endif  // TUOQIAO_SERVICES_LEDGER_COUNTER_H_
