#include "services/cli/report/verbs.h"

#include <algorithm>
#include <iostream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "services/cli/files.h"
#include "services/cli/report/report.h"
#include "services/cli/verbs.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"

namespace tuoqiao::cli {
namespace {

constexpr char kAll[] = "all";

absl::StatusOr<std::vector<Report>> ReportsBy(const std::string& name) {
  const std::vector<Report>& all = Reports();
  if (name == kAll) return all;
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Report& each) { return each.name == name; });
  if (found != all.end()) return std::vector<Report>{*found};
  return absl::InvalidArgumentError(
      absl::StrCat("there is no report \"", name, "\"; there are ",
                   absl::StrJoin(all, ", ", [](std::string* out, const Report& each) {
                     absl::StrAppend(out, each.name);
                   })));
}

absl::Status List(const Arguments&) {
  for (const Report& each : Reports()) {
    std::cout << absl::StrFormat("%-15s %s\n%-15s   %s\n", each.name, each.summary, "",
                                 each.columns);
  }
  return absl::OkStatus();
}

absl::Status Make(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const std::string name, OneWord(arguments, "report, or `all`"));
  ASSIGN_OR_RETURN(const std::vector<Report> reports, ReportsBy(name));
  ReportAsk ask;
  ASSIGN_OR_RETURN(ask.park, ParkBy(arguments));
  ASSIGN_OR_RETURN(const std::string text, arguments.Need("month"));
  const auto month = ParseMonth(text);
  if (!month.ok()) return absl::InvalidArgumentError("--month is no month (YYYY-MM)");
  ask.month = *month;
  const std::string& folder = arguments.Get("out");
  if (name == kAll && folder.empty()) {
    return absl::InvalidArgumentError("--out is missing: all reports are a folder of files");
  }
  ASSIGN_OR_RETURN(auto client, ConnectBy(arguments));
  for (const Report& each : reports) {
    ASSIGN_OR_RETURN(const std::vector<ReportRow> rows, each.rows(*client, ask));
    const std::string file = ReportCsv(each, rows);
    if (folder.empty()) {
      std::cout << file;
      continue;
    }
    RETURN_IF_ERROR(WriteFile(absl::StrCat(folder, "/", each.name, ".csv"), file));
    std::cout << absl::StrFormat("%-15s %d rows\n", each.name, rows.size());
  }
  return absl::OkStatus();
}

}  // namespace

std::vector<Command> ReportCommands() {
  return {
      {"report list", "", "lists the fixed reports with their columns", "", {}, List},
      {"report", "NAME|all", "writes a fixed report of a month as CSV",
       "Made of what the services answer the park's administrator and finance; no report has a "
       "name\n"
       "  of a person. `waiting` and `duplicates` say how it stands now.",
       With({{"month", "YYYY-MM", "", "of which month"},
             {"out", "FOLDER", "", "writes NAME.csv there, rather than to standard output"}}),
       Make},
  };
}

}  // namespace tuoqiao::cli
