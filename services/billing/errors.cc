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

absl::Status OtherMonthApproved(absl::CivilMonth other) {
  return Failure(StatusCode::kFailedPrecondition, "OTHER_MONTH_APPROVED")
      .At("name")
      .Say(absl::StrCat(FormatMonth(other),
                        " of the same year is approved and not closed yet; "
                        "yearly caps and budgets are drawn by one month at a "
                        "time."),
           absl::StrCat("同年度的 ", FormatMonth(other),
                        " 已批准但尚未结账;年度上限和预算须逐月使用。"))
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

absl::Status StatementNotFound(absl::string_view name) {
  return NotFound("STATEMENT_NOT_FOUND", name);
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

}  // namespace tuoqiao::billing
