#include "services/ledger/errors.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/common/errors.h"
#include "services/common/period.h"

namespace tuoqiao::ledger {
namespace {

using absl::StatusCode;

std::string Yuan(int64_t minor) { return absl::StrFormat("%d.%02d", minor / 100, minor % 100); }

struct Texts {
  const char *said_en, *said_zh, *next_en, *next_zh;
};

Texts TextsOf(Way way) {
  switch (way) {
    case Way::kCorrectInBilling:
      return {"it is the close of a statement", "它是账单关账分录",
              "Have billing correct the statement; the correction is heard and posted.",
              "请在计费中更正账单,更正会自动入账。"};
    case Way::kCorrectInPayroll:
      return {"it is what payroll read of a month", "它来自薪资系统对该月的回读",
              "Record the corrected result in payroll; it is heard and posted.",
              "请在薪资中登记更正后的结果,更正会自动入账。"};
    case Way::kEnterAgain:
      return {"it is a reversal itself", "它本身就是冲销分录",
              "Let the source record what is right once more.", "请在来源处重新登记正确的内容。"};
    case Way::kItemsNotKnown:
      return {"it was posted before the ledger kept what an entry does to open items",
              "它入账时账本尚未保存未清项变动",
              "Let settlement record the opposite movement; it is heard and posted.",
              "请在结算中登记相反的资金变动,变动会自动入账。"};
    case Way::kReverseOpening:
      return {"it is a part of an opening", "它是期初余额的一部分",
              "Take the whole opening back while nothing was built upon it.",
              "请在尚无后续变动时整份冲回期初余额。"};
    case Way::kNothingPosted:
      return {"it moved no money", "它没有资金变动",
              "There is nothing to reverse; look for the entry that did.",
              "无需冲销;请查找实际变动资金的分录。"};
  }
  return {};
}

}  // namespace

absl::Status MonthNotBooked(absl::string_view month) {
  return Failure(absl::StatusCode::kFailedPrecondition, "MONTH_NOT_BOOKED")
      .Say(absl::StrCat("The statements of ", month,
                        " that are posted do not sum to billing's total."),
           absl::StrCat(month, " 已入账的账单与计费关账总额尚不一致。"))
      .Next("Close the month in billing, then ask again in a moment.",
            "请先在计费中关账,稍后再试。")
      .With("month", month);
}

absl::Status EntryNotFound(absl::string_view entry) { return NotFound("ENTRY_NOT_FOUND", entry); }

absl::Status EntryNotReversible(absl::string_view entry, Way way) {
  const Texts texts = TextsOf(way);
  return Failure(StatusCode::kFailedPrecondition, "ENTRY_NOT_REVERSIBLE")
      .At("name")
      .Say(absl::StrCat("The entry ", entry, " is not reversed by hand: ", texts.said_en, "."),
           absl::StrCat("分录 ", entry, " 不能手工冲销:", texts.said_zh, "。"))
      .Next(texts.next_en, texts.next_zh)
      .With("entry", entry);
}

absl::Status EntryReversed(absl::string_view entry, absl::string_view reversal_entry) {
  return Failure(StatusCode::kFailedPrecondition, "ENTRY_REVERSED")
      .At("name")
      .Say(absl::StrCat("The entry ", entry, " was reversed by ", reversal_entry, "."),
           absl::StrCat("分录 ", entry, " 已由 ", reversal_entry, " 冲销。"))
      .Next("An entry is reversed once; look at the reversal.",
            "每个分录只能冲销一次;请查看冲销分录。")
      .With("entry", entry)
      .With("reversal_entry", reversal_entry);
}

absl::Status ReversalNotFound(absl::string_view entry) {
  return Failure(StatusCode::kNotFound, "REVERSAL_NOT_FOUND")
      .At("name")
      .Say(absl::StrCat("Nobody has proposed to reverse the entry ", entry, "."),
           absl::StrCat("尚无人提出冲销分录 ", entry, "。"))
      .Next("Propose it first; a second person confirms it.", "请先提出冲销,再由第二人确认。")
      .With("entry", entry);
}

absl::Status ReversalChanged(absl::string_view entry, int64_t revision) {
  return Failure(StatusCode::kFailedPrecondition, "REVERSAL_CHANGED")
      .At("revision")
      .Say(absl::StrCat("The proposal to reverse ", entry, " is another one now: revision ",
                        revision, "."),
           absl::StrCat("冲销 ", entry, " 的提议已变更,现为第 ", revision, " 版。"))
      .Next("Read it again, and confirm the revision that you have read.",
            "请重新阅读,并确认所读的版本。")
      .With("entry", entry)
      .With("revision", absl::StrCat(revision));
}

absl::Status ConfirmedBySamePerson() {
  return Failure(StatusCode::kFailedPrecondition, "CONFIRMED_BY_SAME_PERSON")
      .Whose(type::v1::Failure::YOUR_SETUP)
      .Say("You have proposed this reversal yourself.", "该冲销由您本人提出。")
      .Next("Ask a second person to confirm it.", "请由第二人确认。");
}

absl::Status AccountNotTransferable(absl::string_view field, absl::string_view account) {
  return Failure(StatusCode::kInvalidArgument, "ACCOUNT_NOT_TRANSFERABLE")
      .At(field)
      .Say(absl::StrCat("Nothing is moved by hand on ", account, "."),
           absl::StrCat("账户 ", account, " 不能手工转账。"))
      .Next("Name two accounts budget-…; all others follow what their services report.",
            "请填写两个 budget-… 账户;其他账户随各服务的事件入账。")
      .With("account", account);
}

absl::Status ExistsWithDifferent(absl::string_view what, absl::string_view field,
                                 absl::string_view transfer) {
  return Failure(StatusCode::kAlreadyExists, absl::StrCat("EXISTS_WITH_DIFFERENT_", what))
      .At(field)
      .Say(absl::StrCat("There is a transfer ", transfer, " already, with another ", field, "."),
           absl::StrCat("转账 ", transfer, " 已存在,且 ", field, " 不同。"))
      .Next("Use a new id for another transfer; nothing was changed.",
            "另一笔转账请使用新的编号;本次未作任何更改。")
      .With("transfer", transfer);
}

absl::Status LimitExceeded(absl::string_view account, int64_t left_minor) {
  return Failure(StatusCode::kFailedPrecondition, "LIMIT_EXCEEDED")
      .At("amount_minor")
      .Say(absl::StrCat("The limit of ", account, " leaves ", Yuan(left_minor), "."),
           absl::StrCat("账户 ", account, " 的限额仅余 ", Yuan(left_minor), "。"))
      .Next("Ask for no more than that, void what is reserved, or raise the limit.",
            "请减少金额、释放预留,或提高限额。")
      .With("account", account)
      .With("left_minor", absl::StrCat(left_minor));
}

absl::Status ItemBeforeRefused() {
  return Failure(StatusCode::kAborted, "ITEM_BEFORE_REFUSED")
      .Say("An item before this one was refused, so it was not looked at.",
           "前面的条目被拒绝,本条未处理。")
      .Next("Mend the refused item and send both again.", "请更正被拒绝的条目后一并重新发送。");
}

absl::Status BatchRefused() {
  return Failure(StatusCode::kAborted, "BATCH_REFUSED")
      .Say("Another item was refused, so nothing of the batch was made.",
           "其他条目被拒绝,整批均未执行。")
      .Next("Mend the refused items and send the batch again.",
            "请更正被拒绝的条目后重新发送整批。");
}

absl::Status TransferNotFound(absl::string_view transfer) {
  return NotFound("TRANSFER_NOT_FOUND", transfer);
}

absl::Status TransferOfMonth(absl::string_view transfer, absl::CivilMonth month) {
  return Failure(StatusCode::kFailedPrecondition, "TRANSFER_OF_MONTH")
      .At("name")
      .Say(absl::StrCat("The transfer ", transfer, " is what ", FormatMonth(month),
                        " draws on a budget."),
           absl::StrCat("转账 ", transfer, " 是 ", FormatMonth(month), " 对预算的使用。"))
      .Next("The month's close posts it; to give it back, withdraw the month's approval.",
            "该月结账时入账;如需释放,请撤回该月的批准。")
      .With("transfer", transfer)
      .With("month", FormatMonth(month));
}

absl::Status TransferNotReserved(absl::string_view transfer, absl::string_view state) {
  return Failure(StatusCode::kFailedPrecondition, "TRANSFER_NOT_RESERVED")
      .At("name")
      .Say(absl::StrCat("The transfer ", transfer, " is ", state, "."),
           absl::StrCat("转账 ", transfer, " 当前状态为 ", state, "。"))
      .Next("Only what is reserved is posted or voided; make a new transfer.",
            "只有预留中的转账才能入账或撤销;请新建转账。")
      .With("transfer", transfer)
      .With("state", state);
}

absl::Status TransferExpired(absl::string_view transfer) {
  return Failure(StatusCode::kFailedPrecondition, "TRANSFER_EXPIRED")
      .At("expires_date")
      .Say(absl::StrCat("The day until which ", transfer, " reserves has come."),
           absl::StrCat("转账 ", transfer, " 的预留已到期。"))
      .Next("Reserve again under a new id, until a later day.",
            "请使用新的编号和更晚的日期重新预留。")
      .With("transfer", transfer);
}

absl::Status TransferAmountExceeded(absl::string_view transfer, int64_t reserved_minor) {
  return Failure(StatusCode::kFailedPrecondition, "TRANSFER_AMOUNT_EXCEEDED")
      .At("amount_minor")
      .Say(absl::StrCat("The transfer ", transfer, " reserves ", Yuan(reserved_minor), " only."),
           absl::StrCat("转账 ", transfer, " 仅预留 ", Yuan(reserved_minor), "。"))
      .Next("Post no more than that, and the rest by another transfer.",
            "请不超过预留金额,其余另行转账。")
      .With("transfer", transfer)
      .With("reserved_minor", absl::StrCat(reserved_minor));
}

absl::Status EventInvalid(absl::string_view event, absl::string_view what) {
  return Failure(absl::StatusCode::kFailedPrecondition, "EVENT_INVALID")
      .Whose(type::v1::Failure::OURS)
      .Say(absl::StrCat("The event ", event, " cannot be posted: ", what, "."),
           absl::StrCat("事件 ", event, " 无法入账:", what, "。"))
      .Next("Let its source publish what is right, or release a mend; the cursor stays before it.",
            "请在来源处更正或发布修复;游标停留在该事件之前。")
      .With("event", event)
      .With("what", what);
}

}  // namespace tuoqiao::ledger
