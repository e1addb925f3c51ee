// What the ledger does with the logs that it hears.
#ifndef TUOQIAO_SERVICES_LEDGER_HEARING_H_
#define TUOQIAO_SERVICES_LEDGER_HEARING_H_

#include <vector>

#include "absl/status/status.h"
#include "services/common/rpc/mutate.h"
#include "tuoqiao/type/v1/event.pb.h"

namespace tuoqiao::ledger {

// Posts one source's events, keeps the sums of months and what months draw on budgets, and
// publishes MonthBooked where sums have come to billing's. An event that was posted before changes
// nothing. EVENT_INVALID.
absl::Status Hear(rpc::Change& change, const std::vector<type::v1::Event>& events);

}  // namespace tuoqiao::ledger

#endif  // TUOQIAO_SERVICES_LEDGER_HEARING_H_
