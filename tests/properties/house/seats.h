// What places' own rules make of the world's seats: whose a seat is on which days, and how many a
// firm has in use.
#ifndef TUOQIAO_TESTS_PROPERTIES_HOUSE_SEATS_H_
#define TUOQIAO_TESTS_PROPERTIES_HOUSE_SEATS_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "services/common/period.h"
#include "services/places/contracts/seat_term.h"
#include "tests/properties/house/world.h"

namespace tuoqiao::house {

// Whose seat the place has on those of its days.
std::vector<places::SeatTerm> TermsOf(const World& world, const Place& place, const Period& days);

// Seats in use by right of each firm, summed over the days of a month.
std::map<std::string, int64_t> SeatDaysByFirm(const World& world, absl::CivilMonth month);

}  // namespace tuoqiao::house

#endif  // TUOQIAO_TESTS_PROPERTIES_HOUSE_SEATS_H_
