// The log: one row for each change, written in the change's own transaction, event and audit leaf
// at once. A row has no position yet; the numberer gives committed rows gapless positions and chain
// hashes, keeping revision order per subject. Where writers are alone the rows are numbered as they
// are written.
#ifndef TUOQIAO_SERVICES_COMMON_DB_OUTBOX_H_
#define TUOQIAO_SERVICES_COMMON_DB_OUTBOX_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/audit.h"
#include "services/common/db/db.h"

namespace tuoqiao::db {

// Appends rows whose `leaf` is filled; the rest of each is computed here.
absl::Status AppendLog(Write& txn, const std::vector<LogLeaf>& leaves);

// Numbers what waits in the transaction's park, at most `rows_max`; returns how many it numbered.
absl::StatusOr<int64_t> NumberLog(Write& txn, int64_t rows_max);
// Whether a committed row of the transaction's park waits for a number.
absl::StatusOr<bool> LogWaits(Read& txn);
// The parks in which rows wait for a number.
absl::StatusOr<std::vector<std::string>> ParksToNumber(Read& across_parks);

// Numbered rows after a position, in order.
absl::Status ReadLog(Read& txn, int64_t after, int64_t rows_max,
                     const std::function<absl::Status(const LogRow&)>& each);
absl::StatusOr<int64_t> LogPosition(Read& txn);
// What the log has come to, as whoever numbers it believes.
absl::StatusOr<ChainPoint> LoadHead(Read& txn);
// The same of every park that has a log.
absl::StatusOr<std::map<std::string, ChainPoint>> LoadHeads(Read& across_parks);

// How far this service has heard another's log.
absl::StatusOr<int64_t> LoadCursor(Read& txn, absl::string_view source);
// Before a cursor is loaded to be moved: several may hear the same source.
absl::Status LockCursor(Write& txn, absl::string_view source);
absl::Status SaveCursor(Write& txn, absl::string_view source, int64_t position);

}  // namespace tuoqiao::db

#endif  // TUOQIAO_SERVICES_COMMON_DB_OUTBOX_H_
