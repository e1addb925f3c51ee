// The park as the files that its partners would send: who writes which column how. The columns are
// those of tests/oracle/README.md.
#ifndef TUOQIAO_SERVICES_CLI_SAMPLE_TABLES_H_
#define TUOQIAO_SERVICES_CLI_SAMPLE_TABLES_H_

#include <vector>

#include "absl/status/statusor.h"
#include "services/cli/sample/dice.h"
#include "services/cli/sample/papers.h"
#include "services/cli/sample/park.h"
#include "services/cli/sample/wrong_rows.h"

namespace tuoqiao::cli {

// Firms, rosters, families, applications, authorisations and pay figures, with their wrong rows.
absl::StatusOr<std::vector<Table>> PeopleTables(const Park& park, Papers& papers);

// Centres, groups and tariffs, which hold no wrong rows, and attendance, which does.
absl::StatusOr<std::vector<Table>> CentreTables(const Park& park);

// How payroll systems and the bank will behave: `world/payroll.csv` and `world/bank.csv`.
std::vector<Table> WorldTables(const Park& park);

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_SAMPLE_TABLES_H_
