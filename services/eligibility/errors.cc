#include "services/eligibility/errors.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/errors.h"

namespace tuoqiao::eligibility {
namespace {

using absl::StatusCode;

Failure PeriodInvalid(absl::string_view field) {
  return Failure(StatusCode::kInvalidArgument, "PERIOD_INVALID").At(field);
}

}  // namespace

absl::Status SchemeUnknown(absl::string_view field, absl::string_view scheme) {
  return Failure(StatusCode::kFailedPrecondition, "SCHEME_UNKNOWN")
      .At(field)
      .Whose(type::v1::Failure::YOUR_SETUP)
      .Say(absl::StrCat("No rule file is there for the scheme ", scheme, "."),
           absl::StrCat("没有方案 ", scheme, " 的规则文件。"))
      .Next("Name a scheme of a file below the rules folder, or have its file installed.",
            "请使用规则目录中已有的方案,或安装其规则文件。")
      .With("scheme", scheme);
}

absl::Status ProgrammeExists(absl::string_view name) {
  return Failure(StatusCode::kAlreadyExists, "PROGRAMME_EXISTS")
      .At("programme_id")
      .Say(absl::StrCat("There is already a programme ", name, "."),
           absl::StrCat("项目 ", name, " 已存在。"))
      .Next("Choose another id, or use the programme that is there.",
            "请改用其他标识,或使用已有项目。")
      .With("programme", name);
}

absl::Status ProgrammeNotFound(absl::string_view name) {
  return NotFound("PROGRAMME_NOT_FOUND", name);
}

absl::Status SampleValuesRefused(const std::set<std::string>& values) {
  const std::string names = absl::StrJoin(values, ", ");
  return Failure(StatusCode::kFailedPrecondition, "SAMPLE_VALUES_REFUSED")
      .At("programme.adopted_values")
      .Whose(type::v1::Failure::YOUR_SETUP)
      .Say(absl::StrCat("These values were not read in an official text: ", names, "."),
           absl::StrCat("以下规则数值并非来自官方文本:", names, "。"))
      .Next("Check each of them, and adopt it by name in adopted_values; or use a sandbox park.",
            "请逐项核实,并在 adopted_values 中按名称采用;或使用沙箱园区。")
      .With("values", names);
}

absl::Status PeriodEmpty() {
  return PeriodInvalid("until_date")
      .Say("The period has no day.", "该期间不含任何日期。")
      .Next("Give an until_date after from_date; it is the first day outside.",
            "until_date 须晚于 from_date,且为期间外的第一天。");
}

absl::Status PeriodTooLong(int64_t days_max) {
  return PeriodInvalid("until_date")
      .Say(absl::StrCat("The period has more than ", days_max, " days."),
           absl::StrCat("该期间超过 ", days_max, " 天。"))
      .Next("Decide a shorter period; it can be decided again as time goes on.",
            "请缩短期间,之后可再次认定。");
}

absl::Status PeriodBeforeProgramme(absl::CivilDay from) {
  return PeriodInvalid("from_date")
      .Say(absl::StrCat("The programme begins on ", FormatDay(from), "."),
           absl::StrCat("该项目自 ", FormatDay(from), " 起实施。"))
      .Next("Begin the period on that day or later.", "期间须自该日或之后开始。")
      .With("from", FormatDay(from));
}

absl::Status DecisionNotFound(absl::string_view child) {
  return NotFound("DECISION_NOT_FOUND", absl::StrCat("decision on ", child));
}

}  // namespace tuoqiao::eligibility
