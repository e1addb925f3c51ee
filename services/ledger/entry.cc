#include "services/ledger/entry.h"

#include <algorithm>
#include <numeric>

#include "absl/strings/match.h"
#include "services/common/check.h"
#include "services/ledger/account.h"

namespace tuoqiao::ledger {
namespace {

// Adds up what goes to one account, so that an entry names it once.
class Journal {
 public:
  Journal(const Cause& cause, const char* kind, absl::CivilDay date) {
    entry_.id = cause.event;
    entry_.cause = cause.resource;
    entry_.kind = kind;
    entry_.effective_date = date;
  }

  void Debit(absl::string_view account, int64_t amount_minor) {
    for (Posting& posting : entry_.postings) {
      if (posting.account == account) {
        posting.amount_minor += amount_minor;
        return;
      }
    }
    entry_.postings.push_back({std::string(account), amount_minor});
  }
  void Credit(absl::string_view account, int64_t amount_minor) { Debit(account, -amount_minor); }

  void Open(absl::string_view account, const std::string& item, int64_t amount_minor) {
    entry_.items.push_back({std::string(account), item, amount_minor, 0});
  }
  void Close(absl::string_view account, const std::string& item, int64_t amount_minor) {
    entry_.items.push_back({std::string(account), item, 0, amount_minor});
  }

  Entry Finish() {
    auto& postings = entry_.postings;
    postings.erase(std::remove_if(postings.begin(), postings.end(),
                                  [](const Posting& each) { return each.amount_minor == 0; }),
                   postings.end());
    CHECK(Balanced(entry_));
    return std::move(entry_);
  }

  Entry& entry() { return entry_; }

 private:
  Entry entry_;
};

absl::CivilDay LastDay(absl::CivilMonth month) { return absl::CivilDay(month + 1) - 1; }

std::string Receivable(const Share& share, const ClosedStatement& statement) {
  switch (share.payer) {
    case Payer::kAuthority:
      return ReceivableOfAuthority();
    case Payer::kPark:
      return ReceivableOfPark();
    case Payer::kFirm:
      return ReceivableOfFirm(share.firm);
    case Payer::kUnion:
      return ReceivableOfUnion();
    case Payer::kFamily:
      return ReceivableOfFamily(statement.family);
  }
  CHECK(false);
}

constexpr char kReversal[] = "reversal", kTransfer[] = "transfer", kOpening[] = "opening";
constexpr char kBudgetDraw[] = "budget_draw";
constexpr char kPayRun[] = "pay_run", kPayRunCorrected[] = "pay_run_corrected";

// What is seen of deductions now, less what was seen before.
Entry BookSeen(const Cause& cause, const char* kind, const CorrectedPayRun& pay_run) {
  Journal journal(cause, kind, LastDay(pay_run.month));
  journal.entry().month = pay_run.month;
  const std::string clearing = ClearingPayroll(pay_run.firm);
  int64_t more_minor = 0;
  for (const CorrectedDeduction& each : pay_run.deductions) {
    const int64_t seen_minor = each.seen_minor - each.seen_before_minor;
    const auto taken = [&](int64_t minor) {
      return each.sent_minor >= 0 ? std::min(minor, each.sent_minor)
                                  : std::max(minor, each.sent_minor);
    };
    const int64_t taken_minor = taken(each.seen_minor) - taken(each.seen_before_minor);
    journal.Debit(clearing, seen_minor);
    journal.Credit(ReceivableOfFamily(each.family), taken_minor);
    journal.Credit(UnappliedOfFamily(each.family), seen_minor - taken_minor);
    more_minor += seen_minor;
  }
  if (more_minor > 0) journal.Open(clearing, clearing, more_minor);
  // Beside it, because it may be more than the firm still owes.
  if (more_minor < 0) journal.Open(clearing, OwedToFirm(pay_run.firm), more_minor);
  return journal.Finish();
}

}  // namespace

std::string SourceOf(const Entry& entry) {
  if (EnteredHere(entry)) return "ledger";
  if (entry.kind == "close" || entry.kind == kBudgetDraw) return "billing";
  if (entry.kind == "made_direct" || entry.kind == kPayRun || entry.kind == kPayRunCorrected ||
      entry.kind == "write_off") {
    return "payroll";
  }
  return "settlement";
}

bool EnteredHere(const Entry& entry) {
  return entry.kind == kReversal || entry.kind == kTransfer || entry.kind == kOpening;
}

int64_t DebitTotal(const Entry& entry) {
  int64_t debits = 0;
  for (const Posting& each : entry.postings) debits += std::max<int64_t>(0, each.amount_minor);
  return debits;
}

bool Balanced(const Entry& entry) {
  int64_t sum = 0;
  for (const Posting& each : entry.postings) {
    if (each.amount_minor == 0) return false;
    sum += each.amount_minor;
  }
  return sum == 0;
}

Entry BookStatement(const Cause& cause, const ClosedStatement& statement) {
  Journal journal(cause, "close", LastDay(statement.month));
  journal.entry().month = statement.month;
  journal.entry().care = statement.care;
  int64_t total_minor = 0;
  for (const Share& share : statement.shares) {
    total_minor += share.amount_minor;
    const std::string bearer =
        share.collected ? Receivable(share, statement) : DirectOfFamily(statement.family);
    journal.Debit(bearer, share.amount_minor);
    journal.Credit(share.collected ? Payable(statement.centre) : DirectDue(statement.centre),
                   share.amount_minor);
    if (share.payer != Payer::kFirm || share.amount_minor == 0) continue;
    journal.entry().firm_legs.push_back(
        {bearer, share.firm_name, share.employee, share.form, share.amount_minor});
  }
  journal.entry().statement_minor = total_minor;
  return journal.Finish();
}

Entry BookMadeDirect(const Cause& cause, const DirectShare& share) {
  Journal journal(cause, "made_direct", LastDay(share.month));
  journal.entry().month = share.month;
  journal.Debit(Payable(share.centre), share.amount_minor);
  journal.Credit(ReceivableOfFamily(share.family), share.amount_minor);
  journal.Debit(DirectOfFamily(share.family), share.amount_minor);
  journal.Credit(DirectDue(share.centre), share.amount_minor);
  return journal.Finish();
}

Entry BookPayRun(const Cause& cause, const ReadPayRun& pay_run) {
  CorrectedPayRun from_nothing = {pay_run.firm, pay_run.month, {}};
  for (const Deduction& each : pay_run.deductions) {
    from_nothing.deductions.push_back({each.family, each.sent_minor, 0, each.seen_minor});
  }
  return BookSeen(cause, kPayRun, from_nothing);
}

Entry BookCorrectedPayRun(const Cause& cause, const CorrectedPayRun& pay_run) {
  return BookSeen(cause, kPayRunCorrected, pay_run);
}

Entry BookWriteOff(const Cause& cause, const WrittenOff& off) {
  Journal journal(cause, "write_off", LastDay(off.month));
  journal.entry().month = off.month;
  journal.Debit(off.by_centre ? Payable(off.centre) : WriteOffOfPark(), off.amount_minor);
  journal.Credit(ReceivableOfFamily(off.family), off.amount_minor);
  return journal.Finish();
}

Entry BookBankLine(const Cause& cause, const Movement& line) {
  Journal journal(cause, line.inward ? "bank_in" : "bank_out", line.date);
  const int64_t in_minor = line.inward ? line.amount_minor : -line.amount_minor;
  journal.Debit(kBank, in_minor);
  journal.Credit(kSuspenseBank, in_minor);
  journal.Open(kSuspenseBank, cause.resource, -in_minor);
  return journal.Finish();
}

Entry BookMatch(const Cause& cause, const Movement& match) {
  const char* kind = match.account == kFloatPark                    ? "float"
                     : match.account == kFundPark                   ? "fund"
                     : absl::StartsWith(match.account, Payable("")) ? "return"
                                                                    : "match";
  Journal journal(cause, kind, match.date);
  const int64_t sign = match.inward ? 1 : -1;
  const int64_t applied_minor = match.amount_minor - match.surplus_minor - match.drift_minor;
  journal.Debit(kSuspenseBank, sign * match.amount_minor);
  journal.Credit(match.account, sign * applied_minor);
  journal.Credit(match.unapplied_account, sign * match.surplus_minor);
  journal.Credit(kDriftBank, sign * match.drift_minor);
  journal.Close(kSuspenseBank, cause.resource, -sign * match.amount_minor);
  if (match.account == kClearingPayout) {
    journal.Close(kClearingPayout, match.matched, sign * applied_minor);
  } else if (ExplainedByItems(match.account) && applied_minor != 0) {
    journal.Close(match.account, match.account, sign * applied_minor);
  }
  return journal.Finish();
}

Entry BookUnmatch(const Cause& cause, const Movement& match) {
  Entry entry = BookMatch(cause, match);
  entry.kind = "unmatch";
  for (Posting& each : entry.postings) each.amount_minor = -each.amount_minor;
  for (ItemChange& each : entry.items) each.closed_minor = -each.closed_minor;
  return entry;
}

Entry BookRelease(const Cause& cause, const Movement& payout) {
  Journal journal(cause, "release", payout.date);
  journal.Debit(payout.account, payout.amount_minor);
  journal.Credit(kClearingPayout, payout.amount_minor);
  journal.Open(kClearingPayout, cause.resource, -payout.amount_minor);
  return journal.Finish();
}

Entry BookConfirmation(const Cause& cause, const Movement& payout) {
  Journal journal(cause, "confirm", payout.date);
  if (payout.account == kClearingPayout) return journal.Finish();
  journal.Debit(kClearingPayout, payout.amount_minor);
  journal.Credit(payout.account, payout.amount_minor);
  journal.Close(kClearingPayout, cause.resource, -payout.amount_minor);
  return journal.Finish();
}

Entry BookRejection(const Cause& cause, const Movement& payout) {
  Journal journal(cause, "reject", payout.date);
  journal.Debit(kClearingPayout, payout.amount_minor);
  journal.Credit(payout.account, payout.amount_minor);
  journal.Close(kClearingPayout, cause.resource, -payout.amount_minor);
  return journal.Finish();
}

Entry BookReversal(const Cause& cause, const Entry& reversed, absl::CivilDay date) {
  Journal journal(cause, kReversal, date);
  journal.entry().reverses = reversed.id;
  for (const Posting& each : reversed.postings) journal.Credit(each.account, each.amount_minor);
  for (const ItemChange& each : reversed.items) {
    journal.Open(each.account, each.item, -each.opened_minor);
    journal.Close(each.account, each.item, -each.closed_minor);
  }
  return journal.Finish();
}

Entry BookTransfer(const Cause& cause, const AccountPair& accounts, int64_t amount_minor,
                   absl::CivilDay date) {
  Journal journal(cause, kTransfer, date);
  journal.Debit(accounts.debit, amount_minor);
  journal.Credit(accounts.credit, amount_minor);
  return journal.Finish();
}

Entry BookOpeningLines(const Cause& cause, absl::CivilDay date, absl::string_view against,
                       const std::vector<OpeningLine>& lines) {
  Journal journal(cause, kOpening, date);
  for (const OpeningLine& each : lines) {
    journal.Debit(each.account, each.amount_minor);
    journal.Credit(against, each.amount_minor);
    if (!each.item.empty()) journal.Open(each.account, each.item, each.amount_minor);
  }
  return journal.Finish();
}

Entry BookDraws(const Cause& cause, const std::vector<BudgetDraw>& draws, absl::CivilDay date) {
  Journal journal(cause, kBudgetDraw, date);
  for (const BudgetDraw& each : draws) {
    journal.Debit(Budget(each.payer, each.year), each.amount_minor);
    journal.Credit(BudgetSpent(each.year), each.amount_minor);
  }
  return journal.Finish();
}

bool IsOpening(const Entry& entry) { return entry.kind == kOpening; }

}  // namespace tuoqiao::ledger
