// Reversals as rows.
#ifndef TUOQIAO_SERVICES_LEDGER_REVERSAL_STORE_H_
#define TUOQIAO_SERVICES_LEDGER_REVERSAL_STORE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/db/db.h"
#include "services/ledger/reversal.h"

namespace tuoqiao::ledger {

// Of revision 0 where nobody has proposed one.
absl::StatusOr<Reversal> LoadReversal(db::Read& txn, const std::string& entry);
// By entry.
absl::StatusOr<std::vector<Reversal>> LoadReversals(db::Read& txn, const std::string& after,
                                                    int64_t rows_max);
absl::Status SaveReversal(db::Write& txn, const Reversal& reversal);

}  // namespace tuoqiao::ledger

#endif  // TUOQIAO_SERVICES_LEDGER_REVERSAL_STORE_H_
