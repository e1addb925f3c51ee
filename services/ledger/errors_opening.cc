#include "services/ledger/errors_opening.h"

#include "absl/strings/str_cat.h"
#include "services/common/errors.h"
#include "services/common/period.h"

namespace tuoqiao::ledger {

using absl::StatusCode;

absl::Status AccountNotOpenable(absl::string_view field, absl::string_view account) {
  return Failure(StatusCode::kInvalidArgument, "ACCOUNT_NOT_OPENABLE")
      .At(field)
      .Say(absl::StrCat(account, " is no account that a firm, a family or a centre brings along."),
           absl::StrCat("账户 ", account, " 不是用人单位、家庭或托育机构可以带入的账户。"))
      .Next(
          "Name receivables, direct and unapplied money, payables or payroll clearing of a party; "
          "banks, floats and budgets stay where they are.",
          "请填写某一方的应收、直付、未核销、应付或薪资清算账户;银行、垫资与预算账户不随迁移。")
      .With("account", account);
}

absl::Status OpeningTotalWrong(absl::string_view field, int64_t said_minor, int64_t rows_minor) {
  return Failure(StatusCode::kInvalidArgument, "OPENING_TOTAL_WRONG")
      .At(field)
      .Say(absl::StrCat("The control total is ", said_minor, " fen, and the rows come to ",
                        rows_minor, "."),
           absl::StrCat("控制总额为 ", said_minor, " 分,而明细合计为 ", rows_minor, " 分。"))
      .Next("Have the other books export again; nothing was changed.",
            "请由原系统重新导出;本次未作任何更改。")
      .With("said_minor", absl::StrCat(said_minor))
      .With("rows_minor", absl::StrCat(rows_minor));
}

absl::Status OpeningNotBalanced(int64_t difference_minor) {
  return Failure(StatusCode::kInvalidArgument, "OPENING_NOT_BALANCED")
      .At("opening.balances")
      .Say(absl::StrCat("The balances do not sum to zero: ", difference_minor, " fen too much."),
           absl::StrCat("期初余额合计不为零,多出 ", difference_minor, " 分。"))
      .Next("Say on a `moved-…` account what is with whoever kept these books before.",
            "请在 `moved-…` 账户列示由原账簿保管方承担的部分。")
      .With("difference_minor", absl::StrCat(difference_minor));
}

absl::Status OpeningInFuture(absl::CivilDay as_of, absl::CivilDay today) {
  return Failure(StatusCode::kInvalidArgument, "OPENING_IN_FUTURE")
      .At("opening.as_of_date")
      .Say(absl::StrCat(FormatDay(as_of), " is behind the park's date, ", FormatDay(today), "."),
           absl::StrCat(FormatDay(as_of), " 晚于园区当前日期 ", FormatDay(today), "。"))
      .Next("Open the books on that day or later.", "请在该日或之后导入期初余额。")
      .With("as_of_date", FormatDay(as_of));
}

absl::Status OpeningMonthBooked(absl::CivilDay as_of, absl::CivilDay behind) {
  return Failure(StatusCode::kFailedPrecondition, "OPENING_MONTH_BOOKED")
      .At("opening.as_of_date")
      .Say(absl::StrCat(FormatDay(as_of), " is in or before a month that is booked here."),
           absl::StrCat(FormatDay(as_of), " 位于本账簿已关账的月份或更早。"))
      .Next(absl::StrCat("Post the opening on ", FormatDay(behind), " or later."),
            absl::StrCat("请以 ", FormatDay(behind), " 或之后的日期入账。"))
      .With("as_of_date", FormatDay(as_of))
      .With("first_date", FormatDay(behind));
}

absl::Status OpeningChanged(absl::string_view opening) {
  return Failure(StatusCode::kAlreadyExists, "OPENING_CHANGED")
      .At("opening")
      .Say(absl::StrCat("The opening ", opening, " was proposed with other content."),
           absl::StrCat("期初余额 ", opening, " 已以不同内容提出。"))
      .Next("Compare both; what is really another one needs a name of its own.",
            "请比对两者;确为另一份时请使用新的名称。")
      .With("opening", opening);
}

absl::Status OpeningNotFound(absl::string_view opening) {
  return NotFound("OPENING_NOT_FOUND", opening);
}

absl::Status OpeningRevisionChanged(absl::string_view opening, int64_t revision) {
  return Failure(StatusCode::kFailedPrecondition, "OPENING_REVISION_CHANGED")
      .At("revision")
      .Say(absl::StrCat("What is proposed of ", opening, " is another one now: revision ", revision,
                        "."),
           absl::StrCat(opening, " 的提议已变更,现为第 ", revision, " 版。"))
      .Next("Read it again, and confirm the revision that you have read.",
            "请重新阅读,并确认所读的版本。")
      .With("opening", opening)
      .With("revision", absl::StrCat(revision));
}

absl::Status OpeningStateWrong(absl::string_view opening, absl::string_view state) {
  return Failure(StatusCode::kFailedPrecondition, "OPENING_STATE")
      .At("name")
      .Say(absl::StrCat("The opening ", opening, " is ", state, "."),
           absl::StrCat("期初余额 ", opening, " 当前状态为 ", state, "。"))
      .Next("Only what is posted can be taken back.", "只有已入账的期初余额才能冲回。")
      .With("opening", opening)
      .With("state", state);
}

absl::Status OpeningConfirmedBySamePerson() {
  return Failure(StatusCode::kFailedPrecondition, "CONFIRMED_BY_SAME_PERSON")
      .Whose(type::v1::Failure::YOUR_SETUP)
      .Say("You have proposed this yourself.", "该提议由您本人提出。")
      .Next("Ask a second person to confirm it.", "请由第二人确认。");
}

absl::Status OpeningBuiltUpon(absl::string_view opening, absl::string_view account) {
  return Failure(StatusCode::kFailedPrecondition, "OPENING_BUILT_UPON")
      .At("name")
      .Say(absl::StrCat(account, " has moved since the opening ", opening, " was posted."),
           absl::StrCat("期初余额 ", opening, " 入账后,账户 ", account, " 已有新的变动。"))
      .Next("Correct what is wrong where it is billed or paid; the opening stays.",
            "请在计费或支付环节更正;期初余额保留。")
      .With("opening", opening)
      .With("account", account);
}

}  // namespace tuoqiao::ledger
