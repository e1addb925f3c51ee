// Where a centre is paid: two people say the same.
#ifndef TUOQIAO_SERVICES_SETTLEMENT_PAYEE_ACCOUNT_H_
#define TUOQIAO_SERVICES_SETTLEMENT_PAYEE_ACCOUNT_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tuoqiao::settlement {

struct PayeeAccount {
  std::string centre;
  std::string account_name;
  std::string account_number;
  std::string bank_code;
  std::string first_person;   // Subjects of those who said so.
  std::string second_person;  // Empty until somebody else says the same.
  int64_t revision = 0;

  bool verified() const { return !second_person.empty(); }
};

// Spaces and hyphens go; 6 to 34 letters and digits, and a CNAPS code whose check holds.
// ACCOUNT_INVALID.
absl::StatusOr<PayeeAccount> CheckAccount(PayeeAccount account);

// What stands after `person` has said `account`. Other content than before is a new proposal, and
// nothing is paid until a second person has said the same. The result's revision is `before`'s
// where nothing changes. VERIFIED_BY_SAME_PERSON.
absl::StatusOr<PayeeAccount> Propose(const std::optional<PayeeAccount>& before,
                                     PayeeAccount account, absl::string_view person);

}  // namespace tuoqiao::settlement

#endif  // TUOQIAO_SERVICES_SETTLEMENT_PAYEE_ACCOUNT_H_
