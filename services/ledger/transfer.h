// Money between budget accounts: at once, or reserved first and then posted, voided or expired.
#ifndef TUOQIAO_SERVICES_LEDGER_TRANSFER_H_
#define TUOQIAO_SERVICES_LEDGER_TRANSFER_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/ledger/account_limit.h"

namespace tuoqiao::ledger {

enum class TransferState { kReserved, kPosted, kVoided, kExpired };

struct Transfer {
  std::string id;  // The caller's.
  std::string debit_account, credit_account;
  int64_t amount_minor = 0;
  std::string reason;
  std::optional<absl::CivilDay> expires_date;      // Nothing where it moves at once.
  TransferState state = TransferState::kReserved;  // Never kExpired: that is read off the day.
  int64_t posted_minor = 0;
  std::string entry;  // Empty until posted.
  int64_t revision = 1;
  // Whose draw on a budget it is, by which revision of that month; nothing where a person made it.
  // A month's draw is reserved without a day, as long as its approval stands.
  std::optional<absl::CivilMonth> month;
  int64_t heard = 0;
};
TransferState StateOn(const Transfer& transfer, absl::CivilDay today);

// The id names the same transfer: OK, or EXISTS_WITH_DIFFERENT_… the first thing that differs.
absl::Status CheckSame(const Transfer& known, const Transfer& asked);

// What a refused item does to the others.
enum class BatchMode { kStop, kContinue, kAtomic };

// What a batch meets: transfers by id and standings by account, all that its items name.
struct TransferBook {
  std::map<std::string, Transfer> known;
  std::map<std::string, Standing> standings;
  absl::CivilDay today;
};

struct ItemOutcome {
  absl::Status status;
  bool unchanged = false;  // It was there before, with the same content.
};

// Decides the items in order, each on what those before it have left, and enters what is made into
// the book. An item may carry the fault that its reader found. ATOMIC leaves the book as it is
// where any item is refused.
std::vector<ItemOutcome> DecideBatch(const std::vector<absl::StatusOr<Transfer>>& items,
                                     BatchMode mode, TransferBook* book);

// Posts a reserved transfer, all of it where `amount_minor` is 0. False where it was posted so
// before. TRANSFER_OF_MONTH, TRANSFER_NOT_RESERVED, TRANSFER_EXPIRED, TRANSFER_AMOUNT_EXCEEDED.
absl::StatusOr<bool> Post(Transfer& transfer, int64_t amount_minor, absl::CivilDay today);
// False where it was voided before. TRANSFER_OF_MONTH, TRANSFER_NOT_RESERVED, TRANSFER_EXPIRED.
absl::StatusOr<bool> Void(Transfer& transfer, absl::CivilDay today);

const char* TransferStateName(TransferState state);

}  // namespace tuoqiao::ledger

#endif  // TUOQIAO_SERVICES_LEDGER_TRANSFER_H_
