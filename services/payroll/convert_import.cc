#include "services/payroll/convert_import.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/errors.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/payroll/convert_planning.h"
#include "services/payroll/errors.h"
#include "services/payroll/errors_import.h"

namespace tuoqiao::payroll {
namespace {

constexpr size_t kIdMax = 60, kSourceMax = 200;
constexpr int64_t kAmountMax = 1'000'000'000'000;
constexpr int32_t kWaitedMax = 1000;

bool IsId(const std::string& text) {
  return !text.empty() && text.size() <= kIdMax &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-';
         });
}

bool IsSha256(const std::string& text) {
  return text.size() == 64 && std::all_of(text.begin(), text.end(), [](char c) {
           return absl::ascii_isdigit(c) || (c >= 'a' && c <= 'f');
         });
}

absl::Status CheckFen(absl::string_view field, int64_t minor) {
  if (std::abs(minor) <= kAmountMax) return absl::OkStatus();
  return FieldInvalid(field, "is beyond 10^12", " 超出 10^12");
}

// A resource of this park.
absl::Status CheckOfPark(absl::string_view field, const std::string& name, const Owner& owner) {
  RETURN_IF_ERROR(CheckText(field, name));
  if (absl::StartsWith(name, absl::StrCat("parks/", owner.park, "/"))) return absl::OkStatus();
  return FieldInvalid(field, "is no resource of this park", " 不是本园区的资源");
}

// FIELD_INVALID, OTHER_FIRM.
absl::StatusOr<PayRunKey> RunKeyOf(absl::string_view field, const std::string& name,
                                   const Owner& owner) {
  const auto key = PayRunOf(name);
  if (!key.ok() || !absl::StartsWith(name, absl::StrCat("parks/", owner.park, "/"))) {
    return FieldInvalid(field, "is no pay run", " 不是发薪批次");
  }
  if (key->firm != owner.firm) return OtherFirm();
  return *key;
}

// Which run and instruction left arrears. FIELD_INVALID, OTHER_FIRM.
absl::Status ReadInstructionName(const std::string& name, const Owner& owner, PayItem* item) {
  const std::pair<std::string, std::string> parts = absl::StrSplit(name, "/instructions/");
  if (!IsId(parts.second)) {
    return FieldInvalid("instruction", "is no instruction", " 不是代扣指令");
  }
  ASSIGN_OR_RETURN(const PayRunKey run, RunKeyOf("instruction", parts.first, owner));
  item->run = run.Text();
  item->instruction = parts.second;
  return absl::OkStatus();
}

absl::Status ReadArrears(const v1::PayItem& message, const Owner& owner, PayItem* item) {
  if (message.arrears().empty()) {
    if (message.origin().empty() && message.instruction().empty()) return absl::OkStatus();
    return FieldInvalid("origin", "is of arrears only", " 仅用于欠款");
  }
  const auto key = ArrearsOf(message.arrears());
  if (!key.ok() || !IsId(key->id)) return FieldInvalid("arrears", "names none", " 不是欠款");
  if (key->firm != owner.firm) return OtherFirm();
  item->share.arrears = key->id;
  if (item->share.form != WageForm::kDeduct || item->whole_minor != item->share.amount_minor) {
    return FieldInvalid("arrears", "is no DEDUCT that is open as a whole",
                        " 应为整体未结的 DEDUCT");
  }
  constexpr ArrearsOrigin kOrigins[] = {ArrearsOrigin::kCarried, ArrearsOrigin::kShort,
                                        ArrearsOrigin::kMissing, ArrearsOrigin::kLate};
  const auto* origin =
      std::find_if(std::begin(kOrigins), std::end(kOrigins),
                   [&](ArrearsOrigin each) { return ArrearsOriginName(each) == message.origin(); });
  if (origin == std::end(kOrigins)) return FieldInvalid("origin", "is none", " 无效");
  item->origin = *origin;
  return ReadInstructionName(message.instruction(), owner, item);
}

absl::StatusOr<absl::CivilDay> DayOf(absl::string_view field, const std::string& text) {
  const auto day = ParseDay(text);
  if (!day.ok()) return FieldInvalid(field, "is not YYYY-MM-DD", " 应为 YYYY-MM-DD");
  return *day;
}

absl::StatusOr<PayRun> RunFromProto(const v1::PayRun& message, const Owner& owner) {
  ASSIGN_OR_RETURN(const PayRunKey key, RunKeyOf("pay_run.name", message.name(), owner));
  PayRun run;
  run.firm = key.firm;
  run.month = key.month;
  run.number = key.number;
  const auto type = ParsePayRunType(v1::PayRun::Type_Name(message.type()));
  if (!type.has_value() || (*type == PayRunType::kRegular) == key.beside) {
    return FieldInvalid("pay_run.type", "does not fit the name", " 与名称不符");
  }
  run.type = *type;
  if (message.month() != FormatMonth(key.month)) {
    return FieldInvalid("pay_run.month", "does not fit the name", " 与名称不符");
  }
  ASSIGN_OR_RETURN(run.pay_date, DayOf("pay_run.pay_date", message.pay_date()));
  ASSIGN_OR_RETURN(run.cut_off_date, DayOf("pay_run.cut_off_date", message.cut_off_date()));
  if (message.state() != v1::PayRun::RECONCILED) {
    return WrongPayRunState(v1::PayRun::State_Name(message.state()));
  }
  run.state = PayRunState::kReconciled;
  run.digest = message.digest();
  if (!IsSha256(run.digest)) return FieldInvalid("pay_run.digest", "is no SHA-256", " 无效");
  run.instructions = message.instructions();
  run.deduct_minor = message.deduct_minor();
  run.seen_minor = message.seen_minor();
  run.arrears_minor = message.arrears_minor();
  run.unapplied_minor = message.unapplied_minor();
  run.reverse_minor = message.reverse_minor();
  run.waiting_items = message.waiting_items();
  run.revision = 1;
  return run;
}

absl::StatusOr<Instruction> InstructionFromProto(const v1::Instruction& message,
                                                 const std::string& run, const Owner& owner) {
  PayItem place;
  RETURN_IF_ERROR(ReadInstructionName(message.name(), owner, &place));
  if (place.run != run) return FieldInvalid("instructions", "are of another run", " 属于其他批次");
  Instruction instruction;
  instruction.id = place.instruction;
  instruction.employee_no = message.employee_no();
  RETURN_IF_ERROR(CheckText("instructions.employee_no", instruction.employee_no));
  const auto kind = ParseInstructionKind(message.kind());
  if (!kind.has_value()) return FieldInvalid("instructions.kind", "is none", " 无效");
  instruction.kind = *kind;
  instruction.share_minor = message.share_minor();
  instruction.amount_minor = message.amount_minor();
  instruction.carried_minor = message.carried_minor();
  instruction.seen_minor = message.seen_minor();
  instruction.arrears_minor = message.arrears_minor();
  for (const int64_t minor : {instruction.share_minor, instruction.amount_minor,
                              instruction.carried_minor, instruction.seen_minor}) {
    RETURN_IF_ERROR(CheckFen("instructions", minor));
  }
  constexpr v1::Instruction::State kEnds[] = {v1::Instruction::SEEN,    v1::Instruction::SHORT,
                                              v1::Instruction::OVER,    v1::Instruction::MISSING,
                                              v1::Instruction::SETTLED, v1::Instruction::IN_ARREARS,
                                              v1::Instruction::DIRECT};
  if (std::find(std::begin(kEnds), std::end(kEnds), message.state()) == std::end(kEnds)) {
    return FieldInvalid("instructions.state", "is no end", " 不是终结状态");
  }
  instruction.state = InstructionStateOf(v1::Instruction::State_Name(message.state()));
  instruction.reason = message.reason();
  RETURN_IF_ERROR(CheckText("instructions.reason", instruction.reason));
  return instruction;
}

}  // namespace

std::string PayImportName(absl::string_view park, const PayImport& import) {
  return absl::StrCat(FirmName(park, import.firm), "/payImports/", import.id);
}

absl::StatusOr<PayImportKey> PayImportOf(const std::string& name) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  if (parts.size() != 6 || parts[2] != "firms" || parts[4] != "payImports") {
    return PayImportNotFound(name);
  }
  return PayImportKey{parts[3], parts[5]};
}

absl::StatusOr<PayImport> FromProto(const v1::PayImport& message, const Owner& owner) {
  PayImport import;
  import.firm = owner.firm;
  const auto key = PayImportOf(message.name());
  if (!key.ok() || !IsId(key->id) || key->firm != owner.firm) {
    return FieldInvalid("pay_import.name",
                        "is not {firm}/payImports/{import} with at most 60 lower-case letters, "
                        "digits and hyphens at its end",
                        " 应为 {firm}/payImports/{import},末段为至多 60 位小写字母、数字或连字符");
  }
  import.id = key->id;
  import.source = message.source();
  if (import.source.empty()) return FieldRequired("pay_import.source");
  RETURN_IF_ERROR(CheckText("pay_import.source", import.source));
  if (import.source.size() > kSourceMax) {
    return FieldInvalid("pay_import.source", "is longer than 200 bytes", " 超过 200 字节");
  }
  import.content_hash = message.content_hash();
  if (!IsSha256(import.content_hash)) {
    return FieldInvalid("pay_import.content_hash", "is no SHA-256 in hexadecimal",
                        " 不是十六进制 SHA-256");
  }
  ASSIGN_OR_RETURN(import.closed_through,
                   MonthOf("pay_import.closed_through", message.closed_through()));
  return import;
}

absl::StatusOr<PayItem> FromProto(const v1::PayItem& message, const Owner& owner) {
  PayItem item;
  WageShare& share = item.share;
  item.employee_no = message.employee_no();
  if (item.employee_no.empty()) return FieldInvalid("employee_no", "is empty", " 为空");
  RETURN_IF_ERROR(CheckText("employee_no", item.employee_no));
  const auto form = ParseWageForm(message.form());
  if (!form.has_value()) {
    return FieldInvalid("form", "is not INVOICED, ALLOWANCE or DEDUCT",
                        " 应为 INVOICED、ALLOWANCE 或 DEDUCT");
  }
  share.form = *form;
  const auto month = ParseMonth(message.month());
  if (!month.ok()) return FieldInvalid("month", "is not YYYY-MM", " 应为 YYYY-MM");
  share.month = *month;
  item.whole_minor = message.whole_minor();
  share.amount_minor = message.open_minor();
  RETURN_IF_ERROR(CheckFen("whole_minor", item.whole_minor));
  RETURN_IF_ERROR(CheckFen("open_minor", share.amount_minor));
  if (share.amount_minor == 0) return FieldInvalid("open_minor", "is 0", " 不能为 0");
  if (share.form == WageForm::kDeduct) {
    const auto mode = ParseArrearsMode(message.arrears_mode());
    if (!mode.has_value()) return FieldInvalid("arrears_mode", "is none", " 无效");
    share.mode = *mode;
  }
  if (message.waited_runs() < 0 || message.waited_runs() > kWaitedMax) {
    return FieldInvalid("waited_runs", "is not 0 to 1000", " 应为 0 至 1000");
  }
  share.waited_runs = message.waited_runs();
  share.statement = message.statement();
  share.family = message.family();
  share.centre = message.centre();
  share.case_number = message.case_number();
  RETURN_IF_ERROR(CheckOfPark("statement", share.statement, owner));
  RETURN_IF_ERROR(CheckOfPark("family", share.family, owner));
  RETURN_IF_ERROR(CheckOfPark("centre", share.centre, owner));
  RETURN_IF_ERROR(CheckText("case_number", share.case_number));
  share.of_last_pay = message.of_last_pay();
  RETURN_IF_ERROR(ReadArrears(message, owner, &item));
  return item;
}

absl::StatusOr<RunHistory> FromProto(const v1::PayRunHistory& message, const Owner& owner) {
  RunHistory history;
  ASSIGN_OR_RETURN(history.run, RunFromProto(message.pay_run(), owner));
  const std::string run = history.run.Key().Text();
  for (const v1::Instruction& each : message.instructions()) {
    ASSIGN_OR_RETURN(Instruction instruction, InstructionFromProto(each, run, owner));
    history.instructions.push_back(std::move(instruction));
  }
  return history;
}

v1::PayImport ToProto(absl::string_view park, const PayImport& import) {
  v1::PayImport message;
  message.set_name(PayImportName(park, import));
  message.set_source(import.source);
  message.set_content_hash(import.content_hash);
  message.set_closed_through(FormatMonth(import.closed_through));
  v1::PayImport::State state = v1::PayImport::STATE_UNSPECIFIED;
  v1::PayImport::State_Parse(std::string(PayImportStateName(import.state)), &state);
  message.set_state(state);
  message.set_items(static_cast<int32_t>(import.items));
  message.set_open_minor(import.open_minor);
  message.set_proposed_by(import.proposed_by);
  message.set_confirmed_by(import.confirmed_by);
  message.set_revision(import.revision);
  return message;
}

v1::PayItem ToProto(absl::string_view park, const std::string& firm, const PayItem& item) {
  const WageShare& share = item.share;
  v1::PayItem message;
  message.set_employee_no(item.employee_no);
  message.set_form(std::string(WageFormName(share.form)));
  message.set_month(FormatMonth(share.month));
  message.set_whole_minor(item.whole_minor);
  message.set_open_minor(share.amount_minor);
  if (share.form == WageForm::kDeduct) {
    message.set_arrears_mode(std::string(ArrearsModeName(share.mode)));
  }
  message.set_waited_runs(static_cast<int32_t>(share.waited_runs));
  message.set_statement(share.statement);
  message.set_family(share.family);
  message.set_centre(share.centre);
  message.set_case_number(share.case_number);
  if (!item.OfArrears()) return message;
  message.set_arrears(ArrearsName(park, firm, share.arrears));
  message.set_origin(std::string(ArrearsOriginName(item.origin)));
  if (const auto run = ParsePayRunKey(firm, item.run); run.has_value()) {
    message.set_instruction(InstructionName(park, *run, item.instruction));
  }
  message.set_of_last_pay(share.of_last_pay);
  return message;
}

std::string PlaceText(const PayItem& item) {
  const WageShare& share = item.share;
  if (item.OfArrears()) return absl::StrCat("arrears|", share.arrears);
  return absl::StrCat("share|", FormatMonth(share.month), "|", share.statement, "|",
                      WageFormName(share.form));
}

PayItemPlace PlaceOfText(const std::string& text) {
  const std::vector<std::string> parts = absl::StrSplit(text, '|');
  if (parts.size() == 2) return {true, "", "", "", parts[1]};
  if (parts.size() == 4) return {false, parts[1], parts[2], parts[3], ""};
  return {};
}

}  // namespace tuoqiao::payroll
