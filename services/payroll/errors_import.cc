#include "services/payroll/errors_import.h"

#include "absl/strings/str_cat.h"
#include "services/common/errors.h"
#include "services/common/period.h"

namespace tuoqiao::payroll {

using absl::StatusCode;

absl::Status PayImportNotFound(absl::string_view name) {
  return NotFound("PAY_IMPORT_NOT_FOUND", name);
}

absl::Status WrongPayImportState(absl::string_view state) {
  return Failure(StatusCode::kFailedPrecondition, "PAY_IMPORT_STATE")
      .At("name")
      .Say(absl::StrCat("An import that is ", state, " does not allow this."),
           absl::StrCat("导入当前状态为 ", state, ",不允许该操作。"))
      .Next("What comes beside it is an import of its own, under another name.",
            "其余内容请以另一名称另行导入。")
      .With("state", state);
}

absl::Status PayImportChanged(absl::string_view import) {
  return Failure(StatusCode::kAlreadyExists, "PAY_IMPORT_CHANGED")
      .At("pay_import")
      .Say(absl::StrCat("The import ", import, " came from elsewhere or had other content."),
           absl::StrCat("导入 ", import, " 的来源或内容与此前不同。"))
      .Next("Compare both; what is really another one needs a name of its own.",
            "请比对两者;确为另一份时请使用新的名称。")
      .With("import", import);
}

absl::Status PayImportTotalWrong(int64_t items, int64_t open_minor) {
  return Failure(StatusCode::kFailedPrecondition, "PAY_IMPORT_TOTAL_WRONG")
      .At("open_minor")
      .Say(absl::StrCat("The import holds ", items, " items of ", open_minor, " fen."),
           absl::StrCat("导入包含 ", items, " 项,合计 ", open_minor, " 分。"))
      .Next("Bring what is missing, or read the totals again; nothing was changed.",
            "请补齐缺失内容或重新核对总额;本次未作任何更改。")
      .With("items", absl::StrCat(items))
      .With("open_minor", absl::StrCat(open_minor));
}

absl::Status PayImportConfirmedBySamePerson() {
  return Failure(StatusCode::kFailedPrecondition, "CONFIRMED_BY_SAME_PERSON")
      .Whose(type::v1::Failure::YOUR_SETUP)
      .Say("You have brought this import yourself.", "该导入由您本人提交。")
      .Next("Ask a second person to confirm it.", "请由第二人确认。");
}

absl::Status PayImportBuiltUpon(absl::string_view item) {
  return Failure(StatusCode::kFailedPrecondition, "PAY_IMPORT_BUILT_UPON")
      .At("name")
      .Say(absl::StrCat("A run, or a person, has dealt with ", item, " since."),
           absl::StrCat("导入项 ", item, " 此后已被发薪批次或人工处理。"))
      .Next("Make what is wrong direct, or write it off; the import stays.",
            "请将有误的部分改为直付或核销;导入保留。")
      .With("item", item);
}

absl::Status MonthNotClosedThere(absl::CivilMonth month, absl::CivilMonth closed_through) {
  return Failure(StatusCode::kFailedPrecondition, "MONTH_NOT_CLOSED")
      .At("month")
      .Say(absl::StrCat(FormatMonth(month), " is behind ", FormatMonth(closed_through),
                        ", the last month that is closed where it comes from."),
           absl::StrCat(FormatMonth(month), " 晚于来源系统最后关账月份 ",
                        FormatMonth(closed_through), "。"))
      .Next("A month that is not closed yet is billed here.", "尚未关账的月份由本系统计费。")
      .With("month", FormatMonth(month));
}

absl::Status MonthClosedHere(absl::CivilMonth month) {
  return Failure(StatusCode::kFailedPrecondition, "MONTH_CLOSED_HERE")
      .At("month")
      .Say(absl::StrCat("This firm's statements of ", FormatMonth(month), " are here already."),
           absl::StrCat("本系统已有该单位 ", FormatMonth(month), " 的账单。"))
      .Next("Leave the month out: it would be taken twice.", "请去除该月,否则将重复扣款。")
      .With("month", FormatMonth(month));
}

absl::Status ItemDiffers(absl::string_view item) {
  return Failure(StatusCode::kAlreadyExists, "ITEM_DIFFERS")
      .At("pay_items")
      .Say(absl::StrCat("The item ", item, " is here already, with other content."),
           absl::StrCat("条目 ", item, " 已存在且内容不同。"))
      .Next("Ask where it comes from which one is right.", "请向来源方确认以何者为准。")
      .With("item", item);
}

absl::Status PayRunExists(absl::string_view name) {
  return Failure(StatusCode::kAlreadyExists, "PAY_RUN_EXISTS")
      .At("pay_run.name")
      .Say(absl::StrCat("There is a pay run ", name, " already, and it is another one."),
           absl::StrCat("发薪批次 ", name, " 已存在且内容不同。"))
      .Next("Leave it out: what went out here is not replaced.",
            "请去除该批次,已发出的批次不可替换。")
      .With("pay_run", name);
}

}  // namespace tuoqiao::payroll
