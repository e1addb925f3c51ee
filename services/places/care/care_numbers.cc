#include "services/places/care/care_numbers.h"

#include <algorithm>
#include <vector>

#include "services/common/status_macros.h"

namespace tuoqiao::places {
namespace {

using rules::Unit;

constexpr char kPack[] = "cn.care";
constexpr int64_t kYearDays = 366, kDaySeconds = 86'400;

// In the order of `CareNumbersOn`.
const std::vector<rules::Asked>& AskedNumbers() {
  static const auto* const kAsked = new std::vector<rules::Asked>{
      {"booking_days_ahead", Unit::kDays, 0, kYearDays},
      {"back_up_uses", Unit::kCount, 0, kYearDays},
      {"cancel_working_days", Unit::kDays, 0, 30},
      {"cancel_time_of_day", Unit::kSeconds, 0, kDaySeconds - 1},
      {"no_show_days", Unit::kDays, 1, kYearDays},
      {"absence_warning_days", Unit::kDays, 1, kYearDays},
      {"absence_end_days", Unit::kDays, 1, kYearDays},
      {"group_move_days", Unit::kDays, 0, kYearDays},
      {"finish_term", Unit::kCount, 0, 1},
      {"first_term_end_month", Unit::kCount, 1, 12},
      {"first_term_end_day", Unit::kCount, 1, 31},
      {"second_term_end_month", Unit::kCount, 1, 12},
      {"second_term_end_day", Unit::kCount, 1, 31},
  };
  return *kAsked;
}

// A month that has no such day ends on its last.
absl::CivilDay LastDayOf(const TermEnd& end, int64_t year) {
  const absl::CivilMonth month(year, end.month);
  return std::min(absl::CivilDay(year, end.month, 1) + (end.day - 1),
                  absl::CivilDay(month + 1) - 1);
}

}  // namespace

absl::StatusOr<rules::ParameterFile> LoadCareNumbers(const std::string& folder) {
  return rules::LoadParameterFile(folder, kPack, AskedNumbers());
}

absl::StatusOr<CareNumbers> CareNumbersOn(const rules::ParameterFile& file, absl::CivilDay day) {
  RETURN_IF_ERROR(file.CheckInForce(day));
  size_t next = 0;
  const auto value = [&] { return file.parameters[next++].Find(day)->value; };
  CareNumbers numbers;
  numbers.booking_days_ahead = value();
  numbers.back_up_uses = value();
  numbers.cancel_working_days = value();
  numbers.cancel_seconds = value();
  numbers.no_show_days = value();
  numbers.absence_warning_days = value();
  numbers.absence_end_days = value();
  numbers.group_move_days = value();
  numbers.finish_term = value() == 1;
  for (TermEnd& end : numbers.term_ends) {
    end.month = value();
    end.day = value();
  }
  return numbers;
}

absl::CivilDay BehindTerm(const CareNumbers& numbers, absl::CivilDay day) {
  absl::CivilDay behind = absl::CivilDay::max();
  for (const TermEnd& end : numbers.term_ends) {
    for (const int64_t year : {day.year(), day.year() + 1}) {
      const absl::CivilDay last = LastDayOf(end, year);
      if (day <= last) behind = std::min(behind, last + 1);
    }
  }
  return behind;
}

}  // namespace tuoqiao::places
