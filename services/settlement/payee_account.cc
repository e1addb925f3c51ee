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

std::string TailOf(absl::string_view account_number) {
  constexpr size_t kTail = 4;
  return std::string(
      account_number.substr(account_number.size() - std::min(kTail, account_number.size())));
}

AccountStep StepOf(const PayeeAccount& account, absl::CivilDay today) {
  AccountStep step;
  step.centre = account.centre;
  step.revision = account.revision;
  step.state = account.verified() ? "VERIFIED" : "PROPOSED";
  step.account_name = account.account_name;
  step.account_tail = TailOf(account.account_number);
  step.person = account.verified() ? account.second_person : account.first_person;
  step.date = today;
  step.payable_from = account.payable_from;
  return step;
}

absl::StatusOr<PayeeAccount> Propose(const std::optional<PayeeAccount>& before,
                                     PayeeAccount account, absl::string_view person) {
  const bool same = before.has_value() && before->account_name == account.account_name &&
                    before->account_number == account.account_number &&
                    before->bank_code == account.bank_code;
  if (same && before->verified()) return *before;
  if (same && before->first_person == person) return VerifiedBySamePerson();
  account.revision = before.has_value() ? before->revision + 1 : 1;
  account.changed = before.has_value() && (before->changed || before->verified());
  account.first_person = same ? before->first_person : std::string(person);
  account.second_person = same ? std::string(person) : "";
  return account;
}

absl::CivilDay FirstPayableDay(const PayeeAccount& account, absl::CivilDay today,
                               int64_t waiting_days) {
  return today + (account.changed ? waiting_days : 0);
}

}  // namespace tuoqiao::settlement
