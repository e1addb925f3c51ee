#include "services/cli/sample/invent.h"

#include "services/cli/sample/seats.h"

namespace tuoqiao::cli {

std::optional<SampleSize> FindSize(char name) {
  for (const SampleSize& size :
       {SampleSize{'S', 30, 1200, 120, 4}, SampleSize{'J', 900, 45000, 4000, 40},
        SampleSize{'M', 1000, 120000, 10000, 100}}) {
    if (size.name == name) return size;
  }
  return std::nullopt;
}

Park InventPark(const SampleSize& size, uint64_t seed, Papers& papers) {
  Park park{size, seed};
  InventFirms(park, papers, Dice(seed, "firms"));
  InventEmployees(park, papers, Dice(seed, "employees"));
  InventCentres(park, papers, Dice(seed, "centres"));
  InventFamilies(park, papers, Dice(seed, "families"));
  OpenGroups(park, Dice(seed, "groups"));
  InventTariffs(park, Dice(seed, "tariffs"));
  park.enrolments = FirstComeFirstServed(park);
  InventPayrolls(park, Dice(seed, "payrolls"));
  return park;
}

absl::CivilDay PayDate(const Firm& firm) { return absl::CivilDay(kMonth + 1) + (firm.pay_day - 1); }

}  // namespace tuoqiao::cli
