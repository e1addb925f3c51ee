// Which seats of a centre are free for a child, and from when.
#ifndef TUOQIAO_SERVICES_PLACES_FINDING_VACANCY_H_
#define TUOQIAO_SERVICES_PLACES_FINDING_VACANCY_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/time/civil_time.h"
#include "services/places/centre.h"
#include "services/places/offers/seats.h"
#include "services/places/search/rank.h"

namespace tuoqiao::places {

// What is taken in centres, by centre.
using TakenByCentre = absl::flat_hash_map<std::string, std::vector<TakenSeats>>;
TakenByCentre ByCentre(std::vector<TakenSeats> taken);

// A day on which a place may begin, and the child's age then.
struct StartDay {
  absl::CivilDay day;
  int64_t age_months = 0;
};
// The first day, and the first of each of so many months after it.
std::vector<StartDay> StartDaysOf(absl::CivilDay birth_date, absl::CivilDay first,
                                  int64_t months_after);

// For each kind of group, and for SPECIALIST seats apart where the child may have them, the first
// of the days on which one is free to a child of its age then. Seats of groups of one kind count
// together. SPECIALIST seats are in both. `taken` is the centre's.
search::Seats VacanciesOf(const Centre& centre, const std::vector<TakenSeats>& taken,
                          const Asker& asker, const std::vector<StartDay>& days);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_FINDING_VACANCY_H_
