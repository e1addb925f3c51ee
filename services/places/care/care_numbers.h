// The dated numbers by which days are booked, and by which places are watched: the pack `cn.care`.
#ifndef TUOQIAO_SERVICES_PLACES_CARE_CARE_NUMBERS_H_
#define TUOQIAO_SERVICES_PLACES_CARE_CARE_NUMBERS_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/common/rules/parameter_file.h"

namespace tuoqiao::places {

// The last day of a term, in every year.
struct TermEnd {
  int64_t month = 0, day = 0;
};

struct CareNumbers {
  // How far ahead a day can be booked.
  int64_t booking_days_ahead = 0;
  // How often a child may have back-up care in a calendar year.
  int64_t back_up_uses = 0;
  // A back-up day is given back without counting up to this second of the day, so many working days
  // before.
  int64_t cancel_working_days = 0, cancel_seconds = 0;
  // After so many days from its start a place to which nobody came may be a NO_SHOW.
  int64_t no_show_days = 0;
  // Days without attendance.
  int64_t absence_warning_days = 0, absence_end_days = 0;
  // How far ahead a move to another group is proposed.
  int64_t group_move_days = 0;
  // Whether a child that ages out may finish the term, and when the two terms of a year end.
  bool finish_term = false;
  std::array<TermEnd, 2> term_ends;
};

// PACK_INVALID, PACK_UNREADABLE.
absl::StatusOr<rules::ParameterFile> LoadCareNumbers(const std::string& folder);
// RULE_NOT_IN_FORCE.
absl::StatusOr<CareNumbers> CareNumbersOn(const rules::ParameterFile& file, absl::CivilDay day);

// The first day behind the term that the day is in.
absl::CivilDay BehindTerm(const CareNumbers& numbers, absl::CivilDay day);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_CARE_CARE_NUMBERS_H_
