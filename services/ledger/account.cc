#include "services/ledger/account.h"

#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace tuoqiao::ledger {
namespace {

// A longer kind stands before one that it begins with.
constexpr absl::string_view kKinds[] = {
    "clearing-payroll", "clearing-payout", "direct-due", "direct", "receivable", "payable",
    "suspense",         "float",           "fund",       "drift",  "unapplied",  "bank",
    "budget",           "write-off",       "opening",    "moved"};

}  // namespace

std::string ReceivableOfAuthority() { return "receivable-authority"; }
std::string ReceivableOfPark() { return "receivable-park"; }
std::string ReceivableOfUnion() { return "receivable-union"; }
std::string ReceivableOfFirm(absl::string_view firm) {
  return absl::StrCat("receivable-firm-", firm);
}
std::string ReceivableOfFamily(absl::string_view family) {
  return absl::StrCat("receivable-family-", family);
}
std::string Payable(absl::string_view centre) { return absl::StrCat("payable-", centre); }
std::string DirectOfFamily(absl::string_view family) {
  return absl::StrCat("direct-family-", family);
}
std::string DirectDue(absl::string_view centre) { return absl::StrCat("direct-due-", centre); }
std::string ClearingPayroll(absl::string_view firm) {
  return absl::StrCat("clearing-payroll-", firm);
}

std::string OwedToFirm(absl::string_view firm) {
  return absl::StrCat("owed-", ClearingPayroll(firm));
}
std::string UnappliedOfFamily(absl::string_view family) {
  return absl::StrCat("unapplied-family-", family);
}

std::string WriteOffOfPark() { return "write-off-park"; }

std::string OpeningAccount(absl::string_view opening) { return absl::StrCat("opening-", opening); }

std::string Budget(absl::string_view payer, int64_t year) {
  return absl::StrCat("budget-", payer, "-", year);
}
std::string BudgetSpent(int64_t year) { return Budget("spent", year); }

std::optional<BudgetName> ParseBudget(absl::string_view account) {
  const std::vector<std::string> parts = absl::StrSplit(account, '-');
  BudgetName name;
  if (parts.size() != 3 || parts[0] != "budget" || !absl::SimpleAtoi(parts[2], &name.year) ||
      (parts[1] != "authority" && parts[1] != "park" && parts[1] != "union")) {
    return std::nullopt;
  }
  name.payer = parts[1];
  return name;
}

std::optional<AccountName> ParseAccount(absl::string_view account) {
  for (absl::string_view kind : kKinds) {
    absl::string_view rest = account;
    if (!absl::ConsumePrefix(&rest, kind)) continue;
    if (rest.empty()) return AccountName{std::string(kind), ""};
    if (absl::ConsumePrefix(&rest, "-") && !rest.empty()) {
      return AccountName{std::string(kind), std::string(rest)};
    }
  }
  return std::nullopt;
}

bool IsBudget(absl::string_view account) {
  const auto name = ParseAccount(account);
  return name.has_value() && name->kind == "budget" && !name->party.empty();
}

bool ExplainedByItems(absl::string_view account) {
  return absl::StartsWith(account, "clearing-") || absl::StartsWith(account, "suspense-");
}

}  // namespace tuoqiao::ledger
