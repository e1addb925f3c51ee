// Transfers and limits as rows.
#ifndef TUOQIAO_SERVICES_LEDGER_TRANSFER_STORE_H_
#define TUOQIAO_SERVICES_LEDGER_TRANSFER_STORE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/db/db.h"
#include "services/ledger/account_limit.h"
#include "services/ledger/transfer.h"

namespace tuoqiao::ledger {

// The limits in force on a day, with how the accounts stand.
struct LimitFilter {
  std::string account;  // Empty: all.
  absl::CivilDay today;
  bool breached = false;  // Only accounts whose balance is beyond their limit.
  std::string after;
  int64_t rows_max = 0;
};
// By account.
absl::StatusOr<std::vector<Standing>> LoadStandings(db::Read& txn, const LimitFilter& filter);

// Nothing where the account has no limit that begins on that day.
absl::StatusOr<std::optional<AccountLimit>> FindLimit(db::Read& txn, const std::string& account,
                                                      absl::CivilDay from_date);
// Every limit that was ever set, behind an account and a day.
struct LimitPlace {
  std::string account, from_date;
};
absl::StatusOr<std::vector<AccountLimit>> LoadLimits(db::Read& txn, const LimitPlace& after,
                                                     int64_t rows_max);
absl::Status SaveLimit(db::Write& txn, const AccountLimit& limit);

// What a batch meets. The books are locked.
absl::StatusOr<TransferBook> LoadTransferBook(db::Read& txn,
                                              const std::vector<absl::StatusOr<Transfer>>& items,
                                              absl::CivilDay today);
absl::StatusOr<std::optional<Transfer>> FindTransfer(db::Read& txn, const std::string& id);
// TRANSFER_NOT_FOUND.
absl::StatusOr<Transfer> LoadTransfer(db::Read& txn, const std::string& id);
// By id.
absl::StatusOr<std::vector<Transfer>> LoadTransfers(db::Read& txn, const std::string& after,
                                                    int64_t rows_max);
absl::Status SaveTransfers(db::Write& txn, const std::vector<Transfer>& transfers);

}  // namespace tuoqiao::ledger

#endif  // TUOQIAO_SERVICES_LEDGER_TRANSFER_STORE_H_
