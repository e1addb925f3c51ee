// Openings inside the transaction: proposed, posted, taken back.
#ifndef TUOQIAO_SERVICES_LEDGER_BRINGING_H_
#define TUOQIAO_SERVICES_LEDGER_BRINGING_H_

#include <string>

#include "absl/status/statusor.h"
#include "services/common/rpc/mutate.h"
#include "services/ledger/entering.h"
#include "services/ledger/opening.h"

namespace tuoqiao::ledger {

// What `CheckOpening` says, OPENING_CHANGED.
absl::StatusOr<Opening> ProposeOpening(rpc::Change& change, const Opening& said,
                                       absl::CivilDay today);
// OPENING_NOT_FOUND, OPENING_STATE, OPENING_BUILT_UPON.
absl::StatusOr<Opening> ProposeOpeningReversal(rpc::Change& change, const std::string& id,
                                               const Hand& hand);
// Posts the opening, or takes it back. OPENING_NOT_FOUND, OPENING_REVISION_CHANGED,
// CONFIRMED_BY_SAME_PERSON, OPENING_MONTH_BOOKED, OPENING_BUILT_UPON.
absl::StatusOr<Opening> ConfirmOpening(rpc::Change& change, const std::string& id,
                                       const Confirmation& confirmation);

}  // namespace tuoqiao::ledger

#endif  // TUOQIAO_SERVICES_LEDGER_BRINGING_H_
