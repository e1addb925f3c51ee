// What a park operator sets up and sends in by file: the park itself, its centres with groups,
// tariffs and accounts, its firms, applications for places, and signed authorisations. Each call
// may be repeated.
#ifndef TUOQIAO_SERVICES_CLI_INTAKE_H_
#define TUOQIAO_SERVICES_CLI_INTAKE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/cli/client.h"
#include "services/cli/park_file.h"
#include "services/cli/rows.h"

namespace tuoqiao::cli {

// The people of a park, as the command line speaks for them.
Who Operations(const std::string& park);
Who ParkAdmin(const std::string& park);
Who Finance(const std::string& park);
Who SecondFinance(const std::string& park);
Who FirmHr(const std::string& firm);
Who FirmPayroll(const std::string& firm);
Who CentreManager(const std::string& centre);

std::string FirmName(const std::string& park, const std::string& uscc);
std::string CentreName(const std::string& park, const std::string& code);

// Makes the park with its opening calendar, funding plan, programme and pay floor. What is there
// stays.
absl::Status SetUpPark(Client& client, const ParkFile& park);

struct CentreFiles {
  std::string centres, groups, tariffs;
};
// Centres with groups and payee accounts, then tariffs. Returns the codes of the centres that are
// there.
absl::StatusOr<std::vector<std::string>> ImportCentres(Client& client, const std::string& park,
                                                       const CentreFiles& files,
                                                       RowsReport* report);
// Codes of the park's centres, in upper case as files write them.
absl::StatusOr<std::vector<std::string>> CentreCodes(Client& client, const std::string& park);

struct FirmImport {
  std::vector<std::string> plans, centres;
  bool dry_run = false;
};
// Firms in bulk, with the legal basis on which those that have one may deduct.
absl::StatusOr<RowsFile> ImportFirms(Client& client, const std::string& park,
                                     const FirmImport& import, const std::string& file,
                                     const std::string& bytes);
absl::StatusOr<RowsFile> ImportApplications(Client& client, const std::string& park,
                                            const std::string& programme,
                                            const std::vector<std::string>& centres,
                                            const std::string& file, const std::string& bytes);
absl::StatusOr<RowsFile> ImportAuthorisations(Client& client, const std::string& park,
                                              const std::string& file, const std::string& bytes);

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_INTAKE_H_
