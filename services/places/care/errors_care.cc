#include "services/places/care/errors_care.h"

#include "absl/strings/str_cat.h"
#include "services/common/errors.h"
#include "services/common/period.h"

namespace tuoqiao::places {

using absl::StatusCode;

absl::Status CareKindNotOffered(absl::string_view kind) {
  return Failure(StatusCode::kFailedPrecondition, "CARE_KIND_NOT_OFFERED")
      .At("booking.care_kind")
      .Say(absl::StrCat("The centre does not offer ", kind, "."),
           absl::StrCat("该机构不提供 ", kind, " 服务。"))
      .Next("Choose a centre that does, or have the centre add the kind of care.",
            "请选择提供该服务的机构,或由机构增设。")
      .With("care_kind", kind);
}

absl::Status BookingDayOutOfRange(absl::CivilDay first, absl::CivilDay last) {
  return Failure(StatusCode::kFailedPrecondition, "BOOKING_DAY_OUT_OF_RANGE")
      .At("booking.date")
      .Say(absl::StrCat("Days from ", FormatDay(first), " to ", FormatDay(last),
                        " can be booked now."),
           absl::StrCat("目前可预约 ", FormatDay(first), " 至 ", FormatDay(last), "。"))
      .Next("Choose a day between them.", "请选择其间的日期。");
}

absl::Status FilingNotInForce(absl::CivilDay day) {
  return Failure(StatusCode::kFailedPrecondition, "FILING_NOT_IN_FORCE")
      .At("booking.date")
      .Whose(type::v1::Failure::YOUR_SETUP)
      .Say(absl::StrCat("The centre's filing or licence is not in force on ", FormatDay(day), "."),
           absl::StrCat("该机构的备案(或许可)在 ", FormatDay(day), " 未生效。"))
      .Next("Have the centre renew it, or choose another centre.",
            "请机构更新备案,或选择其他机构。");
}

absl::Status OutsideOpeningHours(bool late) {
  return Failure(StatusCode::kFailedPrecondition, "OUTSIDE_OPENING_HOURS")
      .At("booking.from_minute")
      .Say(late ? "Late care begins when the centre closes, or later."
                : "The centre is not open during all of these hours.",
           late ? "延时托须自闭园时起。" : "所选时段不在机构开放时间内。")
      .Next("Compare with the centre's opening hours.", "请核对机构开放时间。");
}

absl::Status BookingExists(absl::CivilDay day) {
  return Failure(StatusCode::kAlreadyExists, "BOOKING_EXISTS")
      .At("booking.date")
      .Say(absl::StrCat("The child is booked on ", FormatDay(day), " already."),
           absl::StrCat("该婴幼儿在 ", FormatDay(day), " 已有预约。"))
      .Next("Cancel the other booking first.", "请先取消原预约。");
}

absl::Status NoPlaceThatDay(absl::CivilDay day) {
  return Failure(StatusCode::kFailedPrecondition, "NO_PLACE_THAT_DAY")
      .At("booking.care_kind")
      .Say(absl::StrCat("The child has no place on ", FormatDay(day),
                        " beside which this care is given."),
           absl::StrCat("该婴幼儿在 ", FormatDay(day), " 没有可附加此项服务的入托名额。"))
      .Next(
          "LATE is for the centre of the place, BACK_UP for another; without a place book "
          "TEMPORARY or HOURLY.",
          "延时托限于所在机构,备用托限于其他机构;未入托者请预约临时托或计时托。");
}

absl::Status BackUpAtOwnCentre() {
  return Failure(StatusCode::kFailedPrecondition, "BACK_UP_AT_OWN_CENTRE")
      .At("booking.centre")
      .Say("The child has its place at this centre.", "该婴幼儿本就在此机构入托。")
      .Next("Choose another centre of the park.", "请选择园区内其他机构。");
}

absl::Status BackUpUsesSpent(int64_t year, int64_t uses_max) {
  return Failure(StatusCode::kFailedPrecondition, "BACK_UP_USES_SPENT")
      .At("booking.date")
      .Say(absl::StrCat("All ", uses_max, " back-up days of ", year, " are used or booked."),
           absl::StrCat(year, " 年的 ", uses_max, " 次备用托均已使用或预约。"))
      .Next("Give a booked day back in time, or wait for the next year.",
            "可在期限内取消已预约的日期,或待下一年度。")
      .With("year", absl::StrCat(year));
}

absl::Status NoGroupForAge(absl::CivilDay day) {
  return Failure(StatusCode::kFailedPrecondition, "NO_GROUP_FOR_AGE")
      .At("group")
      .Say(absl::StrCat("There is no group of the child's age on ", FormatDay(day), "."),
           absl::StrCat("没有适合该婴幼儿 ", FormatDay(day), " 月龄的班级。"))
      .Next("Choose a group or centre for that age.", "请选择适合该月龄的班级或机构。");
}

absl::Status DayFull(absl::CivilDay day) {
  return Failure(StatusCode::kFailedPrecondition, "DAY_FULL")
      .At("booking.date")
      .Say(absl::StrCat("The groups of the child's age have no seat left on ", FormatDay(day), "."),
           absl::StrCat("适龄班级在 ", FormatDay(day), " 已无空位。"))
      .Next("Choose another day or centre.", "请选择其他日期或机构。");
}

absl::Status BookingNotFound(absl::string_view name) { return NotFound("BOOKING_NOT_FOUND", name); }

absl::Status BookingNotOpen(absl::string_view state) {
  return Failure(StatusCode::kFailedPrecondition, "BOOKING_NOT_OPEN")
      .At("name")
      .Say(absl::StrCat("The booking is ", state, "."), absl::StrCat("该预约状态为 ", state, "。"))
      .Next("A booking is given back before its day, once.", "预约只能在当日之前取消一次。")
      .With("state", state);
}

absl::Status TransferToSameCentre() {
  return Failure(StatusCode::kFailedPrecondition, "TRANSFER_TO_SAME_CENTRE")
      .At("group")
      .Say("The group is of the centre where the place is.", "该班级属于现在入托的机构。")
      .Next("Use ConfirmGroupMove within a centre.", "同一机构内调班请使用 ConfirmGroupMove。");
}

absl::Status DayInClosedMonth(absl::string_view field, absl::CivilDay day) {
  const std::string month = FormatMonth(absl::CivilMonth(day));
  return Failure(StatusCode::kFailedPrecondition, "MONTH_CLOSED")
      .At(field)
      .Say(absl::StrCat(month, " is closed; what it was priced by stands."),
           absl::StrCat(month, " 已结账,不可再变更该月入托情况。"))
      .Next("Choose a day of a later month.", "请选择后续月份的日期。")
      .With("month", month);
}

absl::Status SuspensionOutside(absl::CivilDay from, absl::CivilDay until) {
  return Failure(StatusCode::kInvalidArgument, "DATE_ORDER")
      .At("suspension")
      .Say(absl::StrCat("The place runs from ", FormatDay(from), " to ", FormatDay(until),
                        "; it can rest on days between them only."),
           absl::StrCat("入托期为 ", FormatDay(from), " 至 ", FormatDay(until),
                        ",暂停日期须在其间。"))
      .Next("Give the first day of rest, and the first day after it.",
            "请给出暂停首日及恢复首日。");
}

absl::Status SuspensionOverlaps(absl::CivilDay from, absl::CivilDay until) {
  return Failure(StatusCode::kFailedPrecondition, "SUSPENSION_OVERLAPS")
      .At("suspension")
      .Say(absl::StrCat("The place rests from ", FormatDay(from), " to ", FormatDay(until),
                        " already."),
           absl::StrCat("该入托在 ", FormatDay(from), " 至 ", FormatDay(until), " 已暂停。"))
      .Next("Suspend the days beside it, or resume that one first.",
            "请避开该时段,或先恢复该次暂停。");
}

absl::Status EnrolmentNotSuspended(absl::CivilDay day) {
  return Failure(StatusCode::kFailedPrecondition, "ENROLMENT_NOT_SUSPENDED")
      .At("resume_date")
      .Say(absl::StrCat("The place does not rest on ", FormatDay(day), "."),
           absl::StrCat("该入托在 ", FormatDay(day), " 并未暂停。"))
      .Next("Give a day of the suspension that is to end.", "请给出所需结束的暂停期内的日期。");
}

absl::Status SeatLent(absl::CivilDay day) {
  return Failure(StatusCode::kFailedPrecondition, "SEAT_LENT")
      .At("resume_date")
      .Say(absl::StrCat("On ", FormatDay(day), " another child is booked into the seat."),
           absl::StrCat("该名额在 ", FormatDay(day), " 已借予其他预约。"))
      .Next("Resume on a later day, or have the booking cancelled.",
            "请选择之后的日期恢复,或先取消该预约。")
      .With("date", FormatDay(day));
}

absl::Status NoShowTooEarly(absl::CivilDay earliest) {
  return Failure(StatusCode::kFailedPrecondition, "NO_SHOW_TOO_EARLY")
      .At("name")
      .Say(absl::StrCat("The child may still come; before ", FormatDay(earliest),
                        " nobody gives up its place."),
           absl::StrCat("该婴幼儿仍可报到,", FormatDay(earliest), " 之前不能认定为未报到。"))
      .Next("Wait, or end the place where the family says so.", "请等待;家庭放弃的,可结束入托。")
      .With("date", FormatDay(earliest));
}

absl::Status ChildCame() {
  return Failure(StatusCode::kFailedPrecondition, "CHILD_CAME")
      .At("name")
      .Say("The child was there on at least one day.", "该婴幼儿至少到园一天。")
      .Next("End the place instead.", "请改为结束入托。");
}

absl::Status StayNotAllowed() {
  return Failure(StatusCode::kFailedPrecondition, "STAY_NOT_ALLOWED")
      .At("group")
      .Say(
          "A child stays in its group only where it ages out and the rules let it finish the term.",
          "仅满龄且规则允许读完学期的婴幼儿可留在原班。")
      .Next("Choose another group, or leave the place as it is.", "请选择其他班级,或保持不变。");
}

absl::Status AbsenceEndNotDue() {
  return Failure(StatusCode::kFailedPrecondition, "ABSENCE_END_NOT_DUE")
      .At("reason")
      .Say("The child has not been absent for as long as the rules ask.",
           "该婴幼儿的缺勤尚未达到规则规定的天数。")
      .Next("See ListAbsenceWarnings, or end the place for another reason.",
            "请查看 ListAbsenceWarnings,或以其他原因结束入托。");
}

}  // namespace tuoqiao::places
