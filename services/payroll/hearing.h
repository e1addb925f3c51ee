// What payroll does with billing's log.
#ifndef TUOQIAO_SERVICES_PAYROLL_HEARING_H_
#define TUOQIAO_SERVICES_PAYROLL_HEARING_H_

#include <vector>

#include "absl/status/status.h"
#include "services/common/rpc/mutate.h"
#include "tuoqiao/type/v1/event.pb.h"

namespace tuoqiao::payroll {

// Keeps the shares of closed statements that concern wages, each under the firm whose payroll it
// goes through, and how much of a month was heard: so a pay run is planned from our own rows, and
// nobody reads the month's statements again for each firm. EVENT_INVALID.
absl::Status Hear(rpc::Change& change, const std::vector<type::v1::Event>& events);

}  // namespace tuoqiao::payroll

#endif  // TUOQIAO_SERVICES_PAYROLL_HEARING_H_
