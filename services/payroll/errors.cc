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
      .Say(
          "Lines of the same sequence say different amounts; the lowest stands until it is "
          "settled.",
          "同一序号的结果金额不一致;核实前以最低金额为准。")
      .Next("Ask payroll which was taken, and send it under a higher sequence or assign it here.",
            "请向薪酬系统核实实际扣款,以更高序号重新提交,或在此处指定金额。");
}

absl::Status OtherFirm() {
  return Failure(StatusCode::kInvalidArgument, "OTHER_FIRM")
      .At("employer")
      .Say("The line names another firm than the one of this pay run.",
           "该行所属用人单位不是本批次的用人单位。")
      .Next("Send it with that firm's file, and ask how it came into this one.",
            "请随该单位的文件提交,并查明为何混入本文件。");
}

absl::Status CurrencyWrong(absl::string_view currency) {
  return Failure(StatusCode::kInvalidArgument, "CURRENCY_WRONG")
      .At("currency_code")
      .Say(absl::StrCat("Deductions are in ", currency, "; nothing is converted."),
           absl::StrCat("代扣币种为 ", currency, ",系统不做换算。"))
      .Next(absl::StrCat("Ask payroll what was taken in ", currency, "."),
            absl::StrCat("请向薪酬系统核实以 ", currency, " 计的实际扣款。"))
      .With("currency", currency);
}

absl::Status ResultNegative() {
  return Failure(StatusCode::kInvalidArgument, "RESULT_NEGATIVE")
      .At("amount_minor")
      .Say("The line is below zero; what was taken is zero or more.",
           "金额为负;实际扣款不能小于零。")
      .Next("Where money was given back, send what was taken in all, under a higher sequence.",
            "如有退回,请以更高序号提交最终实际扣款总额。");
}

absl::Status ResultFileChanged(absl::string_view file_name) {
  return Failure(StatusCode::kFailedPrecondition, "RESULT_FILE_CHANGED")
      .At("file_name")
      .Say(
          "A file of this name was read for this pay run, with other content. Nothing of it is "
          "read.",
          "本批次已读取过同名但内容不同的文件;本文件未读取任何内容。")
      .Next("Accept the exception and send it again, or send it under a name of its own.",
            "请在例外清单中接受后重新提交,或改用新的文件名。")
      .With("file_name", file_name);
}

absl::Status PayExceptionNotFound(absl::string_view name) {
  return NotFound("PAY_EXCEPTION_NOT_FOUND", name);
}

absl::Status PayExceptionState(absl::string_view state) {
  return Failure(StatusCode::kFailedPrecondition, "PAY_EXCEPTION_STATE")
      .At("name")
      .Say(absl::StrCat("The exception is ", state, "."),
           absl::StrCat("该例外状态为 ", state, "。"))
      .Next("Only open ones are worked off; list them again.", "只能处理未结的例外;请重新查询。")
      .With("state", state);
}

absl::Status PayExceptionAction(absl::string_view action, absl::string_view reason) {
  return Failure(StatusCode::kFailedPrecondition, "PAY_EXCEPTION_ACTION")
      .At("action")
      .Say(absl::StrCat(action, " does not end an exception of ", reason, "."),
           absl::StrCat(reason, " 类例外不能以 ", action, " 处理。"))
      .Next("Take one of its `actions`.", "请选择其 actions 中的一种。")
      .With("reason", reason);
}

absl::Status ResultMissing() {
  return Failure(StatusCode::kNotFound, "RESULT_MISSING")
      .Say("No line came back for this instruction.", "该指令没有返回结果。")
      .Next("Ask payroll for the line; it is read late too. Until then the amount is arrears.",
            "请向薪酬系统索取结果,逾期仍可读取;在此之前记为欠款。");
}

absl::Status ResultShort() {
  return Failure(StatusCode::kFailedPrecondition, "RESULT_SHORT")
      .Say("Payroll took less than was sent.", "实际扣款少于指令金额。")
      .Next("Accept it, and the rest stays arrears; or say what was taken.",
            "确认后差额转为欠款;或填写实际扣款金额。");
}

absl::Status ResultOver() {
  return Failure(StatusCode::kFailedPrecondition, "RESULT_OVER")
      .Say("Payroll took more than was sent; the excess is the family's.",
           "实际扣款多于指令金额,多扣部分归家庭所有。")
      .Next(
          "Ask payroll to give it back and send the corrected line; or accept it, and it waits to "
          "be "
          "refunded.",
          "请薪酬系统退回并提交更正结果;或确认后等待退款。");
}

absl::Status AuthorisationStands(absl::string_view name) {
  return Failure(StatusCode::kFailedPrecondition, "AUTHORISATION_STANDS")
      .At("authorisations")
      .Say(absl::StrCat(name, " was not revoked."), absl::StrCat(name, " 未被撤回。"))
      .Next("Revoke it first; its end goes out with the next file.",
            "请先撤回;终止信息随下一份文件发出。")
      .With("authorisation", name);
}

absl::Status LegalGroundNotAllowed(absl::string_view ground, absl::string_view source) {
  return Failure(StatusCode::kFailedPrecondition, "LEGAL_GROUND_NOT_ALLOWED")
      .At("legal_basis.ground")
      .Say(absl::StrCat("A wage deduction may not rest on ", ground, " (", source, ")."),
           absl::StrCat("工资代扣不得以 ", ground, " 为依据(", source, ")。"))
      .Next("The firm pays its own share and the family pays the centre.",
            "用人单位支付其分担部分,家庭部分由家庭直接向机构支付。")
      .With("ground", ground);
}

absl::Status LegalBasisMissing(absl::string_view source) {
  return Failure(StatusCode::kFailedPrecondition, "LEGAL_BASIS_MISSING")
      .Say(
          absl::StrCat("The firm has recorded no legal basis for a wage deduction (", source, ")."),
          absl::StrCat("用人单位未登记工资代扣的法律依据(", source, ")。"))
      .Next(
          "The firm pays its own share and the family pays the centre; or record the law or court "
          "order.",
          "用人单位支付其分担部分,家庭部分由家庭直接向机构支付;或登记所依据的法律或法院裁判。");
}

absl::Status AuthorisationMissing() {
  return Failure(StatusCode::kFailedPrecondition, "AUTHORISATION_MISSING")
      .At("employee_no")
      .Say("No authorisation of this employee holds on that day.", "该职工当日没有有效的代扣授权。")
      .Next("The family pays the centre; or record a signed authorisation.",
            "由家庭直接向机构支付;或登记已签署的授权。");
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
