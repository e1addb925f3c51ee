// Invents a park: firms and their rosters, centres, families, seats, and who may be deducted from.
#ifndef TUOQIAO_SERVICES_CLI_SAMPLE_INVENT_H_
#define TUOQIAO_SERVICES_CLI_SAMPLE_INVENT_H_

#include <cstdint>
#include <optional>

#include "services/cli/sample/dice.h"
#include "services/cli/sample/papers.h"
#include "services/cli/sample/park.h"

namespace tuoqiao::cli {

// S, J or M.
std::optional<SampleSize> FindSize(char name);

// The whole park. The same size and seed give the same park on any machine; `papers` goes on
// issuing afterwards, so that wrong rows carry numbers that nobody in the park has.
Park InventPark(const SampleSize& size, uint64_t seed, Papers& papers);

// The steps of it, in order.
void InventFirms(Park& park, Papers& papers, Dice dice);
void InventEmployees(Park& park, Papers& papers, Dice dice);
void InventCentres(Park& park, Papers& papers, Dice dice);
void InventFamilies(Park& park, Papers& papers, Dice dice);
void InventTariffs(Park& park, Dice dice);
void InventPayrolls(Park& park, Dice dice);

// The firm's pay run in the month after the billed one.
absl::CivilDay PayDate(const Firm& firm);

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_SAMPLE_INVENT_H_
