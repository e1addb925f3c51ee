#include "services/settlement/receivable.h"

#include <algorithm>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/common/period.h"

namespace tuoqiao::settlement {
namespace {

struct Payer {
  std::string kind;
  std::string party;
};

// Who is asked for what stands on an account; nobody for a family, whose money comes through
// payroll.
std::optional<Payer> PayerOf(absl::string_view account) {
  if (account == "receivable-authority") return Payer{"CLAIM", "AUTHORITY"};
  if (account == "receivable-park") return Payer{"INVOICE", "PARK"};
  if (account == "receivable-union") return Payer{"INVOICE", "UNION"};
  if (absl::ConsumePrefix(&account, "receivable-firm-")) {
    return Payer{"INVOICE", absl::AsciiStrToUpper(account)};
  }
  if (absl::ConsumePrefix(&account, "clearing-payroll-")) {
    return Payer{"REMITTANCE", absl::AsciiStrToUpper(account)};
  }
  return std::nullopt;
}

std::string MakeId(absl::CivilMonth month, const Payer& payer, int64_t ordinal) {
  const std::string id =
      absl::AsciiStrToLower(absl::StrCat(FormatMonth(month), "-", payer.kind, "-", payer.party));
  return ordinal == 1 ? id : absl::StrCat(id, "-", ordinal);
}

}  // namespace

absl::string_view Receivable::state() const {
  if (paid_minor >= amount_minor) return "PAID";
  return paid_minor > 0 ? "PARTLY_PAID" : "OPEN";
}

Issue IssueMonth(absl::CivilMonth month, const std::vector<MonthAmount>& amounts,
                 const std::vector<Receivable>& issued) {
  struct Before {
    int64_t amount_minor = 0, count = 0;
  };
  std::map<std::string, Before> before;
  for (const Receivable& each : issued) {
    if (each.month != month || each.kind == "FLOAT") continue;
    before[each.account].amount_minor += each.amount_minor;
    ++before[each.account].count;
  }
  Issue issue;
  for (const MonthAmount& each : amounts) {
    const std::optional<Payer> payer = PayerOf(each.account);
    if (!payer.has_value()) continue;
    const Before& done = before[each.account];
    const int64_t new_minor = each.amount_minor - done.amount_minor;
    if (new_minor <= 0) {
      if (done.count > 0) ++issue.unchanged;
      continue;
    }
    Receivable made;
    made.id = MakeId(month, *payer, done.count + 1);
    made.kind = payer->kind;
    made.party = payer->party;
    made.month = month;
    made.account = each.account;
    made.amount_minor = new_minor;
    issue.made.push_back(std::move(made));
  }
  return issue;
}

FloatAsk AskFloat(absl::CivilMonth month, int64_t missing_minor,
                  const std::vector<Receivable>& floats) {
  FloatAsk ask;
  ask.receivable.kind = "FLOAT";
  ask.receivable.party = "PARK";
  ask.receivable.month = month;
  ask.receivable.account = "float-park";
  ask.receivable.id = MakeId(month, {"FLOAT", "PARK"}, 1);
  for (const Receivable& each : floats) {
    if (each.month == month) {
      ask.receivable = each;
    } else {
      missing_minor -= each.due_minor();
    }
  }
  const int64_t amount_minor = ask.receivable.paid_minor + std::max<int64_t>(0, missing_minor);
  ask.changed = amount_minor != ask.receivable.amount_minor;
  ask.receivable.amount_minor = amount_minor;
  return ask;
}

std::string UnappliedAccount(const Receivable& receivable) {
  const bool firm =
      receivable.party != "PARK" && receivable.party != "UNION" && receivable.party != "AUTHORITY";
  return absl::StrCat(firm ? "unapplied-firm-" : "unapplied-",
                      absl::AsciiStrToLower(receivable.party));
}

}  // namespace tuoqiao::settlement
