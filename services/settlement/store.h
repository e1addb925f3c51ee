// Receivables, bank lines, payouts and payee accounts in the database.
#ifndef TUOQIAO_SERVICES_SETTLEMENT_STORE_H_
#define TUOQIAO_SERVICES_SETTLEMENT_STORE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/db/db.h"
#include "services/common/seal.h"
#include "services/settlement/bank_line.h"
#include "services/settlement/payee_account.h"
#include "services/settlement/payout.h"
#include "services/settlement/promise.h"
#include "services/settlement/receivable.h"

namespace tuoqiao::settlement {

// Locks the park's bank account: the first statement of whatever moves its money.
absl::Status LockBankAccount(db::Write& txn);
// All lines in, less all lines out, less payouts that left our hands and that no line has shown
// yet.
absl::StatusOr<int64_t> LoadSpendable(db::Read& txn);
// The position up to which the ledger has to have heard us, so that its payables are what ours are;
// nothing while such a row waits for its number.
absl::StatusOr<std::optional<int64_t>> LoadPayablePosition(db::Read& txn);
// The same for what stands on payers' accounts.
absl::StatusOr<std::optional<int64_t>> LoadMatchPosition(db::Read& txn);

// References that are taken, and the way to take more.
class References {
 public:
  static absl::StatusOr<References> Load(db::Read& txn);
  // Takes one for `receivables/{id}` or `payouts/{id}`.
  std::string Take(absl::string_view park, const std::string& subject);
  // Saves what was taken.
  absl::Status Save(db::Write& txn) const;

 private:
  std::set<std::string> taken_;
  std::vector<std::pair<std::string, std::string>> fresh_;
};
// What a reference stands for; empty where it is nobody's.
absl::StatusOr<std::string> LoadSubject(db::Read& txn, const std::string& reference);

struct ListFilter {
  std::string after;
  int64_t rows_max = 0;
};

absl::StatusOr<std::optional<PayeeAccount>> LoadPayeeAccount(db::Read& txn, const KeyRing& keys,
                                                             const std::string& centre);
absl::StatusOr<std::vector<PayeeAccount>> LoadPayeeAccounts(db::Read& txn, const KeyRing& keys,
                                                            const ListFilter& filter);
// From when each centre's verified account is paid to.
absl::StatusOr<std::map<std::string, absl::CivilDay>> LoadPayableFrom(db::Read& txn);
absl::Status SavePayeeAccount(db::Write& txn, const KeyRing& keys, const PayeeAccount& account);
// The steps of a centre's account, the newest first.
absl::StatusOr<std::vector<AccountStep>> LoadAccountSteps(db::Read& txn, const KeyRing& keys,
                                                          const std::string& centre);
absl::Status SaveAccountStep(db::Write& txn, const KeyRing& keys, const AccountStep& step);

absl::StatusOr<std::optional<Receivable>> LoadReceivable(db::Read& txn, const std::string& id);
absl::StatusOr<std::vector<Receivable>> LoadReceivables(db::Read& txn, const ListFilter& filter);
absl::StatusOr<std::vector<Receivable>> LoadReceivablesOfMonth(db::Read& txn,
                                                               absl::CivilMonth month);
absl::StatusOr<std::vector<Receivable>> LoadFloats(db::Read& txn);
// Credits of which something is left.
absl::StatusOr<std::vector<Receivable>> LoadOpenCredits(db::Read& txn);
// What a payer owes on invoices, claims and remittances, the oldest first.
absl::StatusOr<std::vector<Receivable>> LoadDebts(db::Read& txn, const std::string& party);
// Whatever is asked for, and due with exactly this amount.
absl::StatusOr<std::vector<Receivable>> LoadDueExactly(db::Read& txn, int64_t amount_minor);
absl::Status SaveReceivables(db::Write& txn, const std::vector<Receivable>& receivables);

struct LineFilter {
  bool unmatched = false;
  std::string after;
  int64_t rows_max = 0;
};
// With counterparties open.
absl::StatusOr<std::vector<BankLine>> LoadBankLines(db::Read& txn, const KeyRing& keys,
                                                    const LineFilter& filter);
absl::StatusOr<std::optional<BankLine>> LoadBankLine(db::Read& txn, const KeyRing& keys,
                                                     const std::string& id);
// Those that may still be matched by a rule, by value date.
absl::StatusOr<std::vector<BankLine>> LoadWaitingLines(db::Read& txn, const KeyRing& keys);
// The keyed hash of what was recorded under an id; empty where nothing was.
absl::StatusOr<std::string> LoadLineFingerprint(db::Read& txn, const std::string& id);
std::string LineFingerprint(absl::string_view park, const KeyRing& keys, const BankLine& line);
// Whether lines with the counterparty paid what was asked of the payer, by its reference.
absl::StatusOr<bool> LoadPayerKnown(db::Read& txn, const KeyRing& keys, const std::string& party,
                                    const std::string& counterparty);
// What drift there was in a calendar year, without signs.
absl::StatusOr<int64_t> LoadDriftOfYear(db::Read& txn, int64_t year);
// New lines, unmatched.
absl::Status SaveBankLines(db::Write& txn, const KeyRing& keys, const std::vector<BankLine>& lines);
// What a line is matched with, and that it is not any more.
struct MatchNote {
  absl::CivilDay date;
  std::string reason;  // A person's.
  std::string person;  // Who took it back.
};
absl::Status SaveMatch(db::Write& txn, const BankLine& line, const MatchNote& note);
absl::Status SaveUnmatch(db::Write& txn, const BankLine& line, const MatchNote& note);
// REFERENCE, REFERENCES, NEAR_REFERENCE, OTHER_DEBTS or PERSON.
std::string RuleText(MatchRule rule);

// More than a park makes in a hundred years.
inline constexpr int64_t kPayoutsMax = 1000000;
absl::StatusOr<std::optional<Payout>> LoadPayout(db::Read& txn, const std::string& id);
struct PayoutFilter {
  std::string centre;  // Empty: all.
  std::string after;
  int64_t rows_max = 0;
};
absl::StatusOr<std::vector<Payout>> LoadPayouts(db::Read& txn, const PayoutFilter& filter);
// DUE and HELD, of all months.
absl::StatusOr<std::vector<Payout>> LoadInOurHands(db::Read& txn);
absl::StatusOr<std::map<std::string, int64_t>> LoadIssued(db::Read& txn, absl::CivilMonth month);
absl::Status SavePayouts(db::Write& txn, const std::vector<Payout>& payouts);

// A month that the ledger has booked, at this time (RFC 3339), and the park's day on which it was
// closed; the first ones stay.
struct Booked {
  std::string time;
  std::optional<absl::CivilDay> close_date;
};
absl::Status SaveBookedMonth(db::Write& txn, absl::CivilMonth month, const Booked& booked);
absl::Status SavePrepared(db::Write& txn, absl::CivilMonth month,
                          const std::optional<absl::CivilDay>& close_date);
// The park's day on which each month was closed.
absl::StatusOr<std::map<absl::CivilMonth, absl::CivilDay>> LoadCloseDays(db::Read& txn);

// What the park is to leave with us; nothing was asked where the revision is 0.
struct Fund {
  int64_t amount_minor = 0;
  int64_t revision = 0;
};
absl::StatusOr<Fund> LoadFund(db::Read& txn);
absl::Status SaveFund(db::Write& txn, const Fund& fund);
// What it has left with us by now.
absl::StatusOr<int64_t> LoadDeposited(db::Read& txn);
// What moved on each day: the bank's lines, payouts that left before a line showed them, and the
// park's fund in and out.
absl::StatusOr<std::vector<DayMoney>> LoadDayMoney(db::Read& txn);
// When the oldest month was booked whose centres are not all paid; empty where there is none.
absl::StatusOr<std::string> LoadOldestUnpaid(db::Read& txn);

absl::StatusOr<int64_t> CountUnmatched(db::Read& txn);
// What receivables say that was paid, against the lines that say that they paid it: zero.
absl::StatusOr<int64_t> LoadUnexplained(db::Read& txn);
absl::StatusOr<std::vector<std::string>> LoadParks(db::Read& across_parks);

}  // namespace tuoqiao::settlement

#endif  // TUOQIAO_SERVICES_SETTLEMENT_STORE_H_
