// The files that a park operator hands to the command line. Columns: tests/oracle/README.md.
#ifndef TUOQIAO_SERVICES_CLI_TABLES_H_
#define TUOQIAO_SERVICES_CLI_TABLES_H_

#include <string>
#include <vector>

#include "adapters/common/table.h"

namespace tuoqiao::cli {

adapters::Table CentreTable();
adapters::Table GroupTable(const std::vector<std::string>& centres);
adapters::Table TariffTable(const std::vector<std::string>& centres);
// `plans` are the codes of the funding plan's firm plans.
adapters::Table FirmTable(const std::vector<std::string>& plans,
                          const std::vector<std::string>& centres);
adapters::Table ApplicationTable(const std::vector<std::string>& centres);
adapters::Table AuthorisationTable();

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_TABLES_H_
