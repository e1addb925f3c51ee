#include "services/eligibility/fault.h"

#include "absl/strings/str_cat.h"

namespace tuoqiao::eligibility {
namespace {

constexpr char kDuplicate[] = "CHILD_DUPLICATE";
constexpr char kBirthDate[] = "BIRTH_DATE_IN_FUTURE";
constexpr char kLeaveDate[] = "LEAVE_BEFORE_HIRE";

}  // namespace

std::optional<Fault> FaultOf(const Child& child, absl::CivilDay today) {
  if (!child.duplicate_of.empty()) return Fault{"duplicate_of_case_number", kDuplicate};
  if (child.birth_date.has_value() && *child.birth_date > today) {
    return Fault{"birth_date", kBirthDate};
  }
  for (size_t i = 0; i < child.employments.size(); ++i) {
    const Employment& each = child.employments[i];
    if (each.leave_date.has_value() && *each.leave_date < each.hire_date) {
      return Fault{absl::StrCat("employments[", i, "].leave_date"), kLeaveDate};
    }
  }
  return std::nullopt;
}

rules::Words FaultWords(const std::string& reason) {
  if (reason == kDuplicate) {
    return {"The child seems to be in the park under another case already, or is known to be.",
            "该婴幼儿可能已以另一个案在园区登记,或已认定为重复登记。"};
  }
  if (reason == kBirthDate) {
    return {"The date of birth lies after the park's day.", "出生日期晚于园区当前日期。"};
  }
  return {"An employment of a guardian ends before it begins.",
          "监护人的任职结束日期早于入职日期。"};
}

rules::Words FaultNextStep(const std::string& reason) {
  if (reason == kDuplicate) {
    return {
        "Have two people of the park look at the two cases (ListChildDuplicates, "
        "ReviewChildDuplicate) and decide again; where they are one child, go on with the case "
        "that was kept.",
        "请由园区两名工作人员核对两个个案(ListChildDuplicates、ReviewChildDuplicate)后重新认定;"
        "如确为同一婴幼儿,请使用予以保留的个案。"};
  }
  if (reason == kBirthDate) {
    return {
        "Have the intake desk correct the child's record and decide again; the decision that was "
        "in force stays.",
        "请受理窗口更正婴幼儿档案后重新认定;此前的认定继续有效。"};
  }
  return {
      "Have the firm correct its roster and decide again; the decision that was in force stays.",
      "请用人单位更正花名册后重新认定;此前的认定继续有效。"};
}

}  // namespace tuoqiao::eligibility
