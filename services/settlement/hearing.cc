#include "services/settlement/hearing.h"

#include <google/protobuf/util/time_util.h>

#include "services/common/status_macros.h"
#include "services/settlement/convert.h"
#include "services/settlement/store.h"

namespace tuoqiao::settlement {

absl::Status Hear(rpc::Change& change, const std::vector<type::v1::Event>& events) {
  for (const type::v1::Event& event : events) {
    if (event.kind() != "MonthBooked") continue;
    ASSIGN_OR_RETURN(const absl::CivilMonth month, MonthOf("subject", event.subject()));
    RETURN_IF_ERROR(SaveBookedMonth(
        change.txn, month, google::protobuf::util::TimeUtil::ToString(event.write_time())));
  }
  return absl::OkStatus();
}

}  // namespace tuoqiao::settlement
