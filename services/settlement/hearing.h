// What settlement does with the ledger's log.
#ifndef TUOQIAO_SERVICES_SETTLEMENT_HEARING_H_
#define TUOQIAO_SERVICES_SETTLEMENT_HEARING_H_

#include <vector>

#include "absl/status/status.h"
#include "services/common/rpc/mutate.h"
#include "tuoqiao/type/v1/event.pb.h"

namespace tuoqiao::settlement {

// Notes the months that were booked, for the promise of days to pay. Decisions about money ask the
// ledger.
absl::Status Hear(rpc::Change& change, const std::vector<type::v1::Event>& events);

}  // namespace tuoqiao::settlement

#endif  // TUOQIAO_SERVICES_SETTLEMENT_HEARING_H_
