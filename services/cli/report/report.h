// The fixed reports of a park: tables for a spreadsheet, made of what the public API answers.
#ifndef TUOQIAO_SERVICES_CLI_REPORT_REPORT_H_
#define TUOQIAO_SERVICES_CLI_REPORT_REPORT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/cli/client.h"

namespace tuoqiao::cli {

using ReportRow = std::vector<std::string>;

// Whose report, and of which month. Those that say how things stand say so as of now.
struct ReportAsk {
  std::string park;  // A resource name.
  absl::CivilMonth month;
};

struct Report {
  std::string name;     // `occupancy`; its file is `occupancy.csv`.
  std::string columns;  // As the first line of the file.
  std::string summary;  // What a row is.
  absl::StatusOr<std::vector<ReportRow>> (*rows)(Client& client, const ReportAsk& ask);
};

// All of them, in the order in which they are listed.
const std::vector<Report>& Reports();

// The report as a file: UTF-8, CRLF.
std::string ReportCsv(const Report& report, const std::vector<ReportRow>& rows);

// A code as people write it: `C001` of `parks/qilan/centres/c001`.
std::string CodeOf(const std::string& name);

// By subject: places, data that is missing or there twice, money.
std::vector<Report> PlaceReports();
std::vector<Report> DataReports();
std::vector<Report> MoneyReports();

// How many days after `promised` it was paid, or is not paid on `today`; 0: in time, or not yet
// due.
int64_t DaysLate(const std::string& promised, const std::string& paid, absl::CivilDay today);

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_REPORT_REPORT_H_
