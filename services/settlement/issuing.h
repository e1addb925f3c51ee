// What several handlers do inside their transaction: new receivables, and whether what the ledger
// said still holds.
#ifndef TUOQIAO_SERVICES_SETTLEMENT_ISSUING_H_
#define TUOQIAO_SERVICES_SETTLEMENT_ISSUING_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/rpc/mutate.h"
#include "services/settlement/receivable.h"

namespace tuoqiao::settlement {

// Gives new receivables their references, saves and publishes them.
absl::Status SaveIssued(rpc::Change& change, std::vector<Receivable> made);
// Saves and publishes what changed of one that was issued.
absl::Status SaveChanged(rpc::Change& change, Receivable receivable);

// FACTS_STALE where our log has gone beyond what the ledger had heard, or a row waits for its
// number; `what` is what that is about.
absl::Status CheckHeard(const absl::StatusOr<std::optional<int64_t>>& position, int64_t heard,
                        absl::string_view what);

}  // namespace tuoqiao::settlement

#endif  // TUOQIAO_SERVICES_SETTLEMENT_ISSUING_H_
