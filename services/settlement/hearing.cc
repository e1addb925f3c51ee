#include "services/settlement/hearing.h"

#include <google/protobuf/util/time_util.h>

#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/settlement/convert.h"
#include "services/settlement/convert_lines.h"
#include "services/settlement/errors.h"
#include "services/settlement/share_line_store.h"
#include "services/settlement/store.h"
#include "tuoqiao/ledger/v1/ledger.pb.h"

namespace tuoqiao::settlement {

absl::Status HearBooked(rpc::Change& change, const std::vector<type::v1::Event>& events) {
  for (const type::v1::Event& event : events) {
    if (event.kind() != "MonthBooked") continue;
    ASSIGN_OR_RETURN(const absl::CivilMonth month, MonthOf("subject", event.subject()));
    ledger::v1::MonthBooked said;
    if (!event.payload().UnpackTo(&said)) return EventInvalid(event.id(), "its payload is another");
    Booked booked;
    booked.time = google::protobuf::util::TimeUtil::ToString(event.write_time());
    // Before the ledger said the day, nobody promised one that could be repeated.
    if (!said.close_date().empty()) {
      const auto day = ParseDay(said.close_date());
      if (!day.ok()) return EventInvalid(event.id(), "its day is none");
      booked.close_date = *day;
    }
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
