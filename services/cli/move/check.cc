#include "services/cli/move/check.h"

#include <map>
#include <set>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/cli/move/errors.h"
#include "services/common/status_macros.h"

namespace tuoqiao::cli {
namespace {

using adapters::Row;
using Sums = std::map<std::string, int64_t>;

Sums SumsOf(const std::vector<Row>& rows, const char* of, const char* amount) {
  Sums sums;
  for (const Row& each : rows) sums[each.text(of)] += each[amount].number;
  return sums;
}

int64_t ValueOf(const Sums& sums, const std::string& key) {
  const auto found = sums.find(key);
  return found == sums.end() ? 0 : found->second;
}

// Every row of these files is of somebody whom `people` names.
absl::Status CheckPeople(const Move& move, const std::vector<const char*>& files, const char* field,
                         const std::set<std::string>& people) {
  for (const char* file : files) {
    for (const Row& each : move.rows(file)) {
      if (people.count(each.text(field)) == 0) return RowOfNobody({file, each.line, field});
    }
  }
  return absl::OkStatus();
}

absl::Status CheckMonths(const Move& move, const std::vector<const char*>& files) {
  for (const char* file : files) {
    for (const Row& each : move.rows(file)) {
      if (each.text("month") > move.manifest.closed_through) {
        return MonthNotClosedThere({file, each.line, "month"});
      }
    }
  }
  return absl::OkStatus();
}

absl::Status CheckTotal(const char* what, int64_t said, int64_t found) {
  return said == found ? absl::OkStatus() : ControlTotalWrong(what, said, found);
}

absl::Status CheckTotals(const Move& move) {
  ControlTotals found;
  for (const Row& each : move.rows("balances.csv")) {
    const int64_t minor = each["amount"].number;
    (minor > 0 ? found.debit_minor : found.credit_minor) += std::abs(minor);
    ++found.balances;
  }
  const bool firm = move.manifest.kind == "firm";
  if (firm) {
    for (const Row& each : move.rows("pay_items.csv")) {
      ++found.pay_items;
      found.pay_items_open_minor += each["open"].number;
    }
  } else {
    found.places = static_cast<int64_t>(move.rows("places.csv").size());
  }
  const ControlTotals& said = move.manifest.control;
  RETURN_IF_ERROR(CheckTotal("debit_minor", said.debit_minor, found.debit_minor));
  RETURN_IF_ERROR(CheckTotal("credit_minor", said.credit_minor, found.credit_minor));
  RETURN_IF_ERROR(CheckTotal("balances", said.balances, found.balances));
  RETURN_IF_ERROR(CheckTotal("pay_items", said.pay_items, found.pay_items));
  RETURN_IF_ERROR(
      CheckTotal("pay_items_open_minor", said.pay_items_open_minor, found.pay_items_open_minor));
  RETURN_IF_ERROR(CheckTotal("places", said.places, found.places));
  if (found.debit_minor != found.credit_minor) {
    return MoveNotBalanced(found.debit_minor - found.credit_minor);
  }
  return absl::OkStatus();
}

// Each balance by the rows that are said to explain it, and no rows that nobody is said to owe.
absl::Status CheckExplained(const Move& move, Sums by_pay_items) {
  const Sums lines = SumsOf(move.rows("account_lines.csv"), "account", "amount");
  std::map<std::string, Sums> said;  // By what explains it.
  for (const Row& each : move.rows("balances.csv")) {
    said[each.text("explained_by")][each.text("account")] += each["amount"].number;
  }
  for (const auto& [account, minor] : said["ACCOUNT_LINES"]) {
    if (ValueOf(lines, account) != minor) {
      return BalanceUnexplained(account, minor, ValueOf(lines, account));
    }
  }
  for (const auto& [account, minor] : lines) {
    if (ValueOf(said["ACCOUNT_LINES"], account) != minor) {
      return BalanceUnexplained(account, ValueOf(said["ACCOUNT_LINES"], account), minor);
    }
  }
  for (const auto& [account, minor] : said["PAY_ITEMS"]) by_pay_items[account] += 0;
  for (const auto& [account, minor] : by_pay_items) {
    if (ValueOf(said["PAY_ITEMS"], account) != minor) {
      return BalanceUnexplained(account, ValueOf(said["PAY_ITEMS"], account), minor);
    }
  }
  return absl::OkStatus();
}

// The one account that may stand for what is left behind, and whose the others are.
absl::Status CheckAccounts(const Move& move, const std::string& moved,
                           const std::set<std::string>& own,
                           const std::vector<const char*>& families) {
  for (const Row& each : move.rows("balances.csv")) {
    const std::string& account = each.text("account");
    bool fits = own.count(account) > 0;
    for (const char* prefix : families) fits = fits || absl::StartsWith(account, prefix);
    const bool rest = each.text("explained_by") == "REST";
    if (rest != (account == moved) || (!rest && !fits)) {
      return RowOfAnotherFirm({"balances.csv", each.line, "account"});
    }
  }
  return absl::OkStatus();
}

absl::Status CheckFirm(const Move& move) {
  const std::string firm = absl::AsciiStrToLower(move.manifest.subject);
  const auto& described = move.rows("firm.csv");
  if (described.size() != 1 || absl::AsciiStrToLower(described[0].text("uscc")) != firm) {
    return RowOfAnotherFirm({"firm.csv", described.empty() ? 1 : described.back().line, "uscc"});
  }
  std::set<std::string> people;
  for (const Row& each : move.rows("employees.csv")) people.insert(each.text("employee_no"));
  RETURN_IF_ERROR(CheckPeople(move, {"authorisations.csv", "pay_lines.csv", "pay_items.csv"},
                              "employee_no", people));
  std::set<std::string> runs;
  for (const Row& each : move.rows("pay_runs.csv")) runs.insert(each.text("run"));
  RETURN_IF_ERROR(CheckPeople(move, {"pay_lines.csv"}, "run", runs));
  RETURN_IF_ERROR(CheckMonths(move, {"shares.csv", "pay_runs.csv", "pay_items.csv"}));
  RETURN_IF_ERROR(CheckAccounts(
      move, absl::StrCat("moved-firm-", firm),
      {absl::StrCat("receivable-firm-", firm), absl::StrCat("clearing-payroll-", firm)},
      {"receivable-family-"}));
  RETURN_IF_ERROR(CheckTotals(move));
  Sums by_pay_items;
  for (const Row& each : move.rows("pay_items.csv")) {
    if (each.text("form") != "DEDUCT") continue;
    by_pay_items[absl::StrCat("receivable-family-", each.text("family"))] += each["open"].number;
  }
  return CheckExplained(move, std::move(by_pay_items));
}

absl::Status CheckCentre(const Move& move) {
  const std::string centre = absl::AsciiStrToLower(move.manifest.subject);
  const auto& described = move.rows("centre.csv");
  if (described.size() != 1 || absl::AsciiStrToLower(described[0].text("centre")) != centre) {
    return RowOfAnotherFirm(
        {"centre.csv", described.empty() ? 1 : described.back().line, "centre"});
  }
  std::set<std::string> children;
  for (const Row& each : move.rows("families.csv")) children.insert(each.text("case_number"));
  RETURN_IF_ERROR(CheckPeople(move, {"places.csv", "attendance.csv", "statements.csv"},
                              "case_number", children));
  std::set<std::string> statements;
  for (const Row& each : move.rows("statements.csv")) statements.insert(each.text("statement"));
  RETURN_IF_ERROR(CheckPeople(move, {"draws.csv"}, "statement", statements));
  RETURN_IF_ERROR(CheckMonths(move, {"statements.csv"}));
  RETURN_IF_ERROR(CheckAccounts(
      move, absl::StrCat("moved-", centre),
      {absl::StrCat("payable-", centre), absl::StrCat("direct-due-", centre)}, {"direct-family-"}));
  RETURN_IF_ERROR(CheckTotals(move));
  return CheckExplained(move, {});
}

}  // namespace

absl::Status CheckMove(const Move& move) {
  return move.manifest.kind == "firm" ? CheckFirm(move) : CheckCentre(move);
}

}  // namespace tuoqiao::cli
