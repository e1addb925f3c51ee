// What settlement hears: of the ledger that a month is booked, of billing and payroll what
// receivables and payouts are made of.
#ifndef TUOQIAO_SERVICES_SETTLEMENT_HEARING_H_
#define TUOQIAO_SERVICES_SETTLEMENT_HEARING_H_

#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "services/common/rpc/mutate.h"
#include "tuoqiao/type/v1/event.pb.h"

namespace tuoqiao::settlement {

// Whether one of the events says that a month is booked, so that the park's day is needed.
bool SaysBooked(const std::vector<type::v1::Event>& events);
// Applies events of the ledger once, in order; `today` is the park's day. Of another kind than
// MonthBooked nothing is needed.
absl::Status HearBooked(rpc::Change& change, const std::vector<type::v1::Event>& events,
                        std::optional<absl::CivilDay> today);

// Applies events of billing and payroll: StatementClosed, ShareMadeDirect and PayRunReconciled.
// EVENT_INVALID.
absl::Status HearShares(rpc::Change& change, const std::vector<type::v1::Event>& events);

}  // namespace tuoqiao::settlement

#endif  // TUOQIAO_SERVICES_SETTLEMENT_HEARING_H_
