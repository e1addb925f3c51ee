// On which days a firm pays, and what of a month's share falls to each of them.
#ifndef TUOQIAO_SERVICES_PAYROLL_PAY_CALENDAR_H_
#define TUOQIAO_SERVICES_PAYROLL_PAY_CALENDAR_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/common/rules/parameter_file.h"

namespace tuoqiao::payroll {

// The days of work in the country: Monday to Friday but for holidays, and the weekends that are
// worked instead; from the pack `cn.calendar`.
class WorkingDays {
 public:
  // PACK_INVALID, PACK_UNREADABLE.
  static absl::StatusOr<WorkingDays> Load(const std::string& rules_folder);

  // RULE_NOT_IN_FORCE for a day that nothing was announced of.
  absl::StatusOr<bool> Works(absl::CivilDay day) const;
  // The latest day of work up to the day.
  absl::StatusOr<absl::CivilDay> UpTo(absl::CivilDay day) const;
  // The day of work that lies so many days of work before the day.
  absl::StatusOr<absl::CivilDay> Before(absl::CivilDay day, int64_t working_days) const;

 private:
  explicit WorkingDays(rules::ParameterFile file) : file_(std::move(file)) {}
  rules::ParameterFile file_;
};

enum class PayFrequency { kMonthly, kHalfMonthly, kFortnightly, kWeekly };
std::optional<PayFrequency> ParsePayFrequency(absl::string_view name);
absl::string_view PayFrequencyName(PayFrequency frequency);

// What a firm said of its pay dates; holds from `from_month` on until the next one.
struct PayCalendar {
  absl::CivilMonth from_month;  // The first month billed.
  PayFrequency frequency = PayFrequency::kMonthly;
  std::vector<int64_t> pay_days;  // Of the month after the one billed: one, or two by kHalfMonthly.
  absl::CivilDay first_pay_date;  // Any pay date, by kFortnightly and kWeekly.
  int64_t cut_off_working_days = 0;
  int64_t revision = 0;
};
bool SaysTheSame(const PayCalendar& a, const PayCalendar& b);
// The one that holds for the month; null where none does yet. `calendars` ascend.
const PayCalendar* HoldingFor(const std::vector<PayCalendar>& calendars, absl::CivilMonth month);

// One run of a month that was billed: the `number`th of `count`.
struct PaySlot {
  int64_t number = 1, count = 1;
  absl::CivilDay pay_date;
  absl::CivilDay cut_off_date;  // The last day on which it can be released.
};
// The runs of a month, by pay date: those whose date by the calendar lies in the month after it. A
// day without work is paid on the latest working day before it (工资支付暂行规定, art. 7).
// RULE_NOT_IN_FORCE.
absl::StatusOr<std::vector<PaySlot>> SlotsOf(const PayCalendar& calendar, absl::CivilMonth month,
                                             const WorkingDays& days);

// What is due of a month's share up to and with the slot: equal parts, of which the first ones bear
// the spare fen. What is owed to the family is due at once.
int64_t DueUpTo(int64_t share_minor, const PaySlot& slot);

}  // namespace tuoqiao::payroll

#endif  // TUOQIAO_SERVICES_PAYROLL_PAY_CALENDAR_H_
