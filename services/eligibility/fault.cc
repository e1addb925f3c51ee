#include "services/eligibility/fault.h"

#include "absl/strings/str_cat.h"

namespace tuoqiao::eligibility {
namespace {

constexpr char kBirthDate[] = "BIRTH_DATE_IN_FUTURE";
constexpr char kLeaveDate[] = "LEAVE_BEFORE_HIRE";

}  // namespace

std::optional<Fault> FaultOf(const Child& child, absl::CivilDay today) {
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
  if (reason == kBirthDate) {
    return {"The date of birth lies after the park's day.", "出生日期晚于园区当前日期。"};
  }
  return {"An employment of a guardian ends before it begins.",
          "监护人的任职结束日期早于入职日期。"};
}

rules::Words FaultNextStep(const std::string& reason) {
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
