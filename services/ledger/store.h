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
// that were posted before are passed over; returns those that were not.
absl::StatusOr<std::vector<Entry>> AppendEntries(db::Write& txn, std::vector<Entry> entries);

struct Balance {
  std::string account;
  int64_t debit_minor = 0;
  int64_t credit_minor = 0;
};
struct BalanceFilter {
  std::string prefix;
  std::optional<absl::CivilMonth> month;
  std::string after;
  int64_t rows_max = 0;
};
// By account.
absl::StatusOr<std::vector<Balance>> LoadBalances(db::Read& txn, const BalanceFilter& filter);

struct EntryAt {
  int64_t position = 0;
  Entry entry;  // Without its open items.
};
struct EntryFilter {
  std::string account;  // Empty: all.
  int64_t after = 0;
  int64_t rows_max = 0;
};
// In the order of posting.
absl::StatusOr<std::vector<EntryAt>> LoadEntries(db::Read& txn, const EntryFilter& filter);
// In the order of ids.
absl::StatusOr<std::vector<EntryAt>> LoadEntriesById(db::Read& txn, const std::string& after,
                                                     int64_t rows_max);

// Debits and credits by their postings, and each account from its sides, in one snapshot.
struct Trial {
  int64_t debit_minor = 0;
  int64_t credit_minor = 0;
  Proof proof;
};
absl::StatusOr<Trial> LoadTrial(db::Read& txn);

// Nothing was heard of the month where `revision` is 0 and both sums are empty.
absl::StatusOr<MonthBooking> LoadBooking(db::Read& txn, absl::CivilMonth month);
absl::StatusOr<std::vector<MonthBooking>> LoadBookings(db::Read& txn, const std::string& after,
                                                       int64_t rows_max);
absl::Status SaveBooking(db::Write& txn, const MonthBooking& booking);

// The parks that were ever heard of.
absl::StatusOr<std::vector<std::string>> LoadParks(db::Read& across_parks);

}  // namespace tuoqiao::ledger

#endif  // TUOQIAO_SERVICES_LEDGER_STORE_H_
