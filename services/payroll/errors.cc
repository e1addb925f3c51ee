#include "services/payroll/errors.h"

#include "absl/strings/str_cat.h"
#include "services/common/errors.h"
#include "services/common/period.h"

namespace tuoqiao::payroll {

using absl::StatusCode;

absl::Status FirmNotFound(absl::string_view name) { return NotFound("FIRM_NOT_FOUND", name); }
absl::Status AuthorisationNotFound(absl::string_view name) {
  return NotFound("AUTHORISATION_NOT_FOUND", name);
}
absl::Status PayRunNotFound(absl::string_view name) { return NotFound("PAY_RUN_NOT_FOUND", name); }
absl::Status ArrearsNotFound(absl::string_view name) { return NotFound("ARREARS_NOT_FOUND", name); }
absl::Status EmployeeNotFound(absl::string_view name) {
  return NotFound("EMPLOYEE_NOT_FOUND", name);
}

absl::Status MonthNotClosed(absl::CivilMonth month) {
  return Failure(StatusCode::kFailedPrecondition, "MONTH_NOT_CLOSED")
      .At("month")
      .Whose(type::v1::Failure::YOUR_SETUP)
      .Say(absl::StrCat("The month ", FormatMonth(month), " is not closed."),
           absl::StrCat(FormatMonth(month), " 月尚未关账。"))
      .Next("Ask the park's finance to approve and close it.", "请联系园区财务审批并关账。")
      .With("month", FormatMonth(month));
}

absl::Status MonthNotHeard(absl::CivilMonth month) {
  return Failure(StatusCode::kUnavailable, "MONTH_NOT_HEARD")
      .At("month")
      .Whose(type::v1::Failure::OURS)
      .Say(absl::StrCat("The statements of ", FormatMonth(month), " are still on their way here."),
           absl::StrCat(FormatMonth(month), " 月账单正在同步。"))
      .Next("Send the same request again in a moment.", "请稍候重新发送同一请求。")
      .With("month", FormatMonth(month));
}

absl::Status PayRunReleased(absl::string_view name) {
  return Failure(StatusCode::kFailedPrecondition, "PAY_RUN_RELEASED")
      .At("month")
      .Say(absl::StrCat("The instructions of ", name, " have gone out."),
           absl::StrCat(name, " 的代扣指令已发出。"))
      .Next("Read it with GetPayRun; what has gone out is not planned again.",
            "请使用 GetPayRun 查看;已发出的批次不再重新计划。")
      .With("pay_run", name);
}

absl::Status PayFloorMissing() {
  return Failure(StatusCode::kFailedPrecondition, "PAY_FLOOR_MISSING")
      .Whose(type::v1::Failure::YOUR_SETUP)
      .Say("The park has set no protected pay and no cap of deductions.",
           "园区尚未设置最低保留工资和代扣上限。")
      .Next("Ask the park's administrator to set the pay floor; there is no default.",
            "请园区管理员设置工资保护线;系统不设默认值。");
}

absl::Status PayRunNotScheduled(absl::CivilMonth month, int64_t runs) {
  return Failure(StatusCode::kFailedPrecondition, "PAY_RUN_NOT_SCHEDULED")
      .At("number")
      .Whose(type::v1::Failure::YOUR_SETUP)
      .Say(absl::StrCat("The firm's pay calendar has ", runs, " runs for ", FormatMonth(month),
                        ", and not this one."),
           absl::StrCat("用人单位的发薪日历在 ", FormatMonth(month), " 有 ", runs,
                        " 次发薪,没有该次。"))
      .Next(
          "Name a run from 1 to that number, or 0 where there is only one; PreviewPaySchedule "
          "lists them.",
          "请填写 1 至该次数之间的序号;仅有一次时填 0。可用 PreviewPaySchedule 查看。")
      .With("month", FormatMonth(month))
      .With("runs", absl::StrCat(runs));
}

absl::Status PayCalendarInUse(absl::string_view pay_run) {
  return Failure(StatusCode::kFailedPrecondition, "PAY_CALENDAR_IN_USE")
      .At("pay_calendar.name")
      .Say(absl::StrCat(pay_run, " has gone out by the calendar before."),
           absl::StrCat(pay_run, " 已按原日历发出。"))
      .Next("Set the calendar from a later month.", "请从之后的月份起设置新日历。")
      .With("pay_run", pay_run);
}

absl::Status PayFloorBelowLaw(absl::string_view field, int64_t limit) {
  return Failure(StatusCode::kInvalidArgument, "PAY_FLOOR_BELOW_LAW")
      .At(field)
      .Say(absl::StrCat("The rule in force on the park's date sets the limit at ", limit, "."),
           absl::StrCat("按园区当前日期有效的规则,限值为 ", limit, "。"))
      .Next("Protect as much as the rule does, or more.", "请设置不低于规则的保护标准。")
      .With("limit", absl::StrCat(limit));
}

absl::Status DeductionRefused(absl::string_view reason) {
  Failure failure(StatusCode::kFailedPrecondition, reason);
  failure.Whose(type::v1::Failure::YOUR_SETUP);
  if (reason == "EMPLOYMENT_ENDED") {
    return failure
        .Say("The employee's last pay is over; there is no wage to deduct from.",
             "该职工末次发薪已过,无工资可供代扣。")
        .Next("The family pays the centre; nothing has to be done.",
              "由家庭直接向托育机构支付,无需处理。");
  }
  if (reason == "LEGAL_BASIS_MISSING") {
    return failure
        .Say("The firm has recorded no legal basis that holds on the pay date.",
             "用人单位未登记在发薪日有效的代扣依据。")
        .Next("Record the basis, or let the family pay the centre.",
              "请登记代扣依据,或由家庭直接向托育机构支付。");
  }
  if (reason == "AUTHORISATION_MISSING") {
    return failure
        .Say("The employee has signed no authorisation that holds on the pay date.",
             "职工没有在发薪日有效的书面授权。")
        .Next("Ask for a signature before the cut-off, or let the family pay the centre.",
              "请在截止日前取得签字授权,或由家庭直接向托育机构支付。");
  }
  return failure
      .Say("No last gross and net pay of the employee is known.",
           "没有该职工最近一次的应发与实发工资。")
      .Next("Send the pay figures before the cut-off.", "请在截止日前提交工资数据。");
}

absl::Status WrongArrearsState(absl::string_view state) {
  return Failure(StatusCode::kFailedPrecondition, "ARREARS_STATE")
      .At("name")
      .Say(absl::StrCat("Arrears that are ", state, " do not allow this."),
           absl::StrCat("欠款当前状态为 ", state, ",不允许该操作。"))
      .Next("Only open arrears end by hand; those in a run end with that run.",
            "仅未结欠款可人工处理;已列入批次的欠款随该批次结束。")
      .With("state", state);
}

absl::Status WriteOffChanged() {
  return Failure(StatusCode::kFailedPrecondition, "WRITE_OFF_CHANGED")
      .At("revision")
      .Say("The proposal has changed since it was read.", "该核销申请在读取后已变更。")
      .Next("Read it again and confirm its revision.", "请重新读取后按新版本确认。");
}

absl::Status ConfirmedBySamePerson() {
  return Failure(StatusCode::kFailedPrecondition, "CONFIRMED_BY_SAME_PERSON")
      .Whose(type::v1::Failure::YOUR_SETUP)
      .Say("You have proposed this write-off yourself.", "该核销由您本人提出。")
      .Next("Ask a second person to confirm it.", "请由第二人确认。");
}

absl::Status WrongPayRunState(absl::string_view state) {
  return Failure(StatusCode::kFailedPrecondition, "PAY_RUN_STATE")
      .At("name")
      .Say(absl::StrCat("A pay run that is ", state, " does not allow this."),
           absl::StrCat("发薪批次当前状态为 ", state, ",不允许该操作。"))
      .Next("It goes from PREFLIGHTED to RELEASED, RESULT_READ and RECONCILED, never back.",
            "批次依次经过 PREFLIGHTED、RELEASED、RESULT_READ、RECONCILED,不可回退。")
      .With("state", state);
}

absl::Status DigestStale() {
  return Failure(StatusCode::kFailedPrecondition, "DIGEST_STALE")
      .At("digest")
      .Say("What would go out is not what was looked at: the plan, or what it rests on, changed.",
           "即将发出的内容与已查看的内容不一致:计划或其依据已变化。")
      .Next("Plan the pay run again, look at it, and release that digest.",
            "请重新计划发薪批次,核对后按新摘要放行。");
}

absl::Status CutOffPassed(absl::CivilDay cut_off_date) {
  return Failure(StatusCode::kFailedPrecondition, "CUT_OFF_PASSED")
      .At("name")
      .Say(absl::StrCat("The cut-off was ", FormatDay(cut_off_date), "."),
           absl::StrCat("截止日为 ", FormatDay(cut_off_date), ",已过期。"))
      .Next("Payroll takes nothing more for this pay date.", "该发薪日已不再接收代扣指令。")
      .With("cut_off_date", FormatDay(cut_off_date));
}

absl::Status DuplicateInRequest(absl::string_view field) {
  return Failure(StatusCode::kInvalidArgument, "DUPLICATE_IN_REQUEST")
      .At(field)
      .Say("An earlier line of this request is for the same instruction.",
           "同一请求中已有该指令的结果。")
      .Next("Send each line once.", "每条结果只提交一次。");
}

absl::Status UnknownEmployee() {
  return Failure(StatusCode::kNotFound, "UNKNOWN_EMPLOYEE")
      .At("employee_no")
      .Say("The firm's roster has no employee of this number.", "用人单位名册中没有该工号。")
      .Next("Check the number, or send the roster first.", "请核对工号,或先提交名册。");
}

absl::Status DateOrder(absl::string_view field) {
  return Failure(StatusCode::kInvalidArgument, "DATE_ORDER")
      .At(field)
      .Say("The last day lies before the first.", "结束日期早于开始日期。")
      .Next("Check both dates.", "请核对两个日期。");
}

absl::Status UnknownInstruction() {
  return Failure(StatusCode::kNotFound, "UNKNOWN_INSTRUCTION")
      .At("instruction")
      .Say("This pay run sent no such instruction for this employee and kind.",
           "本批次未向该职工发出此类指令。")
      .Next("Compare the line with the file that was sent.", "请与已发出的文件核对。");
}

absl::Status WrongPeriod(absl::CivilMonth month) {
  return Failure(StatusCode::kInvalidArgument, "WRONG_PERIOD")
      .At("period")
      .Say(absl::StrCat("This pay run is for ", FormatMonth(month), "."),
           absl::StrCat("本批次所属月份为 ", FormatMonth(month), "。"))
      .Next("Send the line with the pay run of its month.", "请在对应月份的批次中提交。")
      .With("month", FormatMonth(month));
}

absl::Status ResultDiffers() {
  return Failure(StatusCode::kFailedPrecondition, "RESULT_DIFFERS")
      .At("amount_minor")
      .Say("Another amount was read for this instruction before; that one stands.",
           "该指令此前已读取不同金额,以先前读取的为准。")
      .Next("Ask payroll which of the two was taken.", "请向薪酬系统核实实际扣款金额。");
}

absl::Status EventInvalid(absl::string_view event, absl::string_view why) {
  return Failure(StatusCode::kInternal, "EVENT_INVALID")
      .Whose(type::v1::Failure::OURS)
      .Say(absl::StrCat("The event ", event, " cannot be read: ", why, "."),
           absl::StrCat("事件 ", event, " 无法读取:", why, "。"))
      .Next("Nothing after it is heard until it is mended.", "修复之前不再处理后续事件。")
      .With("event", event);
}

}  // namespace tuoqiao::payroll
