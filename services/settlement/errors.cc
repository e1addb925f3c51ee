#include "services/settlement/errors.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "services/common/errors.h"
#include "services/common/period.h"

namespace tuoqiao::settlement {
namespace {

using absl::StatusCode;

std::string Yuan(int64_t minor) { return absl::StrFormat("%d.%02d", minor / 100, minor % 100); }

}  // namespace

absl::Status AccountInvalid(absl::string_view field) {
  return Failure(StatusCode::kInvalidArgument, "ACCOUNT_INVALID")
      .At(field)
      .Say(
          "The account number is not 6 to 34 letters and digits, or the CNAPS code fails its "
          "check.",
          "账号须为 6 至 34 位字母或数字,且联行号校验须通过。")
      .Next("Copy both from the centre's bank confirmation again.",
            "请对照机构的开户证明重新填写。");
}

absl::Status VerifiedBySamePerson() {
  return Failure(StatusCode::kFailedPrecondition, "VERIFIED_BY_SAME_PERSON")
      .Whose(type::v1::Failure::YOUR_SETUP)
      .Say("You have proposed this account yourself.", "该账户由您本人提出。")
      .Next("Ask a second person to read the same account from the centre's papers and send it.",
            "请由第二人对照机构材料独立录入相同账户。");
}

absl::Status LedgerBehind(absl::string_view source) {
  return Failure(StatusCode::kUnavailable, "LEDGER_BEHIND")
      .Whose(type::v1::Failure::OURS)
      .Say(absl::StrCat("The books have not yet heard all that ", source, " has to say."),
           absl::StrCat("账务尚未读完 ", source, " 的事件。"))
      .Next("Send the same request again in a moment.", "请稍后重新发送同一请求。")
      .With("source", source);
}

absl::Status EventInvalid(absl::string_view event, absl::string_view what) {
  return Failure(StatusCode::kInternal, "EVENT_INVALID")
      .Whose(type::v1::Failure::OURS)
      .Say(absl::StrCat("The event ", event, " makes no line: ", what, "."),
           absl::StrCat("事件 ", event, " 无法生成明细:", what, "。"))
      .Next("Look at the service that wrote it; nothing is heard behind it until it is mended.",
            "请检查写入该事件的服务;修复前不再读取其后的事件。")
      .With("event", event);
}

absl::Status PayeeAccountUnverified(const std::vector<std::string>& centres) {
  const std::string names = absl::StrJoin(centres, ", ");
  return Failure(StatusCode::kFailedPrecondition, "PAYEE_ACCOUNT_UNVERIFIED")
      .Whose(type::v1::Failure::YOUR_SETUP)
      .Say(absl::StrCat("Two people have not said the same account of: ", names, "."),
           absl::StrCat("以下机构的收款账户尚未经两人核实:", names, "。"))
      .Next("Let a second person confirm each account; nothing was released.",
            "请由第二人核实各账户;本次未拨付任何款项。")
      .With("centres", names);
}

absl::Status PayeeAccountWaiting(absl::CivilDay first_day) {
  const std::string day = FormatDay(first_day);
  return Failure(StatusCode::kFailedPrecondition, "PAYEE_ACCOUNT_WAITING")
      .Whose(type::v1::Failure::YOUR_SETUP)
      .Say(absl::StrCat("Every payout that is due goes to an account that was changed lately; the "
                        "first may leave on ",
                        day, "."),
           absl::StrCat("待拨付款项的收款账户均为新近变更,最早可于 ", day, " 拨付。"))
      .Next("Release again on that day; let the centre look at its new account until then.",
            "请于该日再行拨付;其间请机构核对新账户。")
      .With("first_day", day);
}

absl::Status PayableChanged(const std::vector<std::string>& centres) {
  const std::string names = absl::StrJoin(centres, ", ");
  return Failure(StatusCode::kFailedPrecondition, "PAYABLE_CHANGED")
      .Say(absl::StrCat("Less is owed than is due to: ", names, "."),
           absl::StrCat("以下机构的应付余额低于待拨付金额:", names, "。"))
      .Next("Prepare the payouts of the month again, look at them, and release.",
            "请重新生成本月拨付单,核对后再拨付。")
      .With("centres", names);
}

absl::Status FloatMissing(int64_t missing_minor) {
  return Failure(StatusCode::kFailedPrecondition, "FLOAT_MISSING")
      .Whose(type::v1::Failure::YOUR_SETUP)
      .Say(absl::StrCat("The bank account lacks ", Yuan(missing_minor), " yuan for these payouts."),
           absl::StrCat("银行账户余额不足以支付本次拨付,缺 ", Yuan(missing_minor), " 元。"))
      .Next(
          "Let the park advance it with the reference of the FLOAT receivable, then release again.",
          "请园区按垫资款的参考号转入,到账后再拨付。")
      .With("missing_minor", absl::StrCat(missing_minor));
}

absl::Status BankLineMatched(absl::string_view line) {
  return Failure(StatusCode::kFailedPrecondition, "BANK_LINE_MATCHED")
      .Say(absl::StrCat("The bank line ", line, " is matched already."),
           absl::StrCat("银行流水 ", line, " 已核销。"))
      .Next("Look at what it was matched with; take that back first if it is wrong.",
            "请查看其核销对象;如有误,请先撤销核销。")
      .With("line", line);
}

absl::Status BankLineUnmatched(absl::string_view line) {
  return Failure(StatusCode::kFailedPrecondition, "BANK_LINE_UNMATCHED")
      .Say(absl::StrCat("The bank line ", line, " is matched with nothing."),
           absl::StrCat("银行流水 ", line, " 尚未核销。"))
      .Next("There is nothing to take back; match it.", "无需撤销,请直接核销。")
      .With("line", line);
}

absl::Status MatchSumDiffers(int64_t line_minor, int64_t matches_minor) {
  return Failure(StatusCode::kInvalidArgument, "MATCH_SUM_DIFFERS")
      .At("matches")
      .Say(absl::StrCat("The matches come to ", Yuan(matches_minor), " yuan and the line to ",
                        Yuan(line_minor), "."),
           absl::StrCat("核销合计 ", Yuan(matches_minor), " 元,流水金额为 ", Yuan(line_minor),
                        " 元。"))
      .Next(
          "Say where each fen of the line goes; what nobody is owed is a payer's unapplied money.",
          "请为流水的每一分钱指定去向;多出部分可记为付款方待用款。")
      .With("line_minor", absl::StrCat(line_minor))
      .With("matches_minor", absl::StrCat(matches_minor));
}

absl::Status MatchSubjectUnknown(absl::string_view subject) {
  return Failure(StatusCode::kNotFound, "MATCH_SUBJECT_UNKNOWN")
      .At("matches")
      .Say(absl::StrCat("Nothing that a bank line can pay is called ", subject, "."),
           absl::StrCat("没有可核销的对象 ", subject, "。"))
      .Next("Name a receivable or a payout, or an account of unapplied money, float or fund.",
            "请填写应收款、拨付,或待用款、垫资、保障金账户。")
      .With("subject", subject);
}

absl::Status MatchDirection(absl::string_view subject) {
  return Failure(StatusCode::kFailedPrecondition, "MATCH_DIRECTION")
      .At("matches")
      .Say(absl::StrCat("A line of this direction and amount does not pay ", subject, "."),
           absl::StrCat("该方向或金额的流水不能核销 ", subject, "。"))
      .Next(
          "Money in pays receivables, money out gives back what is a payer's or the park's; a "
          "payout takes its whole amount in its own state.",
          "收款核销应收款,付款退还付款方或园区款项;拨付须全额且状态相符。")
      .With("subject", subject);
}

absl::Status MatchExceedsBalance(absl::string_view subject, int64_t balance_minor) {
  return Failure(StatusCode::kFailedPrecondition, "MATCH_EXCEEDS_BALANCE")
      .At("matches")
      .Say(absl::StrCat("More would be given back than the ", Yuan(balance_minor),
                        " yuan that stand on ", subject, "."),
           absl::StrCat("退还金额超过 ", subject, " 的余额 ", Yuan(balance_minor), " 元。"))
      .Next("Match no more than that; what went out beyond it has another reason.",
            "请勿超过该余额;多付部分须另查原因。")
      .With("subject", subject)
      .With("balance_minor", absl::StrCat(balance_minor));
}

absl::Status MatchShowsPayout(absl::string_view payout) {
  return Failure(StatusCode::kFailedPrecondition, "MATCH_SHOWS_PAYOUT")
      .Say(absl::StrCat("The line showed the payout ", payout, ", and that is not taken back."),
           absl::StrCat("该流水已证明拨付 ", payout, ",不可撤销。"))
      .Next("Reverse the entry with a second person where the bank itself was wrong.",
            "如系银行差错,请由两人冲正分录。")
      .With("payout", payout);
}

absl::Status MatchUsedSince(absl::string_view account, int64_t balance_minor) {
  return Failure(StatusCode::kFailedPrecondition, "MATCH_USED_SINCE")
      .Say(absl::StrCat("What the line brought to ", account, " was given back since; ",
                        Yuan(balance_minor), " yuan are left there."),
           absl::StrCat("该流水记入 ", account, " 的款项其后已退还,现余 ", Yuan(balance_minor),
                        " 元。"))
      .Next("Take back the match of the line out first.", "请先撤销相应付款流水的核销。")
      .With("account", account)
      .With("balance_minor", absl::StrCat(balance_minor));
}

absl::Status DuplicateInRequest(absl::string_view field) {
  return Failure(StatusCode::kInvalidArgument, "DUPLICATE_IN_REQUEST")
      .At(field)
      .Say("An earlier item of this request has the same id.", "本次请求中已有相同标识的项目。")
      .Next("Send each item once.", "请勿重复发送同一项目。");
}

absl::Status LineDiffers(absl::string_view line) {
  return Failure(StatusCode::kFailedPrecondition, "LINE_DIFFERS")
      .At("line_id")
      .Say(absl::StrCat("The bank line ", line, " was recorded with other content."),
           absl::StrCat("银行流水 ", line, " 已以不同内容登记。"))
      .Next("Compare it with the bank's statement; a recorded line is never changed.",
            "请与银行对账单核对;已登记的流水不可更改。")
      .With("line", line);
}

absl::Status CurrencyUnknown(absl::string_view currency) {
  return Failure(StatusCode::kInvalidArgument, "CURRENCY_UNKNOWN")
      .At("currency_code")
      .Say(absl::StrCat("The park's books are not kept in ", currency, "."),
           absl::StrCat("园区账簿不使用币种 ", currency, "。"))
      .Next("Send the lines of the park's own account.", "请发送园区本币账户的流水。")
      .With("currency", currency);
}

absl::Status PayoutNotFound(absl::string_view end_to_end_id) {
  return Failure(StatusCode::kNotFound, "PAYOUT_NOT_FOUND")
      .At("end_to_end_id")
      .Say("No payout of the park has this EndToEndId.", "园区没有该 EndToEndId 对应的拨付。")
      .Next("Compare it with the payment order that was sent.", "请与已发送的付款指令核对。")
      .With("end_to_end_id", end_to_end_id);
}

absl::Status PayoutStateWrong(absl::string_view payout, absl::string_view status) {
  return Failure(StatusCode::kFailedPrecondition, "PAYOUT_STATE")
      .At("status")
      .Say(absl::StrCat("The payout ", payout, " is not on its way, so ", status, " says nothing."),
           absl::StrCat("拨付 ", payout, " 不在途,状态 ", status, " 无效。"))
      .Next("Look at the payout; a bank's second word against its first needs a person.",
            "请查看该拨付;银行前后答复矛盾时须人工处理。")
      .With("payout", payout)
      .With("status", status);
}

absl::Status StatusUnknown(absl::string_view status) {
  return Failure(StatusCode::kInvalidArgument, "STATUS_UNKNOWN")
      .At("status")
      .Say(absl::StrCat("No payment status of ISO 20022 is called ", status, " here."),
           absl::StrCat("未识别的 ISO 20022 付款状态 ", status, "。"))
      .Next("Send ACSC, RJCT, ACCP, ACSP or PDNG.", "请发送 ACSC、RJCT、ACCP、ACSP 或 PDNG。")
      .With("status", status);
}

}  // namespace tuoqiao::settlement
