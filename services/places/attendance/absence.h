// Why a child was not there: one word in the contract, one letter a day in the database.
#ifndef TUOQIAO_SERVICES_PLACES_ATTENDANCE_ABSENCE_H_
#define TUOQIAO_SERVICES_PLACES_ATTENDANCE_ABSENCE_H_

#include <array>
#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace tuoqiao::places {

// kNone also where it is not known (erased).
enum class Reason : char {
  kNone = '-',
  kSick = 'S',
  kPersonal = 'P',
  kCentreClosed = 'C',
  kHoliday = 'H',
  kForceMajeure = 'F',
  kQuarantine = 'Q',
  kUnexplained = 'U',
};

struct ReasonWord {
  Reason reason;
  absl::string_view name;
};
inline constexpr std::array<ReasonWord, 7> kReasons = {{{Reason::kSick, "SICK"},
                                                        {Reason::kPersonal, "PERSONAL"},
                                                        {Reason::kCentreClosed, "CENTRE_CLOSED"},
                                                        {Reason::kHoliday, "HOLIDAY"},
                                                        {Reason::kForceMajeure, "FORCE_MAJEURE"},
                                                        {Reason::kQuarantine, "QUARANTINE"},
                                                        {Reason::kUnexplained, "UNEXPLAINED"}}};

inline absl::string_view ReasonName(Reason reason) {
  for (const ReasonWord& each : kReasons) {
    if (each.reason == reason) return each.name;
  }
  return "";
}

inline std::optional<Reason> AbsenceReasonOf(absl::string_view name) {
  for (const ReasonWord& each : kReasons) {
    if (each.name == name) return each.reason;
  }
  return std::nullopt;
}

// One day on which a child was not there.
struct Absence {
  absl::CivilDay day;
  Reason reason = Reason::kNone;
  bool evidence = false;  // Somebody saw the evidence of the reason.
};

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_ATTENDANCE_ABSENCE_H_
