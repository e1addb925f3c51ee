#include "services/exchange/errors.h"

#include <map>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "adapters/common/faults.h"
#include "services/common/errors.h"
#include "services/exchange/outward.h"

namespace tuoqiao::exchange {
namespace {

using absl::StatusCode;

// What each refusal of a reader means and what to do, in Chinese; the reader says it in English.
absl::string_view ChineseOf(absl::string_view reason) {
  static const auto* const kSentences = new std::map<absl::string_view, absl::string_view>{
      {"FILE_EMPTY", "文件为空。请重新导出后发送。"},
      {"FILE_ENCODING", "文件编码无法识别。请另存为 UTF-8 编码的 CSV 后重新发送。"},
      {"FILE_TOO_LARGE", "文件或其中某条记录过大。请拆分后发送。"},
      {"FILE_TRUNCATED", "文件不完整,在中途截断。请重新导出后发送。"},
      {"FORMAT_UNKNOWN", "文件不是该连接所约定的格式。请检查导出格式后重新发送。"},
      {"HEADER_MISSING", "表头缺少必需的列。请补上该列,或在映射中登记贵方的列名。"},
      {"HEADER_DUPLICATE", "表头中有两列含义相同。请只保留一列。"},
      {"CHILD_COLUMN", "花名册只应包含职工信息,但有涉及子女的列。请删去该列,或登记监护人的同意。"},
      {"XML_FORBIDDEN", "XML 文件含有不允许的内容(DTD 或过深的嵌套)。请更换导出方式。"},
      {"ENVELOPE_MISMATCH", "文件信封中的控制号或合计与内容不符。请重新导出后发送。"},
      {"SENDER_UNKNOWN", "文件的发送方与约定不符。请核对发送方标识。"},
      {"KIND_MISMATCH", "文件只含变更,而映射约定为全量。请修改映射的 kind。"},
      {"MAPPING_INVALID", "连接的映射有误,无法读取文件。请更正映射后重新发送。"},
  };
  const auto found = kSentences->find(reason);
  return found == kSentences->end() ? "文件无法读取。请检查后重新发送。" : found->second;
}

// Where it goes instead, or what is to be done where it goes nowhere.
std::string InsteadOr(absl::string_view instead, absl::string_view next) {
  return instead.empty() ? std::string(next) : absl::StrCat("They go by ", instead, " instead.");
}
std::string InsteadOrZh(absl::string_view instead, absl::string_view next) {
  return instead.empty() ? std::string(next) : absl::StrCat("已改由 ", instead, " 发出。");
}

}  // namespace

bool Passes(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsAborted(status) ||
         absl::IsDeadlineExceeded(status) || absl::IsResourceExhausted(status);
}

absl::Status ContentOfAnotherRole(absl::string_view content) {
  return Failure(StatusCode::kPermissionDenied, "PERMISSION_DENIED")
      .Whose(type::v1::Failure::YOUR_SETUP)
      .Say(absl::StrCat("Files that hold ", content, " are another role's."),
           absl::StrCat("内容为 ", content, " 的文件由其他角色处理。"))
      .Next("Ask whoever has that role, or whoever issued the token.",
            "请联系拥有该角色的人员或令牌签发者。")
      .With("content", content);
}

absl::Status AdapterUnknown(absl::string_view adapter, absl::string_view content) {
  return Failure(StatusCode::kInvalidArgument, "ADAPTER_UNKNOWN")
      .At("connection.adapter")
      .Say(absl::StrCat("No adapter \"", adapter, "\" carries ", content, "."),
           absl::StrCat("没有可处理 ", content, " 的适配器“", adapter, "”。"))
      .Next("Choose one of adapters/README.md.", "请从 adapters/README.md 中选择。")
      .With("adapter", adapter);
}

absl::Status MappingInvalid(absl::string_view path, absl::string_view what) {
  return Failure(StatusCode::kInvalidArgument, "MAPPING_INVALID")
      .At(path.empty() ? std::string("connection.mapping")
                       : absl::StrCat("connection.mapping.", path))
      .Whose(type::v1::Failure::YOUR_SETUP)
      .Say(absl::StrCat("The mapping does not fit the format: ", what, "."),
           absl::StrCat("映射与格式不符:", what, "。"))
      .Next("Correct the mapping and set the connection again.", "请更正映射后重新设置连接。");
}

absl::Status NoDebtor(absl::string_view field) {
  return Failure(StatusCode::kInvalidArgument, "MAPPING_INVALID")
      .At("connection.mapping.fixed_values")
      .Whose(type::v1::Failure::YOUR_SETUP)
      .Say(absl::StrCat("The mapping fixes no ", field, ": nobody knows which account pays."),
           absl::StrCat("映射未给出 ", field, ",无法确定付款账户。"))
      .Next("Fix debtor_name, debtor_account and debtor_bank (CNAPS) in the connection's mapping.",
            "请在连接的映射中登记 debtor_name、debtor_account 与 debtor_bank(联行号)。")
      .With("field", field);
}

absl::Status ConnectionNotFound(absl::string_view name) {
  return NotFound("CONNECTION_NOT_FOUND", name);
}

absl::Status ContentOutward(absl::string_view connection) {
  return Failure(StatusCode::kFailedPrecondition, "CONTENT_OUTWARD")
      .At("connection")
      .Say(absl::StrCat("What ", connection, " holds goes out; nothing comes in through it."),
           absl::StrCat("连接 ", connection, " 的内容为发出方向,不能接收文件。"))
      .Next("Use SendDelivery, or a connection whose content comes in.",
            "请使用 SendDelivery,或改用接收方向的连接。");
}

absl::Status ContentInward(absl::string_view connection) {
  return Failure(StatusCode::kFailedPrecondition, "CONTENT_INWARD")
      .At("connection")
      .Say(absl::StrCat("What ", connection, " holds comes in; nothing is sent through it."),
           absl::StrCat("连接 ", connection, " 的内容为接收方向,不能发出文件。"))
      .Next("Use ReceiveDelivery, or a connection whose content goes out.",
            "请使用 ReceiveDelivery,或改用发出方向的连接。");
}

absl::Status ContentTooLarge(int64_t bytes_max) {
  return Failure(StatusCode::kInvalidArgument, "CONTENT_TOO_LARGE")
      .At("content")
      .Say(absl::StrCat("The content, or one piece of it, has more than ", bytes_max, " bytes."),
           absl::StrCat("内容或其中一段超过 ", bytes_max, " 字节。"))
      .Next("Send pieces of at most 1 MiB and files of at most 256 MiB.",
            "每段不超过 1 MiB,整个文件不超过 256 MiB。");
}

absl::Status ContentHashWrong(absl::string_view hash) {
  return Failure(StatusCode::kInvalidArgument, "CONTENT_HASH_WRONG")
      .At("content_hash")
      .Say(absl::StrCat("The content that came has the SHA-256 ", hash, ", not the one announced."),
           absl::StrCat("收到内容的 SHA-256 为 ", hash, ",与声明不符。"))
      .Next("Send the file again; it was changed or cut on its way.",
            "文件在途中被改动或截断,请重新发送。");
}

absl::Status DeliveryNotFound(absl::string_view name) {
  return NotFound("DELIVERY_NOT_FOUND", name);
}

absl::Status ContentExpired(absl::string_view name) {
  return Failure(StatusCode::kFailedPrecondition, "CONTENT_EXPIRED")
      .At("name")
      .Say(absl::StrCat("The bytes of ", name, " were kept for 90 days; their hash is left."),
           absl::StrCat(name, " 的内容已过 90 天保存期,仅存其哈希。"))
      .Next("Ask the sender for the file, if it is still needed.", "如仍需要,请向发送方索取。");
}

absl::Status PayRunState(absl::string_view pay_run) {
  return Failure(StatusCode::kFailedPrecondition, "PAY_RUN_STATE")
      .At("subject")
      .Say(absl::StrCat("The pay run ", pay_run, " is not released yet."),
           absl::StrCat("发薪批次 ", pay_run, " 尚未放行。"))
      .Next("Release it first.", "请先放行该批次。")
      .With("pay_run", pay_run);
}

absl::Status PayeeAccountUnverified(absl::string_view centre) {
  return Failure(StatusCode::kFailedPrecondition, "PAYEE_ACCOUNT_UNVERIFIED")
      .Whose(type::v1::Failure::YOUR_SETUP)
      .Say(absl::StrCat("The account of ", centre, " has not been verified by two people."),
           absl::StrCat(centre, " 的收款账户未经两人核验。"))
      .Next("Have a second person set the same account.", "请由第二人录入相同账户以完成核验。")
      .With("centre", centre);
}

absl::Status NotWritable(absl::string_view what) {
  return Failure(StatusCode::kFailedPrecondition, "NOT_WRITABLE")
      .Say(absl::StrCat("The file cannot be written: ", what, "."),
           absl::StrCat("文件无法写出:", what, "。"))
      .Next("Correct what does not fit the format, then send again.",
            "请更正与格式不符之处后重新发送。");
}

absl::Status NothingToSend(absl::string_view subject) {
  return Failure(StatusCode::kFailedPrecondition, "NOTHING_TO_SEND")
      .At("subject")
      .Say(absl::StrCat("There is nothing to send for ", subject, "."),
           absl::StrCat(subject, " 没有需要发出的内容。"))
      .Next("Nothing has to be done.", "无需处理。");
}

absl::Status SentInstead(absl::string_view subject) {
  return Failure(StatusCode::kFailedPrecondition, "SENT_INSTEAD")
      .At("connection")
      .Say(absl::StrCat("This connection did not get ", subject, ", which went by another road."),
           absl::StrCat(subject, " 未能经该连接送达,已改用其他方式发出。"))
      .Next("Work with the delivery that went instead; sent twice, it could be deducted twice.",
            "请使用改发的那次投递;重复发送可能导致重复扣款。")
      .With("subject", subject);
}

absl::Status UnknownFirm(absl::string_view firm) {
  return Failure(StatusCode::kNotFound, "UNKNOWN_FIRM")
      .Say(absl::StrCat("The park knows no firm ", firm, "."),
           absl::StrCat("园区内没有用人单位 ", firm, "。"))
      .Next("Have the park onboard the firm, then send the same file again.",
            "请先由园区登记该单位,再重新发送同一文件。")
      .With("firm", firm);
}

absl::Status MessageUnknown(absl::string_view message_id) {
  return Failure(StatusCode::kNotFound, "PAYOUT_NOT_FOUND")
      .Say(absl::StrCat("No payment order of ours has the message id ", message_id, "."),
           absl::StrCat("我方没有报文编号为 ", message_id, " 的付款指令。"))
      .Next("Ask the bank which order the report is about.", "请向银行核实该回执对应的指令。")
      .With("message_id", message_id);
}

absl::Status AuthorisationEndRefused() {
  return Failure(StatusCode::kFailedPrecondition, "AUTHORISATION_END_REFUSED")
      .At("status")
      .Whose(type::v1::Failure::REMOTE_SYSTEM)
      .Say("The payroll system did not take the end of an authorisation.",
           "薪酬系统未执行代扣授权的终止。")
      .Next(
          "Have payroll end it, then send the line again as TAKEN; nothing may be deducted under "
          "it.",
          "请薪酬系统终止后以 TAKEN 重新提交;不得再按该授权代扣。");
}

absl::Status TargetUnknown(absl::string_view target) {
  return MappingInvalid(
      "fixed_values",
      absl::StrCat("'", kTarget, "' is '", target,
                   "', which `payroll_targets` in the server's config does not name"));
}

Refusal TargetRefused(absl::string_view said, absl::string_view instead) {
  return {"TARGET_REFUSED",
          absl::StrCat(
              "The payroll system will not have the instructions: ", said,
              ". Nothing of them was taken. ",
              InsteadOr(instead, "Correct what it names, then send again naming the connection.")),
          absl::StrCat("薪酬系统拒绝接收指令:", said, "。未执行任何一条。",
                       InsteadOrZh(instead, "请按提示更正后指定该连接重新发送。"))};
}

Refusal TargetAway(absl::string_view said, absl::string_view instead) {
  return {"TARGET_AWAY",
          absl::StrCat("The payroll system could not be asked for some minutes: ", said,
                       ". It has nothing of the instructions. ",
                       InsteadOr(instead, "Send again naming the connection once it is back.")),
          absl::StrCat("数分钟内未能连上薪酬系统:", said, "。对方未收到任何指令。",
                       InsteadOrZh(instead, "恢复后请指定该连接重新发送。"))};
}

Refusal TargetUncertain(absl::string_view said) {
  return {
      "TARGET_UNCERTAIN",
      absl::StrCat(
          "Nobody knows whether the payroll system has the instructions: ", said,
          ". Look there. Send again naming the connection (it takes the same ones once only), or "
          "naming another connection where it has none of them."),
      absl::StrCat("无法确定薪酬系统是否已收到指令:", said,
                   "。请先在该系统中核实;可指定该连接重新发送(相同指令只执行一次),"
                   "确认其未收到时也可改用其他连接。")};
}

Refusal RefusalOf(const absl::Status& status) {
  Refusal refusal;
  refusal.reason = std::string(adapters::FileReason(status));
  absl::string_view sentence = status.message();
  if (refusal.reason.empty()) {
    refusal.reason = "FORMAT_UNKNOWN";
  } else {
    sentence.remove_prefix(refusal.reason.size() + 1);
  }
  refusal.text_en = absl::StrCat(absl::StripAsciiWhitespace(sentence), ".");
  if (!refusal.text_en.empty()) refusal.text_en[0] = absl::ascii_toupper(refusal.text_en[0]);
  refusal.text_zh = std::string(ChineseOf(refusal.reason));
  return refusal;
}

Refusal RefusalByOwner(const absl::Status& status) {
  type::v1::ItemResult result;
  Reject(status, &result);
  return {result.reason(), result.text_en(), result.text_zh()};
}

}  // namespace tuoqiao::exchange
