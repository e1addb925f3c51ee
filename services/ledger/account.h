// Names of accounts: a kind and a party. A name is made here and nowhere else.
#ifndef TUOQIAO_SERVICES_LEDGER_ACCOUNT_H_
#define TUOQIAO_SERVICES_LEDGER_ACCOUNT_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace tuoqiao::ledger {

inline constexpr absl::string_view kBank = "bank";
inline constexpr absl::string_view kSuspenseBank = "suspense-bank";
inline constexpr absl::string_view kClearingPayout = "clearing-payout";
inline constexpr absl::string_view kFloatPark = "float-park";
inline constexpr absl::string_view kFundPark = "fund-park";
inline constexpr absl::string_view kDriftBank = "drift-bank";

// Parties are the last parts of resource names: `91…` of a firm, `fam-…` of a family, `c01` of a
// centre.
std::string ReceivableOfAuthority();
std::string ReceivableOfPark();
std::string ReceivableOfUnion();
std::string ReceivableOfFirm(absl::string_view firm);
std::string ReceivableOfFamily(absl::string_view family);
std::string Payable(absl::string_view centre);
std::string DirectOfFamily(absl::string_view family);
std::string DirectDue(absl::string_view centre);
std::string ClearingPayroll(absl::string_view firm);
// The open item of what payroll paid back, or turned out not to have taken: the firm is owed it.
std::string OwedToFirm(absl::string_view firm);
std::string UnappliedOfFamily(absl::string_view family);
std::string WriteOffOfPark();
// What an opening's entries are posted against: zero once all of it is in.
std::string OpeningAccount(absl::string_view opening);
// The kind of what is with whoever kept a party's books before.
inline constexpr absl::string_view kMoved = "moved";
// What a payer may bear in a calendar year; what was drawn of it stands on its debit side, and that
// of all payers together on the credit side of the other.
std::string Budget(absl::string_view payer, int64_t year);
std::string BudgetSpent(int64_t year);
// The payer and year of a budget; nothing of other accounts, also of other `budget-…`.
struct BudgetName {
  std::string payer;
  int64_t year = 0;
};
std::optional<BudgetName> ParseBudget(absl::string_view account);

struct AccountName {
  std::string kind;
  std::string party;
};
// The kind and party of a name; nothing where there is no such kind.
std::optional<AccountName> ParseAccount(absl::string_view account);

// Whether money is moved on the account by hand: `budget-…`. What others hold is heard.
bool IsBudget(absl::string_view account);

// Whether open items have to explain each fen on the account: clearing and suspense.
bool ExplainedByItems(absl::string_view account);

}  // namespace tuoqiao::ledger

#endif  // TUOQIAO_SERVICES_LEDGER_ACCOUNT_H_
