#include "services/payroll/convert_planning.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/check.h"
#include "services/common/errors.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/payroll/errors.h"

namespace tuoqiao::payroll {
namespace {

constexpr int64_t kRunsBesideMax = 99;
constexpr int64_t kMonthsMax = 12;
constexpr int64_t kCutOffDaysMax = 15;
constexpr int64_t kPaybackMax = 1'000'000'000;
constexpr size_t kReasonBytesMax = 400;

std::vector<std::string> Parts(const std::string& name) { return absl::StrSplit(name, '/'); }

absl::Status CheckBetween(absl::string_view field, int64_t value, int64_t least, int64_t most) {
  if (least <= value && value <= most) return absl::OkStatus();
  return FieldInvalid(field, absl::StrCat("is not from ", least, " to ", most),
                      absl::StrCat("不在 ", least, " 至 ", most, " 之间"));
}

absl::StatusOr<absl::CivilDay> DayOf(absl::string_view field, const std::string& text) {
  if (text.empty()) return FieldRequired(field);
  const auto day = ParseDay(text);
  if (!day.ok()) return FieldInvalid(field, "is not YYYY-MM-DD", "不是 YYYY-MM-DD 格式的日期");
  return *day;
}

absl::Status CheckEmpty(absl::string_view field, const std::string& text) {
  if (text.empty()) return absl::OkStatus();
  return FieldInvalid(field, "is only of a run beside the calendar", "仅用于日历外的批次");
}

absl::Status ReadPayDays(const v1::PayCalendar& message, PayCalendar* calendar) {
  constexpr absl::string_view kField = "pay_calendar.pay_days";
  const bool monthly = calendar->frequency == PayFrequency::kMonthly;
  const bool by_days = monthly || calendar->frequency == PayFrequency::kHalfMonthly;
  const int wanted = monthly ? 1 : by_days ? 2 : 0;
  if (message.pay_days_size() != wanted) {
    return FieldInvalid(kField, absl::StrCat("does not hold ", wanted, " days"),
                        absl::StrCat("应有 ", wanted, " 个日期"));
  }
  for (const int64_t day : message.pay_days()) {
    RETURN_IF_ERROR(CheckBetween(kField, day, 1, 31));
    if (!calendar->pay_days.empty() && day <= calendar->pay_days.back()) {
      return FieldInvalid(kField, "does not ascend", "未按先后排列");
    }
    calendar->pay_days.push_back(day);
  }
  if (by_days) {
    if (message.first_pay_date().empty()) return absl::OkStatus();
    return FieldInvalid("pay_calendar.first_pay_date", "is only of FORTNIGHTLY and WEEKLY",
                        "仅用于 FORTNIGHTLY 和 WEEKLY");
  }
  ASSIGN_OR_RETURN(calendar->first_pay_date,
                   DayOf("pay_calendar.first_pay_date", message.first_pay_date()));
  return absl::OkStatus();
}

}  // namespace

std::string PayCalendarName(absl::string_view park, absl::string_view firm,
                            absl::CivilMonth month) {
  return absl::StrCat(FirmName(park, firm), "/payCalendars/", FormatMonth(month));
}
std::string PayPolicyName(absl::string_view park, absl::string_view firm) {
  return absl::StrCat(FirmName(park, firm), "/payPolicy");
}

absl::StatusOr<RunRequest> FromProto(const v1::PlanPayRunRequest& request) {
  RunRequest run;
  ASSIGN_OR_RETURN(run.key.month, MonthOf("month", request.month()));
  RETURN_IF_ERROR(CheckBetween("number", request.number(), 0, kRunsBesideMax));
  run.key.number = request.number();
  if (request.type() != v1::PayRun::TYPE_UNSPECIFIED) {
    const auto type = ParsePayRunType(v1::PayRun::Type_Name(request.type()));
    if (!type.has_value()) {
      return FieldInvalid("type", "is not one of its codes", "不是允许的代码");
    }
    run.type = *type;
  }
  if (run.type == PayRunType::kRegular) {
    RETURN_IF_ERROR(CheckEmpty("pay_date", request.pay_date()));
    RETURN_IF_ERROR(CheckEmpty("cut_off_date", request.cut_off_date()));
  } else {
    run.key.beside = true;
    run.key.number = std::max<int64_t>(1, run.key.number);
    ASSIGN_OR_RETURN(run.pay_date, DayOf("pay_date", request.pay_date()));
    ASSIGN_OR_RETURN(run.cut_off_date, DayOf("cut_off_date", request.cut_off_date()));
    if (run.cut_off_date > run.pay_date) {
      return FieldInvalid("cut_off_date", "lies behind the pay date", "晚于发薪日");
    }
  }
  ASSIGN_OR_RETURN(run.key.firm, FirmOf(request.parent()));
  return run;
}

absl::StatusOr<OfFirm<PayCalendar>> FromProto(const v1::PayCalendar& message) {
  const std::vector<std::string> parts = Parts(message.name());
  if (parts.size() != 6 || parts[4] != "payCalendars") return FirmNotFound(message.name());
  OfFirm<PayCalendar> said;
  ASSIGN_OR_RETURN(said.firm,
                   FirmOf(absl::StrCat(parts[0], "/", parts[1], "/", parts[2], "/", parts[3])));
  PayCalendar& calendar = said.thing;
  ASSIGN_OR_RETURN(calendar.from_month, MonthOf("pay_calendar.name", parts[5]));
  if (message.frequency() == v1::PayCalendar::FREQUENCY_UNSPECIFIED) {
    return FieldRequired("pay_calendar.frequency");
  }
  const auto frequency = ParsePayFrequency(v1::PayCalendar::Frequency_Name(message.frequency()));
  if (!frequency.has_value()) {
    return FieldInvalid("pay_calendar.frequency", "is not one of its codes", "不是允许的代码");
  }
  calendar.frequency = *frequency;
  RETURN_IF_ERROR(ReadPayDays(message, &calendar));
  RETURN_IF_ERROR(CheckBetween("pay_calendar.cut_off_working_days", message.cut_off_working_days(),
                               0, kCutOffDaysMax));
  calendar.cut_off_working_days = message.cut_off_working_days();
  return said;
}

absl::StatusOr<OfFirm<PayPolicy>> FromProto(const v1::PayPolicy& message) {
  const std::vector<std::string> parts = Parts(message.name());
  if (parts.size() != 5 || parts[4] != "payPolicy") return FirmNotFound(message.name());
  OfFirm<PayPolicy> said;
  ASSIGN_OR_RETURN(said.firm,
                   FirmOf(absl::StrCat(parts[0], "/", parts[1], "/", parts[2], "/", parts[3])));
  PayPolicy& policy = said.thing;
  if (!message.arrears_mode().empty()) {
    policy.mode = ParseArrearsMode(message.arrears_mode());
    if (!policy.mode.has_value()) {
      return FieldInvalid("pay_policy.arrears_mode", "is not one of its codes", "不是允许的代码");
    }
  }
  RETURN_IF_ERROR(CheckBetween("pay_policy.payback_maximum_minor", message.payback_maximum_minor(),
                               0, kPaybackMax));
  policy.payback_maximum_minor = message.payback_maximum_minor();
  if (message.priority() != v1::PayPolicy::PRIORITY_UNSPECIFIED) {
    const auto priority = ParsePayPriority(v1::PayPolicy::Priority_Name(message.priority()));
    if (!priority.has_value()) {
      return FieldInvalid("pay_policy.priority", "is not one of its codes", "不是允许的代码");
    }
    policy.priority = *priority;
  }
  return said;
}

absl::StatusOr<Schedule> FromProto(const v1::PreviewPayScheduleRequest& request) {
  Schedule schedule;
  ASSIGN_OR_RETURN(schedule.firm, FirmOf(request.parent()));
  ASSIGN_OR_RETURN(schedule.month, MonthOf("month", request.month()));
  RETURN_IF_ERROR(CheckBetween("months", request.months(), 1, kMonthsMax));
  schedule.months = request.months();
  return schedule;
}

absl::StatusOr<ArrearsKey> ArrearsOf(const std::string& name) {
  const std::vector<std::string> parts = Parts(name);
  if (parts.size() != 6 || parts[2] != "firms" || parts[4] != "arrears") {
    return ArrearsNotFound(name);
  }
  return ArrearsKey{parts[3], parts[5]};
}

absl::StatusOr<WriteOff> FromProto(const v1::WriteOffArrearsRequest& request) {
  if (request.bearer().empty()) return FieldRequired("bearer");
  if (request.bearer() != "CENTRE" && request.bearer() != "PARK") {
    return FieldInvalid("bearer", "is neither CENTRE nor PARK", "应为 CENTRE 或 PARK");
  }
  if (request.reason().empty()) return FieldRequired("reason");
  const bool control = std::any_of(request.reason().begin(), request.reason().end(), [](char c) {
    return absl::ascii_iscntrl(static_cast<unsigned char>(c));
  });
  if (control || request.reason().size() > kReasonBytesMax) {
    return FieldInvalid(
        "reason",
        absl::StrCat("is longer than ", kReasonBytesMax, " bytes or holds a control character"),
        absl::StrCat("超过 ", kReasonBytesMax, " 字节或含有控制字符"));
  }
  return WriteOff{request.bearer(), request.reason(), ""};
}

v1::PayCalendar ToProto(absl::string_view park, absl::string_view firm,
                        const PayCalendar& calendar) {
  v1::PayCalendar message;
  message.set_name(PayCalendarName(park, firm, calendar.from_month));
  v1::PayCalendar::Frequency frequency = v1::PayCalendar::FREQUENCY_UNSPECIFIED;
  CHECK(v1::PayCalendar::Frequency_Parse(std::string(PayFrequencyName(calendar.frequency)),
                                         &frequency));
  message.set_frequency(frequency);
  for (const int64_t day : calendar.pay_days) message.add_pay_days(static_cast<int32_t>(day));
  if (calendar.pay_days.empty()) message.set_first_pay_date(FormatDay(calendar.first_pay_date));
  message.set_cut_off_working_days(static_cast<int32_t>(calendar.cut_off_working_days));
  message.set_revision(calendar.revision);
  return message;
}

v1::PayPolicy ToProto(absl::string_view park, absl::string_view firm, const PayPolicy& policy) {
  v1::PayPolicy message;
  message.set_name(PayPolicyName(park, firm));
  if (policy.mode.has_value()) message.set_arrears_mode(std::string(ArrearsModeName(*policy.mode)));
  message.set_payback_maximum_minor(policy.payback_maximum_minor);
  v1::PayPolicy::Priority priority = v1::PayPolicy::PRIORITY_UNSPECIFIED;
  CHECK(v1::PayPolicy::Priority_Parse(std::string(PayPriorityName(policy.priority)), &priority));
  message.set_priority(priority);
  message.set_revision(policy.revision);
  return message;
}

v1::InstructionPart ToProto(absl::string_view park, const Planning::Part& part) {
  v1::InstructionPart message;
  message.set_pay_run(PayRunName(park, part.run));
  message.set_pay_date(FormatDay(part.pay_date));
  message.set_amount_minor(part.amount_minor);
  return message;
}

v1::WaitingItem ToProto(absl::string_view park, absl::string_view firm,
                        const std::string& employee_no, const Planning::Waiting& waiting) {
  v1::WaitingItem message;
  message.set_name(absl::StrCat(FirmName(park, firm), "/waitingItems/", waiting.id));
  message.set_employee_no(employee_no);
  message.set_kind(std::string(InstructionKindName(waiting.kind)));
  message.set_month(FormatMonth(waiting.share.month));
  message.set_amount_minor(waiting.share.amount_minor);
  message.set_reason(waiting.reason);
  return message;
}

v1::ShareMadeDirect ToDirect(const Arrears& arrears, absl::string_view reason) {
  return ToProto(ShareOf(arrears), reason);
}

v1::ArrearsWrittenOff ToWrittenOff(absl::string_view park, absl::string_view firm,
                                   const Arrears& arrears) {
  v1::ArrearsWrittenOff payload;
  payload.set_arrears(ArrearsName(park, firm, arrears.id));
  payload.set_statement(arrears.share.statement);
  payload.set_family(arrears.share.family);
  payload.set_centre(arrears.share.centre);
  payload.set_amount_minor(arrears.amount_minor);
  payload.set_bearer(arrears.bearer);
  return payload;
}

v1::PayBlocker ToBlocker(const absl::Status& status, bool hard, int64_t employees,
                         absl::string_view next_role) {
  v1::PayBlocker blocker;
  const auto failure = FailureOf(status);
  CHECK(failure.has_value());
  blocker.set_reason(failure->reason());
  blocker.set_hard(hard);
  blocker.set_employees(static_cast<int32_t>(employees));
  blocker.set_text_en(failure->text_en());
  blocker.set_text_zh(failure->text_zh());
  blocker.set_next_en(failure->next_en());
  blocker.set_next_zh(failure->next_zh());
  blocker.set_next_role(std::string(next_role));
  return blocker;
}

}  // namespace tuoqiao::payroll
