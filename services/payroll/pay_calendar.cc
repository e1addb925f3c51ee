#include "services/payroll/pay_calendar.h"

#include <algorithm>
#include <numeric>

#include "services/common/money.h"
#include "services/common/status_macros.h"

namespace tuoqiao::payroll {
namespace {

constexpr char kPack[] = "cn.calendar";
// The values of its one number.
constexpr int64_t kByWeekday = 0, kOff = 1, kWorked = 2;

bool Weekend(absl::CivilDay day) {
  const absl::Weekday weekday = absl::GetWeekday(day);
  return weekday == absl::Weekday::saturday || weekday == absl::Weekday::sunday;
}

// The day of the month, or its last where it is shorter.
absl::CivilDay DayIn(absl::CivilMonth month, int64_t day) {
  return std::min(absl::CivilDay(month) + (day - 1), absl::CivilDay(month + 1) - 1);
}

// The dates by the calendar alone.
std::vector<absl::CivilDay> DatesIn(const PayCalendar& calendar, absl::CivilMonth month) {
  std::vector<absl::CivilDay> dates;
  if (calendar.frequency == PayFrequency::kMonthly ||
      calendar.frequency == PayFrequency::kHalfMonthly) {
    for (const int64_t day : calendar.pay_days) dates.push_back(DayIn(month, day));
    return dates;
  }
  const int64_t step = calendar.frequency == PayFrequency::kWeekly ? 7 : 14;
  const absl::CivilDay first(month);
  const int64_t ahead = ((calendar.first_pay_date - first) % step + step) % step;
  for (absl::CivilDay day = first + ahead; absl::CivilMonth(day) == month; day += step) {
    dates.push_back(day);
  }
  return dates;
}

}  // namespace

absl::StatusOr<WorkingDays> WorkingDays::Load(const std::string& rules_folder) {
  ASSIGN_OR_RETURN(rules::ParameterFile file,
                   rules::LoadParameterFile(rules_folder, kPack,
                                            {{"day", rules::Unit::kCount, kByWeekday, kWorked}}));
  return WorkingDays(std::move(file));
}

absl::StatusOr<bool> WorkingDays::Works(absl::CivilDay day) const {
  RETURN_IF_ERROR(file_.CheckInForce(day));
  const int64_t kind = file_.parameters[0].Find(day)->value;
  return kind == kWorked || (kind == kByWeekday && !Weekend(day));
}

absl::StatusOr<absl::CivilDay> WorkingDays::UpTo(absl::CivilDay day) const {
  for (;; --day) {
    ASSIGN_OR_RETURN(const bool works, Works(day));
    if (works) return day;
  }
}

absl::StatusOr<absl::CivilDay> WorkingDays::Before(absl::CivilDay day, int64_t working_days) const {
  for (; working_days > 0; --working_days) {
    ASSIGN_OR_RETURN(day, UpTo(day - 1));
  }
  return day;
}

absl::string_view PayFrequencyName(PayFrequency frequency) {
  switch (frequency) {
    case PayFrequency::kMonthly:
      return "MONTHLY";
    case PayFrequency::kHalfMonthly:
      return "HALF_MONTHLY";
    case PayFrequency::kFortnightly:
      return "FORTNIGHTLY";
    case PayFrequency::kWeekly:
      return "WEEKLY";
  }
  return "";
}

std::optional<PayFrequency> ParsePayFrequency(absl::string_view name) {
  for (const PayFrequency frequency : {PayFrequency::kMonthly, PayFrequency::kHalfMonthly,
                                       PayFrequency::kFortnightly, PayFrequency::kWeekly}) {
    if (name == PayFrequencyName(frequency)) return frequency;
  }
  return std::nullopt;
}

bool SaysTheSame(const PayCalendar& a, const PayCalendar& b) {
  return a.from_month == b.from_month && a.frequency == b.frequency && a.pay_days == b.pay_days &&
         a.first_pay_date == b.first_pay_date && a.cut_off_working_days == b.cut_off_working_days;
}

const PayCalendar* HoldingFor(const std::vector<PayCalendar>& calendars, absl::CivilMonth month) {
  const PayCalendar* holding = nullptr;
  for (const PayCalendar& each : calendars) {
    if (each.from_month <= month) holding = &each;
  }
  return holding;
}

absl::StatusOr<std::vector<PaySlot>> SlotsOf(const PayCalendar& calendar, absl::CivilMonth month,
                                             const WorkingDays& days) {
  const std::vector<absl::CivilDay> dates = DatesIn(calendar, month + 1);
  std::vector<PaySlot> slots;
  for (const absl::CivilDay date : dates) {
    PaySlot slot;
    slot.number = static_cast<int64_t>(slots.size()) + 1;
    slot.count = static_cast<int64_t>(dates.size());
    ASSIGN_OR_RETURN(slot.pay_date, days.UpTo(date));
    ASSIGN_OR_RETURN(slot.cut_off_date, days.Before(slot.pay_date, calendar.cut_off_working_days));
    slots.push_back(slot);
  }
  return slots;
}

int64_t DueUpTo(int64_t share_minor, const PaySlot& slot) {
  if (share_minor <= 0) return share_minor;
  const std::vector<int64_t> parts = AllocateEqually(share_minor, slot.count);
  return std::accumulate(parts.begin(), parts.begin() + slot.number, int64_t{0});
}

}  // namespace tuoqiao::payroll
