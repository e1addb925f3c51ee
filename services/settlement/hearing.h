// What settlement hears: of the ledger that a month is booked, of billing and payroll what
// receivables and payouts are made of.
#ifndef TUOQIAO_SERVICES_SETTLEMENT_HEARING_H_
#define TUOQIAO_SERVICES_SETTLEMENT_HEARING_H_

#include <vector>

#include "absl/status/status.h"
#include "services/common/rpc/mutate.h"
#include "tuoqiao/type/v1/event.pb.h"

namespace tuoqiao::settlement {

// Applies events of the ledger. Of another kind than MonthBooked nothing is needed. EVENT_INVALID.
absl::Status HearBooked(rpc::Change& change, const std::vector<type::v1::Event>& events);

// Applies events of billing and payroll: StatementClosed, ShareMadeDirect, PayRunReconciled
// and PayResultCorrected.
// EVENT_INVALID.
absl::Status HearShares(rpc::Change& change, const std::vector<type::v1::Event>& events);

}  // namespace tuoqiao::settlement

#endif  // TUOQIAO_SERVICES_SETTLEMENT_HEARING_H_
