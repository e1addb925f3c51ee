#include "services/payroll/convert_results.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/check.h"
#include "services/common/errors.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/payroll/convert.h"
#include "services/payroll/errors.h"

namespace tuoqiao::payroll {
namespace {

std::string RunName(absl::string_view park, const RunKey& run) {
  return absl::StrCat(FirmName(park, run.firm), "/payRuns/", run.run);
}

std::string NameOfInstruction(absl::string_view park, const RunKey& run, absl::string_view id) {
  return id.empty() ? "" : absl::StrCat(RunName(park, run), "/instructions/", id);
}

// The sentences of a finding.
absl::Status StatusOf(const RunKey& run, const Finding& finding) {
  const std::string& reason = finding.reason;
  if (reason == "RESULT_SHORT") return ResultShort();
  if (reason == "RESULT_OVER") return ResultOver();
  if (reason == "RESULT_MISSING") return ResultMissing();
  if (reason == "RESULT_DIFFERS") return ResultDiffers();
  if (reason == "RESULT_FILE_CHANGED") return ResultFileChanged(finding.file_name);
  if (reason == "OTHER_FIRM") return OtherFirm();
  if (reason == "CURRENCY_WRONG") return CurrencyWrong("CNY");
  if (reason == "RESULT_NEGATIVE") return ResultNegative();
  if (reason == "UNKNOWN_EMPLOYEE") return UnknownEmployee();
  if (reason == "UNKNOWN_INSTRUCTION") return UnknownInstruction();
  CHECK(reason == "WRONG_PERIOD");
  // A run's name begins with the month billed.
  return WrongPeriod(*ParseMonth(run.run.substr(0, 7)));
}

v1::PayException::Action ToProto(Road road) {
  switch (road) {
    case Road::kNone:
      return v1::PayException::ACTION_UNSPECIFIED;
    case Road::kAccept:
      return v1::PayException::ACCEPT;
    case Road::kAssign:
      return v1::PayException::ASSIGN;
    case Road::kDismiss:
      return v1::PayException::DISMISS;
  }
  return v1::PayException::ACTION_UNSPECIFIED;
}

v1::PayException::State ToProto(ExceptionState state) {
  switch (state) {
    case ExceptionState::kOpen:
      return v1::PayException::OPEN;
    case ExceptionState::kCleared:
      return v1::PayException::CLEARED;
    case ExceptionState::kResolved:
      return v1::PayException::RESOLVED;
  }
  return v1::PayException::STATE_UNSPECIFIED;
}

v1::PayResultLine::Match ToProto(MatchedBy matched_by) {
  switch (matched_by) {
    case MatchedBy::kNone:
      return v1::PayResultLine::NONE;
    case MatchedBy::kKey:
      return v1::PayResultLine::KEY;
    case MatchedBy::kRule:
      return v1::PayResultLine::RULE;
    case MatchedBy::kPerson:
      return v1::PayResultLine::PERSON;
  }
  return v1::PayResultLine::MATCH_UNSPECIFIED;
}

}  // namespace

std::string PayExceptionName(absl::string_view park, absl::string_view firm, absl::string_view id) {
  return absl::StrCat(FirmName(park, firm), "/payExceptions/", id);
}

std::string PayLineName(absl::string_view park, const RunKey& run, absl::string_view id) {
  return absl::StrCat(RunName(park, run), "/results/", id);
}

absl::Status CheckFile(const v1::BatchRecordResultsRequest& request) {
  RETURN_IF_ERROR(CheckText("file_name", request.file_name()));
  RETURN_IF_ERROR(CheckText("content_hash", request.content_hash()));
  RETURN_IF_ERROR(CheckText("delivery", request.delivery()));
  if (!request.file_name().empty() && request.content_hash().empty()) {
    return FieldRequired("content_hash");
  }
  return absl::OkStatus();
}

absl::StatusOr<Resolution> FromProto(const v1::ResolvePayExceptionRequest& request) {
  const std::vector<std::string> parts = absl::StrSplit(request.name(), '/');
  if (parts.size() != 6 || parts[2] != "firms" || parts[4] != "payExceptions") {
    return PayExceptionNotFound(request.name());
  }
  Resolution resolution;
  resolution.firm = parts[3];
  resolution.word.exception = parts[5];
  switch (request.action()) {
    case v1::PayException::ACCEPT:
      resolution.word.road = Road::kAccept;
      break;
    case v1::PayException::ASSIGN:
      resolution.word.road = Road::kAssign;
      break;
    case v1::PayException::DISMISS:
      resolution.word.road = Road::kDismiss;
      break;
    default:
      return FieldRequired("action");
  }
  if (request.reason().empty()) return FieldRequired("reason");
  RETURN_IF_ERROR(CheckText("reason", request.reason()));
  resolution.word.why = request.reason();
  RETURN_IF_ERROR(CheckText("instruction", request.instruction()));
  const std::vector<std::string> named = absl::StrSplit(request.instruction(), '/');
  resolution.word.instruction = named.back();
  RETURN_IF_ERROR(CheckAmount("amount_minor", request.amount_minor()));
  resolution.word.amount_minor = request.amount_minor();
  return resolution;
}

v1::PayResultCorrected ToProto(absl::string_view park, const PayRun& run,
                               const std::vector<CorrectedDeduction>& deductions) {
  v1::PayResultCorrected payload;
  payload.set_pay_run(PayRunName(park, run.Key()));
  payload.set_firm(FirmName(park, run.firm));
  payload.set_month(FormatMonth(run.month));
  for (const CorrectedDeduction& each : deductions) {
    v1::CorrectedDeduction* deduction = payload.add_deductions();
    deduction->set_instruction(InstructionName(park, run.Key(), each.instruction));
    deduction->set_family(each.family);
    deduction->set_amount_minor(each.amount_minor);
    deduction->set_seen_before_minor(each.seen_before_minor);
    deduction->set_seen_minor(each.seen_minor);
    deduction->set_employee(EmployeeName(park, run.firm, each.employee));
  }
  return payload;
}

v1::PayException ToProto(absl::string_view park, const ExceptionAt& at) {
  const PayException& exception = at.exception;
  const Finding& finding = exception.finding;
  v1::PayException message;
  message.set_name(PayExceptionName(park, at.run.firm, exception.id));
  message.set_pay_run(RunName(park, at.run));
  message.set_reason(finding.reason);
  message.set_state(ToProto(exception.state));
  message.set_instruction(NameOfInstruction(park, at.run, finding.instruction));
  if (!finding.line.empty()) message.set_result(PayLineName(park, at.run, finding.line));
  message.set_employee_no(finding.employee_no);
  message.set_amount_minor(finding.amount_minor);
  message.set_seen_minor(finding.seen_minor);
  message.set_file_name(finding.file_name);
  const auto words = FailureOf(StatusOf(at.run, finding));
  CHECK(words.has_value());
  message.set_text_en(words->text_en());
  message.set_text_zh(words->text_zh());
  message.set_next_en(words->next_en());
  message.set_next_zh(words->next_zh());
  for (const Road road : RoadsOf(finding.reason)) message.add_actions(ToProto(road));
  message.set_resolution(ToProto(exception.resolution));
  message.set_resolve_reason(exception.resolve_reason);
  message.set_revision(exception.revision);
  return message;
}

v1::PayResultLine ToProto(absl::string_view park, const RunKey& run, const PayLine& line) {
  v1::PayResultLine message;
  message.set_name(PayLineName(park, run, line.id));
  v1::PayResult* const said = message.mutable_result();
  said->set_instruction(line.said.instruction);
  said->set_employee_no(line.said.employee_no);
  said->set_period(FormatMonth(line.said.period));
  said->set_kind(std::string(InstructionKindName(line.said.kind)));
  said->set_amount_minor(line.said.amount_minor);
  said->set_sequence(static_cast<int32_t>(line.said.sequence));
  said->set_currency_code(line.said.currency);
  said->set_employer(line.said.employer);
  message.set_instruction(NameOfInstruction(park, run, line.instruction));
  message.set_match(ToProto(line.matched_by));
  message.set_reason(line.reason);
  return message;
}

v1::PayResultLine::State ToProto(PayLineState state) {
  switch (state) {
    case PayLineState::kMatched:
      return v1::PayResultLine::MATCHED;
    case PayLineState::kShort:
      return v1::PayResultLine::SHORT;
    case PayLineState::kOver:
      return v1::PayResultLine::OVER;
    case PayLineState::kUnknown:
      return v1::PayResultLine::UNKNOWN;
    case PayLineState::kSuperseded:
      return v1::PayResultLine::SUPERSEDED;
  }
  return v1::PayResultLine::STATE_UNSPECIFIED;
}

}  // namespace tuoqiao::payroll
