#include "services/billing/errors.h"

#include "absl/strings/str_cat.h"
#include "services/common/errors.h"
#include "services/common/period.h"

namespace tuoqiao::billing {

using absl::StatusCode;

absl::Status TariffExists(absl::string_view name) {
  return Failure(StatusCode::kAlreadyExists, "TARIFF_EXISTS")
      .At("tariff")
      .Say(absl::StrCat("There is already a tariff ", name, "."),
           absl::StrCat("收费标准 ", name, " 已存在。"))
      .Next("A tariff is never changed: give the new one a later date.",
            "收费标准不可修改,请为新标准指定更晚的生效日期。")
      .With("tariff", name);
}

absl::Status BillingModeDiffers(absl::string_view name) {
  return Failure(StatusCode::kFailedPrecondition, "BILLING_MODE_DIFFERS")
      .At("tariff.billing")
      .Say(absl::StrCat("The tariff ", name,
                        " of this kind of group is billed the other way. A change between in "
                        "advance and in arrears would bill one month of meals twice or never."),
           absl::StrCat("该类班级的收费标准 ", name,
                        " 采用另一种计费方式。在预收与后收之间切换会使某月餐费重复或漏收。"))
      .Next("Use the same billing as before.", "请沿用原有计费方式。")
      .With("tariff", name);
}

absl::Status FundingPlanExists(absl::string_view name) {
  return Failure(StatusCode::kAlreadyExists, "FUNDING_PLAN_EXISTS")
      .At("funding_plan_id")
      .Say(absl::StrCat("There is already a funding plan ", name, "."),
           absl::StrCat("分担方案 ", name, " 已存在。"))
      .Next("A plan is never changed: give the new version an id of its own.",
            "方案不可修改,请为新版本使用新的标识。")
      .With("funding_plan", name);
}

absl::Status FundingPlanNotFound(absl::string_view name) {
  return NotFound("FUNDING_PLAN_NOT_FOUND", name);
}

absl::Status LayerInvalid(absl::string_view field, absl::string_view why_en,
                          absl::string_view why_zh) {
  return Failure(StatusCode::kInvalidArgument, "LAYER_INVALID")
      .At(field)
      .Whose(type::v1::Failure::YOUR_SETUP)
      .Say(absl::StrCat(field, " ", why_en, "."), absl::StrCat(field, " ", why_zh, "。"))
      .Next("Correct the plan and send it again.", "请更正方案后重新提交。");
}

absl::Status SchemeUnknown(absl::string_view field, absl::string_view scheme) {
  return Failure(StatusCode::kFailedPrecondition, "SCHEME_UNKNOWN")
      .At(field)
      .Whose(type::v1::Failure::YOUR_SETUP)
      .Say(absl::StrCat("No pack has the scheme ", scheme, "."),
           absl::StrCat("没有任何规则包含方案 ", scheme, "。"))
      .Next("Name a scheme that ListSchemes shows, or have its rule file installed.",
            "请使用 ListSchemes 列出的方案,或安装其规则文件。")
      .With("scheme", scheme);
}

absl::Status SchemeAmountUnknown(absl::string_view field, absl::string_view amount,
                                 absl::string_view schemes, absl::string_view payer,
                                 absl::string_view fitting) {
  return Failure(StatusCode::kFailedPrecondition, "SCHEME_AMOUNT_UNKNOWN")
      .At(field)
      .Whose(type::v1::Failure::YOUR_SETUP)
      .Say(absl::StrCat("The scheme ", schemes, " has no amount ", amount,
                        " that is paid by the month by ", payer, "."),
           absl::StrCat("方案 ", schemes, " 没有由 ", payer, " 按月支付的金额 ", amount, "。"))
      .Next(fitting.empty() ? absl::StrCat("Take a programme whose scheme has an amount of ", payer,
                                           " by the month, or make a FIXED layer.")
                            : absl::StrCat("Name one of its amounts of this payer: ", fitting, "."),
            fitting.empty()
                ? absl::StrCat("请选择其方案含 ", payer, " 按月金额的项目,或改用 FIXED 层。")
                : absl::StrCat("请使用该付款方的金额:", fitting, "。"))
      .With("scheme", schemes)
      .With("amount", amount)
      .With("payer", payer);
}

absl::Status BudgetMissing(absl::string_view payer, int64_t year) {
  return Failure(StatusCode::kFailedPrecondition, "BUDGET_MISSING")
      .At("funding_plan")
      .Whose(type::v1::Failure::YOUR_SETUP)
      .Say(absl::StrCat("The funding plan has budgets of ", payer, ", and none for ", year, "."),
           absl::StrCat("分担方案为 ", payer, " 设有预算,但没有 ", year, " 年度的预算。"))
      .Next("Make a version of the plan with a budget for this year.",
            "请建立含该年度预算的方案新版本。")
      .With("payer", payer);
}

absl::Status MonthNotFound(absl::string_view name) { return NotFound("MONTH_NOT_FOUND", name); }

absl::Status MonthClosed(absl::CivilMonth month) {
  return Failure(StatusCode::kFailedPrecondition, "MONTH_CLOSED")
      .At("name")
      .Say(absl::StrCat(FormatMonth(month), " is closed."),
           absl::StrCat(FormatMonth(month), " 已结账。"))
      .Next("What was wrong in it becomes a correction.", "其中的差错请以更正处理。");
}

absl::Status MonthApproved(absl::CivilMonth month) {
  return Failure(StatusCode::kFailedPrecondition, "MONTH_APPROVED")
      .At("name")
      .Say(absl::StrCat("Two people have approved ", FormatMonth(month), " as it stands."),
           absl::StrCat(FormatMonth(month), " 已由两人批准。"))
      .Next("Close it; what changed since becomes a correction.", "请结账;此后的变化以更正处理。");
}

absl::Status MonthNotPreviewed(absl::CivilMonth month, absl::string_view state) {
  return Failure(StatusCode::kFailedPrecondition, "MONTH_NOT_PREVIEWED")
      .At("name")
      .Say(absl::StrCat(FormatMonth(month), " is ", state, "; only a PREVIEWED month is approved."),
           absl::StrCat(FormatMonth(month), " 的状态为 ", state, ",仅 PREVIEWED 可批准。"))
      .Next("Preview the month first, or look who approved it.", "请先试算,或查看已有的批准人。")
      .With("state", state);
}

absl::Status MonthNotApproved(absl::CivilMonth month, absl::string_view state) {
  return Failure(StatusCode::kFailedPrecondition, "MONTH_NOT_APPROVED")
      .At("name")
      .Say(
          absl::StrCat(FormatMonth(month), " is ", state, "; two people have to approve it first."),
          absl::StrCat(FormatMonth(month), " 的状态为 ", state, ",须先由两人批准。"))
      .Next("Let two people sign the digest of the preview.", "请由两人分别确认试算摘要。")
      .With("state", state);
}

absl::Status MonthNotOver(absl::CivilMonth month, absl::CivilDay over_from) {
  return Failure(StatusCode::kFailedPrecondition, "MONTH_NOT_OVER")
      .At("name")
      .Say(absl::StrCat("What ", FormatMonth(month), " bills is over on ", FormatDay(over_from),
                        "; before, nobody knows what it comes to."),
           absl::StrCat(FormatMonth(month), " 所计费用至 ", FormatDay(over_from),
                        " 方告截止;此前无法确定金额。"))
      .Next(absl::StrCat("Preview it again on ", FormatDay(over_from), " or later."),
            absl::StrCat("请于 ", FormatDay(over_from), " 或之后重新试算。"))
      .With("over_from", FormatDay(over_from));
}

absl::Status MonthBlocked(absl::CivilMonth month, absl::string_view items) {
  return Failure(StatusCode::kFailedPrecondition, "MONTH_BLOCKED")
      .At("name")
      .Say(absl::StrCat("Hard items of the checklist of ", FormatMonth(month), " are open: ", items,
                        "."),
           absl::StrCat(FormatMonth(month), " 核对清单中的必办事项尚未完成:", items, "。"))
      .Next("Take the way out that the checklist names for each.", "请按核对清单所列办法逐项处理。")
      .With("items", items);
}

absl::Status MonthNotAcknowledged(absl::CivilMonth month, absl::string_view items) {
  return Failure(StatusCode::kFailedPrecondition, "MONTH_NOT_ACKNOWLEDGED")
      .At("acknowledged")
      .Say(absl::StrCat("Items of the checklist of ", FormatMonth(month),
                        " are open and were not named: ", items, "."),
           absl::StrCat(FormatMonth(month), " 核对清单中有未确认的待办事项:", items, "。"))
      .Next("Work them off, or name those that you accept as they are.",
            "请处理这些事项,或在批准时列明您接受的事项。")
      .With("items", items);
}

absl::Status DigestStale(absl::string_view present) {
  return Failure(StatusCode::kFailedPrecondition, "DIGEST_STALE")
      .At("digest")
      .Say("This is not the digest of the present preview.", "该摘要不是当前试算的摘要。")
      .Next("Look at the present preview again before you sign it.", "请重新核对当前试算后再确认。")
      .With("digest", present);
}

absl::Status ApprovedBySamePerson(absl::CivilMonth month) {
  return Failure(StatusCode::kFailedPrecondition, "APPROVED_BY_SAME_PERSON")
      .Whose(type::v1::Failure::YOUR_SETUP)
      .Say(absl::StrCat("You have approved ", FormatMonth(month), " already."),
           absl::StrCat("您已批准过 ", FormatMonth(month), "。"))
      .Next("Ask a second person to approve it.", "请由第二人批准。");
}

absl::Status MonthClosedSince(absl::CivilMonth month) {
  return Failure(StatusCode::kFailedPrecondition, "MONTH_CLOSED_SINCE")
      .At("name")
      .Say(absl::StrCat("Another month was closed after the preview of ", FormatMonth(month),
                        ", which corrects closed months."),
           absl::StrCat(FormatMonth(month), " 的试算含有对已结账月份的更正,而此后又有月份结账。"))
      .Next("Preview the month again.", "请重新试算。");
}

absl::Status MonthClosing(absl::CivilMonth month) {
  return Failure(StatusCode::kFailedPrecondition, "MONTH_CLOSING")
      .At("name")
      .Say(absl::StrCat("The close of ", FormatMonth(month), " has begun."),
           absl::StrCat(FormatMonth(month), " 已开始结账。"))
      .Next("Let it end; what is wrong becomes a correction.", "请等待结账完成;差错以更正处理。");
}

absl::Status OtherMonthApproved(absl::CivilMonth other) {
  return Failure(StatusCode::kFailedPrecondition, "OTHER_MONTH_APPROVED")
      .At("name")
      .Say(absl::StrCat(FormatMonth(other),
                        " is approved and not closed yet; yearly caps and budgets are drawn, and "
                        "closed months corrected, by one month at a time."),
           absl::StrCat(FormatMonth(other),
                        " 已批准但尚未结账;年度上限和预算的使用、已结账月份的更正须逐月进行。"))
      .Next("Close that month first, then preview this one again.",
            "请先为该月结账,再重新试算本月。")
      .With("month", FormatMonth(other));
}

absl::Status YearDrawnSince(absl::CivilMonth month) {
  return Failure(StatusCode::kFailedPrecondition, "YEAR_DRAWN_SINCE")
      .At("name")
      .Say(absl::StrCat("Another month of the year was closed after ", FormatMonth(month),
                        " was previewed; its yearly caps and budgets have less left now."),
           absl::StrCat(FormatMonth(month),
                        " 试算之后,同年度另有月份结账,年度上限和预算的余额已变化。"))
      .Next("Preview the month again.", "请重新试算该月。");
}

absl::Status BudgetExceeded(absl::CivilMonth month, absl::string_view excesses_en,
                            absl::string_view excesses_zh) {
  return Failure(StatusCode::kFailedPrecondition, "BUDGET_EXCEEDED")
      .At("name")
      .Whose(type::v1::Failure::YOUR_SETUP)
      .Say(absl::StrCat(FormatMonth(month),
                        " draws more on budgets than the books have left of them. ", excesses_en,
                        "."),
           absl::StrCat(FormatMonth(month), " 对预算的使用超过账面余额。", excesses_zh, "。"))
      .Next(
          "Raise the limit of that budget's account, give back what was reserved on it by hand, or "
          "preview the "
          "month by a plan with the smaller budget; then sign again.",
          "请提高该预算账户的限额、释放其上手工预留的金额,或以预算较小的方案重新试算,然后再签批。")
      .With("excesses", excesses_en);
}

absl::Status LedgerBehind() {
  return Failure(StatusCode::kUnavailable, "LEDGER_BEHIND")
      .Whose(type::v1::Failure::OURS)
      .Say("The books have not yet heard all that was signed and closed before.",
           "账务尚未读完此前签批和结账的事件。")
      .Next("Send the same request again in a moment.", "请稍后重新发送同一请求。");
}

absl::Status StatementNotFound(absl::string_view name) {
  return NotFound("STATEMENT_NOT_FOUND", name);
}

absl::Status PayerNotYours(absl::string_view payer) {
  return Failure(StatusCode::kPermissionDenied, "PAYER_NOT_YOURS")
      .At("payer")
      .Whose(type::v1::Failure::YOUR_SETUP)
      .Say(absl::StrCat("An auditor reads the shares of AUTHORITY, and not those of ", payer, "."),
           absl::StrCat("审计人员仅可查看 AUTHORITY 的分担,不可查看 ", payer, " 的分担。"))
      .Next("Ask for AUTHORITY, or let the park's finance office ask.",
            "请改查 AUTHORITY,或由园区财务查询。")
      .With("payer", payer);
}

absl::Status FrozenCopyAltered(absl::CivilMonth month) {
  return Failure(StatusCode::kDataLoss, "FROZEN_COPY_ALTERED")
      .Whose(type::v1::Failure::OURS)
      .Say(absl::StrCat("The stored preview of ", FormatMonth(month),
                        " is not the one that was signed; nothing was closed."),
           absl::StrCat(FormatMonth(month), " 的试算存档与签署的摘要不符,未予结账。"))
      .Next("Restore the database from before the change, and tell operations.",
            "请恢复变更前的数据库并通知运维。");
}

absl::Status ShadowNotFound(absl::string_view name) { return NotFound("SHADOW_NOT_FOUND", name); }

absl::Status ShadowNotCompared(absl::string_view state) {
  return Failure(StatusCode::kFailedPrecondition, "SHADOW_NOT_COMPARED")
      .At("name")
      .Say(absl::StrCat("The shadow is ", state, "; only one that is COMPARED is approved."),
           absl::StrCat("影子试算的状态为 ", state, ",仅 COMPARED 可批准。"))
      .Next("Wait for its operation, or start another shadow.", "请等待其完成,或重新发起影子试算。")
      .With("state", state);
}

absl::Status ShadowDigestStale(absl::string_view present) {
  return Failure(StatusCode::kFailedPrecondition, "DIGEST_STALE")
      .At("digest")
      .Say("This is not the digest of the shadow's differences.",
           "该摘要不是此影子试算差异的摘要。")
      .Next("Look at the differences again before you sign them.", "请重新核对差异后再确认。")
      .With("digest", present);
}

absl::Status ShadowApprovedBySamePerson() {
  return Failure(StatusCode::kFailedPrecondition, "APPROVED_BY_SAME_PERSON")
      .Whose(type::v1::Failure::YOUR_SETUP)
      .Say("You have approved this shadow already.", "您已批准过此影子试算。")
      .Next("Ask a second person to approve it.", "请由第二人批准。");
}

absl::Status MonthChanged(absl::CivilMonth month) {
  return Failure(StatusCode::kFailedPrecondition, "MONTH_CHANGED")
      .At("name")
      .Say(absl::StrCat(FormatMonth(month), " has another copy than the shadow was compared with."),
           absl::StrCat(FormatMonth(month), " 的试算已不是影子试算所比较的那一份。"))
      .Next("Start another shadow on the present copy.", "请基于当前试算重新发起影子试算。");
}

absl::Status ShadowOverThreshold(absl::string_view figures) {
  return Failure(StatusCode::kFailedPrecondition, "SHADOW_OVER_THRESHOLD")
      .Whose(type::v1::Failure::YOUR_SETUP)
      .Say(absl::StrCat("The plan changes more than its thresholds allow: ", figures, "."),
           absl::StrCat("方案的变化超出阈值:", figures, "。"))
      .Next(
          "Correct the plan; or, if so much is meant, start a shadow with other thresholds, which "
          "two people approve again.",
          "请更正方案;如确属有意,请以新的阈值重新发起影子试算,并再由两人批准。")
      .With("figures", figures);
}

absl::Status ShadowBaseDiffers(absl::CivilMonth month, int64_t children,
                               absl::string_view examples) {
  return Failure(StatusCode::kFailedPrecondition, "SHADOW_BASE_DIFFERS")
      .Say(absl::StrCat("The present facts, split by the month's own plan, do not come to the "
                        "frozen copy of ",
                        FormatMonth(month), " for ", children, " children: ", examples, "."),
           absl::StrCat("以 ", FormatMonth(month), " 自身方案按当前事实拆分,有 ", children,
                        " 名婴幼儿与存档不一致:", examples, "。"))
      .Next(
          "Take a month whose facts stand as they were: preview one again, then start the shadow.",
          "请选用事实未变的月份:重新试算某月后再发起影子试算。")
      .With("children", absl::StrCat(children))
      .With("case_numbers", examples);
}

absl::Status ShadowBaseNotInForce(absl::CivilMonth first_month, absl::string_view compared_with,
                                  absl::string_view in_force) {
  return Failure(StatusCode::kFailedPrecondition, "SHADOW_BASE_NOT_IN_FORCE")
      .Say(absl::StrCat("The shadow was compared with the plan ", compared_with,
                        "; the programme has ", in_force, " in ", FormatMonth(first_month), "."),
           absl::StrCat("影子试算与方案 ", compared_with, " 比较,而该项目在 ",
                        FormatMonth(first_month), " 适用的方案为 ", in_force, "。"))
      .Next("Preview a month by the plan in force and start the shadow on it.",
            "请以适用方案试算一个月,并基于该月发起影子试算。")
      .With("in_force", in_force);
}

absl::Status FirstMonthBilled(absl::CivilMonth month, absl::string_view state) {
  return Failure(StatusCode::kFailedPrecondition, "FIRST_MONTH_BILLED")
      .At("first_month")
      .Say(absl::StrCat(FormatMonth(month), " is ", state,
                        "; a plan is adopted from a month on that can still be previewed."),
           absl::StrCat(FormatMonth(month), " 的状态为 ", state,
                        ",方案只能自仍可试算的月份起采用。"))
      .Next("Take a later first month.", "请选择更晚的起始月份。")
      .With("state", state);
}

absl::Status FundingPlanNotAdopted(absl::CivilMonth month, absl::string_view named,
                                   absl::string_view in_force) {
  return Failure(StatusCode::kFailedPrecondition, "FUNDING_PLAN_NOT_ADOPTED")
      .At("funding_plan")
      .Whose(type::v1::Failure::YOUR_SETUP)
      .Say(absl::StrCat("The programme has the plan ", in_force, " in ", FormatMonth(month),
                        ", and not ", named, "."),
           absl::StrCat("该项目在 ", FormatMonth(month), " 适用的方案为 ", in_force, ",而不是 ",
                        named, "。"))
      .Next("Name no plan; another one is adopted by a shadow that two people approve.",
            "请勿指定方案;更换方案须经影子试算并由两人批准。")
      .With("in_force", in_force);
}

absl::Status AgeOutsideGroups(int64_t least_months, int64_t months_below) {
  return Failure(StatusCode::kFailedPrecondition, "AGE_OUTSIDE_GROUPS")
      .At("birth_date")
      .Say(absl::StrCat("Groups take children from ", least_months, " months to below ",
                        months_below, " months on the first day."),
           absl::StrCat("入托首日须满 ", least_months, " 个月且未满 ", months_below, " 个月。"))
      .Next("Take another start month.", "请选择其他入托月份。");
}

absl::Status TariffMissing(absl::string_view centre, absl::string_view group_kind) {
  return Failure(StatusCode::kFailedPrecondition, "TARIFF_MISSING")
      .At("centre")
      .Say(absl::StrCat(centre.empty() ? "No centre" : centre, " has no tariff in force for ",
                        group_kind, "."),
           absl::StrCat(centre.empty() ? "本园区机构" : centre, " 没有适用于 ", group_kind,
                        " 的收费标准。"))
      .Next("Ask for another centre or month.", "请选择其他机构或月份。")
      .With("group_kind", group_kind);
}

absl::Status FirmPlanMissing(absl::string_view code) {
  return Failure(StatusCode::kFailedPrecondition, "FIRM_PLAN_MISSING")
      .At("firm_plan")
      .Say(absl::StrCat("The plan in force has no firm plan ", code, "."),
           absl::StrCat("适用方案中没有单位方案 ", code, "。"))
      .Next("Take one of the plan's codes.", "请使用方案中的代码。")
      .With("firm_plan", code);
}

absl::Status StatementDiffers(absl::string_view name) {
  return Failure(StatusCode::kAlreadyExists, "STATEMENT_DIFFERS")
      .At("name")
      .Say(absl::StrCat("The statement ", name, " came before, with other content."),
           absl::StrCat("账单 ", name, " 此前已导入且内容不同。"))
      .Next("Ask where it comes from which one is right.", "请向来源方确认以何者为准。")
      .With("statement", name);
}

}  // namespace tuoqiao::billing
