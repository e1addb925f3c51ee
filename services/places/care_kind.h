// How a child is cared for: the words of the national setting standard (国卫人口发〔2019〕58号),
// late and back-up care.
#ifndef TUOQIAO_SERVICES_PLACES_CARE_KIND_H_
#define TUOQIAO_SERVICES_PLACES_CARE_KIND_H_

#include <array>
#include <cstddef>

#include "absl/strings/string_view.h"

namespace tuoqiao::places {

enum class CareKind { kFullDay, kHalfDay, kHourly, kTemporary, kLate, kBackUp };
inline constexpr std::array<CareKind, 6> kCareKinds = {CareKind::kFullDay, CareKind::kHalfDay,
                                                       CareKind::kHourly,  CareKind::kTemporary,
                                                       CareKind::kLate,    CareKind::kBackUp};

inline absl::string_view CareKindName(CareKind kind) {
  constexpr std::array<absl::string_view, 6> kNames = {"FULL_DAY",  "HALF_DAY", "HOURLY",
                                                       "TEMPORARY", "LATE",     "BACK_UP"};
  return kNames[static_cast<size_t>(kind)];
}

// Which part of the day is meant: half-day children come in one of its halves.
enum class Session { kWholeDay, kMorning, kAfternoon };
// Empty for the whole day.
inline absl::string_view SessionName(Session session) {
  static constexpr std::array<absl::string_view, 3> kNames = {"", "MORNING", "AFTERNOON"};
  return kNames[static_cast<size_t>(session)];
}

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_CARE_KIND_H_
