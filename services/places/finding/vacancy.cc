#include "services/places/finding/vacancy.h"

#include <utility>

#include "services/common/period.h"

namespace tuoqiao::places {
namespace {

int64_t FreeIn(const Centre& centre, const std::vector<TakenSeats>& taken, const Asker& asker,
               GroupKind kind, absl::CivilDay day) {
  int64_t free = 0;
  for (const Group& group : centre.groups) {
    if (group.kind == kind) free += FreeSeats(group, taken, asker, day);
  }
  return free;
}

// Of one kind of group, on the first day on which there is a seat.
void AddVacancy(const Centre& centre, const std::vector<TakenSeats>& taken, const Asker& asker,
                GroupKind kind, const std::vector<StartDay>& days, search::Seats* seats) {
  for (const StartDay& start : days) {
    if (!BandOf(kind).Holds(start.age_months)) continue;
    seats->age_fits = true;
    const int64_t free = FreeIn(centre, taken, asker, kind, start.day);
    if (free == 0) continue;
    seats->vacancies.push_back({BandOf(kind).name, free, start.day, asker.specialist_only});
    return;
  }
}

}  // namespace

TakenByCentre ByCentre(std::vector<TakenSeats> taken) {
  TakenByCentre by_centre;
  for (TakenSeats& each : taken) {
    by_centre[each.group.substr(0, each.group.find('/'))].push_back(std::move(each));
  }
  return by_centre;
}

std::vector<StartDay> StartDaysOf(absl::CivilDay birth_date, absl::CivilDay first,
                                  int64_t months_after) {
  std::vector<StartDay> days = {{first, AgeInMonths(birth_date, first)}};
  for (int64_t i = 1; i <= months_after; ++i) {
    const absl::CivilDay day(absl::CivilMonth(first) + i);
    days.push_back({day, AgeInMonths(birth_date, day)});
  }
  return days;
}

search::Seats VacanciesOf(const Centre& centre, const std::vector<TakenSeats>& taken,
                          const Asker& asker, const std::vector<StartDay>& days) {
  search::Seats seats;
  Asker specialist = asker;
  specialist.specialist_only = true;
  bool seen[kGroupKinds.size()] = {};
  for (const Group& group : centre.groups) seen[static_cast<size_t>(group.kind)] = true;
  for (const GroupKind kind : kGroupKinds) {
    if (!seen[static_cast<size_t>(kind)]) continue;
    AddVacancy(centre, taken, asker, kind, days, &seats);
    if (asker.needs_level > 0 && !asker.specialist_only) {
      AddVacancy(centre, taken, specialist, kind, days, &seats);
    }
  }
  return seats;
}

}  // namespace tuoqiao::places
