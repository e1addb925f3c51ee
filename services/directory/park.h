// The tenant and its date.
#ifndef TUOQIAO_SERVICES_DIRECTORY_PARK_H_
#define TUOQIAO_SERVICES_DIRECTORY_PARK_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace tuoqiao::directory {

struct Park {
  std::string id;
  std::string display_name;
  std::string time_zone;
  std::string currency_code;
  bool sandbox = false;
  // A sandbox's own date; none for a live park.
  std::optional<absl::CivilDay> current_day;
  int64_t revision = 0;
};

// The park's date: a sandbox's own, else today in its time zone, which was checked when it was
// made.
absl::CivilDay Today(const Park& park, absl::Time now);

// Moves a sandbox's date. NOT_A_SANDBOX, CLOCK_BACKWARDS.
absl::Status Advance(Park& park, absl::CivilDay day);

}  // namespace tuoqiao::directory

#endif  // TUOQIAO_SERVICES_DIRECTORY_PARK_H_
