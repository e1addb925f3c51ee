#include "services/common/rules/errors.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/errors.h"
#include "services/common/period.h"

namespace tuoqiao::rules {

using absl::StatusCode;

absl::Status RuleNotInForce(absl::string_view rule, absl::CivilDay day) {
  return Failure(StatusCode::kFailedPrecondition, "RULE_NOT_IN_FORCE")
      .Whose(type::v1::Failure::YOUR_SETUP)
      .Say(absl::StrCat("The rule ", rule, " is not in force on ", FormatDay(day), "."),
           absl::StrCat("规则 ", rule, " 在 ", FormatDay(day), " 未生效。"))
      .Next("Ask about days on which it holds, or ask for a rule file that covers them.",
            "请选择规则生效期间内的日期,或更新规则文件。")
      .With("rule", rule)
      .With("day", FormatDay(day));
}

absl::Status PackInvalid(const std::vector<std::string>& wrong) {
  return Failure(StatusCode::kInvalidArgument, "PACK_INVALID")
      .Whose(type::v1::Failure::YOUR_SETUP)
      .Say(absl::StrCat("The rule files cannot be used:\n", absl::StrJoin(wrong, "\n")),
           absl::StrCat("规则文件不可用:\n", absl::StrJoin(wrong, "\n")))
      .Next("Mend each place that is named.", "请逐处更正。");
}

absl::Status PackUnreadable(absl::string_view path) {
  return Failure(StatusCode::kNotFound, "PACK_UNREADABLE")
      .Whose(type::v1::Failure::YOUR_SETUP)
      .Say(absl::StrCat("The rule files cannot be read: ", path, "."),
           absl::StrCat("无法读取规则文件:", path, "。"))
      .Next("Check `rules_folder` in the config, and who may read it.",
            "请检查配置中的 rules_folder 及其读取权限。")
      .With("path", path);
}

}  // namespace tuoqiao::rules
