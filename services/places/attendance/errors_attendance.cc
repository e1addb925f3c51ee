#include "services/places/attendance/errors_attendance.h"

#include "absl/strings/str_cat.h"
#include "services/common/errors.h"
#include "services/common/period.h"

namespace tuoqiao::places {

using absl::StatusCode;

absl::Status DayInFuture(absl::CivilDay day, absl::CivilDay today) {
  return Failure(StatusCode::kFailedPrecondition, "DAY_IN_FUTURE")
      .At("date")
      .Say(absl::StrCat("It is ", FormatDay(today), "; nobody can have come on ", FormatDay(day),
                        "."),
           absl::StrCat("今天是 ", FormatDay(today), ",", FormatDay(day), " 尚未到来。"))
      .Next("Check the date, and the clock of the device.", "请核对日期及设备时钟。")
      .With("date", FormatDay(day))
      .With("today", FormatDay(today));
}

absl::Status DayNotOver(absl::CivilDay day, absl::CivilDay today) {
  return Failure(StatusCode::kFailedPrecondition, "DAY_NOT_OVER")
      .At("date")
      .Say(absl::StrCat("It is ", FormatDay(today), "; who comes on ", FormatDay(day),
                        " is not known before the day is over."),
           absl::StrCat("今天是 ", FormatDay(today), ",", FormatDay(day), " 尚未结束。"))
      .Next("Ask again on the next day.", "请次日再查。")
      .With("date", FormatDay(day))
      .With("today", FormatDay(today));
}

absl::Status WeekNotOver(absl::CivilDay monday, absl::CivilDay today) {
  return Failure(StatusCode::kFailedPrecondition, "WEEK_NOT_OVER")
      .At("date")
      .Say(absl::StrCat("The week of ", FormatDay(monday), " is not over on ", FormatDay(today),
                        "."),
           absl::StrCat(FormatDay(monday), " 当周在 ", FormatDay(today), " 尚未结束。"))
      .Next("Lock it from the next Monday on.", "请于下周一起锁定。")
      .With("week", FormatDay(monday));
}

absl::Status CheckOutBeforeCheckIn() {
  return Failure(StatusCode::kInvalidArgument, "CHECK_OUT_BEFORE_CHECK_IN")
      .At("check_in_time")
      .Say("The child would have left before it came.", "离园时间早于入园时间。")
      .Next("Correct one of the two times at the device.", "请在设备上更正其中一个时间。");
}

absl::Status EventOfAnotherChild(absl::string_view event) {
  return Failure(StatusCode::kFailedPrecondition, "EVENT_OF_ANOTHER_CHILD")
      .At("case_number")
      .Say(absl::StrCat("The event ", event, " is recorded for another child."),
           absl::StrCat("事件 ", event, " 已记在另一名婴幼儿名下。"))
      .Next("Send a new event that corrects it.", "请另发一条更正事件。")
      .With("event", event);
}

absl::Status EventDiffers(absl::string_view event) {
  return Failure(StatusCode::kFailedPrecondition, "EVENT_DIFFERS")
      .At("event_id")
      .Say(absl::StrCat("The event ", event, " is recorded already, and says something else."),
           absl::StrCat("事件 ", event, " 已有记录,且内容不同。"))
      .Next("Send a new event that corrects it, or give this one an id of its own.",
            "请另发一条更正事件,或为本事件使用新的编号。")
      .With("event", event);
}

absl::Status AttendanceLocked(absl::CivilDay day) {
  return Failure(StatusCode::kFailedPrecondition, "ATTENDANCE_LOCKED")
      .At("correction_reason")
      .Say(absl::StrCat("What was said of ", FormatDay(day),
                        " is locked: it can be corrected, with a reason."),
           absl::StrCat(FormatDay(day), " 的出勤已锁定,更正须说明原因。"))
      .Next("Give correction_reason; the correction is kept with it.",
            "请填写 correction_reason,更正将连同原因留存。")
      .With("date", FormatDay(day));
}

absl::Status NotProposed(absl::CivilDay day) {
  return Failure(StatusCode::kFailedPrecondition, "NOT_PROPOSED")
      .At("case_number")
      .Say(absl::StrCat("What the child did on ", FormatDay(day), " is recorded already."),
           absl::StrCat("该婴幼儿 ", FormatDay(day), " 的出勤已有记录。"))
      .Next("List the proposals again; record the day to say otherwise.",
            "请重新列出待确认名单;如需更改,请直接记录该日出勤。")
      .With("date", FormatDay(day));
}

absl::Status ClosureMonthClosed(absl::CivilDay day) {
  const std::string month = FormatMonth(absl::CivilMonth(day));
  return Failure(StatusCode::kFailedPrecondition, "MONTH_CLOSED")
      .At("closure.dates")
      .Say(absl::StrCat(month, " is closed; what it was priced by stands."),
           absl::StrCat(month, " 已结账,停园安排不可更改。"))
      .Next("Leave out its days, or have the statements corrected.",
            "请去除该月日期,或对账单进行更正。")
      .With("month", month);
}

}  // namespace tuoqiao::places
