// The books in the database.
#ifndef TUOQIAO_SERVICES_LEDGER_STORE_H_
#define TUOQIAO_SERVICES_LEDGER_STORE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/db/db.h"
#include "services/ledger/booking.h"
#include "services/ledger/entry.h"
#include "services/ledger/proof.h"

namespace tuoqiao::ledger {

// Locks the park's books and appends entries in this order, with balances and open items. Entries
// that were posted before are passed over; returns those that were not. `record_time` is a moment
// (FormatMoment); entries get it, or that of the entry before them where it is later.
absl::StatusOr<std::vector<Entry>> AppendEntries(db::Write& txn, std::vector<Entry> entries,
                                                 const std::string& record_time);

// Locks the park's books, for whoever decides by them what to append.
absl::Status LockBooks(db::Write& txn);

// What was known: up to a position, or a moment; everything where neither is given.
struct Known {
  std::optional<int64_t> position;
  std::string time;
};
// The last position that it covers.
absl::StatusOr<int64_t> LoadKnownPosition(db::Read& txn, const Known& known);

// What counts: effective on a day or before, and posted up to a position.
struct AsOf {
  std::optional<absl::CivilDay> effective_by;
  int64_t known_position = 0;
};
// As rows hold it; after every day where none is given.
std::string LastDayOf(const AsOf& as_of);

struct Balance {
  std::string account;
  int64_t debit_minor = 0;
  int64_t credit_minor = 0;
};
struct BalanceFilter {
  std::string prefix;
  std::optional<absl::CivilMonth> month;
  // Summed from postings; the balances that are kept where it is not given.
  std::optional<AsOf> as_of;
  std::string after;
  int64_t rows_max = 0;
};
// By account.
absl::StatusOr<std::vector<Balance>> LoadBalances(db::Read& txn, const BalanceFilter& filter);

// Debits and credits by their postings, and each account from its sides, in one snapshot.
struct Trial {
  int64_t debit_minor = 0;
  int64_t credit_minor = 0;
  Proof proof;
};
absl::StatusOr<Trial> LoadTrial(db::Read& txn);
// Debits and credits alone: what is kept and what is open have no past.
absl::StatusOr<Trial> LoadTrial(db::Read& txn, const AsOf& as_of);

// Nothing was heard of the month where `revision` is 0 and both sums are empty.
absl::StatusOr<MonthBooking> LoadBooking(db::Read& txn, absl::CivilMonth month);
absl::StatusOr<std::vector<MonthBooking>> LoadBookings(db::Read& txn, const std::string& after,
                                                       int64_t rows_max);
absl::Status SaveBooking(db::Write& txn, const MonthBooking& booking);

// The parks that were ever heard of.
absl::StatusOr<std::vector<std::string>> LoadParks(db::Read& across_parks);

}  // namespace tuoqiao::ledger

#endif  // TUOQIAO_SERVICES_LEDGER_STORE_H_
