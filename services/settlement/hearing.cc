#include "services/settlement/hearing.h"

#include <google/protobuf/util/time_util.h>

#include <algorithm>

#include "services/common/status_macros.h"
#include "services/settlement/convert.h"
#include "services/settlement/convert_lines.h"
#include "services/settlement/share_line_store.h"
#include "services/settlement/store.h"

namespace tuoqiao::settlement {

bool SaysBooked(const std::vector<type::v1::Event>& events) {
  return std::any_of(events.begin(), events.end(),
                     [](const type::v1::Event& event) { return event.kind() == "MonthBooked"; });
}

absl::Status HearBooked(rpc::Change& change, const std::vector<type::v1::Event>& events,
                        std::optional<absl::CivilDay> today) {
  for (const type::v1::Event& event : events) {
    if (event.kind() != "MonthBooked") continue;
    ASSIGN_OR_RETURN(const absl::CivilMonth month, MonthOf("subject", event.subject()));
    Booked booked;
    booked.time = google::protobuf::util::TimeUtil::ToString(event.write_time());
    booked.day = today;
    RETURN_IF_ERROR(SaveBookedMonth(change.txn, month, booked));
  }
  return absl::OkStatus();
}

absl::Status HearShares(rpc::Change& change, const std::vector<type::v1::Event>& events) {
  std::vector<ShareLine> lines;
  for (const type::v1::Event& event : events) RETURN_IF_ERROR(AddLines(event, &lines));
  return SaveShareLines(change.txn, lines);
}

}  // namespace tuoqiao::settlement
