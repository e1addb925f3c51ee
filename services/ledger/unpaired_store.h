// Looks for what does not pair: reads all books of a park, for when something is unexplained.
#ifndef TUOQIAO_SERVICES_LEDGER_UNPAIRED_STORE_H_
#define TUOQIAO_SERVICES_LEDGER_UNPAIRED_STORE_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/db/db.h"
#include "services/ledger/unpaired.h"

namespace tuoqiao::ledger {

// By account, then by reason; at most `rows_max` of each reason.
absl::StatusOr<std::vector<Unpaired>> LoadUnpaired(db::Read& txn, int64_t rows_max);

}  // namespace tuoqiao::ledger

#endif  // TUOQIAO_SERVICES_LEDGER_UNPAIRED_STORE_H_
