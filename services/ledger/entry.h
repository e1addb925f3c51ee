// What is posted when something happened: the table of DESIGN section 11 as pure functions.
#ifndef TUOQIAO_SERVICES_LEDGER_ENTRY_H_
#define TUOQIAO_SERVICES_LEDGER_ENTRY_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace tuoqiao::ledger {

// Positive debits, negative credits; never zero.
struct Posting {
  std::string account;
  int64_t amount_minor = 0;
};

// What an entry does to an open item; amounts have the sign of the account's side that they
// explain. The two are sums, so the order in which a remittance's pay run and its bank line are
// heard does not matter.
struct ItemChange {
  std::string account;
  std::string item;
  int64_t opened_minor = 0;
  int64_t closed_minor = 0;
};

// What a firm bears of a close for one employee; names are resources. Those on one account sum to
// its posting. An allowance is the employee's wage, and a part of what the family pays itself.
struct FirmLeg {
  std::string account;
  std::string firm, employee;
  std::string form;  // INVOICED, ALLOWANCE or COLLECTIVE.
  int64_t amount_minor = 0;
};

// Of a close: whose month it is (a resource), the month that it is about, which of a correction is
// an earlier one, and the days attended by which it was billed, of a correction the difference.
struct Care {
  std::string child;
  std::optional<absl::CivilMonth> service_month;
  int64_t attended_days = 0;
};

struct Entry {
  std::string id;  // The event's; of what was entered here, derived from its cause.
  std::string kind;
  std::string cause;  // The resource.
  std::optional<absl::CivilMonth>
      month;  // That a close, a refused deduction or a pay run belongs to.
  absl::CivilDay effective_date;
  std::vector<Posting> postings;  // An account once, in the order of first mention.
  std::vector<ItemChange> items;
  // Of a close: what its shares sum to.
  std::optional<int64_t> statement_minor;
  std::string rule_hash;  // Of a close: SHA-256 of the plan and tariff that split it.
  std::string reverses;   // The id of the entry that it reverses.
  Care care;
  std::vector<FirmLeg> firm_legs;
};

// Whose log an entry was heard in: billing, payroll or settlement; ledger where it was entered
// here.
std::string SourceOf(const Entry& entry);
bool EnteredHere(const Entry& entry);

// The sum of the debits; the postings of an entry sum to zero, so it is that of the credits too.
int64_t DebitTotal(const Entry& entry);
// Whether an entry may be saved: its postings sum to zero and none is zero.
bool Balanced(const Entry& entry);

// Which event, about which resource.
struct Cause {
  std::string event;
  std::string resource;
};

enum class Payer { kAuthority, kPark, kFirm, kUnion, kFamily };

struct Share {
  Payer payer = Payer::kFamily;
  std::string firm;  // Of kFirm.
  int64_t amount_minor = 0;
  // Collected by us; otherwise the family pays the centre, as for DIRECT and ALLOWANCE.
  bool collected = true;
  // Of kFirm: resources, and the form.
  std::string firm_name, employee, form;
};

struct ClosedStatement {
  std::string family;
  std::string centre;
  absl::CivilMonth month;
  std::vector<Share> shares;
  Care care;
};
Entry BookStatement(const Cause& cause, const ClosedStatement& statement);

// A deduction that was refused: the share is no longer ours to collect.
struct DirectShare {
  std::string family;
  std::string centre;
  absl::CivilMonth month;
  int64_t amount_minor = 0;
};
Entry BookMadeDirect(const Cause& cause, const DirectShare& share);

// What a firm's payroll took: with the firm until it remits. What goes beyond the instruction is
// the family's, unapplied. What it paid back is below zero, and beyond the instruction the family
// owes it, unapplied.
struct Deduction {
  std::string family;
  int64_t sent_minor = 0;
  int64_t seen_minor = 0;
};
struct ReadPayRun {
  std::string firm;
  absl::CivilMonth month;
  std::vector<Deduction> deductions;
};
Entry BookPayRun(const Cause& cause, const ReadPayRun& pay_run);

// The same, where other lines came after the pay run was reconciled: what they would have been
// posted as, less what was posted.
struct CorrectedDeduction {
  std::string family;
  int64_t sent_minor = 0;
  int64_t seen_before_minor = 0;
  int64_t seen_minor = 0;
};
struct CorrectedPayRun {
  std::string firm;
  absl::CivilMonth month;
  std::vector<CorrectedDeduction> deductions;
};
Entry BookCorrectedPayRun(const Cause& cause, const CorrectedPayRun& pay_run);
// What a family will never pay; the centre bears it, or the park.
struct WrittenOff {
  std::string family, centre;
  bool by_centre = false;
  absl::CivilMonth month;
  int64_t amount_minor = 0;
};
Entry BookWriteOff(const Cause& cause, const WrittenOff& off);

// Money that moved at the bank or is on its way there. `amount_minor` is positive.
struct Movement {
  int64_t amount_minor = 0;
  bool inward = false;
  std::string account;
  int64_t surplus_minor = 0;
  std::string unapplied_account;
  // What the drift account bears of a match: above zero was too much, below too little.
  int64_t drift_minor = 0;
  std::string matched;
  absl::CivilDay date;
};
// A bank line: into suspense, where it stays as an open item until it is matched.
Entry BookBankLine(const Cause& cause, const Movement& line);
// A bank line out of suspense, to what it pays. A line out of a payout that was confirmed before
// returns to `bank`, which the confirmation has credited.
Entry BookMatch(const Cause& cause, const Movement& match);
// A match that was taken back: the line is an open item again.
Entry BookUnmatch(const Cause& cause, const Movement& match);
Entry BookRelease(const Cause& cause, const Movement& payout);
// A payout that a bank line has shown (account `clearing-payout`) was cleared by its match: nothing
// is posted.
Entry BookConfirmation(const Cause& cause, const Movement& payout);
Entry BookRejection(const Cause& cause, const Movement& payout);

// Undoes an entry on a day: its postings and what it did to items, negated.
Entry BookReversal(const Cause& cause, const Entry& reversed, absl::CivilDay date);

// Money between two accounts. `amount_minor` is positive.
struct AccountPair {
  std::string debit, credit;
};
Entry BookTransfer(const Cause& cause, const AccountPair& accounts, int64_t amount_minor,
                   absl::CivilDay date);

// What one party brings from other books, against the account of the whole opening.
struct OpeningLine {
  std::string account;
  int64_t amount_minor = 0;
  std::string item;  // Of a clearing account.
};
Entry BookOpeningLines(const Cause& cause, absl::CivilDay date, absl::string_view against,
                       const std::vector<OpeningLine>& lines);
bool IsOpening(const Entry& entry);

// What all statements of a month draw on one payer's budget of a year; below zero gives back.
struct BudgetDraw {
  std::string payer;  // As in the account's name.
  int64_t year = 0;
  int64_t amount_minor = 0;
  std::optional<int64_t> budget_minor;  // By the month's plan.
};

// What is posted when a month was closed: each draw is debited to its budget, and given back where
// it is below zero.
Entry BookDraws(const Cause& cause, const std::vector<BudgetDraw>& draws, absl::CivilDay date);

}  // namespace tuoqiao::ledger

#endif  // TUOQIAO_SERVICES_LEDGER_ENTRY_H_
