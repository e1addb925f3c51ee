// What is asked of payers: invoices, claims, remittances of deducted wages, float and fund; and
// what payers have to come back.
#ifndef TUOQIAO_SERVICES_SETTLEMENT_RECEIVABLE_H_
#define TUOQIAO_SERVICES_SETTLEMENT_RECEIVABLE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace tuoqiao::settlement {

struct Receivable {
  std::string id;  // `{month}-{kind}-{party}`, and `-2` and so on behind it; lower case.
  std::string reference;
  std::string kind;   // INVOICE, CLAIM, REMITTANCE, FLOAT, FUND or CREDIT.
  std::string party;  // A firm's uscc, PARK, UNION or AUTHORITY.
  absl::CivilMonth month;
  std::string account;  // Of the ledger.
  int64_t amount_minor = 0;
  int64_t paid_minor = 0;  // Never above the amount: what is more is unapplied.
  // What was set off before the amount was asked; of a CREDIT how much of `paid_minor` was set off.
  int64_t set_off_minor = 0;
  int64_t revision = 0;

  int64_t due_minor() const { return amount_minor - paid_minor; }
  bool credit() const { return kind == "CREDIT"; }
  // OPEN, PARTLY_PAID or PAID.
  absl::string_view state() const;
};

// What the ledger says that one account has come to in a month.
struct MonthAmount {
  std::string account;
  int64_t amount_minor = 0;
};

// How much of a credit goes into a receivable.
struct SetOff {
  std::string receivable, credit;  // Ids.
  int64_t amount_minor = 0;
};

// What to issue for a month, by account: the amounts of the ledger less what was issued for it
// before, so that repeating adds only what is new. What falls below zero becomes a CREDIT. What is
// new is first paid by the payer's open credits on the account, the oldest month first; only the
// rest is asked for, which may be nothing. `issued` are the month's, `credits` all open ones.
// `unchanged` counts accounts that were issued in full.
struct Issue {
  std::vector<Receivable> made;
  std::vector<Receivable> used;  // Credits, after what was set off.
  std::vector<SetOff> set_offs;
  int64_t unchanged = 0;
};
Issue IssueMonth(absl::CivilMonth month, const std::vector<MonthAmount>& amounts,
                 const std::vector<Receivable>& issued, const std::vector<Receivable>& credits);

// The float that the park is asked for, for a month: what was paid of it, and what the bank still
// lacks. `floats` are all of the park's; what other months still ask counts first. Nothing changes
// where the bank lacks nothing and nothing was asked.
struct FloatAsk {
  bool changed = false;
  Receivable receivable;
};
FloatAsk AskFloat(absl::CivilMonth month, int64_t missing_minor,
                  const std::vector<Receivable>& floats);

// The fund that the park is asked for, `deposited_minor` of which it has left; in the month in
// which it was first asked.
Receivable AskFund(absl::CivilMonth month, int64_t fund_minor, int64_t deposited_minor,
                   const std::optional<Receivable>& asked);

// The ledger account that takes what a payer sends beyond what it owes.
std::string UnappliedAccount(const Receivable& receivable);

}  // namespace tuoqiao::settlement

#endif  // TUOQIAO_SERVICES_SETTLEMENT_RECEIVABLE_H_
