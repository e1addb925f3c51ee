// Where a centre is paid: two people say the same, and a new account waits.
#ifndef TUOQIAO_SERVICES_SETTLEMENT_PAYEE_ACCOUNT_H_
#define TUOQIAO_SERVICES_SETTLEMENT_PAYEE_ACCOUNT_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace tuoqiao::settlement {

struct PayeeAccount {
  std::string centre;
  std::string account_name;
  std::string account_number;
  std::string bank_code;
  std::string first_person;   // Subjects of those who said so.
  std::string second_person;  // Empty until somebody else says the same.
  // The first day on which it is paid to; nothing until it is verified.
  std::optional<absl::CivilDay> payable_from;
  // Whether the centre had a verified account before: then the next one waits.
  bool changed = false;
  int64_t revision = 0;

  bool verified() const { return !second_person.empty(); }
};

// The last four characters of a number: enough to tell two apart, and no account.
std::string TailOf(absl::string_view account_number);

// One step of a centre's account, as the centre is told.
struct AccountStep {
  std::string centre;
  int64_t revision = 0;
  std::string state;
  std::string account_name;
  std::string account_tail;
  std::string person;
  absl::CivilDay date;
  std::optional<absl::CivilDay> payable_from;
};
AccountStep StepOf(const PayeeAccount& account, absl::CivilDay today);

// Spaces and hyphens go; 6 to 34 letters and digits, and a CNAPS code whose check holds.
// ACCOUNT_INVALID.
absl::StatusOr<PayeeAccount> CheckAccount(PayeeAccount account);

// What stands after `person` has said `account`. Other content than before is a new proposal, and
// nothing is paid until a second person has said the same. The result's revision is `before`'s
// where nothing changes. VERIFIED_BY_SAME_PERSON.
absl::StatusOr<PayeeAccount> Propose(const std::optional<PayeeAccount>& before,
                                     PayeeAccount account, absl::string_view person);

// The first day on which an account that was verified today is paid to: a centre's first one at
// once, another one when it has waited.
absl::CivilDay FirstPayableDay(const PayeeAccount& account, absl::CivilDay today,
                               int64_t waiting_days);

}  // namespace tuoqiao::settlement

#endif  // TUOQIAO_SERVICES_SETTLEMENT_PAYEE_ACCOUNT_H_
