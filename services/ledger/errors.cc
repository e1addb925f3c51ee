#include "services/ledger/errors.h"

#include "absl/strings/str_cat.h"
#include "services/common/errors.h"

namespace tuoqiao::ledger {

absl::Status MonthNotBooked(absl::string_view month) {
  return Failure(absl::StatusCode::kFailedPrecondition, "MONTH_NOT_BOOKED")
      .Say(absl::StrCat("The statements of ", month,
                        " that are posted do not sum to billing's total."),
           absl::StrCat(month, " 已入账的账单与计费关账总额尚不一致。"))
      .Next("Close the month in billing, then ask again in a moment.",
            "请先在计费中关账,稍后再试。")
      .With("month", month);
}

absl::Status EventInvalid(absl::string_view event, absl::string_view what) {
  return Failure(absl::StatusCode::kFailedPrecondition, "EVENT_INVALID")
      .Whose(type::v1::Failure::OURS)
      .Say(absl::StrCat("The event ", event, " cannot be posted: ", what, "."),
           absl::StrCat("事件 ", event, " 无法入账:", what, "。"))
      .Next("Let its source publish what is right, or release a mend; the cursor stays before it.",
            "请在来源处更正或发布修复;游标停留在该事件之前。")
      .With("event", event)
      .With("what", what);
}

}  // namespace tuoqiao::ledger
