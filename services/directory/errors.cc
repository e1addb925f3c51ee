#include "services/directory/errors.h"

#include "absl/strings/str_cat.h"
#include "services/common/errors.h"
#include "services/common/period.h"

namespace tuoqiao::directory {

using absl::StatusCode;

absl::Status ParkExists(absl::string_view park) {
  return Failure(StatusCode::kAlreadyExists, "PARK_EXISTS")
      .At("park.name")
      .Say(absl::StrCat("There is already a park ", park, "."),
           absl::StrCat("园区 ", park, " 已存在。"))
      .Next("Choose another id, or use the park that is there.", "请改用其他标识,或使用已有园区。");
}

absl::Status ParkNotFound(absl::string_view name) { return NotFound("PARK_NOT_FOUND", name); }

absl::Status NotASandbox(absl::string_view park) {
  return Failure(StatusCode::kFailedPrecondition, "NOT_A_SANDBOX")
      .At("name")
      .Whose(type::v1::Failure::YOUR_SETUP)
      .Say(absl::StrCat("The date of ", park, " is today's; only a sandbox park has its own."),
           absl::StrCat("园区 ", park, " 使用真实日期,仅沙箱园区可调整日期。"))
      .Next("Use a sandbox park to try what happens on another day.",
            "如需试验其他日期,请使用沙箱园区。");
}

absl::Status ClockBackwards(absl::CivilDay today) {
  return Failure(StatusCode::kInvalidArgument, "CLOCK_BACKWARDS")
      .At("current_date")
      .Say(absl::StrCat("The park's date is ", FormatDay(today), " already."),
           absl::StrCat("园区当前日期已是 ", FormatDay(today), "。"))
      .Next("Give the same day or a later one.", "请给出不早于该日的日期。");
}

absl::Status FirmNotFound(absl::string_view name) { return NotFound("FIRM_NOT_FOUND", name); }

absl::Status UsccInvalid() {
  return Failure(StatusCode::kInvalidArgument, "USCC_INVALID")
      .At("uscc")
      .Say("The unified social credit identifier fails one of its two check characters (GB 32100).",
           "统一社会信用代码校验不通过(GB 32100,两个校验位)。")
      .Next("Copy the 18 characters from the business licence again.",
            "请对照营业执照重新填写 18 位代码。");
}

absl::Status AgreementBackdated(absl::CivilDay agreed) {
  return Failure(StatusCode::kFailedPrecondition, "AGREEMENT_BACKDATED")
      .At("set_up.agreement_date")
      .Say(absl::StrCat("The firm's agreement already holds from ", FormatDay(agreed), "."),
           absl::StrCat("该单位协议已自 ", FormatDay(agreed), " 起生效。"))
      .Next("Give the new version a date that is not earlier.", "新版本协议日期不得更早。");
}

absl::Status EmployeeNotFound(absl::string_view name) {
  return NotFound("EMPLOYEE_NOT_FOUND", name);
}

absl::Status DateOrder(absl::string_view field) {
  return Failure(StatusCode::kInvalidArgument, "DATE_ORDER")
      .At(field)
      .Say("The last day lies before the first.", "结束日期早于开始日期。")
      .Next("Check both dates.", "请核对两个日期。");
}

absl::Status DuplicateInRequest(absl::string_view field) {
  return Failure(StatusCode::kInvalidArgument, "DUPLICATE_IN_REQUEST")
      .At(field)
      .Say("An earlier item of this request has the same key.", "同一请求中已有相同主键的记录。")
      .Next("Send each record once.", "每条记录只提交一次。");
}

absl::Status IdNumberInvalid(absl::string_view field) {
  return Failure(StatusCode::kInvalidArgument, "ID_NUMBER_INVALID")
      .At(field)
      .Say("The number is not one of its type, or fails its check.",
           "证件号码与类型不符或校验不通过。")
      .Next("Compare it with the document.", "请核对证件原件。");
}

absl::Status FamilyNotFound(absl::string_view name) { return NotFound("FAMILY_NOT_FOUND", name); }
absl::Status GuardianNotFound(absl::string_view name) {
  return NotFound("GUARDIAN_NOT_FOUND", name);
}
absl::Status ChildNotFound(absl::string_view name) { return NotFound("CHILD_NOT_FOUND", name); }

absl::Status ConsentNotGiven(absl::string_view child) {
  return Failure(StatusCode::kFailedPrecondition, "CONSENT_NOT_GIVEN")
      .At("purpose")
      .Say(absl::StrCat("No consent of this purpose stands for ", child, "."),
           absl::StrCat("该用途下没有有效同意:", child, "。"))
      .Next("Nothing has to be withdrawn.", "无需撤回。");
}

absl::Status DeductionSplitFixed(absl::string_view year) {
  return Failure(StatusCode::kFailedPrecondition, "DEDUCTION_SPLIT_FIXED")
      .At("deduction_split.first_guardian_share_bp")
      .Say(absl::StrCat("Another share was said for ", year, ", and within the year it is fixed."),
           absl::StrCat(year, " 年已选定其他扣除比例,一个纳税年度内不得变更。"))
      .Next(
          "Say the new share for the next year; what was claimed wrongly is mended with the tax "
          "office.",
          "请为下一年度选定新的比例;申报有误的,请向税务机关更正。");
}

absl::Status BirthInFuture() {
  return Failure(StatusCode::kInvalidArgument, "BIRTH_IN_FUTURE")
      .At("child.birth_date")
      .Say("The birth date lies after the park's date.", "出生日期晚于园区当前日期。")
      .Next("Check the date on the birth certificate.", "请核对出生医学证明。");
}

absl::Status GuardiansDiffer() {
  return Failure(StatusCode::kInvalidArgument, "GUARDIANS_DIFFER")
      .At("guardians")
      .Say("An earlier record of this family names other guardians or another way to pay.",
           "同一家庭的前一条记录中监护人或缴费方式不同。")
      .Next("Repeat the same guardians on each child of a family.",
            "同一家庭的每名婴幼儿请填写相同监护人。");
}

absl::Status ChildInOtherFamily() {
  return Failure(StatusCode::kFailedPrecondition, "CHILD_IN_OTHER_FAMILY")
      .At("child.case_number")
      .Say("This case number belongs to another family.", "该个案编号属于另一家庭。")
      .Next("Give the child its own case number.", "请为该婴幼儿使用独立的个案编号。");
}

absl::Status ChildDuplicateNotFound(absl::string_view name) {
  return NotFound("CHILD_DUPLICATE_NOT_FOUND", name);
}

absl::Status ChildDuplicateReviewed() {
  return Failure(StatusCode::kFailedPrecondition, "CHILD_DUPLICATE_REVIEWED")
      .At("name")
      .Say("Two people have already decided on these cases.", "这两个个案已由两人认定。")
      .Next("Look the verdict up; it is final.", "请查看认定结果,该结果不可更改。");
}

absl::Status KeptCaseUnknown() {
  return Failure(StatusCode::kInvalidArgument, "KEPT_CASE_UNKNOWN")
      .At("kept_case_number")
      .Say("It is neither of the two cases.", "该编号不是这两个个案之一。")
      .Next("Name the case that goes on: one of the two that are listed.",
            "请填写两个个案中予以保留的个案编号。");
}

absl::Status ApprovedBySamePerson() {
  return Failure(StatusCode::kFailedPrecondition, "APPROVED_BY_SAME_PERSON")
      .At("name")
      .Say("Whoever proposed a verdict cannot agree with it.", "提出认定的人不得自行同意。")
      .Next("Have another person of the park look at the two cases.",
            "请由园区另一名工作人员核对这两个个案。");
}

}  // namespace tuoqiao::directory
