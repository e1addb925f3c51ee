// Entries as they are read: lists, one of them, and the lines of an account.
#ifndef TUOQIAO_SERVICES_LEDGER_ENTRY_STORE_H_
#define TUOQIAO_SERVICES_LEDGER_ENTRY_STORE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/db/db.h"
#include "services/common/period.h"
#include "services/ledger/entry.h"
#include "services/ledger/store.h"

namespace tuoqiao::ledger {

struct EntryAt {
  int64_t position = 0;
  std::string record_time;
  std::string reversed_by;  // An entry's id.
  Entry entry;              // Without its open items.
};

struct EntryFilter {
  // Empty: all.
  std::string account, kind, cause;
  std::optional<absl::CivilMonth> month;
  std::optional<absl::CivilDay> effective_from;
  AsOf as_of;
  int64_t after = 0;
  int64_t rows_max = 0;
};
// In the order of posting.
absl::StatusOr<std::vector<EntryAt>> LoadEntries(db::Read& txn, const EntryFilter& filter);
// In the order of ids.
absl::StatusOr<std::vector<EntryAt>> LoadEntriesById(db::Read& txn, const std::string& after,
                                                     int64_t rows_max);
// With its open items. ENTRY_NOT_FOUND.
absl::StatusOr<EntryAt> LoadEntry(db::Read& txn, const std::string& id);

// One account over some days, as known at a position.
struct AccountDays {
  std::string account;
  Period days;
  int64_t known_position = 0;
};
struct AccountSums {
  int64_t opening_minor = 0;
  int64_t debit_minor = 0;
  int64_t credit_minor = 0;
};
absl::StatusOr<AccountSums> LoadAccountSums(db::Read& txn, const AccountDays& of);

// Where a line stands: by effective date, then in the order of posting.
struct LinePlace {
  std::string effective_date;
  int64_t position = 0;
};
struct AccountLine {
  LinePlace place;
  std::string entry, kind, cause;
  int64_t amount_minor = 0;
};
// The lines behind a place; from the first where its date is empty.
absl::StatusOr<std::vector<AccountLine>> LoadAccountLines(db::Read& txn, const AccountDays& of,
                                                          const LinePlace& after, int64_t rows_max);
// What the lines up to and with a place sum to.
absl::StatusOr<int64_t> LoadSumUpTo(db::Read& txn, const AccountDays& of, const LinePlace& place);

}  // namespace tuoqiao::ledger

#endif  // TUOQIAO_SERVICES_LEDGER_ENTRY_STORE_H_
