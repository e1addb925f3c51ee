#include "services/directory/convert_deduction.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/errors.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/directory/convert.h"

namespace tuoqiao::directory {

absl::StatusOr<SplitSaid> FromProto(absl::string_view park, const v1::DeductionSplit& message) {
  const std::vector<std::string> parts = absl::StrSplit(message.name(), '/');
  SplitSaid said;
  const bool named = parts.size() == 8 && parts[6] == "deductionSplits";
  if (named) {
    said.family = parts[3];
    said.split.child = parts[5];
    said.split.year = parts[7];
  }
  if (!named || message.name() != absl::StrCat(ChildName(park, said.family, said.split.child),
                                               "/deductionSplits/", said.split.year)) {
    return FieldInvalid("deduction_split.name", "is not a child's name and /deductionSplits/{YYYY}",
                        "须为婴幼儿资源名加 /deductionSplits/{YYYY}");
  }
  RETURN_IF_ERROR(CheckYear("deduction_split.name", said.split.year));
  said.split.first_share_bp = message.first_guardian_share_bp();
  if (!IsShare(said.split.first_share_bp)) {
    return FieldInvalid("deduction_split.first_guardian_share_bp", "is not 10000, 5000 or 0",
                        "须为 10000、5000 或 0");
  }
  return said;
}

absl::Status CheckYear(absl::string_view field, const std::string& year) {
  const bool valid = year.size() == 4 && std::all_of(year.begin(), year.end(), absl::ascii_isdigit);
  if (valid && year >= "1970") return absl::OkStatus();
  return FieldInvalid(field, "is not YYYY", "应为 YYYY");
}

v1::DeductionSplit ToProto(absl::string_view park, absl::string_view family,
                           const DeductionSplit& split) {
  v1::DeductionSplit message;
  message.set_name(
      absl::StrCat(ChildName(park, family, split.child), "/deductionSplits/", split.year));
  message.set_first_guardian_share_bp(static_cast<int32_t>(split.first_share_bp));
  message.set_said_date(FormatDay(split.said_date));
  return message;
}

v1::DeductionMonths ToProto(const DeductionMonths& months) {
  v1::DeductionMonths message;
  message.set_guardian(static_cast<int32_t>(months.guardian));
  message.set_first_month(FormatMonth(months.first));
  message.set_last_month(FormatMonth(months.last));
  message.set_months(static_cast<int32_t>(months.months()));
  message.set_monthly_minor(months.monthly_minor);
  message.set_total_minor(months.total_minor());
  message.set_source(months.source);
  return message;
}

std::vector<GuardianJob> JobsAt(absl::string_view firm, const ChildFacts& facts) {
  std::vector<GuardianJob> employed;
  for (const Employment& each : facts.employments) {
    if (each.firm != firm) continue;
    GuardianJob at = {each.guardian, each.employee, each.employee_no, *ParseDay(each.hire_date),
                      std::nullopt};
    if (!each.leave_date.empty()) at.leave_date = *ParseDay(each.leave_date);
    employed.push_back(std::move(at));
  }
  return employed;
}

}  // namespace tuoqiao::directory
