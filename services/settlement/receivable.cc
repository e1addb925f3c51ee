#include "services/settlement/receivable.h"

#include <algorithm>
#include <optional>
#include <tuple>

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

// Takes from open credits of the account, the oldest first, until nothing is left of the
// receivable.
void SetOffCredits(std::vector<Receivable> credits, Receivable* made, Issue* issue) {
  std::sort(credits.begin(), credits.end(), [](const Receivable& a, const Receivable& b) {
    return std::tie(a.month, a.id) < std::tie(b.month, b.id);
  });
  for (Receivable& credit : credits) {
    if (credit.account != made->account) continue;
    const int64_t minor = std::min(credit.due_minor(), made->amount_minor);
    if (minor <= 0) continue;
    made->amount_minor -= minor;
    made->set_off_minor += minor;
    credit.paid_minor += minor;
    credit.set_off_minor += minor;
    issue->set_offs.push_back({made->id, credit.id, minor});
    issue->used.push_back(std::move(credit));
  }
}

}  // namespace

absl::string_view Receivable::state() const {
  if (paid_minor >= amount_minor) return "PAID";
  return paid_minor > 0 ? "PARTLY_PAID" : "OPEN";
}

Issue IssueMonth(absl::CivilMonth month, const std::vector<MonthAmount>& amounts,
                 const std::vector<Receivable>& issued, const std::vector<Receivable>& credits) {
  struct Before {
    int64_t net_minor = 0, asked = 0, credited = 0;
  };
  std::map<std::string, Before> before;
  for (const Receivable& each : issued) {
    if (each.month != month || each.kind == "FLOAT" || each.kind == "FUND") continue;
    Before& done = before[each.account];
    done.net_minor += each.credit() ? -each.amount_minor : each.amount_minor + each.set_off_minor;
    ++(each.credit() ? done.credited : done.asked);
  }
  Issue issue;
  for (const MonthAmount& each : amounts) {
    const std::optional<Payer> payer = PayerOf(each.account);
    if (!payer.has_value()) continue;
    const Before& done = before[each.account];
    const int64_t new_minor = each.amount_minor - done.net_minor;
    if (new_minor == 0) {
      if (done.asked + done.credited > 0) ++issue.unchanged;
      continue;
    }
    Receivable made;
    made.party = payer->party;
    made.month = month;
    made.account = each.account;
    if (new_minor < 0) {
      made.id = MakeId(month, {payer->kind + "-CREDIT", payer->party}, done.credited + 1);
      made.kind = "CREDIT";
      made.amount_minor = -new_minor;
    } else {
      made.id = MakeId(month, *payer, done.asked + 1);
      made.kind = payer->kind;
      made.amount_minor = new_minor;
      SetOffCredits(credits, &made, &issue);
    }
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

Receivable AskFund(absl::CivilMonth month, int64_t fund_minor, int64_t deposited_minor,
                   const std::optional<Receivable>& asked) {
  Receivable fund;
  if (asked.has_value()) {
    fund = *asked;
  } else {
    fund.id = "fund-park";
    fund.kind = "FUND";
    fund.party = "PARK";
    fund.month = month;
    fund.account = "fund-park";
  }
  fund.amount_minor = fund.paid_minor + std::max<int64_t>(0, fund_minor - deposited_minor);
  return fund;
}

std::string UnappliedAccount(const Receivable& receivable) {
  const bool firm =
      receivable.party != "PARK" && receivable.party != "UNION" && receivable.party != "AUTHORITY";
  return absl::StrCat(firm ? "unapplied-firm-" : "unapplied-",
                      absl::AsciiStrToLower(receivable.party));
}

}  // namespace tuoqiao::settlement
