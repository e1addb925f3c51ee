#include "services/places/hearing.h"

#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/places/store.h"
#include "tuoqiao/billing/v1/billing.pb.h"

namespace tuoqiao::places {

absl::Status Hear(rpc::Change& change, const std::vector<type::v1::Event>& events) {
  for (const type::v1::Event& event : events) {
    if (event.kind() != "MonthClosed") continue;
    billing::v1::MonthClosed closed;
    if (!event.payload().UnpackTo(&closed)) {
      return absl::InternalError("MonthClosed carries another payload");
    }
    ASSIGN_OR_RETURN(const absl::CivilMonth month, ParseMonth(closed.month()));
    RETURN_IF_ERROR(SaveClosedMonth(change.txn, month));
  }
  return absl::OkStatus();
}

}  // namespace tuoqiao::places
