// The bytes of deliveries, sealed piece by piece under one key a delivery, and what became of each
// record.
#ifndef TUOQIAO_SERVICES_EXCHANGE_CONTENT_STORE_H_
#define TUOQIAO_SERVICES_EXCHANGE_CONTENT_STORE_H_

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/common/db/db.h"
#include "services/common/seal.h"
#include "services/exchange/delivery.h"
#include "services/exchange/outward.h"
#include "services/exchange/receipt.h"
#include "services/exchange/rejected_file.h"

namespace tuoqiao::exchange {

// How long raw bytes live; their hash stays.
inline constexpr absl::Duration kContentKept = absl::Hours(24 * 90);

// A piece of content as it is stored and as it is sent.
inline constexpr size_t kPieceBytes = size_t{1} << 20;

absl::Status SaveContent(db::Write& txn, const KeyRing& keys, const std::string& delivery,
                         absl::string_view bytes);
// Bytes that are there already live from now on.
absl::Status SaveKeepUntil(db::Write& txn, const std::string& delivery, absl::Time until);
// None behind the last piece. NOT_FOUND where the key is gone.
absl::StatusOr<std::optional<std::string>> LoadPiece(db::Read& txn, const KeyRing& keys,
                                                     const std::string& delivery, int64_t ordinal);
// All of it. NOT_FOUND where the key is gone.
absl::StatusOr<std::string> LoadContent(db::Read& txn, const KeyRing& keys,
                                        const std::string& delivery);

// Which receipts: of one round of a delivery.
struct ReceiptKey {
  std::string delivery;
  int64_t round = 0;
};
// Receipts from `first` on in the order of lines; saving them once more changes nothing.
absl::Status SaveReceipts(db::Write& txn, const KeyRing& keys, const ReceiptKey& key,
                          const std::vector<Receipt>& receipts, size_t first, size_t last);
// What an earlier round said.
absl::Status DropReceiptsBefore(db::Write& txn, const ReceiptKey& key);
absl::Status SaveRowFormat(db::Write& txn, const KeyRing& keys, const std::string& delivery,
                           const RowFormat& format);
// NOT_FOUND where the key is gone.
absl::StatusOr<RowFormat> LoadRowFormat(db::Read& txn, const KeyRing& keys,
                                        const std::string& delivery);

struct ReceiptFilter {
  bool rejected_only = false;
  bool with_raw = false;  // Opens them as they stood.
  int64_t after = -1;     // The ordinal of the last one before.
  int64_t rows_max = 0;
};
struct StoredReceipt {
  int64_t ordinal = 0;
  Receipt receipt;
};
absl::StatusOr<std::vector<StoredReceipt>> LoadReceipts(db::Read& txn, const KeyRing& keys,
                                                        const ReceiptKey& key,
                                                        const ReceiptFilter& filter);

// Deliveries that were read and whose bytes have lived long enough, at most `rows_max`.
absl::StatusOr<std::vector<std::string>> LoadExpired(db::Read& txn, absl::Time now,
                                                     int64_t rows_max);
// Whether it is one of them still.
absl::StatusOr<bool> IsExpired(db::Read& txn, const std::string& delivery, absl::Time now);
// Erases the key and drops the pieces: rejected records as they stood are noise from then on.
absl::Status EraseContent(db::Write& txn, const std::string& delivery);

// ABORTED where another file took one of the payouts meanwhile.
absl::Status SaveSentPayments(db::Write& txn, const Delivery& delivery, const OutwardFile& file);
// The payouts of a month that went out in a file.
absl::StatusOr<std::set<std::string>> LoadSentPayouts(db::Read& txn, const std::string& month);
// The end-to-end ids of one message of ours; empty where it is not ours.
absl::StatusOr<std::vector<std::string>> LoadPaymentsOf(db::Read& txn,
                                                        const std::string& message_id);

}  // namespace tuoqiao::exchange

#endif  // TUOQIAO_SERVICES_EXCHANGE_CONTENT_STORE_H_
