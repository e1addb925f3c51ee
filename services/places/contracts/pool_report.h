// Firms against their seats in a group on a day: who has more, and whose right is not met.
#ifndef TUOQIAO_SERVICES_PLACES_CONTRACTS_POOL_REPORT_H_
#define TUOQIAO_SERVICES_PLACES_CONTRACTS_POOL_REPORT_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/places/child.h"
#include "services/places/contracts/pool_days.h"

namespace tuoqiao::places {

// A child that holds a seat of the group, or will.
struct SeatHeld {
  const Child* child = nullptr;
  std::string place;  // As PlaceOf reads it.
  Period period;
  Session part = Session::kWholeDay;
};

// A child that waits for the centre.
struct SeatWanted {
  const Child* child = nullptr;
  const Decision* decision = nullptr;
  absl::CivilDay desired_start;
};

struct FirmOnDay {
  int64_t children = 0;    // Who hold a seat: by its right, or by none with a guardian of the firm.
  int64_t over_share = 0;  // How many more they are than its seats.
  int64_t waiting = 0;     // Who could start by that day.
  int64_t unmet = 0;       // How many of them its right should have placed.
};
// By key, of the reserved pools of the day.
std::map<std::string, FirmOnDay> CountFirms(const Group& group, const PoolDay& pools,
                                            const std::vector<SeatHeld>& held,
                                            const std::vector<SeatWanted>& wanted,
                                            absl::CivilDay day);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_CONTRACTS_POOL_REPORT_H_
