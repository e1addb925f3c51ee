#include "services/settlement/payee_account.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_replace.h"
#include "services/common/identity.h"
#include "services/settlement/errors.h"

namespace tuoqiao::settlement {
namespace {

constexpr size_t kNumberMin = 6, kNumberMax = 34;

}  // namespace

absl::StatusOr<PayeeAccount> CheckAccount(PayeeAccount account) {
  account.account_number = absl::StrReplaceAll(account.account_number, {{" ", ""}, {"-", ""}});
  const std::string& number = account.account_number;
  if (number.size() < kNumberMin || number.size() > kNumberMax ||
      !std::all_of(number.begin(), number.end(),
                   [](char c) { return absl::ascii_isalnum(static_cast<unsigned char>(c)); })) {
    return AccountInvalid("payee_account.account_number");
  }
  if (!ValidCnaps(account.bank_code)) return AccountInvalid("payee_account.bank_code");
  return account;
}

absl::StatusOr<PayeeAccount> Propose(const std::optional<PayeeAccount>& before,
                                     PayeeAccount account, absl::string_view person) {
  const bool same = before.has_value() && before->account_name == account.account_name &&
                    before->account_number == account.account_number &&
                    before->bank_code == account.bank_code;
  if (same && before->verified()) return *before;
  if (same && before->first_person == person) return VerifiedBySamePerson();
  account.revision = before.has_value() ? before->revision + 1 : 1;
  account.first_person = same ? before->first_person : std::string(person);
  account.second_person = same ? std::string(person) : "";
  return account;
}

}  // namespace tuoqiao::settlement
